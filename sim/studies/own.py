"""Own policies: what a researcher writes to choose for an actor.

There are two kinds. An array policy (:class:`sim.policies.policy.Policy`) answers for many runs at
once and runs in the batch engine. A :class:`Player` is plain Python: it plays one run at a time,
through the live Mesa model, and that is the slow way: some dozens of runs a second, where the engine
plays a hundred thousand. Whatever an own class answers is checked, and nonsense ends in one line
that names the class, the decision and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim import rng, scale
from sim.errors import BackchannelError, InputError, shorten
from sim.policies.policy import POLICIES, Local, Messages, MessageView, Model, MoveView, Policy, View
from sim.rng import Purpose
from sim.scenario.compiled import SILENCE
from sim.scenario.speaking import may_know
from sim.types import Int64, UInt64
from sim.world.choice import pick, weights
from sim.world.log import Message, message_of, option_of, points

if TYPE_CHECKING:
    from sim.game.model import Negotiation

HEAVIEST: Final = 1 << 31
"""The most that the weights of one choice may sum to."""


class Player:
    """A policy in plain Python, for one run at a time. Subclass it and write one method or both.

    Each run has a copy of its own, so whatever a player remembers lasts for one run. Luck comes from
    ``seat.luck()``: a player that draws its own is another one each time.
    """

    name = "player"

    def message(self, seat: Seat) -> Message | None:
        """The message to send before somebody else decides: one of ``seat.options``, or None."""
        said = seat.by_model()
        assert said is None or isinstance(said, Message)
        return said

    def move(self, seat: Seat) -> str:
        """The move to take: one of ``seat.moves``."""
        taken = seat.by_model()
        assert isinstance(taken, str)
        return taken


@dataclass(frozen=True)
class Seat:
    """What an actor can see at a decision, and nothing that it should not know.

    A move that is kept secret from the actor is not among ``moves``, and nobody but the decider
    sees what others wrote. What was chosen before is known to all.
    """

    actor: str
    decision: str
    date: str
    """The day of the decision, as ``1921-10-04``."""
    decider: str
    moves: tuple[str, ...]
    """The moves that can be chosen now and that the actor can know of."""
    odds: Mapping[str, float]
    """How likely the model holds each of ``moves``: for a sender with all silent, for the decider
    with every message in."""
    world: Mapping[str, float]
    """Every variable in points."""
    credibility: Mapping[str, float]
    """How far each actor is believed, in points."""
    trust: Mapping[str, float]
    """How well each channel carries, in points."""
    past: Mapping[str, str]
    """The move taken at each decision that was reached before."""
    received: tuple[Message, ...]
    """What was written to the actor, where it decides."""
    options: tuple[Message, ...]
    """Every message that the actor could send now, where it writes."""
    draw: int = field(repr=False)
    """The 64 bits of luck that belong to this choice in this run."""
    model_choice: Message | str | None = field(repr=False)

    def luck(self, slot: int = 0) -> float:
        """A number from 0 up to 1: the same for the same seed, run, decision and slot."""
        bits = np.array([self.draw], np.uint64)
        if slot:
            bits = rng.mix64(bits + rng.run_keys(slot, np.zeros(1, np.int64)))
        return int(bits[0] >> np.uint64(11)) / 2**53

    def by_model(self) -> Message | str | None:
        """What the model's own actor would say or choose here, with the same luck."""
        return self.model_choice


