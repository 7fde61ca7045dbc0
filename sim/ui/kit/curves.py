"""Curves as points, without anything that draws."""

from __future__ import annotations

from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


def bow(a: Point, b: Point, bend: float, steps: int = 24) -> list[Point]:
    """Points along a curve from a to b whose middle lies ``bend`` of their distance aside."""
    (ax, ay), (bx, by) = a, b
    cx = (ax + bx) / 2 - (by - ay) * bend * 2
    cy = (ay + by) / 2 + (bx - ax) * bend * 2
    points = []
    for i in range(steps + 1):
        t = i / steps
        u = 1 - t
        points.append((u * u * ax + 2 * u * t * cx + t * t * bx, u * u * ay + 2 * u * t * cy + t * t * by))
    return points
