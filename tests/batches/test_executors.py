"""The same result from any executor; and nothing is lost when a worker, a parent or a cluster dies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from sim.batches import executors
from sim.batches.api import batch
from sim.batches.design import Arm, Design
from sim.batches.workers import BREAKS
from sim.errors import InputError, MissingPart
from sim.policies.policy import Model, MoveView
from sim.scenario.compiled import Compiled
from sim.types import Int64
from tests.batches import processes
from tests.cli.commands import PATIENCE

linux = pytest.mark.skipif(not processes.LINUX, reason="reads the processes of /proc")
DESIGN = Design(runs=300, seeds=(1, 2), arms=(Arm(), Arm(forced={"lamp": "share"})))
BLOCK = 100


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of the processes' batch, made in one process without a break."""
    out = tmp_path_factory.mktemp("reference") / "a.parquet"
    batch(processes.SCENARIO, processes.RUNS, seed=7, out=out)
    return out.read_bytes()


@pytest.fixture(scope="module")
def small(isles: Compiled, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("small") / "a.csv"
    batch(isles, design=DESIGN, out=out, block=BLOCK)
    return out.read_bytes()


def test_threads_and_processes_of_ones_own_give_the_same_file(
    isles: Compiled, small: bytes, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(3) as threads, ProcessPoolExecutor(1, get_context("spawn")) as process:
        for name, executor in (("threads", threads), ("process", process)):
            out = tmp_path / f"{name}.csv"
            batch(isles, design=DESIGN, out=out, block=BLOCK, executor=executor)
            assert out.read_bytes() == small
            assert executor.submit(abs, -1).result() == 1, "a stranger's executor is left running"


class Breaking(Executor):
    """Plays so many blocks, and then is gone."""

    def __init__(self, blocks: int) -> None:
        self.left = blocks

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self.left > 0:
            future.set_result(fn(*args, **kwargs))
        else:
            future.set_exception(BrokenExecutor("it is gone"))
        self.left -= 1
        return future


@pytest.mark.parametrize("blocks", [0, 1, 5])
def test_an_executor_that_breaks_is_told_and_the_rest_is_played_here(
    isles: Compiled, small: bytes, tmp_path: Path, blocks: int
) -> None:
    out, said = tmp_path / "a.csv", list[str]()
    batch(isles, design=DESIGN, out=out, block=BLOCK, executor=Breaking(blocks), say=said.append)
    assert out.read_bytes() == small
    assert said == ["the executor broke (it is gone); playing on here."]


def test_an_executor_that_was_shut_down_is_told(isles: Compiled) -> None:
    threads, said = ThreadPoolExecutor(1), list[str]()
    threads.shutdown()
    found = batch(isles, 50, executor=threads, say=said.append)
    assert found.runs == 50
    assert len(said) == 1


class Wrong(Model):
    """A policy with a slip in it."""

    name = "wrong"

    def move(self, view: MoveView) -> Int64:
        raise InputError("a slip of one's own")


@pytest.mark.parametrize("where", ["here", "threads", "workers"])
def test_a_slip_in_a_policy_comes_back_as_it_is(isles: Compiled, where: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        how: dict[str, Any] = {"threads": {"executor": threads}, "workers": {"workers": 2}}.get(where, {})
        with pytest.raises(InputError, match=r"^a slip of one's own$"):
            batch(isles, 50, policies={"*": Wrong()}, **how)


def test_a_policy_that_cannot_be_sent_is_told(isles: Compiled) -> None:
    class Local(Model):
        name = "local"

    assert batch(isles, 50, policies={"*": Local()}).runs == 50
    with pytest.raises(InputError, match="top of a module"):
        batch(isles, 50, policies={"*": Local()}, workers=2)


class Deadly(Model):
    """A policy that ends the process that it plays in."""

    name = "deadly"

    def move(self, view: MoveView) -> Int64:
        signal.raise_signal(signal.SIGKILL)
        raise AssertionError


@linux
def test_workers_that_always_die_are_given_up_in_one_line(isles: Compiled) -> None:
    said: list[str] = []
    with pytest.raises(InputError, match="keep ending at once"):
        batch(isles, 50, policies={"*": Deadly()}, workers=2, say=said.append)
    assert len(said) == BREAKS - 1


@pytest.mark.parametrize("workers", [0, -1, 1.5, True, 5000])
def test_a_number_of_workers_that_cannot_be(isles: Compiled, workers: Any) -> None:
    with pytest.raises(InputError, match="1 to 1024"):
        batch(isles, 50, workers=workers)


# processes that are killed


@linux
def test_one_of_two_workers_killed_changes_nothing(reference: bytes, tmp_path: Path) -> None:
    out = tmp_path / "a.parquet"
    with processes.started(processes.command(out, "--workers", "2")) as process:
        processes.until_some_are_done(process, out)
        playing = processes.workers(process.pid)
        assert len(playing) == 2
        processes.kill(playing[0])
        status, error = processes.ended(process)
    assert (status, "a worker process ended" in error) == (0, True), error
    assert out.read_bytes() == reference


@linux
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_parent_leaves_no_file_and_is_resumed(
    reference: bytes, tmp_path: Path, workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, scratch = tmp_path / "a.parquet", tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    with processes.started(processes.command(out, "--workers", workers)) as process:
        processes.until_some_are_done(process, out)
        playing = processes.workers(process.pid)
        processes.kill(process.pid)
        assert processes.ended(process)[0] == -signal.SIGKILL
    assert not out.exists()
    assert all(processes.gone(worker) for worker in playing), "workers outlive their parent"
    assert not list(scratch.iterdir())
    scratch.rmdir()
    kept = processes.blocks(out)
    assert kept
    kept[0].write_bytes(kept[0].read_bytes()[:1000])  # as a power cut could leave it
    times = {path: path.stat().st_mtime_ns for path in kept[1:]}
    found: list[tuple[int, int]] = []
    with pytest.raises(InputError, match="Add --resume to go on"):
        batch(processes.SCENARIO, processes.RUNS, seed=7, out=out)
    with pytest.raises(InputError, match="another design"):
        batch(processes.SCENARIO, processes.RUNS, seed=8, out=out, resume=True)
    assert {path: path.stat().st_mtime_ns for path in kept[1:]} == times

    def progress(done: int, whole: int) -> None:
        found.append((done, whole))

    batch(processes.SCENARIO, processes.RUNS, seed=7, out=out, resume=True, progress=progress)
    assert found[0] == (65_536 * len(times), processes.RUNS)
    assert out.read_bytes() == reference
    assert list(tmp_path.iterdir()) == [out]


@linux
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_done_and_says_so(tmp_path: Path, workers: str) -> None:
    out = tmp_path / "a.parquet"
    with processes.started(processes.command(out, "--workers", workers)) as process:
        processes.until_some_are_done(process, out)
        playing = processes.workers(process.pid)
        for each in [*playing, process.pid]:  # a terminal tells the whole group
            os.kill(each, signal.SIGINT)
        status, error = processes.ended(process)
    assert status == 130
    assert "--resume" in error
    assert "Traceback" not in error
    assert all(processes.gone(worker) for worker in playing)
    assert not out.exists()
    assert processes.blocks(out)


PEAK = """
import resource, sys
from sim.batches.api import batch
batch({scenario!r}, {runs}, seed=7, out={out!r})
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@linux
def test_three_times_the_runs_take_no_more_memory(tmp_path: Path) -> None:
    peaks = []
    for runs in (140_000, 420_000):
        script = PEAK.format(scenario=processes.SCENARIO, runs=runs, out=str(tmp_path / f"{runs}.parquet"))
        with processes.started([sys.executable, "-c", script]) as process:
            peaks.append(int(process.communicate(timeout=PATIENCE)[0]))
            assert process.returncode == 0
    assert peaks[1] < 1.15 * peaks[0]


# a cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A real scheduler and two workers of one thread each on this machine."""
    pytest.importorskip("distributed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder, address = tmp_path_factory.mktemp("cluster"), f"127.0.0.1:{port}"
    quiet = ["--no-dashboard"]
    dask = [sys.executable, "-m", "distributed.cli"]
    scheduler = [f"{dask[2]}.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), *quiet]
    worker = [f"{dask[2]}.dask_worker", address, "--nthreads", "1", "--nworkers", "1", "--no-nanny", *quiet]
    worker += ["--local-directory", str(folder)]
    with ExitStack() as stack:
        stack.enter_context(processes.started([*dask[:2], *scheduler]))
        _answers(port)
        playing = [stack.enter_context(processes.started([*dask[:2], *worker])) for _ in range(2)]
        yield address, playing


def _answers(port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the scheduler does not answer")


@linux
def test_a_cluster_gives_the_same_file_also_when_a_worker_is_killed(
    cluster: tuple[str, list[subprocess.Popen[str]]], reference: bytes, tmp_path: Path
) -> None:
    address, playing = cluster
    whole = tmp_path / "whole.parquet"
    batch(processes.SCENARIO, processes.RUNS, seed=7, out=whole, cluster=address)
    assert whole.read_bytes() == reference
    out = tmp_path / "a.parquet"
    with processes.started(processes.command(out, "--cluster", address)) as process:
        processes.until_some_are_done(process, out)
        processes.kill(playing[0].pid)
        status, error = processes.ended(process)
    assert status == 0, error
    assert out.read_bytes() == reference


def test_a_cluster_that_does_not_answer_is_one_line(isles: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "PATIENCE", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(InputError, match=f"No cluster answers at {address}") as problem:
            batch(isles, 50, cluster=address)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("address", ["nowhere", "", "http://host:80", "host:port", "tcp://", "a b:1"])
def test_an_address_that_is_none_is_one_line(isles: Compiled, address: str) -> None:
    with pytest.raises(InputError, match="is no address"):
        batch(isles, 50, cluster=address)


def test_without_the_part_the_line_names_the_extra(isles: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingPart, match=r'python -m pip install "\.\[cluster\]"'):
        batch(isles, 50, cluster="127.0.0.1:8786")
