"""What if: back to any decision with the same luck, and all lines of play as a tree."""

from __future__ import annotations

from dataclasses import replace

from sim.game.session import Session
from sim.scenario.compiled import CompiledDecision
from sim.ui.findings import Findings
from sim.ui.screens.debrief.shown import Shown
from sim.ui.screens.words import listed
from sim.ui.view import Action, Block, Branch, Card, Cards, Panel, Screen, Text, Tree, bullet, heading, para
from sim.world.log import Step

MOST_LINES = 40
"""So many lines of play are kept in one game."""
_KEYS = "1234567890"
_NOBODY = "Nobody here decides or writes at it: by the same luck it would fall the same way."
_BEAT = "The short campaign leaves it to the model: by the same luck it would fall the same way."


def what_if(shown: Shown) -> tuple[Panel, ...]:
    """Every line of play, and each decision of the present one to go back to."""
    lead = (
        "Go back to a decision and choose otherwise. The luck is the same: only what you change, and what "
        "follows from it, is different."
    )
    full = len(shown.found.lines) >= MOST_LINES
    cards = tuple(_card(shown, n, step, full) for n, step in enumerate(shown.session.steps))
    tree = _tree(shown) if len(shown.found.lines) > 1 else _first(any(c.enabled for c in cards))
    return (tree, Cards("What if?", cards, 1.0, lead=lead))


def _first(can: bool) -> Text:
    """What it is for, while there is one line of play. ``can``: whether there is anything to go back to."""
    if not can:
        words: tuple[Block, ...] = (
            para("Who only observes has no part in any decision, so nothing can be changed from here."),
            bullet("Play the scenario from a seat: this page then leads back to each of its decisions."),
            bullet("Until then, ask: which one choice would you change, and what do you expect of it?"),
        )
        return Text("Other ways on", words, 0.7)
    words = (
        para("So far there is one line of play. Pick a decision, and the game stands there again."),
        bullet("Play on yourself, or choose once and let the model play on."),
        bullet("At the end this page shows every line with its ending; any two stand side by side in Paths."),
        bullet("The first game stays as it is. You can go back to it at any time."),
        heading("To think about before"),
        bullet("Which one choice would you change, and what do you expect of it?"),
        bullet("What would have had to be different for that to be open at the time?"),
    )
    return Text("Other ways on", words, 0.7)


def _card(shown: Shown, number: int, step: Step, full: bool) -> Card:
    decision = shown.game.decisions[shown.numbers[step.decision] - 1]
    can = "" if decision.beat else _otherwise(shown.session, decision, step)
    lines = f"{MOST_LINES} lines of play are all that a game keeps." if full else ""
    why_not = lines or ("" if can else _BEAT if decision.beat else _NOBODY)
    return Card(
        f"branch:{step.decision}",
        _KEYS[number] if number < len(_KEYS) else "",
        f"Go back to {shown.titled(step.decision)}",
        f"{shown.chose(step)} {can}".rstrip(),
        enabled=not why_not,
        why_not=why_not,
    )


def _otherwise(session: Session, decision: CompiledDecision, step: Step) -> str:
    """What those who play can do otherwise at a decision; nothing where they have no part in it."""
    if session.table.parties(decision):
        return "Another package can be agreed there."
    if session.speaker(decision.decider) is not None:
        return f"Not: {listed([f'“{m.label}”' for m in decision.source.moves if m.id != step.move])}."
    writes = any(session.speaker(s.actor) is not None for s in decision.senders)
    return "Other words can be sent there." if writes else ""


def _tree(shown: Shown) -> Tree:
    """All lines over the decisions, each with its ending; picking one shows it, or goes on with it."""
    labels = tuple(shown.titled(d.id) for d in shown.game.source.decisions)
    branches = []
    for number, line in enumerate(shown.found.lines):
        path = shown.found.path(number)
        here = number == shown.found.present
        moves = path.moves if path else {}
        whole = shown.found.whole(number)
        branches.append(
            Branch(
                shown.name(number),
                line.parent if number else -1,
                shown.numbers[line.at] - 1 if line.at in shown.numbers else 0,
                tuple(shown.label(d, moves[d]) if d in moves else "" for d in shown.numbers),
                shown.ending(path.ending) if path and whole else "",
                do=f"line:{number}" if path and not here else "",
                marks=(
                    *(("shown",) if here else ()),
                    *(("not played to its end",) if path and not whole else ()),
                    *(("does not fit any more",) if path is None else ()),
                ),
            )
        )
    return Tree("Lines of play", labels, tuple(branches), 1.3, large="large:tree")


def aside(screen: Screen, session: Session) -> Screen:
    """A page of a game that is played again from one of its decisions: it says so, and leads back."""
    if not session.line or session.over:
        return screen
    on = Action("playon", "Let the model play on", "L", enabled=session.can_undo)
    actions = (Action("line:0", "Back to the first game", "B"), on)
    subtitle = f"What if {session.line}   ·   {screen.subtitle}"
    return replace(screen, subtitle=subtitle, actions=(*screen.actions[:-1], *actions, *screen.actions[-1:]))


def fits(found: Findings, line: int) -> bool:
    """Whether there is such a line, and it still fits the scenario."""
    return 0 <= line < len(found.lines) and found.path(line) is not None
