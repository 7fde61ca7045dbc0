"""Where numbers come from, and what rests on a paragraph, held against the files themselves."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from pathlib import Path

import pytest
from test_scenarios import reasoned

from sim import places
from sim.authoring import resting, shelf, tracing
from sim.authoring.numbers import numbers, of_shelf
from sim.authoring.shelf import Played, Shelf
from sim.authoring.tracing import Counts

ROOT = Path(__file__).parents[2]
REFERENCE = re.compile(r"[a-z][a-z0-9-]*#[a-z0-9-]*[a-z0-9]")
PARAGRAPHS = {
    "jns-2025": 97,
    "nyt-2023": 55,
    "jpost-2026-zamir": 13,
    "wsj-2025": 45,
    "jpost-2026-witkoff": 16,
}


@pytest.fixture(scope="module")
def whole() -> Shelf:
    return shelf.whole()


@pytest.fixture(scope="module")
def uses(whole: Shelf) -> list[resting.Use]:
    return resting.uses(whole)


@cache
def text_of(file: str) -> list[str]:
    """A file's lines without those that are comments alone."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return ["" if line.lstrip().startswith("#") else line for line in lines]


def test_every_content_paragraph_has_a_fact_and_every_number_a_reason(whole: Shelf) -> None:
    articles, counts = tracing.everything(whole)
    assert {a.article: a.source.paragraphs for a in articles} == PARAGRAPHS
    for article in articles:
        aside = [n for part in article.source.set_aside for n in part.paragraphs]
        assert len(article.content) == article.source.paragraphs - len(aside)
        assert article.missing == []
        assert article.share(article.told) == 1
        assert all(part.reason for part in article.source.set_aside)
    assert {c.scenario for c in counts} == {None, *(g.id for g in whole.scenarios)}
    for count in counts:
        assert count.without == 0, count.scenario
        assert count.facts + count.judgements == count.numbers > 300


def test_a_paragraph_whose_facts_are_gone_is_told(whole: Shelf) -> None:
    gone = {
        id_: f for id_, f in whole.record.facts.items() if not (id_.startswith("jns") and 45 in f.paragraphs)
    }
    assert len(gone) < len(whole.record.facts)
    poorer = Shelf([], dataclasses.replace(whole.record, facts=gone))
    found = {c.article: c for c in resting.covered(poorer, resting.uses(poorer))}
    assert found["jns-2025"].missing == [45]
    assert found["jns-2025"].share(found["jns-2025"].told) < 1
    assert found["nyt-2023"].missing == []
    assert found["nyt-2023"].unused == sorted(found["nyt-2023"].content - found["nyt-2023"].by_record)


def test_no_number_of_a_scenario_is_left_out(whole: Shelf) -> None:
    for game in whole.scenarios:
        own = [n for n in numbers(game, whole) if n.file == game.document.file]
        inside = reasoned(game.scenario.record) if game.scenario.record else []
        outside = len(reasoned(game.scenario)) - len(inside)
        assert outside <= len(own) <= outside + len(inside), game.id
    rooms = ("governments", "officials", "channels", "leverage", "constraints", "variables")
    assert len(of_shelf(whole)) == sum(len(reasoned(getattr(whole.record, room))) for room in rooms)


def test_a_number_stands_in_the_line_that_is_told(whole: Shelf) -> None:
    for number in [*of_shelf(whole), *(n for g in whole.scenarios for n in numbers(g, whole))]:
        near = "\n".join(text_of(number.file)[number.line - 1 : number.line + 3])
        assert number.value in near, number
        if number.fact:
            assert number.fact in near or "use:" in near, number


