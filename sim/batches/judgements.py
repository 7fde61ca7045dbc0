"""Judgements, drawn from their ranges: how far do results rest on what an author judged?

A judgement is a number of the scenario, or of what it uses of the record, that rests on no
fact and stands as a word of the scale. Numbers that cite a fact are never drawn.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from sim import rng, scale
from sim.errors import UnknownName
from sim.reading.bind import Strict
from sim.reading.fields import Measure, Reasoned
from sim.rng import Purpose
from sim.scenario import library
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Effect
from sim.scenario.table_schema import Table
from sim.types import Int64

Place: TypeAlias = tuple[str | int, ...]
TABLES: Final = {"share": scale.SHARES, "points": scale.POINTS}


@dataclasses.dataclass(frozen=True)
class Judgement:
    """One number that can be given another value: what it is called, its word, where it stands."""

    id: str
    kind: Literal["share", "points"]
    word: str
    reason: str
    place: Place

    @property
    def sign(self) -> int:
        return -1 if self.word.startswith("-") else 1

    @property
    def range(self) -> scale.Range:
        """Its word's range without the sign: per cent for a share, points for an effect or a cost."""
        return TABLES[self.kind][self.word.lstrip("-")]


def judgements(game: Compiled) -> list[Judgement]:
    """Every judgement that the scenario rests on, in the order of its files.

    Raises InputError for a campaign, whose numbers stand in its scenarios.
    """
    if game.is_campaign:
        raise library.several(game.id, [c.id for c in game.joined])
    return [
        Judgement(id_, kind, value, number.reason, place)
        for id_, kind, number, value, place in (*_of_record(game), *_of_scenario(game))
        if number.judgement is not None and isinstance(value, str)
    ]


Found: TypeAlias = tuple[str, Literal["share", "points"], Reasoned, str | int, Place]


def _of_record(game: Compiled) -> Iterator[Found]:
    record = game.record
    for actor in dict.fromkeys([*game.actors, *(record.side(a) for a in game.actors)]):
        entry = record.actors[actor]
        room = "officials" if actor in record.officials else "governments"
        yield from _measures(f"actors.{actor}", entry, (room, actor))
        for variable, priority in entry.priorities.items():
            if variable in game.variables:
                id_ = f"actors.{actor}.priorities.{variable}"
                at: Place = ("record", room, actor, "priorities", variable, "value")
                yield id_, "share", priority, priority.value, at
    for channel in game.channels:
        yield from _measures(f"channels.{channel}", record.channels[channel], ("channels", channel))
    for lever in game.levers:
        yield from _measures(f"leverage.{lever}", record.leverage[lever], ("leverage", lever))


def _measures(id_: str, entry: Strict, place: Place) -> Iterator[Found]:
    for name in type(entry).model_fields:
        number = getattr(entry, name)
        if isinstance(number, Measure):
            yield f"{id_}.{name}", "share", number, number.value, ("record", *place, name, "value")


def _of_scenario(game: Compiled) -> Iterator[Found]:
    source = game.source
    for lever, use in source.leverage.items():
        for way in ("kept", "paid"):
            yield from _effects(f"leverage.{lever}.{way}", getattr(use, way), ("leverage", lever, way))
    for i, decision in enumerate(source.decisions):
        for j, limit in enumerate(decision.constraints):
            if limit.cost is not None:
                at: Place = ("scenario", "decisions", i, "constraints", j, "cost")
                yield f"{decision.id}.constraints.{j + 1}.cost", "points", limit, limit.cost, at
        for j, move in enumerate(decision.moves):
            at = ("decisions", i, "moves", j, "effects")
            yield from _effects(f"{decision.id}.{move.id}.effects", move.effects, at)
        if decision.table is not None:
            yield from _of_table(decision.id, decision.table, ("scenario", "decisions", i, "table"))
    for i, event in enumerate(source.events):
        at = ("scenario", "events", i, "chance", "value")
        yield f"events.{event.id}.chance", "share", event.chance, event.chance.value, at
        yield from _effects(f"events.{event.id}.effects", event.effects, ("events", i, "effects"))


def _of_table(decision: str, table: Table, place: Place) -> Iterator[Found]:
    for i, party in enumerate(table.parties):
        id_, here = f"{decision}.table.{party.actor}", (*place, "parties", i)
        floor = party.reservation
        yield f"{id_}.reservation", "share", floor, floor.value, (*here, "reservation", "value")
        for j, shift in enumerate(party.shifts):
            yield f"{id_}.shifts.{j + 1}", "points", shift, shift.by, (*here, "shifts", j, "by")
        for issue, stake in party.issues.items():
            at = (*here, "issues", issue, "importance")
            yield f"{id_}.{issue}.importance", "share", stake, stake.importance, at


def _effects(id_: str, effects: list[Effect], place: Place) -> Iterator[Found]:
    for i, effect in enumerate(effects):
        yield f"{id_}.{i + 1}", "points", effect, effect.by, ("scenario", *place, i, "by")


def drawn(game: Compiled, seed: int, draw: int) -> dict[str, int]:
    """A value for every judgement: per cent or whole points, with its word's sign."""
    return {id_: int(values[0]) for id_, values in drawn_each(game, seed, np.array([draw])).items()}


def drawn_each(game: Compiled, seed: int, draws: Int64) -> dict[str, Int64]:
    """The values of every judgement in each of N draws: int64 (N,), uniform over its word's range.

    Each is keyed by (seed, draw, id): one more judgement in a file moves no other.
    """
    keys, found = rng.run_keys(seed, draws), {}
    for judgement in judgements(game):
        name = int.from_bytes(hashlib.sha256(judgement.id.encode()).digest()[:4])
        luck = rng.upper(rng.draw(keys, name, Purpose.JUDGEMENT))
        _, low, high = judgement.range
        found[judgement.id] = judgement.sign * (low + (luck * (high - low + 1) >> 32))
    return found


def changed(game: Compiled, values: Mapping[str, int]) -> Compiled:
    """The game compiled anew with judgements at other values: per cent or whole points, by id.

    Raises UnknownName for an id that is no judgement of the scenario.
    """
    places = {j.id: j.place for j in judgements(game)}
    whole: dict[str, Any] = {"scenario": game.source, "record": game.record}
    for id_, value in values.items():
        if id_ not in places:
            raise UnknownName("judgement", id_, places)
        whole = _put(whole, places[id_], value)
    return compile_scenario(game.id, whole["scenario"], whole["record"], game.origin)


def _put(whole: Any, place: Place, value: int) -> Any:
    """``whole`` with the number at ``place`` replaced; nothing is changed in place."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(whole, dict):
        return {**whole, step: _put(whole[step], rest, value)}
    if isinstance(whole, list):
        return [_put(part, rest, value) if i == step else part for i, part in enumerate(whole)]
    new = {str(step): _put(getattr(whole, str(step)), rest, value)}
    return whole.model_copy(update=new) if isinstance(whole, Strict) else dataclasses.replace(whole, **new)
