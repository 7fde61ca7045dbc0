"""One run, told step by step: what ``replay`` and ``run`` print and history is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sim import rng
from sim.bargaining.live import Talk
from sim.policies import seated
from sim.policies.policy import Historical, Model, Policy
from sim.policies.stages import likely, weigh
from sim.policies.turn import ending, everyone, take_turn
from sim.scenario.compiled import Compiled
from sim.types import Json
from sim.world.bridge import crossed
from sim.world.holds import holds
from sim.world.log import Step, points, write_step
from sim.world.pressure import pulls
from sim.world.rules import Rules
from sim.world.state import Draft, State, begin


@dataclass(frozen=True, eq=False)
class Path:
    """One run from beginning to end. ``skipped`` names the decisions that it never came to."""

    game: Compiled
    steps: tuple[Step, ...]
    skipped: tuple[str, ...]
    state: State
    ending: str
    around: tuple[tuple[State, State], ...]
    """The states (1, …) before and after each step: from there other runs can set out."""
    talks: Mapping[str, Talk] = field(default_factory=dict)
    """What was said at each table, by decision. Of a historical one only what was agreed is known."""

    @property
    def moves(self) -> dict[str, str]:
        """The move taken at each decision that was reached."""
        return {s.decision: s.move for s in self.steps}

    def values(self, variable: str) -> list[float | None]:
        """A variable in points at the start and after each decision; None where one was skipped."""
        after = {s.decision: s.after[variable] for s in self.steps}
        start = float(self.game.start[self.game.variables.index(variable)]) / 100
        return [start, *(after.get(d.source.id) for d in self.game.decisions)]

    def as_json(self) -> Json:
        """The part that ``replay`` and ``run`` share."""
        return {
            "scenario": self.game.id,
            "hash": self.game.hash,
            "path": [s.as_json(self.game) | self._package(s.decision) for s in self.steps],
            "skipped": list(self.skipped),
            "ending": self.ending,
            "state": points(self.game, self.state),
        }

    def _package(self, decision: str) -> Json:
        """What was agreed at a decision's table, by issue: null for nothing; no key where no table met."""
        found = self.talks.get(decision)
        if found is None:
            return {}
        table = next(d.table for d in self.game.decisions if d.source.id == decision)
        return {"package": table.named(found.package) if table and found.package else None}


def run(
    game: Compiled,
    seed: int = 0,
    policies: Mapping[int, Policy] | None = None,
    rules: Rules | None = None,
    forced: Mapping[int, int] | None = None,
    run_number: int = 0,
    history: bool = False,
) -> Path:
    """One run by policies alone, with every change explained."""
    rules = rules or Rules()
    policies = policies or everyone(game, Historical())
    keys = rng.run_keys(seed, np.array([run_number]))
    state, steps, skipped, around = begin(game, 1), [], [], []
    talks: dict[str, Talk] = {}
    for decision in game.decisions:
        state = crossed(game, state, decision, rules)
        if not holds(decision.when, state)[0]:
            skipped.append(decision.source.id)
            continue
        draft = Draft(state, keep_changes=True)
        force = (forced or {}).get(decision.index)
        turn = take_turn(game, state, decision, rules, keys, policies, force, history, draft)
        weighed = weigh(state, decision, rules)
        weight = likely(state, decision, weighed, turn.messages, rules)
        steps.append(
            write_step(
                game,
                decision,
                state,
                turn.state,
                turn.messages[0],
                int(turn.move[0]),
                draft.changes or [],
                weight,
                None if history or not rules.leaks else keys,
            )
        )
        allowed = weighed.open_moves[weighed.of]
        met = force is None or not allowed[0, force]
        if decision.table is not None and rules.tables and met:
            pull, who = pulls(state, decision, turn.messages), policies[decision.decider]
            if isinstance(who, Model):
                talks[decision.source.id] = seated.talk_of(decision, state, pull, allowed, keys)
            elif isinstance(who, Historical) and turn.move[0] == decision.historical_move:
                talks[decision.source.id] = seated.as_agreed(decision.table)
        around.append((state, turn.state))
        state = turn.state
    end = game.endings[int(ending(game, state)[0])][0]
    return Path(game, tuple(steps), tuple(skipped), state, end, tuple(around), talks)


def replay(game: Compiled, rules: Rules | None = None) -> Path:
    """The historical path: what was really said, chosen and happened."""
    return run(game, policies=everyone(game, Historical()), rules=rules, history=True)
