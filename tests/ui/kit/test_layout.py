"""Dividing room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.ui import view
from sim.ui.kit import layout
from sim.ui.kit.netplace import crowded, spread
from sim.ui.kit.network import lay_network, weight
from sim.ui.kit.sheet import kit_for
from sim.ui.kit.theme import Look
from tests.ui.kit import samples

KIT = kit_for(Look(), (1280, 800))


@given(
    st.lists(st.tuples(st.floats(0.1, 5), st.integers(0, 300)), min_size=1, max_size=6), st.integers(50, 2000)
)
def test_shares_use_all_of_the_room(parts: list[tuple[float, int]], room: int) -> None:
    weights, least = [w for w, _ in parts], [n for _, n in parts]
    out = layout.share(room, weights, least)
    assert sum(out) == room
    if sum(least) < room:
        assert all(got >= want for got, want in zip(out, least, strict=True))


@given(st.lists(st.integers(1, 300), max_size=12), st.integers(50, 900), st.integers(0, 20))
def test_rows_keep_order_and_room(widths: list[int], room: int, gap: int) -> None:
    made = layout.rows(widths, room, gap)
    assert [i for row in made for i in row] == list(range(len(widths)))
    for row in made:
        assert len(row) == 1 or sum(widths[i] for i in row) + gap * (len(row) - 1) <= room


def test_columns_are_even() -> None:
    assert layout.columns(8, 1000, 180, 20) == 4
    assert layout.columns(3, 100, 180, 20) == 1
    assert layout.columns(0, 100, 180, 20) == 1


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 400)), max_size=8))
def test_nodes_with_room_do_not_overlap(at: list[tuple[float, float]]) -> None:
    reaches = [(30.0, 30.0, 15.0, 25.0)] * len(at)
    out = spread(at, reaches, (400, 400))
    assert not crowded(out, reaches)
    assert all(30 <= x <= 370 and 15 <= y <= 375 for x, y in out)


def test_network_grows_rather_than_crowd() -> None:
    nodes = tuple(view.Node(str(i), f"Minister of a long name number {i}", "AA", 0.5, 0.5) for i in range(14))
    sheet = lay_network(view.Network("Channels", nodes, ()), 320, 200, KIT)
    assert sheet.height > 200


def test_network_without_nodes() -> None:
    assert lay_network(view.Network("Channels", (), ()), 320, 200, KIT).height > 0


def test_trust_is_line_weight() -> None:
    assert weight(0, KIT) == 1.5
    assert weight(100, KIT) == 5
    assert [n.text for n in lay_network(samples.table_top().panels[2], 400, 500, KIT).notes][9].startswith(  # type: ignore[arg-type]
        "Daily meeting (Secretary of State – President): trust 90, secrecy 40, in play now"
    )
