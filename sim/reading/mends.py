"""What to write instead, as far as a value and its place in the schema say it."""

from __future__ import annotations

import types
import typing
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.errors import nearest, shorten

YES: Final = frozenset({"yes", "y", "on", "true", "True", "TRUE", "Yes", "YES", "On", "ON"})
NO: Final = frozenset({"no", "n", "off", "false", "False", "FALSE", "No", "NO", "Off", "OFF"})
"""Words that other readers of YAML take for true and false."""

MOST_PLACES: Final = 2
"""A key that is known in more places than that belongs to none of them in particular."""


def choice(given: Any, options: Sequence[str]) -> str:
    """Which of some words to write for ``given``."""
    word = "" if given is None else str(given)
    if word in options:
        return f"Write {word} without quotes." if isinstance(given, str) else f"Write {word}."
    if "true" in options and word in YES | NO:
        return f"Write {'true' if word in YES else 'false'}."
    close = nearest(word.lower(), options, 1)
    if close and (_turned(word, close[0]) or nearest(word.lower(), close, 1, 0.75)):
        return f"Did you mean '{close[0]}'?"
    return f"Use one of: {', '.join(options)}."


def _turned(word: str, other: str) -> bool:
    """Whether two words have the same letters."""
    return sorted(word) == sorted(other)


def empty(key: str, field: FieldInfo | None) -> str:
    """What belongs behind a key behind which nothing stands."""
    told = (field.description or "").partition(". ")[0].rstrip(".") if field else ""
    name = shorten(key, 40)
    return f"Write behind '{name}:' {told[:1].lower()}{told[1:]}." if told else f"Write it behind '{name}:'."


def elsewhere(top: type[BaseModel], key: str, parent: str) -> str:
    """Where a key belongs that is not known where it stands; empty if nowhere, or in many places.

    ``parent`` is the name of the block in which it stands.
    """
    if " " in key:
        return "Names of keys have no blanks: put the text before it in quotes, if this goes on with it."
    places = _places(top).get(key, [])
    if not 1 <= len(places) <= MOST_PLACES:
        return ""
    return f"It belongs {' or '.join(_place(p, key, parent) for p in places)}."


def _place(place: tuple[tuple[str, bool], ...], key: str, parent: str) -> str:
    if not place:
        return "at the left margin"
    under = " in ".join(f"'{name}:'" for name, _ in reversed(place))
    shown = ""
    if len(place) == 1 and place[0][1] and parent:
        shown = f", as {place[0][0]}: {{{shorten(parent, 40)}: {{{key}: …}}}}"
    return f"under {under} at the left margin{shown}"


@cache
def _places(top: type[BaseModel]) -> dict[str, list[tuple[tuple[str, bool], ...]]]:
    """Where each key is known: the keys above it, and whether entries with names stand under each."""
    found: dict[str, list[tuple[tuple[str, bool], ...]]] = {}

    def walk(model: type[BaseModel], here: tuple[tuple[str, bool], ...]) -> None:
        for name, field in model.model_fields.items():
            key = field.alias or name
            found.setdefault(key, []).append(here)
            for inside, named in _models(field.annotation):
                walk(inside, (*here, (key, named)))

    walk(top, ())
    return found


def _models(annotation: Any, named: bool = False) -> list[tuple[type[BaseModel], bool]]:
    """The blocks that a type holds, and whether they stand under names."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _models(arguments[0], named)
    if origin in (typing.Union, types.UnionType, list, dict):
        return [m for a in arguments for m in _models(a, named or origin is dict)]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [(annotation, named)]
    return []
