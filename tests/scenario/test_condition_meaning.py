"""What conditions mean: each is evaluated by the rules and, independently, by Python itself.

The language of conditions is a part of Python's: with each move's name standing for itself and
a decision for the move that was chosen, Python's own reading says what a condition must mean.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.compiled import Compiled
from sim.scenario.conditions import MAX_DEPTH, MAX_LENGTH, BadCondition, Names, mentions, parse
from sim.world.holds import holds
from sim.world.state import NOT_REACHED, State, begin

MOVES = {"lamp": ["share", "alone", "refuse"], "coal": ["gift", "sell", "dear"]}
EVENTS = ["storm", "calm"]
VARIABLES = ["trust_isles", "light", "purse_north"]
NAMES = Names(MOVES, EVENTS, VARIABLES)
RUNS = 64


def states(game: Compiled, seed: int) -> State:
    """Random states: every move and none, every event, values at, just under and just over whole points."""
    luck = np.random.default_rng(seed)
    values = luck.integers(0, 101, (RUNS, 3)) * 100 + luck.integers(-1, 2, (RUNS, 3))
    return replace(
        begin(game, RUNS),
        values=np.asfortranarray(values.clip(0, 10_000).astype(np.int32)),
        moves=np.asfortranarray(luck.integers(NOT_REACHED, 3, (RUNS, 2)).astype(np.int8)),
        events=np.asfortranarray(luck.integers(0, 2, (RUNS, 2)).astype(np.int8)),
    )


def by_python(text: str, state: State, run: int) -> bool:
    """What Python makes of the condition in one run."""
    names: dict[str, Any] = {m: m for moves in MOVES.values() for m in moves}
    for i, (decision, moves) in enumerate(MOVES.items()):
        chosen = int(state.moves[run, i])
        names[decision] = None if chosen == NOT_REACHED else moves[chosen]
    names |= {e: bool(state.events[run, i]) for i, e in enumerate(EVENTS)}
    names |= {v: Fraction(int(state.values[run, i]), 100) for i, v in enumerate(VARIABLES)}
    return bool(eval(" ".join(text.split()), {"__builtins__": {}}, names))


def agree(text: str, game: Compiled, seed: int) -> np.ndarray:
    """Whether the rules and Python say the same in every run; gives what they say."""
    state = states(game, seed)
    found = holds(parse(text, NAMES), state)
    assert found.shape == (RUNS,)
    assert found.dtype == bool
    assert found.tolist() == [by_python(text, state, run) for run in range(RUNS)], text
    return found


TABLE = [
    "lamp == share",
    "lamp != share",
    "lamp in [share]",
    "lamp in [share, refuse]",
    "lamp in [share, alone, refuse]",
    "not lamp in [share, refuse]",
    "coal == dear",
    "storm",
    "not storm",
    "not not storm",
    "trust_isles >= 40",
    "trust_isles > 40",
    "trust_isles < 40",
    "trust_isles <= 40",
    "light >= 0",
    "light > 0",
    "light < 100",
    "light <= 100",
    "light >= 100",
    "storm and calm",
    "storm or calm",
    "storm or calm and lamp == share",
    "(storm or calm) and lamp == share",
    "storm and calm or lamp == share",
    "not storm and calm",
    "not (storm and calm)",
    "not storm or calm",
    "not (storm or lamp in [share, refuse])",
    "not lamp == share",
    "not lamp != share",
    "lamp == share and trust_isles >= 55 and light < 60 and not calm",
    "lamp == share or coal == sell or purse_north > 90",
    "((((storm))))",
    "lamp==share and(light>=50)or not(storm)",
    "  lamp  ==\n share   and\tstorm ",
    "lamp in[share,alone]",
]


@pytest.mark.parametrize("text", TABLE)
def test_the_rules_mean_what_python_means(text: str, isles: Compiled) -> None:
    agree(text, isles, seed=len(text))


@pytest.mark.parametrize("text", [t for t in TABLE if t not in ("light >= 0", "light <= 100")])
def test_the_states_of_these_tests_tell_conditions_apart(text: str, isles: Compiled) -> None:
    """Over enough states every condition of the table both holds and does not."""
    seen = {bool(x) for seed in range(8) for x in holds(parse(text, NAMES), states(isles, seed))}
    assert seen == {True, False}


def test_a_decision_that_was_not_reached_equals_no_move(isles: Compiled) -> None:
    state = begin(isles, 1)
    assert int(state.moves[0, 0]) == NOT_REACHED
    for move in MOVES["lamp"]:
        assert not holds(parse(f"lamp == {move}", NAMES), state)[0]
        assert holds(parse(f"lamp != {move}", NAMES), state)[0]
    assert not holds(parse("lamp in [share, alone, refuse]", NAMES), state)[0]


def test_no_condition_always_holds(isles: Compiled) -> None:
    assert holds(None, begin(isles, 5)).tolist() == [True] * 5


def sides(order: str) -> st.SearchStrategy[str]:
    """A comparison of a variable with points."""
    return st.builds(lambda v, n: f"{v} {order} {n}", st.sampled_from(VARIABLES), st.integers(0, 100))


def choices(name: str) -> st.SearchStrategy[str]:
    """A comparison of a decision with its moves."""
    move = st.sampled_from(MOVES[name])
    some = st.lists(move, min_size=1, max_size=3).map(lambda m: f"{name} in [{', '.join(m)}]")
    return st.builds(lambda sign, m: f"{name} {sign} {m}", st.sampled_from(["==", "!="]), move) | some


ATOMS = (
    st.sampled_from(EVENTS)
    | choices("lamp")
    | choices("coal")
    | sides("<")
    | sides("<=")
    | sides(">=")
    | sides(">")
)


def larger(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Conditions made of smaller ones, with and without brackets: precedence is tested too."""
    joined = st.builds(
        lambda word, parts: f" {word} ".join(parts),
        st.sampled_from(["and", "or"]),
        st.lists(part, min_size=2, max_size=3),
    )
    return joined | part.map(lambda p: f"not {p}") | part.map(lambda p: f"({p})")


