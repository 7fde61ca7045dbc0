"""Messages and pressure: what a message does to the decider's choice, and what it is worth to send.

A message argues from what it asks: moves that its sender likes no less are left alone, the
others weigh by how much less the sender likes them, times the leverage behind it, how well
the channel carries, and how far the sender is believed.
"""

from __future__ import annotations

import numpy as np

from sim import scale
from sim.scenario.compiled import KEPT, PAID, SILENCE, Compiled, CompiledDecision, Sender
from sim.types import Bool, Int64, Kind, Lever
from sim.world.alike import Classes, Column, alike
from sim.world.choice import mean, weights
from sim.world.rules import BLUFF_CALLED, CREDIBILITY_PRICE, PUBLIC_IGNORED, Rules
from sim.world.state import State

_SCALE = scale.FULL * scale.FULL
"""Divides force x trust x credibility down to a share of ten thousand."""


def available(game: Compiled, state: State, sender: Sender, open_moves: Bool) -> Bool:
    """Which messages can be sent, bool (B, K): a spent lever backs none, no closed move is asked for."""
    found = np.ones((len(state), len(sender)), bool)
    asks = sender.move >= 0
    found[:, asks] &= open_moves[:, sender.move[asks]]
    backed = np.flatnonzero(sender.lever >= 0)
    if len(backed):
        spent = (state.levers == Lever.USED) & ~game.renewable[None, :]
        found[:, backed] &= ~spent[:, sender.lever[backed]]
    return found


def alike_for(
    game: Compiled, state: State, decision: CompiledDecision, slot: int, standing: Classes
) -> Classes:
    """Runs in which a sender's messages weigh and can be sent alike.

    They agree in all that :func:`worth` and :func:`available` read for the messages that a
    policy considers: the decider's sum, the channels' trust, the sender's credibility, and
    which of its levers are spent.
    """
    sender = decision.senders[slot]
    considered = sender.handful.copy()
    considered[[o for s, o in decision.historical_messages if s == slot]] = True
    spoken = considered & (sender.channel >= 0)
    columns: list[tuple[Column, int]] = [(standing.of, len(standing))]
    columns.append((state.credibility[:, sender.actor], scale.FULL + 1))
    columns += [(state.trust[:, c], scale.FULL + 1) for c in np.unique(sender.channel[spoken])]
    backed = np.unique(sender.lever[considered & (sender.lever >= 0)])
    spent = (state.levers[:, at] == Lever.USED for at in backed if not game.renewable[at])
    columns += [(s.view(np.int8), 2) for s in spent]
    return alike(len(state), columns)


def weigh(state: State, sender: Sender, option: Int64) -> Int64:
    """force x trust x credibility as a share of ten thousand: int64 (B, N) for options (B, N)."""
    rows = np.arange(len(state))[:, None]
    trust = state.trust[rows, np.maximum(sender.channel[option], 0)].astype(np.int64)
    believed = state.credibility[:, sender.actor].astype(np.int64)[:, None]
    return sender.force[option] * trust * believed // _SCALE


def pull(state: State, sender: Sender, option: Int64) -> Int64:
    """What each run's message adds to the decider's sum: int64 (B, M), hundredths of a point, at most 0."""
    share = weigh(state, sender, option[:, None])
    return -((-sender.plea[option] * share) // 10_000)


def pulls(state: State, decision: CompiledDecision, messages: Int64) -> Int64:
    """What all messages add together: int64 (B, M) from options (B, S)."""
    total = np.zeros((len(state), len(decision.moves)), np.int64)
    for slot, sender in enumerate(decision.senders):
        total += pull(state, sender, messages[:, slot])
    return total


def worth(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    sender: Sender,
    base: Int64,
    open_moves: Bool,
    rules: Rules,
    options: Int64,
) -> Int64:
    """What sending each option is worth to its sender: int64 (B, N), hundredths of a point.

    ``base`` (B, M) is the decider's sum with everybody silent, ``options`` (N,) the messages
    to be judged. Worth is the change in what the sender expects, less the price of sending,
    less what keeping or breaking the message's word is expected to cost.
    """
    stake = decision.stakes[sender.actor]
    rows, count = len(state), len(options)
    share = weigh(state, sender, np.broadcast_to(options, (rows, count)))
    moved = base[:, None, :] - (-sender.plea[options][None, :, :] * share[:, :, None]) // 10_000
    weight = weights(moved, open_moves[:, None, :], rules.rationality)
    expected = mean(weight, np.broadcast_to(stake, moved.shape))
    silent = mean(weights(base, open_moves, rules.rationality), np.broadcast_to(stake, base.shape))
    ignores = _ignored(sender, options, stake)
    ignored = mean(weight, np.broadcast_to(ignores * 10_000, moved.shape))
    price = sender.cost[options] + ignored * _if_ignored(game, sender, options) // 10_000
    price += (10_000 - ignored) * _if_heeded(game, sender, options) // 10_000
    found = expected - silent[:, None] - price
    found[:, options == SILENCE] = 0
    return found


def _ignored(sender: Sender, options: Int64, stake: Int64) -> Int64:
    """1 where choosing a move would mean that the message was ignored: int64 (N, M)."""
    asked = stake[np.maximum(sender.move[options], 0)]
    return (stake[None, :] < asked[:, None]).astype(np.int64)


def _if_ignored(game: Compiled, sender: Sender, options: Int64) -> Int64:
    """What being ignored costs the sender: int64 (N,), hundredths of a point of value."""
    kind, lever = sender.kind[options], np.maximum(sender.lever[options], 0)
    if not game.levers:
        return np.zeros(len(options), np.int64)
    kept = -lever_value(game, sender.actor, KEPT)[lever]
    threat = kind == Kind.THREATEN
    cost = np.where(threat & ~sender.bluff[options], kept, 0)
    cost = np.where(threat & sender.bluff[options], -BLUFF_CALLED * CREDIBILITY_PRICE // 100, cost)
    return np.where(kind == Kind.GO_PUBLIC, -PUBLIC_IGNORED * CREDIBILITY_PRICE // 100, cost)


def _if_heeded(game: Compiled, sender: Sender, options: Int64) -> Int64:
    """What being heeded costs the sender, that is, paying what it offered: int64 (N,)."""
    if not game.levers:
        return np.zeros(len(options), np.int64)
    paid = -lever_value(game, sender.actor, PAID)[np.maximum(sender.lever[options], 0)]
    return np.where(sender.kind[options] == Kind.OFFER, paid, 0)


def lever_value(game: Compiled, actor: int, way: int) -> Int64:
    """What really using each lever (KEPT or PAID) is worth to an actor: int64 (L,), hundredths of a point."""
    effects = game.lever_effects[way].astype(np.int64)
    return np.asarray((game.priorities[actor][None, :] * effects).sum(axis=1) // 100, np.int64)
