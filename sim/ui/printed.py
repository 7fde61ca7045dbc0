"""A screen as lines of text, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from sim.ui.branching import in_order, parting
from sim.ui.tidy import tidy
from sim.ui.typed import branches, fields, lettered, numbered, options, tab_letters
from sim.ui.view import (
    Action,
    Block,
    Calibration,
    Cards,
    Charts,
    Fields,
    Hint,
    Line,
    Map,
    Meter,
    Network,
    Panel,
    Screen,
    Table,
    Text,
    Tree,
    Worths,
)

BAR = 20
WIDE = 60
SPARK = " ▁▂▃▄▅▆▇█"


def render(screen: Screen, width: int = 80) -> list[str]:
    """The screen as lines no wider than ``width``."""
    screen = tidy(screen)
    lines = ["", "=" * width, *_wrap(screen.title.upper(), width)]
    if screen.clock:
        lines += _wrap(f"Time: {screen.clock}", width)
    if screen.subtitle:
        lines += _wrap(screen.subtitle, width)
    lines.append("=" * width)
    if screen.message:
        lines += _wrap(f"! {screen.message}", width, "  ")
    if screen.tabs:
        tabs = [
            f"[{letter}] {t.title}{'*' if t.selected else ''}"
            for letter, t in zip(tab_letters(screen), screen.tabs, strict=False)
        ]
        lines += _wrap("   ".join(tabs), width)
    if screen.timeline:
        marks = {"past": "●", "now": "◉", "ahead": "○", "skipped": "×"}
        lines.append("  ".join(marks[s.state] for s in screen.timeline) + f"   {_here(screen)}")
    lines += _meters(screen, width)
    for panel in sorted(screen.panels, key=lambda p: isinstance(p, Cards)):
        lines += ["", *_panel(panel, screen, width)]
    if screen.actions:
        parts = [f"[{key}] {action.label}" + _aside(action) for key, action in lettered(screen)]
        lines += ["", *_wrap("   ".join(parts), width)]
    return lines


def _aside(action: Action) -> str:
    if not action.enabled:
        return " (not yet)"
    return " (or just Enter)" if action.primary else ""


def _here(screen: Screen) -> str:
    at = [i for i, s in enumerate(screen.timeline, 1) if s.state == "now"]
    return f"decision {at[0]} of {len(screen.timeline)}" if at else ""


def _meters(screen: Screen, width: int) -> list[str]:
    """A line for each meter; its name stands over its bar where they do not fit beside each other."""
    names = [f"[m{i}] {m.label}" if m.do else m.label for i, m in enumerate(screen.meters, 1)]
    bar = BAR if width >= WIDE else BAR // 2
    tails = [_tail(m, bar, width) for m in screen.meters]
    room = max((len(n) for n in names), default=0) + 2
    if room + max((len(t) for t in tails), default=0) + 2 <= width:
        return [f"  {name:<{room}}{tail}".rstrip() for name, tail in zip(names, tails, strict=True)]
    lines = []
    for name, tail in zip(names, tails, strict=True):
        lines += [*_wrap(f"  {name}", width, "  "), f"      {tail}".rstrip()]
    return lines


def _tail(meter: Meter, bar: int, width: int) -> str:
    """A meter's bar, value and change; without its numbers, only where it went."""
    worse = " (high is worse)" if meter.worse_when_high and width >= WIDE else ""
    if meter.hidden:
        return f"{meter.way}{worse}"
    filled = min(bar, max(0, round(meter.value / 100 * bar)))
    change = f" {meter.way[0]} {abs(meter.change):.0f}" if round(meter.change) else ""
    return f"{'█' * filled}{'·' * (bar - filled)} {meter.value:3.0f}{change}{worse}"


