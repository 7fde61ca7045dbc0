"""The gradebook: a row a person, read by every program as it was written, run by none."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple, replace
from pathlib import Path

import pandas
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim import places
from sim.errors import InputError
from sim.ui import gradebook
from sim.ui.gradebook import COLUMNS, harmless, rows, write
from tests.ui.debriefs import ROW

ROOT = Path(__file__).parents[2]
NAMES = ["Ada", "נועה", "أمل", "漢字", "Zoë 🌊", "👩\u200d🚀", 'O\'Neil; "x", y', "<b>bold</b>"]


def cells(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_a_row_reads_as_it_was_written(tmp_path: Path) -> None:
    write(tmp_path / "class.csv", [ROW])
    head, row = cells(tmp_path / "class.csv")
    assert tuple(head) == COLUMNS
    assert dict(zip(head, row, strict=True)) == {
        "nickname": "Ada",
        "seat": "Harbour council",
        "mode": "pair",
        "played": "2001-02-03",
        "scenario": "isles",
        "scenario_hash": "0123456789abcdef",
        "version": "0.9",
        "seed": "7",
        "decisions": "5",
        "decisions_as_in_history": "3",
        "first_parting": "boats",
        "ending": "lamp_for_all",
        "historical_ending": "dark_winter",
        "forecasts": "4",
        "brier": "0.406",
        "brier_model": "0.5",
        "brier_even_spread": "0.667",
        "tables": "1",
        "tables_agreed": "1",
        "own_worth": "61.3",
        "minutes": "31.5",
        "finished": "yes",
        "interventions": "2",
    }


def test_what_is_not_there_is_an_empty_cell(tmp_path: Path) -> None:
    bare = replace(ROW, decisions_as_in_history=None, brier=None, finished=False, ending="")
    write(tmp_path / "class.csv", [bare])
    row = dict(zip(*cells(tmp_path / "class.csv"), strict=True))
    assert [row[k] for k in ("decisions_as_in_history", "brier", "ending", "finished")] == ["", "", "", "no"]


def test_those_who_share_a_seat_have_a_row_each() -> None:
    assert [r.nickname for r in rows(ROW, ("Ada", "Bo"))] == ["Ada", "Bo"]
    assert {astuple(replace(r, nickname="")) for r in rows(ROW, ("Ada", "Bo"))} == {
        astuple(replace(ROW, nickname=""))
    }
    assert [r.nickname for r in rows(ROW, ())] == [""]


def test_names_in_every_script_come_back_from_other_readers(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    write(path, [replace(ROW, nickname=name) for name in NAMES])
    assert [r[0] for r in cells(path)[1:]] == NAMES
    table = pandas.read_csv(path)
    assert list(table["nickname"]) == NAMES
    assert list(table["brier_even_spread"]) == [0.667] * len(NAMES)
    assert path.read_bytes().startswith(b'\xef\xbb\xbf"nickname"')


def test_lines_end_as_the_standard_says(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    write(path, [ROW, ROW])
    data = path.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == 3


FORMULA = re.compile(r"[\s\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]")


@given(st.text("\";=+@-' ,ab", max_size=12), st.text("\";=+@-' ,ab", max_size=12))
@example("Ada;=1+1;", "x;@y")
@example('";=1', ";=1")
def test_a_reader_that_parts_at_semicolons_sees_no_formula_either(nickname: str, seat: str) -> None:
    """As a spreadsheet does where a comma is the decimal mark."""
    text = gradebook._text([replace(ROW, nickname=nickname, seat=seat)], head=False)
    for separator in ",;":
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        assert not [c for row in found for c in row if FORMULA.match(c)]


@given(st.text(max_size=40))
@example("=cmd|'/c calc'!A0")
@example("\t=1+1")
@example(" \r\n+1")
@example("-1")
@example("@SUM(A1)")
@example("\uff1d1+1")
@example("\u202e=1")
def test_no_text_begins_as_a_formula_and_none_has_lines(text: str) -> None:
    cell = harmless(text)
    assert not FORMULA.match(cell)
    assert cell == cell.strip()
    assert len(cell.splitlines()) <= 1
    assert harmless(cell) == cell


@settings(max_examples=40)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_names_come_back_as_one_cell_a_row(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    path = tmp_path_factory.mktemp("book") / "class.csv"
    for name in names:
        write(path, [replace(ROW, nickname=name)])
    found = cells(path)
    assert [len(r) for r in found] == [len(COLUMNS)] * (len(names) + 1)
    assert [r[0] for r in found[1:]] == [harmless(n).encode("utf-8", "replace").decode() for n in names]


def test_rows_are_added_and_what_was_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "new" / "class.csv"
    write(path, [ROW])
    before = path.read_bytes()
    write(path, [replace(ROW, nickname="Bo"), replace(ROW, nickname="Cy")])
    assert path.read_bytes().startswith(before)
    assert [r[0] for r in cells(path)[1:]] == ["Ada", "Bo", "Cy"]


@pytest.mark.parametrize("end", ["", "\r\n", "\n"])
def test_a_file_that_another_program_saved_again_is_added_to(tmp_path: Path, end: str) -> None:
    """Without the mark, without quotes, and whether or not its last line ends."""
    path = tmp_path / "class.csv"
    path.write_bytes((",".join(COLUMNS) + "\n" + ",".join(["x"] * len(COLUMNS)) + end).encode())
    write(path, [ROW])
    assert [r[0] for r in cells(path)] == ["nickname", "x", "Ada"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name,grade\r\nAda,1\r\n", r"has other columns .*\(2, not 23; first 'name'\)"),
        (";".join(COLUMNS).encode(), "has other columns"),
        (",".join((*COLUMNS, "more")).encode(), r"has other columns .*\(24, not 23"),
        (",".join(COLUMNS[::-1]).encode(), "has other columns"),
        (b"\r\n", "has other columns"),
        (",".join(COLUMNS).encode() + "\nZoë".encode("latin-1"), "is not in UTF-8"),
        ("nickname".encode("utf-16"), "is not in UTF-8"),
        (b'"' + b"x" * 200_000, "has other columns"),
    ],
)
def test_any_other_file_is_left_as_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        write(path, [ROW])
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path, tmp_path / "file" / "class.csv"):
        with pytest.raises(InputError, match=r"could not be written|not an ordinary file") as caught:
            write(path, [ROW])
        assert "\n" not in str(caught.value)


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from sim.ui.gradebook import write
from tests.ui.debriefs import ROW
for n in range(10):
    write(Path(sys.argv[1]), [replace(ROW, nickname=f"{sys.argv[2]}-{n}"), replace(ROW, nickname="and")])
"""


