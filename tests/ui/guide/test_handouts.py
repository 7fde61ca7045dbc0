"""What students hold in their hands: nothing later than the first day, nothing of another seat's."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator

from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui.guide import first_day, pack, survey
from sim.ui.guide.handouts import brief, card, cards
from tests.ui.guide.sheets import FEW, told, words

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DATE = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) (20\d\d)")
FORMS = ("form-a-before.html", "form-b-after.html")
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


def test_no_page_for_students_has_a_later_date(every: Compiled) -> None:
    day = every.decisions[0].date
    for name, text in sheets(every).items():
        for number, month, year in DATE.findall(text):
            found = datetime.date(int(year), MONTHS.index(month) + 1, int(number or 1))
            assert found <= day, (name, found)


def test_a_card_has_its_own_brief_and_nobody_else_s(every: Compiled) -> None:
    for seat in every.source.seats:
        text = " ".join(words(card(every, seat.actor)).split())
        assert all(s in text for s in sentences(seat.brief))
        assert all(a in text for a in seat.aims)
        own = sentences(seat.brief)
        for other in (s for s in every.source.seats if s.actor != seat.actor):
            theirs = [s for s in sentences(other.brief) if s not in own]
            assert [s for s in theirs if s in text] == []
            aims = [a for a in other.aims if a not in seat.aims and len(a) > LONG]
            assert [a for a in aims if a in text] == []


def test_the_brief_has_no_seat_s_brief(every: Compiled) -> None:
    text = " ".join(words(brief(every)).split())
    assert [s for seat in every.source.seats for s in sentences(seat.brief) if s in text] == []
    assert every.source.content_note.split()[0] in text
    assert first_day.scene(every).title in text


def test_what_a_card_lists_is_the_seat_s_own(every: Compiled) -> None:
    """Held against the record, one by one."""
    record, first = every.record, every.source.decisions[0]
    for seat in every.source.seats:
        side = record.side(seat.actor)
        for lever in first_day.levers(every, seat.actor):
            assert lever in first.leverage
            assert {seat.actor, side} & set(record.leverage[lever].holder)
        for limit in first_day.limits(every, seat.actor):
            assert {seat.actor, side} & set(record.constraints[limit].actors)
            assert first.outside is None or side == record.side(first.decider)
        for line in first_day.lines(every, seat.actor):
            assert line.channel in first.channels
            members = record.channels[line.channel].members
            mine = [m for m in members if m in (seat.actor, side) or record.side(m) == seat.actor]
            assert mine, line
            assert set(line.others) <= set(members) - {seat.actor}
        for other in first_day.reach(every, seat.actor):
            assert other in every.actors
            assert record.in_office(other, first.date)


def test_who_comes_later_is_not_there_on_the_first_day() -> None:
    """A government that takes office nine months on, beside the one that holds it."""
    game = library.open_scenario("withheld_munitions")
    there = first_day.cast(game)
    assert {"us-biden", "biden", "gallant"} <= set(there)
    assert not {"us-trump", "trump", "witkoff"} & set(there)
    assert not [t for t in sheets(game).values() if "Trump" in t]


def test_composite_roles_say_so(every: Compiled) -> None:
    for seat in every.source.seats:
        marked = "composite role" in card(every, seat.actor).note
        assert marked == every.record.actors[seat.actor].composite


# forms


def test_the_forms_are_as_long_and_ask_alike(every: Compiled) -> None:
    a, b = survey.forms(every)
    assert [q.about for q in a.questions] == [q.about for q in b.questions]
    assert [len(q.options) for q in a.questions] == [len(q.options) for q in b.questions]
    assert a.about == b.about
    assert len(a.statements) == len(b.statements) == len(a.about)
    assert not set(a.statements) & set(b.statements)
    assert not {q.ask for q in a.questions} & {q.ask for q in b.questions}
    long, short = sorted(len(words(survey.sheet(every, f)).split()) for f in (a, b))[::-1]
    assert long <= 1.12 * short
    kinds = [[type(x).__name__ for p in survey.sheet(every, f).parts for x in p.blocks] for f in (a, b)]
    assert kinds[0] == kinds[1]


def test_each_question_has_one_right_box(every: Compiled) -> None:
    """Held against the record by other ways than the one by which it was made."""
    record, first = every.record, every.source.decisions[0]
    by_name = {a.name: id_ for id_, a in record.actors.items()}
    for form in survey.forms(every):
        assert len(form.questions) >= 3
        for q in form.questions:
            quoted = (re.findall("“(.*)”", q.ask) or [""])[0]
            assert len(set(q.options)) == len(q.options) > 1
            right = [o for o in q.options if _right(every, q, by_name[o], quoted)]
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
    whose = {
        "instruments": {lv.name: lv.holder for lv in record.leverage.values()},
        "limits": {c.name: c.actors for c in record.constraints.values()},
        "channels": {c.name: c.members for c in record.channels.values()},
    }
    return any(record.side(a) == option for a in whose[q.about][quoted])


def test_only_where_the_first_decision_is_open_forms_ask_what_stands_behind_it() -> None:
    """Of a secret decision, limits and channels would tell what is thought of."""
    game = library.open_scenario("withheld_munitions")
    first = game.source.decisions[0]
    assert first.outside is not None
    shown = first.model_copy(update={"outside": None})
    opened = told(game, decisions=[shown, *game.source.decisions[1:]])
    record = game.record
    limits = {record.constraints[limit.constraint].name for limit in first.constraints}
    channels = {record.channels[c].name for c in first.channels}
    for secret, form in zip(survey.forms(game), survey.forms(opened), strict=True):
        assert not {q.about for q in secret.questions} & {"limits", "channels"}
        assert [q.about for q in form.questions] == ["instruments", "limits", "channels", "people"]
        for q in form.questions[1:3]:
            (quoted,) = re.findall("“(.*)”", q.ask)
            assert quoted in (limits if q.about == "limits" else channels)
            by_name = {a.name: id_ for id_, a in record.actors.items()}
            assert [o for o in q.options if _right(game, q, by_name[o], quoted)] == [q.right]


def test_forms_ask_for_no_name_and_label_every_box(every: Compiled) -> None:
    for form in survey.forms(every):
        text = words(survey.sheet(every, form)).lower()
        assert "nickname" in text
        assert "not your name" in text
        assert not re.search(r"\b(surname|e-mail|age|gender|religion)\b", text)
        assert all(label in text for label in survey.LABELS)


def test_the_guide_s_key_names_the_right_boxes_of_both_forms(shipped: Compiled) -> None:
    """Read from the written guide, and held against the written forms box by box."""
    made = pack(shipped, FEW)
    caption = "Who can decide what: the right boxes</caption>"
    table = made["facilitator.html"].partition(caption)[2].partition("</table>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"(?s)<tr.*?</tr>", table)]
    for column, (file, form) in enumerate(zip(FORMS, survey.forms(shipped), strict=True), 1):
        asked = [re.findall("</span> (.*?)</li>", box) for box in made[file].split('class="boxes"')[1:]]
        assert [row[0] for row in rows[1:]] == [str(n) for n in range(1, len(asked) + 1)]
        assert len(asked) >= 3
        assert rows[0][column] == f"Form {form.letter}"
        for row, boxes, q in zip(rows[1:], asked, form.questions, strict=True):
            letter, _, right = row[column].partition(": ")
            assert boxes["abcdef".index(letter)] == right
            assert html.unescape(right) == q.right
