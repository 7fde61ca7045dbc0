"""Results again from their own description, and shards put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim import rng
from sim.batches import files
from sim.batches.design import Design, checked
from sim.batches.engine import Tally, parse_shard
from sim.batches.results import Meta, Results
from sim.batches.rows import grouped
from sim.errors import InputError, shorten
from sim.policies.policy import POLICIES
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario, shipped
from sim.version import VERSION


def again(path: str | Path, scenario: str | None = None) -> tuple[Compiled, Design, str | None]:
    """What a result file was made of: its scenario, its design, and its shard.

    ``scenario`` names the file of a scenario that is not shipped. Raises InputError where the
    same result cannot be made here, and says why.
    """
    meta, shown = files.read(path).meta, shorten(str(path), 200)
    if scenario is None and meta.scenario not in shipped():
        raise InputError(
            f"{shown} is of '{shorten(meta.scenario)}', which is not shipped. "
            f"Name its file: batch SCENARIO.yaml --again {shown}."
        )
    if meta.version != VERSION:
        raise InputError(
            f"{shown} was made by version {shorten(meta.version)}, and this is {VERSION}. "
            "Make it again with that version, or anew with this one."
        )
    if meta.luck != rng.SCHEME:
        raise InputError(
            f"{shown} has luck of the scheme '{shorten(meta.luck)}', and this version has '{rng.SCHEME}'. "
            "Make it anew."
        )
    game = open_scenario(scenario or meta.scenario)
    if game.hash != meta.hash:
        raise InputError(
            f"{shown} is of {shorten(meta.scenario)} as it was ({shorten(meta.hash)}); the scenario or the "
            f"record has changed since ({game.hash}). Make the batch anew."
        )
    own = {p for arm in meta.design.arms for p in arm.policies.values() if p not in POLICIES}
    if own:
        raise InputError(
            f"{shown} was made with a policy of one's own, {shorten(str(min(map(str, own))))}. "
            "Make it again from Python."
        )
    return game, checked(meta.design, game), meta.shard


def merge(paths: Sequence[str | Path], out: str | Path, replace_it: bool = False) -> Results:
    """Puts the shards of one batch together: the same bytes as the batch in one piece.

    Raises InputError where a shard is missing, stands twice, or is of another batch.
    """
    shards = [files.read(path) for path in paths]
    whole = replace(shards[0].meta, shard=None)
    places: dict[int, int] = {}
    for at, (path, shard) in enumerate(zip(paths, shards, strict=True)):
        part = _part(path, shard.meta, whole, len(shards))
        if part in places:
            raise InputError(
                f"{_shown(path)} is shard {shard.meta.shard}, as is {_shown(paths[places[part]])}. "
                "Name each shard once."
            )
        places[part] = at
    ordered = [shards[places[part]] for part in sorted(places)]
    tally = Tally(whole)
    for shard in ordered:
        for cell, counts in shard.by_cell.items():
            tally.add(cell, counts)
        for arm, histograms in shard.histograms.items():
            tally.histograms[arm] = tally.histograms[arm] + histograms

    def batches() -> Iterator[Any]:
        return grouped(whole, (table for shard in ordered for table in shard.batches()))

    files.check_place(Path(out))
    files.check_free(Path(out), whole, replace_it)
    files.write(Path(out), tally.results(batches))
    return files.read(out)


def _part(path: str | Path, meta: Meta, whole: Meta, count: int) -> int:
    """The number of the shard that a file is, if it is one of this batch's."""
    if meta.shard is None:
        raise InputError(f"{_shown(path)} is no shard: it holds a whole batch. Leave it out.")
    part, parts = parse_shard(meta.shard)
    if replace(meta, shard=None) != whole:
        mine, other = _differs(meta, whole)
        raise InputError(
            f"{_shown(path)} is of another batch than the first file ({mine}, not {other}). Leave it out."
        )
    if parts != count:
        raise InputError(
            f"{_shown(path)} is shard {meta.shard}, but {count} files are given. "
            f"Name all {parts} shards, once each."
        )
    return part


def _differs(meta: Meta, whole: Meta) -> tuple[str, str]:
    """The first thing that sets two results apart, as each has it."""
    for what in ("scenario", "hash", "version", "luck"):
        mine, other = getattr(meta, what), getattr(whole, what)
        if mine != other:
            return f"{what} {shorten(mine)}", shorten(other)
    mine_, other_ = meta.design.as_json(), whole.design.as_json()
    what = next((k for k in mine_ if mine_[k] != other_[k]), "")
    return (f"{what} {shorten(str(mine_[what]))}", shorten(str(other_[what]))) if what else ("it differs", "")


def _shown(path: str | Path) -> str:
    return shorten(str(path), 200)
