"""Where the person is: the page, whose eyes are on it, what lies over it, and what is half chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Page: TypeAlias = Literal[
    "choose",
    "seat",
    "curtain",
    "brief",
    "between",
    "table",
    "agree",
    "forecast",
    "tie",
    "result",
    "debrief",
]
CHOOSING: Final = frozenset({"table", "agree", "forecast", "tie"})
"""The pages on which people choose: the clock counts there, and while they read what lies over them."""


@dataclass
class Place:
    """Where the person is.

    ``viewer`` is the seat that looks at the screen. ``over`` are pages laid over the present one, such as
    help; the last is shown. ``pending`` is a choice that is still to be agreed or forecast. In the debrief,
    ``left`` and ``right`` are the lines that were picked to stand side by side, and ``told`` is whether
    what was really chosen has been shown; ``drawn`` is whether a page that waits was drawn once.
    """

    page: Page = "choose"
    viewer: str = ""
    over: tuple[str, ...] = ()
    asked: str | None = None
    side: str = "channels"
    tab: str = ""
    left: int | None = None
    right: int | None = None
    told: bool = False
    drawn: bool = False
    message: str = ""
    pending: str = ""
    agreed: tuple[int, ...] = ()
    counters: dict[str, int] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=dict)
    package: tuple[int, ...] = ()
    """The package that is built at a table, by positions; () before anything was picked."""
    issue: int | None = None
    """The issue of it whose options are open."""
    turned: int | None = None
    """The issue of it that was opened last."""
    read: frozenset[str] = frozenset()
    """The seats whose brief has been read."""
    passed: int = 0
    """How many decisions were settled when somebody last chose; later ones were the model's."""
    warned: bool = True
    """Whether the page with the content note came before."""

    def under(self, name: str) -> tuple[str, ...]:
        """What lies under what is laid over the page by this name; all that lies there, if that does not."""
        names = [laid.partition(":")[0] for laid in self.over]
        return self.over[: names.index(name)] if name in names else self.over
