"""Where runs went after each move, as lines: how many, and the historical path over them.

A line to what stands next below runs straight down. One that passes decisions by runs along a track to
the right, down the lane of where it leads, and back: lines to one place join, and grow as they do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from sim.authoring.cover import Tally
from sim.authoring.layout import GAP, PAD, TRACK, Layout
from sim.authoring.svg import hint, share, tag
from sim.policies.run import Path
from sim.scenario.compiled import Compiled

ROUND: Final = 6.0
TIP: Final = 8.0
"""The height of the arrow at the end of a lane."""
THIN, THICK = 1.2, 8.0
"""Pixels: the lines of hardly any run, and of all runs."""


@dataclass(frozen=True, order=True)
class Step:
    """From a move of a decision to a target: a decision's position, or their number plus an ending's."""

    decision: int
    target: int
    move: int


@dataclass(frozen=True, eq=False)
class Flow:
    """Every step that a run took, with how many did, and those of the historical path."""

    game: Compiled
    runs: int
    hits: dict[Step, int]
    history: tuple[Step, ...]

    @cached_property
    def steps(self) -> list[Step]:
        """Every step once, in order."""
        return sorted({*self.hits, *self.history})

    def near(self, step: Step) -> bool:
        """Whether a step leads to what stands next below."""
        return min(step.target, len(self.game.decisions)) == step.decision + 1

    @cached_property
    def far(self) -> dict[int, list[int]]:
        """The targets that each decision reaches by a lane."""
        found: dict[int, list[int]] = {}
        for step in self.steps:
            if not self.near(step) and step.target not in found.setdefault(step.decision, []):
                found[step.decision].append(step.target)
        return found

    def name(self, target: int) -> str:
        """A target's id."""
        decisions = self.game.decisions
        if target < len(decisions):
            return decisions[target].source.id
        return self.game.endings[target - len(decisions)][0]

    def move(self, step: Step) -> str:
        """The id of a step's move."""
        return self.game.decisions[step.decision].moves[step.move]


def flow(game: Compiled, tally: Tally, path: Path | None) -> Flow:
    """What the runs of a tally say, and the historical path where there is one."""
    hits = {
        Step(d.index, int(target), int(move)): int(tally.steps[d.index][move, target])
        for d in game.decisions
        for move, target in np.argwhere(tally.steps[d.index])
    }
    return Flow(game, tally.runs, hits, _history(game, path) if path else ())


def _history(game: Compiled, path: Path) -> tuple[Step, ...]:
    """The steps of the historical path."""
    places = {d.source.id: d.index for d in game.decisions}
    reached = [places[s.decision] for s in path.steps]
    ending = [name for name, _ in game.endings].index(path.ending)
    targets = [*reached[1:], len(game.decisions) + ending]
    taken = [game.decisions[at].moves.index(s.move) for at, s in zip(reached, path.steps, strict=True)]
    return tuple(map(Step, reached, targets, taken))


