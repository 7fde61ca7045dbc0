"""Slips of which the mend must say what to write: each is told once, on its line, and its mend mends it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from sim.reading import tree
from sim.reading.diagnostics import Diagnostic, errors
from sim.record.record import load
from sim.scenario import library
from sim.scenario.understand import understand

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "examples" / "lanterns.yaml").read_text(encoding="utf-8")


class Slip(NamedTuple):
    """``wrong`` stands where ``right`` stood; a mend that ``mends`` is what is typed for it then."""

    right: str
    wrong: str
    code: str
    says: str
    mends: str = ""


HOUR = "{id: hour, label: Play for one hour,"
TITLE = "title: The bandmaster asks whether to pack"
NIGHT = "title: One night for two towns,"
SLIPS = {
    "a comma in a text in braces": Slip(
        HOUR,
        "{id: hour, label: Play, for one hour,",
        "yaml-syntax",
        'label: "Play, for one hour".',
        '{id: hour, label: "Play, for one hour",',
    ),
    "a comma before letters of other alphabets": Slip(
        NIGHT,
        "title: Öné nïght, zwö: 😀, für zwei,",
        "yaml-syntax",
        'zwö: "😀, für zwei".',
    ),
    "a comma and a colon in a text in braces": Slip(
        NIGHT,
        "title: One night, for two: towns,",
        "unknown-key",
        "in quotes",
        'title: "One night, for two: towns",',
    ),
    "a name alone in braces": Slip(
        "notice: {marrowfield: coordinated}",
        "notice: { marrowfield }",
        "yaml-syntax",
        "Write 'marrowfield: …'",
    ),
    "no blank behind a colon": Slip(
        "notice: {marrowfield: coordinated}",
        "notice: {marrowfield:}",
        "yaml-syntax",
        "blank",
    ),
    "no comma between values": Slip(HOUR, "{id: hour label: 'An hour',", "yaml-syntax", "','"),
    "no comma between quoted values": Slip(HOUR, "{id: 'hour' label: 'An hour',", "yaml-syntax", "','"),
    "an apostrophe in single quotes": Slip(
        TITLE,
        "title: 'Don't'",
        "yaml-syntax",
        "'Don''t…'",
        "title: 'Don''t'",
    ),
    "an apostrophe in single quotes in braces": Slip(
        NIGHT,
        "title: 'Quillby's night',",
        "yaml-syntax",
        "double quotes",
        'title: "Quillby\'s night",',
    ),
    "an apostrophe at a word's end": Slip(
        TITLE, "title: 'The towns' night'", "yaml-syntax", "double quotes", 'title: "The towns\' night"'
    ),
    "an apostrophe that opens": Slip(TITLE, "title: 'Tis the bandmaster", "yaml-syntax", "double quotes"),
    "quotes in quotes": Slip(
        TITLE,
        'title: "The "bandmaster" asks"',
        "yaml-syntax",
        "single quotes",
        "title: 'The \"bandmaster\" asks'",
    ),
    "an empty decider": Slip(
        "decider: marrowfield", "decider:", "bad-type", "behind 'decider:' the actor who decides"
    ),
    "an empty phase": Slip("phase: forecast,", "phase: ,", "bad-choice", "react, describe"),
    "kept where the lever is told": Slip(
        "{name: The tents for the night,",
        "{name: The tents for the night, kept: {festival: -slight},",
        "unknown-key",
        "under 'leverage:' at the left margin, as leverage: {tents: {kept: …}}",
    ),
    "a second block of a name": Slip(
        "\nevents:",
        "\ndecisions:\n  - {id: x}\nevents:",
        "duplicate-key",
        "under the 'decisions:' of line",
    ),
    "a chance with its sign": Slip("chance: marked", "chance: 50%", "bad-value", "Write 50:", "chance: 50"),
    "a chance in a word of no scale": Slip(
        "chance: marked", "chance: often", "bad-value", "or a whole number from 0 to 100"
    ),
    "a secret that is a guess": Slip("secret: true", "secret: maybe", "bad-choice", "true, false, chair"),
    "a secret in another word": Slip("secret: true", "secret: yes", "bad-choice", "Write true."),
    "a phase of another name": Slip(
        "phase: forecast", "phase: predict", "bad-choice", "react, describe, forecast"
    ),
    "a phase with two letters turned": Slip(
        "phase: forecast", "phase: forcesat", "bad-choice", "'forecast'", "phase: forecast"
    ),
    "a format with a point": Slip("format: 1\n", "format: 1.0\n", "bad-value", "Write 1.", "format: 1\n"),
}


def told(text: str) -> list[Diagnostic]:
    document, problems = tree.parse(text, "lanterns.yaml")
    return problems if document is None else understand(document, load())[1]


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_once_on_its_line_with_what_to_write(name: str) -> None:
    slip = SLIPS[name]
    place = TEXT.index(slip.right)
    broken = TEXT[:place] + slip.wrong + TEXT[place + len(slip.right) :]
    line = broken.count("\n", 0, place + (slip.wrong[0] == "\n")) + 1
    found = told(broken)
    assert [(d.code, d.line) for d in found] == [(slip.code, line)], found
    assert slip.says in found[0].mend
    if slip.mends:
        assert errors(told(TEXT[:place] + slip.mends + TEXT[place + len(slip.right) :])) == []


def test_a_source_may_have_any_id_and_be_cited_by_it() -> None:
    for name in ("band_book", "band-book", "b", "b" + "_" * 63):
        assert told(TEXT.replace("ledger", name)) == [], name
    long = "b" * 65
    assert {(d.code, d.line) for d in told(TEXT.replace("    ledger:", f"    {long}:"))} >= {
        ("bad-name", TEXT[: TEXT.index("    ledger:")].count("\n") + 1)
    }


def test_a_year_stands_for_a_time_in_words() -> None:
    assert told(TEXT.replace('published: "1952"', "published: 1952")) == []
    assert [d.code for d in told(TEXT.replace('published: "1952"', "published: true", 1))] == ["bad-type"]


def test_an_empty_file_names_the_command_that_writes_one() -> None:
    (found,) = told("# nothing yet\n")
    assert (found.code, found.line) == ("empty-file", 1)
    assert "python -m sim new" in found.mend


def test_an_actor_without_a_voice_is_told_where_it_stands() -> None:
    alone = TEXT.replace("    marrowfield: {", "    hermit: {name: The hermit}\n    marrowfield: {", 1)
    (found,) = told(alone)
    assert (found.code, found.severity) == ("silent-actor", "warning")
    assert alone.splitlines()[found.line - 1].strip().startswith("hermit:")


@pytest.mark.parametrize("level", ['"sligh\\nt"', '"sli\\tght"', "x" * 5000, '""', f"[{'x, ' * 900}]"])
def test_a_level_of_any_kind_is_told_in_one_short_line(level: str) -> None:
    for right in ("chance: marked", "by: strong", "credibility: strong"):
        (found,) = told(TEXT.replace(right, f"{right.split(':')[0]}: {level}", 1))
        assert found.code == "bad-value"
        assert str(found).isprintable()
        assert len(str(found)) < 300


def test_a_file_that_cannot_be_read_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "latin.yaml").write_bytes("a: 1\nb: Größe\n".encode("latin-1"))
    (tmp_path / "torn.backchannel").write_bytes(b"PK")
    for name, line, what in (
        ("folder.yaml", 1, "it is a folder."),
        ("latin.yaml", 2, "it is not UTF-8 text."),
        ("absent.yaml", 1, "it is not there."),
        ("torn.backchannel", 1, "this is no pack."),
    ):
        _, (found,) = library.read(tmp_path / name)
        assert (found.line, found.code, found.message) == (line, "unreadable", what)
        assert found.mend
        assert str(found).count(name) == 1
