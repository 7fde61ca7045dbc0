"""The table-top: the situation, the channels, and what there is to choose."""

from __future__ import annotations

import numpy as np

from sim import scale
from sim.game.session import Session, Turn
from sim.scenario.compiled import CompiledDecision
from sim.scenario.messages import KINDS
from sim.scenario.schema import Decision
from sim.scenario.speaking import may_know
from sim.types import Int64, Kind
from sim.ui.screens.common import HELP, LEAVE, UNDO, inside, meters, network, seen_title, timeline
from sim.ui.screens.words import (
    KIND_NAMES,
    date_line,
    effect_hints,
    known_block,
    line,
    lower,
    message_text,
    name,
    percent,
)
from sim.ui.view import (
    Action,
    Block,
    Card,
    Cards,
    Hint,
    Screen,
    Text,
    bullet,
    heading,
    note,
    para,
)
from sim.world import limits
from sim.world.choice import weights
from sim.world.holds import holds
from sim.world.log import message_of
from sim.world.pressure import pull


def table(session: Session, asked: str | None, message: str) -> Screen:
    """The screen of the open decision, for whichever part the seat has in it."""
    decision = session.decision
    assert decision is not None
    turn = session.turn
    source = decision.source
    if turn is Turn.DECIDE:
        cards = _moves(session, decision)
    elif turn is Turn.WRITE:
        cards = _ways(session, decision, asked) if asked else _asks(session, decision)
    else:
        cards = _watch(session, decision)
    actions = [HELP, UNDO, LEAVE]
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
            network(session, decision, 1.1),
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
        return [para(p) for p in _paragraphs(source.outside.situation)]
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
    if source.date_note:
        blocks.append(note("On the date", source.date_note))
    return blocks


def _paragraphs(text: str) -> list[str]:
    return [p.strip() for p in text.split("\n") if p.strip()]


def _limits(session: Session, decision: CompiledDecision) -> list[Block]:
    """The constraints that hold now, the moves they touch, and how."""
    record, found = session.game.record, []
    labels = {m.id: m.label for m in decision.source.moves}
    for limit in decision.limits:
        if not holds(limit.when, session.model.state)[0]:
            continue
        touched = ", ".join(
            f"“{labels[m]}”" for m, hit in zip(decision.moves, limit.moves, strict=True) if hit
        )
        how = "bars" if limit.bars else "weighs on"
        found.append(bullet(f"{record.constraints[limit.constraint].name} {how} {touched}."))
    return found


def _letter(session: Session, decision: CompiledDecision, at: int) -> str:
    """A message that reached the seat, with how far its sender is believed."""
    game = session.game
    message = session.received()[at]
    believed = session.model.state.credibility[0, game.actors.index(message.sender)] // scale.HUNDREDTHS
    text = message_text(game, decision.source, message)
    return f"{text} (Belief in this sender: {scale.word(int(believed))}.)"


def _moves(session: Session, decision: CompiledDecision) -> Cards:
    record, open_ = session.game.record, session.model.open_moves()
    cards = []
    soft = limits.costs(session.model.state, decision, session.model.rules)[0]
    for i, move in enumerate(decision.source.moves):
        hints = effect_hints(record, move)
        if soft[i]:
            hints = (*hints, Hint("bound by a constraint"))
        cards.append(
            Card(
                f"move:{move.id}",
                str(i + 1),
                move.label,
                move.text,
                hints,
                _told(session, decision.source, i),
                enabled=open_[move.id],
                why_not="" if open_[move.id] else "Closed by what was chosen before, or barred.",
            )
        )
    return Cards("Choose", tuple(cards), 1.0)


def _told(session: Session, source: Decision, move: int) -> str:
    """Who is told of a move, in a few words."""
    record = session.game.record
    told = [t for t in source.moves[move].notice if t.level != "none"]
    if not told:
        return ""
    words = {"after": "afterwards", "vague": "vaguely", "before": "before", "coordinated": "consulted"}
    return "Told: " + ", ".join(f"{record.actors[t.to].name} ({words[t.level]})" for t in told)


