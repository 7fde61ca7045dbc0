"""Settling a decision: everything that follows from a move and its messages, in a fixed order.

1. the move's own effects; 2. surprise; 3. levers really used; 4. words in public and leaks;
5. credibility; 6. events. Each rule is one function over B runs; each writes to the draft what
it moved and why.
"""

from __future__ import annotations

import numpy as np

from sim import rng, scale
from sim.rng import Purpose
from sim.scenario.compiled import KEPT, PAID, SILENCE, Compiled, CompiledDecision, Party, Sender
from sim.scenario.messages import KINDS
from sim.types import Bool, Int64, Kind, Lever, Notice, UInt64, label
from sim.world import rules as numbers
from sim.world.holds import holds
from sim.world.rules import Rules
from sim.world.state import Draft, State

_SURPRISE = np.array([numbers.SURPRISE[n] for n in Notice], np.int64)


def settle(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    messages: Int64,
    move: Int64,
    rules: Rules,
    keys: UInt64 | None,
    draft: Draft | None = None,
) -> State:
    """The state after a decision: from options (B, S) and a move (B,) for each run.

    ``keys`` (B,) decide leaks and events; None means that luck falls as it did in history:
    nothing leaks and the events are those that happened. Give a ``draft`` to keep the changes.
    """
    draft = draft or Draft(state)
    apply_effects(draft, state, decision, move)
    if rules.surprise:
        apply_surprise(draft, state, decision, move)
    for slot, sender in enumerate(decision.senders):
        option = messages[:, slot]
        heeded, ignored = answers(sender, decision, option, move)
        apply_levers(game, draft, sender, option, heeded, ignored)
        apply_openness(game, draft, decision, slot, option, rules, keys)
        if rules.credibility:
            apply_credibility(game, draft, sender, option, heeded, ignored)
    after = draft.finish(decision.index, move)
    if rules.events:
        apply_events(draft, decision, keys)
    return after


def apply_effects(draft: Draft, state: State, decision: CompiledDecision, move: Int64) -> None:
    """The move's effects; conditional ones by how things stood before."""
    first = int(move[0])
    amounts = decision.effects[move]
    for v in np.flatnonzero(decision.effects.any(axis=0)):
        amount = amounts[:, v].astype(np.int64)
        draft.add("variable", int(v), amount, "effects", decision.moves[first], decision.reasons[first][v])
    for part in decision.conditional:
        hit = (move == part.move) & holds(part.when, state)
        amount = hit * np.int64(part.amount)
        draft.add("variable", part.variable, amount, "effects", decision.moves[part.move], part.reason)


