"""Every hostile or broken file is refused in one line, at its line, by little work."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sim.errors import UnreadableFile
from sim.reading import tree
from sim.scenario import library
from tests.conftest import ISLES
from tests.reading.hostile import HOSTILE, Hostile

BOMBS = [h for h in HOSTILE if h.code.startswith(("a", "m", "t"))]


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda h: h.name)
def test_a_hostile_file_has_one_problem_with_its_code_and_line(hostile: Hostile, tmp_path: Path) -> None:
    file = tmp_path / "quarrel.yaml"
    file.write_bytes(hostile.content)
    game, found = library.examine(file)
    assert game is None
    assert [(d.code, d.line) for d in found] == [(hostile.code, hostile.line)], found
    assert hostile.says in f"{found[0].message} {found[0].mend}"
    assert "\n" not in str(found[0])
    assert len(str(found[0])) < 1000
    assert found[0].column >= 1


@pytest.mark.parametrize("hostile", BOMBS, ids=lambda h: h.name)
def test_a_hostile_file_is_refused_before_much_is_read(hostile: Hostile) -> None:
    builder = tree._Builder("quarrel.yaml")
    with pytest.raises(tree._Refused):
        builder.build(hostile.content.decode("utf-8-sig"))
    assert builder.nodes <= hostile.most_nodes


def test_the_limits_are_reached_and_not_passed(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    for content in (
        b"[" + b"1," * (tree.MAX_NODES - 2) + b"1]",
        b"[" * tree.MAX_DEPTH + b"]" * tree.MAX_DEPTH,
        b"a: " + b"x" * tree.MAX_TEXT,
        b"a: 1\n" + b"#" * (tree.MAX_BYTES - 5),
        b"\xef\xbb\xbfa: 1\r\nb: [x, y]\r\n",
    ):
        file.write_bytes(content)
        document, found = tree.load(file)
        assert document is not None, found


def test_a_folder() -> None:
    with pytest.raises(UnreadableFile, match=r"is a folder\. Name a YAML file in it\.$"):
        tree.read_text(ISLES)


def test_a_missing_file() -> None:
    with pytest.raises(UnreadableFile, match="is not there"):
        tree.read_text(ISLES / "nothing.yaml")


def test_a_file_within_a_file() -> None:
    with pytest.raises(UnreadableFile):
        tree.read_text(ISLES / "isles.yaml" / "nothing.yaml")


def test_a_name_that_no_disk_takes(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        tree.read_text(tmp_path / ("a" * 5000 + ".yaml"))
    assert len(str(refused.value)) < 400


def test_a_name_with_a_NUL(tmp_path: Path) -> None:  # noqa: N802
    with pytest.raises(UnreadableFile):
        tree.read_text(tmp_path / "a\0b.yaml")


def test_a_name_over_two_lines_is_told_on_one(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        tree.read_text(tmp_path / "a\nb.yaml")
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(UnreadableFile, match="not an ordinary file"):
        tree.read_text(tmp_path / "pipe.yaml")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_without_end() -> None:
    with pytest.raises(UnreadableFile, match="not an ordinary file"):
        tree.read_text(Path("/dev/zero"))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_itself(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    with pytest.raises(UnreadableFile):
        tree.read_text(loop)
    game, found = library.examine(loop)
    assert game is None
    assert [d.code for d in found] == ["unreadable"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_file_without_rights(tmp_path: Path) -> None:
    file = tmp_path / "shut.yaml"
    file.write_text("a: 1\n", encoding="utf-8")
    file.chmod(0)
    with pytest.raises(UnreadableFile, match="rights"):
        tree.read_text(file)
