"""Writing to whoever decides: first what to ask for, then who says it, how, and with what behind it."""

from __future__ import annotations

from typing import Literal

import numpy as np

from sim import scale
from sim.game.seat import Seat
from sim.policies.seated import odds
from sim.scenario.compiled import CompiledDecision
from sim.scenario.messages import KINDS
from sim.types import Int64, Kind
from sim.ui.screens.common import inside, known_moves
from sim.ui.screens.words import effect_hints, lower, percent, shuffled
from sim.ui.view import Card, Cards, Hint
from sim.world.choice import weights
from sim.world.log import Message, message_of
from sim.world.pressure import pull

KIND_NAMES = {
    "ask": "Ask",
    "assure": "Assure",
    "warn": "Warn",
    "threaten": "Threaten",
    "offer": "Offer",
    "go_public": "Go public",
}
FIRST = 4
"""How many different ways to say a thing come first."""

_TABLE = (
    "This is settled at a table. What you write counts there for the decider's side: packages that amount to "
    "anything but what you ask for become worth less to it. Silence is a choice too."
)

_TELLING = ("threaten", "warn", "offer", "ask", "go_public", "assure")
_GROUPS = (
    "Different ways to say it",
    "In another tone, voice or channel",
    "As a bluff",
    "With other leverage",
)
_NUMBERS = 9


def asks(seat: Seat, decision: CompiledDecision) -> Cards:
    """First question of a letter: what to ask for."""
    game, open_ = seat.game, seat.model.open_moves()
    known = known_moves(seat, decision)
    likely = odds_of(seat, decision, None, 0)
    ours = inside(seat, decision)  # a move's text is written to the decider
    silent = "It costs nothing and gives nothing away. They decide without you."
    cards = [Card("say:nothing", "0", "Say nothing", silent)]
    for i, move in shuffled(decision.source):
        if move.id in known and open_[move.id]:
            stands = (Hint(f"{percent(likely[i])} likely as things stand"),) if likely else ()
            words = move.text if ours else ""
            hints = (*stands, *effect_hints(game.record, move))
            cards.append(Card(f"ask:{move.id}", str(len(cards)), f"Ask for: {move.label}", words, hints))
    lead = (
        "A message can tilt their choice, seldom make it. Silence is a choice too. "
        "The odds are the model's, among the moves that you can know of."
    )
    return Cards("What do you want of them?", tuple(cards), 1.2, lead=_TABLE if decision.table else lead)


def ways(seat: Seat, decision: CompiledDecision, asked: str) -> Cards:
    """Second question: who says it, how, over which channel, and with what behind it."""
    move = decision.moves.index(asked)
    bargained = decision.table is not None
    before = 0.0 if bargained else odds_of(seat, decision, None, 0)[move]
    rows = []
    for slot in seat.voices():
        sender = decision.senders[slot]
        allowed = seat.view(slot).available()[0]
        for option in np.flatnonzero((sender.move == move) & allowed).tolist():
            after = (
                _weight(seat, decision, slot, option, move)
                if bargained
                else odds_of(seat, decision, slot, option)[move]
            )
            message = message_of(seat.game, decision, slot, option)
            assert message is not None
            rows.append((after, slot, option, message))
    rows.sort(key=lambda r: (-r[0], r[1], r[2]))
    groups = _grouped([r[3] for r in rows])
    order = sorted(range(len(rows)), key=lambda i: (groups[i], i))
    several = len(seat.voices()) > 1
    cards = []
    for number, at in enumerate(order, 1):
        after, slot, option, message = rows[at]
        opens = number == 1 or groups[at] != groups[order[number - 2]]
        above = _GROUPS[groups[at]] if opens and len(set(groups)) > 1 else ""
        key = str(number) if number <= _NUMBERS else ""
        do = f"send:{slot}:{option}"
        told = _taken(after) if bargained else _moved(before, after)
        cards.append(_way(seat, message, do, key, above, told, several))
    title = next(m.label for m in decision.source.moves if m.id == asked)
    lead = "Strong words weigh more and cost more: a threat is to be kept, an offer paid, and secrets leak."
    empty = "No channel carries that now. Ask for something else, or say nothing."
    return Cards(f"How do you ask for “{title}”?", tuple(cards), 1.2, empty=empty, lead=lead if cards else "")


