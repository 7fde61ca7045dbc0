"""Old formats: every one has its fixture for ever, and opens; what was never one is refused in a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.authoring import migrate
from sim.scenario import library
from tests.authoring.small import MILL, mill
from tests.cli.commands import within

FORMATS = Path(__file__).parents[1] / "fixtures" / "formats"
FIXTURES = sorted(FORMATS.glob("*/*.yaml"))


def test_every_format_that_ever_was_has_a_fixture_and_a_step() -> None:
    assert {int(p.name) for p in FORMATS.iterdir()} == set(range(1, migrate.PRESENT + 1))
    assert set(migrate.STEPS) == set(range(1, migrate.PRESENT))


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_fixture_is_brought_to_the_present_and_opens(fixture: Path, tmp_path: Path) -> None:
    number, text = migrate.migrate(fixture)
    assert number == int(fixture.parent.name)
    file = tmp_path / fixture.name
    file.write_text(text, encoding="utf-8")
    assert library.open_scenario(str(file)).source.format == migrate.PRESENT


def test_a_step_is_taken_and_the_file_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it will be once there is a format 2, whose files call themselves so and keep their comments."""
    monkeypatch.setattr(migrate, "PRESENT", 2)
    monkeypatch.setattr(migrate, "STEPS", {1: lambda text: text.replace("format: 1", "format: 2")})
    file = mill(tmp_path, f"# mine\n{MILL}")
    done = within("migrate", str(file), "--out", str(tmp_path / "new.yaml"))
    assert (done.status, done.error) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("# mine\nformat: 1")
    assert within("migrate", str(file)).status == 0
    assert file.read_text(encoding="utf-8").startswith("# mine\nformat: 2")
    assert (tmp_path / "new.yaml").read_bytes() == file.read_bytes()


def test_the_present_format_is_left_as_it_is(tmp_path: Path) -> None:
    file = mill(tmp_path)
    done = within("migrate", str(file))
    assert (done.status, done.error) == (0, "")
    assert "has format 1, the present one" in done.out.decode()
    assert file.read_text(encoding="utf-8") == MILL


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (MILL.replace("format: 1", "format: 2"), "has format 2, and this version reads up to 1"),
        (MILL.replace("format: 1", "format: 0"), "no format that there ever was"),
        (MILL.replace("format: 1", "format: true"), "no format"),
        (MILL.replace("format: 1", "title: x"), "duplicate-key"),
        ("- a\n", "no format"),
        ("", "empty-file"),
        ("a: [", "yaml-syntax"),
    ],
)
def test_what_cannot_be_brought_is_one_line(text: str, word: str, tmp_path: Path) -> None:
    done = within("migrate", str(mill(tmp_path, text)))
    assert (done.status, done.out) == (2, b"")
    assert word in done.error
    assert len(done.error.splitlines()) == 1


def test_a_folder_a_pack_or_nothing_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.backchannel").write_bytes(b"PK")
    for name, word in (("a.backchannel", "is a pack"), ("none.yaml", "not there"), (".", "is a folder")):
        done = within("migrate", str(tmp_path / name))
        assert (done.status, word in done.error) == (2, True)
