"""Settling a decision: everything that follows from a move and its messages, in a fixed order.

1. the move's own effects; 2. surprise; 3. levers really used; 4. words in public and leaks;
5. credibility; 6. events. Each rule is one function over B runs; each writes to the draft what
it moved and why. A run that does not come to the decision has the move NOT_REACHED and only
silence: nothing happens to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim import rng, scale
from sim.rng import Purpose
from sim.scenario.compiled import Compiled, CompiledDecision, CompiledEvent, Party
from sim.types import Bool, Int32, Int64, Notice, UInt64, label
from sim.world import rules as numbers
from sim.world.follows import Follows, follows
from sim.world.holds import holds
from sim.world.rules import Rules
from sim.world.state import Draft, State

_SURPRISE = np.array([numbers.SURPRISE[n] for n in Notice], np.int64)
_FULL, _TWO, _HUNDRED = np.int32(scale.FULL), np.int32(2), np.int32(100)
_BYPASSED, _SURPRISE_MOST = np.int32(numbers.BYPASSED_SHARE), np.int32(numbers.SURPRISE_MOST)
_MOST = 2 * numbers.SURPRISE_MOST
"""Even a trusted channel halves a surprise at most: beyond this it is the most that one can take."""


def settle(
    game: Compiled,
    state: State,
    decision: CompiledDecision,
    messages: Int64,
    move: Int64,
    rules: Rules,
    keys: UInt64 | None,
    draft: Draft | None = None,
    thought: Sequence[tuple[int, ...]] | None = None,
    injected: Sequence[CompiledEvent] = (),
) -> State:
    """The state after a decision: from options (B, S) and a move (B,) for each run.

    ``thought`` names the options that each sender chose among, which spares looking at the others.

    ``keys`` (B,) decide leaks and events; None means that luck falls as it did in history:
    nothing leaks and the events are those that happened. Give a ``draft`` to keep the changes.
    ``injected`` events happen whatever their chance and time; no event happens twice.
    """
    draft = draft or Draft(state)
    apply_effects(draft, state, decision, move)
    if rules.surprise:
        apply_surprise(draft, state, decision, move)
    for slot in range(len(decision.senders)):
        option = messages[:, slot]
        if not option.any():
            continue
        found = follows(game, decision, slot, thought[slot] if thought else None)
        at = found.at(option, move)
        apply_levers(game, draft, found, at)
        apply_openness(game, draft, decision, slot, found, option, keys if rules.leaks else None)
        if rules.credibility:
            apply_credibility(game, draft, decision.senders[slot].actor, found, at)
    after = draft.finish(decision.index, move)
    if rules.events:
        apply_events(draft, decision, move, keys, injected)
    return after


@lru_cache(maxsize=512)
def _effects(decision: CompiledDecision) -> tuple[tuple[int, Int32], ...]:
    """Each variable that a move changes whatever holds, and how much: int32 (M + 1,), the last for none."""
    moved = np.flatnonzero(decision.effects.any(axis=0))
    return tuple((int(v), np.append(decision.effects[:, v], 0).astype(np.int32)) for v in moved)


def apply_effects(draft: Draft, state: State, decision: CompiledDecision, move: Int64) -> None:
    """The move's effects; conditional ones by how things stood before."""
    first = int(move[0])
    held = [(part, (move == part.move) & holds(part.when, state)) for part in decision.conditional]
    for v, amounts in _effects(decision):
        amount, reason = amounts.take(move), decision.reasons[first][v]
        draft.add("variable", v, amount, "effects", decision.moves[first], reason)
    for part, hit in held:
        amount = hit * np.int32(part.amount)
        draft.add("variable", part.variable, amount, "effects", decision.moves[part.move], part.reason)


@dataclass(frozen=True, eq=False)
class Felt:
    """How one party feels each move, as tables int32 or bool (M + 1,), the last for no move."""

    full: Int32
    """What a surprise would cost if no channel softened it, hundredths of a point."""
    told: tuple[tuple[int, Bool], ...]
    """Each channel that it may be told over, and for which moves."""
    relations: tuple[int, ...]
    bypassed: tuple[tuple[int, Bool], ...]
    """Each channel that a surprise may bypass, and for which moves it does."""


@lru_cache(maxsize=2048)
def _felt(party: Party) -> Felt:
    full = party.harm * _SURPRISE[party.level] * numbers.SURPRISE_WEIGHT // 10_000
    told = np.unique(party.channel[(party.channel >= 0) & (full > 0)])
    return Felt(
        np.append(np.minimum(full, _MOST), 0).astype(np.int32),
        tuple((int(c), np.append((party.channel == c) & (full > 0), False)) for c in told),
        tuple(np.flatnonzero(party.relations).tolist()),
        tuple((int(c), np.append((party.channel != c) & (full > 0), False)) for c in party.channels),
    )