def apply_surprise(draft: Draft, state: State, decision: CompiledDecision, move: Int64) -> None:
    """A party that a move hurts and that was not told trusts less; a trusted channel softens it.

    Where several parties share a relation, the one that is hurt most sets the tone: how many
    parties an author lists does not matter.
    """
    worst: dict[int, list[tuple[Int64, str]]] = {}
    for party in decision.parties:
        cost, cause = surprise(state, party, move), _cause(party, move)
        for v in np.flatnonzero(party.relations):
            worst.setdefault(int(v), []).append((cost, cause))
        for c in party.channels:
            bypassed = np.where(party.channel[move] == c, 0, cost * numbers.BYPASSED_SHARE // 100)
            draft.add("trust", int(c), -bypassed, "surprise", cause)
    for variable, felt in sorted(worst.items()):
        cost = np.maximum.reduce([c for c, _ in felt])
        cause = max(felt, key=lambda f: int(f[0][0]))[1]
        draft.add("variable", variable, -cost, "surprise", cause)


def surprise(state: State, party: Party, move: Int64) -> Int64:
    """What a surprise takes from trust with one party: int64 (B,), hundredths of a point, at least 0."""
    cost = party.harm[move] * _SURPRISE[party.level[move]] * numbers.SURPRISE_WEIGHT // 10_000
    channel = party.channel[move]
    told = np.zeros(len(state), np.int64)
    if (channel >= 0).any():
        carried = state.trust[np.arange(len(state)), np.maximum(channel, 0)]
        told = np.where(channel >= 0, carried, 0).astype(np.int64)
    softened = cost * (scale.FULL - told // 2) // scale.FULL
    return np.asarray(np.minimum(softened, numbers.SURPRISE_MOST))


def _cause(party: Party, move: Int64) -> str:
    return f"{party.side}:{label(Notice(int(party.level[move[0]])))}"


def answers(sender: Sender, decision: CompiledDecision, option: Int64, move: Int64) -> tuple[Bool, Bool]:
    """Whether each run's message was heeded, and whether it was ignored: two bool (B,).

    Heeded: the decider did what was asked. Ignored: it did what the sender likes less.
    """
    stake = decision.stakes[sender.actor]
    asked = sender.move[option]
    heeded = asked == move
    ignored = (asked >= 0) & (stake[move] < stake[np.maximum(asked, 0)])
    return heeded, ignored


def apply_levers(
    game: Compiled, draft: Draft, sender: Sender, option: Int64, heeded: Bool, ignored: Bool
) -> None:
    """A lever is pressed by a warning, threatened by a threat, used by a kept threat or an offer taken up."""
    kind, lever = sender.kind[option], sender.lever[option]
    kept = (kind == Kind.THREATEN) & ignored & ~sender.bluff[option]
    paid = (kind == Kind.OFFER) & heeded
    for at in np.unique(lever[lever >= 0]):
        mine = lever == at
        column = draft.state.levers[:, at]
        new = np.where(kind == Kind.THREATEN, Lever.THREATENED, Lever.PRESSED)
        new = np.where(kept | paid, Lever.USED, new)
        column[mine] = np.maximum(column, new)[mine]
        for way, hit in ((KEPT, mine & kept), (PAID, mine & paid)):
            effects, reasons = game.lever_effects[way][at], game.lever_reasons[way][at]
            for v in np.flatnonzero(effects):
                amount = hit * np.int64(effects[v])
                draft.add("variable", int(v), amount, "leverage", game.levers[at], reasons[v])


def apply_openness(
    game: Compiled,
    draft: Draft,
    decision: CompiledDecision,
    slot: int,
    option: Int64,
    rules: Rules,
    keys: UInt64 | None,
) -> None:
    """Public words strain the relation; what a channel is not secret enough to hold may leak."""
    sender = decision.senders[slot]
    who = game.actors[sender.actor]
    public = sender.kind[option] == Kind.GO_PUBLIC
    relations = np.flatnonzero(sender.relations)
    for v in relations:
        draft.add("variable", int(v), public * np.int64(numbers.PUBLIC_RELATION), "public words", who)
    if not rules.leaks or keys is None:
        return
    leaked = leaks(game, decision, slot, option, keys)
    for v in relations:
        draft.add("variable", int(v), leaked * np.int64(numbers.LEAK_RELATION), "leak", who)
    channel = sender.channel[option]
    for c in np.unique(channel[leaked]):
        draft.add("trust", int(c), (leaked & (channel == c)) * np.int64(numbers.LEAK_TRUST), "leak", who)


def leaks(game: Compiled, decision: CompiledDecision, slot: int, option: Int64, keys: UInt64) -> Bool:
    """Whether each run's message leaks: bool (B,)."""
    sender = decision.senders[slot]
    pull = np.array([0, *(r.leaks for r in KINDS.values())], np.int64)[sender.kind[option] + 1]
    secrecy = game.secrecy[np.maximum(sender.channel[option], 0)] if len(game.secrecy) else np.int64(100)
    percent = (100 - secrecy) * pull // 100
    draws = rng.draw(keys, decision.index, Purpose.LEAK, slot)
    return np.asarray((option != SILENCE) & rng.chance(draws, percent))


def apply_credibility(
    game: Compiled, draft: Draft, sender: Sender, option: Int64, heeded: Bool, ignored: Bool
) -> None:
    """Being heeded and keeping a threat earn belief; a called bluff and an ignored public demand cost it."""
    kind, bluff = sender.kind[option], sender.bluff[option]
    threat = kind == Kind.THREATEN
    amount = np.where(heeded, numbers.HEEDED, 0)
    amount += np.where(threat & ignored & bluff, numbers.BLUFF_CALLED, 0)
    amount += np.where(threat & ignored & ~bluff, numbers.THREAT_KEPT, 0)
    amount += np.where((kind == Kind.GO_PUBLIC) & ignored, numbers.PUBLIC_IGNORED, 0)
    who = game.actors[sender.actor]
    draft.add("credibility", sender.actor, amount, "credibility", who)
    channel = sender.channel[option]
    for c in np.unique(channel[heeded & (channel >= 0)]):
        draft.add("trust", int(c), (heeded & (channel == c)) * np.int64(numbers.HEEDED), "credibility", who)


def apply_events(draft: Draft, decision: CompiledDecision, keys: UInt64 | None) -> None:
    """What nobody decides: drawn by chance, or as it was in history where there are no keys."""
    state = draft.state
    for event in decision.events:
        possible = holds(event.when, state)
        if keys is None:
            happens = possible & event.source.history
        else:
            draws = rng.draw(keys, decision.index, Purpose.EVENT, event.index)
            happens = possible & rng.chance(draws, event.chance)
        extra = [(c, happens & holds(c.when, state)) for c in event.conditional]
        state.events[:, event.index] = happens
        for v in np.flatnonzero(event.effects):
            amount = happens * np.int64(event.effects[v])
            draft.add("variable", int(v), amount, "events", event.source.id, event.reasons[v])
        for part, hit in extra:
            amount = hit * np.int64(part.amount)
            draft.add("variable", part.variable, amount, "events", event.source.id, part.reason)
