"""The same game in a terminal: every screen as text, every choice as a line typed."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import Protocol, TextIO

from sim.ui.view import (
    Block,
    Card,
    Cards,
    Charts,
    Line,
    Meter,
    Network,
    Panel,
    Screen,
    Table,
    Text,
)

BAR = 20
WIDE = 60
SPARK = " ▁▂▃▄▅▆▇█"


class Driver(Protocol):
    """What a front end needs from the game behind it."""

    def screen(self) -> Screen: ...

    def act(self, do: str) -> bool: ...


def play(
    driver: Driver,
    source: TextIO | None = None,
    out: TextIO | None = None,
    read: Callable[[], str | None] | None = None,
    ended: str = "The input has ended. The game is saved.",
) -> None:
    """Plays until the person leaves or the input ends.

    ``read`` gives a line as it is typed, "" at the input's end, and None when the screen has changed
    by itself; without it, lines come from ``source``.
    """
    out, read = out or sys.stdout, read or (source or sys.stdin).readline
    shown: Screen | None = None
    while True:
        screen = driver.screen()
        if screen != shown:
            out.write("\n".join(render(screen, _width(out))) + "\n")
            shown = screen
        out.write("> ")
        out.flush()
        typed = read()
        if typed is None:
            out.write("\n")
            continue
        if not typed:
            out.write(f"\n{ended}\n")
            return
        do = understand(screen, typed.strip())
        if do is None:
            what = f"'{typed.strip()[:40]}' is none of the choices. " if typed.strip() else ""
            out.write(f"{what}Type {_known(screen)}.\n")
            continue
        if not driver.act(do):
            return


def options(screen: Screen) -> dict[str, str]:
    """What can be typed, and the action that each stands for."""
    found: dict[str, str] = {}
    for key, card in numbered(screen):
        if card.enabled:
            found[key] = card.do
    for i, tab in enumerate(screen.tabs):
        found["abcdefghijk"[i]] = tab.do
    for action in screen.actions:
        if action.enabled and action.key:
            found[_short(action.key)] = action.do
    return found


def numbered(screen: Screen) -> Iterator[tuple[str, Card]]:
    """Every card with what is typed for it: its own key, or the next number."""
    number = 0
    for panel in screen.panels:
        if isinstance(panel, Cards):
            for card in panel.cards:
                if card.key:
                    number = max(number, int(card.key)) if card.key.isdigit() else number
                    yield card.key, card
                else:
                    number += 1
                    yield str(number), card


def understand(screen: Screen, typed: str) -> str | None:
    """The action that was typed; an empty line is the primary action. None if there is none."""
    found = options(screen)
    if not typed:
        return next((a.do for a in screen.actions if a.primary and a.enabled), None)
    wanted = typed.lower()
    return found.get(wanted) or {"q": found.get("x"), "quit": found.get("x"), "help": found.get("?")}.get(
        wanted
    )


def _short(key: str) -> str:
    """A key's name as it is typed: Esc is x, Enter is the empty line's other name."""
    return {"esc": "x", "enter": "n"}.get(key.lower(), key.lower())


def _known(screen: Screen) -> str:
    keys = list(options(screen))
    return ", ".join(keys[:-1]) + (" or " if len(keys) > 1 else "") + keys[-1] if keys else "nothing"


def _width(out: TextIO) -> int:
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns if out.isatty() else 80))


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
            f"[{_short(a.key)}] {a.label}{' (or just Enter)' if a.primary else ''}"
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
        Charts: _charts,
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
