"""The clock for a decision: it counts down while people can choose, and stops nobody."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class _Time:
    """What one decision has: whether there is a clock, seconds left, and whether its end was told."""

    clocked: bool
    left: float
    told: bool = False


class Clock:
    """So many minutes for each decision; none at all with 0. ``now`` gives seconds that only grow."""

    def __init__(self, minutes: int = 0, now: Callable[[], float] = time.monotonic) -> None:
        self.minutes, self._now = minutes, now
        self.paused = False
        self._at = ""
        self._kept: dict[str, _Time] = {}
        self._time = _whole(minutes)
        self._since: float | None = None
        self._words = ""

    @property
    def runs(self) -> bool:
        """Whether there is a clock for the open decision."""
        return self._time.clocked

    @property
    def left(self) -> float:
        """Seconds left; 0 once the time is up."""
        gone = 0.0 if self._since is None else self._now() - self._since
        return max(0.0, self._time.left - gone)

    def words(self) -> str:
        """What the screen shows: minutes and seconds, or that it stands; empty without a clock."""
        self._words = self._in_words()
        return self._words

    def moved(self) -> bool:
        """Whether the words have changed since they were last asked for."""
        return self._since is not None and self._in_words() != self._words

    def just_ended(self) -> bool:
        """Whether the time is up and nobody has been told yet."""
        if self._time.told or not self.runs or self.left > 0:
            return False
        self._time = replace(self._time, told=True)
        return True

    def turn_to(self, decision: str) -> None:
        """Goes on with what a decision has left: all its minutes if it is new, the rest if it comes back."""
        if decision == self._at:
            return
        if self._at:
            self._kept[self._at] = replace(self._time, left=self.left)
        self._at = decision
        self._set(self._kept.pop(decision, _whole(self.minutes)))

    def counts(self, counting: bool) -> None:
        """Counts on, or stands: it never counts while it is paused."""
        if not counting or self.paused:
            self._set(replace(self._time, left=self.left))
        elif self._since is None and self.left:
            self._since = self._now()

    def start(self, minutes: int) -> None:
        """Gives the open decision so many minutes from now; with 0 it has no clock."""
        self._set(_whole(minutes))

    def extend(self, seconds: int) -> None:
        """Gives more time."""
        self._set(_Time(True, self.left + seconds))

    def skip(self) -> None:
        """No clock for this decision."""
        self.start(0)

    def _set(self, given: _Time) -> None:
        self._time, self._since = given, None

    def _in_words(self) -> str:
        if self.paused:
            return "paused"
        if not self.runs:
            return ""
        whole = math.ceil(self.left)
        return f"{whole // 60}:{whole % 60:02}" if whole else "time is up"


def _whole(minutes: int) -> _Time:
    return _Time(minutes > 0, 60.0 * minutes)
