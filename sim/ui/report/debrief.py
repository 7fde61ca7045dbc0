"""The debrief as one page that needs nothing but itself, made from the screens that the window shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

from sim.ui.view import Block, Charts, Network, Panel, Screen, Stop, Text

_TEMPLATE: Final = Path(__file__).with_name("debrief.html")
_MARKS: Final = {"past": "●", "now": "◉", "ahead": "○", "skipped": "×"}
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Head:
    """What a page is of. ``seats`` pairs each seat's title with the nicknames of those who sat in it.

    ``language`` and ``direction`` are those of the scenario's words, as HTML writes them.
    """

    title: str
    scenario: str
    hash: str
    seed: int
    seats: tuple[tuple[str, tuple[str, ...]], ...]
    version: str
    played: date
    language: str = "en"
    direction: Literal["ltr", "rtl"] = "ltr"


def page(screens: Sequence[Screen], head: Head) -> str:
    """The page as HTML: every word of ``screens`` that tells something. Equal input gives equal bytes.

    What is only there to be pressed is left out: keys, buttons, other tabs, the clock. What stands on every
    screen stands at the top once. Any text may come from a stranger: it is escaped.
    """
    from sim.pages.page import filled
    from sim.ui.report import pictures

    title, lead = _common([s.title for s in screens]), _common([s.subtitle for s in screens])
    return filled(
        _TEMPLATE,
        head=head,
        language=head.language if _LANGUAGE.fullmatch(head.language) else "und",
        title=title or head.title,
        lead=lead,
        parts=[_part(s, title, lead) for s in screens],
        pictures=pictures,
        groups=_groups,
        figures=_figures,
        names_of=_names,
        stop=_stop,
        kind=lambda panel: type(panel).__name__,
        signed=_signed,
    )


def _common(texts: Sequence[str]) -> str:
    """What all of them say, if they say the same."""
    return texts[0] if len(set(texts)) == 1 else ""


def _part(screen: Screen, title: str, lead: str) -> dict[str, Any]:
    """A screen as a part of the page, under the name of its tab."""
    tab = next((t.title for t in screen.tabs if t.selected), "")
    return {
        "screen": screen,
        "heading": tab or screen.title,
        "kicker": screen.title if tab and screen.title != title else "",
        "lead": screen.subtitle if screen.subtitle != lead else "",
        "panels": [p for p in screen.panels if not _empty(p)],
    }


def _empty(panel: Panel) -> bool:
    return isinstance(panel, Text) and not panel.blocks


def _groups(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Blocks in their order, bullets and sources that follow each other together."""
    return [(kind, list(found)) for kind, found in groupby(blocks, key=lambda b: b.kind)]


def _names(panel: Network) -> dict[str, str]:
    """The nodes' names by their ids."""
    return {n.id: n.label for n in panel.nodes}


def _figures(panel: Charts) -> list[tuple[tuple[str, ...], list[tuple[str, str, list[str]]]]]:
    """What the charts draw, as rows of figures: for each set of labels (variable, line, a cell a label)."""
    out: dict[tuple[str, ...], list[tuple[str, str, list[str]]]] = {}
    for chart in panel.charts:
        rows = out.setdefault(chart.labels, [])
        for line in chart.lines:
            rows.append((chart.title, line.name, [_points(v) for v in line.values]))
        for band in chart.bands:
            cells = [_span(*ends) for ends in zip(band.low, band.high, strict=True)]
            rows.append((chart.title, band.name, cells))
    return list(out.items())


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _span(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.0f} to {high:.0f}"


def _signed(change: float) -> str:
    """A change in points with its sign; nothing for one that rounds to none."""
    return f"{'+' if change > 0 else '−'}{abs(change):.0f}" if round(change) else ""


def _stop(stop: Stop) -> tuple[str, str]:
    """A stop's mark, and its date with what is not certain about it."""
    date = stop.date if stop.certain or not stop.date else f"{stop.date} (approximate)"
    return _MARKS[stop.state], date
