"""``cover`` and ``graph``: what play reaches in a scenario, in words and as pictures."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.frame import AsJson, Seed, app, parse_seed, parse_whole, print_json, show, table
from sim.cli.progress import Meter
from sim.errors import InputError, UnreadableFile, shorten
from sim.scenario import library

if TYPE_CHECKING:
    from sim.authoring.cover import Cover, Tally

MAX_RUNS = 10**8
SUFFIXES = (".svg", ".html", ".htm")
Runs = Annotated[str, typer.Option(help="How many runs: half by random, half by model.")]


@app.command()
def cover(
    scenario: str,
    runs: Runs = "20000",
    seed: Seed = "0",
    as_json: AsJson = False,
    picture: Annotated[Path | None, typer.Option(help="A picture of it as well: .svg or .html.")] = None,
) -> None:
    """What play reaches: each decision, move, message, event, ending. Exit status 1 on the unreached."""
    from sim.authoring import findings
    from sim.authoring.picture import picture as drawn

    if picture is not None:
        _check(picture, "--picture")
    found = _covered(scenario, runs, seed)
    if picture is not None:
        _write(picture, found.game.source.title, drawn(found))
    if as_json:
        print_json(findings.as_json(found))
    else:
        _show(found)
        if picture is not None:
            typer.echo(f"\nAs a picture: {picture}")
    if findings.unreached(found):
        raise typer.Exit(1)


@app.command()
def graph(
    scenario: str,
    out: Annotated[Path | None, typer.Option(help="The picture, .svg or .html [ID.svg].")] = None,
    runs: Runs = "20000",
    seed: Seed = "0",
) -> None:
    """The decisions as a picture: moves, events, endings, the historical path, and where runs go."""
    from sim.authoring.graph import graph as drawn

    name = out or Path(f"{library.find(scenario).stem}.svg")
    _check(name, "--out")
    found = _covered(scenario, runs, seed)
    _write(name, found.game.source.title, drawn(found))
    typer.echo(f"{len(found.game.decisions)} decisions, {found.runs:,} runs: {name}")


def _covered(scenario: str, runs: str, seed: str) -> Cover:
    from sim.authoring.cover import cover as played

    number, count = parse_seed(seed), parse_whole(runs, "number of runs", 1, MAX_RUNS)
    game = library.open_scenario(scenario)
    meter = Meter(sys.stderr)
    try:
        return played(game, count, number, meter.advance)
    finally:
        meter.close()


def _check(out: Path, option: str) -> None:
    """Raises InputError where the picture cannot stand, before any work is done for it."""
    shown = shorten(str(out), 200)
    if out.suffix.lower() not in SUFFIXES:
        raise InputError(f"{shown} is no name for a picture. Let {option} end in .svg or .html.")
    if out.is_dir():
        raise UnreadableFile(f"{shown} is a folder. Name a picture in it.")
    if not out.parent.is_dir():
        raise UnreadableFile(f"There is no folder for {shown}. Make it, or name another {option}.")


def _write(out: Path, title: str, svg: str) -> None:
    """Writes the picture whole or not at all."""
    from sim.pages import zoom

    text = svg if out.suffix.lower() == ".svg" else zoom.page(title, svg)
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _show(found: Cover) -> None:
    """The report in words: what to look at first, then every hit."""
    game = found.game
    counts = " and ".join(f"{t.runs:,} by {name}" for name, t in found.by_policy.items())
    typer.echo(f"{game.source.title}  ({game.id}, {game.hash})")
    typer.echo(f"{found.runs:,} runs from seed {found.seed}: {counts}")
    _show_findings(found)
    _show_moves(found)
    _show_endings(found)
    _show_messages(found)


def _show_findings(found: Cover) -> None:
    from sim.authoring import findings

    missed = findings.unreached(found)
    first = [u for u in missed if u.why != findings.PASSED]
    typer.echo(
        f"\nNot reached: {len(missed)}" if missed else "\nEvery decision, move and ending was reached."
    )
    for one in first:
        name = f"{one.decision}.{one.name}" if one.decision else one.name
        typer.echo(f"  {one.kind} {name}: {one.why} {one.mend}")
    if len(missed) > len(first):
        typer.echo(f"  and the {len(missed) - len(first)} moves of decisions that no run came to")
    if missed:
        typer.echo(f"  These were {found.runs:,} runs: a rare corner may need more of them, with --runs.")
    for event in findings.silent(found)["events"]:
        typer.echo(f"  event {event} never happened. Loosen its 'when', or raise its 'chance'.")
    for sure in findings.foregone(found):
        typer.echo(
            f"No real choice: the model took {sure.decision}.{sure.move} in all {sure.runs:,} runs that came "
            "there. Make another move worth taking."
        )
    for sure in findings.decisive(found):
        typer.echo(f"Always ends so: after {sure.decision}.{sure.move}, {sure.ending} ({sure.runs:,} runs)")


def _show_moves(found: Cover) -> None:
    listing = table("decision", "move", *found.by_policy, "then it ends with")
    names, whole = [name for name, _ in found.game.endings], found.whole
    typer.echo("")
    for decision in found.game.decisions:
        reached = [_part(t.reached(decision.index), t.runs) for t in found.by_policy.values()]
        listing.add_row(decision.source.id, "", *reached, "")
        for at, move in enumerate(decision.moves):
            shares = [
                _part(int(t.moves(decision.index)[at]), t.reached(decision.index))
                for t in found.by_policy.values()
            ]
            ends = dict(zip(names, whole.ends[decision.index][at].tolist(), strict=True))
            listing.add_row("", move, *shares, _most(ends))
    show(listing)


def _most(ends: dict[str, int]) -> str:
    """The endings that follow, most frequent first."""
    whole = sum(ends.values())
    order = sorted((name for name in ends if ends[name]), key=lambda n: -ends[n])
    shown = [f"{name} {_part(ends[name], whole)}" for name in order[:3]]
    return ", ".join(shown) + (f", {len(order) - 3} more" if len(order) > 3 else "")


def _show_endings(found: Cover) -> None:
    parts = found.by_policy.values()
    listing = table("ending", *found.by_policy, "title")
    for at, ending in enumerate(found.game.source.endings):
        listing.add_row(ending.id, *(_part(int(t.endings[at]), t.runs) for t in parts), shorten(ending.title))
    typer.echo("")
    show(listing)
    if found.game.events:
        listing = table("event", *found.by_policy, "title")
        for event in found.game.events:
            hits = [_part(int(t.events[event.index]), t.runs) for t in parts]
            listing.add_row(event.source.id, *hits, shorten(event.source.title))
        typer.echo("")
        show(listing)


def _show_messages(found: Cover) -> None:
    from sim.authoring.cover import said

    listing = table("messages before", "from", *found.by_policy, "never")
    for decision in found.game.decisions:
        for slot, sender in enumerate(decision.senders):
            thought = said(sender, found.whole.messages[decision.index][slot], decision)
            never = [f"{kind.replace('_', ' ')} for {move}" for (kind, move), n in thought.items() if not n]
            hits = [_sent(t, decision.index, slot) for t in found.by_policy.values()]
            listing.add_row(decision.source.id, found.game.actors[sender.actor], *hits, ", ".join(never))
    if listing.row_count:
        typer.echo("")
        show(listing)


def _sent(tally: Tally, decision: int, slot: int) -> str:
    """The share of the runs that came to a decision in which a sender wrote."""
    return _part(int(tally.messages[decision][slot].sum()), tally.reached(decision))


def _part(hits: int, whole: int) -> str:
    from sim.authoring.svg import share

    return share(hits, whole)