def _panel(panel: Panel, screen: Screen, width: int) -> list[str]:
    makers: dict[type, Callable[..., list[str]]] = {
        Text: _text,
        Network: _network,
        Map: _map,
        Charts: _charts,
        Calibration: _calibration,
        Table: _table,
        Worths: _worths,
    }
    large = getattr(panel, "large", "")
    key = next((k for k, do in options(screen).items() if do == large and k.startswith("e")), "")
    head = f"-- {panel.title} " + (f"[{key}: enlarge] " if large else "")
    lines = [head + "-" * (width - len(head))] if len(head) < width else _wrap(head.rstrip(), width, "   ")
    if isinstance(panel, Cards):
        return lines + _cards(panel, screen, width)
    if isinstance(panel, Tree):
        return lines + _tree(panel, screen, width)
    if isinstance(panel, Fields):
        return lines + _fields(panel, screen, width)
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
        count = "" if card.tally is None else f": {card.tally}"
        less = f"   [-{keys[id(card)]}: one less]" if card.tally and card.less and card.enabled else ""
        lines += _wrap(f"[{keys[id(card)]}] {card.title}{count}{less}{closed}", width, "    ")
        if card.text:
            lines += _wrap(f"    {card.text}", width, "    ")
        extra = "   ".join(_hint(h) for h in card.hints)
        if extra:
            lines += _wrap(f"    {extra}", width, "    ")
        if card.tag:
            lines += _wrap(f"    {card.tag}", width, "    ")
    return lines


def _hint(hint: Hint) -> str:
    """A fact with its sign."""
    signed = hint.text[:1] in ("+", "-", "−") or hint.tone == "flat"
    return hint.text if signed else f"{'↑' if hint.tone == 'up' else '↓'} {hint.text}"


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
        lines += _wrap(chart.title, width)
        names = [line.name for line in chart.lines]
        room = min(max((len(n) for n in names), default=0) + 2, width // 3)
        for line in chart.lines:
            first, *rest = textwrap.wrap(line.name, room - 2) or [""]
            lines += _wrap(f"  {first:<{room}}{_spark(line)}", width, " " * (room + 2))
            lines += [f"  {more}" for more in rest]
        for band in chart.bands:
            spans = [
                (a, b) for a, b in zip(band.low, band.high, strict=False) if a is not None and b is not None
            ]
            if spans:
                lines += _wrap(
                    f"  {band.name}: ends between {spans[-1][0]:.0f} and {spans[-1][1]:.0f}", width, "  "
                )
        if chart.note:
            lines += _wrap(f"  {chart.note}", width, "  ")
    return lines


def _spark(line: Line) -> str:
    """A line as little bars, with its first and last value."""
    known = [v for v in line.values if v is not None]
    bars = "".join("·" if v is None else SPARK[max(1, min(8, round(v / 12.5)))] for v in line.values)
    return f"{bars}  {known[0]:.0f} to {known[-1]:.0f}" if known else "nothing"


def _calibration(panel: Calibration, width: int) -> list[str]:
    """A small table: what was said, what came true, of how many forecasts."""
    lines = []
    for one in panel.series:
        lines += [*_wrap(f"{one.name}:", width), f"  {'said':>6}  {'came true':>9}  forecasts"]
        lines += [f"  {d.said:>4.0f} %  {d.came:>7.0f} %  {d.count:>9}" for d in one.dots]
    return lines + (_wrap(panel.note, width) if panel.note else [])


def _tree(panel: Tree, screen: Screen, width: int) -> list[str]:
    """The lines of play, each indented under the one that it leaves."""
    keys = {place: key for key, tree, place, _ in branches(screen) if tree is panel}
    lines = []
    for place, depth in in_order(panel):
        branch = panel.branches[place]
        indent = "  " * min(depth, 6)
        marks = f" ({', '.join(branch.marks)})" if branch.marks else ""
        words = [f"{branch.name}{marks}", parting(panel, place), branch.ending]
        key = f"[{keys[place]}] " if branch.do else "* "
        lines += _wrap(indent + key + ". ".join(w for w in words if w), width, indent + "    ")
    return lines


def _fields(panel: Fields, screen: Screen, width: int) -> list[str]:
    every = fields(screen)
    lines = []
    for field in panel.fields:
        hint = f" ({field.hint})" if field.hint else ""
        lines += _wrap(f"[f{every.index(field) + 1}=] {field.label}: {field.value}{hint}", width, "    ")
    example = f"f{every.index(panel.fields[0]) + 1}=words" if panel.fields else ""
    return lines + (_wrap(f"To fill a line, type {example}", width) if example else [])


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


def _worths(panel: Worths, width: int) -> list[str]:
    """What each party had to have, then each package with its worth to each."""
    lines = _wrap(f"* Had to have: {panel.each(panel.floors)}", width, "  ")
    for package in panel.packages:
        lines += _wrap(f"* {panel.said(package)}", width, "  ")
    return lines + (_wrap(panel.note, width) if panel.note else [])


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=True) or [""]
