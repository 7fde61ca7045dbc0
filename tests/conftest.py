"""What every test may ask for: the made-up isles, and the shipped scenarios."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from sim.record.record import Record, read
from sim.scenario import library
from sim.scenario.compiled import Compiled

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")

LANTERNS = Path(__file__).parents[1] / "docs" / "examples" / "lanterns.yaml"
ISLES = Path(__file__).parent / "fixtures" / "isles"
SHIPPED = sorted(library.shipped())
SAMPLE = ["doha_strike", "rafah_delay", "withheld_munitions"]
"""Enough for what must hold of any scenario; what each must hold by itself is asked of all."""


@pytest.fixture(scope="session")
def isles_record() -> Record:
    record, problems = read(ISLES / "seeds")
    assert record is not None, problems
    return record


@pytest.fixture(scope="session")
def isles(isles_record: Record) -> Compiled:
    game, problems = library.examine(ISLES / "isles.yaml", isles_record)
    assert game is not None, problems
    return game


@pytest.fixture(scope="session", params=SAMPLE)
def shipped(request: pytest.FixtureRequest) -> Compiled:
    """Each of a sample of the shipped scenarios."""
    return library.open_scenario(request.param)


@pytest.fixture(scope="session", params=SHIPPED)
def every(request: pytest.FixtureRequest) -> Compiled:
    """Each of the shipped scenarios."""
    return library.open_scenario(request.param)


@pytest.fixture(autouse=True)
def own_home(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test reads or writes a person's saved games. The catalogue is made once for all tests."""
    monkeypatch.setenv("BACKCHANNEL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sim.places.cache", lambda: tmp_path_factory.getbasetemp() / "cache")


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache for one test, where this process and others look for it."""
    folder = tmp_path / "home" / "cache"
    monkeypatch.setattr("sim.places.cache", lambda: folder)
    return folder


@pytest.fixture
def small_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two small scenarios that stands for the shipped ones."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name in ("one", "two"):
        shutil.copy(LANTERNS, folder / f"{name}.yaml")
    monkeypatch.setattr("sim.places.scenarios", lambda: folder)
    return folder
