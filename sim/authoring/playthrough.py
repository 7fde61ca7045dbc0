"""Plays that an author keeps beside a scenario: moves in, the ending and some numbers out.

``NAME.plays.yaml`` beside ``NAME.yaml`` lists them. Each is one run, as ``run`` plays it with that
seed and policy, but for the moves that the play names. What comes out otherwise is told at the line
that expected it, with the line as it would be right.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from sim import places
from sim.errors import UnreadableFile
from sim.policies.policy import policy
from sim.policies.run import Path as RunPath
from sim.policies.run import run
from sim.policies.turn import everyone
from sim.reading import tree
from sim.reading.bind import Strict, bind
from sim.reading.diagnostics import Diagnostic, first
from sim.reading.fields import FormatNumber, Line, Name
from sim.reading.tree import Document, Path_
from sim.record.record import reference
from sim.scale import HUNDREDTHS
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.seed import MAX_SEED

MAX_PLAYS: Final = 100


class Play(Strict):
    """One run: what is chosen in it, and what is expected of it."""

    title: Line | None = None
    """What the play is about."""
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
    """The same seed is the same luck."""
    policy: Literal["model", "history", "random", "greedy"] = "model"
    """What chooses where the play names no move."""
    moves: dict[Name, Name] = Field(default_factory=dict)
    """The move taken at each of these decisions."""
    ending: Name | None = None
    """The ending that is expected."""
    after: dict[Name, dict[Name, int | float]] = Field(default_factory=dict)
    """Points expected after a decision, by variable; as exact as they are written."""

    @model_validator(mode="after")
    def _expects(self) -> Play:
        if self.ending is None and not self.after:
            raise ValueError("the play expects nothing | Add 'ending:', or 'after:' with numbers.")
        return self


class Plays(Strict):
    """A file of plays."""

    format: FormatNumber = 1
    """The version of the format."""
    plays: Annotated[list[Play], Field(min_length=1, max_length=MAX_PLAYS)]


def check_plays(path: Path, game: Compiled) -> list[Diagnostic]:
    """Every problem of the plays beside the scenario file ``path``; none where there are no plays."""
    shown = places.shown(path)
    try:
        beside = [p for p in library.family(path) if p.name.split(".")[1:] == [library.PLAYS, "yaml"]]
        if not beside:
            return []
        shown = places.shown(beside[0])
        document, problems = tree.parse(library.text(beside[0]), shown)
    except UnreadableFile as problem:
        return [tree.unreadable(shown, problem)]
    if document is None:
        return problems
    plays, problems = bind(document, Plays)
    if plays is None:
        return problems
    told = (d for at, play in enumerate(plays.plays) for d in _check(document, at, play, game))
    return first(told, shown)


def _check(document: Document, at: int, play: Play, game: Compiled) -> Iterator[Diagnostic]:
    here: Path_ = ("plays", at)
    wrong = list(_names(document, here, play, game))
    if wrong:
        yield from wrong
        return
    place = {d.source.id: d for d in game.decisions}
    forced = {place[d].index: place[d].moves.index(move) for d, move in play.moves.items()}
    path = run(game, play.seed, everyone(game, policy(play.policy)), forced=forced)
    wrong = list(_closed(document, here, play, path))
    yield from wrong or _differs(document, here, play, path)


def _names(document: Document, here: Path_, play: Play, game: Compiled) -> Iterator[Diagnostic]:
    """Names that the scenario does not have."""
    moves = {d.source.id: d.moves for d in game.decisions}
    for decision, move in play.moves.items():
        path = (*here, "moves", decision)
        if decision in moves:
            yield from reference(document, path, "move", move, moves[decision])
        else:
            yield from reference(document, path, "decision", decision, moves, key=True)
    if play.ending is not None:
        yield from reference(
            document, (*here, "ending"), "ending", play.ending, [name for name, _ in game.endings]
        )
    for decision, numbers in play.after.items():
        path = (*here, "after", decision)
        yield from reference(document, path, "decision", decision, moves, key=True)
        for variable in numbers:
            yield from reference(document, (*path, variable), "variable", variable, game.variables, key=True)


def _closed(document: Document, here: Path_, play: Play, path: RunPath) -> Iterator[Diagnostic]:
    """What the play asks for and the run does not come to: the first of it, since the rest may follow."""
    came = path.moves
    for decision in (d.source.id for d in path.game.decisions):
        for part in ("moves", "after"):
            if decision in getattr(play, part) and decision not in came:
                message = f"this play passes '{decision}' by: its 'when' does not hold then."
                mend = f"Remove '{decision}', or mend the moves before it."
                yield document.problem((*here, part, decision), "play-impossible", message, mend, key=True)
                return
        move = play.moves.get(decision)
        if move is not None and came[decision] != move:
            message = f"'{move}' cannot be chosen at '{decision}' in this play."
            mend = "Name another move, or mend its 'when' or what bars it."
            yield document.problem((*here, "moves", decision), "play-impossible", message, mend)
            return


def _differs(document: Document, here: Path_, play: Play, path: RunPath) -> Iterator[Diagnostic]:
    """Where the run comes out otherwise than expected."""
    if play.ending not in (None, path.ending):
        message = f"this play was expected to end with '{play.ending}', and ends with '{path.ending}'."
        mend = f"If that is right, write 'ending: {path.ending}'."
        yield document.problem((*here, "ending"), "play-differs", message, mend)
    for step in path.steps:
        for variable, expected in play.after.get(step.decision, {}).items():
            came, places = step.after[variable], _places(expected)
            if abs(round(came * HUNDREDTHS) - expected * HUNDREDTHS) > HUNDREDTHS / 10**places / 2:
                message = f"'{variable}' was expected at {expected} here, and comes to {came:g}."
                mend = f"If that is right, write '{variable}: {came:.{places}f}'."
                yield document.problem(
                    (*here, "after", step.decision, variable), "play-differs", message, mend
                )


def _places(number: int | float) -> int:
    """How many decimals were written, two at most: the state is kept in hundredths."""
    return 0 if isinstance(number, int) else min(2, len(repr(number).partition(".")[2]))
