"""One mistake, one message: on the right line, with a stable code and the right mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.reading import tree
from sim.reading.diagnostics import WARNING, Diagnostic
from sim.record.record import Record, read
from sim.scenario import library
from sim.scenario.understand import understand
from tests.conftest import ISLES
from tests.scenario.mistakes import ALL, Mistake

TEXT = (ISLES / "isles.yaml").read_text(encoding="utf-8")


def problems_of(text: str, record: Record) -> list[Diagnostic]:
    """What is said of a scenario with that text."""
    document, found = tree.parse(text, "isles.yaml")
    if document is None:
        return found
    return understand(document, record)[1]


def edited(*edits: tuple[str, str]) -> str:
    """The isles with each first text replaced by the second; each stands there exactly once."""
    text = TEXT
    for old, new in edits:
        assert text.count(old) == 1, f"{text.count(old)} times in the isles: {old}"
        text = text.replace(old, new)
    return text


def line_of(text: str, part: str) -> int:
    """The line on which ``part`` begins."""
    return text[: text.index(part)].count("\n") + 1


def test_the_isles_themselves_have_no_problem(isles_record: Record) -> None:
    assert problems_of(TEXT, isles_record) == []


def test_the_table_is_a_table_of_different_mistakes() -> None:
    assert len(ALL) >= 45
    assert len({m.name for m in ALL}) == len(ALL)
    assert len({(m.old, m.new) for m in ALL}) == len(ALL)


@pytest.mark.parametrize("mistake", ALL, ids=lambda m: m.name)
def test_one_mistake_is_told_once_where_it_stands(mistake: Mistake, isles_record: Record) -> None:
    text = edited((mistake.old, mistake.new))
    line = line_of(text, mistake.at) if mistake.at else line_of(TEXT, mistake.old)
    found = problems_of(text, isles_record)
    assert [(d.line, d.code, d.severity) for d in found] == [(line, mistake.code, "error")], found
    assert mistake.says in f"{found[0].message} {found[0].mend}"
    assert found[0].mend


SHARE = "        label: Share the watch"
HIRE = "        label: Hire a keeper alone"
DARK = "        label: Let it go dark"
LETTER = (
    "        - {from: envoy, kind: ask, move: share, channel: ch-mailboat, "
    'text: A letter asked for a shared watch., facts: ["almanac#3"]}'
)
BLOCK = """\
        - from: envoy
          kind: {kind}
          move: share
          channel: {channel}
          text: A letter.
          facts: ["almanac#3"]"""
SEVERAL: dict[str, tuple[list[tuple[str, str]], str, str, str]] = {
    "every move has a condition": (
        [(s, f"        when: light > {n}\n{s}") for n, s in enumerate((SHARE, HIRE, DARK))],
        "no-open-move",
        "Leave one move without 'when'",
        "    moves:\n      - id: share",
    ),
    "what has no condition is barred": (
        [
            (SHARE, f"        when: light > 5\n{SHARE}"),
            ("moves: [refuse], cost: slight", "moves: [refuse, alone], bars: true"),
        ],
        "no-open-move",
        "Leave one move free",
        "    constraints:",
    ),
    "every move is secret": (
        [
            *((s, f"        secret: true\n{s}") for s in (SHARE, HIRE, DARK)),
            ("    situation: The keeper", "    outside: {title: T, situation: S}\n    situation: The keeper"),
            ("{from: envoy, kind: ask", "{from: warden, kind: ask"),
            ("move: share, channel: ch-mailboat", "move: share, channel: ch-council"),
        ],
        "all-secret",
        "Leave one open",
        "    moves:\n      - id: share",
    ),
    "a stranger asks for a secret move": (
        [
            (SHARE, f"        secret: true\n{SHARE}"),
            ("    situation: The keeper", "    outside: {title: T, situation: S}\n    situation: The keeper"),
        ],
        "message-not-possible",
        "secret move 'share'",
        "{from: envoy",
    ),
    "a seat of nobody in the cast": (
        [
            ("cast: [north, south, warden, envoy]", "cast: [north, south, envoy]"),
            ("actor: south", "actor: warden"),
        ],
        "idle-seat",
        "Add the actor to the cast",
        "{actor: warden",
    ),
    "an offer with a lever that says nothing of being paid": (
        [
            ("kind: ask, move: share", "kind: offer, leverage: lv-coal, move: share"),
            (", paid: [{variable: light, by: slight, judgement: A cheaper load.}]", ""),
        ],
        "message-not-possible",
        "cannot back 'offer'",
        "{from: envoy",
    ),
    "a letter before the office": (
        [
            ("date: 1921-10-04", "date: 1909-10-04"),
            ("{from: envoy, kind: ask", "{from: warden, kind: ask"),
            ("move: share, channel: ch-mailboat", "move: share, channel: ch-council"),
        ],
        "no-channel",
        "holds no office on 1909-10-04",
        "{from: warden",
    ),
    "the decider writes to itself": (
        [("{from: envoy", "{from: north")],
        "no-channel",
        "decides here",
        "{from: north",
    ),
    "the wrong part of a message over several lines": (
        [(LETTER, BLOCK.format(kind="threaten", channel="ch-mailboat\n          leverage: lv-boats"))],
        "message-not-possible",
        "lv-coal",
        "leverage: lv-boats\n          text",
    ),
    "the wrong channel of a message over several lines": (
        [(LETTER, BLOCK.format(kind="ask", channel="ch-council"))],
        "message-not-possible",
        "ch-mailboat",
        "channel: ch-council\n",
    ),
    "a threat with the right lever is no mistake": (
        [(LETTER, BLOCK.format(kind="threaten", channel="ch-mailboat\n          leverage: lv-coal"))],
        "",
        "",
        "",
    ),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_what_takes_several_edits(name: str, isles_record: Record) -> None:
    edits, code, says, at = SEVERAL[name]
    text = edited(*edits)
    found = problems_of(text, isles_record)
    if not code:
        assert found == []
        return
    assert [(d.line, d.code) for d in found] == [(line_of(text, at), code)], found
    assert says in f"{found[0].message} {found[0].mend}"


def test_one_who_cannot_speak_is_a_warning_and_no_error(isles_record: Record) -> None:
    text = edited(
        ("channels: [ch-mailboat, ch-council, ch-market]", "channels: [ch-market]"),
        ("    channels: [ch-mailboat]\n", ""),
        ("level: before, channel: ch-mailboat", "level: before"),
        ("level: after, channel: ch-mailboat", "level: after"),
        ("kind: ask, move: share, channel: ch-mailboat", "kind: go_public, move: share, channel: ch-market"),
    )
    found = problems_of(text, isles_record)
    assert [(d.line, d.code, d.severity) for d in found] == [(8, "silent-actor", WARNING)]
    assert "'warden'" in found[0].message


def test_a_few_numbers_without_a_reason_are_told_each_at_its_place(isles_record: Record) -> None:
    text = edited((", judgement: A fresh keeper.", ""), (", judgement: Wages.", ""))
    places = [line_of(text, part) for part in ("light, by: marked}", "purse_north, by: -marked}")]
    assert [(d.line, d.code) for d in problems_of(text, isles_record)] == [(p, "no-reason") for p in places]


HOPELESS = {
    "cast": ("cast: [north, south, warden, envoy]", "cast: [north, south, warden, envoy, zzzzzz]"),
    "decider": ("    decider: north", "    decider: zzzzzz"),
    "channel": (
        "channels: [ch-mailboat, ch-council, ch-market]",
        "channels: [zzzzzz, ch-council, ch-market]",
    ),
    "leverage": ("leverage: [lv-coal, lv-boats]", "leverage: [zzzzzz]"),
    "lever in use": ("  lv-coal: {kept", "  zzzzzz: {kept"),
    "constraint": ("constraint: cn-storms", "constraint: zzzzzz"),
    "effect": ("variable: light, by: 1,", "variable: zzzzzz, by: 1,"),
    "history": ("    history:\n      move: share", "    history:\n      move: zzzzzz"),
    "message": ("kind: ask, move: share", "kind: ask, move: zzzzzz"),
    "sender": ("{from: envoy", "{from: zzzzzz"),
    "event": ("    after: lamp\n    when: lamp != share", "    after: zzzzzz\n    when: lamp != share"),
    "notice": ("{to: south, level", "{to: zzzzzz, level"),
    "fact": ('facts: ["almanac#4"]', 'facts: ["zzzzzz#4"]'),
    "condition": ("when: lamp != refuse", "when: zzzzzz != refuse"),
}


@pytest.mark.parametrize("where", HOPELESS)
def test_a_name_like_no_other_is_told_once_too(where: str, isles_record: Record) -> None:
    text = edited(HOPELESS[where])
    found = problems_of(text, isles_record)
    assert [d.line for d in found] == [line_of(text, "zzzzzz")], found
    assert "zzzzzz" in found[0].message
    assert found[0].mend


def test_independent_mistakes_are_all_told_at_once(isles_record: Record) -> None:
    text = edited(
        ("constraint: cn-storms", "constraint: cn-storm"),
        ("when: not storm", "when: not strom"),
        ('facts: ["almanac#4"]', 'facts: ["almanac#9"]'),
        ("date: 1921-11-01", "date: 1921-09-01"),
    )
    codes = {"unknown-constraint", "bad-condition", "unknown-fact", "date-order"}
    found = problems_of(text, isles_record)
    assert {d.code for d in found} == codes
    assert len(found) == len(codes)
    assert [d.line for d in found] == sorted(d.line for d in found)


def test_a_slip_in_a_channel_does_not_hide_what_is_wrong_with_a_message(isles_record: Record) -> None:
    text = edited(
        ("channels: [ch-mailboat, ch-council, ch-market]", "channels: [ch-mailbaot, ch-council, ch-market]"),
        ("kind: ask, move", "kind: threaten, move"),
    )
    found = problems_of(text, isles_record)
    assert [d.code for d in found] == ["unknown-channel", "message-not-possible"]
    assert "needs leverage" in found[1].message


def test_a_broken_file_keeps_its_name_and_is_not_compiled(tmp_path: Path, isles_record: Record) -> None:
    file = tmp_path / "quarrel.yaml"
    file.write_text(edited(("decider: envoy", "decider: envoi")), encoding="utf-8")
    game, found = library.examine(file, isles_record)
    assert game is None
    assert [d.file for d in found] == [str(file)]
    file.write_text(TEXT, encoding="utf-8")
    game, found = library.examine(file, isles_record)
    assert game is not None
    assert (game.id, found) == ("quarrel", [])


RECORD, _ = read(ISLES / "seeds")
LINES = TEXT.splitlines(keepends=True)
PIECES = [
    "lamp",
    "share",
    "storm",
    "north",
    "envoy",
    "lv-coal",
    "ch-council",
    "[]",
    "{}",
    '""',
    "null",
    "true",
]
PIECES += [
    "-5",
    "0",
    "1e9",
    "1.5",
    "extreme",
    "almanac#9",
    "and",
    "lamp == share",
    "[[[",
    "]",
    "}",
    '"',
    "&a",
    "*a",
]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["value", "drop", "twice", "swap"]), st.integers(0), st.sampled_from(PIECES)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_an_author_breaks_is_a_game_or_a_list_of_problems(edits: list[tuple[str, int, str]]) -> None:
    lines = list(LINES)
    for what, where, piece in edits:
        at = where % len(lines)
        if what == "value":
            head, _, tail = lines[at].partition(":")
            keep = tail.partition(",")[2]
            lines[at] = f"{head}: {piece}{',' + keep if keep else chr(10)}"
        elif what == "drop":
            del lines[at : at + 1 + where % 3]
        elif what == "twice":
            lines.insert(at, lines[at])
        else:
            lines[at], lines[-at] = lines[-at], lines[at]
        lines = lines or ["\n"]
    text = "".join(lines)
    assert RECORD is not None
    for found in problems_of(text, RECORD):
        assert found.code
        assert found.message
        assert 1 <= found.line <= text.count("\n") + 1
        assert "\n" not in str(found)
