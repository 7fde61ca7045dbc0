"""What follows from one sender's message and the move that answers it, worked out beforehand.

It depends on nothing but the option and the move, so each rule is worked out once for every
pair of them, and a batch looks its runs up. Tables are flat: option x (M + 1) + move, where the
last column is a run that does not come to the decision; there nothing follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from sim import rng
from sim.scenario.compiled import KEPT, PAID, SILENCE, Compiled, CompiledDecision, Sender
from sim.scenario.messages import KINDS
from sim.types import Bool, Int8, Int32, Int64, Kind, Lever
from sim.world import rules as numbers


@dataclass(frozen=True, eq=False)
class Used:
    """A lever really used: what that does to one variable, int32 (K x (M + 1),), with the reason."""

    lever: int
    variable: int
    amount: Int32
    reason: str


@dataclass(frozen=True, eq=False)
class Follows:
    """The tables of one sender at one decision. Amounts are hundredths of a point."""

    width: int
    """M + 1."""
    relations: tuple[int, ...]
    """The variables that measure the relation between the sender's side and the decider's."""
    speaks: bool
    """Whether one of its messages is in public."""
    leaky: bool
    """Whether one of its messages may leak."""
    levers: tuple[tuple[int, Int8], ...]
    """Each lever that a message may name, and what becomes of it: int8 of Lever (K x (M + 1),)."""
    used: tuple[Used, ...]
    public: Int32
    """(K,) what words in public take from the relation."""
    leaks: Int64
    """(K,) a draw whose upper half lies below this leaks the message."""
    leak_trust: tuple[tuple[int, Int32], ...]
    """Each channel that may leak, and what a leak takes from its trust: int32 (K,)."""
    credibility: Int32
    """(K x (M + 1),) what being heeded, ignored or called earns or costs the sender."""
    heeded_trust: tuple[tuple[int, Int32], ...]
    """Each channel that may be heeded over, and what that earns it: int32 (K x (M + 1),)."""

    def at(self, option: Int64, move: Int64) -> Int64:
        """Where each run's option and move stand in the tables: int64 (B,)."""
        return option * self.width + move


@lru_cache(maxsize=2048)
def follows(
    game: Compiled, decision: CompiledDecision, slot: int, sent: tuple[int, ...] | None = None
) -> Follows:
    """The tables of one sender; where only some messages were ``sent``, with what follows from these.

    They are kept: a scenario's compiled decisions never change.
    """
    if sent is not None:
        return _only(follows(game, decision, slot), sent)
    sender, width = decision.senders[slot], len(decision.moves) + 1
    option = np.repeat(np.arange(len(sender)), width)
    move = np.tile(np.append(np.arange(width - 1), -1), len(sender))
    heeded, ignored = answers(sender, decision, option, move)
    channels = np.unique(sender.channel[sender.channel >= 0])
    every = np.arange(len(sender))
    public = np.where(sender.kind == Kind.GO_PUBLIC, numbers.PUBLIC_RELATION, 0).astype(np.int32)
    leaks = rng.bar(leak_chance(game, sender, every), 100)
    return Follows(
        width,
        tuple(np.flatnonzero(sender.relations).tolist()),
        bool(public.any()),
        bool(leaks.any()),
        tuple(lever_states(sender, option, move, heeded, ignored)),
        tuple(lever_uses(game, sender, option, heeded, ignored)),
        public,
        leaks,
        tuple((int(c), _where(sender.channel == c, numbers.LEAK_TRUST)) for c in channels),
        credibility(sender, option, heeded, ignored),
        tuple((int(c), _where(heeded & (sender.channel[option] == c), numbers.HEEDED)) for c in channels),
    )


