"""Parts that several screens share: meters, timeline, channel picture, actions."""

from __future__ import annotations

import math

from sim.game.session import Session, covers
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.ui.screens.sentences import why
from sim.ui.view import Action, Edge, Meter, Network, Node, Stop
from sim.world.log import points

HELP = Action("help", "Help", "?")
LEAVE = Action("leave", "Leave", "Esc")


def undo(session: Session) -> Action:
    """The button that takes back the last choice, once there is one."""
    return Action("undo", "Take back", "U", enabled=bool(session.choices))


def meters(session: Session) -> tuple[Meter, ...]:
    """Every variable, with its last change and why it changed."""
    game = session.game
    last = session.steps[-1] if session.steps else None
    found = []
    for variable, value in points(game, session.model.state).items():
        entry = game.record.variables[variable]
        reason = why(game, last, variable) if last else ""
        found.append(
            Meter(
                entry.short,
                value,
                last.moved(variable) if last else 0.0,
                entry.better == "lower",
                reason or f"{entry.name}: {value:.0f} of 100 points.",
            )
        )
    return tuple(found)


def timeline(session: Session, settled: str = "") -> tuple[Stop, ...]:
    """The decisions that the seat may know of: those behind it by name, those ahead by date.

    ``settled`` is the decision that a screen looks back on; it is then the present one.
    """
    done = {s.decision for s in session.steps}
    current = session.decision
    stops = []
    for decision in session.game.decisions:
        source = decision.source
        if source.id == settled:
            state = "now"
        elif source.id in done:
            state = "past"
        elif source.id in session.model.skipped:
            state = "skipped"
        elif not settled and current is not None and decision.index == current.index:
            state = "now"
        else:
            state = "ahead"
        known = source.title if source.id in done else seen_title(session, decision)
        label = known if state in ("past", "now") else ""
        certain = source.date_certainty == "firm"
        stops.append(Stop(label, source.date.strftime("%b %Y"), state, certain))  # type: ignore[arg-type]
    return tuple(stops)


def inside(session: Session, decision: CompiledDecision) -> bool:
    """Whether the seat may read the decider's own view: it decides, or it belongs to its side.

    Where the decider keeps a move even from its own side, only the chair itself is inside.
    """
    decider = decision.source.decider
    if covers(session.game, session.seat, decider):
        return True
    kept = any(m.secret == "chair" for m in decision.source.moves)
    return not kept and session.game.record.side(session.seat) == session.game.record.side(decider)


def seen_title(session: Session, decision: CompiledDecision) -> str:
    """The decision's title as the seat may see it before it is taken."""
    outside = decision.source.outside
    return decision.source.title if inside(session, decision) or outside is None else outside.title


def network(session: Session, decision: CompiledDecision | None, weight: float = 1.0) -> Network:
    """Who can talk to whom. Actors stand in a ring, side by side with their own."""
    game = session.game
    ids = ring(game)
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
                actor == session.seat if session.seat in ids else covers(game, session.seat, actor),
                decides,
            )
        )
    live = set(decision.source.channels) if decision else set()
    return Network(
        "Channels",
        tuple(nodes),
        tuple(_edges(session, ids, live)),
        weight=weight,
    )


def ring(game: Compiled) -> list[str]:
    """The actors to draw: everybody who speaks or decides, side by side with their own."""
    deciders = {d.decider for d in game.decisions} | {s.actor for d in game.decisions for s in d.senders}
    drawn = [game.actors[i] for i in sorted(deciders)]
    sides = list(dict.fromkeys(game.record.side(a) for a in drawn))
    return sorted(drawn, key=lambda a: (sides.index(game.record.side(a)), a not in game.record.governments))


def _edges(session: Session, ids: list[str], live: set[str]) -> list[Edge]:
    game, trust = session.game, session.model.state.trust[0]
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
