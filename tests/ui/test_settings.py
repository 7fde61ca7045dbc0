"""What is kept from game to game, whatever the file or the disk does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ui import settings
from sim.ui.settings import CHOICES, Settings

VALUES: dict[str, list[Any]] = {name: [v for v, _ in choice.values] for name, choice in CHOICES.items()}
EACH = [(name, value) for name, values in VALUES.items() for value in values]
JUNK = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x, max_size=2))
FILE = "settings.json"


def test_every_setting_has_its_words_and_its_plain_value_is_one_of_its_choices() -> None:
    assert [f.name for f in fields(Settings)] == list(CHOICES)
    for name, choice in CHOICES.items():
        assert choice.label
        assert choice.about.endswith(".")
        assert choice.has(getattr(Settings(), name))
        assert len({words for _, words in choice.values}) == len(choice.values) > 1


@pytest.mark.parametrize(("name", "value"), EACH)
def test_what_is_chosen_is_kept(tmp_path: Path, name: str, value: Any) -> None:
    chosen = Settings().choose(name, value)
    assert settings.write(chosen, tmp_path / "new" / "folder") == ""
    assert settings.read(tmp_path / "new" / "folder") == chosen
    assert getattr(chosen, name) == value
    assert choice_words(name, value)


def choice_words(name: str, value: Any) -> str:
    return CHOICES[name].said(value)


@pytest.mark.parametrize(("name", "value"), [("theme", "pink"), ("text", 90.0), ("text", 85), ("voice", 1)])
def test_no_other_value_can_be_chosen(name: str, value: Any) -> None:
    with pytest.raises(KeyError):
        Settings().choose(name, value)


@given(kept=st.fixed_dictionaries({name: JUNK | st.sampled_from(VALUES[name]) for name in CHOICES}))
def test_broken_values_fall_back_one_by_one(tmp_path_factory: pytest.TempPathFactory, kept: Any) -> None:
    folder = tmp_path_factory.mktemp("kept")
    (folder / FILE).write_text(json.dumps(kept), encoding="utf-8")
    found = settings.read(folder)
    for name, value in kept.items():
        good = any(type(v) is type(value) and v == value for v in VALUES[name])
        assert getattr(found, name) == (value if good else getattr(Settings(), name))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"dark"',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"theme": "dark"}' + b" " * 2_000_000,
        b'{"text": 1' + b"0" * 5000 + b"}",
    ],
    ids=range(9),
)
def test_a_file_that_makes_no_sense_gives_the_plain_settings_and_is_mended(
    tmp_path: Path, body: bytes
) -> None:
    (tmp_path / FILE).write_bytes(body)
    assert settings.read(tmp_path) == Settings()
    assert settings.write(Settings("dark"), tmp_path) == ""
    assert settings.read(tmp_path) == Settings("dark")


def test_what_a_newer_version_has_kept_stays(tmp_path: Path) -> None:
    newer = {"theme": "dark", "sound": {"volume": 3}, "history": "never", "text": 120}
    (tmp_path / FILE).write_text(json.dumps(newer))
    found = settings.read(tmp_path)
    assert found == Settings("dark", 120)
    settings.write(found.choose("text", 150), tmp_path)
    kept = json.loads((tmp_path / FILE).read_text())
    assert kept["sound"] == {"volume": 3}
    assert kept["text"] == 150


def test_a_place_that_is_no_folder_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder should be")
    told = settings.write(Settings(), tmp_path / "home")
    assert "cannot be kept" in told
    assert "\n" not in told
    assert settings.read(tmp_path / "home") == Settings()


FULL = """
import resource, signal, sys
from pathlib import Path
from sim.ui import settings
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5, 5))
print(settings.write(settings.Settings("contrast"), Path(sys.argv[1])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes there")
def test_a_disk_that_is_full_leaves_what_was_kept(tmp_path: Path) -> None:
    settings.write(Settings("dark"), tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONPATH": "."},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert "cannot be kept" in done.stdout
    assert settings.read(tmp_path) == Settings("dark")
    assert [p.name for p in tmp_path.iterdir()] == [FILE], "nothing half written is left"
