"""What an author should look at in what play reached: the unreached, the silent, and the foregone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.authoring.cover import Cover, Tally, said
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.types import Json

ENOUGH: Final = 30
"""Runs from which on "always" is said: what never came in 30 has less than a tenth's chance
(the rule of three: Hanley and Lippman-Hand, *If nothing goes wrong, is everything all right?*, JAMA 1983)."""

PASSED: Final = "Its decision is never reached."
"""Why a move is unreached that has nothing wrong itself."""


@dataclass(frozen=True)
class Unreached:
    """A decision, move or ending that no run came to: why, and how to mend it."""

    kind: str
    name: str
    decision: str
    """The decision that a move belongs to; empty for the others."""
    why: str
    mend: str

    def as_json(self) -> Json:
        where = {"decision": self.decision} if self.decision else {}
        return {"kind": self.kind, **where, "id": self.name, "why": self.why, "mend": self.mend}


@dataclass(frozen=True)
class Foregone:
    """A move that the model always takes (no ``ending``), or after which one ending always follows."""

    decision: str
    move: str
    ending: str
    runs: int

    def as_json(self) -> Json:
        ending = {"ending": self.ending} if self.ending else {}
        return {"decision": self.decision, "move": self.move, **ending, "runs": self.runs}


def unreached(cover: Cover) -> list[Unreached]:
    """Decisions, then moves, then endings that no run came to."""
    game, tally = cover.game, cover.whole
    missed = [d for d in game.decisions if not tally.reached(d.index)]
    decisions = [Unreached("decision", d.source.id, "", *_why_passed(d)) for d in missed]
    moves = [_move(d, at, tally) for d in game.decisions for at in _zeros(tally.moves(d.index).tolist())]
    return decisions + moves + [_ending(game, at, tally) for at in _zeros(tally.endings.tolist())]


def _zeros(hits: list[int]) -> list[int]:
    return [at for at, count in enumerate(hits) if not count]


def _why_passed(decision: CompiledDecision) -> tuple[str, str]:
    when = decision.source.when
    return f"'when: {when}' held in no run.", "Loosen it, or let something before it bring it about."


def _move(decision: CompiledDecision, at: int, tally: Tally) -> Unreached:
    name, where, when = decision.moves[at], decision.source.id, decision.source.moves[at].when
    runs = tally.reached(decision.index)
    bars = [limit.constraint for limit in decision.limits if limit.bars and limit.moves[at]]
    if not runs:
        why, mend = PASSED, "Mend the decision first."
    elif bars:
        why = f"None of {runs:,} runs took it; {' and '.join(bars)} can bar it."
        mend = "Narrow the constraint's 'when', or take the move out."
    elif when:
        why = f"None of the {runs:,} runs that came there took it; 'when: {when}' may never hold."
        mend = "Loosen it, or let something before it bring it about."
    else:
        why, mend = f"None of the {runs:,} runs that came there took it.", "Find out what keeps it closed."
    return Unreached("move", name, where, why, mend)


def _ending(game: Compiled, at: int, tally: Tally) -> Unreached:
    name, _ = game.endings[at]
    when, holding = game.source.endings[at].when, int(tally.holding[at])
    if not holding:
        why = f"'when: {when}' held at the end of no run."
        mend = "Loosen it, or let the moves' effects reach it."
    else:
        why = f"An earlier ending held in each of the {holding:,} runs at whose end it holds."
        mend = "Move it up, or narrow those before it."
        if when is None:
            mend = "Narrow those before it, or take it out and leave the last of them without a 'when'."
    return Unreached("ending", name, "", why, mend)


def foregone(cover: Cover) -> list[Foregone]:
    """Moves that the model takes in every run that comes to their decision: no real choice."""
    model, found = cover.by_policy["model"], []
    for decision in cover.game.decisions:
        hits, runs = model.moves(decision.index), model.reached(decision.index)
        if runs >= ENOUGH and hits.max() == runs:
            found.append(Foregone(decision.source.id, decision.moves[int(hits.argmax())], "", runs))
    return found


def decisive(cover: Cover) -> list[Foregone]:
    """Moves after which one ending always follows, whatever else is chosen."""
    tally, found = cover.whole, []
    for decision in cover.game.decisions:
        for move, ends in zip(decision.moves, tally.ends[decision.index], strict=True):
            runs = int(ends.sum())
            if runs >= ENOUGH and ends.max() == runs:
                ending = cover.game.endings[int(ends.argmax())][0]
                found.append(Foregone(decision.source.id, move, ending, runs))
    return found


def silent(cover: Cover) -> Json:
    """Events that never happen, and messages that the policies think of but nobody ever sends."""
    game, tally = cover.game, cover.whole
    messages = [
        {"decision": d.source.id, "from": game.actors[sender.actor], "kind": kind, "move": move}
        for d in game.decisions
        for sender, hits in zip(d.senders, tally.messages[d.index], strict=True)
        for (kind, move), count in said(sender, hits, d).items()
        if not count
    ]
    happened = zip(game.events, tally.events.tolist(), strict=True)
    return {"events": [e.source.id for e, count in happened if not count], "messages": messages}


def as_json(cover: Cover) -> Json:
    """The whole report: hits, then what to look at."""
    return cover.as_json() | {
        "unreached": [u.as_json() for u in unreached(cover)],
        "never": silent(cover),
        "always": {
            "taken": [f.as_json() for f in foregone(cover)],
            "ends": [f.as_json() for f in decisive(cover)],
        },
    }
