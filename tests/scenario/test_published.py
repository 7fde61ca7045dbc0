"""What the profile ``published`` tells, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.reading import tree
from sim.reading.diagnostics import WARNING, Diagnostic
from sim.record.record import Record, load
from sim.scenario.published import check_published
from sim.scenario.understand import understand

MILL = (Path(__file__).parents[2] / "docs" / "codes" / "mill.yaml").read_text(encoding="utf-8")


def published(text: str, record: Record) -> list[Diagnostic]:
    document, problems = tree.parse(text, "mill.yaml")
    assert document is not None, problems
    understood, problems = understand(document, record)
    assert understood is not None, problems
    return check_published(document, understood.scenario, understood.record)


def edited(old: str, new: str) -> str:
    assert MILL.count(old) == 1
    return MILL.replace(old, new)


SUMMARY = "Two villages, one stream, and a dry summer."
RAIN = "Nobody can say when it will rain."
FAIR = {
    "a quoted word": (SUMMARY, "The mayor took what he called “audacious steps”."),
    "a double quoted word": (SUMMARY, "'Some called them \"audacious steps\".'"),
    "a part of another word": (SUMMARY, "A disasterless summer with no indefiance."),
    "a date before": (RAIN, "On 30 June 1820 the mill stood still."),
    "the very day": (RAIN, "On 1 July 1820 the mill stood still."),
    "a day ahead": (RAIN, "The market is set for 9 July 1820."),
    "a day that will come": (RAIN, "The judge will ride here on 9 July 1820."),
    "no day at all": (RAIN, "The mill stood still on 99 July 1820."),
}
UNFAIR = {
    "a word": (SUMMARY, "The audacious steps of a mayor.", "loaded-word", "operations"),
    "a capital": (SUMMARY, "Audacious steps of a mayor.", "loaded-word", "operations"),
    "one word quoted and one not": (
        SUMMARY,
        "'Some say \"audacious steps\"; we say audacious steps.'",
        "loaded-word",
        "operations",
    ),
    "in a brief": ("The mill can stand still for a week.", "Do not capitulate.", "loaded-word", "give in"),
    "in what is known": (RAIN, "The mayor will capitulate.", "loaded-word", "give in"),
    "in a reason": ("The numbers show a direction, not a size.", "A catastrophe.", "loaded-word", "attack"),
    "in an own actor's name": (
        "{name: Farmhands,",
        "{name: Farmhands, role: An enclave,",
        "loaded-word",
        "Gaza",
    ),
    "a day after": (RAIN, "On 2 July 1820 the mill stood still.", "known-later", "1820-07-02"),
    "one of two days after": (
        RAIN,
        "On 1 May 1820 it rained. It rained again on 2 May 1821.",
        "known-later",
        "1821-05-02",
    ),
    "a later choice": ('known: ["letters#1"', 'known: ["letters#1", "letters#4"', "known-later", "'sluice'"),
}


@pytest.mark.parametrize("name", FAIR)
def test_what_is_fair_is_not_told(name: str) -> None:
    assert published(edited(*FAIR[name]), load()) == []


@pytest.mark.parametrize("name", UNFAIR)
def test_what_is_not_fair_is_told_once_at_its_line(name: str) -> None:
    old, new, code, says = UNFAIR[name]
    text = edited(old, new)
    found = published(text, load())
    assert [(d.code, d.line) for d in found] == [(code, text[: text.index(new)].count("\n") + 1)]
    assert says in f"{found[0].message} {found[0].mend}"


def test_a_word_that_takes_a_side_only_of_some_things_is_a_warning() -> None:
    found = published(edited(SUMMARY, "The elite of two villages."), load())
    assert [(d.code, d.severity) for d in found] == [("loaded-word", WARNING)]


def test_a_crisis_without_history_needs_no_sources() -> None:
    start, end = MILL.index("    history:\n"), MILL.index("  - id: sluice")
    text = MILL[:start] + MILL[end:]
    text = text.replace(
        '    history: {move: pay, certainty: firm, text: They paid half., facts: ["letters#4"]}\n', ""
    )
    text = text.replace('    known: ["letters#3"]\n', "")
    assert "history" not in text
    assert published(text, load()) == []


def test_a_disputed_fact_asks_for_its_accounts() -> None:
    fact = '"letters#4": In May 1821 the two villages paid for a new sluice together.'
    found = published(
        edited(fact, '"letters#4": {text: They paid for a sluice together., certainty: disputed}'), load()
    )
    assert [d.code for d in found] == ["account-missing"]
    assert "'letters#4'" in found[0].message
