"""What a result file says of itself: written as JSON, and read again as a stranger's."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from pydantic import ValidationError

from sim.batches.design import Cell, bounded
from sim.batches.design_file import DesignFile
from sim.batches.results import Meta, Point, Results, no_counts
from sim.batches.work import Counts
from sim.errors import InputError, shorten
from sim.reading.bind import Strict
from sim.types import Int64, Json
from sim.version import VERSION

FORMAT: Final = 1


class PointFile(Strict):
    """A decision in a result file."""

    date: str
    decider: str
    moves: list[str]
    historical: str


class MetaFile(Strict):
    """The head of a result file."""

    program: str
    format: int
    version: str
    luck: str
    scenario: str
    hash: str
    shard: str | None
    design: DesignFile
    endings: list[str]
    variables: list[str]
    decisions: dict[str, PointFile]
    judgements: dict[str, list[int]]


class CellFile(Strict):
    """The counts of one cell in a result file; ``moves`` in the order of the decision's moves."""

    arm: int
    seed: int
    draw: int
    runs: int
    endings: list[int]
    moves: list[list[int]]
    sums: list[int]


class HistogramFile(Strict):
    """A histogram in a result file: the counts from its first point that has any, to the last."""

    first: int
    counts: list[int]


class SummaryFile(Strict):
    """The tail of a result file. Histograms by arm, moment (start, then each decision) and variable."""

    cells: list[CellFile]
    histograms: dict[str, list[list[HistogramFile]]]


def body_of(meta: Meta) -> Json:
    """The head as JSON."""
    points = {
        name: {"date": p.date, "decider": p.decider, "moves": list(p.moves), "historical": p.historical}
        for name, p in meta.decisions.items()
    }
    return {
        "program": "backchannel",
        "format": FORMAT,
        "version": meta.version,
        "luck": meta.luck,
        "scenario": meta.scenario,
        "hash": meta.hash,
        "shard": meta.shard,
        "design": {"format": 1} | meta.design.as_json(),
        "endings": list(meta.endings),
        "variables": list(meta.variables),
        "decisions": points,
        "judgements": {id_: list(values) for id_, values in meta.judgements.items()},
    }


def summary_body(results: Results) -> Json:
    """The tail as JSON. Cells and arms stand in the design's order."""
    meta, cells = results.meta, []
    for cell in meta.design.cells:
        if cell in results.by_cell:
            counts = results.by_cell[cell]
            moves = [
                row[: len(p.moves)] for p, row in zip(meta.decisions.values(), counts.moves, strict=True)
            ]
            row: Json = {"arm": cell.arm, "seed": cell.seed, "draw": cell.draw, "runs": int(counts.runs)}
            row |= {"endings": counts.endings.tolist(), "moves": [m.tolist() for m in moves]}
            cells.append(row | {"sums": counts.sums.tolist()})
    shapes = {
        str(arm): [[_sparse(one) for one in moment] for moment in results.histograms[arm]]
        for arm in sorted(results.histograms)
    }
    return {"cells": cells, "histograms": shapes}


def _sparse(counts: Int64) -> Json:
    held = np.flatnonzero(counts)
    first, last = (int(held[0]), int(held[-1])) if len(held) else (0, -1)
    return {"first": first, "counts": counts[first : last + 1].tolist()}


def meta_from(body: Any, shown: str) -> Meta:
    """The head of a result file. Raises InputError in one line."""
    if not isinstance(body, dict) or body.get("program") != "backchannel":
        raise InputError(f"{shown} is no result file of Backchannel. Name one that 'batch --out' wrote.")
    if body.get("format") != FORMAT:
        found = shorten(repr(body.get("format")), 20)
        raise InputError(
            f"{shown} has result format {found}, and this version ({VERSION}) reads format {FORMAT}. "
            "Open it with the version that wrote it, or make it again."
        )
    try:
        file = MetaFile.model_validate(body)
    except ValidationError:
        raise _wrong(shown) from None
    decisions = {
        name: Point(p.date, p.decider, tuple(p.moves), p.historical) for name, p in file.decisions.items()
    }
    design = bounded(file.design.design())
    judgements = {id_: tuple(values) for id_, values in file.judgements.items()}
    meta = Meta(
        file.scenario,
        file.hash,
        design,
        tuple(file.endings),
        tuple(file.variables),
        decisions,
        judgements,
        file.shard,
        file.version,
        file.luck,
    )
    told = all(p.historical in ("", *p.moves) for p in decisions.values())
    if not decisions or not told or any(len(v) != len(meta.draws) for v in judgements.values()):
        raise _wrong(shown)
    return meta


def counts_of(body: Any, meta: Meta, shown: str) -> tuple[dict[Cell, Counts], dict[int, Int64]]:
    """The tail of a result file: counts by cell, histograms by arm. Raises InputError in one line."""
    try:
        file = SummaryFile.model_validate(body)
        by_cell = {Cell(c.arm, c.seed, c.draw): _counts(c, no_counts(meta)) for c in file.cells}
        histograms = {int(arm): _dense(rows, no_counts(meta)) for arm, rows in file.histograms.items()}
    except (ValidationError, ValueError, IndexError, OverflowError):
        raise _wrong(shown) from None
    if not set(by_cell) <= set(meta.design.cells) or {c.arm for c in by_cell} != set(histograms):
        raise _wrong(shown)
    return by_cell, histograms


def _counts(row: CellFile, counts: Counts) -> Counts:
    """The counts of a cell, written into those of no runs. Raises ValueError where they do not fit."""
    counts.runs[...] = row.runs
    for at, taken in enumerate(row.moves):
        counts.moves[at, : len(taken)] = taken
    for whole, told in ((counts.endings, row.endings), (counts.sums, row.sums)):
        if len(told) != len(whole):
            raise ValueError
        whole[:] = told
    return counts


def _dense(moments: list[list[HistogramFile]], counts: Counts) -> Int64:
    """An arm's histograms (D + 1, V, 101). Raises ValueError or IndexError where they do not fit."""
    for i, moment in enumerate(moments):
        for v, one in enumerate(moment):
            counts.histograms[i, v, one.first : one.first + len(one.counts)] = one.counts
    return counts.histograms


def _wrong(shown: str) -> InputError:
    return InputError(f"{shown} lacks a part of a result, or holds one too many. Make it again.")
