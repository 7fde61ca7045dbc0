"""What a decision's table holds, and what many bargainings by the model come to there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from sim import rng, scale
from sim.bargaining import solutions
from sim.bargaining.protocols import Outcome, Protocol
from sim.bargaining.solutions import Left, Packages, Point, Zone
from sim.errors import IllegalChoice, InputError, UnknownName
from sim.policies import seated
from sim.policies.policy import Model
from sim.policies.run import replay
from sim.policies.stages import weigh
from sim.policies.turn import everyone, play, take_turn
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.scenario.table_schema import Protocol as Rounds
from sim.scenario.tables import CompiledTable
from sim.types import Int8, Int64, Json
from sim.world.bridge import crossed
from sim.world.holds import holds
from sim.world.pressure import pulls
from sim.world.rules import Rules
from sim.world.state import State

COMMON: Final = 5
"""So many of the commonest packages are told."""


@dataclass(frozen=True, eq=False)
class Opened:
    """A table with all sheets open, for reservation values (P,) in hundredths of a point."""

    table: CompiledTable
    reservation: tuple[int, ...]
    frontier: Packages
    zone: Zone
    nash: Point | None
    kalai_smorodinsky: Point | None
    egalitarian: Point | None
    historical: Point | None
    """What was really agreed; None where nothing was."""

    def worth(self, package: Sequence[int]) -> tuple[int, ...]:
        """What a package is worth to each party."""
        return tuple(self.table.table.worth(np.array(package, np.int8)).tolist())

    def left(self, package: Sequence[int] | None) -> Left:
        """What a package leaves on the table; None: what parting without agreement leaves."""
        return solutions.left_on_the_table(self.table.table, package, np.array(self.reservation))

    @property
    def points(self) -> dict[str, Point]:
        """The three fair points by name; none where the zone is empty."""
        named = (
            ("Nash", self.nash),
            ("Kalai-Smorodinsky", self.kalai_smorodinsky),
            ("Egalitarian", self.egalitarian),
        )
        return {name: point for name, point in named if point is not None}


@lru_cache(maxsize=16)
def opened(table: CompiledTable, reservation: tuple[int, ...]) -> Opened:
    """Opens a table. Raises InputError for one with too much in it to be looked through."""
    inner, floor = table.table, np.array(reservation, np.int64)
    was = table.historical
    return Opened(
        table,
        reservation,
        solutions.frontier(inner),
        solutions.zone(inner, floor),
        solutions.nash(inner, floor),
        solutions.kalai_smorodinsky(inner, floor),
        solutions.egalitarian(inner, floor),
        None if was is None else Point(tuple(was.tolist()), tuple(inner.worth(was).tolist())),
    )


def reservation(table: CompiledTable, before: State) -> tuple[int, ...]:
    """The reservation values at a table that meets in a state (1, …)."""
    return tuple(seated.reservation(table, before)[0].tolist())


def on_the_record(game: Compiled, decision: CompiledDecision) -> Opened:
    """A table as the historical path comes to it; as it is written, where that path does not."""
    assert decision.table is not None
    path = replay(game)
    for step, (before, _) in zip(path.steps, path.around, strict=True):
        if step.decision == decision.source.id:
            return opened(decision.table, reservation(decision.table, before))
    return opened(decision.table, tuple(decision.table.reservation.tolist()))


def tables_of(game: Compiled, decision: str | None = None) -> list[CompiledDecision]:
    """The decisions with a table; only one, if it is named. Raises UnknownName, and InputError for none."""
    found = [d for d in game.decisions if d.table is not None]
    if not found:
        raise InputError(f"'{game.id}' has no table: nobody bargains there.")
    if decision is None:
        return found
    named = [d for d in found if d.source.id == decision]
    if not named:
        raise UnknownName("table", decision, [d.source.id for d in found])
    return named


def otherwise(decision: CompiledDecision, last: str | None, kind: Rounds | None) -> CompiledDecision:
    """The decision with another protocol, and with one party as the last to offer or to amend.

    The others keep their order. Raises UnknownName, and IllegalChoice for a party that has no turn.
    """
    table = decision.table
    assert table is not None
    protocol, source = table.protocol, table.source
    if kind is not None:
        rounds = len(protocol.order) if kind == "single_text" else source.rounds
        protocol = replace(protocol, kind=kind, rounds=rounds)
    if last is not None:
        protocol = replace(protocol, order=_turned(table, protocol, last))
    return replace(decision, table=replace(table, protocol=protocol))


def _turned(table: CompiledTable, protocol: Protocol, last: str) -> tuple[int, ...]:
    """The order, turned so far round that ``last`` comes last."""
    parties, order = table.table.parties, protocol.order
    if last not in parties:
        raise UnknownName("party", last, parties)
    at = (protocol.rounds - 1) % len(order)
    turns = (order[n:] + order[:n] for n in range(len(order)))
    found = next((turn for turn in turns if turn[at] == parties.index(last)), None)
    if found is None:
        raise IllegalChoice(f"'{last}' has no turn at this table: it only answers.")
    return found


@dataclass(frozen=True, eq=False)
class Bargained:
    """What came of a table in the runs that reached it: B of them, in hundredths of a point."""

    table: CompiledTable
    runs: int
    """How many runs there were in all."""
    outcome: Outcome
    moves: Int64
    """(B,)"""
    reservation: Int64
    """(B, P)"""

    @property
    def reached(self) -> int:
        return len(self.moves)

    @property
    def agreed(self) -> float:
        """The share of the tables that agreed, 0 to 1."""
        return float(self.outcome.agreed.mean()) if self.reached else 0.0

    @property
    def worth(self) -> list[float]:
        """What each party had on average, in points: its reservation value where nothing was agreed."""
        if not self.reached:
            return [0.0] * self.reservation.shape[1]
        has = self.table.table.worth(np.maximum(self.outcome.packages, 0))
        had = np.where(self.outcome.agreed[:, None], has, self.reservation)
        return [float(mean) / scale.HUNDREDTHS for mean in had.mean(axis=0)]

    @property
    def rounds(self) -> float:
        """How many rounds there were on average."""
        return float(self.outcome.rounds.mean()) if self.reached else 0.0

    def by_move(self, names: Sequence[str]) -> dict[str, float]:
        """The share of each move."""
        counts = np.bincount(self.moves, minlength=len(names)).tolist()
        return {name: count / max(1, self.reached) for name, count in zip(names, counts, strict=True)}

    def commonest(self, most: int = COMMON) -> list[tuple[Int8, int]]:
        """The packages that were agreed most often, with how often; of equals the first by their options."""
        found, counts = np.unique(self.outcome.packages[self.outcome.agreed], axis=0, return_counts=True)
        order = np.argsort(-counts, kind="stable")[:most]
        return [(found[n], int(counts[n])) for n in order]


def bargained(game: Compiled, decision: CompiledDecision, runs: int, seed: int) -> Bargained:
    """What runs by the model come to at a table, each as it reaches it; ``decision`` may be changed."""
    rules, policies = Rules(), everyone(game, Model())
    keys = rng.run_keys(seed, np.arange(runs))
    left = play(game, seed, np.arange(runs), policies, rules, until=decision.index).state
    state = crossed(game, left, decision, rules)
    here = np.flatnonzero(holds(decision.when, state))
    there, alone = state.rows(here), replace(rules, tables=False)
    messages = take_turn(game, there, decision, alone, keys[here], policies).messages
    weighed = weigh(there, decision, rules)
    pull = pulls(there, decision, messages)
    outcome = seated.meet(decision, there, pull, weighed.open_moves[weighed.of], keys[here])
    table = decision.table
    assert table is not None
    moves = seated.moves_of(table, outcome)
    return Bargained(table, runs, outcome, moves, seated.reservation(table, there))


# as JSON


def table_json(decision: CompiledDecision, found: Opened) -> Json:
    """A table's rules, sheets and points, in points of 100."""
    table = found.table
    protocol, parties = table.protocol, table.table.parties
    drafter = parties[protocol.drafter] if protocol.drafter >= 0 else None
    was = found.historical
    return {
        "decision": decision.source.id,
        "protocol": protocol.kind,
        "rounds": protocol.rounds,
        "order": [parties[p] for p in protocol.order],
        "drafter": drafter if protocol.kind == "single_text" else None,
        "some": table.table.some,
        "packages": table.table.size,
        "issues": {i: list(o) for i, o in zip(table.table.issues, table.table.options, strict=True)},
        "parties": [_party(found, p) for p in range(len(parties))],
        "zone": {"packages": found.zone.count, "frontier": len(found.zone.frontier)},
        "frontier": len(found.frontier),
        "points": {name: _point(found, point) for name, point in found.points.items()},
        "historical": None if was is None else _point(found, was),
        "left_by_history": _in_points(found.left(None if was is None else was.package).gains),
    }


