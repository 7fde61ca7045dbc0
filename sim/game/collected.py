"""What a live game collects as it goes, for a table of the run or for ``mesa.batch_run``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from sim.scenario.compiled import Compiled
from sim.world.log import points

if TYPE_CHECKING:
    from sim.game.model import Negotiation


def told(game: Compiled) -> Any:
    """Collects every variable, what was decided, and how far each actor is believed."""
    return mesa.DataCollector(
        model_reporters={v: _reader(v) for v in game.variables}
        | {"decision": _last_decision, "move": _last_move},
        agent_reporters={"actor": "id", "side": "side", "credibility": "credibility"},
    )


def brief() -> Any:
    """Collects how the run ended, and its variables in hundredths of a point, once it is over."""
    return mesa.DataCollector(model_reporters={"ending": _ending, "values": _values})


def _ending(model: Negotiation) -> str:
    return model.ending if model.over else ""


def _values(model: Negotiation) -> tuple[int, ...]:
    return tuple(model.state.values[0].tolist()) if model.over else ()


def _reader(variable: str) -> Any:
    return lambda model: points(model.game, model.state)[variable]


def _last_decision(model: Negotiation) -> str:
    return model.log[-1].decision if model.log else ""


def _last_move(model: Negotiation) -> str:
    return model.log[-1].move if model.log else ""