class Seated:
    """A player in an actor's seat, as a policy of one live game. ``model`` is that game."""

    def __init__(self, player: Player, actor: str, keys: UInt64) -> None:
        self.player, self.actor, self.keys, self.name = player, actor, keys, player.name
        self.model: Negotiation | None = None

    def message(self, view: MessageView) -> Messages:
        """The player's message, as the one option there is."""
        draw = rng.draw(self.keys, view.decision.index, Purpose.MESSAGE, view.slot)
        allowed = np.flatnonzero(view.available()[0])
        said = [message_of(view.game, view.decision, view.slot, int(k)) for k in allowed if k != SILENCE]
        options, weight = Model().message(view)
        by_model = message_of(view.game, view.decision, view.slot, int(options[pick(weight, draw)][0]))
        odds = weights(view.base, view.open_moves, view.rules.rationality)[0]
        seat = self._seat(view, odds, draw, by_model, options=tuple(m for m in said if m is not None))
        where = f"{type(self.player).__name__}.message at '{seat.decision}'"
        with _told(where):
            answer = self.player.message(seat)
        return Messages(np.array([_option(view, answer, where)]), np.ones((1, 1), np.int64))

    def move(self, view: MoveView) -> Int64:
        """The player's move, with all the weight."""
        draw = rng.draw(self.keys, view.decision.index, Purpose.MOVE)
        weight = Model().move(view)
        by_model = view.decision.moves[int(pick(weight, draw)[0])]
        assert self.model is not None
        received = tuple(m for m in self.model.messages() if m is not None)
        seat = self._seat(view, weight[0], draw, by_model, received=received)
        where = f"{type(self.player).__name__}.move at '{seat.decision}'"
        with _told(where):
            answer = self.player.move(seat)
        if answer not in seat.moves:
            raise InputError(f"{where} gave {_said(answer)}. Expected one of: {', '.join(seat.moves)}.")
        found = np.zeros((1, len(view.decision.moves)), np.int64)
        found[0, view.decision.moves.index(answer)] = 1
        return found

    def _seat(
        self,
        view: View,
        odds: Int64,
        draw: UInt64,
        by_model: Message | str | None,
        received: tuple[Message, ...] = (),
        options: tuple[Message, ...] = (),
    ) -> Seat:
        game, state, source = view.game, view.state, view.decision.source
        known = set(may_know(game.record, source, self.actor))
        seen = [
            (m, int(w))
            for m, w, is_open in zip(view.decision.moves, odds, view.open_moves[0], strict=True)
            if is_open and m in known
        ]
        total = sum(w for _, w in seen)
        taken = [(d, int(state.moves[0, d.index])) for d in game.decisions]
        return Seat(
            actor=self.actor,
            decision=source.id,
            date=source.date.isoformat(),
            decider=source.decider,
            moves=tuple(m for m, _ in seen),
            odds={m: w / total for m, w in seen},
            world=points(game, state),
            credibility=_points(game.actors, state.credibility[0]),
            trust=_points(game.channels, state.trust[0]),
            past={d.source.id: d.moves[move] for d, move in taken if move >= 0},
            received=received,
            options=options,
            draw=int(draw[0]),
            model_choice=by_model,
        )


class Checked:
    """An own array policy whose every answer is looked at before it is used."""

    def __init__(self, policy: Policy) -> None:
        self.policy, self.name = policy, _name(policy)

    def message(self, view: MessageView) -> Messages:
        """The policy's messages. Raises InputError in one line for nonsense."""
        where = f"{_name(self.policy)}.message at '{view.decision.source.id}'"
        with _told(where):
            answer = self.policy.message(view)
        if not (isinstance(answer, tuple) and len(answer) == 2):
            raise InputError(f"{where} gave {_said(answer)}. Expected Messages(options, weight).")
        options, weight = (np.asarray(part) for part in answer)
        count = len(view.sender)
        if options.ndim != 1 or not _whole(options) or not len(options):
            raise InputError(f"{where} gave options {_shape(options)}. Expected whole numbers (H,).")
        if options.min() < 0 or options.max() >= count:
            raise InputError(f"{where} gave an option outside 0 to {count - 1}. Expected view.sender's own.")
        _check(where, "weight", weight, (len(view), len(options)))
        if (weight[~view.available()[:, options]] != 0).any():
            raise InputError(f"{where} weighs a message that cannot be sent. Expected 0 where not available.")
        return Messages(options.astype(np.int64), weight.astype(np.int64))

    def move(self, view: MoveView) -> Int64:
        """The policy's weights. Raises InputError in one line for nonsense."""
        where = f"{_name(self.policy)}.move at '{view.decision.source.id}'"
        with _told(where):
            weight = np.asarray(self.policy.move(view))
        _check(where, "weights", weight, view.open_moves.shape)
        closed = np.flatnonzero((weight != 0).any(axis=0) & (~view.open_moves & (weight != 0)).any(axis=0))
        if len(closed):
            move = view.decision.moves[closed[0]]
            raise InputError(f"{where} weighs '{move}', which is closed. Expected 0 where not open.")
        return weight.astype(np.int64)


