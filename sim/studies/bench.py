"""The benchmark: this engine against ``mesa.batch_run`` of the same model, in one run.

Every trial is a fresh process (:mod:`sim.studies.trial`). Rounds are interleaved: a round does
every kind of trial once, so that a slow minute of the machine falls on all of them. What is told
is the median over the rounds, with the least and the most beside it. What is compared is speed per
run: the batch plays many more runs than Mesa, to which each run costs the same.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeAlias

from sim.errors import BackchannelError
from sim.rng import SCHEME
from sim.scenario import library
from sim.studies.trial import Kind, Trial
from sim.types import Json

FAN: Final = 2_000
"""Runs of a fan: what could follow from one decision of a live game."""

Column: TypeAlias = str
"""A kind of trial, or ``no_gc`` for Mesa with Python's garbage collection off."""


@dataclass(frozen=True)
class Size:
    """How much is measured. Mesa plays fewer runs than the batch: each costs it the same."""

    rounds: int = 5
    batch: int = 200_000
    mesa: int = 200
    workers: int = 500_000
    frame: int = 4_000


QUICK: Final = Size(rounds=1, batch=20_000, mesa=12, workers=20_000, frame=200)
"""Enough to see that everything runs; too short to quote."""


@dataclass(frozen=True)
class Rates:
    """Runs a second, one figure a round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    @property
    def spread(self) -> list[float]:
        """The least and the most."""
        return [round(min(self.rounds), 1), round(max(self.rounds), 1)]


@dataclass(frozen=True)
class Compared:
    """One scenario's figures. ``rates`` by column."""

    scenario: str
    size: Size
    rates: Mapping[Column, Rates]
    same_endings: bool
    bytes_per_run: float
    fan: Json

    @property
    def ratio(self) -> float:
        """How many times as fast the batch is as ``mesa.batch_run``."""
        return self.rates["batch"].median / self.rates["mesa"].median

    @property
    def floor_share(self) -> float:
        """The batch's speed as a share of the floor's."""
        return self.rates["batch"].median / self.rates["floor"].median

    def as_json(self) -> Json:
        batch = self.rates["batch"].median
        row: Json = {f"{_NAMES[c]}_runs_per_s": round(r.median, 1) for c, r in self.rates.items()}
        row |= {"ratio": round(self.ratio, 1), "floor_share": round(self.floor_share, 3)}
        row |= {"ratio_without_gc": round(batch / self.rates["no_gc"].median, 1)}
        row |= {"ratio_to_frame": round(batch / self.rates["frame"].median, 1)}
        row |= {"same_endings": self.same_endings, "bytes_per_run": self.bytes_per_run, "fan": self.fan}
        row["spread"] = {_NAMES[c]: r.spread for c, r in self.rates.items()}
        row["runs"] = {_NAMES[c]: runs for c, (_, runs, _) in _columns(self.size).items()}
        return row


@dataclass(frozen=True)
class Scaled:
    """Runs a second by number of workers on one scenario, and the seconds that starting them took."""

    scenario: str
    runs: int
    rates: Mapping[int, Rates]
    start_up: Mapping[int, float]

    def as_json(self) -> Json:
        one = self.rates[1].median
        return {
            "workers": {str(n): round(r.median, 1) for n, r in self.rates.items()},
            "workers_spread": {str(n): r.spread for n, r in self.rates.items()},
            "workers_speed_up": {str(n): round(r.median / one, 2) for n, r in self.rates.items()},
            "workers_start_up_s": {str(n): round(s, 2) for n, s in self.start_up.items()},
            "workers_runs": self.runs,
            "workers_scenario": self.scenario,
        }


@dataclass(frozen=True)
class Report:
    """Everything that one benchmark measured, and on what."""

    seed: int
    size: Size
    compared: tuple[Compared, ...]
    scaled: Scaled
    machine: Json = field(default_factory=lambda: machine())

    def as_json(self) -> Json:
        scenarios = {c.scenario: c.as_json() for c in self.compared}
        whole: Json = {"scenarios": scenarios} | self.scaled.as_json()
        return whole | {"seed": self.seed, "rounds": self.size.rounds, "machine": self.machine}


_NAMES: Final[dict[Column, str]] = {
    "batch": "batch",
    "mesa": "mesa",
    "no_gc": "mesa_without_gc",
    "explained": "mesa_explained",
    "frame": "mesa_frame",
    "floor": "floor",
}