def _asks(session: Session, decision: CompiledDecision) -> Cards:
    """First question of a letter: what to ask for."""
    game, open_ = session.game, session.model.open_moves()
    known = may_know(game.record, decision.source, session.seat)
    odds = _odds(session, decision, None, 0)
    cards = [Card("say:nothing", "0", "Say nothing", "Stay silent, and see what they do.")]
    for i, move in enumerate(decision.source.moves):
        if move.id in known and open_[move.id]:
            cards.append(
                Card(
                    f"ask:{move.id}",
                    str(len(cards)),
                    f"Ask for: {move.label}",
                    move.text,
                    (Hint(f"likely now: {percent(odds[i])}"),),
                )
            )
    return Cards("Work the channels: what do you want?", tuple(cards), 1.0)


def _ways(session: Session, decision: CompiledDecision, asked: str) -> Cards:
    """Second question: who says it, how, over which channel, and with what behind it."""
    move = decision.moves.index(asked)
    before = _odds(session, decision, None, 0)[move]
    rows = []
    for slot in session.voices():
        sender = decision.senders[slot]
        allowed = session.view(slot).available()[0]
        for option in np.flatnonzero((sender.move == move) & allowed):
            after = _odds(session, decision, slot, int(option))[move]
            rows.append((after, slot, int(option)))
    rows.sort(key=lambda r: (-r[0], r[1], r[2]))
    several = len(session.voices()) > 1
    cards = [
        _way(session, decision, slot, option, before, after, several, str(i) if i < 10 else "")
        for i, (after, slot, option) in enumerate(rows, 1)
    ]
    title = next(m.label for m in decision.source.moves if m.id == asked)
    return Cards(f"How do you ask for “{title}”?", tuple(cards), 1.0, empty="No channel carries that now.")


def _way(
    session: Session,
    decision: CompiledDecision,
    slot: int,
    option: int,
    before: float,
    after: float,
    several: bool,
    key: str,
) -> Card:
    record = session.game.record
    message = message_of(session.game, decision, slot, option)
    assert message is not None
    rule = KINDS[Kind[message.kind.upper()]]
    lever = record.leverage[message.leverage] if message.leverage else None
    channel = record.channels[message.channel]
    title = KIND_NAMES[message.kind] + (" (a bluff)" if message.bluff else "")
    if several:
        title = f"{record.actors[message.sender].name}: {lower(title)}"
    text = f"Over {lower(channel.name)}"
    text += f", with {lower(lever.name)} behind it." if lever else ", with words alone."
    if message.kind == "threaten":
        text += (
            " If they do otherwise it is empty, and costs you belief."
            if message.bluff
            else " If they do otherwise, it is carried out."
        )
    if message.kind == "offer":
        text += " If they agree, you pay it."
    if message.kind == "go_public":
        text += " It strains the relation, and costs you belief if they do otherwise."
    risk = (100 - channel.secrecy.percent) * rule.leaks // 100
    hints = [Hint(f"likely: {percent(before)} to {percent(after)}", "up" if after > before else "flat")]
    if risk:
        hints.append(Hint(f"may leak: {risk} in 100"))
    return Card(f"send:{slot}:{option}", key, title, text, tuple(hints))


def _odds(session: Session, decision: CompiledDecision, slot: int | None, option: int) -> list[float]:
    """How likely the model holds each move that the seat knows of, with one message in."""
    model = session.model
    weighed = model.weighed()
    values: Int64 = weighed.base
    if slot is not None:
        sender = decision.senders[slot]
        values = values + pull(model.state, sender, np.array([option]))
    known = may_know(session.game.record, decision.source, session.seat)
    seen = weighed.open_moves & np.array([m in known for m in decision.moves])
    weight = weights(values, seen, model.rules.rationality)[0].astype(float)
    return [float(w) for w in weight / max(weight.sum(), 1.0)]


def _watch(session: Session, decision: CompiledDecision) -> Cards:
    who = name(session.game.record, decision.source.decider)
    text = f"{who} decides, and no channel of yours leads there."
    return Cards("Meanwhile", (Card("watch", "1", "Wait for the news", text),), 1.0)
