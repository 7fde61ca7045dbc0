"""What a batch plays: arms, each with as many runs for every seed and every draw of the judgements.

The runs of two arms have the same numbers and seeds, so they meet the same luck, and their
differences are paired.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple

from sim.errors import InputError, UnknownName, shorten
from sim.policies.policy import POLICIES, Policy
from sim.scenario.compiled import Compiled
from sim.seed import MAX_SEED
from sim.types import Json
from sim.world.rules import Rules

EVERYONE: Final = "*"
"""Where an actor is named: all who are not named themselves."""

MAX_RUNS: Final = 10**10
"""The most runs of one batch: beyond that the number is a slip, not a wish."""

BLOCK: Final = 65_536
"""The most runs of one piece of work."""

SWITCHES: Final = tuple(f.name for f in fields(Rules) if f.type == "bool")
"""The mechanisms that an arm can switch off."""

Rows = Literal["none", "runs", "decisions"]
"""What a result holds beside its counts: nothing, a row a run, or a row a decision."""


@dataclass(frozen=True)
class Arm:
    """One way of playing: who chooses, what is forced, where it starts, which mechanisms are off.

    ``policies`` maps an actor's id, or "*" for everyone else, to a policy or its name; ``forced``
    a decision to the move that is taken wherever it is open; ``start`` a variable to points.
    """

    name: str = ""
    policies: Mapping[str, str | Policy] = field(default_factory=dict)
    forced: Mapping[str, str] = field(default_factory=dict)
    start: Mapping[str, int] = field(default_factory=dict)
    off: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self._label())

    def _label(self) -> str:
        """What sets this arm apart from the model's own play, in words; "model" where nothing does."""
        parts = [f"{d}={m}" for d, m in self.forced.items()]
        for actor, choice in self.policies.items():
            who = "everyone" if actor == EVERYONE else actor
            parts.append(f"{who}={choice if isinstance(choice, str) else choice.name}")
        parts += [f"{v}={points}" for v, points in self.start.items()]
        parts += [f"no-{mechanism}" for mechanism in self.off]
        return " ".join(parts) or "model"

    @property
    def rules(self) -> Rules:
        """The rules with this arm's mechanisms off."""
        return Rules(**dict.fromkeys(self.off, False))

    def forces(self, game: Compiled) -> dict[int, int]:
        """The forced moves by position."""
        at = {d.source.id: d for d in game.decisions}
        return {at[d].index: at[d].moves.index(m) for d, m in self.forced.items()}

    def choosers(self, game: Compiled) -> dict[int, Any]:
        """What chooses for each actor, by position."""
        rest = self.policies.get(EVERYONE, "model")
        named = [self.policies.get(actor, rest) for actor in game.actors]
        return {i: POLICIES[p] if isinstance(p, str) else p for i, p in enumerate(named)}

    def as_json(self) -> Json:
        """The arm as a design file writes it. A policy of one's own is told by its class alone."""
        policy = {a: p if isinstance(p, str) else _class_of(p) for a, p in self.policies.items()}
        parts: Json = {"policy": policy, "force": dict(self.forced), "start": dict(self.start)}
        parts["off"] = list(self.off)
        return {"name": self.name} | {k: v for k, v in parts.items() if v}


def _class_of(policy: Policy) -> str:
    kind = type(policy)
    return f"{kind.__module__}.{kind.__qualname__}"


class Cell(NamedTuple):
    """One arm (by position) with one seed and one draw; draw 0 takes every judgement as it is written."""

    arm: int
    seed: int
    draw: int


@dataclass(frozen=True)
class Block:
    """A piece of work: ``runs`` runs of a cell, from run ``first`` on."""

    index: int
    cell: Cell
    first: int
    runs: int


