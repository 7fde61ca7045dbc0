"""The report of a result: right figures, everything there, safe, the same twice, from every format."""

from __future__ import annotations

import dataclasses
import re
import shlex
from pathlib import Path

import pytest
from helpers import remade

from sim.batches import files
from sim.batches.api import batch
from sim.batches.design import Arm, Design
from sim.batches.report import report
from sim.batches.results import Results
from sim.errors import InputError
from sim.scenario.compiled import Compiled
from tests.cli.commands import SHIPPED, lines, no_traceback, sim, within
from tests.pages.reading import Reader

ARMS = (Arm(), Arm(forced={"lamp": "refuse"}), Arm(policies={"*": "greedy"}, off=("leaks",)))


@pytest.fixture(scope="module")
def one(isles: Compiled) -> Results:
    return batch(isles, 500, 7)


@pytest.fixture(scope="module")
def several(isles: Compiled) -> Results:
    return batch(isles, design=Design(runs=300, seeds=(1, 2), arms=ARMS))


def headings(page: str) -> list[str]:
    return Reader(page).of("h2")


def charts(page: str) -> list[str]:
    return Reader(page).of("title")[1:]


def test_every_part_is_there(one: Results, isles: Compiled) -> None:
    page = report(one, isles, "isles.parquet")
    assert headings(page) == [
        "What was run",
        "How the runs ended",
        "What was chosen, beside history",
        "How things went",
        "What goes with the outcome",
        "What this is not",
    ]
    assert charts(page) == [
        "How the runs ended",
        "Moves by decision",
        *(isles.record.variables[v].name for v in isles.variables),
        "What goes with the ending",
    ]
    reader = Reader(page)
    assert reader.of("h1") == [isles.source.title]
    text = " ".join(t for _, t in reader.text)
    for part in (isles.hash, "500", isles.source.limits, "not a forecast", "not been validated"):
        assert part in text


def test_the_figures_are_those_of_the_runs(one: Results, isles: Compiled) -> None:
    reader = Reader(report(one, isles, "isles.parquet"))
    cells = [t for tag, t in reader.text if tag in ("th", "td")]
    for ending, count in zip(isles.source.endings, one.endings.values(), strict=True):
        at = cells.index(ending.title)
        assert cells[at + 1 : at + 3] == [f"{count:,}", f"{count / 5:.1f}\u00a0%"]
    lamp = isles.decisions[0].source
    for letter, move in zip("abc", lamp.moves, strict=True):
        mark = " ◆" if move.id == lamp.history.move else ""
        at = cells.index(f"{letter}  {move.label}{mark}")
        assert cells[at + 1] == f"{one.moves['lamp'][move.id]:,}"


def test_history_is_marked_once_a_decision_and_never_called_right(one: Results, isles: Compiled) -> None:
    reader = Reader(report(one, isles, "isles.parquet"))
    marked = [t for t in reader.of("th") if t.endswith("◆")]
    assert len(marked) == len(isles.decisions)
    assert [a.get("class") for t, a in reader.tags if t == "tr"].count("marked") == len(isles.decisions)
    assert "not the right answer" in " ".join(reader.of("p"))


def test_several_arms_stand_beside_each_other(several: Results, isles: Compiled) -> None:
    page = report(several, isles, "arms.csv")
    assert "What the arms change" in headings(page)
    names = [a.name for a in ARMS]
    assert len([t for t in charts(page) if t.startswith("Moves by decision")]) == len(names)
    differing = [t for t in charts(page) if " less A (model): " in t]
    assert len(differing) == 2 * (len(names) - 1)
    text = " ".join(t for _, t in Reader(page).text)
    assert "'refuse' is taken at 'lamp' wherever it is open" in text
    assert "the rule 'leaks' is off" in text


def test_more_arms_than_a_chart_can_tell_apart_are_all_in_the_tables(isles: Compiled) -> None:
    arms = tuple(Arm(start={"light": points}) for points in range(10, 70, 10))
    page = report(batch(isles, design=Design(runs=40, arms=arms)), isles, "x.csv")
    reader = Reader(page)
    assert "Not drawn: 2 arms more" in page
    for letter, arm in zip("ABCDEF", arms, strict=True):
        assert f"{letter} ({arm.name})" in reader.of("th")


