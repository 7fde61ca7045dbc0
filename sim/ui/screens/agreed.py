"""What came of a table: the package, who said yes, and the historical one. No sheet is opened here."""

from __future__ import annotations

from collections.abc import Sequence

from sim.bargaining.live import Talk
from sim.game.seat import Seat
from sim.scenario.compiled import Compiled, CompiledDecision
from sim.scenario.tables import CompiledTable
from sim.ui.screens.packages import option, who
from sim.ui.screens.words import cap, listed
from sim.ui.view import Block, Panel, Row, Table, heading, para
from sim.world.log import Step


def decision_of(game: Compiled, name: str) -> CompiledDecision:
    """A decision by its id."""
    return next(d for d in game.decisions if d.source.id == name)


def agreement(seat: Seat, step: Step) -> list[Block]:
    """Whether the table agreed, after how many rounds, and who said yes; nothing where none met."""
    talk, table = seat.model.talks.get(step.decision), decision_of(seat.game, step.decision).table
    if talk is None or table is None:
        return []
    return [heading("At the table"), para(f"{outcome(talk, table)} {voices(seat, talk, table)}".rstrip())]


def outcome(talk: Talk, table: CompiledTable) -> str:
    """What came of it, and when."""
    rounds = max((s.round for s in talk.said), default=0)
    after = f" in round {rounds} of {table.protocol.rounds}" if rounds else ""
    return f"A package was agreed{after}." if talk.agreed else "Nothing was agreed: no package passed."


def voices(seat: Seat, talk: Talk, table: CompiledTable) -> str:
    """Who said yes to the last package, and who no."""
    if talk.yes is None or not any(talk.yes):
        return ""
    record = seat.game.record
    yes, no = (
        listed([who(record, table, p) for p, said in enumerate(talk.yes) if said is wanted])
        for wanted in (True, False)
    )
    which = "it" if talk.agreed else "the last package"
    return f"{cap(yes)} said yes to {which}{f', {no} no' if no else ''}."


def of_table(seat: Seat, step: Step, shown: bool) -> list[Panel]:
    """The package issue by issue, beside the historical one where that may be shown; none without a table."""
    talk, table = seat.model.talks.get(step.decision), decision_of(seat.game, step.decision).table
    if talk is None or table is None:
        return []
    was = table.historical
    really = None if was is None else tuple(was.tolist())
    tells = shown and bool(step.historical_move)
    if talk.package is None and not (tells and really):
        return []
    return [_packages(table, talk.package, really, tells)]


def _packages(
    table: CompiledTable, package: Sequence[int] | None, was: Sequence[int] | None, tells: bool
) -> Table:
    rows = []
    for issue, source in enumerate(table.source.issues):
        here = settled(table, issue, package)
        cells = [source.title, here]
        if tells:
            cells.append(settled(table, issue, was))
        both = package is not None and was is not None and tells
        mark = "" if not both else "same" if cells[1] == cells[2] else "differs"
        rows.append(Row(tuple(cells), mark))
    columns = ("Issue", "Agreed now", *(["Agreed in history"] if tells else []))
    title = "The package beside the historical one" if tells else "The package that was agreed"
    return Table(title, columns, tuple(rows), (1.0, 1.0, 1.0)[: len(columns)], 0.9, large="large:package")


def settled(table: CompiledTable, issue: int, package: Sequence[int] | None) -> str:
    """How a package settles an issue."""
    return "nothing agreed" if package is None else option(table, issue, package[issue])
