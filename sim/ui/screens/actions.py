"""Buttons and names that many screens share."""

from __future__ import annotations

from sim.game.setup import Mode
from sim.ui.view import Action

HELP = Action("help", "Help", "?")
LEAVE = Action("leave", "Leave", "Esc")
SETTINGS = Action("settings", "Settings", "S")
GLOSSARY = Action("glossary", "Words", "G")
SOURCES = Action("reading", "Sources", "F")
CONSOLE = Action("console", "Teacher", "C")
BACK = Action("back", "Back", "Esc")
MODE_NAMES: dict[Mode, str] = {
    "solo": "Alone",
    "pair": "In a pair",
    "hot seat": "Several seats",
    "projector": "A class",
    "observer": "Observe",
}
