"""Where a debrief's page goes: under a free name, whole or not at all."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError
from sim.ui import report


def test_a_page_takes_a_free_name_and_leaves_the_others(tmp_path: Path) -> None:
    name = report.default_name("isles", "council")
    assert name == "debrief-isles-council-001.html"
    written = [report.write_page(tmp_path / "new" / name, f"page {n}\n") for n in range(3)]
    assert [p.name for p in written] == [f"debrief-isles-council-00{n}.html" for n in (1, 2, 3)]
    assert [p.read_bytes() for p in written] == [b"page 0\n", b"page 1\n", b"page 2\n"]
    plain = [report.write_page(tmp_path / "mine.html", "x").name for _ in range(3)]
    assert plain == ["mine.html", "mine-001.html", "mine-002.html"]
    assert not list(tmp_path.rglob(".debrief-*"))


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_scenario_and_seat_give_a_name_that_every_disk_takes(scenario: str, seat: str) -> None:
    assert re.fullmatch(
        r"debrief-[A-Za-z0-9_-]{1,60}-[A-Za-z0-9_-]{1,60}-001\.html", report.default_name(scenario, seat)
    )


def test_many_at_once_each_take_a_name_of_their_own(tmp_path: Path) -> None:
    written: list[Path] = []
    threads = [
        threading.Thread(target=lambda: written.append(report.write_page(tmp_path / "d-001.html", "x")))
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(p.name for p in written) == [f"d-{n:03}.html" for n in range(1, 17)]


def test_what_stands_in_the_way_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="could not be written") as caught:
        report.write_page(tmp_path / "file" / "d.html", "x")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    """A disk that takes 4,096 bytes a file and no more."""
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from sim.errors import InputError\n"
        "from sim.ui.report import write_page\n"
        "try:\n    write_page(Path(sys.argv[1]), 'x' * 9000)\n"
        "except InputError as problem:\n    print(problem)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "d.html")],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"The debrief could not be written to .*\. Make room or name another folder\.\n", done.stdout
    )
    assert list(tmp_path.iterdir()) == []
