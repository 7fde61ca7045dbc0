"""Dashes and curves."""

from __future__ import annotations

import math
from itertools import pairwise

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ui.kit.svg import Drawing, bow, cut

POINTS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=2, max_size=8)


def length(points: list[tuple[float, float]]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(points))


@given(points=POINTS, on=st.integers(2, 9), off=st.integers(2, 9))
def test_dashes_are_of_one_length_and_cover_their_share(
    points: list[tuple[float, float]], on: int, off: int
) -> None:
    pieces = cut(points, (on, off))
    whole = length(points)
    for piece in pieces[:-1]:
        assert length(piece) == pytest.approx(on, abs=0.01)
    times, rest = divmod(whole, on + off)
    assert sum(length(p) for p in pieces) == pytest.approx(times * on + min(rest, on), abs=on + 0.01)


def test_a_dashed_circle_stays_in_its_place() -> None:
    drawing = Drawing(60, 60)
    drawing.circle((30, 30), 20, None, (200, 0, 0), 2, (3, 2))
    picture = drawing.surface()
    inked = [(x, y) for x in range(60) for y in range(60) if picture.get_at((x, y)).a > 40]
    assert inked
    assert all(17 < math.dist((x + 0.5, y + 0.5), (30, 30)) < 23 for x, y in inked)
    assert isinstance(picture, pygame.Surface)


def test_a_bow_ends_where_it_should_and_bends_as_told() -> None:
    points = bow((0, 0), (100, 0), 0.2)
    assert points[0] == (0, 0)
    assert points[-1] == (100, 0)
    assert max(abs(y) for _, y in points) == pytest.approx(20, abs=0.5)
