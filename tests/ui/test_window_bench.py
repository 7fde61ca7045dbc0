"""``bench --ui`` through a real process: every figure is there, and the shares go together."""

from __future__ import annotations

import pytest

from tests.cli.commands import sim


def test_bench_of_the_window_prints_its_document() -> None:
    done = sim("bench", "--ui", "--quick", "--json")
    assert (done.status, done.error) == (0, "")
    found = done.json
    assert found["size"] == [1280, 800]
    for figure in ("redraw", "selection"):
        assert found[f"{figure}_times_fill"] == pytest.approx(
            found[f"{figure}_ms"] / found["fill_ms"], rel=0.05
        )
    assert 0 <= found["idle_cpu_share"] < 1
    assert found["memory_mb"] is None or len(found["memory_mb"]) == 2
    assert found["first_frame_times_empty"] > 0
    assert found["very_first_frame_s"] > 0
