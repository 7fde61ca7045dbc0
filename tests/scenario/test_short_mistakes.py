"""Mistakes in short forms, pieces and own records: one message each, on the author's own line."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.reading import tree
from sim.reading.diagnostics import Diagnostic
from sim.reading.tree import MAX_NODES
from sim.record.record import Record
from sim.scenario.compile import compile_scenario
from sim.scenario.understand import understand
from tests.scenario.alike import EMPTY
from tests.scenario.mistakes import Mistake
from tests.scenario.test_short_forms import MILL, MOVES, PIECES

SHORT = MILL.replace("record:\n", f"{PIECES}record:\n", 1)
SHORT = SHORT[: SHORT.index("    moves:")] + MOVES + SHORT[SHORT.index("events:") :]

# fmt: off
MISTAKES = [
    Mistake("an unknown piece", "{use: shut}", "{use: shutt}", "unknown-piece", "'shut'"),
    Mistake("a piece of another world", "{use: shut}", "{use: zzzzzz}", "unknown-piece", "Defined: thaw"),
    Mistake("a piece without a name", "{use: shut}", "{use: }", "unknown-piece", "Defined: thaw"),
    Mistake("a list for a piece's name", "{use: shut}", "{use: [shut]}", "unknown-piece", "Defined: thaw"),
    Mistake("a piece in a piece", "told: [{to: lower, level: before}]", "told: [{use: told}]",
        "piece-in-piece", "Write it out"),
    Mistake("a piece that is a text", "told: [{to: lower, level: before}]", "told: lower",
        "piece-not-fitting", "fits here", "notice: {use: told}"),
    Mistake("a key beside a list", "effects: [{variable: harvest, by: slight}, {use: thaw}]",
        "effects: [{variable: harvest, by: slight}, {use: thaw, by: faint}]", "use-beside-others",
        "Keep 'use' alone"),
    Mistake("a slip in a piece", "thaw: {goodwill: +marked}", "thaw: {goodwil: +marked}", "unknown-variable",
        "'goodwill'"),
    Mistake("a word of no scale in a piece", "thaw: {goodwill: +marked}", "thaw: {goodwill: +markd}",
        "bad-value", "'marked'"),
    Mistake("pieces as a list", "define:\n  thaw: {goodwill: +marked}", "define: [1]\nx:\n  thaw: 1",
        "unknown-piece", "Defined: nothing", "{use: shut}"),
    Mistake("a capital in a piece's name", "  told: [", "  Told: [", "bad-name", "small letters"),
    Mistake("an alias", "{use: shut}", "*shut", "alias", "'use: name'"),
    Mistake("an anchor", "  told: [", "  told: &told [", "anchor", "'define:'"),
    Mistake("a merge key", "{use: shut}", "{<<: 1}", "merge-key", "'define:'"),
    Mistake("a reason that is a list", "why: The numbers show a direction, not a size.", "why: [x]",
        "bad-type", "one text"),
    Mistake("a typo in why", "why: The", "wy: The", "unknown-key", "'why'"),
    Mistake("a typo in record", "record:\n", "rekord:\n", "unknown-key", "'record'"),
    Mistake("a typo in a part of the record", "  channels: {mess", "  chanels: {mess", "unknown-key",
        "'channels'", "chanels"),
    Mistake("a typo in an own actor", "{name: Lower Village, priorities", "{name: Lower Village, prioritys",
        "unknown-key", "'priorities'"),
    Mistake("an own actor's wish of nothing", "{water: extreme}", "{watr: extreme}", "unknown-variable",
        "'water'"),
    Mistake("a wish of no scale", "{water: extreme}", "{water: extremely}", "bad-value", "'extreme'"),
    Mistake("a holder of nothing", "holder: [lower]", "holder: [lowr]", "unknown-actor", "'lower'"),
    Mistake("no target", "{holder: [lower], target: [upper]}", "{holder: [lower]}", "missing-key",
        "'target:'"),
    Mistake("a member of nothing", "{messenger: [upper, lower]}", "{messenger: [upper, lowr]}",
        "unknown-actor", "'lower'"),
    Mistake("a text for members", "{messenger: [upper, lower]}", "{messenger: lower}", "bad-type", "[lower]"),
    Mistake("an own channel, misspelt", "channels: [messenger]", "channels: [mesenger]", "unknown-channel",
        "'messenger'"),
    Mistake("a capital in an own id", "    upper: {name", "    Upper: {name", "bad-name", "small letters"),
    Mistake("a start over a hundred", "{start: 60}", "{start: 160}", "bad-value", "from 0 to 100"),
    Mistake("a start below nothing", "{start: 60}", "{start: -60}", "bad-value", "minus"),
    Mistake("a lever of nothing", "  mill: {kept", "  mil: {kept", "unknown-leverage", "'mill'"),
    Mistake("an effect on nothing", "{kept: {harvest: -marked}}", "{kept: {harvst: -marked}}",
        "unknown-variable", "'harvest'"),
    Mistake("one told who is nobody", "told: [{to: lower,", "told: [{to: lowr,", "unknown-actor", "'lower'"),
    Mistake("one decision with history", "    channels: [messenger]",
        "    channels: [messenger]\n    history: share", "bad-type", "move, certainty", "history: share"),
    Mistake("a key that is none", "    channels: [messenger]", "    channels: [messenger]\n    tables: {}",
        "unknown-key", "", "tables: {}"),
    Mistake("an own fact of no source", "  channels: {mess", "  facts: {'book#1': Yes}\n  channels: {mess",
        "unknown-source", "Add it", "facts:"),
    Mistake("a fact beyond its source", "  channels: {mess",
        "  sources: {b: {paragraphs: 2}}\n  facts: {'b#1': {text: Y, paragraphs: [3]}}\n  channels: {mess",
        "unknown-paragraph", "from 1 to 2", "facts:"),
    Mistake("a government that is an official too", "  channels: {mess",
        "  officials: {upper: {side: lower}}\n  channels: {mess", "duplicate-id", "another id", "officials:"),
]
# fmt: on


def problems_of(text: str, record: Record = EMPTY) -> list[Diagnostic]:
    document, found = tree.parse(text, "mill.yaml")
    return found if document is None else understand(document, record)[1]


def test_the_mill_has_no_problem() -> None:
    assert problems_of(SHORT) == []
    assert len({m.name for m in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m.name)
def test_one_mistake_is_told_once_where_it_stands(mistake: Mistake) -> None:
    assert SHORT.count(mistake.old) == 1
    text = SHORT.replace(mistake.old, mistake.new)
    line = text[: text.index(mistake.at or mistake.new)].count("\n") + 1 if mistake.new or mistake.at else 0
    found = [d for d in problems_of(text) if d.severity == "error"]
    assert [(d.line, d.code) for d in found] == [(line, mistake.code)], found
    assert mistake.says in f"{found[0].message} {found[0].mend}"


WHY = "why: The numbers show a direction, not a size.\n"


def test_numbers_without_a_reason_are_told_once_where_no_why_is() -> None:
    (found,) = problems_of(SHORT.replace(WHY, ""))
    assert (found.line, found.code) == (1, "no-reason")
    assert "'why: reason'" in found.mend
    count = int(found.message.split()[0])
    given = SHORT.replace(WHY, "").replace("start: 60", "start: 60, judgement: A guess.")
    assert problems_of(given)[0].message.startswith(f"{count - 1} numbers")


def test_an_id_of_the_record_is_not_taken_silently(isles_record: Record) -> None:
    text = SHORT.replace("    upper: {name", "    north: {name: North}\n    upper: {name")
    found = [d for d in problems_of(text, isles_record) if d.severity == "error"]
    assert [(d.code, d.line) for d in found] == [
        ("duplicate-id", text[: text.index("    north:")].count("\n") + 1)
    ]
    assert "Choose another id" in found[0].mend


@pytest.mark.parametrize(("side", "mend"), [("uper", "'upper'"), ("zzzzzz", "Add it")])
def test_a_decider_who_speaks_for_nobody(side: str, mend: str) -> None:
    own = f"  officials: {{mayor: {{side: {side}}}}}\n  channels: {{mess"
    text = SHORT.replace("  channels: {mess", own).replace("decider: upper", "decider: mayor")
    found = [d for d in problems_of(text) if d.severity == "error"]
    assert [(d.code, d.line) for d in found] == [("unknown-government", 14)]
    assert mend in found[0].mend


def test_a_piece_that_nobody_uses_is_a_warning() -> None:
    found = problems_of(SHORT.replace("define:\n", "define:\n  idle: {harvest: faint}\n"))
    assert [(d.code, d.severity, d.line) for d in found] == [("unused-piece", "warning", 5)]


BOMBS = {
    "many uses of a large piece": "define:\n  a: [" + "{variable: x, by: 1}," * 2_000 + "]\n"
    "decisions: [{moves: [{effects: [" + "{use: a}," * 2_000 + "]}]}]\n",
    "a piece in itself": "define:\n  a: [{use: a}, {use: a}]\ndecisions: [{moves: {use: a}}]\n",
    "pieces in a row": "define:\n"
    + "".join(f"  a{i}: [{{use: a{i + 1}}}, {{use: a{i + 1}}}]\n" for i in range(2_000))
    + "decisions: [{moves: {use: a0}}]\n",
    "deep pieces": "define:\n  a: " + "[" * 28 + "]" * 28 + "\ndecisions: [{moves: [{effects: {use: a}}]}]\n",
    "many unused pieces": "define:\n" + "".join(f"  a{i}: []\n" for i in range(15_000)),
    "a million reasons": "why: x\nvariables: {" + ", ".join(f"a{i}: 1" for i in range(12_000)) + "}\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_pieces_cannot_blow_up(name: str) -> None:
    text = BOMBS[name]
    began = time.process_time()
    found = problems_of(text)
    assert time.process_time() - began < 5  # seconds: a bomb would take minutes and all memory
    assert found
    assert len(found) <= 501
    assert len(text) < 30 * MAX_NODES


@pytest.mark.parametrize(
    "text", ["[]", "1", "a", "define: 1", "record: 1", "decisions: {moves: 1}", "define: {a: {use: a}}"]
)
def test_shapes_that_are_none(text: str) -> None:
    assert problems_of(text + "\n")


WORD = re.compile(r"[a-z_+\-0-9#]+|\{[^{}]*\}|\[[^\[\]]*\]")
ODD = [
    "use",
    "why",
    "{}",
    "[]",
    "null",
    "3",
    "-strong",
    "{use: thaw}",
    "{use: {}}",
    "[1]",
    "{a: 1}",
    "lower",
    "''",
]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.integers(0, 10_000), st.sampled_from([*ODD, None]), st.integers(0, 10_000)),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_is_put_anywhere_is_a_game_or_a_list_of_problems(
    edits: list[tuple[int, str | None, int]],
) -> None:
    text = SHORT
    for at, piece, other in edits:
        words = list(WORD.finditer(text))
        one = words[at % len(words)]
        new = words[other % len(words)].group() if piece is None else piece
        text = text[: one.start()] + new + text[one.end() :]
    document, found = tree.parse(text, "mill.yaml")
    if document is not None:
        understood, found = understand(document, EMPTY)
        if understood is not None:
            assert compile_scenario("mill", understood.scenario, understood.record).decisions
            return
    assert found
    for problem in found:
        assert 1 <= problem.line <= text.count("\n") + 1
        assert "\n" not in str(problem)
