"""What a batch found: counts for each arm and cell, and on request a row for each run or decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim import rng
from sim.batches.design import Cell, Design
from sim.batches.judgements import drawn_each
from sim.batches.work import POINTS, Counts
from sim.errors import UnknownName
from sim.scenario.compiled import Compiled
from sim.types import Int64
from sim.version import VERSION


@dataclass(frozen=True)
class Point:
    """A decision as results name it: its day, decider, moves, and the move that was really taken, if any."""

    date: str
    decider: str
    moves: tuple[str, ...]
    historical: str


@dataclass(frozen=True)
class Meta:
    """What a result is of. It holds nothing that differs between two makings of the same result."""

    scenario: str
    hash: str
    design: Design
    endings: tuple[str, ...]
    variables: tuple[str, ...]
    decisions: Mapping[str, Point]
    judgements: Mapping[str, tuple[int, ...]]
    """Each judgement's values, one for each seed and draw in turn; empty without draws."""
    shard: str | None = None
    """Which part of a batch this is, such as "2/3"; None for the whole."""
    version: str = VERSION
    luck: str = rng.SCHEME

    @property
    def draws(self) -> list[tuple[int, int]]:
        """The (seed, draw) pairs that judgements were drawn for, in order."""
        return [(s, d) for s in self.design.seeds for d in range(1, self.design.draws + 1)]


def meta_of(game: Compiled, design: Design, shard: str | None = None) -> Meta:
    """What a result of this design is of."""
    points = {
        d.source.id: Point(
            d.date.isoformat(),
            game.actors[d.decider],
            d.moves,
            d.source.history.move if d.source.history else "",
        )
        for d in game.decisions
    }
    endings = tuple(name for name, _ in game.endings)
    draws = np.arange(1, design.draws + 1)
    values = [drawn_each(game, seed, draws) for seed in design.seeds] if design.draws else []
    judgements = {
        id_: tuple(v for of_seed in values for v in of_seed[id_].tolist())
        for id_ in (values[0] if values else ())
    }
    return Meta(game.id, game.hash, design, endings, game.variables, points, judgements, shard)


@dataclass(frozen=True, eq=False)
class Summary:
    """Counts with their names: of one arm, of one cell, or of all runs."""

    meta: Meta
    counts: Counts

    @property
    def runs(self) -> int:
        return int(self.counts.runs)

    @property
    def endings(self) -> dict[str, int]:
        """How many runs ended in each ending, zeros included."""
        return dict(zip(self.meta.endings, self.counts.endings.tolist(), strict=True))

    @property
    def moves(self) -> dict[str, dict[str, int]]:
        """How many runs took each move of each decision, zeros included."""
        rows = zip(self.meta.decisions.items(), self.counts.moves.tolist(), strict=True)
        return {name: dict(zip(point.moves, row, strict=False)) for (name, point), row in rows}

    @property
    def reached(self) -> dict[str, int]:
        """How many runs came to each decision."""
        return {name: sum(moves.values()) for name, moves in self.moves.items()}

    @property
    def historical(self) -> dict[str, int]:
        """How many runs took the historical move of each decision that has one."""
        moves, points = self.moves, self.meta.decisions
        return {name: moves[name][p.historical] for name, p in points.items() if p.historical}

    @property
    def means(self) -> dict[str, float]:
        """Each variable's mean at the end, in points."""
        return {
            v: total / self.runs / 100
            for v, total in zip(self.meta.variables, self.counts.sums.tolist(), strict=True)
        }

    @property
    def histograms(self) -> Int64:
        """(D + 1, V, 101) runs by whole points (the nearest), at the start and after each decision."""
        return self.counts.histograms


