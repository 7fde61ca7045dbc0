"""The pictures of every screen: none is left out, and what is typed wrong is told in a line."""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest

from sim.game.setup import MODES
from sim.ui import pictures
from sim.ui.app import OVER, PAGES
from sim.ui.screens.debrief import MORE, TABLE, TABS
from sim.ui.tour import ALL, Shot, tour


@pytest.fixture(scope="module")
def shots() -> list[Shot]:
    return list(tour())


def test_no_page_no_tab_and_no_mode_is_left_out(shots: list[Shot]) -> None:
    assert {s.page for s in shots if s.mode in MODES} == set(PAGES)
    assert {s.over.partition(":")[0] for s in shots} - {""} == set(OVER)
    tabs = {s.tab for s in shots if s.page == "debrief" and not s.over}
    tables = {t for t in tabs if t.startswith(f"tab:{TABLE}")}
    assert tables
    assert tabs - tables == {f"tab:{t}" for t in (*TABS, *MORE)}
    assert {s.mode for s in shots} == set(ALL)
    for mode in MODES:
        met = {s.page for s in shots if s.mode == mode}
        assert met >= {"seat", "brief", "table", "forecast", "result", "debrief"}
        assert f"mode:{mode}" in {s.tab for s in shots if s.page == "seat"}
    names = {s.screen.name for s in shots if s.page == "table"}
    assert names >= {"decide", "write", "watch", "bargain"}
    details = {s.detail for s in shots if s.page == "table"}
    assert details >= {"write asked", "bargain options", "bargain built"}


def test_every_name_is_of_one_picture_only(shots: list[Shot]) -> None:
    names = [s.name for s in shots]
    assert sorted(set(names)) == sorted(names)


def test_the_tour_is_the_same_again(shots: list[Shot]) -> None:
    again = list(tour(modes=("observer",)))
    kept = {s.name: s.screen for s in shots}
    same = [s for s in again if s.page in ("brief", "table", "forecast", "result") and s.name in kept]
    assert {s.page for s in same} == {"brief", "table", "forecast", "result"}
    assert all(kept[s.name] == s.screen for s in same)


def test_the_command_writes_pictures_and_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "pictures"
    sizes = ["--sizes", "640x480,800x600", "--themes", "dark", "--texts", "150"]
    assert pictures.main([str(out), "--only", "hot seat curtain", *sizes]) == 0
    files = sorted(out.glob("*.png"))
    assert {pygame.image.load(str(f)).get_size() for f in files} == {(640, 480), (800, 600)}
    page = (out / "index.html").read_text()
    assert all(f'src="{f.name}"' in page for f in files)
    assert f"{len(files)} pictures" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--sizes", "12x9"], "'12x9' is no size"),
        (["--sizes", "9999x9999"], "is no size"),
        (["--themes", "drak"], "Did you mean 'dark'?"),
        (["--texts", "105"], "in steps of 10"),
        (["--texts", "²"], "'²' is no text size"),
        (["--scenario", "nowhere"], "nowhere"),
    ],
)
def test_slips_are_told_in_one_line(
    typed: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pictures.main([str(tmp_path), *typed]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert told in said.err
    assert len(said.err.splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    assert pictures.main([str(taken), "--only", "preview"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