def apply_surprise(draft: Draft, state: State, decision: CompiledDecision, move: Int64) -> None:
    """A party that a move hurts and that was not told trusts less; a trusted channel softens it.

    Where several parties share a relation, the one that is hurt most sets the tone: how many
    parties an author lists does not matter.
    """
    worst: dict[int, list[tuple[Int32, str]]] = {}
    hurt = [(p, felt) for p in decision.parties if (felt := _felt(p)).full.any()]
    costs = [(p, f, surprise(state, p, move)) for p, f in hurt if f.relations or f.bypassed]
    for party, felt, cost in costs:
        cause = _cause(party, move)
        for v in felt.relations:
            worst.setdefault(v, []).append((cost, cause))
        if felt.bypassed:
            lost = cost * _BYPASSED // _HUNDRED
            for c, bypassed in felt.bypassed:
                draft.add("trust", c, -lost * bypassed.take(move), "surprise", cause)
    for variable, each in sorted(worst.items()):
        most = each[0][0] if len(each) == 1 else np.maximum.reduce([cost for cost, _ in each])
        cause = max(each, key=lambda one: int(one[0][0]))[1]
        draft.add("variable", variable, -most, "surprise", cause)


def surprise(state: State, party: Party, move: Int64) -> Int32:
    """What a surprise takes from trust with one party: int32 (B,), hundredths of a point, at least 0."""
    felt = _felt(party)
    cost = felt.full.take(move)
    for c, told in felt.told:
        softened = cost * (_FULL - state.trust[:, c] // _TWO) // _FULL
        everywhere = (told == (felt.full > 0)).all()
        cost = softened if everywhere else np.where(told.take(move), softened, cost)
    return np.asarray(np.minimum(cost, _SURPRISE_MOST))


def _cause(party: Party, move: Int64) -> str:
    return f"{party.side}:{label(Notice(int(party.level[move[0]])))}"


def apply_levers(game: Compiled, draft: Draft, found: Follows, at: Int64) -> None:
    """What becomes of the levers behind the messages, and what using them does."""
    for lever, states in found.levers:
        column = draft.state.levers[:, lever]
        np.maximum(column, states.take(at), out=column)
    for use in found.used:
        draft.add(
            "variable", use.variable, use.amount.take(at), "leverage", game.levers[use.lever], use.reason
        )


def apply_openness(
    game: Compiled,
    draft: Draft,
    decision: CompiledDecision,
    slot: int,
    found: Follows,
    option: Int64,
    keys: UInt64 | None,
) -> None:
    """Public words strain the relation; what a channel is not secret enough to hold may leak."""
    sender = decision.senders[slot]
    who = game.actors[sender.actor]
    if found.speaks:
        for v in found.relations:
            draft.add("variable", v, found.public.take(option), "public words", who)
    if keys is None or not found.leaky:
        return
    leaked = np.flatnonzero(leaks(game, decision, slot, option, keys))
    for v in found.relations:
        draft.add("variable", v, numbers.LEAK_RELATION, "leak", who, at=leaked)
    for c, amount in found.leak_trust:
        draft.add("trust", c, amount.take(option[leaked]), "leak", who, at=leaked)


def leaks(game: Compiled, decision: CompiledDecision, slot: int, option: Int64, keys: UInt64) -> Bool:
    """Whether each run's message leaks: bool (B,)."""
    draws = rng.draw(keys, decision.index, Purpose.LEAK, slot)
    return rng.upper(draws) < follows(game, decision, slot).leaks.take(option)


def apply_credibility(game: Compiled, draft: Draft, actor: int, found: Follows, at: Int64) -> None:
    """What being heeded, ignored or called does to belief in the sender, and to the channel heeded over."""
    who = game.actors[actor]
    draft.add("credibility", actor, found.credibility.take(at), "credibility", who)
    for c, amount in found.heeded_trust:
        draft.add("trust", c, amount.take(at), "credibility", who)


def apply_events(
    draft: Draft,
    decision: CompiledDecision,
    move: Int64,
    keys: UInt64 | None,
    injected: Sequence[CompiledEvent] = (),
) -> None:
    """What nobody decides: drawn by chance, or as it was in history where there are no keys."""
    state = draft.state
    early = [e for e in injected if e not in decision.events]
    for event in [*decision.events, *early]:
        possible = (move >= 0) & holds(event.when, state) & (state.events[:, event.index] == 0)
        if event in injected:
            happens = move >= 0
        elif keys is None:
            happens = possible & event.source.history
        else:
            draws = rng.draw(keys, decision.index, Purpose.EVENT, event.index)
            happens = possible & rng.chance(draws, event.chance)
        extra = [(c, happens & holds(c.when, state)) for c in event.conditional]
        state.events[:, event.index] |= happens
        for v in np.flatnonzero(event.effects):
            amount = happens * np.int32(event.effects[v])
            draft.add("variable", int(v), amount, "events", event.source.id, event.reasons[v])
        for part, hit in extra:
            amount = hit * np.int32(part.amount)
            draft.add("variable", part.variable, amount, "events", event.source.id, part.reason)
