"""The facilitator's guide has all that the scenario holds, for any scenario, and is safe with any text."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from sim.record.record import load
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.scenario.starter import starter
from sim.ui.guide import FILES, pack
from sim.ui.guide.facilitator import glance, guide
from sim.ui.guide.facilitator import words as terms_of
from sim.ui.guide.handouts import brief, cards
from sim.ui.guide.scenes import MARK, decisions
from sim.ui.guide.sheets import Grid, Head, Sides, page
from sim.ui.guide.survey import forms, sheet
from sim.ui.guide.telling import condition, opening
from sim.world.holds import holds
from sim.world.state import begin
from tests.authoring.small import mill
from tests.pages.reading import Reader
from tests.ui.guide.sheets import FEW, part, told, words

HOSTILE = "</style><script>alert(1)</script><img src=x onerror=a()> {{ 7 * 7 }} & '\""
HARBOUR = Path(__file__).parents[2] / "fixtures" / "tables" / "harbour.yaml"
RENAMED = {
    "title: Berths": "title: Northmoor's berths",
    "{name: Calm,": "{name: Northmoor's calm, short: Northmoor's calm,",
    "endings:\n": """seats:
  - {actor: north, brief: You hold the bank., aims: [Northmoor's peace, Trade, Northmoor's name]}
endings:
  - {id: angry, title: Anger, when: calm < 20}
