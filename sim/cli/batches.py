"""``batch`` and ``merge``: many runs, in files and in figures."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.frame import AsJson, app, parse_seed, parse_whole, print_json, show, table
from sim.cli.guard import Stopped
from sim.errors import InputError, UnknownName, shorten
from sim.policies.policy import POLICIES
from sim.scenario.compiled import Compiled
from sim.scenario.library import open_scenario
from sim.types import Json

if TYPE_CHECKING:
    from sim.batches.design import Design
    from sim.batches.results import Results

# what only a batch needs is imported within the functions: other commands start without it

LONG = 600
"""Seconds from which a batch asks for --yes."""

LARGE = 10**10
"""Bytes of a file from which a batch asks for --yes."""


@app.command()
def batch(
    scenario: Annotated[str | None, typer.Argument(help="A scenario's id or file.")] = None,
    runs: Annotated[str | None, typer.Option(help="Runs in each cell [10000].")] = None,
    seed: Annotated[str | None, typer.Option(help="A whole number, or several: 1,2,3 [0].")] = None,
    policy: Annotated[
        list[str] | None,
        typer.Option(metavar="[ACTOR=]P", help=f"Who chooses: {', '.join(POLICIES)}. May be repeated."),
    ] = None,
    force: Annotated[
        list[str] | None,
        typer.Option(metavar="DECISION=MOVE", help="Taken wherever it is open. May be repeated."),
    ] = None,
    start: Annotated[
        list[str] | None, typer.Option(metavar="VARIABLE=POINTS", help="Where a variable begins.")
    ] = None,
    off: Annotated[
        list[str] | None, typer.Option(metavar="MECHANISM", help="A mechanism switched off, such as leaks.")
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Beside it the model's own play, run by run with the same luck.")
    ] = False,
    draws: Annotated[
        str | None, typer.Option(help="So many draws of all judgements from their ranges [0].")
    ] = None,
    design: Annotated[
        Path | None, typer.Option(help="A YAML file with arms or a grid, in place of the options above.")
    ] = None,
    rows: Annotated[str | None, typer.Option(help="A row for each of: runs, decisions, none [runs].")] = None,
    out: Annotated[Path | None, typer.Option(help="A .parquet, .csv or .json file.")] = None,
    again: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The batch that this result file tells of, once more.")
    ] = None,
    workers: Annotated[str, typer.Option(help="Processes that play.")] = "1",
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A dask scheduler to play on.")
    ] = None,
    shard: Annotated[str | None, typer.Option(metavar="I/N", help="The I-th of N parts; see merge.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a batch that was stopped.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it although it is long, or replaces a file.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Many runs at once: how often each ending, each move; with --out, every run in a file."""
    flags = {"policy": policy, "force": force, "start": start, "off": off, "compare": compare or None}
    plain = {"runs": runs, "seed": seed, "draws": draws, "rows": rows}
    if again is not None:
        _refuse("--again", {**flags, **plain, "design": design, "shard": shard})
        from sim.batches.remake import again as of_file

        game, plan, shard = of_file(again, scenario)
    elif design is not None:
        _refuse("--design", flags)
        game, plan = _from_file(design, scenario, plain)
    elif scenario is None:
        raise InputError("Name a scenario, such as 'batch SCENARIO'. 'python -m sim list' shows them.")
    else:
        game = open_scenario(scenario)
        plan = _from_flags(game, flags, plain)
    if out is None:
        needs = "resume" if resume else "rows" if rows else None
        if needs:
            raise InputError(f"--{needs} needs a file. Add --out FILE.")
        plan = replace(plan, rows="none")
    count = parse_whole(workers, "number of workers", 1, 1024)
    from sim.batches import engine
    from sim.batches.api import batch as play_batch
    from sim.batches.design import checked

    blocks = engine.blocks_of(checked(plan, game), shard=shard)
    if not yes:
        _ask(game, plan, sum(b.runs for b in blocks), count, cluster is not None, out)
    began = time.perf_counter()
    with _progress(out) as (progress, say):
        results = play_batch(
            game,
            design=plan,
            workers=count,
            cluster=cluster,
            shard=shard,
            out=out,
            resume=resume,
            replace=yes,
            progress=progress,
            say=say,
        )
    seconds = time.perf_counter() - began
    if as_json:
        print_json(_document(results, seconds))
    else:
        _tell(game, results, seconds, out)