def _columns(size: Size) -> dict[Column, tuple[Kind, int, bool]]:
    """What each column measures: the kind of trial, how many runs, and whether garbage is collected."""
    return {
        "batch": ("batch", size.batch, True),
        "mesa": ("mesa", size.mesa, True),
        "no_gc": ("mesa", size.mesa, False),
        "explained": ("explained", max(1, size.mesa // 4), True),
        "frame": ("frame", size.frame, True),
        "floor": ("floor", size.batch, True),
    }


def benchmark(
    scenarios: Sequence[str],
    seed: int = 7,
    size: Size | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Report:
    """Measures all of it. ``progress`` is called with trials done, trials in all, and what comes next.

    Raises InputError for a scenario that is not there, before anything is measured.
    """
    size = size or Size()
    for name in scenarios:
        library.open_scenario(name)
    plan = _plan(scenarios, seed, size)
    found: dict[tuple[str, Column], list[Json]] = {}
    for done, (key, trial) in enumerate(plan):
        if progress is not None:
            progress(done, len(plan), f"{trial.scenario}: {key[1].replace('_', ' ')}")
        found.setdefault(key, []).append(run_trial(trial))
    if progress is not None:
        progress(len(plan), len(plan), "done")
    compared = tuple(_compare(name, size, found) for name in scenarios)
    return Report(seed, size, compared, _scale(scenarios[0], size, found))


def run_trial(trial: Trial) -> Json:
    """What one trial measured in a process of its own. Raises BackchannelError in one line if it fails."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-m", "sim.studies", json.dumps(asdict(trial))],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no word why"])[-1]
        what = f"the trial '{trial.kind}' of {trial.scenario} ended with status {done.returncode}"
        raise BackchannelError(f"{what} ({why}). Try --quick, or fewer things at a time on this machine.")
    measured: Json = json.loads(done.stdout)
    return measured


def machine() -> Json:
    """What the figures were measured on."""
    row: Json = {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()}
    row |= {"python": platform.python_version(), "numpy": version("numpy"), "mesa": version("mesa")}
    return row | {"luck": SCHEME}


def worker_counts() -> list[int]:
    """One worker, then twice as many each time, up to the machine's cores; two at least."""
    cores = max(2, os.cpu_count() or 1)
    return sorted({*(1 << i for i in range(cores.bit_length())), cores})


def _plan(scenarios: Sequence[str], seed: int, size: Size) -> list[tuple[tuple[str, Column], Trial]]:
    """Every trial in the order in which it is done: round by round."""
    plan: list[tuple[tuple[str, Column], Trial]] = []
    for _ in range(size.rounds):
        for name in scenarios:
            for column, (kind, runs, collect) in _columns(size).items():
                plan.append(((name, column), Trial(kind, name, runs, seed, collect, size.mesa)))
            plan.append(((name, "fan"), Trial("fan", name, FAN, seed)))
        first = scenarios[0]
        for workers in worker_counts():
            trial = Trial("workers", first, size.workers, seed, workers=workers)
            plan.append(((first, f"{workers} workers"), trial))
    return plan


def _compare(name: str, size: Size, found: Mapping[tuple[str, Column], list[Json]]) -> Compared:
    rates = {
        column: Rates(tuple(runs / one["seconds"] for one in found[name, column]))
        for column, (_, runs, _) in _columns(size).items()
    }
    told = [one["rows"] for column in ("batch", "mesa", "no_gc") for one in found[name, column]]
    return Compared(
        scenario=name,
        size=size,
        rates=rates,
        same_endings=all(len(rows) == size.mesa and rows == told[0] for rows in told),
        bytes_per_run=found[name, "batch"][0]["bytes_per_run"],
        fan=_fan(found[name, "fan"]),
    )


def _fan(found: Sequence[Json]) -> Json:
    seconds = statistics.median(one["seconds"] for one in found)
    game = statistics.median(one["game_seconds"] for one in found)
    row: Json = {"decision": found[0]["decision"], "runs": FAN, "seconds": round(seconds, 4)}
    return row | {"live_game_seconds": round(game, 4), "ratio": round(seconds / game, 2)}


def _scale(name: str, size: Size, found: Mapping[tuple[str, Column], list[Json]]) -> Scaled:
    rates, start_up = {}, {}
    for workers in worker_counts():
        trials = found[name, f"{workers} workers"]
        rates[workers] = Rates(tuple(size.workers / one["seconds"] for one in trials))
        start_up[workers] = statistics.median(one["start_up"] for one in trials)
    return Scaled(name, size.workers, rates, start_up)
