"""The table-top: the situation, the channels, and what there is to choose."""

from __future__ import annotations

from sim import scale
from sim.game.session import Session, Turn
from sim.scenario.compiled import CompiledDecision
from sim.types import Notice
from sim.ui.screens.common import HELP, LEAVE, inside, meters, network, seen_title, timeline, undo
from sim.ui.screens.sentences import message_text
from sim.ui.screens.words import (
    cap,
    date_line,
    effect_hints,
    known_block,
    line,
    listed,
    lower,
    name,
    shuffled,
    the,
)
from sim.ui.screens.write import asks, ways
from sim.ui.view import Action, Block, Card, Cards, Hint, Screen, Span, Text, bullet, heading, note, para
from sim.world.holds import holds


def table(session: Session, asked: str | None, message: str) -> Screen:
    """The screen of the open decision, for whichever part the seat has in it."""
    decision = session.decision
    assert decision is not None
    turn = session.turn
    source = decision.source
    if turn is Turn.DECIDE:
        cards = _moves(session, decision)
    elif turn is Turn.WRITE:
        cards = ways(session, decision, asked) if asked else asks(session, decision)
    else:
        cards = _watch(session, decision)
    actions = [HELP, undo(session), LEAVE]
    if asked:
        actions[2] = Action("unask", "Ask for something else", "Esc")
    return Screen(
        turn.value,
        seen_title(session, decision),
        f"{date_line(source)}   ·   {_part(session, decision)}",
        meters=meters(session),
        panels=(
            Text("The situation", tuple(_situation(session, decision)), 1.0),
            cards,
            network(session, decision, 1.0),
        ),
        timeline=timeline(session),
        actions=tuple(actions),
        message=message or session.trouble,
    )


def _part(session: Session, decision: CompiledDecision) -> str:
    who = name(session.game.record, decision.source.decider)
    if session.turn is Turn.DECIDE:
        same = decision.source.decider == session.seat
        return "you decide" if same else f"you decide, as {who}"
    return f"{who} decides, and you can write" if session.turn is Turn.WRITE else f"{who} decides"


def _situation(session: Session, decision: CompiledDecision) -> list[Block]:
    source, record = decision.source, session.game.record
    ours = inside(session, decision)
    if not ours and source.outside is not None:
        return [para(p) for p in _paragraphs(source.outside.situation)] + _own(session, decision)
    blocks = [para(p) for p in _paragraphs(source.situation)]
    if session.turn is not Turn.DECIDE:
        blocks.insert(0, line(f"Seen from the chair of {name(record, source.decider)}:", "em"))
    if session.turn is Turn.DECIDE:
        received = session.received()
        blocks.append(heading("What reached you"))
        blocks += [bullet(_letter(session, decision, i)) for i in range(len(received))]
        if not received:
            blocks.append(line("Nobody has written.", "em"))
    blocks.append(heading("What is known"))
    blocks += [known_block(record, k) for k in source.known]
    if source.unknown:
        blocks.append(heading("What is not known"))
        blocks += [bullet(u) for u in source.unknown]
    if ours and source.constraints:
        blocks.append(heading("What binds the decision"))
        blocks += _limits(session, decision)
    blocks += _own(session, decision)
    if source.date_note:
        blocks.append(note("On the date", source.date_note))
    return blocks


def _own(session: Session, decision: CompiledDecision) -> list[Block]:
    """What the seat wants; and, where it can write, what it holds that could stand behind its words."""
    game, record = session.game, session.game.record
    seat = next(s for s in game.source.seats if s.actor == session.seat)
    blocks = [heading("Your aims"), *(bullet(a) for a in seat.aims)]
    if session.turn is Turn.WRITE:
        at_hand = {int(n) for slot in session.voices() for n in decision.senders[slot].lever if n >= 0}
        levers = [record.leverage[game.levers[n]] for n in sorted(at_hand)]
        if levers:
            blocks.append(heading("What can stand behind your words"))
            blocks += [
                bullet(f"{lv.name} ({lv.strength.value}). To use it costs: {lower(lv.cost)}") for lv in levers
            ]
    return blocks


