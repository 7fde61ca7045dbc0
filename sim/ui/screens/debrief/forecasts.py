"""What each seat expected, what came, and what was really chosen; beside the model's odds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.game.entries import Forecast as Entry
from sim.game.entries import Log
from sim.game.seat import Seat
from sim.history import forecast
from sim.history.forecast import Bin, Forecast
from sim.policies.run import Path
from sim.ui.screens.common import known_moves, title_of
from sim.ui.screens.debrief.questions import first_words
from sim.ui.screens.debrief.shown import Shown, figure
from sim.ui.view import (
    Block,
    Calibration,
    Dot,
    Dots,
    LineRole,
    Panel,
    Row,
    Span,
    Table,
    Text,
    bullet,
    heading,
    para,
)

_ROLES: tuple[LineRole, ...] = ("you", "branch")


@dataclass(frozen=True)
class _Said:
    """A seat's forecasts, in the order of the decisions. ``unknown``: some lay on what it could not know."""

    name: str
    forecasts: tuple[Forecast, ...]
    unknown: bool


def forecasts(shown: Shown) -> tuple[Panel, ...]:
    """How close it was in words and scores, decision by decision, and how sure against how often right."""
    every = [_of(shown, seat) for seat in shown.session.seats]
    said = [one for one in every if one.forecasts]
    if not said:
        return (Text("No forecast was made", tuple(_none(shown))), _table(shown, _Said(shown.who, (), False)))
    words: list[Block] = []
    for one in said:
        words += _read(shown, one, len(every) > 1)
    if any(one.unknown for one in said):
        words.append(
            para(
                "Counters on something unknown count for the moves that could not be known, evenly; where "
                "there was none such, they are lost."
            )
        )
    if not shown.told:
        words += [heading("Before you turn the page"), first_words()]
    words += [
        heading("How to read it"),
        para(
            "The score is Brier's: how far what was said lies from what came, over all moves. 0 is best, "
            "2 is worst. The model's odds are what it gave each move at that moment. They are no truth."
        ),
    ]
    tables = tuple(_table(shown, one) for one in said)
    return (Text("How close?", tuple(words), 0.9), *tables, _calibration(shown, said))


def made(seat: Seat, path: Path, log: Log) -> tuple[Forecast, ...]:
    """What a seat said of the decisions to which a path came, with the model's odds there."""
    kept = {e.decision: e for e in log if isinstance(e, Entry) and e.seat == seat.id}
    decisions = {d.source.id: d for d in seat.game.decisions}
    found = []
    for step in path.steps:
        if step.decision in kept:
            decision = decisions[step.decision]
            known = known_moves(seat, decision)
            counters = forecast.spread(dict(kept[step.decision].counters), known, decision.moves)
            found.append(Forecast(step.decision, counters, step.odds))
    return tuple(found)


def _of(shown: Shown, seat: Seat) -> _Said:
    """What a seat said in the present line."""
    found = made(seat, shown.path, tuple(shown.session.log))
    kept = shown.session.forecasts(seat.id)
    unknown = any(dict(kept[f.decision].counters).get("") for f in found)
    several = shown.session.setup.mode == "hot seat"
    name = title_of(seat) if several else "You" if seat.observes else shown.who
    return _Said(name, found, unknown)


def _came(shown: Shown) -> Mapping[str, str]:
    return shown.path.moves


def _none(shown: Shown) -> list[Block]:
    blocks = [
        para("Nobody laid counters in this game, and that is fine: it is played as well without."),
        para(
            "It is worth a try. Who says beforehand what they expect sees afterwards how far it lay off; who "
            "does not, soon believes to have known it all along. In the settings, forecasts can be asked "
            "for in the next game."
        ),
    ]
    if not shown.told:
        blocks.append(first_words())
    return blocks


def _read(shown: Shown, said: _Said, several: bool) -> list[Block]:
    """The scores in plain words and in numbers."""
    blocks = [heading(said.name)] if several else []
    against = [("Against what happened", forecast.scores(said.forecasts, _came(shown)))]
    if shown.told and shown.game.has_history:
        really = forecast.scores(said.forecasts, forecast.really_chosen(shown.game))
        against.append(("Against what was really chosen", really))
    told: list[str] = []
    for title, found in against:
        if found is not None:
            numbers = (f"{said.name} {found.person:.2f}", f"the model {found.model:.2f}")
            scores = f"{', '.join(numbers)}, an even spread {found.even:.2f}."
            blocks += [heading(title), Block("text", (Span(scores, "strong"),))]
            blocks += [bullet(words) for words in forecast.read(found) if words not in told]
            told += forecast.read(found)
    return blocks


