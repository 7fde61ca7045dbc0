"""The catalogue tells what the files tell, whatever was kept, and is made anew where anything has changed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from sim import places
from sim.scenario import catalogue, library
from sim.scenario.catalogue import Catalogue, Entry
from sim.scenario.files import TUTORIAL, campaigns, shipped
from tests.conftest import LANTERNS, SAMPLE

SIM = Path(catalogue.__file__).parents[1]
pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def shelf(small_shelf: Path) -> Path:
    """Two small scenarios, with a catalogue that is kept."""
    assert catalogue.read().waiting == [TUTORIAL, "one", "two"]
    catalogue.read().read_all()
    assert catalogue.read().waiting == []
    return small_shelf


def kept() -> Path:
    """The one file of the cache."""
    (file,) = places.cache().iterdir()
    return file


def right(found: Catalogue) -> bool:
    """Whether the entries are those of the files, read anew."""
    truth = [catalogue.entry_of(library.open_scenario(name)) for name in (TUTORIAL, *shipped(), *campaigns())]
    return found.waiting == [] and found.found == {entry.id: entry for entry in truth}


def test_it_tells_what_the_files_say() -> None:
    catalogue.read().read_all()
    found = catalogue.read()
    assert found.waiting == []
    assert {e.id for e in found.entries} == {*shipped()}
    assert {e.id for e in found.campaigns} == {*campaigns()}
    assert [e.first for e in found.entries] == sorted(e.first for e in found.entries)
    for name in SAMPLE:
        written = yaml.safe_load(shipped()[name].read_text(encoding="utf-8"))
        entry = found.found[name]
        days = [decision["date"] for decision in written["decisions"]]
        assert (entry.title, entry.minutes, entry.teaches) == (
            written["title"],
            written["minutes"],
            written["teaches"],
        )
        assert entry.summary.split() == written["summary"].split()
        assert entry.content_note.split() == written["content_note"].split()
        assert (str(entry.first), str(entry.last), entry.decisions) == (
            str(days[0]),
            str(days[-1]),
            len(days),
        )
        assert len(entry.seats) == len(written["seats"])
    assert found.tutorial is not None
    assert found.tutorial not in found.entries


def test_what_has_changed_is_read_anew_and_nothing_else(shelf: Path) -> None:
    file = shelf / "two.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("title: ", "title: Not ", 1), encoding="utf-8")
    shutil.copy(LANTERNS, shelf / "three.yaml")
    found = catalogue.read()
    assert found.waiting == ["three", "two"]
    assert found.read_all().found["two"].title.startswith("Not ")
    assert right(catalogue.read())
    (shelf / "one.yaml").unlink()
    assert right(catalogue.read())


CODE = ["scenario/checks.py", "bargaining/solutions.py", "scale.py"]


@pytest.mark.parametrize("what", ["version", "record", *CODE])
def test_another_program_or_record_reads_all_anew(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "version":
        monkeypatch.setattr("sim.scenario.catalogue.VERSION", "9.9.9")
    elif what == "record":
        shutil.copytree(places.seeds(), tmp_path / "seeds")
        with (tmp_path / "seeds" / "facts" / "more.yaml").open("w") as file:
            file.write("facts: {}\n")
        monkeypatch.setattr("sim.places.seeds", lambda: tmp_path / "seeds")
    else:
        shutil.copytree(SIM, tmp_path / "sim", ignore=shutil.ignore_patterns("ui", "__pycache__"))
        monkeypatch.setattr("sim.scenario.catalogue._SIM", tmp_path / "sim")
        assert catalogue.read().waiting == []
        (tmp_path / "sim" / what).write_text("")
    assert len(catalogue.read().waiting) == 3


def test_all_code_that_reads_a_scenario_counts() -> None:
    names = "(m.__file__ for n, m in sys.modules.items() if n[:4] == 'sim.')"
    asked = [sys.executable, "-c", f"import sim.scenario.library, sys; print(*{names}, sep=chr(10))"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=SIM.parent).stdout
    rooms = {Path(file).relative_to(SIM).parent for file in told.splitlines()}
    assert len(rooms) > 3
    assert rooms <= {Path(room) for room in catalogue._ROOMS}


def test_a_broken_file_is_told_each_time_and_the_others_stand(shelf: Path) -> None:
    (shelf / "broken.yaml").write_text("format: 1\ntitel: A slip\n")
    for _ in range(2):
        found = catalogue.read()
        assert found.waiting == ["broken"]
        assert {e.id for e in found.read_all().entries} == {"one", "two"}
        assert ["broken.yaml:" in str(p) for p in found.problems] == [True]


def edited(change: dict[str, object]) -> str:
    """What is kept, with another entry for ``one``, and a checksum that fits."""
    body = json.loads(kept().read_text())
    del body["checksum"]
    body["entries"]["one"] |= change
    return json.dumps(body | {"checksum": catalogue._checksum(body)})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: "",
        lambda: "{",
        lambda: "[" * 100_000,
        lambda: "[]",
        lambda: kept().read_text()[:-100],
        lambda: kept().read_text().replace("Lanterns", "Lamps"),
        lambda: edited({"minutes": "20"}),
        lambda: edited({"minutes": True}),
        lambda: edited({"first": 7}),
        lambda: edited({"seats": [1]}),
        lambda: edited({"more": 1}),
        lambda: json.dumps({"key": "", "names": {}, "entries": {}}),
        lambda: " " * (catalogue.MOST_BYTES + 1),
    ],
)
def test_a_cache_that_makes_no_sense_is_not_believed(shelf: Path, spoil: object) -> None:
    assert callable(spoil)
    kept().write_text(spoil())
    found = catalogue.read()
    assert len(found.waiting) == 3
    assert right(found.read_all())
    assert right(catalogue.read())


def test_a_cache_that_cannot_be_read_or_written_only_costs_time(shelf: Path) -> None:
    file = kept()
    file.unlink()
    file.mkdir()
    assert right(catalogue.read().read_all())
    assert [p.name for p in file.parent.iterdir()] == [file.name], "nothing is left lying about"
    shutil.rmtree(file.parent)
    file.parent.write_text("")
    assert right(catalogue.read().read_all())
    assert file.parent.read_text() == ""


def test_a_file_that_changes_while_it_is_read_is_not_kept(shelf: Path) -> None:
    file = shelf / "one.yaml"
    before = file.read_text(encoding="utf-8")
    kept().unlink()
    found = catalogue.read()
    file.write_text(before.replace("title: ", "title: Not ", 1), encoding="utf-8")
    found.read_all()
    file.write_text(before, encoding="utf-8")
    assert right(catalogue.read().read_all())


def test_games_of_one_day_stand_in_the_order_of_their_ends(shelf: Path) -> None:
    one = catalogue.read().found["one"]

    def listed(*entries: Entry) -> list[str]:
        return [e.id for e in Catalogue(entries, {}).entries]

    later = replace(one, id="a", last=one.last.replace(year=one.last.year + 1))
    earlier = replace(one, id="z", first=one.first.replace(year=one.first.year - 1))
    assert listed(later, one, earlier) == ["z", "one", "a"]
