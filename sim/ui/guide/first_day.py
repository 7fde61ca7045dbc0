"""What may be told before the first decision: nothing that came later, nothing that one seat alone knows."""

from __future__ import annotations

from dataclasses import dataclass

from sim.game.seat import covers
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Decision, Outside


@dataclass(frozen=True)
class Line:
    """A channel that is open at the first decision, and the others in it."""

    channel: str
    others: tuple[str, ...]


def scene(game: Compiled) -> Decision | Outside:
    """The first decision as everybody may see it: from outside, where it is secret."""
    first = game.source.decisions[0]
    return first.outside or first


def present(game: Compiled, actor: str) -> bool:
    """Whether an actor is there on the first day: an official in office, a government that has come to it."""
    record, day = game.record, game.decisions[0].date
    if actor in record.officials:
        return record.in_office(actor, day)
    own = [record.officials[o] for o in game.actors if record.side(o) == actor and o in record.officials]
    starts = [o.start for official in own for o in official.offices]
    return not starts or any(start is None or start <= day for start in starts)


def cast(game: Compiled) -> list[str]:
    """The actors of the scenario who are there on the first day, in the cast's order."""
    return [a for a in game.actors if present(game, a)]


def office(game: Compiled, actor: str) -> str:
    """The office that an official holds on the first day; empty for a government and where none is named."""
    official, day = game.record.officials.get(actor), game.decisions[0].date
    held = official.offices if official else []
    return next(
        (o.title for o in held if (not o.start or o.start <= day) and (not o.end or day <= o.end)), ""
    )


def levers(game: Compiled, seat: str) -> list[str]:
    """The instruments in play at the first decision that a seat or its side holds."""
    ours = {seat, game.record.side(seat)}
    return [lv for lv in game.source.decisions[0].leverage if ours & set(game.record.leverage[lv].holder)]


def limits(game: Compiled, seat: str) -> list[str]:
    """The constraints at work at the first decision that bind a seat or its side.

    Where the decision is secret they tell what is thought of: who is kept out of it has none of them.
    """
    first, record = game.source.decisions[0], game.record
    kept = any(m.secret == "chair" for m in first.moves)
    mate = not kept and record.side(seat) == record.side(first.decider)
    if first.outside is not None and not mate and not covers(game, seat, first.decider):
        return []
    ours = {seat, record.side(seat)}
    found = dict.fromkeys(limit.constraint for limit in first.constraints)
    return [c for c in found if ours & set(game.record.constraints[c].actors)]


def lines(game: Compiled, seat: str) -> list[Line]:
    """The channels open at the first decision that a seat is in, each with those it reaches there."""
    found = []
    for channel in game.source.decisions[0].channels:
        others = _others(game, seat, channel)
        if others:
            found.append(Line(channel, tuple(others)))
    return found


def reach(game: Compiled, seat: str) -> list[str]:
    """Everybody in the scenario whom a seat has a private line to, then or later, by name alone."""
    private = [c for c in game.channels if not game.record.channels[c].public]
    return [a for a in cast(game) if any(a in _others(game, seat, c) for c in private)]


def _others(game: Compiled, seat: str, channel: str) -> list[str]:
    """The others in a channel, those of the cast who are there on the first day; none if a seat is not in."""
    members = game.record.channels[channel].members
    side = game.record.side(seat)
    if not any(covers(game, seat, m) or m == side for m in members):
        return []
    return [a for a in cast(game) if a in members and not covers(game, seat, a) and a != side]
