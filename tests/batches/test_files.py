"""Results in files: whole, the same bytes however they were made, and refused where they are not sound."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import pyarrow.parquet
import pytest

from sim.batches import files
from sim.batches.api import batch
from sim.batches.design import Arm, Design
from sim.batches.remake import again, merge
from sim.batches.results import Results
from sim.errors import InputError
from sim.policies.policy import Greedy
from sim.scenario.compiled import Compiled
from tests.helpers import with_record

KINDS = ("parquet", "csv", "json")
ARMS = (Arm(), Arm(forced={"lamp": "refuse"}))
DESIGN = Design(runs=130, seeds=(5, 6), draws=1, arms=ARMS)
ROWS = ("none", "runs", "decisions")
BLOCK = 50


def made(game: Compiled, folder: Path, kind: str, name: str = "a", **how: Any) -> Path:
    """A result file of the design above."""
    out = folder / f"{name}.{kind}"
    rows = how.pop("rows", "runs")
    design = how.pop("design", dataclasses.replace(DESIGN, rows=rows))
    batch(game, design=design, out=out, **{"block": BLOCK, **how})
    return out


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_holds_what_memory_holds(isles: Compiled, tmp_path: Path, kind: str, rows: str) -> None:
    design = dataclasses.replace(DESIGN, rows=rows)
    held, read = batch(isles, design=design), files.read(made(isles, tmp_path, kind, rows=rows))
    assert read.table().equals(held.table())
    assert read.table().dtypes.equals(held.table().dtypes)
    assert (read.meta, read.endings, read.moves) == (held.meta, held.endings, held.moves)
    assert read.cells().equals(held.cells())
    assert read.judgements().equals(held.judgements())
    for name, arm in held.arms.items():
        assert (read.arm(name).histograms == arm.histograms).all()
    assert os.listdir(tmp_path) == [f"a.{kind}"]


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_bytes_in_one_piece_in_chunks_in_shards_and_from_memory(
    isles: Compiled, tmp_path: Path, kind: str, rows: str
) -> None:
    whole = made(isles, tmp_path, kind, rows=rows).read_bytes()
    assert made(isles, tmp_path, kind, "chunks", rows=rows, chunk=17).read_bytes() == whole
    memory = tmp_path / f"memory.{kind}"
    batch(isles, design=dataclasses.replace(DESIGN, rows=rows)).write(memory)
    assert memory.read_bytes() == whole
    shards = [made(isles, tmp_path, kind, f"s{i}", rows=rows, shard=f"{i}/3") for i in (2, 3, 1)]
    assert len({s.read_bytes() for s in shards}) == 3
    assert merge(shards, tmp_path / f"merged.{kind}").runs == DESIGN.total
    assert (tmp_path / f"merged.{kind}").read_bytes() == whole


def test_small_chunks_and_large_ones_write_the_same_file(shipped: Compiled, tmp_path: Path) -> None:
    chunks = {
        size: made(shipped, tmp_path, "parquet", f"c{size}", design=Design(17_000), chunk=size, block=65_536)
        for size in (1000, 16_384)
    }
    assert chunks[1000].read_bytes() == chunks[16_384].read_bytes()


def test_shards_of_one_kind_merge_into_another(isles: Compiled, tmp_path: Path) -> None:
    whole = made(isles, tmp_path, "csv")
    shards = [made(isles, tmp_path, KINDS[i], "s", shard=f"{i + 1}/3") for i in range(3)]
    merge(shards, tmp_path / "merged.csv")
    assert (tmp_path / "merged.csv").read_bytes() == whole.read_bytes()


def test_more_shards_than_blocks_leave_some_empty(isles: Compiled, tmp_path: Path) -> None:
    small = Design(runs=40, arms=ARMS)
    whole = made(isles, tmp_path, "parquet", design=small)
    shards = [made(isles, tmp_path, "parquet", f"s{i}", design=small, shard=f"{i}/5") for i in range(1, 6)]
    assert {files.read(s).runs for s in shards} == {0, 40}
    merge(shards, tmp_path / "merged.parquet")
    assert (tmp_path / "merged.parquet").read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_can_be_made_again(shipped: Compiled, tmp_path: Path, kind: str, rows: str) -> None:
    first = made(shipped, tmp_path, kind, rows=rows, design=Design(120, (5,), 1, rows=rows))
    game, design, shard = again(first)
    second = tmp_path / f"b.{kind}"
    batch(game, design=design, shard=shard, out=second)
    assert second.read_bytes() == first.read_bytes()


def test_other_programs_read_the_files(isles: Compiled, tmp_path: Path) -> None:
    wanted = batch(isles, design=DESIGN).table().astype({"ending": str, "arm": str})
    plain = pandas.read_csv(made(isles, tmp_path, "csv"), comment="#")
    column = pandas.read_parquet(made(isles, tmp_path, "parquet"))
    document = json.loads(made(isles, tmp_path, "json").read_text())
    listed = pandas.DataFrame(document["rows"])
    for table in (plain, column, listed):
        assert list(table.columns) == list(wanted.columns)
        for name in ("run", "seed", "draw", *isles.variables):
            assert (table[name] == wanted[name]).all()
        assert (table["ending"].astype(str) == wanted["ending"]).all()
        assert (table["move.coal"].isna() == wanted["move.coal"].isna()).all()
    assert document["backchannel"]["hash"] == isles.hash


def test_a_file_holds_nothing_of_the_machine(isles: Compiled, tmp_path: Path) -> None:
    for kind in ("csv", "json"):
        text = made(isles, tmp_path, kind).read_text()
        assert str(tmp_path) not in text
        assert str(Path.cwd()) not in text


def test_many_rows_stand_in_groups_of_one_size(isles: Compiled, tmp_path: Path) -> None:
    out = tmp_path / "a.parquet"
    batch(isles, design=Design(70_000, arms=ARMS), out=out)
    with pyarrow.parquet.ParquetFile(out) as file:
        sizes = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert sizes == [65_536, 65_536, 140_000 - 2 * 65_536]


# what is not sound


def body(kind: str, content: bytes, change: Callable[[Any], None]) -> bytes:
    """A CSV or JSON result with its head changed."""
    head, newline, rest = content.partition(b"\n")
    before, after = {"csv": (b"# ", b""), "json": (b'{"backchannel":', b",")}[kind]
    whole = json.loads(head[len(before) : len(head) - len(after)])
    change(whole)
    return before + json.dumps(whole).encode() + after + newline + rest


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_anywhere_is_refused(isles: Compiled, tmp_path: Path, kind: str) -> None:
    whole = made(isles, tmp_path, kind, design=Design(30)).read_bytes()
    torn = tmp_path / f"torn.{kind}"
    for length in (0, 1, 40, len(whole) // 3, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        torn.write_bytes(whole[:length])
        with pytest.raises(InputError, match="torn"):
            files.read(torn).table()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_file_that_lacks_a_row_is_refused(isles: Compiled, tmp_path: Path, kind: str) -> None:
    path = made(isles, tmp_path, kind, design=Design(30))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:9] + lines[10:]))
    with pytest.raises(InputError, match="torn"):
        files.read(path).table()


FOREIGN: dict[str, bytes] = {
    "empty": b"",
    "text": b"a,b\n1,2\n",
    "another JSON": b'{"rows": []}\n',
    "deep": b"# {" + b'"a":{' * 100_000 + b"\n# {}\n",
    "no program": b'# {"a": 1}\na\n# {}\n',
    "noise": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", FOREIGN)
def test_a_foreign_file_is_refused_in_one_line(tmp_path: Path, kind: str, what: str) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(FOREIGN[what])
    with pytest.raises(InputError, match="no result file") as problem:
        files.read(path)
    assert "\n" not in str(problem.value)


HEADS: dict[str, tuple[Callable[[Any], None], str]] = {
    "another format": (lambda b: b.update(format=2), "reads format 1"),
    "no format": (lambda b: b.pop("format"), "reads format 1"),
    "another program": (lambda b: b.update(program="x"), "no result file"),
    "a key too many": (lambda b: b.update(more=1), "lacks a part"),
    "a key too few": (lambda b: b.pop("hash"), "lacks a part"),
    "no decisions": (lambda b: b.update(decisions={}), "lacks a part"),
    "an ending too few": (lambda b: b["endings"].pop(), "lacks a part"),
    "fewer seeds than cells": (lambda b: b["design"].update(seeds=[5]), "lacks a part"),
    "runs below nothing": (lambda b: b["design"].update(runs=-1), "1 to"),
    "a judgement's value too few": (lambda b: b.update(judgements={"a": [1]}), "lacks a part"),
    "a move that is none": (lambda b: b["decisions"]["lamp"].update(historical="x"), "lacks a part"),
}


@pytest.mark.parametrize("what", HEADS)
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_head_that_does_not_fit_is_refused(isles: Compiled, tmp_path: Path, kind: str, what: str) -> None:
    path = made(isles, tmp_path, kind, design=Design(30, (5, 6)))
    change, words = HEADS[what]
    path.write_bytes(body(kind, path.read_bytes(), change))
    with pytest.raises(InputError, match=words) as problem:
        files.read(path)
    assert "\n" not in str(problem.value)


AGAIN: dict[str, tuple[Callable[[Any], None], str]] = {
    "another version": (lambda b: b.update(version="9.9"), r"version 9\.9"),
    "another luck": (lambda b: b.update(luck="dice-1"), "dice-1"),
    "a changed scenario": (lambda b: b.update(hash="0" * 16), "has changed since"),
    "a policy of one's own": (
        lambda b: b["design"]["arms"][0].update(policy={"*": "mine.Stubborn"}),
        "policy of one's own",
    ),
    "a scenario that is not shipped": (lambda b: b.update(scenario="isles"), "Name its file"),
}


@pytest.mark.parametrize("what", AGAIN)
def test_what_cannot_be_made_again_says_why(shipped: Compiled, tmp_path: Path, what: str) -> None:
    path = made(shipped, tmp_path, "csv", design=Design(20))
    change, words = AGAIN[what]
    path.write_bytes(body("csv", path.read_bytes(), change))
    with pytest.raises(InputError, match=words):
        again(path)


def test_a_policy_object_is_told_by_its_class(shipped: Compiled, tmp_path: Path) -> None:
    design = Design(20, arms=(Arm(policies={"*": Greedy()}),))
    path = made(shipped, tmp_path, "csv", design=design)
    with pytest.raises(InputError, match=r"sim\.policies\.policy\.Greedy"):
        again(path)


def shards_of(game: Compiled, folder: Path, name: str, parts: int = 2, **how: Any) -> list[Path]:
    return [made(game, folder, "csv", f"{name}{i}", shard=f"{i}/{parts}", **how) for i in range(1, parts + 1)]


def test_shards_that_are_no_whole_are_refused(isles: Compiled, tmp_path: Path) -> None:
    one, two = shards_of(isles, tmp_path, "a")
    other = shards_of(isles, tmp_path, "b", design=Design(99))
    third = shards_of(isles, tmp_path, "c", 3)
    strength = next(iter(isles.record.leverage.values())).strength
    weak = with_record(
        isles,
        "leverage",
        next(iter(isles.record.leverage)),
        strength=strength.model_copy(update={"value": 5}),
    )
    elsewhere = shards_of(weak, tmp_path, "d")
    whole = made(isles, tmp_path, "csv", "whole")
    out = tmp_path / "m.csv"
    for given, words in (
        ([one], "1 files are given"),
        ([one, one], "as is"),
        ([one, two, two], "is shard 1/2, but 3 files"),
        ([one, other[1]], "another batch"),
        ([one, elsewhere[1]], "another batch than the first file .hash"),
        ([one, third[1]], "is shard 2/3, but 2 files"),
        ([one, whole], "no shard"),
        ([one, tmp_path / "none.csv"], "is not there"),
    ):
        with pytest.raises(InputError, match=words):
            merge(given, out)
        assert not out.exists()


def test_a_file_that_is_there_is_not_lost(isles: Compiled, tmp_path: Path) -> None:
    path = made(isles, tmp_path, "csv", design=Design(20))
    before = path.read_bytes()
    assert made(isles, tmp_path, "csv", design=Design(20)).read_bytes() == before
    with pytest.raises(InputError, match="--yes"):
        made(isles, tmp_path, "csv", design=Design(21))
    assert path.read_bytes() == before
    made(isles, tmp_path, "csv", design=Design(21), replace=True)
    assert files.read(path).runs == 21


def test_a_variable_with_the_name_of_a_column_is_told(isles: Compiled, tmp_path: Path) -> None:
    names = tuple("run" if v == "light" else v for v in isles.variables)
    with pytest.raises(InputError, match="'run' has the name of a column"):
        batch(dataclasses.replace(isles, variables=names), 5)
    with pytest.raises(InputError, match="'run' has the name of a column"):
        batch(dataclasses.replace(isles, variables=names), 5, out=tmp_path / "a.csv")
    assert not list(tmp_path.iterdir())


def test_an_unknown_ending_of_a_file_is_told_before_the_work(isles: Compiled, tmp_path: Path) -> None:
    for name in ("a.xlsx", "a", "a.parquet.gz"):
        with pytest.raises(InputError, match=r"\.parquet"):
            batch(isles, 10**9, out=tmp_path / name)
    with pytest.raises(InputError, match="is not there"):
        batch(isles, 10**9, out=tmp_path / "no" / "a.csv")


def test_what_results_say_without_rows(isles: Compiled) -> None:
    found: Results = batch(isles, design=dataclasses.replace(DESIGN, rows="none"))
    assert found.table().empty
    assert sum(found.endings.values()) == found.runs == DESIGN.total
    assert len(found.cells()) == len(DESIGN.cells)
    with pytest.raises(InputError, match="Did you mean 'model'"):
        found.arm("modle")


def test_what_else_stands_in_the_folder_of_parts_is_left(isles: Compiled, tmp_path: Path) -> None:
    folder = tmp_path / "a.csv.parts"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="--yes to begin anew"):
        made(isles, tmp_path, "csv", design=Design(20))
    with pytest.raises(OSError, match="not empty"):
        made(isles, tmp_path, "csv", design=Design(20), replace=True)
    assert (folder / "notes.txt").read_text() == "mine"
