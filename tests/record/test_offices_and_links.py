"""Who held an office when, who speaks for whom, and whom a channel joins."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from sim.record.record import Record
from sim.record.schema import Office, Official

DAY = datetime.date.fromisoformat


def posts(*spans: tuple[str | None, str | None]) -> list[Office]:
    """Offices from one day to another; None leaves an end open."""
    return [
        Office.model_validate({"title": "Post", "from": a, "to": b, "source": "almanac#1"}) for a, b in spans
    ]


def with_offices(record: Record, offices: list[Office]) -> Record:
    """The isles with other offices for the warden."""
    warden: Official = record.officials["warden"].model_copy(update={"offices": offices})
    return replace(record, officials={**record.officials, "warden": warden})


TERM = [("1920-03-01", "1921-06-30")]
TWO: list[tuple[str | None, str | None]] = [("1920-03-01", "1921-06-30"), ("1921-09-01", None)]
OFFICES: list[tuple[list[Any], str, bool]] = [
    (TERM, "1920-02-29", False),
    (TERM, "1920-03-01", True),
    (TERM, "1920-12-31", True),
    (TERM, "1921-06-30", True),
    (TERM, "1921-07-01", False),
    ([("1920-03-01", "1920-03-01")], "1920-03-01", True),
    ([("1920-03-01", "1920-03-01")], "1920-03-02", False),
    ([(None, "1921-06-30")], "0001-01-01", True),
    ([(None, "1921-06-30")], "1921-07-01", False),
    ([("1920-03-01", None)], "1920-02-29", False),
    ([("1920-03-01", None)], "9999-12-31", True),
    ([(None, None)], "1850-01-01", True),
    (TWO, "1921-06-30", True),
    (TWO, "1921-08-31", False),
    (TWO, "1921-09-01", True),
    (list(reversed(TWO)), "1921-08-31", False),
    (list(reversed(TWO)), "1921-06-30", True),
]


@pytest.mark.parametrize(("spans", "day", "held"), OFFICES)
def test_in_office(spans: list[Any], day: str, held: bool, isles_record: Record) -> None:
    assert with_offices(isles_record, posts(*spans)).in_office("warden", DAY(day)) is held


@pytest.mark.parametrize("day", ["0001-01-01", "1921-10-04", "9999-12-31"])
def test_a_government_is_always_in_office(day: str, isles_record: Record) -> None:
    assert isles_record.in_office("north", DAY(day))
    assert isles_record.in_office("south", DAY(day))


@pytest.mark.parametrize(
    ("actor", "side"), [("north", "north"), ("south", "south"), ("warden", "north"), ("envoy", "south")]
)
def test_side(actor: str, side: str, isles_record: Record) -> None:
    assert isles_record.side(actor) == side


LINKS = [
    # the mailboat has both isles and the envoy; the warden speaks for a member
    ("ch-mailboat", "north", "south", True),
    ("ch-mailboat", "envoy", "north", True),
    ("ch-mailboat", "envoy", "warden", True),
    ("ch-mailboat", "warden", "south", True),
    # the council has the North Isle and its warden, and nobody of the South
    ("ch-council", "north", "warden", True),
    ("ch-council", "north", "south", False),
    ("ch-council", "warden", "envoy", False),
    ("ch-council", "envoy", "south", False),
    # a private line between two people joins their governments, and no colleague
    ("ch-line", "warden", "envoy", True),
    ("ch-line", "north", "envoy", True),
    ("ch-line", "north", "south", True),
    ("ch-line", "cook", "envoy", False),
    ("ch-line", "cook", "warden", False),
]


@pytest.mark.parametrize(("channel", "a", "b", "joined"), LINKS)
def test_links(channel: str, a: str, b: str, joined: bool, isles_record: Record) -> None:
    line = isles_record.channels["ch-council"].model_copy(update={"members": ["warden", "envoy"]})
    record = replace(
        isles_record,
        channels={**isles_record.channels, "ch-line": line},
        officials={**isles_record.officials, "cook": isles_record.officials["warden"]},
    )
    assert record.links(channel, a, b) is joined
    assert record.links(channel, b, a) is joined


@pytest.mark.parametrize(
    ("actor", "wants"),
    [
        ("north", {"light": 50, "purse_north": 70}),
        ("south", {"light": 70, "trust_isles": 30}),
        ("warden", {"light": 90, "purse_north": 70}),
        ("envoy", {"light": 70, "trust_isles": 30}),
    ],
)
def test_an_official_wants_what_its_side_wants_save_where_it_says_more(
    actor: str, wants: dict[str, int], isles_record: Record
) -> None:
    assert isles_record.priorities(actor) == wants