def _only(whole: Follows, sent: tuple[int, ...]) -> Follows:
    """The tables without those that hold nothing for the messages sent."""
    pairs = np.concatenate([np.arange(whole.width) + o * whole.width for o in sent])
    return replace(
        whole,
        speaks=bool(whole.public[list(sent)].any()),
        leaky=bool(whole.leaks[list(sent)].any()),
        levers=tuple((a, t) for a, t in whole.levers if t[pairs].any()),
        used=tuple(u for u in whole.used if u.amount[pairs].any()),
        leak_trust=tuple((c, t) for c, t in whole.leak_trust if t[list(sent)].any()),
        heeded_trust=tuple((c, t) for c, t in whole.heeded_trust if t[pairs].any()),
    )


def answers(sender: Sender, decision: CompiledDecision, option: Int64, move: Int64) -> tuple[Bool, Bool]:
    """Whether each run's message was heeded, and whether it was ignored: two bool (B,).

    Heeded: the decider did what was asked. Ignored: it did what the sender likes less.
    """
    stake = decision.stakes[sender.actor]
    asked = sender.move[option]
    there = (asked >= 0) & (move >= 0)
    heeded = there & (asked == move)
    ignored = there & (stake[move] < stake[np.maximum(asked, 0)])
    return heeded, ignored


def lever_states(
    sender: Sender, option: Int64, move: Int64, heeded: Bool, ignored: Bool
) -> list[tuple[int, Int8]]:
    """A lever is pressed by a warning, threatened by a threat, used by a kept threat or an offer taken up."""
    kind, lever = sender.kind[option], sender.lever[option]
    state = np.where(kind == Kind.THREATEN, Lever.THREATENED, Lever.PRESSED)
    state = np.where(_kept(sender, option, ignored) | _paid(sender, option, heeded), Lever.USED, state)
    state = np.where(move >= 0, state, Lever.HELD)
    return [(int(a), np.where(lever == a, state, 0).astype(np.int8)) for a in np.unique(lever[lever >= 0])]


def lever_uses(game: Compiled, sender: Sender, option: Int64, heeded: Bool, ignored: Bool) -> list[Used]:
    """What a kept threat and a paid offer do with each lever."""
    found = []
    lever = sender.lever[option]
    for at in np.unique(lever[lever >= 0]):
        for way, hit in ((KEPT, _kept(sender, option, ignored)), (PAID, _paid(sender, option, heeded))):
            effects = game.lever_effects[way][at]
            for v in np.flatnonzero(effects):
                amount = _where(hit & (lever == at), int(effects[v]))
                found.append(Used(int(at), int(v), amount, game.lever_reasons[way][at][v]))
    return [u for u in found if u.amount.any()]


def leak_chance(game: Compiled, sender: Sender, option: Int64) -> Int64:
    """How likely each message is to leak: int64 (N,), per cent."""
    pull = np.array([0, *(r.leaks for r in KINDS.values())], np.int64)[sender.kind[option] + 1]
    secrecy = game.secrecy[np.maximum(sender.channel[option], 0)] if len(game.secrecy) else np.int64(100)
    return np.where(option == SILENCE, 0, (100 - secrecy) * pull // 100)


def credibility(sender: Sender, option: Int64, heeded: Bool, ignored: Bool) -> Int32:
    """Being heeded and keeping a threat earn belief; a called bluff and an ignored public demand cost it."""
    threat = sender.kind[option] == Kind.THREATEN
    public = sender.kind[option] == Kind.GO_PUBLIC
    bluff = sender.bluff[option]
    amount = _where(heeded, numbers.HEEDED) + _where(threat & ignored & bluff, numbers.BLUFF_CALLED)
    amount += _where(threat & ignored & ~bluff, numbers.THREAT_KEPT)
    return amount + _where(public & ignored, numbers.PUBLIC_IGNORED)


def _kept(sender: Sender, option: Int64, ignored: Bool) -> Bool:
    return np.asarray((sender.kind[option] == Kind.THREATEN) & ignored & ~sender.bluff[option])


def _paid(sender: Sender, option: Int64, heeded: Bool) -> Bool:
    return np.asarray((sender.kind[option] == Kind.OFFER) & heeded)


def _where(hit: Bool, amount: int) -> Int32:
    return np.where(hit, amount, 0).astype(np.int32)
