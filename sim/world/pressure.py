"""Messages and pressure: what a message does to the decider's choice, and what it is worth to send.

A message argues from what it asks: moves that its sender likes no less are left alone, the
others weigh by how much less the sender likes them, times the leverage behind it, how well
the channel carries, and how far the sender is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim import scale
from sim.scenario.compiled import KEPT, PAID, SILENCE, Compiled, CompiledDecision, Sender
from sim.types import Bool, Int8, Int32, Int64, Kind, Lever
from sim.world.choice import weights
from sim.world.rules import BLUFF_CALLED, CREDIBILITY_PRICE, PUBLIC_IGNORED, Rules
from sim.world.state import State

_SCALE = scale.FULL * scale.FULL
"""Divides force x trust x credibility down to a share of ten thousand."""


def available(
    game: Compiled, state: State, sender: Sender, open_moves: Bool, options: Int64 | None = None
) -> Bool:
    """Which messages can be sent: a spent lever backs none, no closed move is asked for.

    bool (B, K), or (B, N) for some of the options (N,).
    """
    options = np.arange(len(sender)) if options is None else options
    asked, lever = sender.move[options], sender.lever[options]
    found = open_moves[:, np.maximum(asked, 0)] | (asked < 0)
    for at in np.unique(lever[lever >= 0]):
        if not game.renewable[at]:
            found &= (state.levers[:, at] != Lever.USED)[:, None] | (lever != at)
    return found


def reads(game: Compiled, state: State, decision: CompiledDecision, slot: int) -> list[Int32 | Int8]:
    """What :func:`worth` and :func:`available` read of the runs for the messages that a policy considers.

    The sender's credibility, the channels' trust, and which levers are spent: columns (B,).
    """
    sender = decision.senders[slot]
    considered = sender.handful.copy()
    considered[[o for s, o in decision.historical_messages if s == slot]] = True
    spoken = np.unique(sender.channel[considered & (sender.channel >= 0)])
    backed = np.unique(sender.lever[considered & (sender.lever >= 0)])
    spent = [(state.levers[:, at] == Lever.USED).view(np.int8) for at in backed if not game.renewable[at]]
    return [state.credibility[:, sender.actor], *(state.trust[:, c] for c in spoken), *spent]


def weigh(state: State, sender: Sender, option: Int64) -> Int64:
    """force x trust x credibility as a share of ten thousand: int64 (B,) for options (B,)."""
    trust = state.trust[np.arange(len(state)), np.maximum(sender.channel[option], 0)]
    return sender.force[option] * trust.astype(np.int64) * state.credibility[:, sender.actor] // _SCALE


def weigh_each(state: State, sender: Sender, options: Int64) -> Int64:
    """The same for each of some options (H,) in every run: int64 (H, B)."""
    channel = np.maximum(sender.channel[options], 0)
    carried = state.trust.T.take(channel, axis=0) * state.credibility[:, sender.actor].astype(np.int64)
    return np.asarray(sender.force[options][:, None] * carried // _SCALE)


def pull(state: State, sender: Sender, option: Int64) -> Int64:
    """What each run's message adds to the decider's sum: int64 (B, M), hundredths of a point, at most 0."""
    return argued(sender.plea[option], weigh(state, sender, option)[:, None])


def argued(plea: Int64, share: Int64) -> Int64:
    """What a plea adds by its share of ten thousand, rounded towards nothing: hundredths of a point."""
    return -((-plea * share) // 10_000)


def pulled(state: State, sender: Sender, options: Int64) -> Int64:
    """What each of ``options`` (H,) would add to the decider's sum: int64 (H, M, B)."""
    return argued(sender.plea[options][:, :, None], weigh_each(state, sender, options)[:, None, :])


def pulls(state: State, decision: CompiledDecision, messages: Int64) -> Int64:
    """What all messages add together: int64 (B, M) from options (B, S)."""
    total = np.zeros((len(state), len(decision.moves)), np.int64)
    for slot, sender in enumerate(decision.senders):
        total += pull(state, sender, messages[:, slot])
    return total