def test_no_rows_are_said_to_be_missing(isles: Compiled) -> None:
    design = Design(runs=60, arms=ARMS, rows="none")
    page = report(batch(isles, design=design), isles, "x.json")
    assert "kept without rows" in page
    assert "The file holds no rows" in page
    assert "How the runs ended" in charts(page)


def test_a_row_a_decision_tells_as_much_as_a_row_a_run(isles: Compiled) -> None:
    pages = [
        report(batch(isles, design=Design(runs=60, arms=ARMS, rows=rows)), isles, "x.json")
        for rows in ("runs", "decisions")
    ]
    assert [t for t in charts(pages[0]) if "Variables at the end" in t]
    assert charts(pages[0]) == charts(pages[1])


def test_drawn_judgements_are_told(isles: Compiled) -> None:
    page = report(batch(isles, design=Design(runs=20, draws=3, arms=ARMS)), isles, "x.csv")
    assert "drawn 3 times from the ranges of their words" in page
    assert "few draws make them wide" in page
    assert "says nothing of others" in page


@pytest.mark.parametrize("runs", [1, 2])
def test_a_run_or_two_have_a_page_as_well(isles: Compiled, runs: int) -> None:
    reader = Reader(report(batch(isles, design=Design(runs=runs, arms=ARMS)), isles, "x.csv"))
    assert reader.wrong == []
    assert "nan" not in " ".join(t for _, t in reader.text).lower().split()


def test_without_the_scenario_ids_and_a_note(one: Results) -> None:
    page = report(one, None, "isles.parquet")
    assert "could not be opened, so" in page
    assert "together" in Reader(page).of("th")


def test_a_scenario_that_has_changed_lends_no_titles(one: Results, isles: Compiled) -> None:
    other = dataclasses.replace(isles, hash="0" * 16)
    page = report(one, other, "isles.parquet")
    assert "has changed since" in page
    assert isles.source.endings[0].title not in page


def test_a_stranger_s_titles_are_only_text(isles: Compiled) -> None:
    evil = "</style></svg><script>alert(1)</script>{{ 7 * 7 }}\"' onload=x $\\frac"
    titles = {e.title for e in isles.source.endings} | {d.title for d in isles.source.decisions}
    titles |= {m.label for d in isles.source.decisions for m in d.moves} | {isles.source.title}
    hostile = remade(isles, lambda v: evil if isinstance(v, str) and v in titles else v)
    calm = Reader(report(batch(isles, 50), isles, "x.csv"))
    page = Reader(report(batch(hostile, 50), hostile, f"{evil}.csv"))
    assert [t for t, _ in page.tags if t in ("script", "style")] == ["style"]
    assert page.wrong == []
    assert page.open == []
    assert len(page.of("h2")) == len(calm.of("h2"))
    assert page.of("h1") == [evil]
    assert not [n for _, attributes in page.tags for n in attributes if n.startswith("on")]


def test_it_is_well_formed_fetches_nothing_and_is_the_same_twice(several: Results, isles: Compiled) -> None:
    page = report(several, isles, "arms.csv")
    reader = Reader(page)
    assert reader.wrong == []
    assert reader.open == []
    assert len(set(reader.attributes("id"))) == len(reader.attributes("id"))
    assert all(v.startswith("#") for n in ("src", "href", "xlink:href") for v in reader.attributes(n))
    assert page == report(several, isles, "arms.csv")


@pytest.mark.parametrize("ending", files.ENDINGS)
@pytest.mark.parametrize("rows", ["none", "runs", "decisions"])
def test_every_format_and_kind_of_rows_gives_the_same_page(
    isles: Compiled, tmp_path: Path, ending: str, rows: str
) -> None:
    design = Design(runs=80, seeds=(3,), arms=ARMS, rows=rows)  # type: ignore[arg-type]
    results = batch(isles, design=design)
    files.write(tmp_path / f"r{ending}", results)
    again = files.read(tmp_path / f"r{ending}")
    assert report(again, isles, "r") == report(results, isles, "r")


def commands(page: str) -> list[str]:
    return Reader(page).of("code")


