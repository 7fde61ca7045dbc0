"""The table-top: the situation, the channels, and what there is to choose."""

from __future__ import annotations

from dataclasses import replace

from sim import scale
from sim.game.seat import Seat, Turn
from sim.scenario.compiled import CompiledDecision
from sim.types import Notice
from sim.ui.screens.common import (
    CONSOLE,
    GLOSSARY,
    HELP,
    LEAVE,
    SOURCES,
    inside,
    meters,
    network,
    seen_title,
    timeline,
    undo,
)
from sim.ui.screens.map import where
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
    within,
)
from sim.ui.screens.write import asks, ways
from sim.ui.view import (
    Action,
    Block,
    Card,
    Cards,
    Hint,
    Panel,
    Screen,
    Span,
    Text,
    bullet,
    heading,
    para,
)
from sim.world.holds import holds


def table(seat: Seat, asked: str | None, side: str, message: str) -> Screen:
    """The screen of the open decision, for whichever part the seat has in it.

    ``side`` names the picture at the side: the channels, or the map where there is one.
    """
    decision = seat.decision
    assert decision is not None
    turn = seat.turn
    source = decision.source
    if turn is Turn.DECIDE:
        cards = _moves(seat, decision)
    elif turn is Turn.WRITE:
        cards = ways(seat, decision, asked) if asked else asks(seat, decision)
    else:
        cards = _watch(seat, decision)
    picture, switch = _picture(seat, decision, side)
    leave = Action("unask", "Ask for something else", "Esc") if asked else LEAVE
    return Screen(
        turn.value,
        seen_title(seat, decision),
        f"{date_line(source)}   ·   {_part(seat, decision)}",
        meters=meters(seat),
        panels=(
            situation(seat),
            cards,
            picture,
        ),
        timeline=timeline(seat),
        actions=(HELP, GLOSSARY, SOURCES, CONSOLE, *switch, undo(seat), leave),
        message=message or seat.trouble,
    )


def _picture(seat: Seat, decision: CompiledDecision, side: str) -> tuple[Panel, tuple[Action, ...]]:
    """The picture at the side, and the button for the other one."""
    channels = replace(network(seat, decision, 1.0), large="large:channels")
    found = where(seat.game, decision, inside(seat, decision))
    if found is None:
        return channels, ()
    if side == "map":
        return replace(found, large="large:map"), (Action("side:channels", "Channels", "M"),)
    return channels, (Action("side:map", "Map", "M"),)


def _part(seat: Seat, decision: CompiledDecision) -> str:
    who = name(seat.game.record, decision.source.decider)
    if seat.turn is Turn.DECIDE:
        same = decision.source.decider == seat.id
        return "you decide" if same else f"you decide, as {within(who)}"
    if decision.table is not None:
        who, decides = "the parties", "meet at a table"
    else:
        decides = "decides"
    return f"{who} {decides}, and you can write" if seat.turn is Turn.WRITE else f"{who} {decides}"


def situation(seat: Seat) -> Text:
    """What the seat reads before it acts at the open decision."""
    decision = seat.decision
    assert decision is not None
    return Text("The situation", tuple(_situation(seat, decision)), 1.0, large="large:situation")


def _situation(seat: Seat, decision: CompiledDecision) -> list[Block]:
    source, record = decision.source, seat.game.record
    ours = inside(seat, decision)
    if not ours and source.outside is not None:
        return [para(p) for p in _paragraphs(source.outside.situation)] + _own(seat, decision)
    blocks = [para(p) for p in _paragraphs(source.situation)]
    if not seat.decides():
        blocks.insert(0, line(f"Seen from the chair of {within(name(record, source.decider))}:", "em"))
    if seat.decides() and seat.turn in (Turn.DECIDE, Turn.BARGAIN):
        received = seat.received()
        blocks.append(heading("What reached you"))
        blocks += [bullet(_letter(seat, decision, i)) for i in range(len(received))]
        if not received:
            blocks.append(line("Nobody has written.", "em"))
    blocks.append(heading("What is known"))
    blocks += [known_block(record, k) for k in source.known]
    if source.unknown:
        blocks.append(heading("What is not known"))
        blocks += [bullet(u) for u in source.unknown]
    if ours and source.constraints:
        blocks.append(heading("What binds the decision"))
        blocks += _limits(seat, decision)
    blocks += _own(seat, decision)
    return blocks


