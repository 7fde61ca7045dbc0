"""The command line: ``python -m sim …`` and ``python play.py``."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from sim.cli import authoring, batches, bench, checking, guide, reports, sharing, sources, writing
from sim.cli.frame import app, guarded
from sim.cli.games import play_command

__all__ = [
    "app",
    "authoring",
    "batches",
    "bench",
    "checking",
    "guide",
    "main",
    "play_main",
    "reports",
    "sharing",
    "sources",
    "writing",
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs ``python -m sim`` and gives its exit status."""
    return guarded(
        lambda: app(
            list(arguments) if arguments is not None else None,
            prog_name="python -m sim",
            standalone_mode=False,
        )
    )


def play_main(arguments: Sequence[str] | None = None) -> int:
    """Runs ``python play.py`` and gives its exit status."""
    game = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    game.command()(play_command)
    return guarded(
        lambda: game(
            list(arguments) if arguments is not None else None,
            prog_name="python play.py",
            standalone_mode=False,
        )
    )
