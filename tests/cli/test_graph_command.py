"""``graph``: a picture in a file, as SVG or as a page, and one line for a slip."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from sim.scenario import library
from tests.cli.commands import ROOT, SHIPPED, at_once, lines, no_traceback, sim, within
from tests.conftest import SAMPLE
from tests.pages.reading import Reader

NAME = SHIPPED[0]


@pytest.mark.parametrize("name", SAMPLE)
def test_it_draws_a_shipped_scenario(name: str, tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    done = within("graph", name, "--runs", "2000", "--out", str(file))
    assert (done.status, done.error) == (0, "")
    assert lines(done.out.decode()) == [f"8 decisions, 2,000 runs: {file}"]
    root = ElementTree.parse(file).getroot()
    ids = {e.get("id") for e in root.iter()}
    source = library.open_scenario(name).source
    assert ids >= {f"move-{d.id}-{m.id}" for d in source.decisions for m in d.moves}
    assert [p.name for p in tmp_path.iterdir()] == ["x.svg"]


def test_as_a_page_it_holds_the_same_picture(tmp_path: Path) -> None:
    for suffix in ("svg", "html"):
        done = within("graph", NAME, "--runs", "500", "--out", str(tmp_path / f"x.{suffix}"))
        assert done.status == 0
    svg, html = (tmp_path / f"x.{s}" for s in ("svg", "html"))
    text = html.read_text(encoding="utf-8")
    assert svg.read_text(encoding="utf-8").strip() in text
    assert library.open_scenario(NAME).source.title in Reader(text).of("title")


def test_without_a_name_it_is_called_after_the_scenario(tmp_path: Path) -> None:
    """Twice, in processes of their own with other hashes: the same bytes."""
    folders = {h: tmp_path / h for h in ("1", "2")}
    for folder in folders.values():
        folder.mkdir()
    jobs = {
        h: lambda h=h, f=f: sim("graph", NAME, "--runs", "500", env={"PYTHONHASHSEED": h}, cwd=f)
        for h, f in folders.items()
    }
    for done in at_once(jobs).values():
        assert (done.status, done.error) == (0, "")
    first, second = ((f / f"{NAME}.svg").read_bytes() for f in folders.values())
    assert first == second


def test_a_scenario_file_is_drawn_as_the_shipped_one_is(tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(library.shipped()[NAME].read_bytes())
    for name in (NAME, str(copy)):
        assert within("graph", name, "--runs", "500", "--out", str(tmp_path / "x.svg")).status == 0
        drawn = (tmp_path / "x.svg").read_text(encoding="utf-8")
        assert ElementTree.fromstring(drawn) is not None
        (tmp_path / f"{len(list(tmp_path.iterdir()))}.txt").write_text(drawn)
    first, second = sorted(tmp_path.glob("*.txt"))
    assert first.read_text() == second.read_text()


SLIPS = {
    "a folder that is not there": (("graph", NAME, "--out", "nowhere/x.svg"), "There is no folder"),
    "another kind of picture": (("graph", NAME, "--out", "x.png"), "Let --out end in .svg or .html"),
    "a name": (("graph", NAME + "s"), f"Did you mean '{NAME}'?"),
    "no scenario": (("graph",), "Missing argument"),
    "no runs": (("graph", NAME, "--runs", "0"), "is no number of runs"),
    "a seed": (("graph", NAME, "--seed", "x"), "is no seed"),
    "a file that is no scenario": (
        ("graph", str(ROOT / "pyproject.toml"), "--out", "x.svg"),
        "pyproject.toml",
    ),
}


@pytest.mark.parametrize("name", list(SLIPS))
def test_a_slip_is_one_line_and_leaves_no_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command, expected = SLIPS[name]
    done = within(*command)
    assert (done.status, done.out) == (2, b"")
    assert len(lines(done.error)) == 1
    assert expected in done.error
    assert no_traceback([done.error])
    assert [p for p in tmp_path.iterdir() if p.name != "home"] == []


def test_a_picture_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    file.write_text("old")
    (tmp_path / ".x.svg.part").mkdir()
    done = sim("graph", NAME, "--runs", "100", "--out", str(file))
    assert done.status == 2
    assert len(lines(done.error)) == 1
    assert file.read_text() == "old"