@dataclass(frozen=True, eq=False)
class Results:
    """What a batch found. Rows are in the order arm, seed, draw, run, decision."""

    meta: Meta
    by_cell: Mapping[Cell, Counts]
    """Counts of each cell. A cell's histograms are kept with the arm's, not by cell: here they are empty."""
    histograms: Mapping[int, Int64]
    """(D + 1, V, 101) of each arm, by its position."""
    batches: Callable[[], Iterator[Any]]
    """The rows as pyarrow record batches, of a size that depends on nothing but the rows."""

    @property
    def scenario(self) -> str:
        return self.meta.scenario

    @property
    def hash(self) -> str:
        """The scenario's content hash."""
        return self.meta.hash

    @property
    def design(self) -> Design:
        return self.meta.design

    @property
    def runs(self) -> int:
        """All runs, of all arms, seeds and draws."""
        return self.summary.runs

    @property
    def endings(self) -> dict[str, int]:
        """How many runs ended in each ending, over all arms."""
        return self.summary.endings

    @property
    def moves(self) -> dict[str, dict[str, int]]:
        """How many runs took each move of each decision, over all arms."""
        return self.summary.moves

    @cached_property
    def arms(self) -> dict[str, Summary]:
        """A summary of each arm, by name."""
        found = {}
        for position, arm in enumerate(self.design.arms):
            cells = [c for cell, c in self.by_cell.items() if cell.arm == position]
            shapes = [self.histograms[position]] if position in self.histograms else []
            found[arm.name] = Summary(self.meta, _sum(self.meta, cells, shapes))
        return found

    def arm(self, name: str) -> Summary:
        """The summary of that arm. Raises UnknownName with the nearest names."""
        if name not in self.arms:
            raise UnknownName("arm", name, self.arms)
        return self.arms[name]

    @cached_property
    def summary(self) -> Summary:
        """A summary of all runs."""
        shapes = list(self.histograms.values())
        return Summary(self.meta, _sum(self.meta, list(self.by_cell.values()), shapes))

    def table(self) -> Any:
        """The rows as a tidy pandas DataFrame. Names are categories; what was not reached is empty."""
        from sim.batches.rows import frame

        return frame(self.meta, self.batches())

    def cells(self) -> Any:
        """A pandas DataFrame with a row for each cell: arm, seed, draw, runs, a column
        ``ending.<ending>`` (how many) for each ending and ``mean.<variable>`` (points) for each variable."""
        import pandas

        rows = []
        for cell, counts in self.by_cell.items():
            one = Summary(self.meta, counts)
            row: dict[str, Any] = {"arm": self.design.arms[cell.arm].name}
            row |= {"seed": cell.seed, "draw": cell.draw, "runs": one.runs}
            row |= {f"ending.{name}": count for name, count in one.endings.items()}
            rows.append(row | {f"mean.{name}": mean for name, mean in one.means.items()})
        return pandas.DataFrame(rows)

    def judgements(self) -> Any:
        """A pandas DataFrame with a row for each draw: seed, draw, and each judgement's value
        (per cent, or points for effects and costs)."""
        import pandas

        head = {"seed": [s for s, _ in self.meta.draws], "draw": [d for _, d in self.meta.draws]}
        return pandas.DataFrame({**head, **self.meta.judgements})

    def write(self, path: str | Path) -> Path:
        """Writes the result to a .parquet, .csv or .json file. Raises InputError in one line."""
        from sim.batches import files

        files.write(Path(path), self)
        return Path(path)


def no_counts(meta: Meta) -> Counts:
    """The counts of no runs."""
    decisions, variables = len(meta.decisions), len(meta.variables)
    most = max(len(p.moves) for p in meta.decisions.values())
    shapes = ((), (len(meta.endings),), (decisions, most), (variables,), (decisions + 1, variables, POINTS))
    return Counts(*(np.zeros(shape, np.int64) for shape in shapes))


def _sum(meta: Meta, cells: list[Counts], histograms: list[Int64]) -> Counts:
    whole = sum(cells, no_counts(meta))
    return replace(whole, histograms=sum(histograms, no_counts(meta).histograms))
