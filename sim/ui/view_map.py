"""What the map says: a part of the view-model with a file of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A dot on the map, by degrees north and east.

    ``here`` is a place of this decision; others are only where a visit comes from or goes to. ``text`` says
    what it has to do with the decision, ``note`` what is to be said of it at any time.
    """

    id: str
    label: str
    north: float
    east: float
    here: bool = True
    text: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        """The place in words."""
        return f"{self.label}: {self.text}" if self.text else self.label


@dataclass(frozen=True)
class Visit:
    """Who has come where. ``start`` and ``to`` are places' ids; ``start`` is "" where it is not told."""

    who: str
    start: str
    to: str
    said: str


@dataclass(frozen=True)
class Map:
    """The places of a decision, and who visits whom."""

    title: str
    places: tuple[Place, ...]
    visits: tuple[Visit, ...] = ()
    caption: str = ""
    weight: float = 1.0
    large: str = ""

    @property
    def alt(self) -> str:
        """The whole map in words."""
        parts = [p.said for p in self.places if p.here] + [v.said for v in self.visits]
        return " ".join(p if p.endswith((".", "?", "!")) else f"{p}." for p in parts)
