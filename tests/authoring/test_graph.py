"""The picture of a scenario: whole, true to the counts, readable, and safe with a stranger's titles."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sim.authoring.cover import Cover, cover
from sim.authoring.graph import graph
from sim.authoring.picture import picture
from sim.authoring.svg import fitted, wrapped
from sim.policies.run import replay
from sim.record.record import Record
from sim.scenario import library
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import NO_HISTORY, Compiled
from sim.scenario.schema import Scenario
from tests.authoring.changed import changed
from tests.authoring.drawn import SVG, Area, box, classes, groups, points, words
from tests.conftest import SAMPLE

HOSTILE = '<script>alert(1)</script> & "x" \']]> <!-- \u202e\x07 שלום 漢字漢字漢字 ' + "W" * 130


def hostile(game: Compiled) -> Compiled:
    """The game with a stranger's text wherever a title stands."""
    raw = game.source.model_dump(mode="json", by_alias=True)

    def spoil(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                k: HOSTILE if k in ("title", "label", "date_text") else spoil(v) for k, v in value.items()
            }
        return [spoil(v) for v in value] if isinstance(value, list) else value

    return compile_scenario(game.id, Scenario.model_validate(spoil(raw)), game.record)


def fifty(game: Compiled) -> Compiled:
    """Fifty decisions of the isles' first, with every number of moves, long words and many ways round."""
    raw = game.source.model_dump(mode="json", by_alias=True)
    lamp, decisions = raw["decisions"][0], []
    for at in range(50):
        again = {"id": f"lamp_{at}", "title": f"Night {at}: " + "who lights the lamp again? " * (at % 4 + 1)}
        extra = [
            {**lamp["moves"][1], "id": f"more_{i}_{'x' * 9 * i}", "label": "Feuerschiffsbesatzung " * (i + 1)}
            for i in range(at % 4)
        ]
        when = f"lamp_{max(0, at - 1 - at % 3)} != refuse" if at % 3 else None
        decisions.append({**lamp, **again, "when": when, "moves": [*lamp["moves"], *extra]})
    events = [{**e, "after": f"lamp_{7 * i}", "when": None} for i, e in enumerate(raw["events"])]
    endings = [
        {
            "id": f"ending_{i}",
            "title": "An ending of many words " * 2,
            "text": "x",
            "when": f"lamp_{9 * i} == refuse",
        }
        for i in range(5)
    ] + [{"id": "rest", "title": "The rest", "text": "x", "when": None}]
    whole = {**raw, "decisions": decisions, "events": events, "endings": endings}
    return compile_scenario("fifty", Scenario.model_validate(whole), game.record)


@pytest.fixture(scope="module", params=["isles", "fifty", "hostile", *SAMPLE])
def covered(request: pytest.FixtureRequest, isles: Compiled) -> Cover:
    makers = {"isles": lambda: isles, "fifty": lambda: fifty(isles), "hostile": lambda: hostile(isles)}
    name = request.param
    game = makers[name]() if name in makers else library.open_scenario(name)
    return cover(game, 2000, 5)


@pytest.fixture(scope="module")
def root(covered: Cover) -> ElementTree.Element:
    return ElementTree.fromstring(graph(covered))


def edges(root: ElementTree.Element, kind: str = "edge") -> list[ElementTree.Element]:
    return [p for p in root.iter(f"{SVG}path") if kind in classes(p) and p.get("data-from")]


