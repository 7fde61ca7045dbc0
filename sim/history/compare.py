"""A path beside the historical one: where they part, what each did, how each ended."""

from __future__ import annotations

from dataclasses import dataclass

from sim.policies.run import Path
from sim.types import Json


@dataclass(frozen=True)
class Direction:
    """Whether a variable moved, at one decision of the historical path, the way that the record marks."""

    decision: str
    variable: str
    recorded: str
    moved: float

    @property
    def agrees(self) -> bool:
        """A ``?`` in the record agrees with anything; a sign only with its own direction."""
        if self.recorded == "?":
            return True
        return self.moved > 0 if self.recorded.startswith("+") else self.moved < 0

    def as_json(self) -> Json:
        row: Json = {"decision": self.decision, "variable": self.variable, "recorded": self.recorded}
        return row | {"moved": self.moved, "agrees": self.agrees}


@dataclass(frozen=True)
class Pair:
    """One decision on both paths. None stands for a decision that a path never came to."""

    decision: str
    yours: str | None
    historical: str | None

    @property
    def same(self) -> bool:
        return self.yours == self.historical


@dataclass(frozen=True)
class Comparison:
    """Two paths of one scenario side by side."""

    yours: Path
    historical: Path
    pairs: tuple[Pair, ...]

    @property
    def parting(self) -> Pair | None:
        """The first decision at which the paths differ; None if they never do."""
        return next((p for p in self.pairs if not p.same), None)

    def differences(self) -> dict[str, float]:
        """How much higher each variable ends on your path, in points."""
        mine, theirs = self.yours.as_json()["state"], self.historical.as_json()["state"]
        return {v: round(mine[v] - theirs[v], 2) for v in mine}


def compare(yours: Path, historical: Path) -> Comparison:
    """The two paths, decision by decision. Raises ValueError for paths of different scenarios."""
    if yours.game.hash != historical.game.hash:
        raise ValueError("paths of different scenarios cannot be compared")
    mine, theirs = yours.moves, historical.moves
    ids = [d.source.id for d in yours.game.decisions]
    return Comparison(yours, historical, tuple(Pair(i, mine.get(i), theirs.get(i)) for i in ids))


def directions(historical: Path) -> list[Direction]:
    """Each direction that the record marks, against what the historical path did."""
    source = {d.source.id: d.source for d in historical.game.decisions}
    return [
        Direction(step.decision, variable, mark, step.moved(variable))
        for step in historical.steps
        for variable, mark in source[step.decision].recorded.items()
    ]
