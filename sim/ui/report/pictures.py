"""The pictures of a screen as drawings for a page. Importing it loads what draws and what fills pages in."""

from __future__ import annotations

from typing import Final

from sim.pages import branches, courses, network
from sim.pages import map as maps
from sim.pages import worths as drawn
from sim.pages.drawing import SMALL, WIDE, Chart, wide, wrapped
from sim.ui import view
from sim.ui.kit.curves import Point, bow
from sim.ui.kit.labels import Wish, nearest, put
from sim.ui.kit.land import fit
from sim.ui.kit.netplace import crowded, route, spread

SECRET: Final = 60
"""Per cent of secrecy from which a channel is dashed, as on the screen."""
_NAME: Final = 104.0
"""Points that a name may be wide."""
_RADIUS: Final = 13.0


def chart(one: view.Chart) -> Chart:
    """A variable over the decisions."""
    lines = [courses.Course(line.name, line.role, line.values) for line in one.lines]
    spans = [courses.Span(b.name, b.low, b.high) for b in one.bands]
    words = "; ".join(f"{line.name}: {_run(line.values)}" for line in one.lines)
    return courses.over_time(one.title, words, one.labels, lines, spans)


def _run(values: tuple[float | None, ...]) -> str:
    known = [v for v in values if v is not None]
    return f"from {known[0]:.0f} to {known[-1]:.0f} points" if known else "nothing"


def calibration(panel: view.Calibration) -> Chart:
    """What was said across, what came true upwards."""
    series = [
        courses.Forecasts(s.name, s.role, tuple((d.said, d.came, d.count) for d in s.dots))
        for s in panel.series
    ]
    words = "; ".join(
        f"{s.name}: " + ", ".join(f"said {d.said:.0f} %, came true {d.came:.0f} %" for d in s.dots)
        for s in panel.series
    )
    return courses.calibration(panel.title, words, series)


def worths(panel: view.Worths) -> Chart:
    """What packages were worth to each party."""
    packages = [drawn.Package(p.name, p.role, p.worth) for p in panel.packages]
    words = "; ".join(map(panel.said, panel.packages))
    return drawn.worths(panel.title, words, panel.parties, panel.floors, packages, panel.efficient)


def tree(panel: view.Tree) -> Chart:
    """Lines of play over the decisions."""
    plays = [branches.Play(b.parent, b.at, b.moves, b.name, _end(b)) for b in panel.branches]
    words = "; ".join(f"{b.name}: {b.ending}" for b in panel.branches)
    return branches.tree(panel.title, words, panel.labels, plays)


def _end(branch: view.Branch) -> str:
    marks = f"({', '.join(branch.marks)})" if branch.marks else ""
    return f"{branch.ending} {marks}".strip()


def channels(panel: view.Network) -> Chart:
    """Who can talk to whom."""
    lines = {n.id: _lines(n) for n in panel.nodes}
    reaches = [_reach(lines[n.id]) for n in panel.nodes]
    high = 240.0
    places: list[Point] = []
    for _ in range(8):
        wanted = [(20 + n.x * (WIDE - 40), 20 + n.y * (high - 40)) for n in panel.nodes]
        places = spread(wanted, reaches, (WIDE, high))
        if not crowded(places, reaches):
            break
        high += 60
    at = {n.id: place for n, place in zip(panel.nodes, places, strict=True)}
    edges = [e for e in panel.edges if e.a in at and e.b in at and e.a != e.b]
    radii = dict.fromkeys(at, _RADIUS)
    boxes = {
        n.id: (at[n.id][0] - r[0], at[n.id][1] + _RADIUS, at[n.id][0] + r[1], at[n.id][1] + r[3])
        for n, r in zip(panel.nodes, reaches, strict=True)
    }
    curves = route(edges, at, radii, boxes, (WIDE, high))
    links = [
        network.Link(tuple(curve), e.trust, e.secrecy >= SECRET, e.live)
        for e, curve in zip(edges, curves, strict=True)
    ]
    spots = [network.Spot(at[n.id], _RADIUS, n.group, lines[n.id], n.you) for n in panel.nodes]
    return network.network(panel.title, panel.caption, (WIDE, high), spots, links)


def _lines(node: view.Node) -> tuple[str, ...]:
    marks = " · ".join(w for w, on in (("you", node.you), ("decides", node.decides)) if on)
    return (*wrapped(node.label, _NAME, SMALL), *([f"({marks})"] if marks else []))


def _reach(lines: tuple[str, ...]) -> tuple[float, float, float, float]:
    half = max([_RADIUS, *(wide(line, SMALL) / 2 for line in lines)]) + 4
    return half, half, _RADIUS + 4, _RADIUS + 6 + network.LINE * len(lines)


def ground(panel: view.Map) -> Chart:
    """Land and coast with the places of a decision, and who visits whom."""
    size = (round(WIDE), 300)
    frame = fit([(p.north, p.east) for p in panel.places], size, 48)
    at = {p.id: frame.at((p.north, p.east)) for p in panel.places}
    come = [v for v in panel.visits if {v.start, v.to} <= set(at) and at[v.start] != at[v.to]]
    curves = [bow(at[v.start], at[v.to], 0.1 + 0.05 * n, 40)[3:-3] for n, v in enumerate(come)]
    said: list[tuple[list[str], tuple[Point, ...], float]] = [
        (wrapped(p.label, _NAME, SMALL), (at[p.id],), 9.0) for p in panel.places
    ]
    said += [
        (wrapped(v.who, _NAME, SMALL), (curve[20], curve[10], curve[30]), 5.0)
        for v, curve in zip(come, curves, strict=True)
    ]
    wishes = [Wish(_widest(lines), network.LINE * len(lines), points, gap) for lines, points, gap in said]
    boxes = [(x - 7, y - 7, x + 7, y + 7) for x, y in at.values()]
    labels = [
        maps.Label(
            ((there.rect[0] + there.rect[2]) / 2, there.rect[1]),
            tuple(lines),
            (there.point, nearest(there.rect, there.point)) if there.led else (),
            n >= len(at),
        )
        for n, ((lines, _, _), there) in enumerate(zip(said, put(wishes, size, boxes, curves), strict=True))
    ]
    dots = [maps.Dot(at[p.id], p.here) for p in panel.places]
    return maps.ground(panel.title, panel.alt, size, frame.land(), dots, curves, labels)


def _widest(lines: list[str]) -> float:
    return max((wide(line, SMALL) for line in lines), default=0.0)
