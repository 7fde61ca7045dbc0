"""Backchannel: a diplomatic-negotiation simulation and a teaching game.

>>> import sim
>>> game = sim.open_scenario(min(sim.shipped()))
>>> history = sim.replay(game)
>>> sim.compare(history, history).parting is None
True

Each name is fetched from its room when it is first used, so that nobody waits for what is not asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim import version

if TYPE_CHECKING:
    from sim.batches.design import Arm, Design
    from sim.history.compare import compare, directions
    from sim.policies.policy import POLICIES, policy
    from sim.policies.run import Path, replay, run
    from sim.policies.turn import everyone, play
    from sim.scenario.library import open_scenario, shipped
    from sim.studies.batch import batch, read_results
    from sim.studies.contract import check_policy
    from sim.studies.own import Player
    from sim.world.rules import Rules

__version__ = version.VERSION

_ROOMS = {
    "sim.batches.design": ("Arm", "Design"),
    "sim.history.compare": ("compare", "directions"),
    "sim.policies.policy": ("POLICIES", "policy"),
    "sim.policies.run": ("Path", "replay", "run"),
    "sim.policies.turn": ("everyone", "play"),
    "sim.scenario.library": ("open_scenario", "shipped"),
    "sim.studies.batch": ("batch", "read_results"),
    "sim.studies.contract": ("check_policy",),
    "sim.studies.own": ("Player",),
    "sim.world.rules": ("Rules",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "POLICIES",
    "Arm",
    "Design",
    "Path",
    "Player",
    "Rules",
    "__version__",
    "batch",
    "check_policy",
    "compare",
    "directions",
    "everyone",
    "open_scenario",
    "play",
    "policy",
    "read_results",
    "replay",
    "run",
    "shipped",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    found = getattr(import_module(_ROOM_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
