"""Every message that a sender could send at a decision, as arrays.

What a kind of message is worth, what it costs and how easily it leaks are judgements, given
once, for all scenarios, in words of the scale or in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim import scale
from sim.record.record import Record
from sim.scenario.compiled import SILENCE, Sender
from sim.scenario.schema import Decision, Scenario
from sim.scenario.speaking import NEEDS_LEVER, levers_behind, may_know, open_channels
from sim.types import Bool, Int64, Kind, label


@dataclass(frozen=True)
class KindRule:
    """One kind of message: its weight in per cent, its cost in points, its pull to leak in per cent."""

    weight: int
    cost: int
    leaks: int
    why: str


KINDS: Final[dict[Kind, KindRule]] = {
    Kind.ASK: KindRule(100, 1, 10, "Words alone; they cost little and say little that is worth printing."),
    Kind.ASSURE: KindRule(100, 1, 10, "Good news travels, but it embarrasses nobody."),
    Kind.WARN: KindRule(100, 2, 30, "Names a consequence; it strains the talk a little."),
    Kind.THREATEN: KindRule(
        130, 4, 50, "Pledges the consequence: heavier than a warning, and it must be kept."
    ),
    Kind.OFFER: KindRule(110, 3, 30, "Pledges something of one's own."),
    Kind.GO_PUBLIC: KindRule(100, 4, 0, "Already public: it costs goodwill, and it ties one's own hands."),
}
WORD_ALONE: Final = scale.share("faint")
"""The strength of a message with no leverage behind it: a word is a word, and not much more."""

PLEA_FLOOR: Final = 1 * scale.HUNDREDTHS
"""A message argues at least this much, hundredths of a point, against each move it does not ask for."""


def compile_sender(
    scenario: Scenario,
    record: Record,
    decision: Decision,
    name: str,
    actors: tuple[str, ...],
    channels: tuple[str, ...],
    levers: tuple[str, ...],
    stakes: Int64,
    relations: Bool,
) -> Sender:
    """All messages from ``name`` to the decider; ``stakes`` is int64 (A, M)."""
    stake = stakes[actors.index(name)]
    rows: list[tuple[int, int, int, int, bool]] = [(-1, -1, -1, -1, False)]
    handful = [True]
    known = may_know(record, decision, name)
    askable = [i for i, m in enumerate(decision.moves) if m.id in known]
    favourite = max(askable, key=lambda i: (int(stake[i]), -i), default=-1)
    has_stake = int(stake.max() - stake.min()) > 0
    ways = open_channels(record, decision, name)
    for move in askable:
        for kind in Kind:
            public = kind is Kind.GO_PUBLIC
            roads = [c for c in ways if record.channels[c].public == public]
            behind: list[str | None] = list(levers_behind(scenario, record, decision, name, label(kind)))
            if label(kind) not in NEEDS_LEVER:
                behind.append(None)
            for road in roads:
                for lever in behind:
                    for bluff in (False, True) if kind is Kind.THREATEN else (False,):
                        rows.append(
                            (kind, move, channels.index(road), levers.index(lever) if lever else -1, bluff)
                        )
                        best = road == roads[0] and lever == behind[0]
                        empty = kind is Kind.ASSURE and lever is None
                        handful.append(has_stake and move == favourite and best and not empty)
    table = np.array(rows, np.int64)
    kind_, move_, channel, lever_ = (np.ascontiguousarray(table[:, i]) for i in range(4))
    force = np.array([_force(record, levers, k, lv) for k, lv in zip(kind_, lever_, strict=True)], np.int64)
    plea = np.minimum(stake[None, :] - stake[move_][:, None], -PLEA_FLOOR)
    plea[np.arange(len(rows)), move_] = 0
    plea[SILENCE] = 0
    cost = np.array([0, *(KINDS[Kind(k)].cost * scale.HUNDREDTHS for k in kind_[1:])], np.int64)
    return Sender(
        actor=actors.index(name),
        kind=kind_,
        move=move_,
        channel=channel,
        lever=lever_,
        bluff=table[:, 4].astype(bool),
        handful=np.array(handful),
        force=force,
        plea=plea,
        cost=cost,
        relations=relations,
    )


def find_option(sender: Sender, kind: str, move: int, channel: int, lever: int, bluff: bool = False) -> int:
    """The number of the option that says this. Raises ValueError if there is none."""
    wanted = (
        (sender.kind == Kind[kind.upper()])
        & (sender.move == move)
        & (sender.channel == channel)
        & (sender.lever == lever)
        & (sender.bluff == bluff)
    )
    found = np.flatnonzero(wanted)
    if not len(found):
        raise ValueError(f"no such message: {kind}, move {move}, channel {channel}, leverage {lever}")
    return int(found[0])


def _force(record: Record, levers: tuple[str, ...], kind: int, lever: int) -> int:
    if kind < 0:
        return 0
    strength = WORD_ALONE if lever < 0 else record.leverage[levers[lever]].strength.percent
    return KINDS[Kind(kind)].weight * strength
