"""What students hold in their hands: nothing later than the first day, nothing of another seat's."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import pytest

from sim.scenario.compiled import Compiled
from sim.ui.guide import first_day, survey
from sim.ui.guide.handouts import brief, card, cards
from tests.ui.guide.sheets import words

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DATE = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) (20\d\d)")
LONG = 24
"""Texts of so many characters do not stand on two pages by chance."""


def sheets(game: Compiled) -> dict[str, str]:
    """Every page that students get, as words."""
    forms = {f"form {f.letter}": words(survey.sheet(game, f)) for f in survey.forms(game)}
    return {"brief": words(brief(game)), "cards": words(cards(game)), **forms}


def later(game: Compiled) -> Iterator[str]:
    """Texts that tell what came after the first day, or what was chosen on it."""
    source = game.source
    first = source.decisions[0]
    yield from (f"{m.label}" for m in first.moves)
    yield from (m.text for m in first.moves)
    if first.outside:
        yield first.title
        yield first.situation
    for decision in source.decisions:
        if decision.history:
            yield decision.history.text
            yield from (m.text for m in decision.history.messages)
            yield from (t for a in decision.history.disputed for t in (a.claim, a.others))
    for decision in source.decisions[1:]:
        seen = decision.outside
        yield from (decision.title, decision.situation, *decision.unknown)
        yield from (seen.title, seen.situation) if seen else ()
        yield from (game.record.facts[k].text if k in game.record.facts else k for k in decision.known)
        yield from (t for m in decision.moves for t in (m.label, m.text))
    yield from (t for e in (*source.events, *source.endings) for t in (e.title, e.text))
    yield from (q.ask for q in source.questions)


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])\s+", " ".join(text.split())) if len(s) > LONG]


def test_no_page_for_students_tells_what_came_later(every: Compiled) -> None:
    first = every.source.decisions[0]
    opened = (first.outside or first).situation
    bound = [every.record.constraints[limit.constraint].name for limit in first.constraints]
    own = " ".join([opened, *(s.brief for s in every.source.seats), every.source.content_note, *bound])
    said = {s for text in later(every) for s in sentences(text) if s not in " ".join(own.split())}
    assert len(said) > 50
    for name, text in sheets(every).items():
        flat = " ".join(text.split())
        assert [s for s in said if s in flat] == [], name


def test_no_page_for_students_has_a_later_date(shipped: Compiled) -> None:
    day = shipped.decisions[0].date
    for name, text in sheets(shipped).items():
        for number, month, year in DATE.findall(text):
            found = datetime.date(int(year), MONTHS.index(month) + 1, int(number or 1))
            assert found <= day, (name, found)


def test_a_card_has_its_own_brief_and_nobody_else_s(shipped: Compiled) -> None:
    for seat in shipped.source.seats:
        text = " ".join(words(card(shipped, seat.actor)).split())
        assert all(s in text for s in sentences(seat.brief))
        assert all(a in text for a in seat.aims)
        own = sentences(seat.brief)
        for other in (s for s in shipped.source.seats if s.actor != seat.actor):
            theirs = [s for s in sentences(other.brief) if s not in own]
            assert [s for s in theirs if s in text] == []
            aims = [a for a in other.aims if a not in seat.aims and len(a) > LONG]
            assert [a for a in aims if a in text] == []


def test_the_brief_has_no_seat_s_brief(shipped: Compiled) -> None:
    text = " ".join(words(brief(shipped)).split())
    assert [s for seat in shipped.source.seats for s in sentences(seat.brief) if s in text] == []
    assert shipped.source.content_note.split()[0] in text
    assert first_day.scene(shipped).title in text


def test_what_a_card_lists_is_the_seat_s_own(shipped: Compiled) -> None:
    """Held against the record, one by one."""
    record, first = shipped.record, shipped.source.decisions[0]
    for seat in shipped.source.seats:
        side = record.side(seat.actor)
        for lever in first_day.levers(shipped, seat.actor):
            assert lever in first.leverage
            assert {seat.actor, side} & set(record.leverage[lever].holder)
        for limit in first_day.limits(shipped, seat.actor):
            assert {seat.actor, side} & set(record.constraints[limit].actors)
            assert first.outside is None or side == record.side(first.decider)
        for line in first_day.lines(shipped, seat.actor):
            assert line.channel in first.channels
            members = record.channels[line.channel].members
            mine = [m for m in members if m in (seat.actor, side) or record.side(m) == seat.actor]
            assert mine, line
            assert set(line.others) <= set(members) - {seat.actor}
        for other in first_day.reach(shipped, seat.actor):
            assert other in shipped.actors
            assert record.in_office(other, first.date)


def test_who_comes_later_is_not_there_on_the_first_day() -> None:
    """A government that takes office nine months on, beside the one that holds it."""
    from sim.scenario import library

    game = library.open_scenario("withheld_munitions")
    there = first_day.cast(game)
    assert {"us-biden", "biden", "gallant"} <= set(there)
    assert not {"us-trump", "trump", "witkoff"} & set(there)
    assert not [t for t in sheets(game).values() if "Trump" in t]


def test_composite_roles_say_so(shipped: Compiled) -> None:
    for seat in shipped.source.seats:
        marked = "composite role" in card(shipped, seat.actor).note
        assert marked == shipped.record.actors[seat.actor].composite


# forms


def test_the_forms_are_as_long_and_ask_alike(shipped: Compiled) -> None:
    a, b = survey.forms(shipped)
    assert [q.about for q in a.questions] == [q.about for q in b.questions]
    assert [len(q.options) for q in a.questions] == [len(q.options) for q in b.questions]
    assert a.about == b.about
    assert len(a.statements) == len(b.statements) == len(a.about)
    assert not set(a.statements) & set(b.statements)
    assert not {q.ask for q in a.questions} & {q.ask for q in b.questions}
    long, short = sorted(len(words(survey.sheet(shipped, f)).split()) for f in (a, b))[::-1]
    assert long <= 1.12 * short
    kinds = [[type(x).__name__ for p in survey.sheet(shipped, f).parts for x in p.blocks] for f in (a, b)]
    assert kinds[0] == kinds[1]


def test_each_question_has_one_right_box(shipped: Compiled) -> None:
    """Held against the record by other ways than the one by which it was made."""
    record, first = shipped.record, shipped.source.decisions[0]
    by_name = {a.name: id_ for id_, a in record.actors.items()}
    for form in survey.forms(shipped):
        assert len(form.questions) >= 3
        for q in form.questions:
            quoted = (re.findall("“(.*)”", q.ask) or [""])[0]
            assert len(set(q.options)) == len(q.options) > 1
            right = [o for o in q.options if _right(shipped, q, by_name[o], quoted)]
            assert right == [q.right], q
            assert q.options["abcdef".index(q.letter)] == q.right
            if first.outside and q.about == "instruments":
                lever = next(lv for lv in record.leverage.values() if lv.name == quoted)
                assert record.side(first.decider) not in {record.side(a) for a in lever.holder}


def _right(game: Compiled, q: survey.Question, option: str, quoted: str) -> bool:
    record, day = game.record, game.decisions[0].date
    if q.about == "people":
        who = next(o for o in record.officials.values() if f" {o.name} " in q.ask)
        return who.side == option
    if q.about == "offices":
        return any(
            o.title == quoted and (not o.start or o.start <= day) and (not o.end or day <= o.end)
            for o in record.officials[option].offices
        )
    assert q.about == "instruments"
    held = next(lv.holder for lv in record.leverage.values() if lv.name == quoted)
    return any(record.side(a) == option for a in held)


def test_where_the_first_decision_is_open_forms_ask_about_it(isles: Compiled) -> None:
    assert isles.source.decisions[0].outside is None
    a, b = survey.forms(isles)
    assert [q.about for q in a.questions] == [q.about for q in b.questions]


def test_forms_ask_for_no_name_and_label_every_box(shipped: Compiled) -> None:
    for form in survey.forms(shipped):
        text = words(survey.sheet(shipped, form)).lower()
        assert "nickname" in text
        assert "not your name" in text
        assert not re.search(r"\b(surname|e-mail|age|gender|religion)\b", text)
        assert all(label in text for label in survey.LABELS)


@pytest.mark.parametrize("letter", ["A", "B"])
def test_the_key_is_the_guide_s(shipped: Compiled, letter: str) -> None:
    form = next(f for f in survey.forms(shipped) if f.letter == letter)
    column = 1 if letter == "A" else 2
    assert [row[column] for row in survey.key(shipped)] == [f"{q.letter}: {q.right}" for q in form.questions]