@dataclass(frozen=True)
class Design:
    """A whole batch: ``runs`` runs in each cell, and a cell for each arm, seed and draw.

    With ``draws`` 0 the judgements stand as they are written; with N they are drawn N times
    from their ranges, draws 1 to N.
    """

    runs: int = 10_000
    seeds: tuple[int, ...] = (0,)
    draws: int = 0
    arms: tuple[Arm, ...] = (Arm(),)
    rows: Rows = "runs"

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell, in the order in which results give them."""
        draws = range(1, self.draws + 1) if self.draws else (0,)
        return tuple(Cell(a, s, d) for a in range(len(self.arms)) for s in self.seeds for d in draws)

    @property
    def total(self) -> int:
        """The runs of all cells."""
        return len(self.cells) * self.runs

    def blocks(self, size: int = BLOCK) -> list[Block]:
        """The whole work in pieces, in the order in which results give them."""
        firsts = [(cell, first) for cell in self.cells for first in range(0, self.runs, size)]
        return [Block(i, c, f, min(size, self.runs - f)) for i, (c, f) in enumerate(firsts)]

    def as_json(self) -> Json:
        """The design as a design file writes it."""
        head: Json = {"runs": self.runs, "seeds": list(self.seeds), "draws": self.draws, "rows": self.rows}
        return head | {"arms": [arm.as_json() for arm in self.arms]}


def checked(design: Design, game: Compiled) -> Design:
    """The design, if every number is in its bounds and every name is one of the scenario's.

    Raises InputError, or UnknownName with the nearest names.
    """
    for arm in bounded(design).arms:
        check_arm(arm, game)
    return design


def bounded(design: Design) -> Design:
    """The design, if every number is in its bounds and no seed or arm stands twice. Raises InputError."""
    check_runs(design.runs)
    for seed in design.seeds:
        if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= MAX_SEED:
            raise InputError(f"{shorten(repr(seed))} is no seed. Use a whole number from 0 to {MAX_SEED}.")
    if not 0 <= design.draws <= 100_000:
        raise InputError(f"{design.draws} draws cannot be made. Use a whole number from 0 to 100000.")
    if design.total > MAX_RUNS:
        raise InputError(f"{design.total:,} runs in all are too many. Use at most {MAX_RUNS:,}.")
    if design.rows not in ("none", "runs", "decisions"):
        raise UnknownName("kind of rows", str(design.rows), ("none", "runs", "decisions"))
    _no_twins("seed", [str(s) for s in design.seeds])
    _no_twins("arm", [arm.name for arm in design.arms])
    return design


def check_runs(runs: int) -> None:
    """Raises InputError for a number of runs that cannot be played."""
    if isinstance(runs, bool) or not isinstance(runs, int) or not 1 <= runs <= MAX_RUNS:
        given = shorten(repr(runs), 40)
        raise InputError(f"{given} runs cannot be played. Use a whole number from 1 to {MAX_RUNS:,}.")


def check_arm(arm: Arm, game: Compiled) -> None:
    """Raises InputError where an arm names what the scenario does not have."""
    decisions = {d.source.id: d for d in game.decisions}
    for decision, move in arm.forced.items():
        if decision not in decisions:
            raise UnknownName("decision", decision, decisions)
        if move not in decisions[decision].moves:
            raise UnknownName(f"move at '{decision}' called", move, decisions[decision].moves)
    for actor, choice in arm.policies.items():
        if actor != EVERYONE and actor not in game.actors:
            raise UnknownName("actor", actor, game.actors)
        if isinstance(choice, str) and choice not in POLICIES:
            raise UnknownName("policy", choice, POLICIES)
    for variable, points in arm.start.items():
        if variable not in game.variables:
            raise UnknownName("variable", variable, game.variables)
        if isinstance(points, bool) or not isinstance(points, int) or not 0 <= points <= 100:
            given = shorten(repr(points), 40)
            raise InputError(f"'{variable}' cannot start at {given}. Use whole points from 0 to 100.")
    for mechanism in arm.off:
        if mechanism not in SWITCHES:
            raise UnknownName("mechanism", mechanism, SWITCHES)


def _no_twins(kind: str, names: Sequence[str]) -> None:
    if not names:
        raise InputError(f"A batch needs at least one {kind}.")
    twins = sorted({n for n in names if names.count(n) > 1})
    if twins:
        raise InputError(f"The {kind} '{shorten(twins[0])}' stands twice. Name each {kind} once.")
