"""``sources`` says where numbers come from, in words and as JSON; what is not there is refused in a line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sim.record.record import load
from tests.cli.commands import SHIPPED, lines, no_traceback, sim, within

FACT = {"fact", "text", "says", "certainty", "article", "title", "publisher", "paragraphs", "file", "line"}
NUMBER = {
    "what", "of", "value", "unit", "fact", "judgement", "named", "file", "line", "decisions", "facts",
}  # fmt: skip
USE = {"kind", "where", "fact", "file", "line", "value", "named"}


def answer(*arguments: str) -> Any:
    done = within("sources", *arguments, "--json")
    assert (done.status, done.error) == (0, "")
    assert done.out.isascii()
    return json.loads(done.out)


def test_alone_it_counts_articles_and_scenarios() -> None:
    found = answer()
    assert [a["article"] for a in found["articles"]] == [n for n, s in load().sources.items() if s.paragraphs]
    assert all(a["without_fact"] == [] and a["share_covered"] == 1 for a in found["articles"])
    assert [s["scenario"] for s in found["scenarios"]] == SHIPPED
    for row in [found["record"], *found["scenarios"]]:
        assert row["facts"] + row["judgements"] == row["numbers"] > row["naming"]
        assert row["without"] == 0
    told = within("sources").out.decode()
    for row in [*found["articles"], *found["scenarios"]]:
        name = row.get("article") or row["scenario"]
        assert len([line for line in lines(told) if line.startswith(f"{name} ")]) == 1


def test_a_decision_is_told_as_a_part_of_its_scenario() -> None:
    name = SHIPPED[0]
    found = answer(name)
    assert found["groups"][0]["decision"] is None
    group = found["groups"][1]
    alone = answer(f"{name}:{group['decision']}")
    assert alone["groups"] == [group]
    assert alone["numbers"] == len(group["numbers"])
    for number in group["numbers"]:
        assert set(number) == NUMBER
        assert bool(number["fact"]) != bool(number["judgement"])
        assert all(set(fact) >= FACT for fact in number["facts"])
        assert not number["fact"] or [f["fact"] for f in number["facts"]] == [number["fact"]]
    told = " ".join(within("sources", f"{name}:{group['decision']}").out.decode().split())
    for number in group["numbers"]:
        assert f"{number['what']} of {number['of']}" in told
        assert " ".join((number["judgement"] or number["fact"]).split()) in told


@pytest.mark.parametrize("name", ["jns-2025#45", "wsj-2025#24"])
def test_back_from_a_paragraph(name: str) -> None:
    article, _, number = name.partition("#")
    found = answer(name)
    assert (found["article"], found["paragraph"]) == (article, int(number))
    assert all(int(number) in fact["paragraphs"] for fact in found["facts"])
    uses = [use for file in found["files"] for use in file["uses"]]
    assert all(set(use) == USE for use in uses)
    assert {use["kind"] for use in uses} >= {"entry", "history"}
    assert [f["file"] for f in found["files"]] == list(dict.fromkeys(u["file"] for u in uses))
    told = within("sources", name).out.decode()
    assert all(use["where"] in told for use in uses)


def test_a_fact_without_a_paragraph_a_paragraph_without_a_claim_and_an_article() -> None:
    fact = next(name for name in load().facts if name.startswith("background#"))
    assert [f["fact"] for f in answer(fact)["facts"]] == [fact]
    assert answer("jns-2025#5")["set_aside"]
    assert "makes no claim" in within("sources", "jns-2025#5").out.decode()
    rows = answer("jns-2025")["paragraphs"]
    assert [row["paragraph"] for row in rows] == list(range(1, 98))
    assert all(bool(row["facts"]) != bool(row["set_aside"]) for row in rows)
    assert within("sources", "background").status == 0


REFUSED = {
    "a scenario misspelt": ("rafah_dely", "'rafah_delay'"),
    "a decision misspelt": ("rafah_delay:red_lin", "'red_line'"),
    "a scenario misspelt before a decision": ("rafah_dely:red_line", "'rafah_delay'"),
    "an article misspelt": ("jns-2024", "'jns-2025'"),
    "an article misspelt before a paragraph": ("jns-2024#4", "'jns-2025'"),
    "a paragraph beyond the last": ("jns-2025#98", "go from 1 to 97"),
    "paragraph nought": ("jns-2025#0", "'jns-2025#1'"),
    "a paragraph of very many digits": ("jns-2025#" + "9" * 5000, "go from 1 to 97"),
    "a fact misspelt": ("jns-2025#45x", "'jns-2025#45'"),
    "a background fact misspelt": ("background#hostage-famlies", "'background#hostage-families'"),
    "nothing but a mark": ("#", "article"),
    "nothing but a colon": (":", "scenario or article"),
    "an empty name": ("", "scenario or article"),
    "a file that is not there": ("nowhere/mill.yaml", "is not there"),
    "another script": ("ראפיח", "scenario or article"),
}


@pytest.mark.parametrize("asked", REFUSED)
def test_what_is_not_there_is_refused_in_one_line(asked: str) -> None:
    what, says = REFUSED[asked]
    done = within("sources", what)
    assert (done.status, done.out) == (2, b""), done
    assert len(lines(done.error)) == 1
    assert len(done.error) < 2100
    assert says in done.error
    assert no_traceback([done.error])


def test_the_same_through_a_process() -> None:
    done = sim("sources", "jns-2025#45", "--json")
    assert (done.status, done.error) == (0, "")
    assert done.json == answer("jns-2025#45")
