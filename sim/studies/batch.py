"""``sim.batch``: many runs of a scenario, with policies by name or of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sim.batches import api
from sim.batches.design import BLOCK, Design
from sim.batches.results import Results
from sim.batches.work import Kernel
from sim.policies.policy import Policy
from sim.policies.turn import play
from sim.scenario.compiled import Compiled
from sim.studies.live import play_own
from sim.studies.own import Player, usable

LIVE_BLOCK: Final = 64
"""Runs of one piece of work where they go through the live model: a second or two."""


def batch(
    scenario: str | Compiled,
    runs: int = 10_000,
    seed: int = 0,
    *,
    design: Design | None = None,
    policies: Mapping[str, str | Policy | Player] | None = None,
    **options: Any,
) -> Results:
    """Plays many runs of a scenario; see :func:`sim.batches.api.batch` for the other arguments.

    ``policies`` maps an actor's id, or "*" for everyone else, to a name, an array policy or a
    :class:`sim.studies.own.Player`. A Player is plain Python and plays through the live Mesa model,
    one run at a time: that is the slow way, some dozens of runs a second on each worker, where the
    engine plays a hundred thousand. The results have the same form.
    Raises InputError in one line for whatever is asked wrongly, and for an own policy's nonsense.
    """
    given = [policies or {}] if design is None else [arm.policies for arm in design.arms]
    own = list(_own(given))
    live = any(isinstance(policy, Player) for policy in own)
    kernel: Kernel = play_own if own else play
    return api.batch(
        scenario,
        runs,
        seed,
        design=design,
        policies=policies,  # type: ignore[arg-type]
        kernel=kernel,
        block=LIVE_BLOCK if live else BLOCK,
        **options,
    )


def _own(given: Iterable[Mapping[str, Any]]) -> Iterable[Any]:
    """The policies that are not given by name. Raises InputError for what is no policy."""
    for policies in given:
        for actor, policy in policies.items():
            usable(actor, policy)
            if not isinstance(policy, str):
                yield policy