@app.command()
def merge(
    shards: Annotated[list[Path], typer.Argument(help="All shards of a batch.")],
    out: Annotated[Path, typer.Option(help="The whole: a .parquet, .csv or .json file.")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace the file if it is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Shards put together: byte for byte the file that the batch in one piece writes."""
    from sim.batches.remake import merge as put_together

    began = time.perf_counter()
    results = put_together(shards, out, yes)
    if as_json:
        print_json(_document(results, time.perf_counter() - began))
    else:
        typer.echo(f"{results.runs:,} runs of {len(shards)} shards: {out}")


def _refuse(what: str, options: Json) -> None:
    """Raises InputError for options that do not go with another."""
    given = [f"--{name}" for name, value in options.items() if value is not None]
    if given:
        raise InputError(f"{what} and {given[0]} do not go together. Leave one out.")


def _from_file(path: Path, scenario: str | None, plain: dict[str, str | None]) -> tuple[Compiled, Design]:
    from sim.batches import design_file

    file, document = design_file.read(path)
    name = scenario or file.scenario
    if name is None:
        raise InputError(f"{shorten(str(path), 200)} names no scenario. Add 'scenario:' to it, or name one.")
    game = open_scenario(name)
    return game, _with(design_file.check(file, document, game), plain)


def _from_flags(game: Compiled, flags: Json, plain: dict[str, str | None]) -> Design:
    from sim.batches.design import EVERYONE, Arm, Design

    policies = {}
    for text in flags["policy"] or []:
        actor, equals, name = text.rpartition("=")
        policies[actor if equals else EVERYONE] = name
    arm = Arm(
        policies=policies,
        forced=_pairs(flags["force"], "force", "DECISION=MOVE"),
        start={
            name: parse_whole(points, f"start of '{shorten(name)}'", 0, 100)
            for name, points in _pairs(flags["start"], "start", "VARIABLE=POINTS").items()
        },
        off=tuple(flags["off"] or []),
    )
    if flags["compare"] and arm == Arm():
        raise InputError("There is nothing to compare. Add --force, --policy, --start or --off.")
    arms = (Arm(), arm) if flags["compare"] else (arm,)
    return _with(Design(arms=arms), plain)


def _with(design: Design, plain: dict[str, str | None]) -> Design:
    """The design with what else was typed."""
    from sim.batches.design import MAX_RUNS

    if plain["runs"] is not None:
        design = replace(design, runs=parse_whole(plain["runs"], "number of runs", 1, MAX_RUNS))
    if plain["seed"] is not None:
        design = replace(design, seeds=tuple(parse_seed(s.strip()) for s in plain["seed"].split(",")))
    if plain["draws"] is not None:
        design = replace(design, draws=parse_whole(plain["draws"], "number of draws", 0, 100_000))
    if plain["rows"] is not None:
        kinds = ("none", "runs", "decisions")
        if plain["rows"] not in kinds:
            raise UnknownName("kind of rows", plain["rows"], kinds)
        design = replace(design, rows=plain["rows"])  # type: ignore[arg-type]
    return design


def _pairs(texts: list[str] | None, option: str, form: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts or []:
        name, equals, value = text.partition("=")
        if not (name and equals and value):
            raise InputError(f"'{shorten(text)}' is no {form}. Write --{option} {form}.")
        if name in found:
            raise InputError(f"--{option} names '{shorten(name)}' twice. Use a design file for several arms.")
        found[name] = value
    return found


def _ask(game: Compiled, plan: Design, runs: int, workers: int, cluster: bool, out: Path | None) -> None:
    """Raises InputError for a batch that is long or large, and says what it will cost."""
    from sim.batches.cost import estimate

    cost = estimate(game, plan, runs)
    seconds = 0.0 if cluster else cost.seconds / workers
    size = cost.bytes if out is not None else 0
    if seconds > LONG or size > LARGE:
        file = f" and about {size / 1e9:,.0f} GB of disk" if out is not None else ""
        raise InputError(
            f"{runs:,} runs will take about {_time(seconds)}{file}. Add --yes if you mean it, or play fewer."
        )


def _time(seconds: float) -> str:
    for size, unit in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{seconds:,.0f} seconds"


@contextmanager
def _progress(out: Path | None) -> Iterator[Any]:
    """Runs a second and time left on standard error, once a batch takes longer than a second."""
    from sim.cli.progress import Meter

    meter = Meter(sys.stderr)
    try:
        yield meter.advance, meter.say
    except KeyboardInterrupt:
        raise Stopped(_kept(out)) from None
    finally:
        meter.close()


def _kept(out: Path | None) -> str:
    """After Ctrl-C, a word on what is kept."""
    from sim.batches.parts import folder_of

    kept = 0 if out is None else len(list(folder_of(out).glob("block-*.npz")))
    if out is None or not kept:
        return "stopped; nothing is kept."
    return f"stopped; {kept} finished blocks are kept in {folder_of(out)}. Add --resume to go on."


def _document(results: Results, seconds: float) -> Json:
    """What ``--json`` prints."""
    seeds = results.design.seeds
    found: Json = {"scenario": results.scenario, "hash": results.hash, "runs": results.runs}
    found |= {
        "seed": seeds[0],
        "endings": results.endings,
        "moves": results.moves,
        "seconds": round(seconds, 3),
    }
    if len(seeds) > 1:
        found["seeds"] = list(seeds)
    if len(results.arms) > 1:
        found["arms"] = {
            name: {"runs": arm.runs, "endings": arm.endings, "moves": arm.moves}
            for name, arm in results.arms.items()
        }
    return found | {"design": results.design.as_json(), "shard": results.meta.shard}


def _tell(game: Compiled, results: Results, seconds: float, out: Path | None) -> None:
    from sim.batches.analysis import wilson

    titles = {e.id: e.title for e in game.source.endings}
    typer.echo(f"{game.source.title}  ({game.id}, {game.hash})")
    for name, arm in results.arms.items():
        if not arm.runs:
            continue
        seeds = ", ".join(map(str, results.design.seeds))
        typer.echo(f"\n{name}: {arm.runs:,} runs, seed {seeds}")
        listing = table("ending", "", "runs", "share", "95 % interval")
        for ending, count in arm.endings.items():
            share = wilson(count, arm.runs)
            listing.add_row(
                ending,
                titles[ending],
                f"{count:,}",
                f"{share.value:.2%}",
                f"{share.low:.2%} to {share.high:.2%}",
            )
        show(listing)
    speed = results.runs / max(seconds, 1e-9)
    typer.echo(f"\n{results.runs:,} runs in {seconds:.1f} s, {speed:,.0f} runs/s")
    if out is not None:
        typer.echo(f"{out}: {_size(out)}")


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size:,} bytes"
