"""Two lines side by side: decision by decision, and each variable over time with what else was likely."""

from __future__ import annotations

from sim.studies.fan import Fan
from sim.ui.findings import FAN_RUNS, HISTORY
from sim.ui.screens.debrief.shown import Shown
from sim.ui.view import Band, Card, Cards, Chart, Charts, Line, LineRole, Panel, Row, Table
from sim.world.log import points

KEYS = "123456789"


def parting(shown: Shown) -> str:
    """Where the two lines part, in a sentence."""
    parts = shown.both.parting
    one, other = shown.within(shown.left), shown.within(shown.right)
    one = one[:1].upper() + one[1:]
    if parts is None:
        return f"{one} and {other} are the same, move for move."
    return f"{one} and {other} part at: {shown.decision(parts.decision).title}"


def paths(shown: Shown) -> tuple[Panel, ...]:
    """Both lines, the endings first, then each decision; beside them what else can be compared."""
    both = shown.both
    mine, theirs = both.yours.ending, both.historical.ending
    rows = [
        Row(
            ("The ending, by the model's rules", shown.ending(mine), shown.ending(theirs)),
            "same" if mine == theirs else "differs",
            leading=True,
        )
    ]
    for pair in both.pairs:
        mark = "same" if pair.same else "parts here" if pair == both.parting else "differs"
        cells = (
            f"{shown.titled(pair.decision)} ({shown.decision(pair.decision).date_text})",
            _move(shown, pair.decision, pair.yours),
            _move(shown, pair.decision, pair.historical),
        )
        rows.append(Row(cells, mark))
    columns = ("Decision", shown.path_name(shown.left), shown.path_name(shown.right))
    table = Table("Decision by decision", columns, tuple(rows), (1.3, 1, 1), 1.5, large="large:paths")
    return (table, *_choose(shown))


def _move(shown: Shown, decision: str, move: str | None) -> str:
    return "did not come to it" if move is None else shown.label(decision, move)


def _choose(shown: Shown) -> tuple[Panel, ...]:
    """Which two lines stand side by side, once there are more than two."""
    whole = [*shown.found.whole_lines(), HISTORY]
    if len(whole) < 3:
        return ()
    cards: list[Card] = []
    for side, at, other in (("left", shown.left, shown.right), ("right", shown.right, shown.left)):
        for first, line in zip([True, *[False] * len(whole)], whole, strict=False):
            path = shown.found.path(line)
            assert path is not None
            cards.append(
                Card(
                    f"{side}:{line}",
                    KEYS[len(cards)] if len(cards) < len(KEYS) else "",
                    shown.name(line),
                    shown.ending(path.ending),
                    selected=line == at,
                    enabled=line != other,
                    why_not="It stands on the other side." if line == other else "",
                    above=f"On the {side}" if first else "",
                )
            )
    return (Cards("Side by side", tuple(cards), 0.6),)


def over_time(shown: Shown) -> tuple[Panel, ...]:
    """Each variable on both lines, and where runs by the model go from the parting."""
    game, fan = shown.game, shown.fan
    labels = ("0", *(str(i) for i in range(1, len(game.decisions) + 1)))
    charts = []
    for variable in game.variables:
        entry = game.record.variables[variable]
        lines = (
            Line(shown.name(shown.left), _role(shown.left, "you"), tuple(shown.both.yours.values(variable))),
            Line(
                shown.name(shown.right),
                _role(shown.right, "branch"),
                tuple(shown.both.historical.values(variable)),
            ),
        )
        bands = (
            Band("9 of 10 runs", fan.line(variable, 5), fan.line(variable, 95)),
            Band("Half of them", fan.line(variable, 25), fan.line(variable, 75)),
        )
        worse = " Higher is worse." if entry.better == "lower" else ""
        charts.append(Chart(entry.name, labels, lines, _said(shown, fan, variable) + worse, bands))
    title = (
        "Each variable in points of 100, at the start (0) and after each decision. "
        f"Shaded: where {FAN_RUNS:,} runs by the model, with other luck, go from {shown.start}"
    )
    return (Charts(title, tuple(charts), 1.7, large="large:numbers"), *_choose(shown))


def _role(line: int, otherwise: LineRole) -> LineRole:
    return "history" if line == HISTORY else otherwise


def _said(shown: Shown, fan: Fan, variable: str) -> str:
    """What the fan says of one variable: where each line ends among the runs."""
    lines = ((shown.left, shown.both.yours), (shown.right, shown.both.historical))
    ends = [(shown.name(line), points(shown.game, path.state)[variable]) for line, path in lines]
    (one, first), (other, second) = ((name, _place(fan, variable, end)) for name, end in ends)
    if first == second:
        return f"{one} and {other}: both {first} of the runs."
    return f"{one}: {first} of the runs. {other}: {second}."


def _place(fan: Fan, variable: str, end: float) -> str:
    """Where an end lies among those of the runs."""
    low, below, _, above, high = fan.stops[-1].percentiles[variable]
    if below <= end <= above:
        return "in the middle half"
    if low <= end <= high:
        return "above the middle half" if end > above else "below the middle half"
    return "among the highest twentieth" if end > high else "among the lowest twentieth"
