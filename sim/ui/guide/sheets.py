"""Sheets of paper as data: what a teacher's pack is made of, and how it becomes a page that prints."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from sim.pages.page import filled

_TEMPLATE: Final = Path(__file__).with_name("sheet.html")
Kind: TypeAlias = Literal["guide", "cards", "brief", "form"]


@dataclass(frozen=True)
class Say:
    """A paragraph; a ``quiet`` one is a note. ``label`` stands before it in bold."""

    text: str
    label: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Head:
    """A heading within a part."""

    text: str
    note: str = ""
    """A few words beside it."""


@dataclass(frozen=True)
class List:
    """Items, each with a label in bold or without."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """Rows of words under a head; ``marked`` rows, by position, stand out."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sides:
    """Two accounts side by side: who says it, and what."""

    one: tuple[str, str]
    other: tuple[str, str]


@dataclass(frozen=True)
class Choose:
    """A numbered question with boxes to tick."""

    number: int
    ask: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Rate:
    """Numbered statements, each with a box under every label."""

    first: int
    labels: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Write:
    """A line to write on after ``ask``, or several."""

    ask: str
    lines: int = 1


Block: TypeAlias = Say | Head | List | Grid | Sides | Choose | Rate | Write


@dataclass(frozen=True)
class Part:
    """A heading and what stands under it. A part with a ``tag`` is a card, which no page break cuts."""

    heading: str
    blocks: tuple[Block, ...]
    tag: str = ""
    note: str = ""
    """What stands under the heading of a card."""


@dataclass(frozen=True)
class Sheet:
    """A whole page. Every text may come from a stranger: it is escaped here and nowhere else."""

    kind: Kind
    title: str
    kicker: str
    lead: str
    parts: tuple[Part, ...]
    foot: str


def page(sheet: Sheet) -> str:
    """The sheet as HTML. It fetches nothing and runs no script; equal sheets give equal text."""
    return filled(_TEMPLATE, sheet=sheet, kind=lambda block: type(block).__name__)
