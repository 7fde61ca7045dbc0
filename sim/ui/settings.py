"""Settings that are kept from game to game: one value each, its choices, and its words.

A value that makes no sense falls back to the plain one, by itself. What a newer version has kept is
left in the file as it is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from sim import places
from sim.game.setup import Reveal
from sim.ui.kit.theme import TEXT_SIZES, Look, ThemeName

Value: TypeAlias = str | int | bool
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Settings:
    """What a person has set. ``text`` is per cent.

    ``history`` is shown after each decision, or only at the end; ``forecasts`` are asked before a reveal.
    """

    theme: ThemeName = "light"
    text: int = 100
    voice: bool = False
    history: Reveal = "each"
    forecasts: bool = True

    @property
    def look(self) -> Look:
        """What a window is drawn with."""
        return Look(self.theme, self.text)

    def with_look(self, look: Look) -> Settings:
        """The same with another theme or text size."""
        return replace(self, theme=look.theme, text=look.text)

    def choose(self, name: str, value: Value) -> Settings:
        """The same with another value for ``name``. Raises KeyError for what is none of its choices."""
        if not CHOICES[name].has(value):
            raise KeyError(f"{name} cannot be {value!r}")
        changed: dict[str, Any] = {name: value}
        return replace(self, **changed)


@dataclass(frozen=True)
class Choice:
    """One setting in plain words: its name on screen, what it does, and its values with their names."""

    label: str
    about: str
    values: tuple[tuple[Value, str], ...]

    def has(self, value: object) -> bool:
        """Whether ``value`` is one of the values, and of their type."""
        return any(type(value) is type(known) and value == known for known, _ in self.values)

    def said(self, value: Value) -> str:
        """The name of a value."""
        return next(words for known, words in self.values if known == value and type(known) is type(value))


_YES_NO: tuple[tuple[Value, str], ...] = ((True, "On"), (False, "Off"))
CHOICES: Mapping[str, Choice] = MappingProxyType(
    {
        "theme": Choice(
            "Colours",
            "Light, dark, or black and white with strong edges. Nothing is told by colour alone.",
            (("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast")),
        ),
        "text": Choice(
            "Text size",
            "Larger letters take more room; what does not fit scrolls and is never cut.",
            tuple((size, f"{size} %") for size in TEXT_SIZES),
        ),
        "voice": Choice(
            "Voice",
            "Reads each screen aloud, and what has the focus. V switches it at any time.",
            _YES_NO,
        ),
        "history": Choice(
            "What was really chosen",
            "Shown after each decision, or kept for the debrief. It holds for games that begin from now on.",
            (("each", "After each decision"), ("end", "Only at the end")),
        ),
        "forecasts": Choice(
            "Forecasts",
            "Before each reveal you say how likely you hold each move. It holds for games that begin from "
            "now on.",
            _YES_NO,
        ),
    }
)
"""Every setting by its field in :class:`Settings`, in the order in which they are shown."""


def read(folder: Path | None = None) -> Settings:
    """The settings that were kept; the plain value for each that was not, or that makes no sense."""
    kept = _kept(_file(folder))
    good: dict[str, Any] = {
        f.name: kept[f.name] for f in fields(Settings) if f.name in kept and CHOICES[f.name].has(kept[f.name])
    }
    return Settings(**good)


def write(settings: Settings, folder: Path | None = None) -> str:
    """Keeps the settings. Says what is wrong in a line where they cannot be kept, else nothing.

    What the file holds beside them is left as it is. A file is replaced whole or not at all.
    """
    file = _file(folder)
    body = _kept(file) | {f.name: getattr(settings, f.name) for f in fields(Settings)}
    fresh = file.with_suffix(f".{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
        os.replace(fresh, file)
    except OSError as problem:
        _drop(fresh)
        why = problem.strerror or problem
        return f"Settings cannot be kept in {places.shown(file)} ({why}). The game goes on without."
    return ""


def _drop(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return


def _kept(file: Path) -> dict[str, Any]:
    """What the file holds; nothing where it is not there or not to be read."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return {}
        body = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _file(folder: Path | None) -> Path:
    return (folder or places.home()) / "settings.json"