def worth(
    game: Compiled,
    decision: CompiledDecision,
    slot: int,
    base: Int64,
    open_moves: Bool,
    rules: Rules,
    options: tuple[int, ...],
    added: Int64,
) -> Int64:
    """What sending each of ``options`` (H,) is worth to its sender: int64 (B, H), hundredths of a point.

    ``base`` (B, M) is the decider's sum with everybody silent, ``added`` (H, M, B) what each
    option would add to it (:func:`pulled`). Worth is the change in what the sender expects, less
    the price of sending, less what keeping or breaking the message's word is expected to cost.
    """
    stake = decision.stakes[decision.senders[slot].actor]
    price = prices(game, decision, slot, options)
    silent = expected(weights(base.T, open_moves.T, rules.rationality, axis=0), stake)
    weight = weights(base.T + added, open_moves.T, rules.rationality, axis=1)
    total = weight.sum(axis=1)
    found = (weight * stake[:, None]).sum(axis=1) // total - silent - price.sending
    if price.words:
        ignored = (weight * price.ignores).sum(axis=1) // total
        found -= ignored * price.if_ignored // 10_000 + (10_000 - ignored) * price.if_heeded // 10_000
    found[price.silence] = 0
    return np.asarray(found.T)


@dataclass(frozen=True, eq=False)
class Prices:
    """What each of H messages costs its sender, hundredths of a point of value: int64 (H, 1)."""

    silence: Bool
    """(H,)"""
    sending: Int64
    words: bool
    """Whether any of them ties its sender to what it says."""
    ignores: Int64
    """(H, M, 1) 10 000 where choosing a move would mean that the message was ignored."""
    if_ignored: Int64
    if_heeded: Int64


@lru_cache(maxsize=4096)
def prices(game: Compiled, decision: CompiledDecision, slot: int, options: tuple[int, ...]) -> Prices:
    """The prices of one sender's messages. They are kept: a compiled decision never changes."""
    sender, which = decision.senders[slot], np.array(options)
    stake = decision.stakes[sender.actor]
    if_ignored, if_heeded = _if_ignored(game, sender, which), _if_heeded(game, sender, which)
    return Prices(
        which == SILENCE,
        sender.cost[which][:, None],
        bool(if_ignored.any() or if_heeded.any()),
        (_ignored(sender, which, stake) * 10_000)[:, :, None],
        if_ignored[:, None],
        if_heeded[:, None],
    )


def expected(weight: Int64, value: Int64) -> Int64:
    """The value to be expected, in the value's unit: (..., N) from weights (..., M, N) and (..., M)."""
    return np.asarray((weight * value[..., None]).sum(axis=-2) // weight.sum(axis=-2), np.int64)


def _ignored(sender: Sender, options: Int64, stake: Int64) -> Int64:
    """1 where choosing a move would mean that the message was ignored: int64 (N, M)."""
    asked = stake[np.maximum(sender.move[options], 0)]
    return (stake[None, :] < asked[:, None]).astype(np.int64)


def _if_ignored(game: Compiled, sender: Sender, options: Int64) -> Int64:
    """What being ignored costs the sender: int64 (N,), hundredths of a point of value."""
    kind, bluff = sender.kind[options], sender.bluff[options]
    cost = np.where(kind == Kind.GO_PUBLIC, -PUBLIC_IGNORED * CREDIBILITY_PRICE // 100, 0)
    threat = kind == Kind.THREATEN
    cost = np.where(threat & bluff, -BLUFF_CALLED * CREDIBILITY_PRICE // 100, cost)
    if not (threat & ~bluff).any():
        return cost
    kept = -lever_value(game, sender.actor, KEPT)[np.maximum(sender.lever[options], 0)]
    return np.where(threat & ~bluff, kept, cost)


def _if_heeded(game: Compiled, sender: Sender, options: Int64) -> Int64:
    """What being heeded costs the sender, that is, paying what it offered: int64 (N,)."""
    offer = sender.kind[options] == Kind.OFFER
    if not offer.any():
        return np.zeros(len(options), np.int64)
    paid = -lever_value(game, sender.actor, PAID)[np.maximum(sender.lever[options], 0)]
    return np.where(offer, paid, 0)


def lever_value(game: Compiled, actor: int, way: int) -> Int64:
    """What really using each lever (KEPT or PAID) is worth to an actor: int64 (L,), hundredths of a point."""
    effects = game.lever_effects[way].astype(np.int64)
    return np.asarray((game.priorities[actor][None, :] * effects).sum(axis=1) // 100, np.int64)
