"""Sensitivity against functions whose answers are known, and against a scenario that can be reckoned."""

from __future__ import annotations

import functools
import math
import sys

import numpy as np
import pytest

from sim import scale
from sim.batches import sensitivity as study
from sim.batches.judgements import judgements
from sim.errors import InputError, MissingPart, UnknownName
from sim.scenario.compiled import Compiled
from tests.cli.commands import SHIPPED, lines, within


def ishigami(row: np.ndarray) -> float:
    """Ishigami and Homma (1990) with a = 7 and b = 0.1, over -pi to pi."""
    x = (2 * row - 1) * math.pi
    return float(math.sin(x[0]) + 7 * math.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * math.sin(x[0]))


def test_sobol_on_the_ishigami_function() -> None:
    """Its shares in closed form: first 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437."""
    parts = study.sobol(["a", "b", "c"], ishigami, 1024, 1)
    assert [p.factor for p in parts] == ["a", "b", "c"]
    assert [p.first.value for p in parts] == pytest.approx([0.3139, 0.4424, 0], abs=0.02)
    assert [p.total.value for p in parts] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    for part, first, total in zip(parts, (0.3139, 0.4424, 0), (0.5576, 0.4424, 0.2437), strict=True):
        assert part.first.low < first < part.first.high
        assert part.total.low < total < part.total.high


def test_morris_gives_back_a_line_s_slopes() -> None:
    found = study.morris(["a", "b", "c"], lambda u: 3 * u[0] - 5 * u[1] + u[2], 10, 1)
    assert [s.factor for s in found] == ["b", "a", "c"]
    assert [s.effect for s in found] == pytest.approx([5, 3, 1])
    assert [s.spread for s in found] == pytest.approx([0, 0, 0], abs=1e-9)


def test_morris_sees_what_hangs_together() -> None:
    found = {s.factor: s for s in study.morris(["a", "b", "c"], lambda u: u[0] * u[1] + u[2], 30, 1)}
    assert found["a"].spread > 0.2
    assert found["c"].spread == pytest.approx(0, abs=1e-9)


def test_what_does_not_vary_has_no_shares() -> None:
    assert study.sobol(["a", "b"], lambda _: 4.0, 64, 1) == ()


def test_a_setting_keeps_to_the_ranges_and_reaches_all_of_them(isles: Compiled) -> None:
    asked = study.factors(isles)["judgements"]
    known = {j.id: j for j in judgements(isles)}
    assert sorted(j.id for f in asked for j in f.judgements) == sorted(known)
    seen: dict[str, set[int]] = {name: set() for name in known}
    for u in np.linspace(0, 1, 401):
        for name, value in study.setting(asked, np.full(len(asked), u)).values:
            seen[name].add(abs(value))
    for name, values in seen.items():
        _, low, high = known[name].range
        assert values == set(range(low, high + 1)), name