""",
    "  channels:\n    ferry": """  leverage:
    boats: {name: Boats, holder: [north], target: [south], strength: marked, cost: Northmoor's own trade}
  channels:
    ferry""",
    "    channels: [ferry]\n    moves:\n      - {id: share": """    channels: [ferry]
    leverage: [boats]
    moves:
      - {id: share""",
}
"""Parts of the harbour, and the same with a name of its own record in front."""
SAID = (
    "bargain over Northmoor&#39;s berths, the toll and for how long",
    "“Northmoor&#39;s peace” and “Northmoor&#39;s name”",
    "To use it costs: Northmoor&#39;s own trade",
    "▼ Northmoor&#39;s calm (strong)",
    "Northmoor&#39;s calm is below 20",
)
RIGHT_TO_LEFT = "\u05d4\u05d0\u05d5\u05e8 \u05e2\u05dc 2024"


def test_the_pages_for_students_of_every_shipped_scenario(every: Compiled) -> None:
    made = [cards(every), brief(every), *(sheet(every, form) for form in forms(every))]
    for one in made:
        sound(page(one))


def test_a_pack_of_a_shipped_scenario(shipped: Compiled) -> None:
    """The guide has all that the scenario holds; of a sample, since each path is weighed."""
    made = pack(shipped, FEW)
    assert list(made) == list(FILES)
    for text in made.values():
        sound(text)
    text = "\n".join(text for _, text in Reader(made["facilitator.html"]).text)
    assert [w for w in held(shipped) if " ".join(w.split()) not in " ".join(text.split())] == []


def sound(text: str) -> None:
    """A whole page that fetches nothing and runs nothing."""
    found = Reader(text)
    assert (found.open, found.wrong) == ([], [])
    assert any("default-src 'none'" in c for c in found.attributes("content"))
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "link", "iframe", "object", "img", "form", "input"}
    assert all(h.startswith("#") for h in found.attributes("href"))
    ids = found.attributes("id")
    assert len(ids) == len(set(ids))


def held(shipped: Compiled) -> list[str]:
    """What a scenario tells, and a teacher needs."""
    source, record = shipped.source, shipped.record
    wanted = [source.summary, source.content_note, source.limits, *(q.ask for q in source.questions)]
    wanted += [d.title for d in source.decisions] + [d.date_text for d in source.decisions]
    wanted += [t for e in source.events for t in (e.title, e.text)]
    wanted += [m.label for d in source.decisions for m in d.moves]
    wanted += [e.title for e in source.endings]
    wanted += [f.letter and q.right for f in forms(shipped) for q in f.questions]
    for decision in source.decisions:
        was = decision.history
        assert was is not None
        wanted += [was.text, *was.facts, *(m.text for m in was.messages)]
        wanted += [t for a in was.disputed for t in (a.claim, a.by, a.others)]
        wanted += [decision.date_note or ""]
    cited = {f.partition("#")[0] for d in source.decisions for f in d.cited}
    wanted += [t for s in cited for t in (record.sources[s].title, record.sources[s].published)]
    return wanted


def test_the_parts_stand_in_their_order(shipped: Compiled) -> None:
    assert [p.heading for p in guide(shipped, FEW).parts] == [
        "At a glance",
        "Content note, and sitting it out",
        "Time: lessons of 45, 60 and 90 minutes",
        "Who sits where",
        "Reading beforehand",
        "The decisions, one by one",
        "Events you can let happen",
        "What the model assumes, and leaves out",
        "When somebody is upset, absent, or close to it",
        "The debrief, in six phases",
        "Forms A and B: the answers",
        "Words that take a side",
        "Sources",
        "Solutions",
    ]


def test_what_was_really_chosen_is_marked_once_a_decision(every: Compiled) -> None:
    tables = [b for b in decisions(every).blocks if isinstance(b, Grid)]
    assert len(tables) == len(every.decisions)
    for table, decision in zip(tables, every.source.decisions, strict=True):
        marked = [row[0] for i, row in enumerate(table.rows) if i in table.marked]
        assert decision.history is not None
        label = next(m.label for m in decision.moves if m.id == decision.history.move)
        assert len(marked) == 1
        assert marked[0].startswith(f"{MARK} {label}")
        assert sum(MARK in row[0] for row in table.rows) == 1


def test_disputed_accounts_stand_side_by_side(every: Compiled) -> None:
    told_twice = [b for b in decisions(every).blocks if isinstance(b, Sides)]
    accounts = [a for d in every.source.decisions if d.history for a in d.history.disputed]
    assert [(s.one[1], s.other[1]) for s in told_twice] == [(a.claim, a.others) for a in accounts]


def test_the_first_page_gives_nothing_of_the_path_away_but_the_summary(every: Compiled) -> None:
    text = words(glance(every))
    assert not [d.title for d in every.source.decisions if d.title in text]


# conditions in words


def test_a_condition_in_words_names_all_that_it_looks_at(every: Compiled) -> None:
    """Every label and title in quotes is one of the scenario's; every condition of it is told."""
    labels = {m.label for d in every.source.decisions for m in d.moves}
    labels |= {e.title for e in every.source.events}
    found = [c for _, c in every.endings] + [e.when for e in every.events]
    found += [c for d in every.decisions for c in (d.when, *d.open_when)]
    for when in found:
        text = condition(every, when)
        assert (text == "") == (when is None)
        assert set(_quoted(text)) <= labels
        assert text.count("(") == text.count(")") or "(" in "".join(_quoted(text))


def _quoted(text: str) -> list[str]:
    return [piece.partition("”")[0] for piece in text.split("“")[1:]]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("trust >= 40", "at least 40"),
        ("trust < 40", "below 40"),
        ("not trust > 40", "not so: "),
        ("trust >= 40 and (trust < 60 or trust > 70)", " and ("),
    ],
)
def test_comparisons_in_words(tmp_path: Path, when: str, said: str) -> None:
    text = mill(tmp_path).read_text(encoding="utf-8")
    name = next(iter(library.open_scenario(str(tmp_path / "mill.yaml")).source.variables))
    lines = text.replace(
        "endings:\n", f"endings:\n  - {{id: other, title: Other, when: {_named(when, name)!r}}}\n"
    )
    file = tmp_path / "other.yaml"
    file.write_text(lines, encoding="utf-8")
    game = library.open_scenario(str(file))
    found = game.endings[0][1]
    assert said in condition(game, found)
    assert found is not None
    assert holds(found, begin(game, 1)).shape == (1,)


