"""A copied record with one thing broken: told once, in its file, on its line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.reading.diagnostics import Diagnostic
from sim.record.record import read
from tests.conftest import ISLES


class Break(NamedTuple):
    """In ``file``, ``old`` (which stands there once) becomes ``new``."""

    name: str
    file: str
    old: str
    new: str
    code: str
    says: str


ALMANAC = "facts/almanac.yaml"
# fmt: off
BREAKS = [
    Break("side", "officials.yaml", "side: south", "side: suoth", "unknown-government", "'south'"),
    Break("an official for a side", "officials.yaml", "side: south", "side: warden", "unknown-government",
        "'warden'"),
    Break("office's source", "officials.yaml", 'source: "almanac#3"', 'source: "almanac#33"', "unknown-fact",
        "'almanac#3'"),
    Break("office's dates", "officials.yaml", "from: 1910-01-01,", "from: 1910-01-01, to: 1909-01-01,",
        "bad-value", "before it begins"),
    Break("office's day", "officials.yaml", "from: 1910-01-01", "from: 1910-02-30", "bad-value", "calendar"),
    Break("no office", "officials.yaml", '[{title: Envoy, source: "almanac#3"}]', "[]", "too-few",
        "'offices'"),
    Break("member", "channels.yaml", "members: [north, warden]", "members: [north, wardne]", "unknown-actor",
        "'warden'"),
    Break("no member", "channels.yaml", "members: [north, warden]", "members: []", "too-few", "'members'"),
    Break("holder", "leverage.yaml", "Coal, holder: [south]", "Coal, holder: [suoth]", "unknown-actor",
        "'south'"),
    Break("target", "leverage.yaml", "boats, holder: [south], target: [north]",
        "boats, holder: [south], target: [nroth]", "unknown-actor", "'north'"),
    Break("what it backs", "leverage.yaml", "backs: [warn], strength", "backs: [wran], strength",
        "bad-choice", "'warn'"),
    Break("lever's fact", "leverage.yaml", 'fact: "almanac#2"', 'fact: "almanac#22"', "unknown-fact",
        "'almanac#2'"),
    Break("a strength below nothing", "leverage.yaml", "{is: slight,", "{is: -slight,", "bad-value", "minus"),
    Break("constraint's actor", "constraints.yaml", "actors: [north]", "actors: [nrth]", "unknown-actor",
        "'north'"),
    Break("priority", "governments.yaml", "trust_isles: {is", "trust_isels: {is", "unknown-variable",
        "'trust_isles'"),
    Break("official's priority", "officials.yaml", "priorities: {light", "priorities: {lihgt",
        "unknown-variable", "'light'"),
    Break("a kind of government", "governments.yaml", "North Isle, short: N, kind: government",
        "North Isle, short: N, kind: goverment", "bad-choice", "'government'"),
    Break("between", "variables.yaml", "between: [[north],[south]]", "between: [[north],[suoth]]",
        "unknown-actor", "'south'"),
    Break("three between", "variables.yaml", "[[north],[south]]", "[[north],[south],[north]]", "too-many",
        "2"),
    Break("source", ALMANAC, '"almanac#4"', '"alamanac#4"', "unknown-source", "'almanac'"),
    Break("a fact that cannot be one", ALMANAC, '"almanac#4"', '"Almanac 4"', "bad-name", "source#paragraph"),
    Break("certainty", ALMANAC, "certainty: one_sided", "certainty: onesided", "bad-choice", "'one_sided'"),
    Break("paragraph", ALMANAC, "paragraphs: [4]", "paragraphs: [7]", "unknown-paragraph", "1 to 6"),
    Break("paragraph nought", ALMANAC, "paragraphs: [4]", "paragraphs: [0]", "unknown-paragraph", "1 to 6"),
    Break("a body's side", "bodies.yaml", "of: [north, south]", "of: [north, suoth]", "unknown-government",
        "'south'"),
    Break("a body of an official", "bodies.yaml", "of: [north, south]", "of: [warden]", "unknown-government",
        "'warden'"),
    Break("a body's fact", "bodies.yaml", "almanac#1", "almanac#11", "unknown-fact", "'almanac#1'"),
    Break("a body of nobody", "bodies.yaml", "of: [north, south]", "of: []", "too-few", "'of'"),
    Break("paragraph set aside", "sources.yaml", "paragraphs: [5, 6]", "paragraphs: [5, 7]",
        "unknown-paragraph", "1 to 6"),
    Break("paragraph set aside without a reason", "sources.yaml", ", reason: Advertisements", "",
        "missing-key", "'reason:'"),
    Break("paragraph of an error", "sources.yaml", "{paragraphs: [2]", "{paragraphs: [9]",
        "unknown-paragraph", "1 to 6"),
    Break("typo in a key", "sources.yaml", "    slant: None.", "    slnat: None.", "unknown-key", "'slant'"),
    Break("a term without a note's author", "terms.yaml", ", used_by: the North Isle", "", "missing-key",
        "'used_by:'"),
    Break("the same id in one file", "channels.yaml", "  ch-council:", "  ch-mailboat:", "duplicate-key",
        "first at line 2"),
    Break("broken YAML", "variables.yaml", "short: Light, m", "short: [Light, m", "yaml-syntax", "bracket"),
    Break("broken YAML that others need", "sources.yaml", "  almanac:", "\talmanac:", "yaml-syntax", "tabs"),
    Break("broken facts", ALMANAC, "facts:", "facts: *f", "alias", ""),
    Break("broken governments", "governments.yaml", "governments:", "governments: !x", "tag", ""),
]
# fmt: on


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ISLES / "seeds", tmp_path / "seeds"))


def change(file: Path, old: str, new: str) -> int:
    """Replaces a text that stands once; gives the line on which it began."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def broken(folder: Path) -> list[Diagnostic]:
    """The problems of a record that cannot be used."""
    record, problems = read(folder)
    assert record is None
    return problems


