"""The debrief by its six phases: the scenario's questions, and what a teacher may expect to hear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from sim.policies.run import Path, replay
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Phase
from sim.studies.turning import Shift, moments, ranked
from sim.ui.guide.lesson import LESSONS, plan
from sim.ui.guide.scenes import MARK
from sim.ui.guide.sheets import Block, Grid, Head, List, Part, Say
from sim.ui.guide.telling import condition
from sim.ui.screens.debrief.questions import STEPS
from sim.ui.screens.words import CERTAINTY, cap, listed, lower, name, percent

RUNS: Final = 400
"""Runs by which each step of the historical path is weighed: enough to tell large from small."""
_LONGEST: Final = 24
"""Paths of more steps are not weighed: it would take minutes, and no lesson plays them in one go."""
_MOST: Final = 6
"""So many things that mattered are told."""
_SMALL: Final = 0.02
"""A shift of fewer than two runs in a hundred is not told: ``RUNS`` do not tell it from none."""


def debrief(game: Compiled, runs: int = RUNS) -> Part:
    """Each phase with its minutes, what to do, what to ask, and what may be answered.

    ``runs`` weigh each step of the historical path.
    """
    plans = [(n, plan(game, n)) for n in LESSONS]
    blocks: list[Block] = [
        Say(
            "At least as long as play. None of what follows is an answer to be reached: it is what the "
            "scenario holds, so that you can tell a reason from a guess. Two paths can both be argued well."
        )
    ]
    path = replay(game) if game.has_history else None
    for step in STEPS:
        each = [sum(s.minutes for s in p.stages if s.phase == step.phase) for _, p in plans]
        told = ", ".join(f"{m} of {n}" for m, (n, _) in zip(each, plans, strict=True))
        blocks += [Head(cap(step.title), f"minutes: {told}"), Say(step.do)]
        asked = [("", q.ask) for q in game.source.questions if q.phase == step.phase]
        if asked:
            blocks += [Say("", "Ask:"), List(tuple(asked))]
        blocks += [Say("", "You may hear, or bring in:"), *_expect(step.phase, game, path, runs)]
    return Part("The debrief, in six phases", tuple(blocks))


def _react(game: Compiled, path: Path | None) -> list[Block]:
    record, rows = game.record, []
    for seat in game.source.seats:
        if len(seat.aims) > 1:
            first, last = (lower(aim, record) for aim in (seat.aims[0], seat.aims[-1]))
            rows.append((f"{name(record, seat.actor)}:", f"torn between “{first}” and “{last}”."))
    rows.append(
        ("Anybody:", "anger at another seat. Say whose brief it came from, and that the role is over.")
    )
    return [List(tuple(rows))]


def _describe(game: Compiled, path: Path | None) -> list[Block]:
    secret = [d.index + 1 for d in game.decisions if d.source.outside is not None]
    rows = []
    if secret:
        told = listed([str(n) for n in secret])
        rows.append(
            ("Who knew what:", f"what stood behind {told} was kept from other sides until it was taken.")
        )
    for decision in game.decisions:
        was = decision.source.history
        if was and was.messages:
            sent = [
                f"{game.record.actors[m.sender].name} over “{game.record.channels[m.channel].name}”"
                for m in was.messages
            ]
            rows.append((f"At {decision.index + 1}, really:", f"{listed(sent)}."))
    rows.append(("If it turns into a verdict:", "“What did they do?” first. Why comes two phases later."))
    return [List(tuple(rows))]


def _forecast(game: Compiled, path: Path | None) -> list[Block]:
    if path is None:
        return [Say("Nothing of this happened: compare the counters with what the class then chose.")]
    rows, doubtful = [], []
    for step in path.steps:
        decision = next(d for d in game.decisions if d.source.id == step.decision)
        odds = step.odds[step.move]
        label = next(m.label for m in decision.source.moves if m.id == step.move)
        rows.append((f"{decision.index + 1}. {decision.source.title}", f"{MARK} {label}", percent(odds)))
        if odds < 1 / len(decision.moves):
            doubtful.append(str(decision.index + 1))
    note = (
        f"At {listed(doubtful)} even the model held it less likely than an even spread: nobody need have "
        "seen it coming."
        if doubtful
        else "The model held none of them unlikely. That is said afterwards, by those who wrote it."
    )
    head = ("Decision", "Really chosen", "The model's odds that day")
    return [Grid("How likely the model held what was really chosen", head, tuple(rows)), Say(note)]


def _reveal(game: Compiled, path: Path | None) -> list[Block]:
    if path is None:
        return [Say("There is no history to reveal: open the private briefs, and compare them.")]
    was = {d.index + 1: d.source.history for d in game.decisions if d.source.history}
    sure = Counter(h.certainty for h in was.values())
    rows = [("How sure it is:", f"{listed([f'{n} {CERTAINTY[c]}' for c, n in sure.items()])}.")]
    contested = [f"{n} ({len(h.disputed)})" for n, h in was.items() if h.disputed]
    if contested:
        rows.append(("Accounts that clash:", f"at {listed(contested)}. Both stand above, side by side."))
    ending = next(e for e in game.source.endings if e.id == path.ending)
    rows.append((f"{MARK} The ending of what was really chosen:", f"{ending.title}. {ending.text}"))
    rows.append(("A good answer", "says who tells it, and what that person could have seen."))
    return [List(tuple(rows))]


def _analyse(game: Compiled, path: Path | None, runs: int) -> list[Block]:
    blocks: list[Block] = []
    if path is not None and len(path.steps) <= _LONGEST:
        blocks += _mattered(game, path, runs)
    rows = [
        (f"{MARK + ' ' if path and path.ending == e.id else ''}{e.title}", _comes(game, i))
        for i, e in enumerate(game.source.endings)
    ]
    marked = frozenset(i for i, e in enumerate(game.source.endings) if path and path.ending == e.id)
    head = ("Ending", "It comes about if, and nothing above it does")
    blocks.append(Grid("How the endings come about: the first that fits", head, tuple(rows), marked))
    blocks.append(
        Say("which assumption of the model did the work, and would another give another path?", "Ask:")
    )
    return blocks


def _comes(game: Compiled, at: int) -> str:
    return cap(condition(game, game.endings[at][1])) or "In all other cases"


def _mattered(game: Compiled, path: Path, runs: int) -> list[Block]:
    """What the model says mattered on the historical path, the weightiest first."""
    shifts = ranked(moments(path, 0, runs))
    weighty = [s for s in shifts if abs(s.share.value) >= _SMALL][:_MOST]
    ending = next(e.title for e in game.source.endings if e.id == path.ending)
    if not weighty:
        return [Say(f"In the model nothing on the historical path moved how often it ends in “{ending}”.")]
    lead = (
        "What mattered on the historical path, by the model's own lights: had this alone been left open, "
        f"how often would {runs} runs from there end in “{ending}”? It says nothing of the world."
    )
    rows = [(_what(game, s), f"{percent(s.before)} before it, {percent(s.after)} after it") for s in weighty]
    return [Say(lead), Grid("What mattered", ("What fell as it did", "Runs that end so"), tuple(rows))]


def _what(game: Compiled, shift: Shift) -> str:
    """What fell as it did, in a sentence."""
    decision = next(d for d in game.decisions if d.source.id == shift.step.decision)
    at = f"{decision.index + 1}. {decision.source.title}"
    if shift.what == "move":
        label = next(m.label for m in decision.source.moves if m.id == shift.name)
        return f"{at} {MARK} “{label}”"
    if shift.what == "event":
        title = next(e.title for e in game.source.events if e.id == shift.name)
        came = "It happened" if shift.name in shift.step.events else "It did not happen"
        return f"After {at} {came}: “{title}”"
    count = len(shift.step.messages)
    sent = f"{count} message{'s' * (count != 1)} sent" if count else "nobody wrote"
    return f"{at} What was said: {sent}" if shift.what == "words" else f"After {at} What leaked, or did not"


def _apply(game: Compiled, path: Path | None) -> list[Block]:
    return [
        List(
            (
                ("A good answer", "names a case, who could decide in it, and what would have had to differ."),
                ("Beware of", "one lesson for all cases. Ask for a case in which the opposite was right."),
            )
        )
    ]


_EXPECT: Final[Mapping[Phase, Callable[[Compiled, Path | None], list[Block]]]] = {
    "react": _react,
    "describe": _describe,
    "forecast": _forecast,
    "reveal": _reveal,
    "apply": _apply,
}


def _expect(phase: Phase, game: Compiled, path: Path | None, runs: int) -> list[Block]:
    """What may be heard in a phase."""
    return _analyse(game, path, runs) if phase == "analyse" else _EXPECT[phase](game, path)
