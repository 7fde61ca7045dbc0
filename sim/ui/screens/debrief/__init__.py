"""The debrief: what came of it beside what was really chosen, why, what else there was, and questions."""

from __future__ import annotations

from sim.ui.screens.debrief.page import MORE, TABLE, TABS, debrief, first_tab, kept_back, tabs_of
from sim.ui.screens.debrief.shown import Shown
from sim.ui.screens.debrief.whatif import aside

__all__ = ["MORE", "TABLE", "TABS", "Shown", "aside", "debrief", "first_tab", "kept_back", "tabs_of"]
