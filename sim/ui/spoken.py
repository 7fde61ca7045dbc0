"""The words of a screen, for those who hear it: all that is shown, in the order in which it is read.

What is shown by place, colour or shape is said in words. Every function here is pure, and each
:class:`Utterance` is one breath: a heading, a paragraph, a card, a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sim.ui import view
from sim.ui.saying import Said, Utterance, counted, key_name, sentence
from sim.ui.spoken_panels import of_branch, of_card, of_field, of_panel
from sim.ui.view import Action, Meter, Screen, Stop, Tab

_WARNED = (300, 120, 60, 30, 10)  # seconds left at which the clock is said


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