def _grouped(messages: list[Message]) -> list[int]:
    """The group of each message, strongest first: the best of each kind; other voices; bluffs; the rest."""
    meant = {m.kind for m in messages if not m.bluff}
    first = set([k for k in _TELLING if k in meant][:FIRST])
    places: set[tuple[str, str, str]] = set()
    groups = []
    for message in messages:
        place = (message.sender, message.kind, message.channel)
        if message.bluff:
            groups.append(2)
            continue
        if message.kind in first:
            groups.append(0)
            first.discard(message.kind)
        else:
            groups.append(3 if place in places else 1)
        places.add(place)
    return groups


def _way(
    seat: Seat,
    message: Message,
    do: str,
    key: str,
    above: str,
    told: Hint,
    several: bool,
) -> Card:
    record = seat.game.record
    rule = KINDS[Kind[message.kind.upper()]]
    lever = record.leverage[message.leverage] if message.leverage else None
    channel = record.channels[message.channel]
    title = KIND_NAMES[message.kind] + (", as a bluff" if message.bluff else "")
    if several:
        title = f"{record.actors[message.sender].name}: {title.lower()}"
    behind = lower(lever.name, record) if lever else "words alone"
    text = f"Channel: {lower(channel.name, record)}. Behind it: {behind}."
    if message.kind == "threaten":
        text += (
            " If they do otherwise it proves empty, and you are believed less."
            if message.bluff
            else " If they do otherwise, it is carried out."
        )
    if message.kind == "offer":
        text += " If they agree, you pay."
    if lever and message.kind in ("threaten", "offer") and not message.bluff:
        text += f" The price: {lower(lever.cost, record)}"
    if message.kind == "go_public":
        text += " It strains the relation, and you are believed less if they do otherwise."
    risk = (100 - channel.secrecy.percent) * rule.leaks // 100
    hints = [told]
    if risk:
        hints.append(Hint(f"may leak: {risk} %"))
    return Card(do, key, title, text, tuple(hints), above=above)


def _moved(before: float, after: float) -> Hint:
    """What a message does to the odds of what it asks for."""
    tone: Literal["up", "down", "flat"] = "up" if after > before else "down" if after < before else "flat"
    return Hint(f"{percent(before)} to {percent(after)} likely", tone)


def _taken(points: float) -> Hint:
    """What a message does at a table."""
    if not points:
        return Hint("changes no package's worth")
    return Hint(f"other packages: up to {points:.1f} points less")


def _weight(seat: Seat, decision: CompiledDecision, slot: int, option: int, asked: int) -> float:
    """What a message takes at most, in points, from packages that amount to another move than it asks for.

    It takes that from what they are worth to the decider's side; only moves that the seat knows of count.
    """
    table, known = decision.table, known_moves(seat, decision)
    assert table is not None
    others = {o.move for o in table.outcomes} - {asked}
    taken = pull(seat.model.state, decision.senders[slot], np.array([option]))[0]
    return max((-int(taken[m]) / scale.HUNDREDTHS for m in others if decision.moves[m] in known), default=0.0)


def odds_of(seat: Seat, decision: CompiledDecision, slot: int | None, option: int) -> list[float]:
    """How likely the model holds each move that the seat knows of, with one message in.

    Where a person is at the table, nobody can say: there are none.
    """
    model = seat.model
    weighed = model.weighed()
    if decision.table is not None:
        return [] if seat.session.table.seats() else _over_paces(seat, decision)
    values: Int64 = weighed.base
    if slot is not None:
        sender = decision.senders[slot]
        values = values + pull(model.state, sender, np.array([option]))
    known = known_moves(seat, decision)
    seen = weighed.open_moves & np.array([m in known for m in decision.moves])
    weight = weights(values, seen, model.rules.rationality)[0].astype(float)
    return [float(w) for w in weight / max(weight.sum(), 1.0)]


def _over_paces(seat: Seat, decision: CompiledDecision) -> list[float]:
    """The same at a table where the model alone bargains: over all paces, with nobody writing."""
    model, known = seat.model, known_moves(seat, decision)
    silent = np.zeros((1, len(decision.moves)), np.int64)
    found = odds(decision, model.state, silent, model.weighed().open_moves).tolist()
    seen = [n if move in known else 0 for move, n in zip(decision.moves, found, strict=True)]
    return [n / max(sum(seen), 1) for n in seen]
