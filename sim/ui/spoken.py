"""The words of a screen, for those who hear it: all that is shown, in the order in which it is read.

What is shown by place, colour or shape is said in words. Every function here is pure, and each
:class:`Utterance` is one breath: a heading, a paragraph, a card, a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sim.ui import view
from sim.ui.view import Action, Block, Card, Hint, Meter, Panel, Screen, Stop, Tab

Part: TypeAlias = Literal["screen", "clock", "panel", "meter", "timeline", "action", "focus", "voice"]

_KEYS = {"esc": "Escape", "?": "question mark", "+": "plus", "-": "minus", "−": "minus", "↵": "Enter"}
_SIGNS = {"+": "plus", "-": "minus", "−": "minus"}
_MINUS = re.compile(r"(?<![\w.])[-−](?=\d)")
_WARNED = (300, 120, 60, 30, 10)  # seconds left at which the clock is said


@dataclass(frozen=True)
class Utterance:
    """One thing to say. ``part`` is where it stands on the screen."""

    text: str
    part: Part = "panel"


Said: TypeAlias = tuple[Utterance, ...]


@dataclass(frozen=True)
class Focus:
    """What has the focus: its role and name in the window, its label, and its place among its like."""

    role: str
    name: str
    label: str
    at: int
    of: int
    tip: str = ""
    shown: bool = False


def sentence(*parts: str) -> str:
    """The parts as sentences on one line; empty ones are left out."""
    said = [p for p in map(clean, parts) if p]
    return " ".join(p if p.rstrip("”’\"')")[-1:] in (".", "?", "!", ":", "…") else f"{p}." for p in said)


def clean(text: str) -> str:
    """``text`` on one line, without controls and orders of direction, its signs as words."""
    shown = "".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in text.replace("·", ","))
    flat = " ".join("".join(c for c in shown if unicodedata.category(c) != "Cs").split())
    return _MINUS.sub("minus ", flat).replace(" ,", ",")


def listed(words: Sequence[str], nothing: str = "") -> str:
    """The words with commas, and ``and`` before the last."""
    if not words:
        return nothing
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def key_name(key: str) -> str:
    """A key as it is said."""
    return _KEYS.get(key.lower(), key)


# the screen


def of_screen(screen: Screen) -> Said:
    """All that the screen says, from its title to its keys."""
    said = [
        Utterance(sentence(f"Screen: {screen.title}"), "screen"),
        Utterance(sentence(screen.subtitle), "screen"),
        Utterance(sentence(f"Note: {screen.message}") if screen.message else "", "screen"),
        Utterance(of_clock(screen.clock), "clock"),
        *(Utterance(_tab(t, i, len(screen.tabs)), "screen") for i, t in enumerate(screen.tabs, 1)),
    ]
    for panel in screen.panels:
        said += of_panel(panel)
    said += [Utterance(of_meter(m), "meter") for m in screen.meters]
    said += of_timeline(screen.timeline)
    said += [Utterance(of_action(a), "action") for a in screen.actions]
    return tuple(u for u in said if u.text)


def of_clock(clock: str) -> str:
    """The time left, as it is said."""
    return sentence(f"Time left: {clock}") if clock else ""


def _tab(tab: Tab, at: int, of: int) -> str:
    return sentence(f"Page {at} of {of}: {tab.title}{', shown' if tab.selected else ''}")


def of_action(action: Action) -> str:
    """A button with its key: ``Key Enter: Begin, the way on.``"""
    key = f"Key {key_name(action.key)}" if action.key else "Button"
    closed = "" if action.enabled else ", closed now"
    return sentence(f"{key}: {action.label}{', the way on' if action.primary else ''}{closed}")


def of_meter(meter: Meter) -> str:
    """A variable: its value unless that is hidden, how it moved, and why."""
    size = round(abs(meter.change))
    way = ("up" if meter.change > 0 else "down") if size else ""
    if meter.hidden:
        value, moved = "", way and f", {way}"
    else:
        value, moved = f" {meter.value:.0f} of 100", way and f", {way} {size}"
    worse = "High is bad" if meter.worse_when_high else ""
    ask = "Pick it to ask why" if meter.do else ""
    return sentence(f"Meter: {meter.label}{value}{moved}", worse, meter.reason, ask)


def of_timeline(stops: Sequence[Stop]) -> list[Utterance]:
    """Where the present decision stands, then what lies behind and ahead."""
    if not stops:
        return []
    now = [i for i, s in enumerate(stops, 1) if s.state == "now"]
    here = (
        f"Timeline: decision {now[0]} of {len(stops)}, {of_stop(stops[now[0] - 1])}"
        if now
        else f"Timeline: {counted(len(stops), 'decision')}"
    )
    said = [sentence(here)]
    for words, state in (("Behind", "past"), ("Skipped", "skipped"), ("Ahead", "ahead")):
        found = [of_stop(s) for s in stops if s.state == state]
        if found:
            said.append(sentence(f"{words}: {'; '.join(found)}"))
    return [Utterance(text, "timeline") for text in said]


def of_stop(stop: Stop) -> str:
    """A decision on the timeline with its date."""
    date = stop.date if stop.certain or not stop.date else f"about {stop.date}"
    return ", ".join(p for p in (stop.label, date) if p) or "no date"


# the panels


def of_panel(panel: Panel) -> list[Utterance]:
    """A panel: a line that says what it is, then its content, a breath each."""
    head, said = _contents(panel)
    return [Utterance(text) for text in (sentence(head), *said) if text]


def _contents(panel: Panel) -> tuple[str, Iterable[str]]:
    match panel:
        case view.Text():
            return f"Text: {panel.title}", map(of_block, panel.blocks)
        case view.Cards():
            return _cards(panel)
        case view.Network():
            return _network(panel)
        case view.Charts():
            return f"Charts: {panel.title}", [t for c in panel.charts for t in _chart(c)]
        case view.Calibration():
            return _calibration(panel)
        case view.Tree():
            head = f"Lines of play: {panel.title}, {counted(len(panel.branches), 'line')}"
            return head, [of_branch(panel, i) for i in range(len(panel.branches))]
        case view.Fields():
            return f"Lines to type: {panel.title}", map(of_field, panel.fields)
        case view.Table():
            return f"Table: {panel.title}, {counted(len(panel.rows), 'row')}", _table(panel)


def of_block(block: Block) -> str:
    """A heading, paragraph, point, note or source, with its label."""
    label = block.label.rstrip(":")
    if block.kind in ("heading", "note", "source"):
        return sentence(f"{block.kind.title()}{', ' + label if label else ''}: {block.text}")
    return sentence(f"{label}: {block.text}" if label else block.text)


def _cards(panel: view.Cards) -> tuple[str, list[str]]:
    said = [sentence(panel.lead)] if panel.lead else []
    for card in panel.cards:
        if card.above:
            said.append(sentence(f"Group: {card.above}"))
        said.append(of_card(card))
    if not panel.cards:
        said.append(sentence(panel.empty))
    return f"Cards: {panel.title}, {counted(len(panel.cards), 'card')}", said


def of_card(card: Card) -> str:
    """``Card, key 2: TITLE. …``; a closed card says so, and why."""
    head = f"Card, key {key_name(card.key)}" if card.key else "Card"
    state = "" if card.enabled else ", closed"
    state += ", chosen" if card.selected else ""
    state += f", count {card.tally}" if card.tally is not None else ""
    return sentence(f"{head}{state}: {card.title}", *_on_card(card))


def _on_card(card: Card) -> list[str]:
    text = card.text if card.text != card.title else ""
    why = f"Closed because: {card.why_not}" if not card.enabled and card.why_not else ""
    less = "Backspace takes one away" if card.less else ""
    return [why, text, ", ".join(map(of_hint, card.hints)), card.tag, less]


def of_hint(hint: Hint) -> str:
    """A short fact with its signs as words."""
    words = hint.text.lstrip("+-− ")
    signs = [_SIGNS[s] for s in hint.text[: len(hint.text) - len(words)].strip()]
    if not signs and hint.tone != "flat":
        signs = [hint.tone]
    maybe = "perhaps " if words.endswith("?") else ""
    return " ".join([*signs, maybe + words.rstrip("?")])


def _network(panel: view.Network) -> tuple[str, list[str]]:
    names = {n.id: n.label for n in panel.nodes}
    said = [sentence(panel.caption)]
    for group in dict.fromkeys(n.group for n in panel.nodes):
        said.append(sentence(f"{group}: {', '.join(_node(n) for n in panel.nodes if n.group == group)}"))
    ways = sorted(panel.edges, key=lambda e: (not e.live, -e.trust, e.label))
    alike = dict.fromkeys((e.live, e.label, e.trust, e.secrecy) for e in ways)
    for live, label, trust, secrecy in alike:
        pairs = [
            f"{names[e.a]} with {names[e.b]}"
            for e in ways
            if (e.live, e.label, e.trust, e.secrecy) == (live, label, trust, secrecy)
        ]
        state = "Open now" if live else "Not open now"
        said.append(sentence(f"{state}: {label}, trust {trust}, secrecy {secrecy}: {'; '.join(pairs)}"))
    size = f"{counted(len(panel.nodes), 'actor')}, {counted(len(panel.edges), 'line')} of talk"
    return f"Channels: {panel.title}, {size}", said


def _node(node: view.Node) -> str:
    marks = [w for w, on in (("you", node.you), ("decides", node.decides)) if on]
    return f"{node.label} ({listed(marks)})" if marks else node.label


def _chart(chart: view.Chart) -> list[str]:
    said = [sentence(f"Chart: {chart.title}", chart.note)]
    for line in chart.lines:
        points = [
            f"{value:.0f} at {label}"
            for value, label in zip(line.values, chart.labels, strict=False)
            if value is not None
        ]
        said.append(sentence(f"{line.name}: {', '.join(points) or 'nothing'}"))
    for band in chart.bands:
        spans = [
            f"{low:.0f} to {high:.0f} at {label}"
            for low, high, label in zip(band.low, band.high, chart.labels, strict=False)
            if low is not None and high is not None
        ]
        said.append(sentence(f"Range, {band.name}: {', '.join(spans) or 'nothing'}"))
    return said


def _calibration(panel: view.Calibration) -> tuple[str, list[str]]:
    said = [
        sentence(
            f"{series.name}: said {dot.said:.0f} per cent, came true {dot.came:.0f} per cent "
            f"of {counted(dot.count, 'time')}"
        )
        for series in panel.series
        for dot in series.dots
    ]
    said += [sentence(f"{s.name}: no forecast") for s in panel.series if not s.dots]
    return f"Forecasts: {panel.title}", [*said, sentence(panel.note)]


def of_branch(panel: view.Tree, number: int) -> str:
    """A line of play: what it leaves and where, its moves, and its ending."""
    branch = panel.branches[number]
    marks = f" ({listed(branch.marks)})" if branch.marks else ""
    at = _label(panel.labels, branch.at)
    leaves = f"Leaves {panel.branches[branch.parent].name} at {at}" if branch.parent >= 0 else ""
    own = branch.moves if branch.parent < 0 else branch.moves[branch.at :]
    start = 0 if branch.parent < 0 else branch.at
    moves = [f"{_label(panel.labels, start + i)}: {move}" for i, move in enumerate(own) if move]
    pick = "Pick it to see it beside another" if branch.do else ""
    ends = f"Ends: {branch.ending}" if branch.ending else ""
    return sentence(f"Line {number + 1}: {branch.name}{marks}", leaves, "; ".join(moves), ends, pick)


def _label(labels: Sequence[str], at: int) -> str:
    return labels[at] if 0 <= at < len(labels) else f"decision {at + 1}"


def of_field(field: view.Field) -> str:
    """A line to type, with what stands in it."""
    return sentence(f"Line to type: {field.label}, {field.value or 'empty'}", field.hint)


def _table(panel: view.Table) -> list[str]:
    said = []
    for number, row in enumerate(panel.rows, 1):
        cells = [
            f"{column}: {cell}" if column else cell
            for column, cell in zip(panel.columns, row.cells, strict=False)
            if cell
        ]
        head = "Summing up" if row.leading else f"Row {number}"
        said.append(sentence(f"{head}: {'; '.join(cells)}", row.mark))
    return said


# the focus


def of_target(screen: Screen, focus: Focus) -> Said:
    """What has the focus: its role, label, state and place among its like."""
    place = f"{focus.at} of {focus.of}" if focus.of > 1 else ""
    return (Utterance(sentence(_target(screen, focus), place), "focus"),)


def _target(screen: Screen, focus: Focus) -> str:
    match focus.role:
        case "card":
            for card in (c for p in screen.panels if isinstance(p, view.Cards) for c in p.cards):
                if card.do == focus.name:
                    return of_card(card)
        case "action":
            for action in screen.actions:
                if action.do == focus.name:
                    return of_action(action)
        case "tab":
            for at, tab in enumerate(screen.tabs, 1):
                if tab.do == focus.name:
                    return _tab(tab, at, len(screen.tabs))
        case "meter":
            for meter in screen.meters:
                if meter.label == focus.name:
                    return of_meter(meter)
        case "field":
            for field in (f for p in screen.panels if isinstance(p, view.Fields) for f in p.fields):
                if field.do == focus.name:
                    return sentence(of_field(field), "Type; Enter keeps it, Escape gives it up")
        case "branch":
            tree = next((p for p in screen.panels if isinstance(p, view.Tree)), None)
            if tree is not None and focus.name.isdigit() and int(focus.name) < len(tree.branches):
                return of_branch(tree, int(focus.name))
        case "strip":
            return f"Panels: {focus.label}{', shown' if focus.shown else ''}"
        case "scroll":
            return sentence(f"Panel: {focus.label}", "Full stop reads it, arrows scroll")
    return sentence(f"Button: {focus.label}", focus.tip if focus.tip != focus.label else "")


# what changed


def changed(before: Screen, after: Screen) -> Said:
    """What is to be said when one screen follows another: all of a new one, else what is new on it."""
    if (before.name, before.title) != (after.name, after.title):
        return of_screen(after)
    known = Counter(u.text for u in of_screen(before))
    said = []
    for one in of_screen(after):
        known[one.text] -= 1
        if known[one.text] < 0 and (one.part != "clock" or clock_matters(before.clock, after.clock)):
            said.append(one)
    return tuple(said)


def clock_matters(before: str, after: str) -> bool:
    """Whether the time is to be said again: it stopped, went on, was changed, or is nearly up."""
    was, left = _seconds(before), _seconds(after)
    if was is None or left is None:
        return before != after
    return left > was or any(left <= mark < was for mark in _WARNED)


def _seconds(clock: str) -> int | None:
    """A clock such as ``4:30`` in seconds; None for words."""
    found = re.fullmatch(r"(\d+):(\d\d)", clock.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None
