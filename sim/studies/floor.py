"""The floor of the benchmark: the least that NumPy could do for the same runs.

For every decision of a scenario, and for every run, the floor does these four things and
nothing else:

1. one keyed draw (SplitMix64 in 64-bit integers, as :mod:`sim.rng` draws) for the message of each
   sender who has more than silence to choose from, one for each message that can leak, one for
   the move or, at a table, for each party's pace, and one for each event;
2. one look-up for each of these draws: its highest byte picks one of 256 amounts;
3. one 32-bit addition for each number that the decision can move: a variable, an actor's
   credibility, the trust in a channel;
4. one clip of that number to its range.

It weighs nothing, reads no condition, asks who may choose what of nobody and remembers no
message, and it comes to every decision in every run. So its results mean nothing, but no program
that makes these draws and keeps these numbers with NumPy does less. Memory is set aside beforehand, a
number's runs lie side by side, and the work is done in chunks that stay in the processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim import rng, scale
from sim.rng import Purpose
from sim.scenario.compiled import KEPT, PAID, Compiled, CompiledDecision, Sender
from sim.scenario.messages import KINDS
from sim.types import Int32, Kind, UInt64
from sim.world.rules import SURPRISE

CHUNK: Final = 16_384
_TABLE: Final = ((np.arange(256) * 167) % 401 - 200).astype(np.int32)
"""256 amounts from -200 to 200 hundredths of a point, in no order: what they are does not matter."""


_LEAST: Final = np.int32(0)
_MOST: Final = np.int32(scale.FULL)


@dataclass(frozen=True)
class Need:
    """What one decision asks of the floor: its draws (purpose, slot), and the numbers it can move."""

    decision: int
    draws: tuple[tuple[Purpose, int], ...]
    numbers: tuple[int, ...]
    """Positions among all variables, then all actors' credibility, then all channels' trust."""


def needs(game: Compiled) -> tuple[Need, ...]:
    """What each decision of a scenario asks of the floor, where all actors choose as the model does."""
    return tuple(
        Need(d.index, tuple(_draws(game, d)), tuple(sorted(_numbers(game, d)))) for d in game.decisions
    )


def play(game: Compiled, seed: int, runs: int, chunk: int = CHUNK) -> Int32:
    """The floor for runs 0 to ``runs`` - 1: int32 (V + A + C, B), the same for any chunk."""
    start = np.concatenate([game.start, game.credibility, game.trust]).astype(np.int32)
    state = np.empty((len(start), runs), np.int32)
    wanted = needs(game)
    salts = [[_salt(need.decision, *draw) for draw in need.draws] for need in wanted]
    most = max(len(need.draws) for need in wanted)
    for first in range(0, runs, chunk):
        count = min(chunk, runs - first)
        keys = rng.run_keys(seed, np.arange(first, first + count))
        part = state[:, first : first + count]
        part[:] = start[:, None]
        _walk(part, keys, wanted, salts, np.empty((most, count), np.int32))
    return state


def _walk(
    state: Int32, keys: UInt64, wanted: tuple[Need, ...], salts: list[list[np.uint64]], found: Int32
) -> None:
    """All decisions of one chunk; ``found`` is room for what the draws of one decision pick."""
    draws, room = np.empty_like(keys), np.empty_like(keys)
    for need, salt in zip(wanted, salts, strict=True):
        for i, one in enumerate(salt):
            np.add(keys, one, out=draws)
            _mix(draws, room)
            np.right_shift(draws, np.uint64(56), out=draws)
            np.take(_TABLE, draws.view(np.int64), out=found[i], mode="clip")
        for i, number in enumerate(need.numbers):
            row = state[number]
            np.add(row, found[i % len(salt)], out=row)
            np.clip(row, _LEAST, _MOST, out=row)


def _salt(decision: int, purpose: Purpose, slot: int) -> np.uint64:
    """What a draw adds to the run's key before it is mixed."""
    label = np.array([(decision << 24) | (int(purpose) << 16) | slot], np.uint64)
    return np.uint64(rng.mix64(label * _GOLDEN + _GOLDEN)[0])


_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_STEPS: Final = (
    (np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)),
    (np.uint64(27), np.uint64(0x94D049BB133111EB)),
)
_LAST: Final = np.uint64(31)


def _mix(draws: UInt64, room: UInt64) -> None:
    """SplitMix64's finaliser in place: what :func:`sim.rng.mix64` does without setting memory aside."""
    for shift, factor in _STEPS:
        np.right_shift(draws, shift, out=room)
        np.bitwise_xor(draws, room, out=draws)
        np.multiply(draws, factor, out=draws)
    np.right_shift(draws, _LAST, out=room)
    np.bitwise_xor(draws, room, out=draws)


def _draws(game: Compiled, decision: CompiledDecision) -> list[tuple[Purpose, int]]:
    found = []
    for slot, sender in enumerate(decision.senders):
        if sender.handful.sum() > 1:
            found.append((Purpose.MESSAGE, slot))
        if _can_leak(game, sender):
            found.append((Purpose.LEAK, slot))
    if decision.table is None:
        found.append((Purpose.MOVE, 0))
    else:
        found += [(Purpose.TABLE, party) for party in range(len(decision.table.table.parties))]
    return found + [(Purpose.EVENT, event.index) for event in decision.events]


def _can_leak(game: Compiled, sender: Sender) -> bool:
    return any(
        game.secrecy[sender.channel[k]] < 100 and KINDS[Kind(int(sender.kind[k]))].leaks
        for k in np.flatnonzero(sender.handful & (sender.kind >= 0))
    )


def _numbers(game: Compiled, decision: CompiledDecision) -> set[int]:
    """The numbers that a decision can move, by any rule."""
    believed = len(game.variables)
    trusted = believed + len(game.actors)
    found = set(np.flatnonzero(decision.effects.any(axis=0)).tolist())
    found |= {part.variable for part in decision.conditional}
    for event in decision.events:
        found |= set(np.flatnonzero(event.effects).tolist()) | {part.variable for part in event.conditional}
    surprise = np.array(list(SURPRISE.values()))
    for party in decision.parties:
        if (party.harm * surprise[party.level]).any():
            found |= set(np.flatnonzero(party.relations).tolist())
            found |= {trusted + int(c) for c in party.channels}
    for sender in decision.senders:
        used = np.flatnonzero(sender.handful & (sender.kind >= 0))
        if not len(used):
            continue
        found.add(believed + sender.actor)
        found |= {trusted + int(c) for c in sender.channel[used]}
        if _can_leak(game, sender) or (sender.kind[used] == Kind.GO_PUBLIC).any():
            found |= set(np.flatnonzero(sender.relations).tolist())
        for kind, way in ((Kind.THREATEN, KEPT), (Kind.OFFER, PAID)):
            levers = sender.lever[used][sender.kind[used] == kind]
            found |= set(np.flatnonzero(game.lever_effects[way][levers].any(axis=0)).tolist())
    return found
