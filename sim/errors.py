"""What can go wrong, as a tree.

    BackchannelError
    ├── InputError            something from outside is wrong; one line says what to do
    │   ├── UnknownName       a scenario, seat, move or option that does not exist
    │   ├── UnreadableFile    a file that is missing, too large or not text
    │   ├── BrokenFile        a scenario or record with problems; carries every diagnostic
    │   └── BrokenSave        a saved game that is torn, foreign or of another version
    ├── MissingPart           a library or a display that this machine does not have
    └── IllegalChoice         a choice that the rules do not allow at this moment

Every message is one line: what is wrong, where, and what to do about it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.reading.diagnostics import Diagnostic


class BackchannelError(Exception):
    """The base of every error that Backchannel raises on purpose."""


class InputError(BackchannelError, ValueError):
    """Something that came from outside is wrong."""


class UnknownName(InputError):
    """A name that nothing answers to. ``nearest`` holds the closest known names."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name = kind, name
        self.known = sorted(known)
        self.nearest = nearest(name, self.known)
        if self.nearest:
            hint = "Did you mean " + " or ".join(f"'{n}'" for n in self.nearest) + "?"
        else:
            hint = "Known: " + (", ".join(self.known) or "none") + "."
        super().__init__(f"There is no {kind} '{shorten(name)}'. {hint}")


class UnreadableFile(InputError):
    """A file that cannot be opened or is not text."""


class BrokenFile(InputError):
    """A file whose content has problems. ``diagnostics`` lists all of them."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = list(diagnostics)
        first = self.diagnostics[0]
        more = len(self.diagnostics) - 1
        tail = f" (and {more} more; 'python -m sim check {first.file}' lists all)" if more else ""
        super().__init__(f"{first}{tail}")


class BrokenSave(InputError):
    """A saved game that cannot be trusted. The file is left as it is."""


class MissingPart(BackchannelError):
    """A library or a display that is not there."""


class IllegalChoice(BackchannelError, ValueError):
    """A choice that the rules do not allow now."""


def nearest(name: str, known: Iterable[str], most: int = 2, least: float = 0.6) -> list[str]:
    """The known names closest to ``name``, best first, at most ``most``; ``least``: how alike, 0 to 1."""
    return difflib.get_close_matches(name[:200], list(known), n=most, cutoff=least)


def shorten(text: str, most: int = 60) -> str:
    """``text`` on one line, printable, cut to ``most`` characters."""
    flat = "".join(c if c.isprintable() else "?" for c in " ".join(text[: 4 * most].split()))
    return flat if len(flat) <= most else flat[: most - 1] + "…"
