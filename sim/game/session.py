"""A session: a game and the people who play it. Its log is the game; everything else is replayed from it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from sim.errors import IllegalChoice, UnknownName
from sim.game import save, voices
from sim.game.beginning import begun
from sim.game.entries import Choice, Control, Entry, Forecast, Injection, Use
from sim.game.seat import Seat, Turn
from sim.game.setup import OBSERVER, Setup, Start
from sim.game.stored import Line, Saved
from sim.game.table import AtTable
from sim.policies.run import Path as RunPath
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.world.log import Message, Step

PLAYED: Final = (Turn.WRITE, Turn.DECIDE, Turn.BARGAIN)
"""The turns in which a seat does something."""


class Session:
    """A game of one scenario with one seed, and the seats that people take in it.

    ``file`` is where it saves itself after each choice; None keeps it in memory only.
    A game with a ``start`` of its own is for trying a scenario out, and is not saved.

    A game can be played from one of its decisions again: each way on is a :class:`~sim.game.stored.Line`,
    and the session stands in one of them.
    """

    def __init__(
        self, game: Compiled, setup: Setup, seed: int, file: Path | None = None, start: Start | None = None
    ) -> None:
        known = [s.actor for s in game.source.seats]
        for seat in setup.seats:
            if seat not in (*known, OBSERVER):
                raise UnknownName("seat", seat, known)
        if not setup.seats or len(set(setup.seats)) < len(setup.seats):
            raise IllegalChoice("Each person takes a seat of their own, and one at least is needed.")
        self.game, self.setup, self.seed, self.file, self.start = game, setup, seed, file, start
        self.log: list[Entry] = []
        self.said: dict[str, Choice] = {}
        """What each seat has said at the open decision so far."""
        self.table = AtTable(self)
        self.trouble = ""
        self.lines: list[Line] = [Line()]
        self.line = 0
        self.earlier = 0.0
        self._since = time.monotonic()
        self._written = b""
        self.model = begun(self.game, self.seed, self.start)

    # who

    @property
    def seats(self) -> list[Seat]:
        """The seats that people have taken, in their order."""
        return [Seat(self, name) for name in self.setup.seats]

    def seat(self, name: str) -> Seat:
        """A seat by its name. Raises UnknownName."""
        if name not in self.setup.seats:
            raise UnknownName("seat", name, self.setup.seats)
        return Seat(self, name)

    def speaker(self, actor: int) -> str | None:
        """The seat that speaks for an actor of the cast: its own, else its government's; None for nobody."""
        return self.voice(self.game.actors[actor])

    def writers(self) -> list[str]:
        """The seats that may still write at the open decision, in their order."""
        if self.decision is None or self.decision.beat:
            return []
        return [s.id for s in self.seats if s.id not in self.said and s.voices()]

    def next_seat(self) -> str | None:
        """Whose turn it is; None where nobody has a part in the open decision, or the game is over."""
        decision = self.decision
        if decision is None or decision.beat:
            return None
        writers = self.writers()
        if writers:
            return writers[0]
        if self.table.talk() is not None:
            return self.table.asked()  # None where it was over before it asked anybody
        return self.speaker(decision.decider)

    def voice(self, actor: str) -> str | None:
        """The seat that speaks for an actor of the record: its own, else its government's."""
        own = (actor, self.game.record.side(actor))
        heirs = (s for s in self.setup.seats if not set(self.game.heirs(s)).isdisjoint(own))
        return next((s for s in own if s in self.setup.seats), next(heirs, None))

    # what

    @property
    def decision(self) -> CompiledDecision | None:
        """The decision that stands open; None at the end."""
        return self.model.current

    @property
    def steps(self) -> list[Step]:
        """The log of all that has been settled."""
        return self.model.log

    @property
    def over(self) -> bool:
        return self.model.over

    @property
    def choices(self) -> list[Choice]:
        """What people have chosen so far."""
        return [e for e in self.log if isinstance(e, Choice)]

    @property
    def uses(self) -> list[Use]:
        return [e for e in self.log if isinstance(e, Use)]

    @property
    def seconds(self) -> float:
        """How long the game was open, over all sittings."""
        return self.earlier + time.monotonic() - self._since

    def forecasts(self, seat: str) -> dict[str, Forecast]:
        """What a seat forecast, by decision."""
        return {e.decision: e for e in self.log if isinstance(e, Forecast) and e.seat == seat}

    def path(self) -> RunPath:
        """The path so far."""
        return self.model.path()

    def received(self) -> list[Message]:
        """The messages that lie before the decider, once everybody has written."""
        if not self.model.messages():
            self.model.gather(voices.spoken(self))
        return [m for m in self.model.messages() if m is not None]

    # choosing

    def say(self, seat: str, message: Message | None) -> Step | None:
        """Sends one message, or none. The step, once nobody else is waited for. Raises IllegalChoice."""
        return self._take(Choice(self._open().source.id, None, message, seat), Turn.WRITE)

    def choose(self, seat: str, move: str) -> Step:
        """Takes a move. Raises IllegalChoice."""
        step = self._take(Choice(self._open().source.id, move, None, seat), Turn.DECIDE)
        assert step is not None
        return step

    def deal(
        self, seat: str, package: Mapping[str, str] | None = None, yes: bool | None = None
    ) -> Step | None:
        """Lays a package down at the table, or answers the one there. The step, once the table is over.

        Raises IllegalChoice.
        """
        deal = self.table.deal(seat, package, yes)
        return self._take(Choice(self._open().source.id, seat=seat, deal=deal), Turn.BARGAIN)

    def stand_in(self, seat: str) -> Step | None:
        """Lets the model choose for a seat whose turn it is. The step, if the decision is settled."""
        turn = self.seat(seat).turn
        if turn not in PLAYED:
            raise IllegalChoice(f"It is not the turn of '{seat}'.")
        return self._take(Choice(self._open().source.id, seat=seat, stood_in=True), turn)

    def watch(self) -> Step:
        """Lets a decision pass in which no person has a part. Raises IllegalChoice."""
        if self._open() and self.next_seat() is not None:
            raise IllegalChoice("The game waits for a choice; it cannot just go on.")
        self.model.step()
        self._autosave()
        return self.steps[-1]

    def inject(self, event: str) -> None:
        """Lets an event of the scenario happen once the open decision is taken. Raises IllegalChoice."""
        entry = Injection(self._open().source.id, event)
        self.apply(entry)
        self.log.append(entry)
        self._autosave()

    def forecast(self, seat: str, counters: Mapping[str, int]) -> None:
        """Keeps a forecast of the open decision ("": the unknown); the first stands. Raises IllegalChoice."""
        decision = self._open()
        for move in counters:
            if move and move not in decision.moves:
                raise IllegalChoice(f"'{move}' is no move of '{decision.source.id}'.")
        if decision.source.id not in self.forecasts(seat):
            self.log.append(Forecast(decision.source.id, seat, tuple(counters.items())))
            self._autosave()

    def use(self, what: Control, text: str = "") -> None:
        """Writes down that a control was used, or a note."""
        at = self.decision.source.id if self.decision else ""
        self.log.append(Use(what, at, text, int(self.seconds)))
        self._autosave()

    @property
    def can_undo(self) -> bool:
        """Whether there is a choice to take back in this line."""
        return len(self.choices) > self._inherited()

    def undo(self) -> bool:
        """Takes back the last choice and all that followed from it. False if there is none.

        Forecasts stand, since what was forecast is known by now; so do notes.
        """
        if not self.can_undo:
            return False
        at, last = [(i, e) for i, e in enumerate(self.log) if isinstance(e, Choice)][-1]
        stands = [e for e in self.log[at:] if isinstance(e, Forecast | Use)]
        before = [s.decision for s in self.steps]
        settled = before.index(last.decision) if last.decision in before else len(before)
        self._replay([*self.log[:at], *stands], settled)
        self._autosave()
        return True

    # other ways on

    def branch(self, decision: str) -> None:
        """Goes back to a decision that was settled, by the same luck, and stands there in a line of its own.

        Raises UnknownName for a decision that this line did not come to.
        """
        settled = [s.decision for s in self.steps]
        if decision not in settled:
            raise UnknownName("decision", decision, settled)
        self._keep()
        at = settled.index(decision)
        before = {*settled[:at], *self.model.skipped}
        log: list[Entry] = [
            e
            for e in self.log
            if isinstance(e, Forecast) or (isinstance(e, Choice | Injection) and e.decision in before)
        ]
        self.lines.append(Line(self.line, decision))
        self.line = len(self.lines) - 1
        self._replay(log, at)
        self._autosave()

    def go_to(self, line: int) -> None:
        """Stands in another line, where it was left."""
        self._keep()
        self.line = line
        self.replay(self.lines[line])
        self._autosave()

    def whole_lines(self) -> list[Line]:
        """Every line as it stands now."""
        self._keep()
        return list(self.lines)

    def path_of(self, line: int) -> RunPath:
        """The path of a line, this one or another."""
        if line == self.line:
            return self.path()
        other = Session(self.game, self.setup, self.seed, start=self.start)
        other.replay(self.lines[line])
        return other.path()

    def play_on(self) -> None:
        """Lets the model choose for every seat, to the end."""
        while self.decision is not None:
            seat = self.next_seat()
            if seat is None:
                self.model.step()
            else:
                self.stand_in(seat)
        self._autosave()

    # saving

    def saved(self) -> Saved:
        """The game as its log."""
        return Saved(
            scenario=self.game.origin,
            hash=self.game.hash,
            seed=self.seed,
            setup=self.setup,
            lines=tuple(self.whole_lines()),
            line=self.line,
            seconds=int(self.seconds),
            title=self.game.source.title,
        )

    def replay(self, line: Line) -> None:
        """Plays a line's log from the beginning. Raises BackchannelError where it does not fit."""
        self._replay(line.log, line.settled)

    # within

    def _open(self) -> CompiledDecision:
        decision = self.decision
        if decision is None:
            raise IllegalChoice("The game is over: there is nothing left to decide.")
        return decision

    def _take(self, choice: Choice, turn: Turn) -> Step | None:
        if self.seat(choice.seat).turn is not turn:
            raise IllegalChoice(f"It is not this seat's turn to {turn.value} at '{choice.decision}'.")
        before = len(self.steps)
        self.apply(choice)
        self.log.append(choice)
        self._autosave()
        return self.steps[-1] if len(self.steps) > before else None

    def apply(self, entry: Choice | Injection) -> None:
        """Does what an entry says at the open decision. Raises IllegalChoice, and leaves all as it was."""
        if isinstance(entry, Injection):
            self.model.inject(entry.event)
            return
        turn = self.seat(entry.seat).turn
        if turn not in PLAYED or (entry.deal is not None) > (turn is Turn.BARGAIN):
            raise IllegalChoice("It is another's turn there now.")
        if turn is Turn.BARGAIN:
            found = self.table.take(entry)
            if found.ask is None:
                self.model.settle_table(found)
                self._next()
            return
        if turn is Turn.DECIDE:
            if entry.move is None and not entry.stood_in:
                raise IllegalChoice(f"A move is needed at '{entry.decision}'.")
            self.received()
            self.model.step(entry.move)
            self._next()
            return
        voices.check(self, entry)
        self.said[entry.seat] = entry
        if self.next_seat() is None:
            self.model.gather(voices.spoken(self))
            self.model.step()
            self._next()

    def _next(self) -> None:
        """Nothing is said yet at the next decision."""
        self.said, self.table.dealt = {}, []

    def _inherited(self) -> int:
        """How much of the log is the parent line's, and is not taken back in this one."""
        order = [d.source.id for d in self.game.decisions]
        line = self.lines[self.line]
        if not line.at:
            return 0
        return sum(order.index(e.decision) < order.index(line.at) for e in self.choices)

    def _keep(self) -> None:
        """Writes the line in which the session stands into the list of lines."""
        hashes = tuple(s.state_hash for s in self.steps)
        kept = replace(self.lines[self.line], log=tuple(self.log), settled=len(self.steps), hashes=hashes)
        self.lines[self.line] = kept

    def _replay(self, log: Iterable[Entry], settled: int) -> None:
        """Plays a log again from the beginning, up to ``settled`` decisions and what was said after them."""
        self.model, self.log = begun(self.game, self.seed, self.start), []
        self._next()
        for entry in log:
            if isinstance(entry, Choice | Injection):
                while self.decision is not None and self.decision.source.id != entry.decision:
                    if self.next_seat() is not None or len(self.steps) >= settled:
                        return
                    self.model.step()
                self.apply(entry)
            self.log.append(entry)
        while len(self.steps) < settled and self.decision is not None and self.next_seat() is None:
            self.model.step()

    def _autosave(self) -> None:
        """Saves; a full disk or a missing right is told once and does not stop the game."""
        if self.file is None:
            return
        try:
            if self._written and save.content(self.file) != self._written:
                self.file = save.free_name(self.file.parent, self.game.id, self.setup.seats[0])
                self.trouble = f"This game was also played elsewhere. It goes on as {self.file.name}."
            else:
                self.trouble = ""
            self._written = save.write(self.file, self.saved())
        except OSError as problem:
            self.trouble = f"This game cannot be saved ({problem.strerror}). It goes on unsaved."

    def keep_in(self, file: Path) -> None:
        """Saves itself in ``file`` from now on, as it was read from there."""
        self.file, self._written = file, save.content(file)


def alone(game: Compiled, seat: str, seed: int, file: Path | None = None, start: Start | None = None) -> Seat:
    """One person's game: a session with one seat, seen from it."""
    return Session(game, Setup((seat,)), seed, file, start).seat(seat)
