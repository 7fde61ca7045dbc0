"""``table``: what the parties of a decision bargain over, and what comes of it when the model bargains."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.frame import AsJson, Seed, app, parse_seed, parse_whole, parted, print_json, show, table
from sim.scenario import library
from sim.studies import tables as study

if TYPE_CHECKING:
    from sim.bargaining.solutions import Point
    from sim.scenario.compiled import Compiled, CompiledDecision

MOST_RUNS = 1_000_000


class Kind(StrEnum):
    """The ways to bargain."""

    alternating = "alternating"
    single_text = "single_text"


@app.command("table")
def table_(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO[:DECISION]", help="All its tables, or one.")],
    runs: Annotated[str, typer.Option(help="How many bargainings by the model.")] = "1000",
    seed: Seed = "0",
    last: Annotated[str | None, typer.Option(help="The party that offers, or amends, last.")] = None,
    protocol: Annotated[Kind | None, typer.Option(help="Bargain in this way instead.")] = None,
    as_json: AsJson = False,
) -> None:
    """What a scenario's tables hold, and what many bargainings by the model come to."""
    name, decision = parted(scenario)
    game = library.open_scenario(name)
    number, many = parse_seed(seed), parse_whole(runs, "number of runs", 1, MOST_RUNS)
    told = []
    tables = study.tables_of(game, decision)
    if last is not None and decision is None:
        tables = [t for t in tables if t.table and last in t.table.table.parties] or tables
    for found in tables:
        other = study.otherwise(found, last, None if protocol is None else protocol.value)
        opened, came = study.on_the_record(game, other), study.bargained(game, other, many, number)
        if as_json:
            row = study.table_json(other, opened)
            told.append(row | {"bargained": study.bargained_json(other, came, number)})
        else:
            _show(game, other, opened, came)
    if as_json:
        print_json({"scenario": game.id, "hash": game.hash, "tables": told})


def _show(game: Compiled, decision: CompiledDecision, found: study.Opened, came: study.Bargained) -> None:
    inner, parties = found.table.table, _names(game, found)
    protocol = found.table.protocol
    way = "one text that all amend" if protocol.kind == "single_text" else "offers in turn"
    typer.echo(f"{decision.source.id}: {decision.source.title}")
    typer.echo(
        f"  {len(inner.issues)} issues, {inner.size:,} packages; {way}, {protocol.rounds} rounds, "
        f"{parties[protocol.order[(protocol.rounds - 1) % len(protocol.order)]]} last"
    )
    listing = table("issue", "option", *parties)
    for issue, source in enumerate(found.table.source.issues):
        for n, option in enumerate(source.options):
            points = [_points(int(inner.scores[issue][p, n])) for p in range(len(parties))]
            listing.add_row("" if n else source.title, option.label, *points)
    listing.add_row("must have at least", "", *map(_points, found.reservation))
    show(listing)
    typer.echo(_zone(found))
    named: dict[str, Point] = dict(found.points)
    if found.historical is not None:
        named["Agreed in history"] = found.historical
    _packages(found, named, parties)
    gains = found.left(None if found.historical is None else found.historical.package).gains
    what = "What was agreed in history" if found.historical else "Parting without agreement, as in history,"
    if found.historical is not None or decision.source.history is not None:
        told = ", ".join(f"{who} {_points(gain)}" for who, gain in zip(parties, gains, strict=True))
        typer.echo(f"{what} left on the table: {told}." if any(gains) else f"{what} left nothing there.")
    _came(decision, came, parties)


def _zone(found: study.Opened) -> str:
    count, size = found.zone.count, found.table.table.size
    if not count:
        return f"No package could have suited all who must agree; {len(found.frontier):,} are efficient."
    return (
        f"{count:,} of {size:,} packages lie in the zone of agreement; {len(found.frontier):,} are "
        f"efficient, {len(found.zone.frontier):,} of them in the zone."
    )


def _packages(found: study.Opened, named: dict[str, Point], parties: list[str]) -> None:
    if not named:
        return
    listing = table("point", *parties, "package")
    for name, point in named.items():
        package = ", ".join(found.table.named(point.package).values())
        listing.add_row(name, *map(_points, point.worth), package)
    show(listing)


def _came(decision: CompiledDecision, came: study.Bargained, parties: list[str]) -> None:
    typer.echo(
        f"{came.runs:,} runs by the model: {came.reached:,} came here, {came.agreed:.1%} agreed, after "
        f"{came.rounds:.1f} rounds on average."
    )
    worth = ", ".join(f"{who} {w:.1f}" for who, w in zip(parties, came.worth, strict=True))
    typer.echo(f"Worth on average, what must be had where nothing was agreed: {worth}.")
    moves = ", ".join(f"{move} {share:.1%}" for move, share in came.by_move(decision.moves).items())
    typer.echo(f"Moves: {moves}.")
    listing = table("share", *parties, "move", "package")
    for package, count in came.commonest():
        names = ", ".join(came.table.named(package.tolist()).values())
        move = decision.moves[int(came.table.moves_of(package))]
        worths = map(_points, came.table.table.worth(package).tolist())
        listing.add_row(f"{count / came.reached:.1%}", *worths, move, names)
    if came.commonest():
        show(listing)
    typer.echo("")


def _names(game: Compiled, found: study.Opened) -> list[str]:
    return [game.record.actors[p].name for p in found.table.table.parties]


def _points(hundredths: int) -> str:
    return f"{hundredths / 100:.1f}"
