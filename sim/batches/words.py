"""Numbers and names for people: what a report prints."""

from __future__ import annotations

import math
import shlex
from dataclasses import dataclass
from pathlib import Path

from sim.batches.analysis import Estimate
from sim.batches.design import EVERYONE, Arm
from sim.batches.results import Meta
from sim.policies.policy import Policy
from sim.scenario.compiled import Compiled


@dataclass(frozen=True)
class Names:
    """Titles by id: the scenario's own where it could be opened, else the ids."""

    scenario: str
    endings: tuple[str, ...]
    decisions: tuple[str, ...]
    moves: tuple[tuple[str, ...], ...]
    variables: tuple[str, ...]
    limits: str
    """What the scenario says that it leaves out; empty where it could not be opened."""
    typed: str
    """What opens the scenario on a command line."""
    note: str
    """Why there are no titles; empty where there are."""


def names(meta: Meta, game: Compiled | None) -> Names:
    """Titles for a result: those of ``game`` if it is the scenario that was run, by its content hash."""
    if game is not None and game.hash == meta.hash:
        source = game.source
        return Names(
            source.title,
            tuple(e.title for e in source.endings),
            tuple(d.source.title for d in game.decisions),
            tuple(tuple(m.label for m in d.source.moves) for d in game.decisions),
            tuple(game.record.variables[v].name for v in game.variables),
            source.limits,
            game.id if game.origin == game.id else Path(game.origin).name,
            "",
        )
    why = "could not be opened" if game is None else "has changed since these runs were made"
    note = f"The scenario {why}, so endings, decisions, moves and variables are named by their ids."
    moves = tuple(p.moves for p in meta.decisions.values())
    return Names(
        meta.scenario, meta.endings, tuple(meta.decisions), moves, meta.variables, "", meta.scenario, note
    )


def percent(share: float) -> str:
    """A share of one as per cent with a decimal; what is there but tiny is not called nothing."""
    if 0 < share < 0.0005:
        return "< 0.1\u00a0%"
    if 0.9995 < share < 1:
        return "> 99.9\u00a0%"
    return f"{100 * share:.1f}\u00a0%"


def between(estimate: Estimate) -> str:
    """The interval of a share of one."""
    return f"{100 * estimate.low:.1f} to {100 * estimate.high:.1f}\u00a0%"


def signed(value: float) -> str:
    """A difference with its sign, to one decimal; a minus as a minus."""
    return f"{value + 0.0:+.1f}".replace("-", "−").replace("−0.0", "0.0").replace("+0.0", "0.0")


def around(estimate: Estimate, factor: float = 1) -> str:
    """A difference with its interval."""
    value = signed(factor * estimate.value)
    if math.isnan(estimate.low):
        return f"{value}  (unknown)"
    return f"{value}  ({signed(factor * estimate.low)} to {signed(factor * estimate.high)})"


def count(n: int, what: str) -> str:
    """A number of things: "1 run", "12,000 runs"."""
    return f"{n:,} {what}" + ("" if n == 1 else "s")


def listed(parts: list[str]) -> str:
    """Words with commas and a last "and"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def told(arm: Arm) -> str:
    """What an arm does otherwise than the model, in words."""
    parts = []
    for actor, choice in arm.policies.items():
        who = "everyone else" if actor == EVERYONE and len(arm.policies) > 1 else actor
        parts.append(f"{'everyone' if who == EVERYONE else who} chooses by the policy '{_chooser(choice)}'")
    parts += [
        f"'{move}' is taken at '{decision}' wherever it is open" for decision, move in arm.forced.items()
    ]
    parts += [f"'{variable}' starts at {points} points" for variable, points in arm.start.items()]
    parts += [f"the rule '{mechanism}' is off" for mechanism in arm.off]
    return listed(parts) if parts else "everyone chooses by the model"


def command(meta: Meta, typed: str, file: str) -> str:
    """The line that makes a result of one arm again; for several, the line that reads their design."""
    design = meta.design
    parts = ["python", "-m", "sim", "batch", typed]
    parts += _options(meta) if len(design.arms) == 1 else ["--design", "design.yaml"]
    parts += ["--shard", meta.shard] if meta.shard else []
    return shlex.join([*parts, "--out", file])


def _options(meta: Meta) -> list[str]:
    design = meta.design
    (arm,) = design.arms
    parts = ["--runs", str(design.runs), "--seed", ",".join(map(str, design.seeds))]
    parts += ["--draws", str(design.draws)] if design.draws else []
    for actor, choice in arm.policies.items():
        parts += ["--policy", _chooser(choice) if actor == EVERYONE else f"{actor}={_chooser(choice)}"]
    for decision, move in arm.forced.items():
        parts += ["--force", f"{decision}={move}"]
    for variable, points in arm.start.items():
        parts += ["--start", f"{variable}={points}"]
    for mechanism in arm.off:
        parts += ["--off", mechanism]
    return parts + (["--rows", design.rows] if design.rows != "runs" else [])


def _chooser(choice: str | Policy) -> str:
    return choice if isinstance(choice, str) else choice.name
