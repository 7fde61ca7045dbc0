"""The debrief as a class holds it: six phases, so many minutes each, and what to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.scenario.schema import Phase
from sim.ui.screens.debrief.shown import Shown
from sim.ui.view import Block, Panel, Span, Text, bullet, heading, para


@dataclass(frozen=True)
class Step:
    """A phase: its title, its minutes of thirty, and what to do in it whatever the scenario."""

    phase: Phase
    title: str
    minutes: int
    do: str


STEPS: Final = (
    Step(
        "react",
        "React, and leave the role",
        3,
        "One word each: how was it? From here on nobody speaks for a seat.",
    ),
    Step("describe", "Describe, without judging", 5, "Tell what happened, step by step. Not yet why."),
    Step(
        "forecast", "Forecast: what was known then", 5, "Open Forecasts: what did you hold likely, and why?"
    ),
    Step("reveal", "Reveal", 7, "Open Paths, Endings and Disputed: what was chosen, and what is contested?"),
    Step("analyse", "Analyse: why the paths part", 7, "Open Over time, What mattered and What if."),
    Step("apply", "Apply", 3, "Everybody writes one sentence to take away, and says it."),
)
LEAST, MOST = 15, 60
"""A debrief is about as long as the game, and no shorter or longer than so many minutes."""
_WHOLE = sum(s.minutes for s in STEPS)


def minutes(played: int) -> dict[Phase, int]:
    """How long each phase takes after a game of so many minutes."""
    whole = max(LEAST, min(MOST, played))
    return {s.phase: max(1, round(s.minutes * whole / _WHOLE)) for s in STEPS}


def questions(shown: Shown) -> tuple[Panel, ...]:
    """Each phase with its minutes, what to do, and the scenario's questions, in two columns."""
    source = shown.game.source
    lasts = minutes(source.minutes)
    columns: list[Panel] = []
    for part in (STEPS[:3], STEPS[3:]):
        blocks: list[Block] = []
        for step in part:
            asked = [q.ask for q in source.questions if q.phase == step.phase]
            span = "1 minute" if lasts[step.phase] == 1 else f"{lasts[step.phase]} minutes"
            blocks += [heading(f"{step.title} ({span})"), Block("text", (Span(step.do, "em"),))]
            blocks += [bullet(q) for q in asked]
        columns.append(
            Text("First" if not columns else f"Then, {sum(lasts.values())} minutes in all", tuple(blocks))
        )
    return tuple(columns)


def first_words() -> Block:
    """What to do before anything is revealed."""
    return para(
        "Before you turn the page: what do you think was really chosen at each decision? Say it aloud, or "
        "write it down. The next page tells."
    )
