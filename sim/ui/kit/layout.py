"""Dividing room: shares of a width, and rows that wrap."""

from __future__ import annotations

from collections.abc import Sequence


def share(room: int, weights: Sequence[float], least: Sequence[int]) -> list[int]:
    """Divide ``room`` by ``weights`` so that nobody gets less than ``least``, and all of it is used.

    When even the least does not fit, it is divided in the proportion of ``least``.
    """
    if not weights:
        return []
    if sum(least) >= room:
        weights, least = [float(n) for n in least], [0] * len(least)
    fixed: dict[int, int] = {}
    while True:
        free = [i for i in range(len(weights)) if i not in fixed]
        left = room - sum(fixed.values())
        total = sum(weights[i] for i in free) or 1.0
        short = [i for i in free if left * weights[i] / total < least[i]]
        if not short:
            break
        for i in short:
            fixed[i] = least[i]
    out = [fixed.get(i, int(left * weights[i] / total)) for i in range(len(weights))]
    if free:
        out[free[-1]] += room - sum(out)
    return out


def rows(widths: Sequence[int], room: int, gap: int) -> list[list[int]]:
    """Indices of items in rows no wider than ``room``; an item wider than that has a row to itself."""
    out: list[list[int]] = []
    used = 0
    for i, wide in enumerate(widths):
        if out and used + gap + wide <= room:
            out[-1].append(i)
            used += gap + wide
        else:
            out.append([i])
            used = wide
    return out


def columns(count: int, room: int, least: int, gap: int, most: int = 99) -> int:
    """How many columns of at least ``least`` pixels: as many as fit, then evened out over their rows."""
    fit = max(1, min(count, most, (room + gap) // (least + gap)))
    depth = -(-count // fit) if count else 1
    return max(1, -(-count // depth))
