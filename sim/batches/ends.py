"""How each run went and ended, as small arrays from a result's rows; arms beside each other, run by run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim import scale
from sim.batches.analysis import Estimate, eta_squared, paired_mean, paired_share, tau
from sim.batches.results import Results
from sim.batches.rows import HEAD, known
from sim.types import Int8, Int16, Int64

NOWHERE = -1
"""The move of a decision that a run did not come to."""


@dataclass(frozen=True, eq=False)
class Ends:
    """N runs of one arm. ``luck`` (N, 3) is each run's seed, draw and number."""

    luck: Int64
    ending: Int8
    """(N,) positions of endings."""
    moves: Int8
    """(N, D) positions of moves."""
    values: Int16
    """(N, V) hundredths of a point at the end."""

    def __len__(self) -> int:
        return len(self.luck)


@dataclass(frozen=True)
class Difference:
    """What the second arm has more than the first: a share (0 to 1) of an ending, or a mean in points."""

    name: str
    estimate: Estimate


@dataclass(frozen=True)
class Association:
    """How much of the outcome's variance goes with the move at a decision, 0 to 1, among ``runs`` runs
    that came to it. None where nothing varies."""

    decision: str
    runs: int
    ending: float | None
    variables: tuple[float | None, ...]


def ends(results: Results) -> dict[str, Ends]:
    """The runs of each arm by its name, in the order of the rows; empty for a result without rows."""
    if results.design.rows == "none":
        return {}
    parts = [_columns(results, table) for table in results.batches()]
    if not parts:
        return {}
    whole = {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}
    if results.design.rows == "decisions":
        whole = _last_rows(whole, len(results.meta.decisions))
    found = {}
    for position, arm in enumerate(results.design.arms):
        of_arm = whole["arm"] == position
        if of_arm.any():
            luck = np.stack([whole[name][of_arm].astype(np.int64) for name in HEAD[1:]], axis=1)
            found[arm.name] = Ends(luck, *(whole[name][of_arm] for name in ("ending", "moves", "values")))
    return found


def compared(results: Results, first: Ends, second: Ends) -> tuple[list[Difference], list[Difference]] | None:
    """The differences in endings and in variables, second less first, over pairs of runs with the same luck.

    None where the two do not hold the same runs. Where judgements were drawn, the draws are what is
    independent, and the intervals say so.
    """
    if not np.array_equal(first.luck, second.luck):
        return None
    groups = None
    if results.design.draws:
        groups = np.unique(first.luck[:, :2], axis=0, return_inverse=True)[1].reshape(-1)
    shares = []
    for at, name in enumerate(results.meta.endings):
        before, after = first.ending == at, second.ending == at
        if groups is None:
            gained, lost = int((after & ~before).sum()), int((before & ~after).sum())
            shares.append(Difference(name, paired_share(gained, lost, len(first))))
        else:
            shares.append(Difference(name, paired_mean(after.astype(np.int8) - before, groups)))
    more = second.values.astype(np.int32) - first.values
    means = [
        Difference(name, paired_mean(more[:, v] / scale.HUNDREDTHS, groups))
        for v, name in enumerate(results.meta.variables)
    ]
    return shares, means


def associations(results: Results, runs: Ends) -> list[Association]:
    """What goes with the moves, decision by decision."""
    found = []
    for d, name in enumerate(results.meta.decisions):
        came = runs.moves[:, d] != NOWHERE
        moves = runs.moves[came, d]
        ending = tau(moves, runs.ending[came])
        variables = tuple(eta_squared(moves, runs.values[came, v]) for v in range(runs.values.shape[1]))
        found.append(Association(name, int(came.sum()), ending, variables))
    return found


def _columns(results: Results, table: Any) -> dict[str, Any]:
    """One batch of rows as small arrays; a row a decision has ``decision`` and ``move`` columns as well."""
    meta = results.meta
    found = {name: table.column(name).to_numpy() for name in HEAD[1:]}
    found["arm"] = _codes(table, "arm")
    values = [table.column(v).to_numpy() for v in meta.variables]
    found["values"] = np.rint(np.stack(values, axis=1) * scale.HUNDREDTHS).astype(np.int16)
    found["ending"] = _codes(table, "ending")
    if results.design.rows == "runs":
        found["moves"] = np.stack([_codes(table, f"move.{d}") for d in meta.decisions], axis=1)
        return found
    found["decision"] = _codes(table, "decision")
    found["move"] = _local(results)[found["decision"], _codes(table, "move")]
    return found


def _codes(table: Any, name: str) -> Int8:
    """Positions of names, -1 where there is none."""
    column = table.column(name).combine_chunks()
    chunks = column.chunks if hasattr(column, "chunks") else [column]
    parts = [c.indices.fill_null(NOWHERE).to_numpy(zero_copy_only=False) for c in chunks]
    return np.concatenate(parts or [np.zeros(0)]).astype(np.int8)


def _local(results: Results) -> Int8:
    """(D, N) the position within its decision of each name that the column of moves may hold."""
    names, points = known(results.meta, "move"), results.meta.decisions.values()
    rows = [[p.moves.index(n) if n in p.moves else NOWHERE for n in names] for p in points]
    return np.array(rows, np.int8)


def _last_rows(rows: dict[str, Any], decisions: int) -> dict[str, Any]:
    """From a row a decision to a row a run: its moves, and how things stood after its last decision."""
    starts = np.flatnonzero(_changes(rows))
    run = np.cumsum(_changes(rows)) - 1
    last = np.append(starts[1:], len(run)) - 1
    moves = np.full((len(starts), decisions), NOWHERE, np.int8)
    moves[run, rows["decision"]] = rows["move"]
    kept = {name: column[last] for name, column in rows.items() if name not in ("decision", "move")}
    return kept | {"moves": moves}


def _changes(rows: dict[str, Any]) -> Any:
    """Where another run begins."""
    new = np.ones(len(rows["run"]), bool)
    new[1:] = False
    for name in HEAD:
        new[1:] |= rows[name][1:] != rows[name][:-1]
    return new