def _party(found: Opened, party: int) -> Json:
    table = found.table.table
    sheet = {
        issue: dict(zip(options, _in_points(scores[party].tolist()), strict=True))
        for issue, options, scores in zip(table.issues, table.options, table.scores, strict=True)
    }
    return {
        "actor": table.parties[party],
        "must_agree": bool(table.must[party]),
        "reservation": found.reservation[party] / scale.HUNDREDTHS,
        "sheet": sheet,
    }


def _point(found: Opened, point: Point) -> Json:
    return {"package": found.table.named(point.package), "worth": _in_points(point.worth)}


def bargained_json(decision: CompiledDecision, found: Bargained, seed: int) -> Json:
    """What came of many bargainings, in points of 100 and shares of 1."""
    reached = max(1, found.reached)
    return {
        "runs": found.runs,
        "seed": seed,
        "reached": found.reached,
        "agreed": round(found.agreed, 4),
        "rounds": round(found.rounds, 2),
        "worth": [round(w, 2) for w in found.worth],
        "moves": {m: round(share, 4) for m, share in found.by_move(decision.moves).items()},
        "commonest": [
            {
                "package": found.table.named(package.tolist()),
                "share": round(count / reached, 4),
                "worth": _in_points(found.table.table.worth(package).tolist()),
                "move": decision.moves[int(found.table.moves_of(package))],
            }
            for package, count in found.commonest()
        ],
    }


def _in_points(hundredths: Sequence[int]) -> list[float]:
    return [h / scale.HUNDREDTHS for h in hundredths]
