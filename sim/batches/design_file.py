"""A design as a small YAML file, and as the same keys within a result: read, checked, expanded."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from sim import places
from sim.batches.design import Arm, Design, checked
from sim.errors import InputError, UnreadableFile
from sim.reading import tree
from sim.reading.bind import Strict, bind
from sim.reading.diagnostics import Diagnostic, errors
from sim.reading.fields import Line
from sim.reading.tree import Document, Path_
from sim.scenario.compiled import Compiled


class ArmFile(Strict):
    """An arm in a file. ``policy`` maps actors (or "*", everyone) to the names of policies."""

    name: Line = Field(default="", pattern=r"^[a-z][a-z0-9_=.*-]*( [a-z0-9_=.*-]+)*$")
    policy: dict[str, str] = {}
    force: dict[str, str] = {}
    start: dict[str, int] = {}
    off: list[str] = []

    def arm(self) -> Arm:
        """The arm itself."""
        return Arm(self.name, self.policy, self.force, self.start, tuple(self.off))


class GridFile(Strict):
    """Choices of which every combination becomes an arm."""

    policy: dict[str, list[str]] = {}
    force: dict[str, list[str]] = {}
    start: dict[str, list[int]] = {}

    def arms(self) -> list[Arm]:
        """An arm for each combination, the last named changing fastest."""
        parts: dict[str, dict[str, Any]] = {"policy": self.policy, "force": self.force, "start": self.start}
        axes = [(part, name, values) for part, names in parts.items() for name, values in names.items()]
        found = []
        for chosen in product(*(values for _, _, values in axes)) if axes else ():
            arm: dict[str, dict[str, Any]] = {part: {} for part in parts}
            for (part, name, _), value in zip(axes, chosen, strict=True):
                arm[part][name] = value
            found.append(Arm("", arm["policy"], arm["force"], arm["start"]))
        return found


class DesignFile(Strict):
    """A design file. The arms are those of ``arms``, then one for each combination of ``grid``."""

    format: Literal[1]
    scenario: Line | None = None
    runs: int = 10_000
    seeds: list[int] = [0]
    draws: int = 0
    rows: Literal["none", "runs", "decisions"] = "runs"
    arms: list[ArmFile] = []
    grid: GridFile = GridFile()

    def design(self) -> Design:
        """The design itself; without arms and grid, the model's own play."""
        arms = [*(a.arm() for a in self.arms), *self.grid.arms()] or [Arm()]
        return Design(self.runs, tuple(self.seeds), self.draws, tuple(arms), self.rows)


def read(path: Path) -> tuple[DesignFile, Document]:
    """A design file and where its parts stand. Raises InputError in one line."""
    shown = places.shown(path)
    document, problems = tree.load(path, shown)
    if document is None:
        raise _first(problems)
    bound, found = bind(document, DesignFile)
    if bound is None:
        raise _first(errors([*problems, *found]))
    return bound, document


def check(file: DesignFile, document: Document, game: Compiled) -> Design:
    """The file's design for this scenario. Raises InputError with the file and the line."""
    found = file.design()
    for path, part in _parts(file):
        try:
            checked(part, game)
        except InputError as problem:
            raise _first([document.problem(path, "bad-design", str(problem))]) from None
    return checked(found, game)


def _parts(file: DesignFile) -> list[tuple[Path_, Design]]:
    """Each part of a file as a design of its own, so that what is wrong can be told with its line."""
    parts: list[tuple[Path_, Design]] = [(("runs",), Design(file.runs))]
    parts += [(("seeds",), Design(seeds=tuple(file.seeds))), (("draws",), Design(draws=file.draws))]
    for i, arm in enumerate(file.arms):
        parts += [(("arms", i, *path), Design(arms=(one,))) for path, one in _single(arm)]
    for kind, names in (("policy", file.grid.policy), ("force", file.grid.force), ("start", file.grid.start)):
        for name, values in names.items():
            ones = [GridFile.model_validate({kind: {name: [value]}}).arms() for value in values]
            parts += [(("grid", kind, name, i), Design(arms=tuple(one))) for i, one in enumerate(ones)]
    return parts


def _single(arm: ArmFile) -> list[tuple[Path_, Arm]]:
    found: list[tuple[Path_, Arm]] = [(("policy", a), Arm(policies={a: p})) for a, p in arm.policy.items()]
    found += [(("force", d), Arm(forced={d: m})) for d, m in arm.force.items()]
    found += [(("start", v), Arm(start={v: points})) for v, points in arm.start.items()]
    return found + [(("off", i), Arm(off=(name,))) for i, name in enumerate(arm.off)]


def _first(problems: list[Diagnostic]) -> InputError:
    """The first problem as one line, with how many more there are."""
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return UnreadableFile(f"{problems[0]}{more}")
