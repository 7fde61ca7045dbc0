"""Where the shipped data lies: in a checkout beside ``sim/``, in an installed wheel within it."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_HERE = Path(__file__).resolve().parent
_DATA = _HERE / "_data" if (_HERE / "_data").is_dir() else _HERE.parent


def scenarios() -> Path:
    """The folder of the shipped scenarios."""
    return _DATA / "scenarios"


def seeds() -> Path:
    """The folder of the record."""
    return _DATA / "seeds"


def asset(name: str) -> Path:
    """A font, picture or theme by its name below ``assets/``."""
    return _DATA / "assets" / name


def home() -> Path:
    """Where saved games and settings go: ``BACKCHANNEL_HOME``, or the platform's own place."""
    given = os.environ.get("BACKCHANNEL_HOME")
    return Path(given) if given else Path(platformdirs.user_data_dir("backchannel", appauthor=False))


def cache() -> Path:
    """Where what can be made anew is kept: below ``BACKCHANNEL_HOME``, or the platform's own place."""
    if os.environ.get("BACKCHANNEL_HOME"):
        return home() / "cache"
    return Path(platformdirs.user_cache_dir("backchannel", appauthor=False))


def downloads() -> Path:
    """Where a person finds what they export: their downloads or documents, else beside the games."""
    if not os.environ.get("BACKCHANNEL_HOME"):
        for given in (platformdirs.user_downloads_dir(), platformdirs.user_documents_dir()):
            if Path(given).is_dir() and os.access(given, os.W_OK):
                return Path(given)
    return home() / "games"


def shown(path: Path) -> str:
    """``path`` as a person would name it: relative to here where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):
        return str(path)
