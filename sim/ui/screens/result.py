"""After a decision: what happened, why each number moved, and what was really chosen."""

from __future__ import annotations

from sim.game.session import Session, Turn, covers
from sim.scenario.schema import Decision
from sim.ui.screens.common import HELP, LEAVE, meters, timeline, undo
from sim.ui.screens.sentences import headline, moved, pleas, sent_text, told
from sim.ui.screens.words import cap, date_line, history_blocks, line, percent, shuffled, the
from sim.ui.view import Action, Block, Row, Screen, Span, Table, Text, bullet, heading, para
from sim.world.log import Sent, Step


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
        source.title,
        f"{date_line(source)}   ·   {the(session.game.record, step.decider)} decided",
        meters=meters(session),
        panels=(
            Text("What happened", tuple(_happened(session, step, source)), 1.0),
            Text("What was really chosen", tuple(history_blocks(session.game.record, source)), 1.0),
            _odds(step, source),
        ),
        timeline=timeline(session, step.decision),
        actions=(HELP, undo(session), LEAVE, onward),
        message=message or session.trouble,
    )


def _happened(session: Session, step: Step, source: Decision) -> list[Block]:
    """What happened, the most important first: the choice, the numbers, the words, who was told."""
    game, record = session.game, session.game.record
    side = record.side(session.seat)
    blocks = _lead(session, step, source)
    for event in game.source.events:
        if event.id in step.events:
            blocks += [heading(f"Event: {event.title}"), para(event.text)]
    blocks.append(heading("Why the numbers moved"))
    hidden = [s.message.sender for s in step.messages if not _may_read(session, s, step)]
    changes = [c for c in step.changes if c.what == "variable" or c.cause not in hidden]
    blocks += moved(game, step, changes) or [line("Nothing moved.", "em")]
    if step.messages:
        blocks.append(heading("Messages"))
        blocks += _messages(session, step, source)
    if step.notice:
        blocks += [heading("Who was told"), *told(game, step, side)]
    return blocks


def _lead(session: Session, step: Step, source: Decision) -> list[Block]:
    """What happened in two sentences, what history chose, and what moved most."""
    labels = {m.id: m.label for m in source.moves}
    taken = next(m for m in source.moves if m.id == step.move)
    covered = covers(session.game, session.seat, step.decider)
    who = "You" if covered else cap(the(session.game.record, step.decider))
    was: tuple[Span, ...] = ()
    if step.historical_move == step.move:
        was = (Span("In history it was the same."),)
    elif step.historical_move:
        was = (Span("In history it was "), Span(labels[step.historical_move], "strong"), Span("."))
    blocks = [
        Block("text", (Span(f"{who} chose "), Span(taken.label, "strong"), Span(". "), *was)),
        para(headline(session.game, step)),
        line(taken.text, "em"),
    ]
    outside = session.game.record.side(session.seat) != session.game.record.side(step.decider)
    if outside and taken.secret:
        blocks.append(line("Your side could not know of this move beforehand.", "em"))
    return blocks


def _messages(session: Session, step: Step, source: Decision) -> list[Block]:
    """Your own message first, then those with something behind them, then the rest in short."""
    game = session.game
    seen = [s for s in step.messages if _may_read(session, s, step)]
    own = [s for s in seen if covers(game, session.seat, s.message.sender)]
    own = [] if covers(game, session.seat, step.decider) else own
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


def _may_read(session: Session, sent: Sent, step: Step) -> bool:
    """A side reads what it sent and what was sent to it; and what leaked or was said in public."""
    record = session.game.record
    ours = record.side(session.seat)
    open_ = sent.leaked or record.channels[sent.message.channel].public
    return open_ or ours in (record.side(sent.message.sender), record.side(step.decider))


def _odds(step: Step, source: Decision) -> Table:
    rows = []
    for _, move in shuffled(source):
        marks = [w for w, m in (("taken", step.move), ("history", step.historical_move)) if m == move.id]
        rows.append(Row((move.label, percent(step.odds[move.id])), " and ".join(marks)))
    return Table("How likely the model held each move", ("Move", "Odds"), tuple(rows), (3.0, 1.0), 0.8)