def test_every_move_is_as_likely_and_every_stride_is_to_another(isles: Compiled) -> None:
    asked = study.factors(isles)["moves"]
    points = (np.arange(6000) + 0.5) / 6000
    for at, factor in enumerate(asked):
        chosen = [study.setting(asked, np.full(len(asked), u)).forced[at][1] for u in points]
        assert {m: chosen.count(m) for m in factor.moves} == dict.fromkeys(
            factor.moves, 6000 // len(factor.moves)
        )
    for moves in range(3, 7):
        one = (study.Factor("d", moves=tuple(str(m) for m in range(moves))),)
        for level in range(study.LEVELS // 2):
            here = study.setting(one, np.array([level / (study.LEVELS - 1)]))
            there = study.setting(one, np.array([level / (study.LEVELS - 1) + study.STRIDE]))
            assert here.forced != there.forced


def test_the_isles_can_be_reckoned(isles: Compiled) -> None:
    """The dark ending is there exactly where the lamp is refused: in none or all runs, by that move alone."""
    found = study.sensitivity(isles, "dark", runs=5, top=2, samples=256)
    moves = next(a for a in found.answers if a.question == "moves")
    by_id = {s.factor: s for s in moves.screened}
    assert by_id["coal"].effect == 0
    # three moves: two strides of three go to the refusal, and each goes from none of the runs to all
    assert 40 < by_id["lamp"].effect <= 100
    (lamp,) = moves.parts
    assert lamp.first.value == pytest.approx(1, abs=0.1)
    assert lamp.total.value == pytest.approx(1, abs=0.1)


def test_a_number_with_a_fact_is_never_varied(isles: Compiled) -> None:
    varied = {f.id for f in study.factors(isles)["judgements"]}
    facts = {n for n in isles.levers if isles.record.leverage[n].strength.fact is not None}
    words = {n for n in isles.levers if isinstance(isles.record.leverage[n].strength.value, str)}
    assert facts
    assert {f"leverage.{n}.strength" for n in words - facts} <= varied
    assert not {f"leverage.{n}.strength" for n in facts} & varied


def test_the_same_study_twice_is_the_same(isles: Compiled) -> None:
    first, second = (
        study.sensitivity(isles, "trust_isles", runs=10, top=1, trajectories=4, samples=8, seed=5).as_json()
        for _ in range(2)
    )
    assert first == second
    assert first["unit"] == "points"
    assert 0 <= first["written"] <= scale.FULL / scale.HUNDREDTHS


def test_the_cost_said_beforehand_is_what_is_played(isles: Compiled) -> None:
    played: list[tuple[int, int]] = []
    study.sensitivity(
        isles,
        "light",
        runs=5,
        top=2,
        trajectories=4,
        samples=8,
        progress=lambda *step: played.append(step),
    )
    said = study.cost(study.factors(isles), 2, 4, 8)
    assert [done for done, _ in played] == list(range(1, len(played) + 1))
    assert {whole for _, whole in played} == {said}
    assert len(played) == said - 1


@pytest.mark.parametrize(
    ("what", "error", "words"),
    [
        ({"outcome": "lihgt"}, UnknownName, "'light'"),
        ({"runs": 0}, InputError, "0 runs"),
        ({"runs": 10**9}, InputError, "1000000000 runs"),
        ({"top": 0}, InputError, "top 0"),
    ],
)
def test_wrong_questions_are_one_line(
    isles: Compiled, what: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        study.sensitivity(isles, **({"outcome": "light"} | what))  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_without_salib_the_line_names_the_extra(isles: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SALib", "SALib.sample", "SALib.sample.morris", "SALib.analyze.morris"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPart, match=r"\.\[analysis\]"):
        study.sensitivity(isles, "light", runs=5)


def test_the_command_tells_both_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    small = functools.partial(study.sensitivity, trajectories=2, samples=4)
    monkeypatch.setattr(study, "sensitivity", small)
    asked = ("sensitivity", SHIPPED[1], "--outcome", "trust_us_il", "--runs", "2", "--top", "1")
    told, found = within(*asked), within(*asked, "--json").json
    assert told.status == 0, told.error
    assert [a["question"] for a in found["answers"]] == ["judgements", "moves"]
    assert (found["outcome"], found["unit"], found["runs"], found["seed"]) == ("trust_us_il", "points", 2, 0)
    words = told.out.decode()
    for answer in found["answers"]:
        for line in answer["screened"]:
            assert f"{line['effect']:.1f}" in words
    assert "settings of 2 runs each" in told.error


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere", "--outcome", "light"), "no scenario 'nowhere'"),
        ((SHIPPED[0], "--outcome", "nothing_such"), "no variable or ending 'nothing_such'"),
        ((SHIPPED[0],), "--outcome"),
        ((SHIPPED[0], "--outcome", "trust_us_il", "--runs", "many"), "--runs"),
        ((SHIPPED[0], "--outcome", "trust_us_il", "--runs", "0"), "0 runs"),
        ((SHIPPED[0], "--outcome", "trust_us_il", "--top", "0"), "top 0"),
        ((SHIPPED[0], "--outcome", "trust_us_il", "--seed", "-1"), "no seed"),
    ],
)
def test_wrong_commands_end_in_one_line(arguments: tuple[str, ...], words: str) -> None:
    done = within("sensitivity", *arguments)
    assert done.status == 2
    assert words in done.error
    assert len(lines(done.error)) == 1
