"""``check --profile``: what is an error, what a warning, and what is only asked before publishing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.checking import examine
from sim.reading.codes import IDLE, PUBLISHED, UNFINISHED
from sim.reading.diagnostics import ERROR, WARNING
from sim.record.record import load
from sim.scenario.profiles import Profile
from tests.cli.commands import ROOT, lines, within
from tests.cli.test_check_pages import BASES, SHOWN, blocks

ALWAYS_WARNINGS = {*IDLE, "unused-piece", "missing-words"}
INSIDE = [c for c in SHOWN if c not in PUBLISHED and not blocks(c)[0].startswith("# mill.")]
BARE = """\
format: 1
title: A bare game
record:
  governments: {one: {name: One, why: Not judged., priorities: {peace: slight}}, two: Two}
  channels: {road: [one, two]}
  variables: {peace: {name: Peace, why: Not judged.}}
seats: [{actor: one}]
decisions:
  - id: first
    title: What now?
    date: 1900-01-01
    decider: one
    channels: [road]
    moves:
      - {id: this, label: This, why: A guess., effects: {peace: slight}}
      - {id: that, label: That, why: A guess., effects: {peace: -slight}}
endings: [{id: good, title: Good, when: peace > 50}, {id: bad, title: Bad}]
"""


@pytest.mark.parametrize("code", INSIDE)
def test_a_draft_is_warned_of_what_is_missing_and_nothing_else(code: str, tmp_path: Path) -> None:
    wrong, right = blocks(code)
    (base,) = [name for name, text in BASES.items() if f"\n{right}\n" in text]
    for name, text in BASES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    file = tmp_path / base
    file.write_text(BASES[base].replace(f"\n{right}\n", f"\n{wrong}\n"), encoding="utf-8")
    (severity,) = [d.severity for d in examine(file, load(), Profile.DRAFT) if d.code == code]
    assert severity == (WARNING if code in UNFINISHED | ALWAYS_WARNINGS else ERROR)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    file = tmp_path / "bare.yaml"
    file.write_text(BARE, encoding="utf-8")
    return file


def test_what_plays_is_not_yet_what_can_be_shown(bare: Path) -> None:
    assert examine(bare, load(), Profile.PLAYABLE) == []
    found = examine(bare, load(), Profile.PUBLISHED)
    asked = {"no-content-note", "no-limits", "phase-without-question", "one-seat"}
    assert {d.code for d in found} == asked
    assert {d.code for d in found if d.severity == WARNING} == {"one-seat"}
    assert [d.message.split("'")[1] for d in found if d.code == "phase-without-question"] == [
        "forecast",
        "reveal",
    ]


def test_a_broken_file_is_not_played_before_it_is_mended(bare: Path) -> None:
    bare.write_text(BARE.replace("decider: one", "decider: onne"), encoding="utf-8")
    assert [d.code for d in examine(bare, load(), Profile.PUBLISHED)] == ["unknown-actor"]


def test_the_last_line_says_which_profile_it_was(bare: Path) -> None:
    done = within("check", str(bare))
    assert done.out.decode() == "1 scenario and the record, as playable: 0 errors, 0 warnings.\n"
    bare.write_text(BARE.replace("    title: What now?\n", ""), encoding="utf-8")
    assert within("check", str(bare)).status == 1
    done = within("check", str(bare), "--profile", "draft")
    assert (done.status, done.error) == (0, "")
    assert lines(done.out.decode())[-1].endswith("as draft: 0 errors, 1 warning.")
    done = within("check", str(bare), "--profile", "published")
    assert lines(done.error)[-1].endswith("as published: 1 error, 0 warnings.")


def test_the_shipped_scenarios_can_be_shown() -> None:
    done = within("check", "--profile", "published")
    assert (done.status, done.error) == (0, "")
    assert "as published: 0 errors, 0 warnings." in done.out.decode()


def test_all_that_is_shipped_is_the_scenarios_and_the_campaign() -> None:
    assert (
        within("check")
        .out.decode()
        .startswith("13 scenarios, 1 campaign and the record, as playable: 0 errors")
    )


@pytest.mark.parametrize("profile", [Profile.PLAYABLE, Profile.PUBLISHED])
def test_of_a_campaign_its_own_words_are_read(profile: Profile, tmp_path: Path) -> None:
    loaded = {
        "valley.yaml": ("Nobody spoke of it.", "Audacious steps."),
        "bridge.yaml": ("The bridge", "Capitulate!"),
    }
    for name, text in BASES.items():
        assert text.count(loaded.get(name, ("", ""))[0]) >= 1
        (tmp_path / name).write_text(text.replace(*loaded.get(name, ("\0", ""))), encoding="utf-8")
    found = examine(tmp_path / "valley.yaml", load(), profile)
    line = BASES["valley.yaml"][: BASES["valley.yaml"].index("Nobody spoke")].count("\n") + 1
    told = [("loaded-word", line)] if profile is Profile.PUBLISHED else []
    assert [(d.code, d.line) for d in found] == told


def test_an_unknown_profile_is_one_line() -> None:
    done = within("check", "--profile", "publishd")
    assert (done.status, done.out) == (2, b"")
    assert len(lines(done.error)) == 1
    assert "published" in done.error


def test_a_program_is_told_where_each_code_is_explained(bare: Path) -> None:
    rows = within("check", str(bare), "--profile", "published", "--json").json
    assert len(rows) == 5
    for row in rows:
        assert row["help"] == f"docs/codes/{row['code']}.md"
        assert (ROOT / row["help"]).is_file()
