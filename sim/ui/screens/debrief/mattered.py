"""What the model says mattered: by its own lights, what was said, chosen and thrown, the weightiest first."""

from __future__ import annotations

from sim.studies.turning import Moment, Outlook, Shift, ranked
from sim.ui.findings import MATTERED_RUNS
from sim.ui.screens.debrief.shown import Shown, figure
from sim.ui.screens.words import lower, signed
from sim.ui.view import Block, Panel, Row, Span, Table, Text, heading, note, para
from sim.world.log import Step

SENTENCES = 6
"""So many are told in sentences; the table has all."""
SMALL = 0.005
"""A shift of less than half a run in a hundred is none."""


def mattered(shown: Shown) -> tuple[Panel, ...]:
    """The ranking in sentences, what the other moves led to, and all numbers; or how far it has come."""
    found = shown.found
    if not found.done:
        return (_working(len(found.moments), len(shown.session.steps)),)
    shifts = ranked(found.moments)
    return (
        Text("What mattered most", tuple(_sentences(shown, shifts)), 1.0),
        Text(_others_title(shown), tuple(_others(shown)), 1.0),
        _numbers(shown, shifts),
    )


def _working(done: int, of: int) -> Text:
    words = (
        para("Working it out…"),
        para(
            f"{done} of {of} decisions are weighed, each by {MATTERED_RUNS:,} runs: had this alone been left "
            "to the model, would it have ended so? It takes a few seconds."
        ),
    )
    return Text("What the model says mattered", words)


def _sentences(shown: Shown, shifts: list[Shift]) -> list[Block]:
    ending = shown.ending(shown.path.ending)
    blocks = [
        note(
            "By the model's own lights",
            "Each thing below is put to one question: had this alone been left to the model, how often would "
            f"{MATTERED_RUNS:,} runs from there still end in “{ending}”? It says what the model holds, and "
            "nothing of the world.",
        )
    ]
    weighty = [s for s in shifts if abs(s.share.value) >= SMALL][:SENTENCES]
    for shift in weighty:
        words = (
            f" Runs that end so: {figure(shift.before)} before it, {figure(shift.after)} after it."
            f"{_moved(shown, shift)}"
        )
        head = f"{shown.sentence(shift.step.decision)} "
        blocks.append(Block("bullet", (Span(head), Span(_what(shown, shift), "strong"), Span(words))))
    if not weighty:
        blocks.append(
            para("Nothing on this path moved how often runs end so: the ending was all but certain.")
        )
    elif len(shifts) > len(weighty):
        blocks.append(para("All else moved it by less, or not at all: the numbers are in the table."))
    return blocks


def _what(shown: Shown, shift: Shift) -> str:
    """What fell as it did, in a sentence."""
    step = shift.step
    if shift.what == "move":
        return shown.chose(step)
    if shift.what == "words":
        count = len(step.messages)
        return (
            "Nobody wrote to whoever decides."
            if not count
            else "One message was sent."
            if count == 1
            else f"{count} messages were sent."
        )
    if shift.what == "leaks":
        leaked = sum(s.leaked for s in step.messages)
        return "Nothing leaked." if not leaked else "A message leaked." if leaked == 1 else "Messages leaked."
    title = next(e.title for e in shown.game.source.events if e.id == shift.name)
    return f"It happened: {title}." if shift.name in step.events else f"It did not happen: {title}."


def _moved(shown: Shown, shift: Shift) -> str:
    """The two variables that it moved most, at the end and on average."""
    variables = {v: points for v, points in shift.variables.items() if abs(points) >= 1}
    largest = sorted(variables, key=lambda v: -abs(variables[v]))[:2]
    if not largest:
        return ""
    record = shown.game.record
    names = [f"{lower(record.variables[v].name, record)} {signed(round(variables[v]))}" for v in largest]
    return f" At the end, on average: {', '.join(names)}."


def _numbers(shown: Shown, shifts: list[Shift]) -> Table:
    """Every shift with its interval."""
    rows = [
        Row(
            (
                f"{shown.sentence(s.step.decision)} {_what(shown, s)}",
                figure(s.before),
                figure(s.after),
                f"{_hundredths(s.share.value)} ({_hundredths(s.share.low)} to {_hundredths(s.share.high)})",
            )
        )
        for s in shifts
    ]
    title = "In numbers: runs that end as this game did"
    columns = ("What fell as it did", "Before", "After", "Change, with 95\u00a0% interval")
    return Table(title, columns, tuple(rows), (2.4, 0.6, 0.6, 1.2), 1.4, large="large:mattered")


def _hundredths(share: float) -> str:
    return signed(round(100 * share, 1))


def _own(shown: Shown) -> list[Moment]:
    """The decisions of those who played; for who only watched, all."""
    found = [m for m in shown.found.moments if shown.decided(m.step) is not None]
    return found or list(shown.found.moments)


def _others_title(shown: Shown) -> str:
    played = any(shown.decided(m.step) is not None for m in shown.found.moments)
    return f"{shown.whose} decisions: what each move leads to" if played else "What each move leads to"


def _others(shown: Shown) -> list[Block]:
    """For each decision, how runs end after each open move: after the same words, by the same luck."""
    blocks: list[Block] = []
    for moment in _own(shown):
        step = moment.step
        blocks.append(heading(shown.titled(step.decision)))
        order = sorted(moment.moves, key=lambda m: -moment.moves[m].endings[shown.path.ending])
        blocks += [_outlook(shown, step, move, moment.moves[move]) for move in order]
    return blocks


def _outlook(shown: Shown, step: Step, move: str, outlook: Outlook) -> Block:
    marks = [("taken", step.move), ("in history", step.historical_move)]
    said = ", ".join(word for word, m in marks if m == move)
    spans = [Span(shown.label(step.decision, move), "strong"), Span(f" ({said})" if said else "", "em")]
    same = outlook.endings[shown.path.ending]
    most = max(outlook.endings, key=lambda e: outlook.endings[e])
    words = f": {figure(same)} end as this game did"
    if most != shown.path.ending:
        words += f"; most often “{shown.ending(most)}” ({figure(outlook.endings[most])})"
    return Block("bullet", (*spans, Span(f"{words}.")))
