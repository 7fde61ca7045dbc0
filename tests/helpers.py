"""Small things that several tests share."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.game.seat import Seat
from sim.policies.policy import MessageView, policy
from sim.policies.stages import sums, weigh
from sim.policies.turn import everyone
from sim.record import schema
from sim.record.record import Record
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.scenario.schema import Scenario
from sim.world.choice import weights
from sim.world.rules import Rules
from sim.world.state import Change, State, begin

MODELS: dict[str, type[Any]] = {
    "governments": schema.Government,
    "officials": schema.Official,
    "channels": schema.Channel,
    "leverage": schema.Leverage,
    "constraints": schema.Constraint,
    "variables": schema.Variable,
}


def remade(game: Compiled, change: Callable[[Any], Any], cast: list[str] | None = None) -> Compiled:
    """The game compiled anew from its texts, with every text passed through ``change``."""
    scenario = _walk(game.source.model_dump(mode="json", by_alias=True, exclude_defaults=True), change)
    if cast is not None:
        scenario["cast"] = cast
    parts = {
        name: {
            change(key): model.model_validate(
                _walk(entry.model_dump(mode="json", by_alias=True, exclude_defaults=True), change)
            )
            for key, entry in getattr(game.record, name).items()
        }
        for name, model in MODELS.items()
    }
    return compile_scenario(
        game.id, Scenario.model_validate(scenario), dataclasses.replace(game.record, **parts)
    )


def with_record(game: Compiled, room: str, name: str, **new: Any) -> Compiled:
    """The game compiled anew with one entry of the record changed."""
    entries: Mapping[str, Any] = getattr(game.record, room)
    record: Record = dataclasses.replace(
        game.record, **{room: {**entries, name: entries[name].model_copy(update=new)}}
    )
    return compile_scenario(game.id, game.source, record)


def odds(
    game: Compiled, decision: CompiledDecision, state: State | None = None, rules: Rules | None = None
) -> np.ndarray:
    """The decider's choice weights with the historical messages in, from ``state`` or the start."""
    state, rules = state or begin(game, 1), rules or Rules()
    said = np.zeros((len(state), len(decision.senders)), np.int64)
    for slot, option in decision.historical_messages:
        said[:, slot] = option
    weighed = weigh(state, decision, rules)
    allowed = weighed.open_moves[weighed.of]
    return weights(sums(state, decision, weighed, said), allowed, rules.rationality)


def message_view(
    game: Compiled, state: State, decision: CompiledDecision, slot: int, rules: Rules
) -> MessageView:
    """What one sender sees before it writes, in each run of ``state``."""
    weighed = weigh(state, decision, rules)
    at = weighed.of
    rows = np.arange(len(state))
    return MessageView(game, state, rows, decision, weighed.open_moves[at], rules, slot, weighed.base[at])


def all_by(game: Compiled, name: str) -> dict[int, Any]:
    """One named policy for every actor."""
    return everyone(game, policy(name))


def bargained(seat: Seat) -> None:
    """Does what a seat is asked for at a table: offers the first package whose move is open, leaves a text
    as it is, and says yes to whatever can be chosen."""
    talk, table = seat.talk(), seat.decision.table if seat.decision else None
    assert talk is not None
    assert talk.ask is not None
    assert table is not None
    open_ = list(seat.model.open_moves().values())

    def fits(package: tuple[int, ...]) -> bool:
        return open_[int(table.moves_of(np.array(package, np.int8)))]

    if talk.ask.kind == "answer":
        assert talk.ask.text is not None
        seat.deal(yes=fits(talk.ask.text))
    elif talk.ask.kind == "amend" and talk.ask.text is not None:
        seat.deal(table.named(talk.ask.text))
    else:
        every = itertools.product(*(range(len(options)) for options in table.table.options))
        seat.deal(table.named(next(p for p in every if fits(p))))


def taken_back(state: State, changes: list[Change]) -> State:
    """``state`` with ``changes`` undone: the notes of a step must tell its whole story."""
    back = state.copy()
    columns = {"variable": back.values, "credibility": back.credibility, "trust": back.trust}
    for change in changes:
        columns[change.what][0, change.index] -= change.amount
    return back


def _walk(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {change(k): _walk(v, change) for k, v in value.items()}
    if isinstance(value, list):
        return [_walk(v, change) for v in value]
    return change(value)
