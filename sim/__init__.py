"""Backchannel: a diplomatic-negotiation simulation and a teaching game.

>>> import sim
>>> game = sim.open_scenario(min(sim.shipped()))
>>> history = sim.replay(game)
>>> sim.compare(history, history).parting is None
True
"""

import sys

try:
    from sim import version
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
except KeyboardInterrupt:
    if sys.argv[:1] != ["-m"]:
        raise
    print("backchannel: stopped.", file=sys.stderr)  # 'python -m sim' while it was still starting
    raise SystemExit(130) from None

__version__ = version.VERSION

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
