"""The clock for a decision: it counts down while the table is shown, and stops nobody."""

from __future__ import annotations

import math
import time
from collections.abc import Callable


class Clock:
    """So many minutes for each decision; none at all with 0. ``now`` gives seconds that only grow."""

    def __init__(self, minutes: int = 0, now: Callable[[], float] = time.monotonic) -> None:
        self.minutes, self._now = minutes, now
        self.paused = False
        self._left = 60.0 * minutes
        self._since: float | None = None
        self._words = ""
        self._told = False

    @property
    def runs(self) -> bool:
        """Whether there is a clock for the open decision."""
        return self._left > 0 or self._told

    @property
    def left(self) -> float:
        """Seconds left; 0 once the time is up."""
        gone = 0.0 if self._since is None else self._now() - self._since
        return max(0.0, self._left - gone)

    def words(self) -> str:
        """What the screen shows: minutes and seconds, or that it stands; empty without a clock."""
        if not self.runs:
            self._words = "paused" if self.paused else ""
        elif self.paused:
            self._words = "paused"
        else:
            whole = math.ceil(self.left)
            self._words = f"{whole // 60}:{whole % 60:02}" if whole else "time is up"
        return self._words

    def moved(self) -> bool:
        """Whether the words have changed since they were last asked for."""
        before = self._words
        return self.runs and self._since is not None and self.words() != before

    def just_ended(self) -> bool:
        """Whether the time is up and nobody has been told yet."""
        if self._told or not self.runs or self.left > 0:
            return False
        self._told = True
        return True

    def shown_on(self, table: bool) -> None:
        """Counts only while people can choose."""
        if not table or self.paused:
            self._left, self._since = self.left, None
        elif self._since is None and self._left > 0:
            self._since = self._now()

    def again(self) -> None:
        """Begins anew, for the next decision."""
        self._left, self._since, self._told = 60.0 * self.minutes, None, False

    def extend(self, seconds: int) -> None:
        """Gives more time."""
        self._left, self._since, self._told = self.left + seconds, None, False

    def skip(self) -> None:
        """No clock for this decision."""
        self._left, self._since, self._told = 0.0, None, False
