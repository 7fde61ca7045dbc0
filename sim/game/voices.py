"""What people may say at a decision, and what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import IllegalChoice
from sim.game.entries import Choice
from sim.world.log import Message

if TYPE_CHECKING:
    from sim.game.session import Session


def check(session: Session, choice: Choice) -> None:
    """Raises IllegalChoice for what a seat cannot say at the open decision."""
    if choice.move is not None:
        raise IllegalChoice("It is another's turn there now.")
    decision = session.decision
    if choice.message is not None and decision is not None:
        own = [session.game.actors[decision.senders[v].actor] for v in session.seat(choice.seat).voices()]
        if choice.message.sender not in own:
            raise IllegalChoice(f"'{choice.message.sender}' is not this seat's voice here.")
        session.model.check(choice.message)


def spoken(session: Session) -> dict[str, Message | None]:
    """What every voice of a person says: its message, or nothing. The model writes for the rest."""
    found: dict[str, Message | None] = {}
    for sender in session.decision.senders if session.decision else ():
        seat, actor = session.speaker(sender.actor), session.game.actors[sender.actor]
        choice = session.said.get(seat) if seat is not None else None
        if choice is not None and not choice.stood_in:
            own = choice.message is not None and choice.message.sender == actor
            found[actor] = choice.message if own else None
    return found
