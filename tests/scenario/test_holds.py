"""Conditions that never hold, or always, are found: by search here, and by trying everything there."""

from __future__ import annotations

import itertools
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.record.record import load
from tests.scenario.test_author_mistakes import problems_of

TEXT = """\
format: 1
title: The well
why: A made-up case.
record:
  governments:
    upper: {name: Upper Village, priorities: {water: strong}}
    lower: {name: Lower Village, priorities: {water: strong}}
  channels: {road: [upper, lower]}
  variables: {water: Water in the well}
decisions:
  - id: dig
    title: Do we dig?
    date: 1820-07-01
    decider: upper
    channels: [road]
    moves:
      - {id: deep, label: Deep, effects: {water: strong}}
      - {id: flat, label: Flat, effects: {water: slight}}
      - {id: none, label: Not at all, effects: {water: -slight}}
  - id: pay
    title: Who pays?
    date: 1820-08-01
    decider: lower
    when: dig != none
    channels: [road]
    moves:
      - {id: half, label: Half of it, effects: {water: slight}}
      - {id: all, label: All of it, effects: {water: marked}}
events:
  - {id: rain, title: Rain, after: dig, chance: slight, effects: {water: slight}}
endings:
ENDINGS  - {id: last, title: So be it}
"""
ATOMS = {
    **{f"dig == {m}": f"dig == '{m}'" for m in ("deep", "flat", "none")},
    **{f"dig != {m}": f"dig != '{m}'" for m in ("deep", "none")},
    "dig in [deep, flat]": "dig in ('deep', 'flat')",
    **{f"pay == {m}": f"pay == '{m}'" for m in ("half", "all")},
    "pay != half": "pay != 'half'",
    "rain": "rain",
    **{f"water {o} {n}": f"water {o} {n}" for o in ("<", "<=", ">", ">=") for n in (0, 40, 41, 100)},
}
"""A part of a condition, and the same for Python."""

PATIENCE = 20
"""Seconds of work; it would take minutes if each ending were compared with all above."""

WORLDS = list(itertools.product(("deep", "flat", "none"), ("half", "all", None), (False, True), range(101)))


def ending(at: int, when: str) -> str:
    return f'  - {{id: e{at}, title: Ending {at}, when: "{when}"}}\n'


def told(*whens: str) -> list[tuple[int, str]]:
    """Which endings are told, by their place, and what of."""
    text = TEXT.replace("ENDINGS", "".join(ending(i, w) for i, w in enumerate(whens)))
    first = text[: text.index("  - {id: e0")].count("\n") + 1
    found = problems_of(text, load())
    assert {d.code for d in found} <= {"idle-condition"}, found
    return [(d.line - first, d.message) for d in found]


def true_in(python: str) -> list[bool]:
    code = compile(python, "condition", "eval")
    return [bool(eval(code, {"dig": d, "pay": p, "rain": r, "water": w})) for d, p, r, w in WORLDS]


atoms = st.sampled_from(sorted(ATOMS)).map(lambda a: (a, ATOMS[a]))
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map(lambda c: (f"not ({c[0]})", f"not ({c[1]})")),
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(
            lambda t: (f"({t[0][0]}) {t[1]} ({t[2][0]})", f"({t[0][1]}) {t[1]} ({t[2][1]})")
        ),
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(conditions)
def test_what_never_holds_and_what_always_does_is_found_and_nothing_else(pair: tuple[str, str]) -> None:
    truths = true_in(pair[1])
    found = told(pair[0])
    if not any(truths):
        assert [m for _, m in found] == ["this never holds."]
    elif all(truths):
        assert [m for _, m in found] == ["this always holds, so that no ending below comes."]
    else:
        assert found == []


@settings(max_examples=40, deadline=None, derandomize=True)
@given(conditions, conditions)
def test_an_ending_is_told_if_one_above_takes_all_of_it(one: tuple[str, str], two: tuple[str, str]) -> None:
    first, second = true_in(one[1]), true_in(two[1])
    left = any(b and not a for a, b in zip(first, second, strict=True))
    expected = [] if any(first) and not all(first) else [0]
    if not all(first) and (all(second) or not left):
        expected.append(1)
    assert [at for at, _ in told(one[0], two[0])] == expected


def test_thousands_of_endings_that_are_right_are_looked_at_in_little_work() -> None:
    began = time.process_time()
    found = told(*(f"water > {i % 99} and not rain or water < {i % 97 + 1}" for i in range(2000)))
    assert time.process_time() - began < PATIENCE
    assert len(found) < 500
