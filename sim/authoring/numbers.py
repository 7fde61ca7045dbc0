"""Every number that a scenario rests on, and what it rests on itself: a fact, or a judgement's reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from pydantic import BaseModel

from sim.authoring.shelf import REFERENCE, Played, Shelf
from sim.reading.fields import Priority, Reasoned
from sim.reading.tree import Path_
from sim.scenario.schema import Decision
from sim.types import Json

Found: TypeAlias = tuple[Path_, Reasoned]

VALUES: Final = ("value", "by", "start", "cost", "importance")
"""The fields that hold a number."""


@dataclass(frozen=True)
class Number:
    """One number: what it is, its value, its file and line, and its reason."""

    what: str
    """``start``, ``effect``, ``cost``, ``bars``, ``chance``, ``trust``, ``strength`` and the like."""
    of: str
    """What it is a number of, by ids."""
    value: str
    """The word or the number that stands in the file; empty for a limit that bars."""
    unit: str
    """``points``, ``%``, or nothing."""
    file: str
    line: int
    fact: str | None
    judgement: str | None
    decisions: tuple[str, ...]
    """The decisions in which it is at work; none for what is at work in the whole game."""

    @property
    def named(self) -> list[str]:
        """The facts on which it rests or which its judgement names."""
        return [self.fact] if self.fact else list(dict.fromkeys(REFERENCE.findall(self.judgement or "")))

    def as_json(self) -> Json:
        """The number, as ``sources --json`` gives it, without the text of its facts."""
        told: Json = {"what": self.what, "of": self.of, "value": self.value, "unit": self.unit}
        told |= {"fact": self.fact, "judgement": self.judgement, "named": self.named}
        return told | {"file": self.file, "line": self.line, "decisions": list(self.decisions)}


def reasoned(value: Any, path: Path_ = ()) -> Iterator[Found]:
    """Every number with a reason at any depth of a model, and where it stands in the file."""
    if isinstance(value, Reasoned):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from reasoned(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from reasoned(part, (*path, key))
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from reasoned(part, (*path, i))


def numbers(game: Played, shelf: Shelf) -> list[Number]:
    """Every number of a scenario's file and of what it uses of the record, in that order."""
    return [*_of_scenario(game), *_of_record(game, shelf)]


def of_shelf(shelf: Shelf) -> list[Number]:
    """Every number of the shared record."""
    record = shelf.record
    rooms = {room: getattr(record, room) for room in ("governments", "officials", "channels", "leverage")}
    rooms |= {"constraints": record.constraints, "variables": record.variables}
    return [
        _entry(room, path, number, shelf.stands(room, id_, *map(str, path[1:])))
        for room, entries in rooms.items()
        for id_, entry in entries.items()
        for path, number in reasoned(entry, (id_,))
    ]


def _of_scenario(game: Played) -> Iterator[Number]:
    """The scenario's own numbers, in the order of its file; its own record's come with the record's."""
    scenario, document = game.scenario, game.document
    for path, number in reasoned(scenario):
        where: tuple[str, ...] = ()
        if path[0] == "record":
            continue
        if path[0] == "decisions":
            decision = scenario.decisions[int(path[1])]
            what, of = _in_decision(decision, path[2:], number)
            where = (decision.id,)
        elif path[0] == "events":
            event = scenario.events[int(path[1])]
            what, of = "chance" if path[2] == "chance" else "effect", f"event {event.id}{_about(number)}"
            where = (event.after,)
        else:
            what = "start" if path[0] == "variables" else "effect"
            of = " ".join(str(p) for p in path[1:] if isinstance(p, str)) + _about(number)
        yield _number(what, of, number, (document.file, document.mark(path)[0]), where)