@settings(max_examples=250, deadline=None, derandomize=True)
@given(text=st.recursive(ATOMS, larger, max_leaves=8), seed=st.integers(0, 2**32 - 1))
def test_any_condition_means_what_python_means(isles: Compiled, text: str, seed: int) -> None:
    if len(text) > MAX_LENGTH or deepest(text) >= MAX_DEPTH:
        with pytest.raises(BadCondition):
            parse(text, NAMES)
    else:
        agree(text, isles, seed)


def deepest(text: str) -> int:
    """How many brackets and 'not' stand around the innermost part."""
    depth = most = nots = 0
    held: list[int] = []
    for word in text.replace("(", " ( ").replace(")", " ) ").split():
        if word == "not":
            nots += 1
        elif word == "(":
            held.append(nots + 1)
            depth, nots = depth + nots + 1, 0
        elif word == ")":
            depth -= held.pop()
            nots = 0
        else:
            most = max(most, depth + nots)
            nots = 0
    return most


@settings(max_examples=100, deadline=None, derandomize=True)
@given(text=st.recursive(ATOMS, larger, max_leaves=6))
def test_what_a_condition_mentions_is_what_its_words_name(text: str) -> None:
    try:
        found = mentions(parse(text, NAMES))
    except BadCondition:
        return
    words = text.replace("(", " ").replace(")", " ").split()
    assert found == (
        {i for i, d in enumerate(MOVES) if d in words},
        {i for i, e in enumerate(EVENTS) if e in words},
    )


def test_what_no_condition_mentions() -> None:
    assert mentions(None) == (set(), set())


@pytest.mark.parametrize("deep", [MAX_DEPTH - 1, MAX_DEPTH])
def test_depth_is_counted_for_brackets_and_for_not(deep: int) -> None:
    for text in ("(" * deep + "storm" + ")" * deep, "not " * deep + "storm"):
        if deep < MAX_DEPTH:
            parse(text, NAMES)
        else:
            with pytest.raises(BadCondition, match="deeper"):
                parse(text, NAMES)