def _paragraphs(text: str) -> list[str]:
    return [p.strip() for p in text.split("\n") if p.strip()]


def _limits(session: Session, decision: CompiledDecision) -> list[Block]:
    """The constraints that hold now, the moves they touch, and how."""
    record = session.game.record
    found: list[Block] = []
    labels = {m.id: m.label for m in decision.source.moves}
    for limit in decision.limits:
        if not holds(limit.when, session.model.state)[0]:
            continue
        touched = [f"“{labels[m]}”" for m, hit in zip(decision.moves, limit.moves, strict=True) if hit]
        if touched:
            how = "It bars" if limit.bars else "It weighs on"
            what = Span(f"{record.constraints[limit.constraint].name}. ", "strong")
            found.append(Block("bullet", (what, Span(f"{how} {listed(touched)}."))))
    return found


def _letter(session: Session, decision: CompiledDecision, at: int) -> str:
    """A message that reached the seat, with how far its sender is believed."""
    game = session.game
    message = session.received()[at]
    believed = session.model.state.credibility[0, game.actors.index(message.sender)] // scale.HUNDREDTHS
    text = message_text(game, decision.source, message)
    return f"{text} Your belief in the sender: {scale.word(int(believed))}."


def _moves(session: Session, decision: CompiledDecision) -> Cards:
    record, open_ = session.game.record, session.model.open_moves()
    cards = []
    for number, (i, move) in enumerate(shuffled(decision.source), 1):
        bars, weighs = _bounds(session, decision, i)
        hints = effect_hints(record, move) + tuple(Hint(f"against it: {lower(w)}") for w in weighs)
        why = f"Barred: {listed([lower(b) for b in bars])}." if bars else "Closed by what was chosen before."
        cards.append(
            Card(
                f"move:{move.id}",
                str(number),
                move.label,
                move.text,
                hints,
                _told(session, decision, i),
                enabled=open_[move.id],
                why_not="" if open_[move.id] else why,
            )
        )
    lead = "Plus and minus: what your side expects a move to do; two: strongly; “?”: only if things fall so."
    return Cards("Choose", tuple(cards), 1.2, lead=lead)


def _bounds(session: Session, decision: CompiledDecision, move: int) -> tuple[list[str], list[str]]:
    """The names of the constraints that bar a move now, and of those that weigh on it."""
    now = [x for x in decision.limits if x.moves[move] and holds(x.when, session.model.state)[0]]
    names = session.game.record.constraints
    return (
        [names[x.constraint].name for x in now if x.bars],
        [names[x.constraint].name for x in now if not x.bars],
    )


def _told(session: Session, decision: CompiledDecision, move: int) -> str:
    """Who would be told of a move and when, and which sides it would hurt unawares."""
    record = session.game.record
    words = {
        "after": "afterwards",
        "vague": "a vague word",
        "before": "beforehand",
        "coordinated": "consulted",
    }
    notice = [t for t in decision.source.moves[move].notice if t.level != "none"]
    told = [f"{the(record, t.to)} ({words[t.level]})" for t in notice]
    unsaid = [p for p in decision.parties if p.level[move] == Notice.NONE and p.harm[move] > 0]
    deaf = [the(record, p.side) for p in unsaid]
    parts = [
        f"Told: {listed(told)}." if told else "",
        f"Not told, though it hurts them: {listed(deaf)}." if deaf else "",
    ]
    return " ".join(p for p in parts if p)


def _watch(session: Session, decision: CompiledDecision) -> Cards:
    who = cap(the(session.game.record, decision.source.decider))
    text = f"{who} decides, and no channel of yours reaches there on this. You will hear what was chosen."
    return Cards("Meanwhile", (Card("watch", "1", "Wait for the news", text),), 1.0)
