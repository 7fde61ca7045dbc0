"""A game before its first choice, at its beginning or at a decision that somebody wants to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import MissingPart, UnknownName
from sim.game.setup import Start
from sim.scale import HUNDREDTHS
from sim.scenario.compiled import Compiled

if TYPE_CHECKING:
    from sim.game.model import Negotiation


def begun(game: Compiled, seed: int, start: Start | None) -> Negotiation:
    """The game before its first choice. Raises UnknownName where its start is not in the scenario."""
    try:
        from sim.game.model import Negotiation  # Mesa is slow to import: the first page does not wait for it
    except ModuleNotFoundError as missing:
        raise MissingPart(
            f"The part '{missing.name}' is not installed. Run 'python -m pip install .' in the game's folder."
        ) from None

    model = Negotiation(game, seed)
    if start is None:
        return model
    places = {d.source.id: d.index for d in game.decisions}
    positions = list(game.variables)
    if start.decision is not None and start.decision not in places:
        raise UnknownName("decision", start.decision, places)
    for name in start.values:
        if name not in positions:
            raise UnknownName("variable", name, positions)
    values = {positions.index(n): round(v * HUNDREDTHS) for n, v in start.values.items()}
    model.place(None if start.decision is None else places[start.decision], values)
    return model
