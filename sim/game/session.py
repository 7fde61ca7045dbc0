"""A session: one person's game. Its log is the game; everything else is replayed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from sim.errors import BackchannelError, IllegalChoice, UnknownName
from sim.game import save
from sim.game.model import Negotiation
from sim.game.save import Choice, Saved
from sim.policies.policy import MessageView
from sim.policies.run import Path as RunPath
from sim.scale import HUNDREDTHS
from sim.scenario import library
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.world.log import Message, Step


class Turn(Enum):
    """What the game waits for."""

    WRITE = "write"
    """The seat may write to whoever decides."""
    DECIDE = "decide"
    """The seat decides."""
    WATCH = "watch"
    """The seat has no part in this decision; it will hear of it."""
    OVER = "over"


def covers(game: Compiled, seat: str, actor: str) -> bool:
    """Whether a seat speaks for an actor: for itself, and a government for its people."""
    return seat in (actor, game.record.side(actor))


@dataclass(frozen=True)
class Start:
    """Where a game begins that is not to begin at its beginning: a decision, and points by variable."""

    decision: str | None = None
    values: Mapping[str, float] = field(default_factory=dict)


class Session:
    """One person's game of one scenario, in one seat, with one seed.

    ``file`` is where it saves itself after each choice; None keeps it in memory only.
    A game with a ``start`` of its own is for trying a scenario out, and is not saved.
    """

    def __init__(
        self, game: Compiled, seat: str, seed: int, file: Path | None = None, start: Start | None = None
    ) -> None:
        seats = [s.actor for s in game.source.seats]
        if seat not in seats:
            raise UnknownName("seat", seat, seats)
        self.game, self.seat, self.seed, self.file, self.start = game, seat, seed, file, start
        self.choices: list[Choice] = []
        self.trouble = ""
        self.model = self._begun()

    @property
    def decision(self) -> CompiledDecision | None:
        """The decision that stands open; None at the end."""
        return self.model.current

    @property
    def steps(self) -> list[Step]:
        """The log of all that has been settled."""
        return self.model.log

    @property
    def turn(self) -> Turn:
        """What the game waits for now."""
        decision = self.decision
        if decision is None:
            return Turn.OVER
        if covers(self.game, self.seat, self.game.actors[decision.decider]):
            return Turn.DECIDE
        return Turn.WRITE if self.voices() else Turn.WATCH

    def voices(self) -> list[int]:
        """The senders' slots through which the seat can write at the open decision."""
        decision = self.decision
        if decision is None or covers(self.game, self.seat, self.game.actors[decision.decider]):
            return []
        return [
            slot
            for slot, sender in enumerate(decision.senders)
            if covers(self.game, self.seat, self.game.actors[sender.actor])
        ]

    def view(self, slot: int) -> MessageView:
        """What the seat's voice in ``slot`` can weigh before it writes."""
        return self.model.view(slot)

    def received(self) -> list[Message]:
        """What lies before the seat when it decides: the messages that reached it."""
        if self.turn is not Turn.DECIDE:
            return []
        if not self.model.messages():
            self.model.gather()
        return [m for m in self.model.messages() if m is not None]

    def say(self, message: Message | None) -> Step:
        """Sends one message, or none, and lets the decider choose. Raises IllegalChoice."""
        return self._take(Choice(self._open().source.id, None, message), Turn.WRITE)

    def choose(self, move: str) -> Step:
        """Takes a move. Raises IllegalChoice."""
        return self._take(Choice(self._open().source.id, move), Turn.DECIDE)

    def watch(self) -> Step:
        """Lets a decision pass in which the seat has no part. Raises IllegalChoice."""
        if self.turn is not Turn.WATCH:
            raise IllegalChoice("The game waits for a choice; it cannot just go on.")
        self.model.step()
        self._autosave()
        return self.steps[-1]

    def undo(self) -> bool:
        """Takes back the last choice and all that followed from it. False if there is none."""
        if not self.choices:
            return False
        last = self.choices[-1].decision
        kept = self.choices[:-1]
        before = [s.decision for s in self.steps].index(last)
        self._replay(kept, before)
        self._autosave()
        return True

    def path(self) -> RunPath:
        """The path so far."""
        return self.model.path()

    def saved(self) -> Saved:
        """The game as its log."""
        return Saved(
            scenario=self.game.origin,
            hash=self.game.hash,
            seed=self.seed,
            seat=self.seat,
            choices=tuple(self.choices),
            settled=len(self.steps),
            hashes=tuple(s.state_hash for s in self.steps),
            title=self.game.source.title,
        )

    def follow(self, other: Session) -> str:
        """Plays the choices of a game whose scenario has changed since, up to where it stood.

        Gives a line if the choices do not fit as far as that, and stops there; "" if they do.
        """
        chosen = {c.decision: c for c in other.choices}
        until = other.decision.source.id if other.decision else None
        gone = until is not None and until not in {d.source.id for d in self.game.decisions}
        while self.decision is not None and self.decision.source.id != until:
            here = self.decision.source.id
            if gone and not chosen:
                return f"'{until}' is gone, so the game stands at '{here}'."
            if self.turn is Turn.WATCH:
                self.model.step()
                continue
            choice = chosen.pop(here, None)
            if choice is None:
                return f"Nothing was chosen at '{here}' yet, so the game stands there."
            try:
                if (choice.move is None) == (self.turn is Turn.DECIDE):
                    raise IllegalChoice("It is another's turn there now.")
                self._apply(choice)
            except IllegalChoice as problem:
                return f"What was chosen at '{here}' no longer fits, so the game stands there. {problem}"
            self.choices.append(choice)
        if until and self.decision is None:
            return f"The game does not come to '{until}' any more: it is over."
        return ""

    def _begun(self) -> Negotiation:
        """The game before its first choice. Raises UnknownName where its start is not in the scenario."""
        model = Negotiation(self.game, self.seed)
        if self.start is None:
            return model
        places = {d.source.id: d.index for d in self.game.decisions}
        at, positions = self.start.decision, list(self.game.variables)
        if at is not None and at not in places:
            raise UnknownName("decision", at, places)
        for name in self.start.values:
            if name not in positions:
                raise UnknownName("variable", name, positions)
        values = {positions.index(n): round(v * HUNDREDTHS) for n, v in self.start.values.items()}
        model.place(None if at is None else places[at], values)
        return model

    def _open(self) -> CompiledDecision:
        decision = self.decision
        if decision is None:
            raise IllegalChoice("The game is over: there is nothing left to decide.")
        return decision

    def _take(self, choice: Choice, turn: Turn) -> Step:
        if self.turn is not turn:
            raise IllegalChoice(f"It is not this seat's turn to {turn.value} at '{choice.decision}'.")
        self._apply(choice)
        self.choices.append(choice)
        self._autosave()
        return self.steps[-1]

    def _apply(self, choice: Choice) -> None:
        if self.turn is Turn.DECIDE:
            if choice.move is None:
                raise IllegalChoice(f"A move is needed at '{choice.decision}'.")
            self.received()
            self.model.step(choice.move)
            return
        decision = self._open()
        said: dict[str, Message | None] = {
            self.game.actors[decision.senders[slot].actor]: None for slot in self.voices()
        }
        if choice.message is not None:
            if choice.message.sender not in said:
                raise IllegalChoice(f"'{choice.message.sender}' is not this seat's voice here.")
            said[choice.message.sender] = choice.message
        self.model.gather(said)
        self.model.step()

    def _replay(self, choices: list[Choice], settled: int) -> None:
        """Plays the log again from the beginning, up to ``settled`` decisions."""
        self.model, self.choices = self._begun(), []
        waiting = list(choices)
        while len(self.steps) < settled and self.turn is not Turn.OVER:
            if self.turn is Turn.WATCH:
                self.model.step()
                continue
            if not waiting or waiting[0].decision != self._open().source.id:
                return
            choice = waiting.pop(0)
            self._apply(choice)
            self.choices.append(choice)

    def _autosave(self) -> None:
        """Saves; a full disk or a missing right is told once and does not stop the game."""
        if self.file is None:
            return
        try:
            save.write(self.file, self.saved())
            self.trouble = ""
        except OSError as problem:
            self.trouble = f"This game cannot be saved ({problem.strerror}). It goes on unsaved."


def resume(file: Path, game: Compiled | None = None) -> tuple[Session, str]:
    """A saved game, played again to where it stood, and a line if that is not quite where it was.

    A game that comes back changed is saved under a new name from then on. Raises BrokenSave.
    """
    saved = save.read(file)
    game = game or library.open_scenario(saved.scenario)
    session = Session(game, saved.seat, saved.seed, file)
    changed = saved.hash != game.hash
    try:
        session._replay(list(saved.choices), saved.settled)
    except BackchannelError:
        changed = True
    hashes = tuple(s.state_hash for s in session.steps)
    if hashes == saved.hashes and not changed:
        return session, ""
    session.file = save.free_name(file.parent, game.id, saved.seat)
    why = "The scenario has changed" if saved.hash != game.hash else "The rules have changed"
    return session, (
        f"{why} since this game was saved. It goes on after {len(hashes)} of {saved.settled} decisions, "
        "and will be saved under a new name."
    )
