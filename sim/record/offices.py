"""An office is one person's at a time: who holds which one, and where two hold it at once."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from sim.errors import shorten
from sim.reading.diagnostics import Diagnostic
from sim.reading.tree import Document
from sim.record.schema import Office, Official

EVER: Final = (datetime.date.min, datetime.date.max)
"""Stands for an end that is open."""


def held_twice(
    document: Document, officials: Mapping[str, Official], shared: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """Offices in a document that somebody else of the same side holds on the same days.

    Who leaves and who follows may share a day. It is told once, at the second of them in the order of
    ``officials``; nothing is said of those who are ``shared``, as they stand elsewhere.
    """
    before: dict[tuple[str, str], list[tuple[str, Office]]] = {}
    for id_, official in officials.items():
        here = id_ not in shared and ("officials", id_) in document.keys
        for at, office in enumerate(official.offices):
            post = before.setdefault((official.side, office.title.casefold()), [])
            others = ((other, _both(held, office)) for other, held in post if here and other != id_)
            for other, days in others:
                if days is not None:
                    names = [f"'{shorten(officials[i].name or i)}'" for i in (id_, other)]
                    message = f"{' and '.join(names)} are both '{shorten(office.title)}', {_told(*days)}."
                    mend = "Mend 'from' or 'to' of one of the two, or call the offices differently."
                    path = ("officials", id_, "offices", at)
                    yield document.problem(path, "office-held-twice", message, mend)
                    break
            post.append((id_, office))


def _both(one: Office, other: Office) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day on which both are held; None where none is, or only one on which they change."""
    start = max(one.start or EVER[0], other.start or EVER[0])
    end = min(one.end or EVER[1], other.end or EVER[1])
    follows = (one.end == other.start == start == end) or (other.end == one.start == start == end)
    same = (one.start, one.end) == (other.start, other.end)
    return None if start > end or (follows and not same) else (start, end)


def _told(start: datetime.date, end: datetime.date) -> str:
    if start == end:
        return f"on {start}"
    first = "" if start == EVER[0] else f"from {start}"
    last = "" if end == EVER[1] else f"to {end}"
    return " ".join(p for p in (first, last) if p) or "always"
