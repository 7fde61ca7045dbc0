"""Makes ``assets/map/land.json``: land and coast for the map, and nothing else.

    python -m tests.map_asset land-10m.json land-50m.json assets/map/land.json

The two inputs are Natural Earth's land (public domain), in TopoJSON, as in the npm package ``world-atlas``
2.0.2. The first, the finer, is clipped to the region; the second, the coarser, is the whole world. Both are
simplified and written as whole numbers of a unit, each point as its step from the one before it.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from sim.ui.kit.land import clipped
from sim.ui.kit.svg import Point

Ring: TypeAlias = list[Point]
"""Longitudes and latitudes in degrees."""


class Level(NamedTuple):
    """One level of detail: its box in degrees (west, south, east, north), and what is left out of it."""

    box: tuple[float, float, float, float]
    unit: float
    """Degrees that one step counts for."""
    slack: float
    """How far, in degrees, the line may lie from the one it stands for."""
    least: float
    """The area, in square degrees, below which an island or a lake is left out."""


REGION = Level((8.0, 11.0, 64.0, 43.0), 0.01, 0.013, 0.004)
WORLD = Level((-180.0, -58.0, 180.0, 78.0), 0.1, 0.2, 0.8)


def rings(topology: dict[str, Any]) -> list[Ring]:
    """Every ring of the land in a TopoJSON file, closed."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    shapes = [s for g in topology["objects"]["land"]["geometries"] for s in g["arcs"]]
    return [_joined(arcs, ring) for shape in shapes for ring in shape]


def _joined(arcs: list[Ring], ring: list[int]) -> Ring:
    out: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        out += arc[1:] if out else arc
    return out


def _unrolled(ring: Ring) -> list[Ring]:
    """A ring without its leap at 180 degrees; what then lies beyond these stands there once more."""
    turn, out = 0, ring[:1]
    for before, (x, y) in pairwise(ring):
        turn += 360 * ((x < before[0] - 180) - (x > before[0] + 180))
        out.append((x + turn, y))
    low, high = min(x for x, _ in out), max(x for x, _ in out)
    shifts = [0, *([-360] if high > 180 else []), *([360] if low < -180 else [])]
    return [[(x + shift, y) for x, y in out] for shift in shifts]


def simplified(line: Ring, slack: float) -> Ring:
    """The line with the points left out that lie within ``slack`` of it (Douglas and Peucker 1973)."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far, at = max(
            ((_off(line[i], line[first], line[last]), i) for i in range(first + 1, last)), default=(0, 0)
        )
        if far > slack:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def _off(p: Point, a: Point, b: Point) -> float:
    """How far a point lies from the line between two others; of a ring's ends, from the one point."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    if length == 0:
        return math.dist(p, a)
    return abs(dx * (p[1] - a[1]) - dy * (p[0] - a[0])) / length


def area(ring: Ring) -> float:
    """Square degrees within a ring."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def written(found: list[Ring], level: Level) -> dict[str, Any]:
    """A level as it stands in the file, largest ring first."""
    whole = [clipped(r, level.box) for ring in found for r in _unrolled(ring)]
    whole = sorted((r for r in whole if len(r) > 2 and area(r) >= level.least), key=area, reverse=True)
    steps = [_steps(simplified([*r, r[0]], level.slack)[:-1], level.unit) for r in whole]
    return {"box": level.box, "unit": level.unit, "rings": [s for s in steps if len(s) >= 6]}


def _steps(ring: Ring, unit: float) -> list[int]:
    out: list[int] = []
    x = y = 0
    for point in ring:
        at = round(point[0] / unit), round(point[1] / unit)
        if out and at == (x, y):
            continue
        out += [at[0] - x, at[1] - y]
        x, y = at
    return out


def main() -> int:
    """Read the two files and write the third."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.map_asset", description=(__doc__ or "").split("\n")[0]
    )
    for name in ("region", "world", "out"):
        parser.add_argument(name, type=Path)
    asked = parser.parse_args()
    levels = [
        written(rings(json.loads(path.read_text(encoding="utf-8"))), level)
        for path, level in ((asked.region, REGION), (asked.world, WORLD))
    ]
    text = json.dumps({"levels": levels}, separators=(",", ":")) + "\n"
    asked.out.write_text(text, encoding="utf-8")
    counts = [(len(v["rings"]), sum(map(len, v["rings"])) // 2) for v in levels]
    print(f"{len(text):,} bytes; rings and points: {counts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