def _named(when: str, variable: str) -> str:
    return when.replace("trust", variable)


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("One. Two. Three.", 9, "One. Two."),
        ("One.\n\nTwo.", 99, "One. Two."),
        ("A long sentence without an end", 3, "A long sentence without an end"),
        ("", 10, ""),
    ],
)
def test_an_opening_is_of_whole_sentences(text: str, most: int, left: str) -> None:
    assert opening(text, most) == left


# any scenario


def test_names_of_a_file_of_its_own_keep_their_capital(tmp_path: Path) -> None:
    """In an issue, an aim, a number, a condition and a cost; common words beside them lose theirs."""
    file = tmp_path / "harbour.yaml"
    text = HARBOUR.read_text(encoding="utf-8").replace("The north bank", "Northmoor")
    for old, new in RENAMED.items():
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    made = pack(library.open_scenario(str(file)), FEW)
    whole = "\n".join(made.values())
    assert "northmoor" not in whole
    assert [said for said in SAID if said not in whole] == []


def test_a_scenario_without_history_has_a_pack(tmp_path: Path) -> None:
    """The starter that 'new' writes, and the smallest one that there can be."""
    file = tmp_path / "own.yaml"
    file.write_text(starter("The mill race", 3, file.name, "schema.json"), encoding="utf-8")
    for path in (file, mill(tmp_path)):
        game = library.open_scenario(str(path))
        made = pack(game, FEW)
        assert list(made) == list(FILES)
        for text in made.values():
            page_ = Reader(text)
            assert (page_.open, page_.wrong) == ([], [])
        assert MARK not in words(part(guide(game, FEW), "The debrief"))
        assert game.source.title in made["facilitator.html"]


def test_a_stranger_s_text_is_only_text(isles: Compiled) -> None:
    new = {"title": HOSTILE, "summary": HOSTILE, "content_note": HOSTILE, "limits": HOSTILE}
    calm = dict.fromkeys(new, "calm")
    for name, text in pack(told(isles, **new), FEW).items():
        other = Reader(pack(told(isles, **calm), FEW)[name])
        found = Reader(text)
        assert [t for t, _ in found.tags] == [t for t, _ in other.tags]
        assert HOSTILE in found.of("h1")


def test_titles_from_right_to_left_find_their_direction(isles: Compiled) -> None:
    named = [d.model_copy(update={"title": RIGHT_TO_LEFT}) for d in isles.source.decisions]
    game = told(isles, title=RIGHT_TO_LEFT, decisions=named)
    rows = [dataclasses.replace(d, source=s) for d, s in zip(isles.decisions, named, strict=True)]
    for text in pack(dataclasses.replace(game, decisions=tuple(rows)), FEW).values():
        found = Reader(text)
        assert ("h1", {"dir": "auto"}) in found.tags
        assert RIGHT_TO_LEFT in found.of("h1")
        assert all(a.get("dir") == "auto" for t, a in found.tags if t in ("h1", "h3", "li", "td") and a)


def test_equal_games_give_equal_bytes(isles: Compiled) -> None:
    assert pack(isles, FEW) == pack(told(isles), FEW)


def test_the_phases_are_those_of_the_screen(isles: Compiled) -> None:
    heads = [b.text for b in part(guide(isles, FEW), "The debrief").blocks if isinstance(b, Head)]
    assert len(heads) == 6


def test_a_page_has_a_list_of_its_parts(isles: Compiled) -> None:
    sheet = guide(isles, FEW)
    found = Reader(page(sheet))
    links = [h for h in found.attributes("href") if h.startswith("#p")]
    assert len(links) == len(sheet.parts)
    assert {h[1:] for h in links} <= set(found.attributes("id"))


def test_words_that_take_a_side_stand_in_the_glossary_alone(every: Compiled) -> None:
    table = next(b for b in terms_of(every).blocks if isinstance(b, Grid))
    known = {t.use.lower() for t in load().terms}
    assert table.rows
    assert {row[0].lower() for row in table.rows} <= known
    assert all(row[2] for row in table.rows)
