"""Parts that several screens share: meters, timeline, channel picture, actions."""

from __future__ import annotations

import math

from sim.game.seat import Seat
from sim.scenario.compiled import Chapter, Compiled, CompiledDecision
from sim.scenario.speaking import may_know
from sim.ui.screens.actions import BACK as BACK
from sim.ui.screens.actions import CONSOLE as CONSOLE
from sim.ui.screens.actions import GLOSSARY as GLOSSARY
from sim.ui.screens.actions import HELP as HELP
from sim.ui.screens.actions import LEAVE as LEAVE
from sim.ui.screens.actions import MODE_NAMES as MODE_NAMES
from sim.ui.screens.actions import SETTINGS as SETTINGS
from sim.ui.screens.actions import SOURCES as SOURCES
from sim.ui.screens.sentences import Telling, why
from sim.ui.screens.words import listed, name
from sim.ui.view import Action, Edge, Meter, Network, Node, Stop
from sim.world.log import points


def undo(seat: Seat) -> Action:
    """The button that takes back the last choice, once there is one."""
    return Action("undo", "Take back", "U", enabled=seat.session.can_undo)


def title_of(seat: Seat) -> str:
    """A seat's name, with the nicknames of those in it."""
    if seat.observes:
        return "Observer"
    names = seat.session.setup.names_of(seat.id)
    label = name(seat.game.record, seat.id)
    return f"{label} ({listed(list(names))})" if names else label


def numbers_hidden(seat: Seat) -> bool:
    """Whether the teacher has hidden the numbers."""
    used = [u.what for u in seat.session.uses if u.what in ("hide numbers", "show numbers")]
    return used[-1:] == ["hide numbers"]


def history_shown(seat: Seat) -> bool:
    """Whether what was really chosen may be shown: after each decision, once revealed, or after a debrief."""
    session = seat.session
    revealed = any(u.what == "reveal history" for u in session.uses)
    return session.setup.history == "each" or revealed or len(session.lines) > 1


def telling(seat: Seat) -> Telling:
    """What may be said of a change: no sizes where numbers are hidden, no facts where history is kept."""
    return Telling(numbers=not numbers_hidden(seat), facts=history_shown(seat))


def known_moves(seat: Seat, decision: CompiledDecision) -> list[str]:
    """The moves of a decision that the seat can know of before it is taken."""
    if seat.observes:
        return [m.id for m in decision.source.moves if not m.secret]
    return may_know(seat.game.record, decision.source, seat.id)


def meters(seat: Seat, settled: str = "") -> tuple[Meter, ...]:
    """Every variable of the scenario, with its last change and why it changed.

    ``settled`` is the decision that a screen looks back on: the last, and how things stood right after it.
    """
    game = seat.game
    last = seat.steps[-1] if seat.steps else None
    tell = telling(seat)
    found = []
    values = last.after if last and settled else points(game, seat.model.state)
    for variable in chapter(seat, settled).variables:
        value = values[variable]
        entry = game.record.variables[variable]
        reason = why(game, last, variable, tell) if last else ""
        still = f"{entry.name}: {value:.0f} of 100 points." if tell.numbers else f"{entry.name}: as before."
        found.append(
            Meter(
                entry.short,
                value,
                last.moved(variable) if last else 0.0,
                entry.better == "lower",
                reason or still,
                do=f"why:{variable}",
                hidden=not tell.numbers,
            )
        )
    return tuple(found)


def chapter(seat: Seat, settled: str = "") -> Chapter:
    """The scenario in which the game stands, or that of a ``settled`` decision: one of a campaign's."""
    at = next((d.index for d in seat.game.decisions if d.source.id == settled), None)
    if at is None:
        at = seat.decision.index if seat.decision else len(seat.game.decisions) - 1
    return seat.game.chapter(at)


