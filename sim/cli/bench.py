"""``bench``: how fast the batch engine is, beside Mesa's own runner and beside a bare NumPy kernel."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from sim.cli.frame import AsJson, Seed, app, parse_seed, print_json, show, table
from sim.errors import InputError, shorten
from sim.scenario import library
from sim.studies.bench import QUICK, Compared, Rates, Report, Scaled, Size, benchmark
from sim.ui.kit.backend import require_pygame

MOST_ROUNDS = 100


@app.command()
def bench(
    scenarios: Annotated[
        list[str] | None, typer.Argument(metavar="[SCENARIO]…", help="All shipped ones, if none is named.")
    ] = None,
    rounds: Annotated[
        str | None, typer.Option(help=f"How often each is measured: 1 to {MOST_ROUNDS}. 5 if not given.")
    ] = None,
    seed: Seed = "7",
    quick: Annotated[bool, typer.Option("--quick", help="A short look: figures too rough to quote.")] = False,
    window: Annotated[
        bool, typer.Option("--ui", help="The window instead: drawing, standing still, memory, first frame.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The batch engine against mesa.batch_run of the same model, in fresh processes, round by round."""
    if window:
        _window(quick, as_json)
        return
    names = list(dict.fromkeys(scenarios or library.shipped()))
    size = QUICK if quick else Size()
    if rounds is not None:
        size = replace(size, rounds=_parse_rounds(rounds))
    number = parse_seed(seed)
    with _progress() as tell:
        report = benchmark(names, number, size, tell)
    if as_json:
        print_json(report.as_json())
        return
    _show(report, quick)


def _window(quick: bool, as_json: bool) -> None:
    """What the window costs."""
    require_pygame()
    from sim.ui.bench import QUICK, SIZE, Size
    from sim.ui.bench import benchmark as of_window

    found = of_window(QUICK if quick else Size())
    if as_json:
        print_json(found.as_json())
        return
    d, (wide, high) = found.drawing, SIZE
    rows = table("", "measured", "of what")
    rows.add_row("filling the window once", f"{d.fill:.3f} ms", f"{wide} x {high}, in software")
    rows.add_row("drawing all of it anew", f"{d.redraw:.1f} ms", f"{d.redraw / d.fill:.0f} x filling it")
    rows.add_row("picking a card", f"{d.selection:.1f} ms", f"{d.selection / d.fill:.0f} x filling it")
    rows.add_row("standing still", f"{found.idle:.2%}", "of one core")
    if found.memory is not None:
        first, last = found.memory
        rows.add_row("memory", f"{first:.0f} to {last:.0f} MB", f"over {found.changes} scene changes")
    rows.add_row("an empty window", f"{found.empty:.2f} s", "from the start of Python to its first frame")
    rows.add_row("the game", f"{found.game:.2f} s", f"{found.game / found.empty:.1f} x that")
    rows.add_row("its very first time", f"{found.fresh:.2f} s", "with a picture that says what is being read")
    show(rows)
    if quick:
        typer.echo("\nA quick look: leave --quick out for figures to quote.")


def _parse_rounds(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MOST_ROUNDS:
        return int(text)
    raise InputError(
        f"'{shorten(text, 40)}' rounds cannot be measured. Use a whole number from 1 to {MOST_ROUNDS}."
    )


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on standard error while a person watches; nothing where nobody does."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    columns = (
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=what)


def _show(report: Report, quick: bool) -> None:
    where = report.machine
    typer.echo(
        f"Python {where['python']}, NumPy {where['numpy']}, Mesa {where['mesa']}, {where['cores']} cores, "
        f"seed {report.seed}, medians of {report.size.rounds} (least to most)."
    )
    for compared in report.compared:
        typer.echo("")
        _show_compared(compared)
    typer.echo("")
    _show_scaled(report.scaled)
    if quick:
        typer.echo("\nA quick look: leave --quick out for figures to quote.")


def _show_compared(compared: Compared) -> None:
    rates, size, fan = compared.rates, compared.size, compared.fan
    typer.echo(f"{compared.scenario}: {compared.ratio:,.0f} times mesa.batch_run of the same model")
    rows = table("", "runs", "runs a second", "spread", "the batch is")
    lines = (
        ("this engine, one core, all rules on", "batch", size.batch),
        ("mesa.batch_run, the same model", "mesa", size.mesa),
        ("  with Python's garbage collection off", "no_gc", size.mesa),
        ("  with every change explained, as the game plays it", "explained", max(1, size.mesa // 4)),
        ("  with as many agents and steps, and no rules", "frame", size.frame),
        ("the floor: draw, gather and add in NumPy, no rules", "floor", size.batch),
    )
    for label, column, runs in lines:
        rate = rates[column]
        times = rates["batch"].median / rate.median
        shown = "" if column == "batch" else f"{times:,.0f} x" if times >= 10 else f"{times:.2f} x"
        rows.add_row(label, f"{runs:,}", f"{rate.median:,.0f}", _spread(rate), shown)
    show(rows)
    same = "the same, run by run" if compared.same_endings else "NOT THE SAME: this is a bug"
    typer.echo(f"Endings and variables of both: {same} (the first {size.mesa}).")
    typer.echo(f"Kept of each run while it plays: {compared.bytes_per_run:,.0f} bytes.")
    typer.echo(
        f"{fan['runs']:,} runs on from '{fan['decision']}': {fan['seconds']:.3f} s, "
        f"{fan['ratio']:.2f} times one live game ({fan['live_game_seconds']:.3f} s)."
    )


def _show_scaled(scaled: Scaled) -> None:
    typer.echo(f"Workers, {scaled.runs:,} runs of {scaled.scenario}:")
    rows = table("workers", "runs a second", "spread", "times one", "starting them")
    one = scaled.rates[1].median
    for workers, rate in scaled.rates.items():
        start = f"{scaled.start_up[workers]:.2f} s"
        rows.add_row(str(workers), f"{rate.median:,.0f}", _spread(rate), f"{rate.median / one:.2f} x", start)
    show(rows)


def _spread(rate: Rates) -> str:
    least, most = rate.spread
    return f"{least:,.0f} to {most:,.0f}"
