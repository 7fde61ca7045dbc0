"""Whether this machine can open the window: the drawing library and a display."""

from __future__ import annotations

import importlib
import os
import sys

from sim.errors import MissingPart

_TEXT = "Or play in the terminal: python play.py --text"
_INSTALL = f"The window needs pygame-ce: python -m pip install pygame-ce. {_TEXT}"
_BROKEN = "pygame-ce cannot be loaded ({}): python -m pip install --force-reinstall pygame-ce. " + _TEXT
_SWAP = (
    "The window needs pygame-ce, but plain pygame is installed over it: "
    f"python -m pip uninstall pygame; python -m pip install --force-reinstall pygame-ce. {_TEXT}"
)


def require_pygame() -> None:
    """Check the drawing library. Raises MissingPart, with the command that mends it."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        pygame = importlib.import_module("pygame")
    except ModuleNotFoundError as error:
        raise MissingPart(_INSTALL) from error
    except ImportError as error:
        raise MissingPart(_BROKEN.format(error)) from error
    if not getattr(pygame, "IS_CE", False):
        raise MissingPart(_SWAP)


def has_display() -> bool:
    """Whether a window can be opened here. On Linux that takes a display server."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"))
