"""Policies as a stranger might write them, good and broken, in a module that other processes can import."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from sim.policies.policy import Local, Messages, MessageView, Model, MoveView
from sim.studies.own import Player, Seat
from sim.types import Int64
from sim.world.log import Message


class First:
    """Silent; takes the first open move."""

    name = "first"

    def message(self, view: MessageView) -> Messages:
        return Messages(np.array([0]), np.ones((len(view), 1), np.int64))

    def move(self, view: MoveView) -> Int64:
        first = np.argmax(view.open_moves, axis=1)
        return (np.arange(view.open_moves.shape[1]) == first[:, None]).astype(np.int64)


class Wary(First):
    """Reads a variable: the last open move once the first variable is below 50 points."""

    name = "wary"

    def move(self, view: MoveView) -> Int64:
        last = view.open_moves.shape[1] - 1 - np.argmax(view.open_moves[:, ::-1], axis=1)
        low = view.state.values[:, 0] < 5_000
        taken = np.where(low, last, np.argmax(view.open_moves, axis=1))
        return (np.arange(view.open_moves.shape[1]) == taken[:, None]).astype(np.int64)


class FalselyLocal(First, Local):
    """Says that it reads no more than its view, and reads how far each actor is believed."""

    def move(self, view: MoveView) -> Int64:
        last = view.open_moves.shape[1] - 1 - np.argmax(view.open_moves[:, ::-1], axis=1)
        shaken = view.state.credibility.sum(axis=1) != view.game.credibility.sum()
        taken = np.where(shaken, last, np.argmax(view.open_moves, axis=1))
        return (np.arange(view.open_moves.shape[1]) == taken[:, None]).astype(np.int64)


class Closed(First):
    """Weighs every move, open or not."""

    def move(self, view: MoveView) -> Int64:
        return np.ones(view.open_moves.shape, np.int64)


class Flat(First):
    """One weight for each run, where one for each move is wanted."""

    def move(self, view: MoveView) -> Int64:
        return np.ones(len(view), np.int64)


class Fractions(First):
    """Probabilities, where whole numbers are wanted."""

    def move(self, view: MoveView) -> Any:
        return view.open_moves / view.open_moves.sum(axis=1, keepdims=True)


class Negative(First):
    def move(self, view: MoveView) -> Int64:
        return -view.open_moves.astype(np.int64)


class Nothing(First):
    def move(self, view: MoveView) -> Int64:
        return np.zeros(view.open_moves.shape, np.int64)


class Heavy(First):
    def move(self, view: MoveView) -> Int64:
        return view.open_moves.astype(np.int64) << 40


class Unsendable(First):
    """Weighs every message there is, whether it can be sent or not."""

    def message(self, view: MessageView) -> Messages:
        options = np.arange(len(view.sender))
        return Messages(options, np.ones((len(view), len(options)), np.int64))


class Unknown(First):
    """An option that the sender does not have."""

    def message(self, view: MessageView) -> Messages:
        return Messages(np.array([len(view.sender)]), np.ones((len(view), 1), np.int64))


class Bare(First):
    """Options alone, without their weights."""

    def message(self, view: MessageView) -> Any:
        return np.zeros(len(view), np.int64)


class Crashes(First):
    def move(self, view: MoveView) -> Int64:
        raise ZeroDivisionError("division by zero")


class Streams(Model):
    """Draws luck of its own, from a stream."""

    def move(self, view: MoveView) -> Int64:
        taken = np.random.default_rng().random(view.open_moves.shape) * view.open_moves
        return (taken == taken.max(axis=1, keepdims=True)).astype(np.int64)


class Crowd(First):
    """Looks at the whole batch: what a run does depends on its neighbours."""

    def move(self, view: MoveView) -> Int64:
        if len(view) % 2:
            return First.move(self, view)
        last = view.open_moves.shape[1] - 1 - np.argmax(view.open_moves[:, ::-1], axis=1)
        return (np.arange(view.open_moves.shape[1]) == last[:, None]).astype(np.int64)


class Stuck(First):
    """Holds what cannot leave its process."""

    def __init__(self) -> None:
        self.later = lambda: 0


class Lucky(Player):
    """Plain Python: writes and chooses at random, by the seat's own luck."""

    def message(self, seat: Seat) -> Message | None:
        choices = (None, *seat.options)
        return choices[int(seat.luck() * len(choices))]

    def move(self, seat: Seat) -> str:
        return seat.moves[int(seat.luck(1) * len(seat.moves))]


class Counting(Player):
    """Remembers how often it was asked, within its run."""

    def __init__(self) -> None:
        self.asked = 0

    def move(self, seat: Seat) -> str:
        self.asked += 1
        return seat.moves[self.asked % len(seat.moves)]


class Gambler(Player):
    """Luck of its own: another game each time."""

    def move(self, seat: Seat) -> str:
        return random.SystemRandom().choice(seat.moves)


class Mumbles(Player):
    """Names a move that is not there."""

    def move(self, seat: Seat) -> str:
        return "nonsense"


class Blurts(Player):
    """A message that cannot be sent."""

    def message(self, seat: Seat) -> Message | None:
        return Message(seat.actor, "ask", "nonsense", "nowhere")


class Shouts(Player):
    """Words instead of a message."""

    def message(self, seat: Seat) -> Any:
        return "Please."


class Fails(Player):
    def move(self, seat: Seat) -> str:
        raise KeyError("plan")


class Peeks(Player):
    """Keeps what it was shown, for a test to look at."""

    shown: list[Seat] = []

    def message(self, seat: Seat) -> Message | None:
        Peeks.shown.append(seat)
        return super().message(seat)

    def move(self, seat: Seat) -> str:
        Peeks.shown.append(seat)
        return super().move(seat)
