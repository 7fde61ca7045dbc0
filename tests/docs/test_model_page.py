"""The figures in docs/model.md are the code's: constants, tables and the decision worked by hand."""

from __future__ import annotations

import re
from pathlib import Path

import provenance
import pytest

from sim import scale
from sim.history.forecast import FEW, Forecast, laid, scores
from sim.policies.run import replay
from sim.scenario import messages
from sim.scenario.compiled import Compiled
from sim.studies.turning import moments
from sim.types import Kind, Notice, label
from sim.world import rules
from sim.world.rules import Rules

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    """The cells of the table whose head line begins with ``head``."""
    lines = PAGE[PAGE.index(head) :].splitlines()[2:]
    table = []
    for line in lines:
        if not line.startswith("|"):
            break
        table.append([c.strip().strip("`") for c in line.strip("|").split("|")])
    return table


def test_constants_are_those_of_the_code() -> None:
    found = {name: int(value) for name, value, _ in rows("| constant |")}
    assert found.pop("rationality") == Rules().rationality
    for name, value in found.items():
        module = messages if hasattr(messages, name) else rules
        assert getattr(module, name) == value, name
    told = set(found) | {"SURPRISE"}
    numbers = {n for n, v in vars(rules).items() if n.isupper() and isinstance(v, int | dict)}
    assert numbers <= told, "a constant of the rules is not on the page"


def test_kinds_of_message_are_those_of_the_code() -> None:
    page = {name: (int(w), int(c), int(leak)) for name, w, c, leak, _ in rows("| kind |")}
    assert page == {label(k): (r.weight, r.cost, r.leaks) for k, r in messages.KINDS.items()}
    assert len(page) == len(Kind)


def test_notice_levels_are_those_of_the_code() -> None:
    page = {name: int(left) for name, left in rows("| notice |")}
    assert page == {label(n): rules.SURPRISE[n] for n in Notice}


def test_the_decision_worked_by_hand(isles: Compiled) -> None:
    lamp = isles.decisions[0]
    own = {r[0]: float(r[3].rpartition("=")[2]) for r in rows("| move | light | purse |")}
    assert own == {m: lamp.own[i] / 100 for i, m in enumerate(lamp.moves)}
    stakes = {r[0]: float(r[3].rpartition("=")[2]) for r in rows("| move | light | trust |")}
    envoy = isles.actors.index("envoy")
    assert stakes == {m: lamp.stakes[envoy, i] / 100 for i, m in enumerate(lamp.moves)}
    slot, option = lamp.historical_messages[0]
    pleas = [float(r[4].split()[-1]) for r in rows("| move | light | trust |")]
    assert pleas == (lamp.senders[slot].plea[option] / 100).tolist()
    page = {r[0]: float(r[4]) for r in rows("| move | sum |")}
    odds = replay(isles).steps[0].odds
    assert {m: 100 * p for m, p in odds.items()} == pytest.approx(page, abs=0.011)
    sums = [float(r[1]) for r in rows("| move | sum |")]
    gaps = [float(r[2]) for r in rows("| move | sum |")]
    assert gaps == [pytest.approx(max(sums) - s) for s in sums]


def test_the_forecast_worked_by_hand(isles: Compiled) -> None:
    table = rows("| move | counters |")
    *moves, last = [r[0] for r in table]
    counters = laid({r[0]: int(r[1]) for r in table[:-1]}, isles.decisions[0].moves)
    assert (last, list(counters)) == ("score", moves)
    step = replay(isles).steps[0]
    forecast = Forecast(step.decision, counters, step.odds)
    found = scores([forecast], {step.decision: step.move})
    assert found is not None
    assert f"below {FEW} forecasts" in PAGE
    for column, who, mean in (
        (2, "person", found.person),
        (3, "model", found.model),
        (4, "even", found.even),
    ):
        said = forecast.said(who)  # type: ignore[arg-type]
        parts = [float(r[column].rpartition("=")[2]) for r in table[:-1]]
        assert parts == [pytest.approx((said[m] - (m == step.move)) ** 2, abs=1e-4) for m in moves]
        assert float(table[-1][column]) == pytest.approx(mean, abs=1e-4)
        assert sum(parts) == pytest.approx(mean, abs=2e-4)


def test_the_shift_worked_by_hand(isles: Compiled) -> None:
    """The page's shares are exact, the runs' are as near as so many runs come."""
    rules, runs = Rules(leaks=False), 20_000
    path = replay(isles, rules)
    lamp, coal = moments(path, 1, runs, rules)
    table = {r[0]: (float(r[1]), float(r[2])) for r in rows("| move | probability % |")}
    assert {m: 100 * o.endings[path.ending] for m, o in lamp.moves.items()} == {
        m: e for m, (_, e) in table.items()
    }
    assert {m: 100 * p for m, p in path.steps[0].odds.items()} == pytest.approx(
        {m: p for m, (p, _) in table.items()}, abs=0.011
    )
    by_hand = 1 - sum(p * e for p, e in table.values()) / 10_000
    assert f"shifts it by {100 * by_hand:.2f} points" in PAGE
    move = next(s for s in lamp.shifts if s.what == "move")
    error = (by_hand * (1 - by_hand) / runs) ** 0.5
    assert abs(move.share.value - by_hand) < 4 * error
    later = [s for s in (*lamp.shifts, *coal.shifts) if s.what != "words" and s is not move]
    assert {s.share.value for s in later} == {0}


def test_the_scale_on_its_own_page() -> None:
    """The table in sim/scale.py's docstring says what the code holds."""
    text = scale.__doc__ or ""
    for word in scale.WORDS:
        line = next(part for part in text.splitlines() if part.startswith(word))
        typical, low, high, points, least, most = map(int, re.findall(r"\d+", line))
        assert (typical, low, high) == scale.SHARES[word]
        assert (points, least, most) == scale.POINTS[word]


def test_the_page_tells_what_rests_on_facts() -> None:
    """Mend: python -m tests.provenance"""
    assert provenance.told() == provenance.counted()
