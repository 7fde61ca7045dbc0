"""What play never comes to, as diagnostics at the lines of a scenario file."""

from __future__ import annotations

from typing import Final

from sim.authoring.cover import cover
from sim.authoring.findings import Unreached, unreached
from sim.reading.diagnostics import Diagnostic
from sim.reading.tree import Document, Path_
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Scenario

RUNS: Final = 4_000
"""Half of them by ``random``: what comes in one run of 400 is missed by less than one check in 100."""

SEED: Final = 0


def check_reach(document: Document, game: Compiled) -> list[Diagnostic]:
    """Decisions, moves and endings that no run came to. ``document`` is the scenario's, written out."""
    found = unreached(cover(game, RUNS, SEED))
    return sorted(_told(document, game.source, u) for u in found)


def _told(document: Document, scenario: Scenario, missed: Unreached) -> Diagnostic:
    message = f"play never comes to the {missed.kind} '{missed.name}'. {missed.why}"
    return document.problem(_place(scenario, missed), "unreached", message, missed.mend)


def _place(scenario: Scenario, missed: Unreached) -> Path_:
    if missed.kind == "ending":
        return ("endings", [e.id for e in scenario.endings].index(missed.name))
    at = [d.id for d in scenario.decisions].index(missed.decision or missed.name)
    if missed.kind == "decision":
        return ("decisions", at)
    return ("decisions", at, "moves", [m.id for m in scenario.decisions[at].moves].index(missed.name))
