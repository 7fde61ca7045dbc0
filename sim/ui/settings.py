"""Settings that are kept: theme and text size."""

from __future__ import annotations

import json
from pathlib import Path

from sim import places
from sim.ui.kit.theme import Look

_THEMES = ("light", "dark", "contrast")


def read(folder: Path | None = None) -> Look:
    """The look that was kept; the plain one where none was, or where the file makes no sense."""
    try:
        body = json.loads(_file(folder).read_text(encoding="utf-8"))
        theme, text = body["theme"], body["text"]
        if theme in _THEMES and type(text) is int and 80 <= text <= 200:
            return Look(theme, text)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return Look()


def write(look: Look, folder: Path | None = None) -> None:
    """Keeps the look; a folder that cannot be written is no reason to stop a game."""
    try:
        file = _file(folder)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"theme": look.theme, "text": look.text}), encoding="utf-8")
    except OSError:
        pass


def _file(folder: Path | None) -> Path:
    return (folder or places.home()) / "settings.json"
