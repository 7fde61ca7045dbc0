"""After a decision: what happened, why each number moved, and what was really chosen."""

from __future__ import annotations

from sim.game.session import Session, Turn
from sim.scenario.schema import Decision
from sim.ui.screens.common import HELP, LEAVE, UNDO, meters, timeline
from sim.ui.screens.words import (
    NOTICE,
    change_text,
    date_line,
    history_blocks,
    line,
    name,
    percent,
    sent_text,
)
from sim.ui.view import Action, Block, Row, Screen, Span, Table, Text, bullet, heading, para
from sim.world.log import Step


def result(session: Session, message: str) -> Screen:
    """The last step, beside history."""
    step = session.steps[-1]
    source = next(d.source for d in session.game.decisions if d.source.id == step.decision)
    over = session.turn is Turn.OVER
    onward = (
        Action("debrief", "To the debrief", "Enter", True)
        if over
        else Action("next", "Next decision", "Enter", True)
    )
    return Screen(
        "result",
        f"What happened: {source.title}",
        date_line(source),
        meters=meters(session),
        panels=(
            Text("What happened", tuple(_happened(session, step, source)), 1.0),
            Text("What was really chosen", tuple(history_blocks(session.game.record, source)), 1.0),
            _odds(step, source),
        ),
        timeline=timeline(session),
        actions=(HELP, UNDO, LEAVE, onward),
        message=message or session.trouble,
    )


def _happened(session: Session, step: Step, source: Decision) -> list[Block]:
    game, record = session.game, session.game.record
    label = next(m for m in source.moves if m.id == step.move)
    blocks: list[Block] = [
        Block("text", (Span(f"{name(record, step.decider)}: "), Span(label.label, "strong"))),
        para(label.text),
    ]
    if step.messages:
        blocks.append(heading("Messages"))
        blocks += [
            bullet(sent_text(game, source, s))
            for s in step.messages
            if _may_read(session, s.message.sender, step)
        ]
        hidden = sum(not _may_read(session, s.message.sender, step) for s in step.messages)
        if hidden:
            blocks.append(line(f"{hidden} more, which you did not see.", "em"))
    if step.notice:
        blocks.append(heading("Who knew"))
        blocks += [bullet(f"{name(record, t.side)} {NOTICE[t.level]}.") for t in step.notice]
    for event in game.source.events:
        if event.id in step.events:
            blocks += [heading(f"Event: {event.title}"), para(event.text)]
    blocks.append(heading("Why the numbers moved"))
    blocks += [bullet(change_text(game, step, c)) for c in step.changes]
    if not step.changes:
        blocks.append(line("Nothing moved.", "em"))
    return blocks


def _may_read(session: Session, sender: str, step: Step) -> bool:
    """A side reads what it sent and what was sent to it; and what leaked or was said in public."""
    record = session.game.record
    ours = record.side(session.seat)
    sent = next(s for s in step.messages if s.message.sender == sender)
    open_ = sent.leaked or record.channels[sent.message.channel].public
    return open_ or ours in (record.side(sender), record.side(step.decider))


def _odds(step: Step, source: Decision) -> Table:
    rows = []
    for move in source.moves:
        marks = [w for w, m in (("taken", step.move), ("history", step.historical_move)) if m == move.id]
        rows.append(Row((move.label, percent(step.odds[move.id])), " and ".join(marks)))
    return Table("How likely the model held each", ("Move", "Odds"), tuple(rows), (3.0, 1.0), 0.75)
