"""What play reaches in a scenario: hits of each decision, move, message, event and ending.

Half the runs are played by ``random``, which takes every open move and every message alike and
so comes into rare corners, half by ``model``, which plays as the scenario's actors would.
Nothing is forced: what is never hit may be out of reach.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim import rng
from sim.policies.policy import policy
from sim.policies.turn import Runs, everyone, memory, play
from sim.scenario.compiled import SILENCE, Compiled, CompiledDecision, Sender
from sim.types import Int64, Json, Kind, label
from sim.world.holds import holds
from sim.world.state import NOT_REACHED

POLICIES: Final = ("random", "model")
CHUNK: Final = 16_384
"""Runs that are played at once: their arrays stay small."""

Told = Callable[[int, int], None]
"""Called with how many runs are done, of how many."""


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts over the runs of one policy, or of several. Axis T is the decisions, then the endings."""

    runs: int
    steps: tuple[Int64, ...]
    """For each decision (M, T): runs that took each move, by where they came to next."""
    ends: tuple[Int64, ...]
    """For each decision (M, E): runs that took each move, by their ending."""
    endings: Int64
    """(E,) runs that ended so."""
    holding: Int64
    """(E,) runs at whose end the ending's condition holds, whether or not an earlier one held too."""
    events: Int64
    """Runs in which each event happened, in the file's order."""
    messages: tuple[tuple[Int64, ...], ...]
    """For each decision and sender (K,): runs in which each message was sent."""

    def moves(self, decision: int) -> Int64:
        """(M,) runs that took each move of a decision, by its position."""
        return np.asarray(self.steps[decision].sum(axis=1), np.int64)

    def reached(self, decision: int) -> int:
        """Runs that came to a decision."""
        return int(self.steps[decision].sum())

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.runs + other.runs,
            _added(self.steps, other.steps),
            _added(self.ends, other.ends),
            self.endings + other.endings,
            self.holding + other.holding,
            self.events + other.events,
            tuple(_added(a, b) for a, b in zip(self.messages, other.messages, strict=True)),
        )


@dataclass(frozen=True, eq=False)
class Cover:
    """What the runs of one seed reached, by policy and in all."""

    game: Compiled
    seed: int
    by_policy: dict[str, Tally]

    @property
    def whole(self) -> Tally:
        """All runs together."""
        first, *rest = self.by_policy.values()
        return sum(rest, first)

    @property
    def runs(self) -> int:
        return sum(t.runs for t in self.by_policy.values())

    def as_json(self) -> Json:
        """Hits by id: in all, and by policy."""
        whole = self.whole
        head: Json = {"scenario": self.game.id, "hash": self.game.hash, "runs": self.runs}
        head |= {"seed": self.seed, "luck": rng.SCHEME}
        parts = {name: {"runs": t.runs} | _hits(self.game, t) for name, t in self.by_policy.items()}
        return head | _hits(self.game, whole) | {"outcomes": outcomes(self.game, whole), "by_policy": parts}