class CheckedLocal(Checked, Local):
    """The same for one that reads nothing of a run but what its view says."""


def checked(policy: Policy) -> Policy:
    """A policy whose answers are checked, unless it is one of our own."""
    if any(policy is own for own in POLICIES.values()):
        return policy
    return CheckedLocal(policy) if isinstance(policy, Local) else Checked(policy)


def usable(actor: str, policy: object) -> None:
    """Raises InputError in one line if an actor's policy is neither a name, an array policy nor a player."""
    if isinstance(policy, type):
        raise InputError(f"The policy of '{actor}' is a class. Give an object of it: {policy.__name__}().")
    answers = all(callable(getattr(policy, word, None)) for word in ("message", "move"))
    if isinstance(policy, str) or (answers and isinstance(getattr(policy, "name", None), str)):
        return
    expected = "Expected a name, a Player, or an object with 'name', 'message' and 'move'"
    raise InputError(f"The policy of '{actor}' is {_said(policy)}. {expected}.")


def _option(view: MessageView, answer: Any, where: str) -> int:
    """The option that says a player's message. Raises InputError in one line."""
    if answer is None:
        return SILENCE
    expected = "Expected None or one of seat.options."
    if not isinstance(answer, Message):
        raise InputError(f"{where} gave {_said(answer)}. {expected}")
    try:
        slot, option = option_of(view.game, view.decision, answer)
    except ValueError:
        slot, option = -1, SILENCE
    if slot != view.slot or not view.available()[0, option]:
        raise InputError(f"{where} gave a message that cannot be sent now ({_said(answer)}). {expected}")
    return option


@contextmanager
def _told(where: str) -> Iterator[None]:
    """What goes wrong in somebody's own code becomes one line that says where."""
    try:
        yield
    except BackchannelError:
        raise
    except Exception as problem:
        raise InputError(
            f"{where} failed: {type(problem).__name__}: {shorten(str(problem), 200)}."
        ) from problem


def _check(where: str, what: str, weight: np.ndarray[Any, Any], shape: tuple[int, ...]) -> None:
    """Whether weights can be drawn from. Raises InputError in one line."""
    if weight.shape != shape or not _whole(weight):
        raise InputError(f"{where} gave {what} {_shape(weight)}. Expected whole numbers {shape}.")
    if (weight < 0).any():
        raise InputError(f"{where} gave {what} below 0. Expected 0 or more.")
    total = weight.astype(object).sum(axis=1) if weight.dtype.itemsize > 4 else weight.sum(axis=1)
    if not all(1 <= int(t) <= HEAVIEST for t in total):
        raise InputError(
            f"{where} gave {what} that sum to 0, or beyond 2**31. Expected 1 to 2**31 in each row."
        )


def _whole(array: np.ndarray[Any, Any]) -> bool:
    return array.dtype.kind in "iu"


def _shape(array: np.ndarray[Any, Any]) -> str:
    return f"of shape {array.shape} and type {array.dtype}"


def _points(names: tuple[str, ...], row: Any) -> dict[str, float]:
    return {name: int(value) / scale.HUNDREDTHS for name, value in zip(names, row, strict=True)}


def _name(policy: object) -> str:
    return type(policy).__name__


def _said(answer: object) -> str:
    return shorten(repr(answer), 80)