def test_every_part_is_there_once(covered: Cover, root: ElementTree.Element) -> None:
    source = covered.game.source
    expected = {f"decision-{d.id}" for d in source.decisions}
    expected |= {f"move-{d.id}-{m.id}" for d in source.decisions for m in d.moves}
    expected |= {f"event-{e.id}" for e in source.events} | {f"ending-{e.id}" for e in source.endings}
    ids = [str(e.get("id")) for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert {i for i in ids if i.split("-")[0] in ("decision", "move", "event", "ending")} == expected


def test_ways_carry_the_counts_of_cover(covered: Cover, root: ElementTree.Element) -> None:
    hits: Counter[tuple[str, str]] = Counter()
    for edge in edges(root):
        if "history" not in classes(edge):
            hits[edge.attrib["data-from"], edge.attrib["data-move"]] += int(edge.attrib["data-hits"])
    moves = covered.as_json()["moves"]
    assert +hits == +Counter({(d, m): n for d, each in moves.items() for m, n in each.items()})


def test_a_way_of_more_runs_is_drawn_wider(root: ElementTree.Element) -> None:
    plain = [e for e in edges(root) if "history" not in classes(e)]
    by_hits = sorted((int(e.attrib["data-hits"]), float(e.attrib["stroke-width"])) for e in plain)
    assert [w for _, w in by_hits] == sorted(w for _, w in by_hits)
    assert by_hits[0][1] < by_hits[-1][1]


def test_the_historical_path_is_drawn_through(covered: Cover, root: ElementTree.Element) -> None:
    """A line for each step, end to end, doubled and marked, so that it reads without colour."""
    path = replay(covered.game)
    reached = [s.decision for s in path.steps]
    ways = edges(root, "history")
    told = [(e.attrib["data-from"], e.attrib["data-move"], e.attrib["data-to"]) for e in ways]
    moves = [s.move for s in path.steps]
    assert told == list(zip(reached, moves, [*reached[1:], path.ending], strict=True))
    cores = [p.get("d") for p in root.iter(f"{SVG}path") if "core" in classes(p)]
    assert [e.get("d") for e in ways] == [d for d in cores if "h32" not in str(d)]
    chosen = {f"{d.id}-{d.history.move}" for d in covered.game.source.decisions}
    marked = {n for n, g in groups(root, "move-").items() if next(words(g))[0].startswith("◆")}
    assert marked == chosen
    assert {n for n, g in groups(root, "ending-").items() if next(words(g))[0].startswith("◆")} == {
        path.ending
    }


def test_nothing_lies_on_anything_else(root: ElementTree.Element) -> None:
    cards = [box(g) for g in groups(root, "decision-").values()]
    endings = [box(g) for g in groups(root, "ending-").values()]
    moves = [box(g) for g in groups(root, "move-").values()]
    events = [area for g in groups(root, "event-").values() for _, area in words(g)]
    for boxes in (cards + endings + events, moves):
        for one, other in combinations(boxes, 2):
            assert not one.overlaps(other), (one, other)
    for move in moves:
        assert sum(move.within(card) for card in cards) == 1


def test_words_stay_within_their_boxes(root: ElementTree.Element) -> None:
    """Even in a font that runs wide; and no line of words lies on another."""
    whole = Area(0, 0, float(root.attrib["width"]), float(root.attrib["height"]))
    for kind in ("decision-", "move-", "ending-"):
        for name, group in groups(root, kind).items():
            room = box(group) if kind != "decision-" else whole
            for line, area in words(group):
                assert area.within(room), (kind, name, line)
    lines = list(words(root))
    for line, area in lines:
        assert area.within(whole), line
    lines.sort(key=lambda one: one[1].top)
    for at, (line, area) in enumerate(lines):
        for other, its in lines[at + 1 :]:
            if its.top > area.bottom:
                break
            assert not area.overlaps(its), (line, other)


def test_ways_do_not_run_through_cards(root: ElementTree.Element) -> None:
    boxes = [box(g) for kind in ("decision-", "ending-") for g in groups(root, kind).values()]
    high = float(root.attrib["height"])
    seen = 0
    for way in root.iter(f"{SVG}path"):
        if not classes(way) & {"edge", "lane"} or "h32" in way.attrib["d"]:
            continue
        for x, y in points(way.attrib["d"]):
            assert 0 < x < float(root.attrib["width"])
            assert 0 < y < high
            inside = [b for b in boxes if b.left + 1 < x < b.right - 1 and b.top + 1 < y < b.bottom - 1]
            assert not inside, (way.attrib["d"], inside)
            seen += 1
    assert seen


def test_it_says_in_words_what_it_shows(covered: Cover, root: ElementTree.Element) -> None:
    named = {e.get("id"): str(e.text) for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert set(str(root.get("aria-labelledby")).split()) == set(named)
    if covered.game.id in SAMPLE:
        for decision in covered.game.source.decisions:
            move = next(m for m in decision.moves if m.id == decision.history.move)
            assert move.label in named["words"]


@pytest.mark.parametrize("draw", [graph, picture])
def test_it_stands_alone_and_is_only_text(draw: Any, covered: Cover) -> None:
    drawn = draw(covered)
    tree = ElementTree.fromstring(drawn)
    allowed = {"svg", "g", "title", "desc", "style", "rect", "path", "circle", "text"}
    assert {e.tag.removeprefix(SVG) for e in tree.iter()} <= allowed
    assert not [a for e in tree.iter() for a in e.attrib if a.startswith("on") or "href" in a]
    assert "http" not in drawn.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "url(" not in drawn
    assert "@import" not in drawn
    assert not set(drawn) & set("\u202e\x07")
    assert draw(covered) == drawn
    sizes = [int(n) for n in re.findall(r"font-size: (\d+)px", drawn)]
    assert sizes
    assert min(sizes) >= 12


def test_the_table_as_a_picture_shows_every_part(covered: Cover) -> None:
    root, game = ElementTree.fromstring(picture(covered)), covered.game
    for decision in game.source.decisions:
        for move in decision.moves:
            assert f"{decision.id}-{move.id}" in groups(root, "move-")
    assert set(groups(root, "event-")) == {e.id for e in game.source.events}
    assert set(groups(root, "ending-")) == {e.id for e in game.source.endings}
    whole = Area(0, 0, float(root.attrib["width"]), float(root.attrib["height"]))
    lines = sorted(words(root), key=lambda one: one[1].top)
    for at, (line, area) in enumerate(lines):
        assert area.within(whole), line
        for other, its in lines[at + 1 : at + 40]:
            assert not area.overlaps(its), (line, other)


def test_what_no_run_came_to_is_dashed_and_says_so(tmp_path: Path, isles_record: Record) -> None:
    game = changed(tmp_path, isles_record, ("when: lamp != refuse", "when: lamp == refuse and light > 90"))
    root = ElementTree.fromstring(graph(cover(game, 500)))
    missed = {
        name
        for kind in ("decision-", "move-", "ending-", "event-")
        for name, g in groups(root, kind).items()
        if "missed" in classes(next(g.iter(f"{SVG}rect"), g))
    }
    assert missed == {"coal", "coal-gift", "coal-sell", "coal-dear"}
    assert "not reached" in [line for line, _ in words(groups(root, "move-")["coal-gift"])]


def test_a_scenario_that_never_was_has_no_historical_path(isles: Compiled) -> None:
    never = [replace(d, historical_move=NO_HISTORY, historical_messages=()) for d in isles.decisions]
    drawn = graph(cover(replace(isles, decisions=tuple(never)), 500))
    root = ElementTree.fromstring(drawn)
    assert edges(root)
    assert not edges(root, "history")
    assert "◆" not in drawn
    assert "istorical path" not in drawn
    assert "really chosen" not in drawn


def test_words_are_wrapped_whole() -> None:
    text = "Ring Netanyahu's office, and a_very_long_identifier_of_one_piece besides"
    lines = wrapped(text, 120, 20)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrapped(text, 120, 2)[-1].endswith("…")
    assert len(wrapped(text, 120, 2)) == 2
    assert fitted("short", 200) == "short"
    assert wrapped("", 100, 3) == [""]