def cover(game: Compiled, runs: int, seed: int = 0, told: Told | None = None) -> Cover:
    """Plays ``runs`` runs: numbers 0 and up by ``random``, the second half by ``model``."""
    halves = (range((runs + 1) // 2), range((runs + 1) // 2, runs))
    found = {}
    for name, numbers in zip(POLICIES, halves, strict=True):
        found[name] = _played(game, seed, numbers, name, lambda done: told(done, runs) if told else None)
    return Cover(game, seed, found)


def _played(game: Compiled, seed: int, numbers: range, name: str, told: Callable[[int], None]) -> Tally:
    tally, known, who = _nothing(game), memory(), everyone(game, policy(name))
    for first in range(numbers.start, numbers.stop, CHUNK):
        last = min(first + CHUNK, numbers.stop)
        tally += _counted(game, play(game, seed, np.arange(first, last), who, known=known))
        told(last)
    return tally


def _nothing(game: Compiled) -> Tally:
    targets, endings = len(game.decisions) + len(game.endings), len(game.endings)
    return Tally(
        0,
        tuple(np.zeros((len(d.moves), targets), np.int64) for d in game.decisions),
        tuple(np.zeros((len(d.moves), endings), np.int64) for d in game.decisions),
        np.zeros(endings, np.int64),
        np.zeros(endings, np.int64),
        np.zeros(len(game.events), np.int64),
        tuple(tuple(np.zeros(len(s), np.int64) for s in d.senders) for d in game.decisions),
    )


def _counted(game: Compiled, played: Runs) -> Tally:
    """The counts of some runs; where each run came to next is found from its end backwards."""
    state, ending = played.state, played.ending
    steps, ends = [], []
    after = len(game.decisions) + ending
    for decision in reversed(game.decisions):
        move = state.moves[:, decision.index].astype(np.int64)
        there = np.flatnonzero(move != NOT_REACHED)
        targets, moves = len(game.decisions) + len(game.endings), len(decision.moves)
        steps.append(_pairs(move[there], after[there], moves, targets))
        ends.append(_pairs(move[there], ending[there], moves, len(game.endings)))
        after[there] = decision.index
    heard = zip(game.decisions, played.messages, strict=True)
    return Tally(
        len(state),
        tuple(reversed(steps)),
        tuple(reversed(ends)),
        np.bincount(ending, minlength=len(game.endings)).astype(np.int64),
        np.array([np.count_nonzero(holds(when, state)) for _, when in game.endings], np.int64),
        state.events.sum(axis=0, dtype=np.int64),
        tuple(_sent(decision, messages) for decision, messages in heard),
    )


def _pairs(first: Int64, second: Int64, rows: int, columns: int) -> Int64:
    """How often each pair stands side by side: int64 (rows, columns)."""
    flat = np.bincount(first * columns + second, minlength=rows * columns)
    return flat.reshape(rows, columns).astype(np.int64)


def _sent(decision: CompiledDecision, messages: Int64) -> tuple[Int64, ...]:
    found = []
    for slot, sender in enumerate(decision.senders):
        hits = np.bincount(messages[:, slot], minlength=len(sender)).astype(np.int64)
        hits[SILENCE] = 0
        found.append(hits)
    return tuple(found)


def _added(these: tuple[Int64, ...], those: tuple[Int64, ...]) -> tuple[Int64, ...]:
    return tuple(a + b for a, b in zip(these, those, strict=True))


def said(sender: Sender, hits: Int64, decision: CompiledDecision) -> dict[tuple[str, str], int]:
    """Runs in which a sender sent each kind of message for each move: what its policies think of."""
    found: dict[tuple[str, str], int] = {}
    for option in np.flatnonzero(sender.handful | (hits > 0)):
        if option != SILENCE:
            key = label(Kind(int(sender.kind[option]))), decision.moves[int(sender.move[option])]
            found[key] = found.get(key, 0) + int(hits[option])
    return found


def outcomes(game: Compiled, tally: Tally) -> dict[str, dict[str, dict[str, int]]]:
    """Runs by decision, move and ending, by id."""
    names = [name for name, _ in game.endings]
    return {
        d.source.id: {m: _named(names, row) for m, row in zip(d.moves, tally.ends[d.index], strict=True)}
        for d in game.decisions
    }


def _hits(game: Compiled, tally: Tally) -> Json:
    return {
        "decisions": {d.source.id: tally.reached(d.index) for d in game.decisions},
        "moves": {d.source.id: _named(list(d.moves), tally.moves(d.index)) for d in game.decisions},
        "endings": _named([name for name, _ in game.endings], tally.endings),
        "events": _named([e.source.id for e in game.events], tally.events),
        "messages": {d.source.id: _heard(game, d, tally) for d in game.decisions},
    }


def _heard(game: Compiled, decision: CompiledDecision, tally: Tally) -> Json:
    """Hits by sender, kind and move asked."""
    found: Json = {}
    for sender, hits in zip(decision.senders, tally.messages[decision.index], strict=True):
        kinds: dict[str, dict[str, int]] = {}
        for (kind, move), count in said(sender, hits, decision).items():
            kinds.setdefault(kind, {})[move] = count
        found[game.actors[sender.actor]] = kinds
    return found


def _named(names: list[str], counts: Int64) -> dict[str, int]:
    return dict(zip(names, counts.tolist(), strict=True))
