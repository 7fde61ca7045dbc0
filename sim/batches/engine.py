"""A batch from its first block to its results, wherever the blocks are played."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from sim.batches import files
from sim.batches.design import BLOCK, Block, Cell, Design
from sim.batches.executors import Finished
from sim.batches.parts import Parts
from sim.batches.results import Meta, Results, no_counts
from sim.batches.rows import grouped, rows_of
from sim.batches.work import Counts, Job, Played
from sim.errors import InputError, shorten
from sim.types import Int64

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many runs are done, of how many."""

PlayAll: TypeAlias = Callable[[Sequence[Block]], Finished]


class Tally:
    """The counts of finished blocks, in whatever order they come."""

    def __init__(self, meta: Meta) -> None:
        self.meta = meta
        self.by_cell: dict[Cell, Counts] = {}
        self.histograms: dict[int, Int64] = {}

    def add(self, cell: Cell, counts: Counts) -> None:
        """Adds a block's counts. Histograms are kept by arm: a cell's would take too much room."""
        none = no_counts(self.meta)
        bare = replace(counts, histograms=none.histograms)
        self.by_cell[cell] = self.by_cell[cell] + bare if cell in self.by_cell else bare
        self.histograms[cell.arm] = self.histograms.get(cell.arm, none.histograms) + counts.histograms

    def results(self, batches: Callable[[], Iterator[Any]]) -> Results:
        """The results, with cells in the design's order."""
        cells = {c: self.by_cell[c] for c in self.meta.design.cells if c in self.by_cell}
        return Results(self.meta, cells, self.histograms, batches)


def parse_shard(text: str) -> tuple[int, int]:
    """The part and the number of parts of a text such as "2/3". Raises InputError in one line."""
    part, slash, parts = text.partition("/")
    short = all(p.isascii() and p.isdigit() and len(p) < 7 for p in (part, parts))
    if not slash or not short or not 1 <= int(part) <= int(parts):
        raise InputError(
            f"'{shorten(text, 40)}' is no shard. Write I/N with I from 1 to N, such as --shard 2/3."
        )
    return int(part), int(parts)


def blocks_of(design: Design, size: int = BLOCK, shard: str | None = None) -> list[Block]:
    """The blocks of a design, or of one shard of it: as many in a row as its share is."""
    whole = design.blocks(size)
    if shard is None:
        return whole
    part, parts = parse_shard(shard)
    return whole[len(whole) * (part - 1) // parts : len(whole) * part // parts]


def run(
    job: Job, meta: Meta, blocks: Sequence[Block], play_all: PlayAll, progress: Progress | None
) -> Results:
    """Plays the blocks and keeps their results in memory."""
    tally, kept = Tally(meta), dict[int, Played]()
    _collect(tally, blocks, play_all, kept.__setitem__, progress, {})

    def batches() -> Iterator[Any]:
        return grouped(meta, (rows_of(meta, job.game, b, kept[b.index]) for b in blocks))

    return tally.results(batches)


def run_to_file(
    job: Job,
    meta: Meta,
    blocks: Sequence[Block],
    play_all: PlayAll,
    progress: Progress | None,
    out: Path,
    parts: Parts,
) -> Results:
    """Plays the blocks that ``parts`` does not hold, and puts the whole file together."""
    tally = Tally(meta)
    there = parts.there()
    done = {b.index: partial(parts.load, b.index) for b in blocks if b.index in there}
    _collect(tally, blocks, play_all, parts.keep, progress, done)

    def batches() -> Iterator[Any]:
        return grouped(meta, (rows_of(meta, job.game, b, parts.load(b.index)) for b in blocks))

    files.fill(parts.whole(), out.suffix, tally.results(batches))
    parts.whole().replace(out)
    parts.clear()
    return files.read(out)


def _collect(
    tally: Tally,
    blocks: Sequence[Block],
    play_all: PlayAll,
    keep: Callable[[int, Played], None],
    progress: Progress | None,
    done: Mapping[int, Callable[[], Played]],
) -> None:
    """Counts the blocks that are done, plays the others, and keeps and counts these."""
    whole = sum(b.runs for b in blocks)
    runs = 0
    for block in blocks:
        if block.index in done:
            tally.add(block.cell, done[block.index]().counts)
            runs += block.runs
    if progress:
        progress(runs, whole)
    left = [b for b in blocks if b.index not in done]
    left.sort(key=lambda b: (b.cell.seed, b.cell.draw))  # a drawn scenario is compiled once for all arms
    with contextlib.closing(play_all(left)) as finished:
        for block, played in finished:
            keep(block.index, played)
            tally.add(block.cell, played.counts)
            runs += block.runs
            if progress:
                progress(runs, whole)
