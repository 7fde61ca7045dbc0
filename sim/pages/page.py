"""A page that needs nothing but itself: words, tables and charts in one HTML file, to read and to print."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from sim.errors import MissingPart
from sim.pages.drawing import Chart, inline

_HERE: Final = Path(__file__).parent
_KEPT: Final = "\n\u00a0\u200c\u200d"
"""Line ends, the space that holds figures to their unit, and the joiners that some scripts need."""


@dataclass(frozen=True)
class Words:
    """A paragraph; a ``quiet`` one is a note."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Pairs:
    """Names with what they stand for."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Command:
    """A line that a reader can type."""

    line: str


@dataclass(frozen=True)
class Table:
    """Rows under a head; the first column names the row, the others hold figures.

    A row of one cell is a heading for those under it. ``marked`` rows, by position, stand out.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Charts:
    """Charts that belong together, with one caption; small ones stand side by side."""

    caption: str
    charts: tuple[Chart, ...]


Block: TypeAlias = Words | Pairs | Command | Table | Charts


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """A whole page. Every text may come from a stranger: it is escaped here and nowhere else."""

    title: str
    kicker: str
    """A few words over the title: what kind of page it is."""
    lead: str
    sections: tuple[Section, ...]
    foot: str


def render(page: Page) -> str:
    """The page as HTML. It fetches nothing and runs no script; equal pages give equal text."""

    def kind(block: Block) -> str:
        return type(block).__name__

    return filled(_HERE / "page.html", page=page, kind=kind)


def filled(template: Path, **values: Any) -> str:
    """A template beside whose name a style sheet may stand, filled in. What is filled in is escaped.

    The template gets ``style``, ``policy`` and ``draw(chart)`` besides ``values``. It includes ``top.html``,
    for which it sets ``title`` and may set ``language``, ``direction`` and ``referrer``.
    """
    own = template.with_suffix(".css")
    sheets = dict.fromkeys((_HERE / "page.css", *([own] if own.is_file() else [])))
    gone = [part.name for part in (*sheets, _HERE / "top.html", template) if not part.is_file()]
    if gone:
        raise MissingPart(f"{gone[0]}, a part of every page, is missing. Install Backchannel anew.")
    style = "\n" + "".join(s.read_text(encoding="utf-8") for s in sheets)
    numbers = count(1)

    def draw(chart: Chart) -> str:
        return inline(chart, f"c{next(numbers)}")

    return _template(template).render(values, style=style, policy=_policy(style), draw=draw)


def _policy(style: str) -> str:
    """Nothing may be fetched or run, no form sent, and no other style than this one applied."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _clean(value: Any) -> Any:
    """A stranger's text without characters that no page can hold, or that turn its lines round."""
    if type(value) is not str:
        return value
    return "".join(c if c.isprintable() or c in _KEPT else "\ufffd" for c in value)


@cache
def _template(template: Path) -> Template:
    environment = Environment(
        loader=FileSystemLoader([template.parent, _HERE]),
        autoescape=True,
        finalize=_clean,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template.name)
