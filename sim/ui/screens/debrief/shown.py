"""What a debrief looks at: a seat, two lines side by side, and how each is called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.game.seat import Seat
from sim.game.session import Session
from sim.history.compare import Comparison
from sim.policies.run import Path
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Decision
from sim.studies.fan import Fan
from sim.ui.findings import HISTORY, Findings
from sim.ui.screens.common import title_of
from sim.ui.screens.words import cap, percent, the
from sim.world.log import Step

_WHO = {
    "solo": ("You", "Your", "your"),
    "pair": ("You", "Your", "your"),
    "hot seat": ("You", "Your", "your"),
    "projector": ("The class", "The class's", "the class's"),
    "observer": ("This game", "This game's", "this game's"),
}
"""Who played: as a name, and whose a thing is, at a sentence's start and within it."""


def figure(share: float) -> str:
    """A share in per cent that no line breaks in two."""
    return percent(share).replace(" ", "\u00a0")


@dataclass(frozen=True, eq=False)
class Shown:
    """What is looked at. ``left`` and ``right`` are lines by number; both were played to their ends.

    ``told`` is whether what was really chosen may be shown yet.
    """

    seat: Seat
    found: Findings
    left: int
    right: int
    told: bool = True

    @property
    def session(self) -> Session:
        return self.seat.session

    @property
    def game(self) -> Compiled:
        return self.seat.game

    @cached_property
    def both(self) -> Comparison:
        """The two lines side by side."""
        return self.found.between(self.left, self.right)

    @property
    def fan(self) -> Fan:
        """Where many runs go from their parting."""
        return self.found.fan(self.left, self.right)

    @property
    def start(self) -> str:
        """Where those runs set out, within a sentence."""
        model = self.right == HISTORY and not self.game.has_history
        return "the beginning" if model or self.both.parting is None else "where the lines part"

    @cached_property
    def path(self) -> Path:
        """The path of the line in which the session stands."""
        return self.session.path()

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each decision's number, from 1."""
        return {d.id: n for n, d in enumerate(self.game.source.decisions, 1)}

    def decision(self, name: str) -> Decision:
        """A decision by its id."""
        return self.game.source.decisions[self.numbers[name] - 1]

    def titled(self, name: str) -> str:
        """A decision's number and title."""
        return f"{self.numbers[name]}. {self.decision(name).title}"

    def sentence(self, name: str) -> str:
        """A decision's number and title, to stand before a sentence."""
        title = self.titled(name)
        return title if title.endswith(("?", "!", ".")) else f"{title}."

    def label(self, decision: str, move: str) -> str:
        """What a move's card says."""
        return next(m.label for m in self.decision(decision).moves if m.id == move)

    def ending(self, name: str) -> str:
        """An ending's title."""
        return next(e.title for e in self.game.source.endings if e.id == name)

    # how things are called

    @property
    def who(self) -> str:
        """Those who played: ``You``."""
        return _WHO[self.session.setup.mode][0]

    @property
    def whose(self) -> str:
        """Whose a thing is, at a sentence's start: ``Your``."""
        return _WHO[self.session.setup.mode][1]

    def name(self, line: int) -> str:
        """A line in a word or two: ``You``, ``History``, ``What if 1``."""
        if line == HISTORY:
            return "History" if self.game.has_history else "Model"
        if line:
            return f"What if {line}"
        return "First game" if len(self.found.lines) > 1 else self.who

    def path_name(self, line: int) -> str:
        """A line at the head of a column."""
        if line == HISTORY:
            return "The historical path" if self.game.has_history else "The model's own path"
        return self.name(line) if len(self.found.lines) > 1 else f"{self.whose} path"

    def within(self, line: int) -> str:
        """A line within a sentence."""
        if line == HISTORY:
            return "history" if self.game.has_history else "the model's own path"
        if line:
            return f"“{self.name(line)}”"
        whose = _WHO[self.session.setup.mode][2]
        return "the first game" if len(self.found.lines) > 1 else f"{whose} path"

    def decided(self, step: Step) -> str | None:
        """The seat whose decision it was; None where that was the model's."""
        beat = self.game.decisions[self.numbers[step.decision] - 1].beat
        return None if beat else self.session.speaker(self.game.actors.index(step.decider))

    def chose(self, step: Step) -> str:
        """What was chosen, or came of a table, in a sentence."""
        who = "What came of the table:" if step.decision in self.path.talks else f"{self.chooser(step)} chose"
        return f"{who} “{self.label(step.decision, step.move)}”."

    def chooser(self, step: Step) -> str:
        """Who took a move: ``You``, the people of a seat, or an actor whom the model played."""
        seat = self.decided(step)
        if seat is None:
            return cap(the(self.game.record, step.decider))
        return title_of(Seat(self.session, seat)) if self.session.setup.mode == "hot seat" else self.who
