"""The shipped record holds together: every reference, every paragraph, every number's reason."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import re
from collections import Counter
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
        "bodies",
        "officials",
        "channels",
        "leverage",
        "constraints",
        "variables",
    ):
        assert getattr(record, room), room
    assert record.terms


def test_every_file_is_read(record: Record) -> None:
    """What stands under a file's first key, counted without the reader, is what the record holds."""
    held = Counter[str]()
    for path in SEEDS:
        (key, entries), *more = read(path).items()
        assert more == [], path.name
        held[key] += len(entries)
    assert held == {key: len(getattr(record, key)) for key in held}
    assert set(held) == {field.name for field in dataclasses.fields(record)}


def test_every_paragraph_has_a_fact_or_a_reason_why_not(record: Record) -> None:
    for name, source in record.sources.items():
        told = {p for n, fact in record.facts.items() if n.startswith(f"{name}#") for p in fact.paragraphs}
        aside = [p for part in source.set_aside for p in part.paragraphs]
        assert len(aside) == len(set(aside)), name
        assert told.isdisjoint(aside), name
        assert told.union(aside) == set(range(1, source.paragraphs + 1)), name


def test_nobody_holds_an_office_that_another_holds(record: Record) -> None:
    """A handover may fall on one day. A rank stands behind the comma; a state before a side's hyphen."""
    terms: dict[tuple[str, str], list[tuple[datetime.date, datetime.date, str]]] = {}
    for name, official in record.officials.items():
        for office in official.offices:
            title = office.title.split(",")[0]
            if title != "No office":
                span = (office.start or datetime.date.min, office.end or datetime.date.max, name)
                terms.setdefault((official.side.split("-")[0], title), []).append(span)
    assert sum(len(held) > 1 for held in terms.values()) >= 5, "offices change hands"
    for post, held in terms.items():
        for (_, end, first), (start, _, second) in itertools.pairwise(sorted(held)):
            assert end <= start, f"{first} and {second}: {post}"


def test_every_side_with_aims_has_a_channel_to_speak_over(record: Record) -> None:
    reached = {record.side(m) for channel in record.channels.values() for m in channel.members}
    mute = {name for name, government in record.governments.items() if government.priorities} - reached
    assert mute == {"syria"}, "in the articles it is a place only"


def reaches(record: Record, kind: str, sender: str, other: str) -> bool:
    """Whether some channel carries such a message: public words by those it lists, the rest in private."""
    return any(
        channel.public == (kind == "go_public")
        and (sender in channel.members if channel.public else record.links(name, sender, other))
        for name, channel in record.channels.items()
    )


def test_every_lever_can_be_spoken_of(record: Record) -> None:
    """Each holder can speak of it to each target somehow, and each kind that it backs can be sent."""
    for name, lever in record.leverage.items():
        pairs = [(h, t) for h, t in itertools.product(lever.holder, lever.target) if h != t]
        mute = [pair for pair in pairs if not any(reaches(record, k, *pair) for k in lever.backs)]
        assert mute == [], name
        idle = [kind for kind in lever.backs if not any(reaches(record, kind, *pair) for pair in pairs)]
        assert idle == [], name


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
    known = library.open_scenario(path.stem).record.facts if path in SCENARIOS else record.facts
    assert [row for row in found if row[1] not in known] == []


def test_every_reference_to_an_actor_or_a_variable_is_one(record: Record) -> None:
    actors, governments = set(record.actors), set(record.governments)
    assert len(actors) == len(governments) + len(record.officials)
    assert {o.side for o in record.officials.values()} <= governments
    assert {g for body in record.bodies.values() for g in body.of} <= governments
    assert {m for c in record.channels.values() for m in c.members} <= actors
    assert {h for lv in record.leverage.values() for h in (*lv.holder, *lv.target)} <= actors
    assert {a for c in record.constraints.values() for a in c.actors} <= actors
    assert {a for v in record.variables.values() for group in v.between for a in group} <= governments
    assert {v for a in record.actors.values() for v in a.priorities} <= set(record.variables)


def test_every_fact_that_the_record_cites_is_in_it(record: Record) -> None:
    cited = {
        f
        for room in (record.actors, record.bodies, record.channels, record.leverage, record.constraints)
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
