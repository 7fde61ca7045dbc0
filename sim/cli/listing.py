"""``list`` and ``play``: what there is to play, and playing it."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.frame import AsJson, app, parse_seed, print_json, show, table
from sim.scenario import catalogue


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """The scenarios in the order of time, and the campaign, with their decisions, minutes and seats."""
    found = catalogue.read().read_all()
    for problem in found.problems:
        raise problem
    if as_json:
        rows = [
            {
                "id": entry.id,
                "title": entry.title,
                "decisions": entry.decisions,
                "minutes": entry.minutes,
                "seats": list(entry.seats),
            }
            for entry in [*found.entries, *found.campaigns]
        ]
        print_json({"scenarios": rows})
        return
    listing = table("scenario", "title", "decisions", "minutes", "seats")
    for entry in [*found.entries, *found.campaigns]:
        counts = (str(entry.decisions), str(entry.minutes))
        listing.add_row(entry.id, entry.title, *counts, ", ".join(entry.seats))
    show(listing)


def play_command(
    scenario: Annotated[
        str | None, typer.Argument(help="A scenario's id or file; without it, you choose.")
    ] = None,
    seat: Annotated[str | None, typer.Option(help="The actor you play.")] = None,
    seed: Annotated[str | None, typer.Option(help="A whole number: the same seed, the same luck.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Play in the terminal.")] = False,
    transcript: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write all that the voice says here, a line each.")
    ] = None,
) -> None:
    """Open the game. Where there is no display, it is played in the terminal."""
    from sim.ui.start import start

    start(scenario, seat, None if seed is None else parse_seed(seed), text, transcript)


app.command("play")(play_command)
