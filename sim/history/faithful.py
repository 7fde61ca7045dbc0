"""Whether a scenario's own rules let history happen: what no reading of the file alone can see."""

from __future__ import annotations

from pathlib import Path

from sim.policies.run import replay
from sim.reading.diagnostics import Diagnostic
from sim.scenario import library
from sim.scenario.compiled import Compiled


def check_history(file: Path, game: Compiled) -> list[Diagnostic]:
    """The first decision at which the historical path is closed or passes by; nothing if it is whole."""
    if not game.has_history:
        return []
    document, _ = library.read(file)
    if document is None:
        return []
    path = replay(game)
    taken = {step.decision: step for step in path.steps}
    for at, decision in enumerate(game.decisions):
        step = taken.get(decision.source.id)
        if step is None:
            message = f"the historical path never comes to '{decision.source.id}'."
            mend = "Mend its 'when': a decision with a history must be reached by it."
            return [document.problem(("decisions", at, "when"), "history-unreached", message, mend, key=True)]
        if step.move != step.historical_move:
            message = f"'{step.historical_move}' was chosen and is closed on the historical path."
            mend = "Mend its 'when', or what bars it: a replay would tell another history."
            where = ("decisions", at, "history", "move")
            return [document.problem(where, "history-closed", message, mend)]
    return []
