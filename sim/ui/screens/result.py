"""After a decision: what happened, why each number moved, and what was really chosen."""

from __future__ import annotations

from sim.game.seat import Seat
from sim.scenario.schema import Decision
from sim.ui.screens.agreed import agreement, of_table
from sim.ui.screens.common import (
    CONSOLE,
    GLOSSARY,
    HELP,
    LEAVE,
    SOURCES,
    history_shown,
    meters,
    telling,
    timeline,
    undo,
)
from sim.ui.screens.sentences import headline, moved, pleas, sent_text, told
from sim.ui.screens.words import cap, date_line, history_blocks, line, percent, shuffled, the
from sim.ui.view import Action, Block, Panel, Row, Screen, Span, Table, Text, bullet, heading, para
from sim.world.log import Sent, Step


def result(seat: Seat, message: str) -> Screen:
    """The last step; beside history, unless that is kept for the end."""
    step = seat.steps[-1]
    source = next(d.source for d in seat.game.decisions if d.source.id == step.decision)
    onward = (
        Action("debrief", "To the debrief", "Enter", True)
        if seat.session.over
        else Action("next", "Next decision", "Enter", True)
    )
    shown = history_shown(seat)
    panels: list[Panel] = [
        Text("What happened", tuple(_happened(seat, step, source, shown)), 1.0, large="large:happened")
    ]
    if shown:
        was = tuple(history_blocks(seat.game.record, source))
        panels.append(Text("What was really chosen", was, 1.0, large="large:history"))
    panels += of_table(seat, step, shown)
    panels.append(_odds(seat, step, source, shown))
    met = step.decision in seat.model.talks
    whose = "decided at a table" if met else f"{cap(the(seat.game.record, step.decider))} decided"
    return Screen(
        "result",
        source.title,
        f"{date_line(source)}   ·   {whose}",
        meters=meters(seat, step.decision),
        panels=tuple(panels),
        timeline=timeline(seat, step.decision),
        actions=(HELP, GLOSSARY, SOURCES, CONSOLE, undo(seat), LEAVE, onward),
        message=message or seat.trouble,
    )


def _happened(seat: Seat, step: Step, source: Decision, shown: bool) -> list[Block]:
    """What happened, the most important first: the choice, the numbers, the words, who was told."""
    game, side = seat.game, seat.side
    blocks = [*_lead(seat, step, source, shown), *agreement(seat, step)]
    for event in game.source.events:
        if event.id in step.events:
            blocks += [heading(f"Event: {event.title}"), para(event.text)]
    blocks.append(heading("Why the numbers moved"))
    hidden = [s.message.sender for s in step.messages if not may_read(seat, s, step)]
    changes = [c for c in step.changes if c.what == "variable" or c.cause not in hidden]
    blocks += moved(game, step, changes, telling(seat)) or [line("Nothing moved.", "em")]
    if step.messages:
        blocks.append(heading("Messages"))
        blocks += _messages(seat, step, source)
    if step.notice:
        blocks += [heading("Who was told"), *told(game, step, side)]
    return blocks


def _lead(seat: Seat, step: Step, source: Decision, shown: bool) -> list[Block]:
    """What happened in two sentences, what history chose, and what moved most."""
    labels = {m.id: m.label for m in source.moves}
    taken = next(m for m in source.moves if m.id == step.move)
    covered = seat.covers(step.decider)
    who = "You" if covered else cap(the(seat.game.record, step.decider))
    chose = f"{who} chose "
    if step.decision in seat.model.talks:
        chose = "What came of the table: "
    was: tuple[Span, ...] = ()
    if shown and step.historical_move == step.move:
        was = (Span("In history it was the same."),)
    elif shown and step.historical_move:
        was = (Span("In history it was "), Span(labels[step.historical_move], "strong"), Span("."))
    blocks = [
        Block("text", (Span(chose), Span(taken.label, "strong"), Span(". "), *was)),
        para(headline(seat.game, step, telling(seat))),
        line(taken.text, "em"),
    ]
    outside = seat.side != seat.game.record.side(step.decider)
    if outside and taken.secret:
        blocks.append(line("Your side could not know of this move beforehand.", "em"))
    return blocks


def _messages(seat: Seat, step: Step, source: Decision) -> list[Block]:
    """Your own message first, then those with something behind them, then the rest in short."""
    game = seat.game
    seen = [s for s in step.messages if may_read(seat, s, step)]
    own = [s for s in seen if seat.covers(s.message.sender)]
    own = [] if seat.covers(step.decider) else own
    heavy = [
        s for s in seen if s not in own and (s.message.leverage or s.leaked or s.message.kind == "go_public")
    ]
    light = [s for s in seen if s not in own and s not in heavy]
    blocks = [Block("bullet", (Span("You: ", "strong"), Span(sent_text(game, source, s)))) for s in own]
    blocks += [bullet(sent_text(game, source, s)) for s in heavy]
    blocks += (
        [bullet(sent_text(game, source, s)) for s in light] if len(light) == 1 else pleas(game, source, light)
    )
    hidden = len(step.messages) - len(seen)
    if hidden:
        more = "One message" if hidden == 1 else f"{hidden} messages"
        blocks.append(line(f"{more} passed that your side did not see.", "em"))
    return blocks


def may_read(seat: Seat, sent: Sent, step: Step) -> bool:
    """A side reads what it sent and what was sent to it; and what leaked or was said in public."""
    record = seat.game.record
    ours = seat.sides
    open_ = sent.leaked or record.channels[sent.message.channel].public
    return open_ or not ours.isdisjoint((record.side(sent.message.sender), record.side(step.decider)))


def _odds(seat: Seat, step: Step, source: Decision, shown: bool) -> Table:
    """What the model gave each move, and what the seat had forecast."""
    said = seat.session.forecasts(seat.id).get(step.decision)
    rows = []
    for _, move in shuffled(source):
        pairs = [("taken", step.move), ("history", step.historical_move if shown else "")]
        marks = [w for w, m in pairs if m == move.id]
        yours = (f"{said.shares.get(move.id, 0):.0%}".replace("%", " %"),) if said else ()
        rows.append(Row((move.label, *yours, percent(step.odds[move.id])), " and ".join(marks)))
    if not said:
        title = "How likely the model held each move"
        return Table(title, ("Move", "Odds"), tuple(rows), (3.0, 1.0), 0.8, large="large:odds")
    unknown = said.shares.get("", 0)
    if unknown:
        rows.append(Row(("Something unknown", f"{unknown:.0%}".replace("%", " %"), "")))
    title = "What you expected, and the model"
    return Table(title, ("Move", "You", "Model"), tuple(rows), (2.6, 0.8, 0.9), 0.8, large="large:odds")
