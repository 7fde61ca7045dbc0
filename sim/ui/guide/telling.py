"""Conditions, effects and moves in words, for whoever leads the game."""

from __future__ import annotations

from typing import Final

from sim import scale
from sim.scenario.compiled import Compiled
from sim.scenario.conditions import AllOf, Chose, Compare, Condition, Happened, Not
from sim.scenario.schema import Effect
from sim.ui import saying
from sim.ui.screens.words import lower

_ORDERS: Final = {
    "==": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}


def condition(game: Compiled, when: Condition | None) -> str:
    """When something holds, in words; empty for always."""
    return "" if when is None else _told(game, when, inside=False)


def _told(game: Compiled, when: Condition, inside: bool = True) -> str:
    if isinstance(when, Chose):
        decision = game.decisions[when.decision]
        labels = [f"“{decision.source.moves[m].label}”" for m in when.moves]
        return f"at {decision.index + 1} they chose {' or '.join(labels)}"
    if isinstance(when, Happened):
        return f"“{game.source.events[when.event].title}” has happened"
    if isinstance(when, Compare):
        name = lower(game.record.variables[game.variables[when.variable]].name, game.record)
        return f"{name} {_ORDERS[when.order]} {when.points}"
    if isinstance(when, Not):
        return f"not so: {_told(game, when.part)}"
    word = " and " if isinstance(when, AllOf) else " or "
    whole = word.join(_told(game, part) for part in when.parts)
    return f"({whole})" if inside else whole


def effect(game: Compiled, one: Effect) -> str:
    """An effect as ``▲ trust (slight)``."""
    sign = "▲" if scale.points(one.by) > 0 else "▼"
    size = str(one.by).lstrip("-")
    maybe = ", if things fall so" if one.when else ""
    return f"{sign} {lower(game.record.variables[one.variable].short, game.record)} ({size}{maybe})"


def reason(game: Compiled, one: Effect) -> str:
    """An effect's reason: the author's judgement, or the claim of a fact."""
    if one.judgement:
        return one.judgement
    fact = game.record.facts.get(one.fact or "")
    return fact.text if fact else ""


def opening(text: str, most: int) -> str:
    """The first sentence of ``text`` on one line, and as many more as go into ``most`` characters."""
    return saying.opening(" ".join(text.split()), most)
