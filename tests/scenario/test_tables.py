"""What a person gets wrong at a table is told: once, on its line, with what to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.record.record import load
from sim.scenario import library
from sim.scenario.table_checks import WIDEST
from tests.bargaining.tables import drawn
from tests.scenario.slips import Slip, told_once
from tests.scenario.test_author_mistakes import line_of, problems_of

PLAIN = (Path(__file__).parents[1] / "fixtures" / "tables" / "harbour.yaml").read_text(encoding="utf-8")
PACKAGE = "      history: {berths: half, toll: low, years: ten}\n"
WAS = '    history: {{move: {}, certainty: firm, text: So it was., facts: ["log#1"]}}\n'
HARBOUR = (
    PLAIN.replace("record:\n", 'record:\n  sources: {log: A log}\n  facts: {"log#1": They met.}\n')
    .replace("      otherwise: close\n", "      otherwise: close\n" + PACKAGE + WAS.format("share"))
    .replace("endings:\n", WAS.format("open") + "endings:\n")
)
"""The harbour with a history, so that more can be wrong."""


ROUNDS = "      rounds: 6\n"
BERTHS = "berths: {importance: strong, worth: {none: 100, half: 60, all: 0}}"
YEARS = "            years: {importance: slight, worth: {one: 100, ten: 0}}\n"
SHARE = "{move: share, where: {berths: [half, all], years: [ten]}}"
WHEN = "when: calm < 40"
SLIPS = [
    Slip(
        "a name in order",
        ROUNDS,
        ROUNDS + "      order: [north, sout]\n",
        "unknown-party",
        "'south'",
        "order:",
    ),
    Slip(
        "one in order who has no place",
        ROUNDS,
        ROUNDS + "      order: [isle]\n",
        "unknown-party",
        "north, south",
        "order:",
    ),
    Slip(
        "more in order than offers",
        ROUNDS,
        "      rounds: 2\n      order: [north, south, north]\n",
        "bad-value",
        "raise 'rounds'",
        "order:",
    ),
    Slip("order as a text", ROUNDS, ROUNDS + "      order: north\n", "bad-type", "[north]", "order:"),
    Slip("a name in must", ROUNDS, ROUNDS + "      must: [nroth]\n", "unknown-party", "'north'", "must:"),
    Slip(
        "one twice in must",
        ROUNDS,
        ROUNDS + "      must: [north, north]\n",
        "duplicate-id",
        "Remove",
        "must:",
    ),
    Slip(
        "a deal without the decider",
        ROUNDS,
        ROUNDS + "      must: [south]\n",
        "bad-value",
        "'north'",
        "must:",
    ),
    Slip(
        "some: too many",
        ROUNDS,
        ROUNDS + "      must: [north]\n      some: 2\n",
        "bad-value",
        "0 to 1",
        "some:",
    ),
    Slip("some where all must", ROUNDS, ROUNDS + "      some: 1\n", "bad-value", "'must'", "some:"),
    Slip("some below nothing", ROUNDS, ROUNDS + "      some: -1\n", "bad-value", "0 or more", "some:"),
    Slip(
        "a drafter's name",
        ROUNDS,
        "      protocol: single_text\n      drafter: suoth\n",
        "unknown-party",
        "'south'",
        "drafter:",
    ),
    Slip(
        "a drafter of offers",
        ROUNDS,
        ROUNDS + "      drafter: south\n",
        "bad-value",
        "single_text",
        "drafter:",
    ),
    Slip("changes of offers", ROUNDS, ROUNDS + "      changes: 2\n", "bad-value", "single_text", "changes:"),
    Slip("rounds of one text", ROUNDS, ROUNDS + "      protocol: single_text\n", "bad-value", "alternating"),
    Slip("no such protocol", ROUNDS, "      protocol: alternate\n", "bad-choice", "'alternating'"),
    Slip(
        "no change at all",
        ROUNDS,
        "      protocol: single_text\n      changes: 0\n",
        "bad-value",
        "1 or more",
        "changes:",
    ),
    Slip("no round", ROUNDS, "      rounds: 0\n", "bad-value", "1 or more"),
    Slip("too many rounds", ROUNDS, "      rounds: 41\n", "bad-value", "40 or less"),
    Slip("rounds in words", ROUNDS, "      rounds: six\n", "bad-type", "digits"),
    Slip("a key", ROUNDS, "      round: 6\n", "unknown-key", "'rounds'"),
    Slip(
        "an issue on a sheet",
        "            toll: {importance: marked, worth: {high: 100",
        "            tol: {importance: marked, worth: {high: 100",
        "unknown-issue",
        "'toll'",
    ),
    Slip("an option on a sheet", BERTHS, BERTHS.replace("half", "haf"), "unknown-option", "'half'"),
    Slip("no score for an option", BERTHS, BERTHS.replace("half: 60, ", ""), "missing-score", "'half: 50'"),
    Slip(
        "no score for an issue",
        YEARS,
        "",
        "missing-score",
        "'years:'",
        "          issues:\n            berths",
    ),
    Slip("no worth", YEARS, "            years: {importance: slight}\n", "missing-key", "'worth:'"),
    Slip(
        "a score for nothing",
        YEARS,
        YEARS.replace("ten: 0", "ten: 0, five: 50"),
        "unknown-option",
        "one, ten",
    ),
    Slip("worth as a list", YEARS, YEARS.replace("{one: 100, ten: 0}", "[100, 0]"), "bad-type", "brackets"),
    Slip("importance is no word", BERTHS, BERTHS.replace("strong", "stong"), "bad-value", "'strong'"),
    Slip("importance below nothing", BERTHS, BERTHS.replace("strong", "-20"), "bad-value", "minus"),
    Slip("importance beyond all", BERTHS, BERTHS.replace("strong", "120"), "bad-value", "0 to 100"),
    Slip("no best option", BERTHS, BERTHS.replace("100", "80"), "bad-value", "100"),
    Slip("worth beyond all", BERTHS, BERTHS.replace("60", "160"), "bad-value", "100 or less"),
    Slip("worth below nothing", BERTHS, BERTHS.replace("60", "-6"), "bad-value", "0 or more"),
    Slip("worth in words", BERTHS, BERTHS.replace("60", "strong"), "bad-type", "digits"),
    Slip(
        "a reservation value in words", "reservation: 45", "reservation: much", "bad-value", "faint, slight"
    ),
    Slip("a reservation value beyond all", "reservation: 45", "reservation: 130", "bad-value", "0 to 100"),
    Slip(
        "no reservation value",
        "          reservation: 45\n",
        "",
        "missing-key",
        "'reservation:'",
        "        - actor: north",
    ),
    Slip("a shift's condition", WHEN, "when: clam < 40", "bad-condition", "'calm'"),
    Slip("half a condition", WHEN, "when: calm <", "bad-condition", "Finish it"),
    Slip("a shift by what comes later", WHEN, "when: after == open", "too-early", "earlier decision"),
    Slip("a shift by its own decision", WHEN, "when: harbour == share", "too-early", "earlier decision"),
    Slip("a shift in words", "by: -30", "by: less", "bad-value", "faint, slight"),
    Slip("a shift without a condition", ", when: calm < 40", "", "missing-key", "'when:'", "{by: -30"),
    Slip(
        "a shift that is no list",
        "            - {by: -30, when: calm < 40}",
        "            {by: -30, when: calm < 40}",
        "bad-type",
        "'- '",
    ),
    Slip("a party's name", "- actor: south", "- actor: sought", "unknown-actor", "'south'"),
    Slip("a party twice", "- actor: south", "- actor: north", "duplicate-id", "Rename"),
    Slip(
        "nobody for the decider", "- actor: north", "- actor: isle", "no-chair", "'north'", "      parties:"
    ),
    Slip("an issue twice", "{id: toll, title", "{id: berths, title", "duplicate-id", "Rename"),
    Slip("one option", "{one: A year, ten: Ten years}", "{one: A year}", "too-few", "2 or more"),
    Slip("an option's id", "{one: A year,", "{One Year: A year,", "bad-name", "one_year"),
    Slip("an issue without a title", "{id: toll, title: The toll,", "{id: toll,", "missing-key", "'title:'"),
    Slip("an outcome's move", "{move: lease}", "{move: leese}", "unknown-move", "'lease'"),
    Slip("an outcome's issue", SHARE, SHARE.replace("berths", "berth"), "unknown-issue", "'berths'"),
    Slip("an outcome's option", SHARE, SHARE.replace("half", "haf"), "unknown-option", "'half'"),
    Slip("an option where a list belongs", SHARE, SHARE.replace("[ten]", "ten"), "bad-type", "[ten]"),
    Slip("no option at all", SHARE, SHARE.replace("[ten]", "[]"), "too-few", "remove 'years'"),
    Slip(
        "no last outcome",
        "{move: lease}",
        "{move: lease, where: {toll: [high]}}",
        "no-last-outcome",
        "Remove its 'where'",
    ),
    Slip("an outcome that hides all", SHARE, "{move: share}", "outcome-hides-others", "'lease'"),
    Slip(
        "an outcome that hides one",
        "{move: lease}",
        "{move: lease, where: {berths: [half], years: [ten]}}\n        - {move: lease}",
        "outcome-hides-others",
        "'lease'",
        SHARE,
    ),
    Slip("a move of no package", "{move: lease}", "{move: share}", "idle-move", "'lease'", "      outcomes:"),
    Slip("an unknown move otherwise", "otherwise: close", "otherwise: clos", "unknown-move", "'close'"),
    Slip("nothing otherwise", "      otherwise: close\n", "", "missing-key", "'otherwise:'", "    table:"),
    Slip(
        "a move that can be closed",
        "label: Close it,",
        "label: Close it, when: calm < 90,",
        "no-open-move",
        "'when'",
        "otherwise: close",
    ),
    Slip(
        "a package of another move",
        PACKAGE,
        PACKAGE.replace("half", "none"),
        "package-without-move",
        "'lease'",
    ),
    Slip("no package, and a move of one", PACKAGE, "", "package-without-move", "'history'", "    table:"),
    Slip("half a package", PACKAGE, PACKAGE.replace(", years: ten", ""), "missing-key", "'years:'"),
    Slip("a package's issue", PACKAGE, PACKAGE.replace("toll", "tol"), "unknown-issue", "'toll'"),
    Slip("a package's option", PACKAGE, PACKAGE.replace("half", "haf"), "unknown-option", "'half'"),
]


@pytest.mark.parametrize("text", [PLAIN, HARBOUR], ids=["plain", "with a history"])
def test_the_harbour_itself_has_no_problem(text: str) -> None:
    assert problems_of(text, load()) == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda s: s.name)
def test_a_slip_at_a_table_is_told_once_where_it_stands(slip: Slip) -> None:
    told_once(HARBOUR, slip)


def test_there_are_slips_of_many_kinds() -> None:
    assert len({s.name for s in SLIPS}) == len(SLIPS) >= 60
    assert len({s.code for s in SLIPS}) >= 15


def test_a_number_without_a_reason_is_told() -> None:
    text = HARBOUR.replace("why: a made-up quarrel\n", "")
    (found,) = problems_of(text, load())
    assert (found.line, found.code) == (1, "no-reason")
    assert "why: reason" in found.mend


def test_a_table_of_which_every_deal_can_be_closed_is_told() -> None:
    text = HARBOUR.replace("label: Share it,", "label: Share it, when: calm < 90,")
    assert problems_of(text, load()) == []
    text = text.replace("label: Lease half of it,", "label: Lease half of it, when: calm < 90,")
    (found,) = problems_of(text, load())
    assert (found.line, found.code) == (line_of(text, "      outcomes:"), "no-open-move")


def test_one_party_is_too_few() -> None:
    start, end = HARBOUR.index("        - actor: south"), HARBOUR.index("      outcomes:")
    (found,) = problems_of(HARBOUR[:start] + HARBOUR[end:], load())
    assert (found.line, found.code) == (line_of(HARBOUR, "        - actor: north"), "too-few")


def test_a_package_where_no_move_was_taken() -> None:
    text = PLAIN.replace("      otherwise: close\n", "      otherwise: close\n" + PACKAGE)
    (found,) = problems_of(text, load())
    assert (found.line, found.code) == (line_of(text, PACKAGE), "missing-key")
    assert "'history:'" in found.mend


def large(issues: int, options: int, parties: int, seed: int = 3) -> str:
    """The harbour with a drawn table of that size in place of its own."""
    made = drawn(np.random.default_rng(seed), issues, options, parties, top=99 * issues)
    names = ["north", "south", "isle", *(f"bank{n}" for n in range(3, parties))][:parties]
    rows = ["      issues:\n"]
    for i in range(issues):
        labels = ", ".join(f"o{o}: Option {o}" for o in range(options))
        rows.append(f"        - {{id: i{i}, title: Issue {i}, options: {{{labels}}}}}\n")
    rows.append("      parties:\n")
    for p, name in enumerate(names):
        rows.append(f"        - actor: {name}\n          reservation: 40\n          issues:\n")
        for i, scores in enumerate(made.scores):
            row = scores[p].tolist()
            row[row.index(max(row))] = 100
            worth = ", ".join(f"o{o}: {s}" for o, s in enumerate(row))
            rows.append(f"            i{i}: {{importance: {50 + i}, worth: {{{worth}}}}}\n")
    start, end = PLAIN.index("      issues:"), PLAIN.index("      outcomes:")
    text = PLAIN[:start] + "".join(rows) + PLAIN[end:]
    text = text.replace(SHARE, "{move: share, where: {i0: [o0]}}")
    more = "".join(f"    {n}: Bank {n}\n" for n in names[3:])
    text = text.replace("  channels:\n", more + "  channels:\n")
    return text.replace(
        "[north, south, isle]", f"[{', '.join(dict.fromkeys(['north', 'south', 'isle', *names]))}]"
    )


@pytest.mark.parametrize(("issues", "options", "parties"), [(16, 8, 2), (9, 8, 6)])
def test_a_table_too_large_for_the_debrief_is_told_at_its_line(
    issues: int, options: int, parties: int
) -> None:
    text = large(issues, options, parties)
    found = [d for d in problems_of(text, load()) if d.severity == "error"]
    assert [(d.line, d.code) for d in found] == [(line_of(text, "    table:"), "table-too-large")]
    assert found[0].mend


@pytest.mark.parametrize(("issues", "options", "parties"), [(12, 4, 4), (9, 8, 2), (6, 5, 3)])
def test_a_table_of_very_many_packages_is_none_too_large(
    issues: int, options: int, parties: int, tmp_path: Path
) -> None:
    assert issues == 6 or options**issues > WIDEST
    file = tmp_path / "large.yaml"
    file.write_text(large(issues, options, parties), encoding="utf-8")
    game, found = library.examine(file)
    assert game is not None, found
    assert game.decisions[0].table is not None


def test_a_table_on_which_nothing_can_be_agreed_is_no_problem() -> None:
    text = PLAIN.replace("reservation: 45", "reservation: 100").replace("reservation: 40", "reservation: 100")
    assert problems_of(text, load()) == []