@pytest.mark.parametrize(
    "options",
    [
        ("--seed", "7"),
        ("--seed", "1,2", "--draws", "2", "--rows", "decisions", "--off", "leaks"),
        ("--policy", "greedy", "--seed", "1,2,3", "--shard", "1/2"),
    ],
    ids=" ".join,
)
def test_the_command_on_the_page_makes_the_file_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = within("batch", SHIPPED[0], "--runs", "40", "--out", "first.csv", *options)
    assert done.status == 0, done.error
    assert within("report", "first.csv").status == 0
    before = Path("first.csv").read_bytes()
    Path("first.csv").unlink()
    (line,) = commands(Path("first.html").read_text(encoding="utf-8"))
    python, minus, program, *arguments = shlex.split(line)
    assert (python, minus, program) == ("python", "-m", "sim")
    assert within(*arguments).status == 0
    assert Path("first.csv").read_bytes() == before


def test_the_design_on_the_page_makes_the_file_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: Compiled
) -> None:
    monkeypatch.chdir(tmp_path)
    decision = shipped.decisions[0]
    force = f"{decision.source.id}={decision.moves[-1]}"
    within("batch", shipped.id, "--runs", "30", "--force", force, "--compare", "--out", "first.parquet")
    assert within("report", "first.parquet", "--out", "page.html").status == 0
    before = Path("first.parquet").read_bytes()
    Path("first.parquet").unlink()
    design, line = commands(Path("page.html").read_text(encoding="utf-8"))
    Path("design.yaml").write_text(design, encoding="utf-8")
    assert within(*shlex.split(line)[3:]).status == 0
    assert Path("first.parquet").read_bytes() == before


def test_a_scenario_that_is_not_shipped_is_named_for_its_titles(isles: Compiled, tmp_path: Path) -> None:
    files.write(tmp_path / "r.csv", batch(isles, 20))
    assert within("report", str(tmp_path / "r.csv")).status == 0
    assert isles.source.title not in (tmp_path / "r.html").read_text(encoding="utf-8")
    done = within("report", str(tmp_path / "r.csv"), "--scenario", "no/such.yaml")
    assert done.status == 2
    assert "no/such.yaml is not there" in done.error


def test_a_file_s_own_word_opens_no_file(isles: Compiled, tmp_path: Path) -> None:
    """A stranger's result that names a path as its scenario gets no file opened by it."""
    trap = tmp_path / "trap.yaml"
    trap.write_text("format: [", encoding="utf-8")
    results = batch(isles, 20)
    meta = dataclasses.replace(results.meta, scenario=str(trap))
    files.write(tmp_path / "r.csv", dataclasses.replace(results, meta=meta))
    assert within("report", str(tmp_path / "r.csv")).status == 0


def test_a_shard_without_work_is_told_in_one_line(isles: Compiled) -> None:
    empty = batch(isles, 20, shard="1/2")
    with pytest.raises(InputError, match="holds no runs"):
        report(empty, isles, "r.csv")


def test_what_is_wrong_is_one_line(tmp_path: Path, isles: Compiled) -> None:
    good = tmp_path / "good.csv"
    files.write(good, batch(isles, 20))
    foreign, torn = tmp_path / "foreign.csv", tmp_path / "torn.csv"
    foreign.write_text("a,b\n1,2\n", encoding="utf-8")
    torn.write_bytes(good.read_bytes()[:-40])
    asked = {
        "is not there": (str(tmp_path / "none.csv"),),
        "'.txt'": (str(tmp_path / "notes.txt"),),
        "not an ordinary file": (str(tmp_path / "folder.csv"),),
        "torn or is no result": (str(foreign),),
        "torn or is no": (str(torn),),
        "no name for a page": (str(good), "--out", str(tmp_path / "page.csv")),
        "There is no folder": (str(good), "--out", str(tmp_path / "no" / "page.html")),
        "is a folder": (str(good), "--out", str(tmp_path / "place.html")),
        "There is no scenario 'nowhere'": (str(good), "--scenario", "nowhere"),
    }
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "place.html").mkdir()
    for words, arguments in asked.items():
        done = within("report", *arguments)
        assert done.status == 2, arguments
        assert words in done.error, done.error
        assert len(lines(done.error)) == 1
        assert no_traceback([done.error])
    assert [p.name for p in tmp_path.glob("*.html*")] == ["place.html"]


def test_as_a_process_of_its_own(isles: Compiled, tmp_path: Path) -> None:
    """No warning, nothing on standard error, and one line that names the page."""
    files.write(tmp_path / "r.parquet", batch(isles, 20))
    done = sim("report", str(tmp_path / "r.parquet"))
    assert (done.status, done.error) == (0, "")
    assert re.fullmatch(rb"20 runs of isles: .*r\.html\s*", done.out)
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["r.html", "r.parquet"]
