"""What the debrief works out of a session: each line's path, the fans, what mattered. Each is found once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final, TypeAlias

from sim.errors import BackchannelError
from sim.game.entries import Choice, Injection
from sim.game.session import Session
from sim.game.stored import Line
from sim.history.compare import Comparison, compare
from sim.policies.run import Path, replay
from sim.studies.fan import Fan, Origin, before, fan
from sim.studies.turning import Moment, moments

HISTORY: Final = -1
"""The number of the historical path among the lines; without a history, of the model's own."""
FAN_RUNS: Final = 2_000
MATTERED_RUNS: Final = 1_000

_Key: TypeAlias = tuple[tuple[Choice | Injection, ...], int]


class Findings:
    """Paths by line, what lies between two of them, and what mattered on the present one."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._paths: dict[_Key, Path | None] = {}
        self._fans: dict[tuple[_Key | None, _Key | None], Fan] = {}
        self._moments: dict[_Key, list[Moment]] = {}
        self._going: dict[_Key, Iterator[Moment]] = {}

    @cached_property
    def history(self) -> Path:
        """What was really said and chosen; where nothing is history, the model's own run."""
        return replay(self.session.game)

    @property
    def lines(self) -> list[Line]:
        """Every line as it stands now."""
        return self.session.whole_lines()

    @property
    def present(self) -> int:
        """The line in which the session stands."""
        return self.session.line

    def path(self, line: int) -> Path | None:
        """A line's path, as far as it was played; None where the scenario has changed and it does not fit."""
        if line == HISTORY:
            return self.history
        key = self._key(line)
        assert key is not None
        if key not in self._paths:
            self._paths[key] = self._played(line)
        return self._paths[key]

    def whole(self, line: int) -> bool:
        """Whether a line was played to its end."""
        path = self.path(line)
        return path is not None and len(path.steps) + len(path.skipped) == len(path.game.decisions)

    def whole_lines(self) -> list[int]:
        """The lines that were played to their end."""
        return [n for n in range(len(self.lines)) if self.whole(n)]

    def between(self, left: int, right: int) -> Comparison:
        """Two lines side by side. Both must fit."""
        one, other = self.path(left), self.path(right)
        assert one is not None
        assert other is not None
        return compare(one, other)

    def fan(self, left: int, right: int) -> Fan:
        """Where 2,000 runs go from the parting of two lines, as the left one stood; else from the start."""
        key = self._key(left), self._key(right)
        if key not in self._fans:
            game, seed = self.session.game, self.session.seed
            self._fans[key] = fan(game, seed, self._parting(left, right), FAN_RUNS)
        return self._fans[key]

    # what mattered

    @property
    def moments(self) -> tuple[Moment, ...]:
        """What has been found of the present line so far, decision by decision."""
        return tuple(self._moments.get(self._here, ()))

    @property
    def done(self) -> bool:
        """Whether all of what mattered on the present line is found."""
        return self._here in self._moments and self._here not in self._going

    def go_on(self) -> None:
        """Weighs one more decision of the present line."""
        key = self._here
        if key not in self._moments:
            self._moments[key] = []
            self._going[key] = moments(self.session.path(), self.session.seed, MATTERED_RUNS)
        if key not in self._going:
            return
        found = next(self._going[key], None)
        if found is None:
            del self._going[key]
        else:
            self._moments[key].append(found)
            if len(self._moments[key]) == len(self.session.steps):
                del self._going[key]

    def finish(self) -> None:
        """Weighs all that is left."""
        while not self.done:
            self.go_on()

    # within

    @property
    def _here(self) -> _Key:
        key = self._key(self.present)
        assert key is not None
        return key

    def _key(self, line: int) -> _Key | None:
        """What a line's path follows from; None for history's."""
        if line == HISTORY:
            return None
        kept = self.lines[line]
        return tuple(e for e in kept.log if isinstance(e, Choice | Injection)), kept.settled

    def _played(self, line: int) -> Path | None:
        try:
            return self.session.path_of(line)
        except BackchannelError:
            return None

    def _parting(self, left: int, right: int) -> Origin:
        """Before the first decision at which the lines differ; else, or without a history, the beginning."""
        path = self.path(left)
        assert path is not None
        parts = self.between(left, right).parting
        if parts is None or (right == HISTORY and not path.game.has_history):
            return before(path, path.game.decisions[0].source.id)
        return before(path, parts.decision)
