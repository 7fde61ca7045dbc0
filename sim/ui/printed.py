"""A screen as lines of text, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from sim.ui.typed import numbered, short_key
from sim.ui.view import (
    Block,
    Calibration,
    Cards,
    Charts,
    Fields,
    Line,
    Map,
    Meter,
    Network,
    Panel,
    Screen,
    Table,
    Text,
    Tree,
)

BAR = 20
WIDE = 60
SPARK = " ▁▂▃▄▅▆▇█"


def render(screen: Screen, width: int = 80) -> list[str]:
    """The screen as lines no wider than ``width``."""
    lines = ["", "=" * width, *_wrap(screen.title.upper(), width)]
    if screen.subtitle:
        lines += _wrap(screen.subtitle, width)
    lines.append("=" * width)
    if screen.message:
        lines += _wrap(f"! {screen.message}", width, "  ")
    if screen.tabs:
        tabs = [
            f"[{'abcdefghijk'[i]}] {t.title}{'*' if t.selected else ''}" for i, t in enumerate(screen.tabs)
        ]
        lines += _wrap("   ".join(tabs), width)
    if screen.timeline:
        marks = {"past": "●", "now": "◉", "ahead": "○", "skipped": "×"}
        lines.append("  ".join(marks[s.state] for s in screen.timeline) + f"   {_here(screen)}")
    for meter in screen.meters:
        lines.append(_meter(meter, width))
    for panel in sorted(screen.panels, key=lambda p: isinstance(p, Cards)):
        lines += ["", *_panel(panel, screen, width)]
    if screen.actions:
        parts = [
            f"[{short_key(a.key)}] {a.label}{' (or just Enter)' if a.primary else ''}"
            for a in screen.actions
            if a.key
        ]
        lines += ["", *_wrap("   ".join(parts), width)]
    return lines


def _here(screen: Screen) -> str:
    at = [i for i, s in enumerate(screen.timeline, 1) if s.state == "now"]
    return f"decision {at[0]} of {len(screen.timeline)}" if at else ""


def _meter(meter: Meter, width: int) -> str:
    bar = BAR if width >= WIDE else BAR // 2
    filled = round(meter.value / 100 * bar)
    change = f"{'▲' if meter.change > 0 else '▼'} {abs(meter.change):.0f}" if round(meter.change) else ""
    worse = " (high is worse)" if meter.worse_when_high and width >= WIDE else ""
    return (
        f"  {meter.label:<15}{'█' * filled}{'·' * (bar - filled)} {meter.value:3.0f} {change}{worse}".rstrip()
    )


def _panel(panel: Panel, screen: Screen, width: int) -> list[str]:
    makers: dict[type, Callable[..., list[str]]] = {
        Text: _text,
        Cards: _cards,
        Network: _network,
        Map: _map,
        Charts: _charts,
        Calibration: _calibration,
        Tree: _tree,
        Fields: _fields,
        Table: _table,
    }
    head = f"-- {panel.title} "
    lines = [head + "-" * (width - len(head))] if len(head) < width else _wrap(head.rstrip(), width, "   ")
    if isinstance(panel, Cards):
        return lines + _cards(panel, screen, width)
    return lines + makers[type(panel)](panel, width)


def _text(panel: Text, width: int) -> list[str]:
    lines: list[str] = []
    for block in panel.blocks:
        lines += _block(block, width)
    return lines


def _block(block: Block, width: int) -> list[str]:
    if block.kind == "heading":
        return ["", *_wrap(block.text, width)]
    if block.kind == "bullet":
        return _wrap(f"* {block.text}", width, "  ")
    if block.kind == "note":
        return _wrap(f"| {block.label.rstrip(':')}: {block.text}", width, "| ")
    if block.kind == "source":
        return _wrap(f"- {block.text}", width, "  ")
    return _wrap(block.text, width)


def _cards(panel: Cards, screen: Screen, width: int) -> list[str]:
    keys = {id(card): key for key, card in numbered(screen)}
    lines: list[str] = [] if panel.cards else _wrap(panel.empty, width)
    if panel.lead:
        lines += [*_wrap(panel.lead, width), ""]
    for card in panel.cards:
        if card.above:
            lines += _wrap(f"{card.above}:", width)
        closed = "" if card.enabled else f" (closed: {card.why_not})"
        lines += _wrap(f"[{keys[id(card)]}] {card.title}{closed}", width, "    ")
        if card.text:
            lines += _wrap(f"    {card.text}", width, "    ")
        extra = "   ".join(h.text for h in card.hints)
        if extra:
            lines += _wrap(f"    {extra}", width, "    ")
        if card.tag:
            lines += _wrap(f"    {card.tag}", width, "    ")
    return lines


def _network(panel: Network, width: int) -> list[str]:
    names = {n.id: n.label for n in panel.nodes}
    lines = []
    open_ = sorted((e for e in panel.edges if e.live), key=lambda e: -e.trust)
    for label in dict.fromkeys(e.label for e in open_):
        same = [e for e in open_ if e.label == label]
        who = dict.fromkeys(names[n] for e in same for n in (e.a, e.b))
        secret = "secret" if same[0].secrecy >= 60 else "not secret"
        lines += _wrap(f"* {label} (trust {same[0].trust}, {secret}): {', '.join(who)}", width, "  ")
    return lines or ["No channel is open now."]


def _map(panel: Map, width: int) -> list[str]:
    lines = []
    for place in panel.places:
        if place.here:
            lines += _wrap(f"* {place.said}", width, "  ")
            lines += _wrap(f"    {place.note}", width, "    ") if place.note else []
    for visit in panel.visits:
        lines += _wrap(f"> {visit.said}", width, "  ")
    return lines


def _charts(panel: Charts, width: int) -> list[str]:
    lines = []
    for chart in panel.charts:
        lines.append(chart.title)
        lines += [f"  {line.name:<10}{_spark(line)}" for line in chart.lines]
    return lines


def _spark(line: Line) -> str:
    """A line as little bars, with its first and last value."""
    known = [v for v in line.values if v is not None]
    bars = "".join("·" if v is None else SPARK[max(1, min(8, round(v / 12.5)))] for v in line.values)
    return f"{bars}  {known[0]:.0f} to {known[-1]:.0f}" if known else "nothing"


def _calibration(panel: Calibration, width: int) -> list[str]:
    lines = []
    for one in panel.series:
        lines.append(one.name)
        for dot in one.dots:
            lines += _wrap(f"  said {dot.said:.0f} %: came true {dot.came:.0f} % of {dot.count}", width, "  ")
    return lines + (_wrap(panel.note, width) if panel.note else [])


def _tree(panel: Tree, width: int) -> list[str]:
    lines = []
    for branch in panel.branches:
        lines += _wrap(", ".join(x for x in (branch.name, *branch.marks, branch.ending) if x), width, "  ")
    return lines


def _fields(panel: Fields, width: int) -> list[str]:
    return [line for field in panel.fields for line in _wrap(f"{field.label}: {field.value}", width, "  ")]


def _table(panel: Table, width: int) -> list[str]:
    lines = []
    for row in panel.rows:
        mark = f"  [{row.mark}]" if row.mark else ""
        if len(panel.columns) <= 2:
            lines += _wrap(f"* {': '.join(row.cells)}{mark}", width, "  ")
            continue
        lines += _wrap(f"* {row.cells[0]}{mark}", width, "  ")
        pairs = zip(panel.columns[1:], row.cells[1:], strict=True)
        lines += [part for column, cell in pairs for part in _wrap(f"    {column}: {cell}", width, "      ")]
    return lines


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=True) or [""]
