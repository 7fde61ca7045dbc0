"""Between two decisions of a campaign: what the model decided, and what lies before the next scenario."""

from __future__ import annotations

from collections.abc import Sequence

from sim import scale
from sim.game.seat import Seat
from sim.game.seat import covers as speaks_for
from sim.scenario.compiled import Bridge
from sim.ui.screens.common import CONSOLE, GLOSSARY, HELP, LEAVE, chapter, numbers_hidden, title_of
from sim.ui.screens.words import cap, date_line, fact_line, name, the
from sim.ui.view import Action, Block, Panel, Screen, Span, Text, bullet, heading, para
from sim.world.log import Step

LEAST = scale.HUNDREDTHS
"""A difference of less than a point is not told."""


def between(seat: Seat, passed: Sequence[Step], message: str) -> Screen:
    """``passed`` are the decisions that the model took since somebody last chose."""
    decision = seat.decision
    assert decision is not None
    bridge, here = decision.bridge, chapter(seat).source
    panels: list[Panel] = []
    if bridge:
        panels.append(Text("What lies between", tuple(_bridge(seat, bridge)), 1.1))
    if passed:
        panels.append(Text("Meanwhile", tuple(_meanwhile(seat, passed)), 1.0))
    if bridge:
        panels.append(Text("What comes", tuple(_to_come(seat)), 1.0))
    return Screen(
        "between",
        here.title if bridge else "Meanwhile",
        bridge.title if bridge else f"{date_line(decision.source)}",
        panels=tuple(panels),
        actions=(HELP, GLOSSARY, CONSOLE, LEAVE, Action("cross", "Go on", "Enter", primary=True)),
        message=message,
    )


def _bridge(seat: Seat, bridge: Bridge) -> list[Block]:
    record = seat.game.record
    blocks = [para(bridge.text), *(fact_line(record, f) for f in bridge.facts)]
    if numbers_hidden(seat):
        return blocks
    blocks.append(heading("What you carry over"))
    told = []
    for at, variable in enumerate(seat.game.variables):
        begins, now = int(bridge.values[at]), int(seat.model.state.values[0, at])
        if begins >= 0 and abs(now - begins) >= LEAST:
            more = "above" if now > begins else "below"
            points = abs(now - begins) / scale.HUNDREDTHS
            told.append(
                bullet(f"{record.variables[variable].name}: {points:.0f} {more} where history stood.")
            )
    lead = f"Of what differed from history, {bridge.keeps} % is handed on."
    return [*blocks, para(lead), *(told or [para("Nothing differs by a point or more.")])]


def _meanwhile(seat: Seat, passed: Sequence[Step]) -> list[Block]:
    game = seat.game
    sources = {d.source.id: d.source for d in game.decisions}
    blocks = [para("These were decided by the model; the short campaign leaves them to it.")]
    for step in passed:
        source = sources[step.decision]
        label = next(m.label for m in source.moves if m.id == step.move)
        who = cap(the(game.record, step.decider))
        spans = (Span(f"{date_line(source)}. "), Span(source.title, "strong"), Span(f" {who}: {label}."))
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