def _in_decision(decision: Decision, path: Path_, number: Reasoned) -> tuple[str, str]:
    """What a number of a decision is, and of what."""
    if path[0] == "moves":
        return "effect", f"{decision.moves[int(path[1])].id}{_about(number)}"
    if path[0] == "constraints":
        limit = decision.constraints[int(path[1])]
        return "bars" if limit.bars else "cost", f"{limit.constraint} on {', '.join(limit.moves)}"
    return _deeper(decision, path, number)


def _deeper(decision: Decision, path: Path_, number: Reasoned) -> tuple[str, str]:
    """A number deep in a decision, such as a party's at a table: what by its last key, of what by ids."""
    here: Any = decision
    what, told = "number", []
    for step in path:
        inside = isinstance(here, dict | list)
        here = here[step] if inside else getattr(here, str(step))
        if isinstance(step, int):
            told.append(str(getattr(here, "id", getattr(here, "actor", step + 1))))
        elif inside:
            told.append(step)
        else:
            what = step.removesuffix("s")
    return what, f"{', '.join(told)}{_about(number)}"


def _about(number: Reasoned) -> str:
    """The variable of an effect or the worth of options, with the condition."""
    variable, when = getattr(number, "variable", None), getattr(number, "when", None)
    worth = ", ".join(f"{option} {points}" for option, points in getattr(number, "worth", {}).items())
    about = variable or worth
    return (f": {about}" if about else "") + (f", when {when}" if when else "")


def _of_record(game: Played, shelf: Shelf) -> Iterator[Number]:
    """The numbers of what a scenario uses of the record: its cast, and what decisions put in play."""
    record, scenario = game.record, game.scenario
    own = scenario.record
    for room, id_, decisions in _used(game):
        entry = getattr(record, room)[id_]
        mine = own is not None and id_ in getattr(own, room)
        for path, number in reasoned(entry, (id_,)):
            if len(path) > 2 and path[1] == "priorities" and path[2] not in scenario.variables:
                continue
            if mine:
                document = game.document
                stands = document.file, document.mark(("record", room, *path))[0]
            else:
                stands = shelf.stands(room, id_, *map(str, path[1:]))
            yield _entry(room, path, number, stands, decisions)


def _used(game: Played) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The record's entries that a scenario uses: room, id, and the decisions that name them."""
    record, scenario = game.record, game.scenario
    for actor in dict.fromkeys([*scenario.cast, *(record.side(a) for a in scenario.cast)]):
        yield "officials" if actor in record.officials else "governments", actor, ()
    named: dict[tuple[str, str], dict[str, None]] = {("leverage", lv): {} for lv in scenario.leverage}
    for decision in scenario.decisions:
        told = [t.channel for m in decision.moves for t in m.notice if t.channel]
        here = [("channels", c) for c in [*decision.channels, *told]]
        here += [("leverage", lv) for lv in decision.leverage]
        here += [("constraints", limit.constraint) for limit in decision.constraints]
        for key in here:
            named.setdefault(key, {})[decision.id] = None
    for (room, id_), decisions in named.items():
        yield room, id_, tuple(decisions)


def _entry(
    room: str, path: Path_, number: Reasoned, stands: tuple[str, int], decisions: tuple[str, ...] = ()
) -> Number:
    """A number of the record. ``path`` begins with its entry's id."""
    what, of = str(path[1]), str(path[0])
    if what == "priorities":
        what, of = "priority", f"{of}: {path[2]}"
    unit = "points" if room == "variables" else None
    return _number(what, of, number, stands, decisions, unit)


def _number(
    what: str,
    of: str,
    number: Reasoned,
    stands: tuple[str, int],
    decisions: tuple[str, ...],
    unit: str | None = None,
) -> Number:
    held = next((v for v in (getattr(number, name, None) for name in VALUES) if v is not None), "")
    if unit is None:
        unit = "%" if isinstance(number, Priority) or hasattr(number, "importance") else "points"
    shown = "" if held == "" else unit
    return Number(what, of, str(held), shown, *stands, number.fact, number.judgement, decisions)