def _table(shown: Shown, said: _Said) -> Table:
    """Decision by decision. Without forecasts, what the model had given the moves of others."""
    really = shown.told and shown.game.has_history
    by_decision = {f.decision: f for f in said.forecasts}
    rows = []
    for step in shown.session.steps:
        made = by_decision.get(step.decision)
        if said.forecasts and made is None:
            continue
        happened = f"{shown.label(step.decision, step.move)}: {_odds(said, made, step.odds, step.move)}"
        cells = [shown.titled(step.decision)]
        if made is not None:
            cells.append(_expected(shown, made))
        cells.append(happened)
        if really:
            cells.append(
                _really(shown, said, made, step.odds, step.decision, step.move, step.historical_move)
            )
        rows.append(Row(tuple(cells), _mark(made, step.move)))
    columns = ["Decision", *([f"{said.name} expected"] if said.forecasts else []), "What happened"]
    columns += ["What was really chosen"] if really else []
    several = len(shown.session.seats) > 1
    whose = f"{said.name}: decision by decision" if several else "Decision by decision"
    title = whose if said.forecasts else "What the model had held likely"
    return Table(
        title, tuple(columns), tuple(rows), (1.1, 1.2, 1.2, 1.2)[: len(columns)], 1.5, large="large:forecasts"
    )


def _expected(shown: Shown, made: Forecast) -> str:
    """The two likeliest moves, and what lay on the rest."""
    shares = sorted(made.said("person").items(), key=lambda s: -s[1])
    likely = [f"{shown.label(made.decision, m)} {figure(share)}" for m, share in shares[:2] if share]
    rest = sum(share for _, share in shares[2:])
    return "; ".join([*likely, *([f"others {figure(rest)}"] if rest else [])])


def _odds(said: _Said, made: Forecast | None, odds: Mapping[str, float], move: str) -> str:
    model = f"the model {figure(odds[move])}"
    if made is None:
        return model
    who = "you" if said.name == "You" else said.name
    return f"{who} {figure(made.said('person').get(move, 0.0))}, {model}"


def _really(
    shown: Shown,
    said: _Said,
    made: Forecast | None,
    odds: Mapping[str, float],
    decision: str,
    move: str,
    history: str,
) -> str:
    if not history or move == history:
        return "The same" if history else "Nothing of this happened"
    return f"{shown.label(decision, history)}: {_odds(said, made, odds, history)}"


def _mark(made: Forecast | None, move: str) -> str:
    """Whether what was held likeliest came."""
    if made is None:
        return ""
    shares = made.said("person")
    return "as expected" if shares[move] == max(shares.values()) else "unexpected"


def _calibration(shown: Shown, said: list[_Said]) -> Calibration:
    """How often what was held so likely came true: each seat's dots, and the model's."""
    came = _came(shown)
    series = [
        Dots(one.name, _ROLES[min(n, 1)], _dots(forecast.calibration(one.forecasts, came, "person")))
        for n, one in enumerate(said)
    ]
    every = [f for one in said for f in one.forecasts]
    once = {f.decision: f for f in every}
    series.append(Dots("The model", "history", _dots(forecast.calibration(once.values(), came, "model"))))
    note = (
        "Each dot is a group of moves that were held about equally likely; the number in it is how many. On "
        "the line, so many came true as were said to. Below it lies too much trust, above it too little. "
        f"From {_counted(len(every))} it is a sketch, and no verdict."
    )
    return Calibration("What was said, and how often it came", tuple(series), note, large="large:calibration")


def _counted(number: int) -> str:
    return "one forecast" if number == 1 else f"{number} forecasts"


def _dots(bins: tuple[Bin, ...]) -> tuple[Dot, ...]:
    return tuple(Dot(b.said, 100 * b.came / b.count, b.count) for b in bins)