def timeline(seat: Seat, settled: str = "") -> tuple[Stop, ...]:
    """The decisions that the seat may know of: those behind it by name, those ahead by date.

    ``settled`` is the decision that a screen looks back on; it is then the present one.
    """
    done = {s.decision for s in seat.steps}
    current = seat.decision
    stops = []
    here = chapter(seat, settled)
    for decision in seat.game.decisions[here.first : here.end]:
        source = decision.source
        if source.id == settled:
            state = "now"
        elif source.id in done:
            state = "past"
        elif source.id in seat.model.skipped:
            state = "skipped"
        elif not settled and current is not None and decision.index == current.index:
            state = "now"
        else:
            state = "ahead"
        known = source.title if source.id in done else seen_title(seat, decision)
        label = known if state in ("past", "now") else ""
        certain = source.date_certainty == "firm"
        stops.append(Stop(label, source.date.strftime("%b %Y"), state, certain))  # type: ignore[arg-type]
    return tuple(stops)


def inside(seat: Seat, decision: CompiledDecision) -> bool:
    """Whether the seat may read the decider's own view: it decides, or it belongs to its side.

    Where the decider keeps a move even from its own side, only the chair itself is inside.
    """
    decider = decision.source.decider
    if seat.covers(decider):
        return True
    if seat.observes:
        return False
    kept = any(m.secret == "chair" for m in decision.source.moves)
    return not kept and seat.side == seat.game.record.side(decider)


def seen_title(seat: Seat, decision: CompiledDecision) -> str:
    """The decision's title as the seat may see it before it is taken."""
    outside = decision.source.outside
    return decision.source.title if inside(seat, decision) or outside is None else outside.title


def network(seat: Seat, decision: CompiledDecision | None, weight: float = 1.0) -> Network:
    """Who can talk to whom. Actors stand in a ring, side by side with their own."""
    game = seat.game
    here = game.chapter(decision.index) if decision else chapter(seat)
    ids = ring(game, here)
    nodes = []
    for i, actor in enumerate(ids):
        angle = 2 * math.pi * i / len(ids) - math.pi / 2
        entry = game.record.actors[actor]
        side = game.record.governments[game.record.side(actor)]
        decides = decision is not None and game.actors[decision.decider] == actor
        nodes.append(
            Node(
                actor,
                entry.short if len(entry.short) > 4 or actor not in game.record.governments else entry.name,
                side.short,
                round(0.5 + 0.42 * math.cos(angle), 3),
                round(0.5 + 0.42 * math.sin(angle), 3),
                actor == seat.id if seat.id in ids else seat.covers(actor),
                decides,
            )
        )
    live = set(decision.source.channels) if decision else set()
    return Network(
        "Channels",
        tuple(nodes),
        tuple(_edges(seat, ids, live)),
        weight=weight,
    )


def ring(game: Compiled, here: Chapter) -> list[str]:
    """The actors to draw: everybody who speaks or decides in a scenario, side by side with their own."""
    decisions = game.decisions[here.first : here.end]
    deciders = {d.decider for d in decisions} | {s.actor for d in decisions for s in d.senders}
    drawn = [game.actors[i] for i in sorted(deciders)]
    sides = list(dict.fromkeys(game.record.side(a) for a in drawn))
    return sorted(drawn, key=lambda a: (sides.index(game.record.side(a)), a not in game.record.governments))


def _edges(seat: Seat, ids: list[str], live: set[str]) -> list[Edge]:
    game, trust = seat.game, seat.model.state.trust[0]
    found = []
    for i, a in enumerate(ids):
        for b in ids[i + 1 :]:
            shared = [
                c for c in game.channels if not game.record.channels[c].public and _joins(game, c, a, b)
            ]
            if not shared:
                continue
            shared.sort(key=lambda c: (c not in live, -int(trust[game.channels.index(c)])))
            best = shared[0]
            at = game.channels.index(best)
            channel = game.record.channels[best]
            found.append(
                Edge(a, b, int(trust[at]) // 100, channel.secrecy.percent, best in live, channel.name)
            )
    return found


def _joins(game: Compiled, channel: str, a: str, b: str) -> bool:
    """Whether both are members by name; a government without people of its own stands in for them."""
    members = set(game.record.channels[channel].members)
    people = {game.record.side(x) for x in game.actors if x in game.record.officials}

    def belongs(actor: str) -> bool:
        stands_in = actor in game.record.governments and actor not in people
        return actor in members or (stands_in and any(game.record.side(m) == actor for m in members))

    return belongs(a) and belongs(b)