def _own(seat: Seat, decision: CompiledDecision) -> list[Block]:
    """What the seat wants; and, where it can write, what it holds that could stand behind its words."""
    game, record = seat.game, seat.game.record
    aims = next((s.aims for s in game.source.seats if s.actor == seat.id), [])
    blocks = [heading("Your aims"), *(bullet(a) for a in aims)] if aims else []
    if seat.turn is Turn.WRITE:
        at_hand = {int(n) for slot in seat.voices() for n in decision.senders[slot].lever if n >= 0}
        levers = [record.leverage[game.levers[n]] for n in sorted(at_hand)]
        if levers:
            blocks.append(heading("What can stand behind your words"))
            blocks += [
                bullet(f"{lv.name} ({lv.strength.value}). To use it costs: {lower(lv.cost, record)}")
                for lv in levers
            ]
    return blocks


def _paragraphs(text: str) -> list[str]:
    return [p.strip() for p in text.split("\n") if p.strip()]


def _limits(seat: Seat, decision: CompiledDecision) -> list[Block]:
    """The constraints that hold now, the moves they touch, and how."""
    record = seat.game.record
    found: list[Block] = []
    labels = {m.id: m.label for m in decision.source.moves}
    for limit in decision.limits:
        if not holds(limit.when, seat.model.state)[0]:
            continue
        touched = [f"“{labels[m]}”" for m, hit in zip(decision.moves, limit.moves, strict=True) if hit]
        if touched:
            how = "It bars" if limit.bars else "It weighs on"
            what = Span(f"{record.constraints[limit.constraint].name}. ", "strong")
            found.append(Block("bullet", (what, Span(f"{how} {listed(touched)}."))))
    return found


def _letter(seat: Seat, decision: CompiledDecision, at: int) -> str:
    """A message that reached the seat, with how far its sender is believed."""
    game = seat.game
    message = seat.received()[at]
    believed = seat.model.state.credibility[0, game.actors.index(message.sender)] // scale.HUNDREDTHS
    text = message_text(game, decision.source, message)
    return f"{text} Your belief in the sender: {scale.word(int(believed))}."


def _moves(seat: Seat, decision: CompiledDecision) -> Cards:
    record, open_ = seat.game.record, seat.model.open_moves()
    cards = []
    for number, (i, move) in enumerate(shuffled(decision.source), 1):
        bars, weighs = _bounds(seat, decision, i)
        hints = effect_hints(record, move) + tuple(Hint(f"against it: {lower(w, record)}") for w in weighs)
        why = (
            f"Barred: {listed([lower(b, record) for b in bars])}."
            if bars
            else "Closed by what was chosen before."
        )
        cards.append(
            Card(
                f"move:{move.id}",
                str(number),
                move.label,
                move.text,
                hints,
                _told(seat, decision, i),
                enabled=open_[move.id],
                why_not="" if open_[move.id] else why,
            )
        )
    lead = "Plus and minus: what your side expects a move to do; two: strongly; “?”: only if things fall so."
    return Cards("Choose", tuple(cards), 1.2, lead=lead)


def _bounds(seat: Seat, decision: CompiledDecision, move: int) -> tuple[list[str], list[str]]:
    """The names of the constraints that bar a move now, and of those that weigh on it."""
    now = [x for x in decision.limits if x.moves[move] and holds(x.when, seat.model.state)[0]]
    names = seat.game.record.constraints
    return (
        [names[x.constraint].name for x in now if x.bars],
        [names[x.constraint].name for x in now if not x.bars],
    )


def _told(seat: Seat, decision: CompiledDecision, move: int) -> str:
    """Who would be told of a move and when, and which sides it would hurt unawares."""
    record = seat.game.record
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


def _watch(seat: Seat, decision: CompiledDecision) -> Cards:
    if decision.table is not None:
        text = "The parties are meeting, and you are not at the table. You will hear what came of it."
        return Cards("Meanwhile", (Card("watch", "1", "Wait for the news", text),), 1.0)
    who = cap(the(seat.game.record, decision.source.decider))
    text = f"{who} decides, and no channel of yours reaches there on this. You will hear what was chosen."
    return Cards("Meanwhile", (Card("watch", "1", "Wait for the news", text),), 1.0)