def test_every_reference_in_the_files_is_found_and_no_other(whole: Shelf, uses: list[resting.Use]) -> None:
    told = {(u.file, u.fact) for u in uses}
    files = [d.file for d in whole.seeds] + [g.document.file for g in whole.scenarios]
    found = set()
    for file in files:
        for line in text_of(file):
            line = re.sub(r'^\s*"?[a-z0-9-]+#[a-z0-9-]+"?:', "", line)  # where the fact itself stands
            found |= {(file, name) for name in REFERENCE.findall(line) if name in whole.facts}
    assert told == found
    for use in uses:
        if not use.named:
            assert use.fact in text_of(use.file)[use.line - 1], use


def test_from_a_number_to_its_paragraph_and_back(whole: Shelf, uses: list[resting.Use]) -> None:
    asked: dict[tuple[str, int], resting.Paragraph] = {}
    there_and_back = 0
    for game in whole.scenarios:
        for number in numbers(game, whole):
            for told in whole.facts[number.fact] if number.fact else ():
                for at in told.fact.paragraphs:
                    key = (told.article, at)
                    if key not in asked:
                        asked[key] = resting.paragraph(whole, uses, *key)
                    held = {(u.file, u.fact, u.value) for u in asked[key].uses if u.kind == "number"}
                    assert (number.file, number.fact, number.value or None) in held, number
                    there_and_back += 1
    assert there_and_back > 50
    assert {u.kind for u in uses} >= {"number", "entry", "fact", "history", "known", "event"}


def test_the_groups_of_a_scenario_hold_all_of_its_numbers(whole: Shelf) -> None:
    game = whole.scenarios[0]
    traced = tracing.trace(game)
    assert [g.decision.id if g.decision else None for g in traced.groups] == [
        None,
        *(d.id for d in game.scenario.decisions),
    ]
    assert {n for g in traced.groups for n in g.numbers} == set(numbers(game, whole))
    one = tracing.trace(game, game.scenario.decisions[1].id)
    assert [g.numbers for g in one.groups] == [traced.groups[2].numbers]
    assert one.counts.numbers == len(one.groups[0].numbers)


def test_a_scenario_of_its_own_record(tmp_path: Path) -> None:
    """Short forms, pieces with names and a reason for all: each number has its line and its reason."""
    file = tmp_path / "mill.yaml"
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    file.write_text(page.split("```yaml\n", 1)[1].split("```", 1)[0], encoding="utf-8")
    game: Played = shelf.played(str(file))
    found = numbers(game, Shelf([game]))
    counts: Counts = tracing.count(found)
    assert (counts.facts, counts.without) == (0, 0)
    assert {n.judgement for n in found} >= {"A made-up case. The numbers show a direction, not a size."}
    lines = file.read_text(encoding="utf-8").splitlines()
    water = next(n for n in found if n.of == "close: water")
    assert "water: -strong" in lines[water.line - 1]
    assert places.shown(file) == water.file


TABLE = """
    table:
      issues: [{id: toll, title: The toll, options: {low: Low, high: High}}]
      parties:
        - {actor: upper, reservation: 40, issues: {toll: {importance: strong, worth: {low: 0, high: 100}}}}
        - actor: lower
          reservation: 45
          shifts: [{by: slight, when: water >= 50}]
          issues: {toll: {importance: faint, worth: {low: 100, high: 0}}}
      outcomes: [{move: share, where: {toll: [low]}}, {move: close}]
      otherwise: close
"""


def test_the_numbers_of_a_table_are_told_by_party_and_issue(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    text = page.split("```yaml\n", 1)[1].split("```", 1)[0]
    file = tmp_path / "mill.yaml"
    file.write_text(text.replace("endings:", TABLE[1:] + "endings:"), encoding="utf-8")
    game = shelf.played(str(file))
    found = {(n.what, n.of): (n.value, n.unit) for n in numbers(game, Shelf([game])) if n.decisions}
    assert found["reservation", "lower"] == ("45", "%")
    assert found["issue", "upper, toll: low 0, high 100"] == ("strong", "%")
    assert found["shift", "lower, 1, when water >= 50"] == ("slight", "points")
