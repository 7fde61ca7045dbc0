"""The map of a decision: its places, and who was known to visit whom."""

from __future__ import annotations

from collections.abc import Iterable

from sim.record.record import Record
from sim.record.schema import Place as Entry
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.scenario.schema import Here
from sim.scenario.schema import Visit as Told
from sim.ui.view import Map, Place, Visit

LAND = "Land and coast only; no border is drawn."
PUT = "Places are where the articles put them."
AUTHORED = "Places are where the scenario's author put them."


def where(game: Compiled, decision: CompiledDecision, inside: bool, weight: float = 1.0) -> Map | None:
    """The map of a decision as a seat may see it; None where there is nothing to show.

    ``inside`` is whether the seat may read the decider's own view. Where it may not and the decision has
    an outside, the map is of what stands there.
    """
    source, record = decision.source, game.record
    seen = source if inside or source.outside is None else source.outside
    shown = {h.place: _place(record, h) for h in seen.places if record.places[h.place].at}
    visits = [_visit(record, v) for v in seen.visits]
    ends = dict.fromkeys(end for v in seen.visits for end in (v.start, v.to) if end)
    for end in ends:
        if end not in shown and record.places[end].at:
            shown[end] = _place(record, Here(place=end), here_now=False)
    if not shown:
        return None
    return Map("Map", tuple(shown.values()), tuple(visits), _caption(record.places[p] for p in shown), weight)


def _place(record: Record, here: Here, *, here_now: bool = True) -> Place:
    entry = record.places[here.place]
    north, east = entry.at
    return Place(here.place, entry.name, north, east, here_now, here.text, entry.note or "")


def _visit(record: Record, visit: Told) -> Visit:
    """A visit in words: who is where, from where, when, and what for."""
    who, places = record.actors[visit.who], record.places
    said = f"{who.name} in {places[visit.to].name}"
    if visit.start:
        said += f", from {places[visit.start].name}"
    if visit.date:
        said += f", {visit.date.day} {visit.date:%B %Y}"
    if visit.text:
        said += f": {visit.text}"
    return Visit(who.short, visit.start or "", visit.to, said)


def _caption(places: Iterable[Entry]) -> str:
    return f"{LAND} {AUTHORED if any(p.placed == 'author' for p in places) else PUT}"
