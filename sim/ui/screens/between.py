"""Between two decisions of a campaign: what the model decided, and what lies before the next scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim import scale
from sim.game.seat import Seat
from sim.game.seat import covers as speaks_for
from sim.scenario.compiled import Bridge, Chapter, Compiled
from sim.ui.screens.common import (
    CONSOLE,
    GLOSSARY,
    HELP,
    LEAVE,
    chapter,
    history_shown,
    numbers_hidden,
    title_of,
)
from sim.ui.screens.words import cap, date_line, fact_line, name, the
from sim.ui.view import Action, Block, Panel, Screen, Span, Text, bullet, heading, para
from sim.world.log import Step, points

BETWEEN: Final = "What lies between"
"""The panel that leads over to another scenario."""
LEAST: Final = 1.0
"""A difference of less points is not told."""


def between(seat: Seat, passed: Sequence[Step], message: str) -> Screen:
    """``passed`` are the decisions that the model took since somebody last chose."""
    decision = seat.decision
    assert decision is not None
    bridge, here = crossing(seat, passed), chapter(seat).source
    panels: list[Panel] = []
    if bridge:
        panels.append(Text(BETWEEN, tuple(_bridge(seat, bridge, passed)), 1.1))
    if passed:
        panels.append(Text("Meanwhile", tuple(_meanwhile(seat, passed)), 1.0))
    if bridge:
        panels.append(Text("What comes", tuple(_to_come(seat)), 1.0))
    return Screen(
        "between",
        here.title if bridge else "Meanwhile",
        bridge.title if bridge else cap(date_line(decision.source)),
        panels=tuple(panels),
        actions=(HELP, GLOSSARY, CONSOLE, LEAVE, Action("cross", "Go on", "Enter", primary=True)),
        message=message,
    )


def crossing(seat: Seat, passed: Sequence[Step]) -> Bridge | None:
    """What leads to the scenario that has begun since somebody last chose; None while it is the same one."""
    game, here, last = seat.game, chapter(seat), len(seat.steps) - len(passed) - 1
    if last >= 0 and seat.steps[last].decision in _decisions(game, here):
        return None
    return game.decisions[here.first].bridge


def _decisions(game: Compiled, here: Chapter) -> set[str]:
    """The decisions of a scenario."""
    return {d.source.id for d in game.decisions[here.first : here.end]}


def _bridge(seat: Seat, bridge: Bridge, passed: Sequence[Step]) -> list[Block]:
    """What happened in between, and what is handed on: with how much, where history may be told."""
    record = seat.game.record
    blocks = [para(bridge.text), *(fact_line(record, f) for f in bridge.facts)]
    if numbers_hidden(seat):
        return blocks
    blocks.append(heading("What you carry over"))
    if not history_shown(seat):
        lead = f"Of what went otherwise than in history, {bridge.keeps} % is handed on."
        return [*blocks, para(f"{lead} What that is stays closed until the debrief.")]
    told = []
    now = _at_first(seat, passed)
    for variable, value in zip(seat.game.variables, bridge.values, strict=True):
        differs = now[variable] - int(value) / scale.HUNDREDTHS
        if value >= 0 and abs(differs) >= LEAST:
            more = "above" if differs > 0 else "below"
            told.append(
                bullet(f"{record.variables[variable].name}: {abs(differs):.0f} {more} where history stood.")
            )
    lead = f"Of what differed from history, {bridge.keeps} % is handed on."
    return [*blocks, para(lead), *(told or [para("Nothing differs by a point or more.")])]


def _at_first(seat: Seat, passed: Sequence[Step]) -> dict[str, float]:
    """The numbers with which the present scenario began: before what the model has decided in it."""
    own = _decisions(seat.game, chapter(seat))
    first = next((s for s in passed if s.decision in own), None)
    return first.before if first else points(seat.game, seat.model.state)


def _meanwhile(seat: Seat, passed: Sequence[Step]) -> list[Block]:
    game = seat.game
    sources = {d.source.id: d.source for d in game.decisions}
    blocks = [para("These were decided by the model; the short campaign leaves them to it.")]
    for step in passed:
        source = sources[step.decision]
        label = next(m.label for m in source.moves if m.id == step.move)
        who = cap(the(game.record, step.decider))
        spans = (Span(f"{cap(date_line(source))}. "), Span(source.title, "strong"), Span(f" {who}: {label}."))
        blocks.append(Block("bullet", spans))
    return blocks


def _to_come(seat: Seat) -> list[Block]:
    """The scenario that begins, and the briefs in it of those for whom the seat speaks."""
    game, here = seat.game, chapter(seat).source
    blocks = [para(here.summary)]
    if here.content_note:
        blocks += [heading("Before you go on"), para(here.content_note)]
    own = [] if seat.observes else [s for s in here.seats if speaks_for(game, seat.id, s.actor)]
    if own:
        blocks.append(heading(f"For the eyes of {title_of(seat)}"))
    for played in own:
        blocks.append(
            Block("text", (Span(f"{name(game.record, played.actor)}. ", "strong"), Span(played.brief)))
        )
    return blocks
