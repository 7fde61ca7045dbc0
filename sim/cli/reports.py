"""``report`` and ``sensitivity``: a page to read, and what an outcome hangs on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from sim.cli.frame import AsJson, Seed, app, parse_seed, print_json, show, table
from sim.errors import InputError, UnreadableFile, shorten
from sim.scenario import library

if TYPE_CHECKING:
    from sim.batches.analysis import Estimate
    from sim.batches.sensitivity import Answer, Sensitivity
    from sim.scenario.compiled import Compiled


@app.command()
def report(
    file: Annotated[Path, typer.Argument(help="A result file: .parquet, .csv or .json.")],
    out: Annotated[Path | None, typer.Option(help="The page [FILE with .html].")] = None,
    scenario: Annotated[
        str | None, typer.Option(help="The scenario's file, for its titles; not needed for a shipped one.")
    ] = None,
) -> None:
    """One HTML page of a result file, to read and to print. It needs no network."""
    from sim.batches import files
    from sim.batches.report import report as page_of

    out = out or file.with_suffix(".html")
    _check_page(out)
    results = files.read(file)
    known = scenario or (results.scenario if results.scenario in library.shipped() else None)
    game = library.open_scenario(known) if known else None
    _replace(out, page_of(results, game, file.name))
    typer.echo(f"{results.runs:,} runs of {shorten(results.scenario)}: {out}")


def _check_page(out: Path) -> None:
    """Raises InputError where the page cannot stand."""
    shown = shorten(str(out), 200)
    if out.suffix not in (".html", ".htm"):
        raise InputError(f"{shown} is no name for a page. Let --out end in .html.")
    if out.is_dir():
        raise UnreadableFile(f"{shown} is a folder. Name a page in it.")
    if not out.parent.is_dir():
        raise UnreadableFile(f"There is no folder for {shown}. Make it, or name another --out.")


def _replace(out: Path, text: str) -> None:
    """Writes the page whole or not at all."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@app.command()
def sensitivity(
    scenario: str,
    outcome: Annotated[str, typer.Option(help="A variable (its mean at the end) or an ending (its share).")],
    runs: Annotated[int, typer.Option(help="Runs that play each setting, all with the same luck.")] = 1000,
    top: Annotated[int, typer.Option(help="How many factors get their shares of variance.")] = 3,
    seed: Seed = "0",
    as_json: AsJson = False,
) -> None:
    """Which judgements and which decisions an outcome hangs on: Morris, then Sobol on the first few."""
    from sim.batches import sensitivity as study

    game = library.open_scenario(scenario)
    number = parse_seed(seed)
    console = Console(stderr=True, highlight=False, markup=False)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("settings played", total=None)

        def tell(done: int, whole: int) -> None:
            if done == 1:
                console.print(f"At most {whole:,} settings of {runs:,} runs each.")
            bar.update(task, completed=done, total=whole)

        found = study.sensitivity(game, outcome, runs, top, number, progress=tell)
    if as_json:
        print_json(found.as_json())
        return
    _show(game, found)


def _show(game: Compiled, found: Sensitivity) -> None:
    typer.echo(
        f"{found.outcome} in {found.scenario}: {found.written:.1f} {found.unit} as written, "
        f"{found.runs:,} runs a setting, seed {found.seed}"
    )
    heads = {
        "judgements": "\nThe judgements, over the ranges of their words, while the model chooses",
        "moves": "\nThe decisions, each move as likely as any other",
    }
    for answer in found.answers:
        typer.echo(heads[answer.question])
        _show_answer(game, answer, found.unit)
    typer.echo(
        "\neffect: mean size of what moving the factor does (Morris)\n"
        "alone, in all: shares of the variance, by itself and with its interplay (Sobol)\n"
        "± and brackets are 95 % intervals. All of this is about the model, not about the world."
    )


def _show_answer(game: Compiled, answer: Answer, unit: str) -> None:
    shares = {part.factor: part for part in answer.parts}
    listing = table("factor", f"effect, {unit}", "±", "alone", "in all")
    for line in answer.screened:
        part = shares.get(line.factor)
        first, total = (_share(part.first), _share(part.total)) if part else ("", "")
        listing.add_row(_title(game, line.factor), f"{line.effect:.1f}", f"{line.margin:.1f}", first, total)
    show(listing)


def _share(share: Estimate) -> str:
    return f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f})"


def _title(game: Compiled, factor: str) -> str:
    """A factor for people: a lever's name, a decision's title."""
    titles = {f"leverage.{id_}.strength": game.record.leverage[id_].name for id_ in game.levers}
    titles |= {d.source.id: d.source.title for d in game.decisions}
    return titles.get(factor, factor)
