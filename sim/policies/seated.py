"""Bargaining at a decision's table, for B runs at once: what the model's own actors agree on.

What others write to the decider weighs here too: what a message adds to the decider's sum for a move, it
adds, for the decider's side, to the worth of every package that amounts to this move.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sim import rng
from sim.bargaining.concession import PACES
from sim.bargaining.live import Act, Talk, talk
from sim.bargaining.protocols import Extra, Outcome, bargain
from sim.bargaining.protocols import odds as every_odds
from sim.rng import Purpose
from sim.scenario.compiled import CompiledDecision
from sim.scenario.tables import CompiledTable
from sim.types import Bool, Int8, Int64, UInt64
from sim.world.holds import holds
from sim.world.state import State

BARRED: Final = -(10**9)
"""What a package is worth to the decider's side if it amounts to a move that is closed."""


def reservation(table: CompiledTable, state: State) -> Int64:
    """What a package must be worth to each party at least, as things stand: int64 (B, P), hundredths."""
    found = np.repeat(table.reservation[None, :], len(state), axis=0)
    for shift in table.shifts:
        found[:, shift.party] += holds(shift.when, state) * shift.amount
    return np.clip(found, 0, None)


def paces(decision: CompiledDecision, keys: UInt64) -> Int8:
    """How early each party gives way: int8 (B, P), each of the paces as likely as any other."""
    parties = range(len(decision.table.table.parties) if decision.table else 0)
    draws = [rng.upper(rng.draw(keys, decision.index, Purpose.TABLE, p)) * PACES >> 32 for p in parties]
    return np.stack(draws, axis=1).astype(np.int8)


def weight_of_words(table: CompiledTable, pulls: Int64, open_moves: Bool) -> Extra:
    """What messages add to packages, and which packages are barred, from (B, M) each."""
    added = np.where(open_moves, pulls, BARRED)

    def extra(packages: Int8) -> Int64:
        found = np.zeros((len(packages), len(table.table.parties)), np.int64)
        moves = table.moves_of(packages)
        rows = np.broadcast_to(added, (len(packages), added.shape[1]))
        found[:, table.chair] = np.take_along_axis(rows, moves[:, None], axis=1)[:, 0]
        return found

    return extra


def meet(decision: CompiledDecision, state: State, pulls: Int64, open_moves: Bool, keys: UInt64) -> Outcome:
    """What comes of the table in each of B runs; ``pulls`` and ``open_moves`` are (B, M)."""
    table = decision.table
    assert table is not None
    words = weight_of_words(table, pulls, open_moves)
    return bargain(table.table, table.protocol, reservation(table, state), paces(decision, keys), words)


def talk_of(
    decision: CompiledDecision,
    state: State,
    pulls: Int64,
    open_moves: Bool,
    keys: UInt64,
    people: frozenset[int] = frozenset(),
    acts: Sequence[Act] = (),
) -> Talk:
    """One run's table, told: the arguments have one row each. ``people`` act by ``acts``."""
    table = decision.table
    assert table is not None
    words = weight_of_words(table, pulls, open_moves)
    floor, pace = reservation(table, state), paces(decision, keys)
    return talk(table.table, table.protocol, floor, pace, words, people, acts)


def moves_of(table: CompiledTable, outcome: Outcome) -> Int64:
    """The move that each run's outcome amounts to: int64 (B,)."""
    packages = np.where(outcome.agreed[:, None], outcome.packages, 0).astype(np.int8)
    return np.where(outcome.agreed, table.moves_of(packages), table.otherwise)


def move_of(table: CompiledTable, found: Talk) -> int:
    """The move that comes of one table that is over."""
    if not found.agreed or found.package is None:
        return table.otherwise
    return int(table.moves_of(np.array(found.package, np.int8)))


def as_agreed(table: CompiledTable) -> Talk:
    """What is known of a historical table: what was agreed there, if anything was."""
    was = table.historical
    return Talk((), None, was is not None, None if was is None else tuple(was.tolist()), None)


def odds(decision: CompiledDecision, state: State, pulls: Int64, open_moves: Bool) -> Int64:
    """How many of all paces lead to each move, in one run: int64 (M,) from (1, M) each."""
    table = decision.table
    assert table is not None
    words = weight_of_words(table, pulls, open_moves)
    found = moves_of(table, every_odds(table.table, table.protocol, reservation(table, state), words))
    return np.bincount(found, minlength=len(decision.moves))
