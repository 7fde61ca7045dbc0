"""``bench``: the contract's document through a real process, and bad input in one line."""

from __future__ import annotations

import pytest

from sim.studies.bench import QUICK
from tests.cli.commands import SHIPPED, lines, sim, within


def test_bench_prints_the_contracts_document() -> None:
    done = sim("bench", SHIPPED[0], "--quick", "--json")
    assert (done.status, done.error) == (0, "")
    assert list(done.json["scenarios"]) == [SHIPPED[0]]
    row = done.json["scenarios"][SHIPPED[0]]
    assert row["same_endings"] is True
    for figure in ("batch", "mesa", "mesa_without_gc", "mesa_explained", "mesa_frame", "floor"):
        rate, (least, most) = row[f"{figure}_runs_per_s"], row["spread"][figure]
        assert 0 < least <= rate <= most
    assert row["ratio"] == pytest.approx(row["batch_runs_per_s"] / row["mesa_runs_per_s"], rel=0.02)
    assert row["floor_share"] == pytest.approx(row["batch_runs_per_s"] / row["floor_runs_per_s"], abs=0.01)
    assert row["runs"]["mesa"] == QUICK.mesa
    assert row["bytes_per_run"] > 0
    assert row["fan"]["runs"] == 2_000
    assert {"1", "2"} <= set(done.json["workers"])
    assert all(rate > 0 for rate in done.json["workers"].values())
    assert done.json["workers_start_up_s"]["1"] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere_at_all"], "There is no scenario 'nowhere_at_all'."),
        ([SHIPPED[0][:-1]], f"Did you mean '{SHIPPED[0]}'"),
        ([SHIPPED[0], "missing/file.yaml"], "missing/file.yaml is not there."),
        (["--rounds", "0"], "'0' rounds cannot be measured. Use a whole number from 1 to 100."),
        (["--rounds", "101"], "'101' rounds cannot be measured."),
        (["--rounds", "two"], "'two' rounds cannot be measured."),
        (["--rounds", "1.5"], "'1.5' rounds cannot be measured."),
        (["--seed", "-1"], "'-1' is no seed."),
        (["--workers", "2"], "No such option"),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, list) else "",
)
def test_bad_input_is_one_line(arguments: list[str], says: str) -> None:
    done = within("bench", *arguments)
    assert done.status == 2
    assert done.out == b""
    assert len(lines(done.error)) == 1
    assert done.error.startswith("backchannel: ")
    assert says in done.error
