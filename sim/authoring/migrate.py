"""Bringing a scenario of an old format to the present one, text by text, so that its comments stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sim import places
from sim.errors import BrokenFile, InputError, UnreadableFile, shorten
from sim.reading import packed, tree

PRESENT: Final = 1
STEPS: Final[Mapping[int, Callable[[str], str]]] = {}
"""What makes each old format's text one of the next format."""


def migrate(path: Path) -> tuple[int, str]:
    """The format that a scenario file has, and its text in the present one. Raises InputError."""
    shown = shorten(places.shown(path), 200)
    if path.suffix == packed.SUFFIX:
        raise UnreadableFile(f"{shown} is a pack. Ask its author to pack it anew.")
    text = tree.read_text(path, shown)
    found = number = _format(text, shown)
    while number != PRESENT:
        text, number = STEPS[number](text), number + 1
    return found, text


def _format(text: str, shown: str) -> int:
    document, problems = tree.parse(text, shown)
    if document is None:
        raise BrokenFile(problems)
    number = document.data.get("format") if isinstance(document.data, dict) else None
    if type(number) is not int or (number < PRESENT and number not in STEPS):
        raise InputError(
            f"{shown} tells no format that there ever was. Let it begin with 'format: {PRESENT}'."
        )
    if number > PRESENT:
        raise InputError(
            f"{shown} has format {number}, and this version reads up to {PRESENT}. Use a newer version."
        )
    return number
