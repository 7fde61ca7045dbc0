"""The command line: ``python -m sim …`` and ``python play.py``.

Each command stands in a module of its own, which is fetched when the command is asked for: nobody waits for
the others.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sim.cli.guard import guarded

if TYPE_CHECKING:
    import typer

MODULES: Final = MappingProxyType(
    {
        "listing": ("list", "play"),
        "games": ("replay", "run"),
        "batches": ("batch", "merge"),
        "reports": ("report", "sensitivity"),
        "tables": ("table",),
        "checking": ("check",),
        "authoring": ("cover", "graph"),
        "writing": ("schema", "new", "words"),
        "sharing": ("pack", "migrate", "preview"),
        "guide": ("guide",),
        "sources": ("sources",),
        "bench": ("bench",),
    }
)
"""The modules below this one, in the order of ``--help``, each with its commands."""


SELDOM: Final = 50_000
"""After so many new objects the game looks for what is no longer used: Python's 700 slows its start."""


def program(given: Sequence[str] = ()) -> typer.Typer:
    """The program with the command that ``given`` asks for; with all of them where that is none."""
    from sim.cli.frame import app

    asked = [module for module, commands in MODULES.items() if given and given[0] in commands]
    for module in asked or MODULES:
        import_module(f"sim.cli.{module}")
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs ``python -m sim`` and gives its exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    return guarded(lambda: _run(given))


def _run(given: Sequence[str]) -> Any:
    from sim.cli.frame import answered

    return answered(program(given), given, "python -m sim")


def play_main(arguments: Sequence[str] | None = None) -> int:
    """Runs ``python play.py`` and gives its exit status. Asked for nothing, it needs no command line."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    gc.set_threshold(SELDOM)
    return guarded(lambda: _play(given) if given else _open())


def _open() -> None:
    from sim.ui.start import start

    start(None, None, None, False)


def _play(given: Sequence[str]) -> Any:
    from sim.cli.frame import alone, answered
    from sim.cli.listing import play_command

    return answered(alone(play_command), given, "python play.py")