@dataclass(frozen=True, eq=False)
class Lines:
    """The flow, drawn into a layout."""

    flow: Flow
    layout: Layout

    def drawn(self) -> list[str]:
        """Every line that runs took, the widest first."""
        flow = self.flow
        near = [s for s in flow.hits if flow.near(s)]
        lines = [self._line(self._straight(s), s) for s in sorted(near, key=lambda s: (-flow.hits[s], s))]
        targets = sorted({s.target for s in flow.hits if not flow.near(s)})
        return [part for target in targets for part in self._joined(target)] + lines

    def historical(self) -> list[str]:
        """The historical path: a double line, drawn through."""
        found = []
        for step in self.flow.history:
            way = self._straight(step) if self.flow.near(step) else self._round(step)
            told = hint(f"Historical path: {self.flow.move(step)} → {self.flow.name(step.target)}")
            about = self._about(step)
            outer = tag("path", told, class_="edge history", d=way, **about)
            found += [outer, tag("path", class_="core", d=way)]
        return found

    def _about(self, step: Step) -> dict[str, object]:
        return {
            "data_from": self.flow.game.decisions[step.decision].source.id,
            "data_move": self.flow.move(step),
            "data_to": self.flow.name(step.target),
            "data_hits": self.flow.hits.get(step, 0),
        }

    def _line(self, way: str, step: Step) -> str:
        hits, flow = self.flow.hits[step], self.flow
        told = hint(
            f"{flow.move(step)} → {flow.name(step.target)}: "
            f"{hits:,} of {flow.runs:,} runs ({share(hits, flow.runs)})"
        )
        return tag("path", told, class_="edge", d=way, stroke_width=self._weight(hits), **self._about(step))

    def _weight(self, hits: int) -> float:
        return THIN + (THICK - THIN) * hits / self.flow.runs

    def _port(self, step: Step) -> tuple[float, float]:
        """Where a step leaves its card: below its move, each further one a little to the right."""
        card = self.layout.cards[step.decision]
        box = card.moves[step.move].box
        same = [s for s in self.flow.steps if (s.decision, s.move) == (step.decision, step.move)]
        lanes = sorted({s.target for s in same if not self.flow.near(s)}, key=self.layout.lanes.__getitem__)
        at = 0
        if not self.flow.near(step):
            at = lanes.index(step.target) + any(map(self.flow.near, same))
        return box.middle + min(9.0 * at, box.wide / 2 - GAP), card.box.bottom

    def _track(self, step: Step) -> int:
        """Which track below its card a step runs along: outer lanes leave higher, so that none cross."""
        targets = self.flow.far[step.decision]
        return sorted(targets, key=lambda t: -self.layout.lanes[t]).index(step.target)

    def _track_y(self, step: Step) -> float:
        return self.layout.cards[step.decision].box.bottom + TRACK * (1 + self._track(step))

    def _entry(self, target: int) -> tuple[float, float, float]:
        """Where a lane comes in: its x and y at the target, and the height at which it turns there."""
        cards, endings = self.layout.cards, self.layout.endings
        if target < len(cards):
            box = cards[target].box
            return box.right - 2 * PAD, box.y, box.y - TRACK - TIP
        box = endings[target - len(cards)].box
        later = sorted(t for t in self.layout.lanes if t >= len(cards))
        return box.right - 2 * GAP, box.y, box.y - TRACK * (len(later) - later.index(target)) - TIP

    def _straight(self, step: Step) -> str:
        """Down to what stands next below."""
        x, y = self._port(step)
        cards = self.layout.cards
        moves = len(cards[step.decision].moves)
        last = step.target >= len(cards)
        box = self.layout.endings[step.target - len(cards)].box if last else cards[step.target].box
        to = box.middle + (step.move - (moves - 1) / 2) * (7.0 if last else 16.0)
        begin, end = y + TRACK * len(self.flow.far.get(step.decision, ())), box.y
        bend = max((end - begin) * 0.6, 24.0)
        curve = f"C{x:.1f} {begin + bend:.1f} {to:.1f} {end - bend:.1f} {to:.1f} {end:.1f}"
        return f"M{x:.1f} {y:.1f}V{begin:.1f}{curve}"

    def _round(self, step: Step) -> str:
        """Along the track, down the lane, and back to the target."""
        x, y = self._port(step)
        entry, end, turn = self._entry(step.target)
        lane, track = self.layout.lane(step.target), self._track_y(step)
        corners = [(x, y), (x, track), (lane, track), (lane, turn), (entry, turn), (entry, end)]
        return rounded(corners)

    def _joined(self, target: int) -> Iterable[str]:
        """All that leads to one target by its lane: a stub for each step, then pieces that grow."""
        steps = [s for s in sorted(self.flow.hits) if s.target == target and not self.flow.near(s)]
        entry, end, turn = self._entry(target)
        lane, total = self.layout.lane(target), 0
        sources = sorted({s.decision for s in steps})
        for at, source in enumerate(sources):
            here = [s for s in steps if s.decision == source]
            hits = sum(self.flow.hits[s] for s in here)
            total += hits
            track = self._track_y(here[0])
            for step in here:
                x, y = self._port(step)
                yield self._line(f"M{x:.1f} {y:.1f}V{track:.1f}", step)
            first = min(self._port(s)[0] for s in here)
            yield self._piece([(first, track), (lane, track)], hits)
            later = [s for s in steps if at + 1 < len(sources) and s.decision == sources[at + 1]]
            yield self._piece([(lane, track), (lane, self._track_y(later[0]) if later else turn)], total)
        yield self._piece([(lane, turn), (entry, turn), (entry, end - TIP)], total)
        wide = self._weight(total) / 2 + 4
        yield tag("path", class_="tip", d=f"M{entry:.1f} {end:.1f}l{-wide:.1f} {-TIP:g}h{2 * wide:.1f}z")

    def _piece(self, corners: list[tuple[float, float]], hits: int) -> str:
        return tag("path", class_="lane", d=rounded(corners), stroke_width=self._weight(hits))


def rounded(corners: list[tuple[float, float]]) -> str:
    """A line with right angles through its corners, each a little rounded."""
    way = [f"M{corners[0][0]:.1f} {corners[0][1]:.1f}"]
    for (ax, ay), (bx, by), (cx, cy) in zip(corners, corners[1:], corners[2:], strict=False):
        before = min(ROUND, (abs(bx - ax) + abs(by - ay)) / 2)
        after = min(ROUND, (abs(cx - bx) + abs(cy - by)) / 2)
        x, y = bx - before * np.sign(bx - ax), by - before * np.sign(by - ay)
        to_x, to_y = bx + after * np.sign(cx - bx), by + after * np.sign(cy - by)
        way.append(f"L{x:.1f} {y:.1f}Q{bx:.1f} {by:.1f} {to_x:.1f} {to_y:.1f}")
    way.append(f"L{corners[-1][0]:.1f} {corners[-1][1]:.1f}")
    return "".join(way)
