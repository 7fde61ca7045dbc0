"""A seat: one person's place in a session, and what that person may see and do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

from sim.game.entries import Choice
from sim.game.setup import OBSERVER
from sim.policies.policy import MessageView
from sim.policies.run import Path
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.world.log import Message, Step

if TYPE_CHECKING:
    from sim.bargaining.live import Talk
    from sim.game.model import Negotiation
    from sim.game.session import Session


class Turn(Enum):
    """What the game waits for, as one seat sees it."""

    WRITE = "write"
    """The seat may write to whoever decides."""
    DECIDE = "decide"
    """The seat decides."""
    BARGAIN = "bargain"
    """The seat's party is asked at the table: for an offer, an amendment or an answer."""
    WATCH = "watch"
    """The seat has no part in this decision; it will hear of it."""
    WAIT = "wait"
    """The seat has done its part, or its part comes later: another seat's is next."""
    OVER = "over"


def covers(game: Compiled, seat: str, actor: str) -> bool:
    """Whether a seat speaks for an actor: for itself, a government for its people, both for their heirs."""
    return not {seat, *game.heirs(seat)}.isdisjoint((actor, game.record.side(actor)))


class Seat:
    """What the person in a seat may see and do. Screens are made from this, never from another seat."""

    def __init__(self, session: Session, id: str) -> None:
        self.session, self.id = session, id

    @property
    def game(self) -> Compiled:
        return self.session.game

    @property
    def model(self) -> Negotiation:
        return self.session.model

    @property
    def seed(self) -> int:
        return self.session.seed

    @property
    def decision(self) -> CompiledDecision | None:
        """The decision that stands open; None at the end."""
        return self.session.decision

    @property
    def steps(self) -> list[Step]:
        """The log of all that has been settled."""
        return self.session.steps

    @property
    def choices(self) -> list[Choice]:
        """What people have chosen so far, in every seat."""
        return self.session.choices

    @property
    def trouble(self) -> str:
        """Why the game is not saved; empty while it is."""
        return self.session.trouble

    @property
    def observes(self) -> bool:
        """Whether this is nobody's seat: it sees what everybody may see."""
        return self.id == OBSERVER

    @property
    def side(self) -> str:
        """The government or party that the seat belongs to now; empty for who observes."""
        if self.observes:
            return ""
        record, day = self.game.record, (self.decision or self.game.decisions[-1]).date
        for heir in reversed(self.game.heirs(self.id)):
            people = [a for a, o in record.officials.items() if o.side == heir]
            if not people or any(record.in_office(a, day) for a in people):
                return record.side(heir)
        return record.side(self.id)

    @property
    def sides(self) -> set[str]:
        """Every government or party that the seat belongs to over the game."""
        names = () if self.observes else (self.id, *self.game.heirs(self.id))
        return {self.game.record.side(name) for name in names}

    @property
    def turn(self) -> Turn:
        """What the game waits for now, as this seat sees it."""
        session, decision = self.session, self.decision
        if decision is None:
            return Turn.OVER
        if decision.beat:
            return Turn.WATCH
        if self.id in session.table.seats().values() and not session.writers():
            asked = session.next_seat()
            return Turn.WATCH if asked is None else Turn.BARGAIN if asked == self.id else Turn.WAIT
        if session.speaker(decision.decider) == self.id:
            return Turn.WAIT if session.writers() or session.table.asked() else Turn.DECIDE
        if self.id in session.said:
            return Turn.WAIT
        if self.voices():
            return Turn.WRITE
        others = session.writers() or session.speaker(decision.decider) is not None
        return Turn.WAIT if others else Turn.WATCH

    def covers(self, actor: str) -> bool:
        """Whether the seat speaks for an actor: for itself, and a government for its people."""
        return not self.observes and covers(self.game, self.id, actor)

    def decides(self) -> bool:
        """Whether the open decision is this seat's."""
        return self.decision is not None and self.session.speaker(self.decision.decider) == self.id

    def talk(self) -> Talk | None:
        """What has been said at the open decision's table, which all at it hear; None where there is none."""
        return self.session.table.talk()

    def party(self) -> int | None:
        """The party that this seat bargains for and that is asked now, by position; None for none."""
        talk = self.talk() if self.turn is Turn.BARGAIN else None
        return talk.ask.party if talk and talk.ask else None

    def voices(self) -> list[int]:
        """The senders' slots through which the seat can write at the open decision."""
        decision = self.decision
        if decision is None or self.covers(self.game.actors[decision.decider]):
            return []
        speakers = [self.session.speaker(sender.actor) for sender in decision.senders]
        return [slot for slot, speaker in enumerate(speakers) if speaker == self.id]

    def view(self, slot: int) -> MessageView:
        """What the seat's voice in ``slot`` can weigh before it writes."""
        return self.model.view(slot)

    def received(self) -> list[Message]:
        """What lies before the seat when it decides: the messages that reached it."""
        return self.session.received() if self.turn in (Turn.DECIDE, Turn.BARGAIN) and self.decides() else []

    def say(self, message: Message | None) -> Step | None:
        """Sends one message, or none. Raises IllegalChoice."""
        return self.session.say(self.id, message)

    def choose(self, move: str) -> Step:
        """Takes a move. Raises IllegalChoice."""
        return self.session.choose(self.id, move)

    def deal(self, package: Mapping[str, str] | None = None, yes: bool | None = None) -> Step | None:
        """Lays a package down, or answers the one that lies there. Raises IllegalChoice."""
        return self.session.deal(self.id, package, yes)

    def watch(self) -> Step:
        """Lets a decision pass in which no person has a part. Raises IllegalChoice."""
        return self.session.watch()

    def undo(self) -> bool:
        """Takes back the last choice and all that followed from it. False if there is none."""
        return self.session.undo()

    def path(self) -> Path:
        """The path so far."""
        return self.session.path()
