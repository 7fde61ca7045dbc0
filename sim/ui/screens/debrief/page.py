"""The debrief as one screen with a tab for each of its parts."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from sim.game.session import Session
from sim.ui.screens.common import HELP, undo
from sim.ui.screens.debrief.endings import disputed, endings
from sim.ui.screens.debrief.forecasts import forecasts
from sim.ui.screens.debrief.log import has_notes, knew, notes
from sim.ui.screens.debrief.mattered import mattered
from sim.ui.screens.debrief.paths import over_time, parting, paths
from sim.ui.screens.debrief.questions import questions
from sim.ui.screens.debrief.shown import Shown
from sim.ui.screens.debrief.sources import sources
from sim.ui.screens.debrief.tables import at_the_table, tables_met
from sim.ui.screens.debrief.whatif import what_if
from sim.ui.view import Action, Panel, Screen, Tab

TABS = MappingProxyType(
    {
        "paths": "Paths",
        "numbers": "Over time",
        "forecasts": "Forecasts",
        "mattered": "What mattered",
        "whatif": "What if",
        "endings": "Endings",
        "disputed": "Disputed",
        "sources": "Sources",
        "questions": "Questions",
    }
)
"""The tabs of every debrief, in their order."""
MORE = MappingProxyType({"knew": "What each side knew", "notes": "Notes"})
"""Tabs that stand there when there is something on them."""
TABLE: Final = "table:"
"""A tab of a table; its decision follows."""
_PANELS: dict[str, Callable[[Shown], tuple[Panel, ...]]] = {
    "paths": paths,
    "numbers": over_time,
    "forecasts": forecasts,
    "mattered": mattered,
    "whatif": what_if,
    "endings": endings,
    "disputed": disputed,
    "sources": sources,
    "questions": questions,
    "knew": knew,
    "notes": notes,
}


def tabs_of(shown: Shown) -> list[str]:
    """The tabs in their order. Where history was kept for the end, forecasts come before it is told."""
    order = list(TABS)
    if kept_back(shown.session):
        order.remove("forecasts")
        order.insert(0, "forecasts")
    if shown.session.setup.mode == "hot seat":
        order.insert(order.index("endings"), "knew")
    at = order.index("mattered")
    order[at:at] = [f"{TABLE}{decision}" for decision in tables_met(shown)]
    return [*order, *(["notes"] if has_notes(shown) else [])]


def _title(shown: Shown, tab: str) -> str:
    """A tab's title; one of several tables has its decision's number."""
    if not tab.startswith(TABLE):
        return (TABS | MORE)[tab]
    number = shown.numbers[tab.removeprefix(TABLE)]
    return "At the table" if len(tables_met(shown)) == 1 else f"At the table, {number}"


def _panels(shown: Shown, tab: str) -> tuple[Panel, ...]:
    if tab.startswith(TABLE):
        return at_the_table(shown, tab.removeprefix(TABLE))
    return _PANELS[tab](shown)


def kept_back(session: Session) -> bool:
    """Whether there is a history, and it was kept for the end."""
    return session.game.has_history and session.setup.history == "end"


def first_tab(session: Session) -> str:
    """The tab that a debrief opens with."""
    return "forecasts" if kept_back(session) else "paths"


def debrief(shown: Shown, tab: str, message: str) -> Screen:
    """One page of the debrief."""
    order = tabs_of(shown)
    subtitle = parting(shown) if shown.told else "What was really chosen comes after the forecasts."
    return Screen(
        "debrief",
        f"Debrief: {shown.game.source.title}",
        subtitle,
        tabs=tuple(Tab(f"tab:{key}", _title(shown, key), key == tab) for key in order),
        panels=_panels(shown, tab),
        actions=(
            HELP,
            undo(shown.seat),
            *((Action("line:0", "First game", "B"),) if shown.found.present else ()),
            Action("export", "Save as page", "E"),
            Action("gradebook", "Gradebook", "R"),
            Action("again", "Play again", "A"),
            Action("home", "Scenarios", "Esc"),
            *_onward(shown, order, tab),
        ),
        message=message,
    )


def _onward(shown: Shown, order: list[str], tab: str) -> tuple[Action, ...]:
    """The button to the next page, or the one that waits for this one; on the last page there is none."""
    if tab == "mattered" and not shown.found.done:
        return (Action("wait", "Wait for it", "Enter", primary=True),)
    after = order[order.index(tab) + 1 :]
    title = _title(shown, after[0]) if after else ""
    return (Action(f"tab:{after[0]}", f"Next: {title}", "Enter", primary=True),) if after else ()
