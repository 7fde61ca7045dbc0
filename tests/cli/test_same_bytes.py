"""One seed, one game: the same bytes from any process, any order of hashes, any processor's features."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.cli.commands import PATIENCE, SHIPPED, Done, at_once, sim

FEATURES = """
import json, warnings
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from numpy._core._multiarray_umath import __cpu_dispatch__ as able, __cpu_features__ as has
print(json.dumps([f for f in able if has.get(f)]))
"""


def features(disabled: str = "") -> list[str]:
    """The processor features that NumPy may switch on beyond its baseline, and has."""
    env = {**os.environ, "NPY_DISABLE_CPU_FEATURES": disabled}
    done = subprocess.run(
        [sys.executable, "-c", FEATURES], env=env, capture_output=True, timeout=PATIENCE, check=True
    )
    found: list[str] = json.loads(done.stdout)
    return found


WAYS: dict[str, dict[str, str]] = {
    "hashes 0": {"PYTHONHASHSEED": "0"},
    "hashes 12345, another zone and tongue": {"PYTHONHASHSEED": "12345", "TZ": "Asia/Kolkata", "LC_ALL": "C"},
    "fewer features": {},
}


@pytest.fixture(scope="module")
def disabled() -> str:
    """What to switch off; what is switched off must really be off."""
    names = " ".join(features())
    if names:
        assert features(names) == []
    return names


@pytest.fixture(scope="module")
def runs(disabled: str) -> dict[tuple[str, str], Done]:
    jobs: dict[tuple[str, str], Any] = {}
    for name in SHIPPED:
        for way, env in {"first": {}, **WAYS}.items():
            extra = {"NPY_DISABLE_CPU_FEATURES": disabled} if way == "fewer features" and disabled else {}
            jobs[name, way] = lambda name=name, env={**env, **extra}: sim(
                "run", name, "--seed", "7", "--json", env=env
            )
    for name in SHIPPED[:1]:
        jobs[name, "other seed"] = lambda name=name: sim("run", name, "--seed", "8", "--json")
    return at_once(jobs)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_bytes(name: str, way: str, runs: dict[tuple[str, str], Done], disabled: str) -> None:
    if way == "fewer features" and not disabled:
        pytest.skip("this NumPy has nothing to switch off here")
    first, other = runs[name, "first"], runs[name, way]
    assert (first.status, first.error) == (0, "")
    assert (other.status, other.error) == (0, "")
    assert first.out == other.out
    assert len(first.out) > 1000


@pytest.mark.parametrize("name", SHIPPED[:1])
def test_another_seed_is_another_game(name: str, runs: dict[tuple[str, str], Done]) -> None:
    """A check of the check: these bytes do depend on the seed."""
    assert runs[name, "first"].json["path"] != runs[name, "other seed"].json["path"]


def test_the_features_are_looked_for_in_this_numpy() -> None:
    assert all(f.isidentifier() for f in features())