def test_a_copy_reads_as_the_original(copy: Path) -> None:
    assert read(copy) == read(ISLES / "seeds")
    assert read(copy)[1] == []


def move(folder: Path, key: str) -> Path:
    """Puts the last entry of ``key.yaml``, a line long, into a file beside it."""
    file, other = folder / f"{key}.yaml", folder / f"{key}-others.yaml"
    *kept, last = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    other.write_text(f"{key}:\n{last}\n", encoding="utf-8")
    return other


@pytest.mark.parametrize("key", ["governments", "officials", "channels", "leverage"])
def test_a_part_in_a_file_beside_reads_as_the_whole(key: str, copy: Path) -> None:
    move(copy, key)
    assert read(copy) == read(ISLES / "seeds")


def test_a_slip_in_a_file_beside_is_told_there(copy: Path) -> None:
    other = move(copy, "leverage")
    line = change(other, "holder: [south]", "holder: [suoth]")
    assert [(d.file, d.line, d.code) for d in broken(copy)] == [(str(other), line, "unknown-actor")]


@pytest.mark.parametrize("slip", BREAKS, ids=lambda b: b.name)
def test_one_slip_is_told_once_in_its_file_on_its_line(slip: Break, copy: Path) -> None:
    line = change(copy / slip.file, slip.old, slip.new)
    found = broken(copy)
    assert [(d.file, d.line, d.code) for d in found] == [(str(copy / slip.file), line, slip.code)], found
    assert slip.says in f"{found[0].message} {found[0].mend}"
    assert found[0].mend


def add_fact(folder: Path) -> tuple[str, int]:
    (folder / "facts" / "more.yaml").write_text(
        'facts:\n  "almanac#5": {text: New., says: A, certainty: firm, paragraphs: [5]}\n'
        '  "almanac#3": {text: Again., says: A, certainty: firm, paragraphs: [3]}\n',
        encoding="utf-8",
    )
    return "facts/more.yaml", 3


def add_official(folder: Path) -> tuple[str, int]:
    file = folder / "officials.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + text.splitlines()[2].replace("envoy:", "south:") + "\n", encoding="utf-8")
    return "officials.yaml", 4


@pytest.mark.parametrize(
    ("add", "name", "first"),
    [(add_fact, "almanac#3", "facts/almanac.yaml"), (add_official, "south", "governments.yaml")],
)
def test_an_id_in_two_files(
    add: Callable[[Path], tuple[str, int]], name: str, first: str, copy: Path
) -> None:
    file, line = add(copy)
    found = broken(copy)
    assert [(d.file, d.line, d.code) for d in found] == [(str(copy / file), line, "duplicate-id")]
    assert name in found[0].message
    assert str(copy / first) in found[0].message


def test_several_slips_are_all_told(copy: Path) -> None:
    lines = {
        ("channels.yaml", change(copy / "channels.yaml", "members: [north, warden]", "members: [zz]")),
        ("leverage.yaml", change(copy / "leverage.yaml", 'fact: "almanac#2"', 'fact: "almanac#9"')),
        ("variables.yaml", change(copy / "variables.yaml", "short: Light", "shrot: Light")),
    }
    assert {(Path(d.file).name, d.line) for d in broken(copy)} == lines


@pytest.mark.parametrize(
    "name", ["sources", "governments", "bodies", "officials", "channels", "variables", "terms"]
)
def test_a_missing_file_is_told_once(name: str, copy: Path) -> None:
    (copy / f"{name}.yaml").unlink()
    found = broken(copy)
    assert [(d.file, d.code) for d in found] == [(str(copy / f"{name}.yaml"), "unreadable")]


def test_a_folder_without_a_record(tmp_path: Path) -> None:
    assert {d.code for d in broken(tmp_path)} == {"unreadable"}
    assert {d.code for d in broken(tmp_path / "nowhere")} == {"unreadable"}
