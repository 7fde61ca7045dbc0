"""The shipped record holds together: every reference, every paragraph, every number's reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim import places
from sim.reading import tree
from sim.record import record as records
from sim.record.record import Record
from sim.scenario import library

REFERENCE = re.compile(r"(?<![\w-])([a-z][a-z0-9-]*)#([a-z0-9-]*[a-z0-9])")
SEEDS = sorted(places.seeds().rglob("*.yaml"))
SCENARIOS = sorted(places.scenarios().glob("*.yaml"))


@pytest.fixture(scope="module")
def record() -> Record:
    found, problems = records.read(places.seeds())
    assert problems == []
    assert found is not None
    return found


def texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every scalar of plain data, with where it stands."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*path, key), key
            yield from texts(part, (*path, key))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from texts(part, (*path, i))
    else:
        yield path, value


def read(path: Path) -> Any:
    """A shipped file as plain data."""
    document, problems = tree.load(path)
    assert document is not None, problems
    return document.data


def test_it_is_all_there(record: Record) -> None:
    for room in (
        "sources",
        "facts",
        "governments",
        "officials",
        "channels",
        "leverage",
        "constraints",
        "variables",
    ):
        assert getattr(record, room), room
    assert record.terms
    assert len(SEEDS) == 8 + len(list((places.seeds() / "facts").iterdir()))


def test_every_fact_has_a_known_source_and_its_paragraphs(record: Record) -> None:
    for name, fact in record.facts.items():
        source = record.source_of(name)
        assert source is record.sources[name.split("#")[0]]
        assert all(1 <= p <= source.paragraphs for p in fact.paragraphs), name
        number = re.match(r"\d+", name.split("#")[1])
        if source.paragraphs and number:
            assert int(number.group()) in fact.paragraphs, name
        if source.paragraphs == 0:
            assert fact.certainty == "background", name


def test_every_known_error_names_paragraphs_of_its_article(record: Record) -> None:
    for name, source in record.sources.items():
        for error in source.known_errors:
            assert all(1 <= p <= source.paragraphs for p in error.paragraphs), name


@pytest.mark.parametrize("path", SEEDS + SCENARIOS, ids=lambda p: p.name)
def test_every_reference_in_every_text_is_a_fact(path: Path, record: Record) -> None:
    """Also those that stand in a judgement's or a note's own words."""
    found = [
        (where, match.group())
        for where, text in texts(read(path))
        if isinstance(text, str)
        for match in REFERENCE.finditer(text)
    ]
    assert [row for row in found if row[1] not in record.facts] == []


def test_every_reference_to_an_actor_or_a_variable_is_one(record: Record) -> None:
    actors, governments = set(record.actors), set(record.governments)
    assert len(actors) == len(governments) + len(record.officials)
    assert {o.side for o in record.officials.values()} <= governments
    assert {m for c in record.channels.values() for m in c.members} <= actors
    assert {h for lv in record.leverage.values() for h in (*lv.holder, *lv.target)} <= actors
    assert {a for c in record.constraints.values() for a in c.actors} <= actors
    assert {a for v in record.variables.values() for group in v.between for a in group} <= governments
    assert {v for a in record.actors.values() for v in a.priorities} <= set(record.variables)


def test_every_fact_that_the_record_cites_is_in_it(record: Record) -> None:
    cited = {
        f
        for room in (record.actors, record.channels, record.leverage, record.constraints)
        for e in room.values()
        for f in e.facts
    }
    cited |= {o.source for official in record.officials.values() for o in official.offices}
    assert cited <= set(record.facts)
    assert cited


def test_every_share_but_a_priority_is_between_nothing_and_all(record: Record) -> None:
    shares = [a.credibility for a in record.actors.values()]
    shares += [o.influence for o in record.officials.values()]
    shares += [m for c in record.channels.values() for m in (c.trust, c.secrecy)]
    shares += [lv.strength for lv in record.leverage.values()]
    shares += [c.strength for c in record.constraints.values()]
    shares += [v.start for v in record.variables.values()]
    assert all(0 <= s.percent <= 100 for s in shares)
    assert all((s.fact is None) != (s.judgement is None) for s in shares)


@pytest.mark.parametrize("name", sorted(library.shipped()))
def test_a_shipped_scenario_has_no_problems_not_even_warnings(name: str) -> None:
    game, problems = library.examine(library.shipped()[name])
    assert problems == []
    assert game is not None
    assert game.id == name
    assert library.open_scenario(name).hash == game.hash
