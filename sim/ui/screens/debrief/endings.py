"""The endings of both lines, and what is disputed about what really happened."""

from __future__ import annotations

from sim.ui.findings import FAN_RUNS
from sim.ui.screens.debrief.shown import Shown, figure
from sim.ui.screens.words import CERTAINTY, cap, signed
from sim.ui.view import Block, Panel, Row, Span, Table, Text, bullet, heading, note, para
from sim.world.log import points


def endings(shown: Shown) -> tuple[Panel, ...]:
    """Both endings in words, the numbers at the end, and how often runs end so."""
    game, both = shown.game, shown.both
    words: list[Block] = []
    for name, ending in _named(shown):
        found = next(e for e in game.source.endings if e.id == ending)
        words += [heading(f"{name}: {found.title}"), para(found.text)]
    mine = {v: round(x) for v, x in points(game, both.yours.state).items()}
    theirs = {v: round(x) for v, x in points(game, both.historical.state).items()}
    rows = tuple(
        Row((game.record.variables[v].name, str(mine[v]), str(theirs[v]), signed(mine[v] - theirs[v])))
        for v in game.variables
    )
    columns = ("Variable", shown.name(shown.left), shown.name(shown.right), "Difference")
    return (
        Text("Both endings", tuple(words), 1.1),
        _shares(shown),
        Table("At the end", columns, rows, (2.2, 0.8, 0.9, 1.1), 1.2),
    )


def _named(shown: Shown) -> list[tuple[str, str]]:
    """Both endings with whose they are; one where they are the same."""
    mine, theirs = shown.both.yours.ending, shown.both.historical.ending
    one, other = shown.name(shown.left), shown.name(shown.right)
    return [(f"{one} and {other}", mine)] if mine == theirs else [(one, mine), (other, theirs)]


def _shares(shown: Shown) -> Table:
    """How often each ending comes about in runs from the parting, the most frequent first."""
    both, shares = shown.both, shown.fan.endings
    rows = []
    for ending in sorted(shares, key=lambda e: -shares[e]):
        lines = ((shown.left, both.yours), (shown.right, both.historical))
        marks = [shown.name(line) for line, path in lines if path.ending == ending]
        rows.append(Row((shown.ending(ending), figure(shares[ending])), " and ".join(marks)))
    title = f"How {FAN_RUNS:,} runs by the model end, from {shown.start}"
    return Table(title, ("Ending", "Runs"), tuple(rows), (3, 0.8))


def disputed(shown: Shown) -> tuple[Panel, ...]:
    """Each contested matter with all its accounts and whose they are; and what the model leaves out."""
    source = shown.game.source
    limits = (para(source.limits), note("Read with care", source.content_note))
    left_out = Text("What the model leaves out", limits, 0.7)
    rows = []
    for decision in source.decisions:
        was = decision.history
        for account in was.disputed if was else ():
            sure = cap(CERTAINTY[was.certainty]) if was else ""
            rows.append(
                Row((shown.titled(decision.id), f"{account.by}: {account.claim}", account.others, sure))
            )
    if not rows:
        return (Text("What is disputed, and by whom", tuple(_nothing(shown))), left_out)
    columns = ("About", "One account, and whose it is", "What others say", "How sure the choice itself is")
    return (Table("What is disputed, and by whom", columns, tuple(rows), (0.9, 1.4, 1.4, 0.8), 1.7), left_out)


def _nothing(shown: Shown) -> list[Block]:
    if not shown.game.has_history:
        return [
            para("Nothing of this ever happened, so nobody has an account of it."),
            bullet("Ask instead: would each side tell this game in the same way? Where would they differ?"),
        ]
    return [
        para("No account is set against another here. That does not mean that all agree."),
        Block("text", (Span("Ask: who has not been heard, and what would they say?", "em"),)),
    ]