def test_two_games_that_end_at_once_lose_no_row(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    line = [sys.executable, "-c", WRITER, str(path)]
    running = [subprocess.Popen([*line, name], cwd=ROOT, stderr=subprocess.PIPE) for name in "abc"]
    for one in running:
        assert one.communicate()[1] == b""
    found = cells(path)
    assert tuple(found[0]) == COLUMNS
    names = [r[0] for r in found[1:]]
    assert sorted(names) == sorted([f"{p}-{n}" for p in "abc" for n in range(10)] + ["and"] * 30)
    assert all(names[i + 1] == "and" for i in range(0, len(names), 2))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_full_disk_leaves_the_gradebook_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    write(path, [ROW])
    before = path.read_bytes()
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.ui.debriefs import ROW\n"
        "from sim.errors import InputError\n"
        "from sim.ui.gradebook import write\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 90}, {len(before) + 90}))\n"
        "try:\n    write(Path(sys.argv[1]), [ROW, ROW])\n"
        "except InputError as problem:\n    print(problem)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"The gradebook .* could not be written \(.*\)\. .*\n", done.stdout)
    assert path.read_bytes() == before


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Somebody's home, and a machine that was told nothing else."""
    for name in (
        "BACKCHANNEL_HOME",
        "XDG_DATA_HOME",
        "XDG_DOWNLOAD_DIR",
        "XDG_DOCUMENTS_DIR",
        "XDG_CONFIG_HOME",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="each system has folders of its own")
def test_an_export_goes_where_a_person_looks_for_it(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    games = places.home() / "games"
    assert places.downloads() == games
    (person / "Documents").mkdir()
    assert places.downloads() == person / "Documents"
    (person / "Downloads").mkdir()
    assert places.downloads() == person / "Downloads"
    monkeypatch.setenv("BACKCHANNEL_HOME", str(person / "own"))
    assert places.downloads() == person / "own" / "games"


def test_columns_are_the_row_s_fields() -> None:
    assert len(set(gradebook.COLUMNS)) == len(astuple(ROW)) == 23
