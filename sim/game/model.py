"""A live game as a Mesa model: governments and officials that write, choose and remember.

The agents decide with the very functions that a batch uses, with one run in the arrays, so a
live game and row b of a batch with the same key are the same game, bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import mesa
import numpy as np

from sim import rng, scale
from sim.bargaining.live import Act, Talk
from sim.errors import IllegalChoice, UnknownName
from sim.game.collected import brief, told
from sim.policies import seated
from sim.policies.policy import Historical, MessageView, Model, Policy
from sim.policies.run import Path
from sim.policies.stages import Weighed, decide, likely, said, think, weigh, write
from sim.policies.turn import ending
from sim.record.schema import Actor, Channel, Constraint, Leverage
from sim.scenario.compiled import NO_HISTORY, SILENCE, Compiled, CompiledDecision, CompiledEvent
from sim.types import Int64
from sim.world.bridge import crossed
from sim.world.holds import holds
from sim.world.log import Message, Step, message_of, option_of, write_step
from sim.world.pressure import pulls
from sim.world.rules import Rules
from sim.world.settle import settle
from sim.world.state import Draft, State, begin


class Party(mesa.Agent):  # type: ignore[misc]
    """An actor of the cast, with what the record says of it.

    ``position`` is its place in the cast, ``policy`` what chooses for it while no person does.
    """

    model: Negotiation

    def __init__(self, model: Negotiation, position: int, policy: Policy) -> None:
        super().__init__(model)
        game = model.game
        self.position = position
        self.id = game.actors[position]
        self.policy = policy
        self.entry: Actor = game.record.actors[self.id]
        self.side = game.record.side(self.id)

    @cached_property
    def leverage(self) -> dict[str, Leverage]:
        """What it or its side holds over others."""
        held, ours = self.model.game.record.leverage, {self.id, self.side}
        return {name: held[name] for name in self.model.game.levers if ours & set(held[name].holder)}

    @cached_property
    def constraints(self) -> dict[str, Constraint]:
        """What limits it or its side."""
        known, ours = self.model.game.record.constraints, {self.id, self.side}
        return {name: found for name, found in known.items() if ours & set(found.actors)}

    @cached_property
    def channels(self) -> dict[str, Channel]:
        """The channels that it belongs to."""
        record = self.model.game.record
        return {
            name: record.channels[name]
            for name in self.model.game.channels
            if record.links(name, self.id, self.id)
        }

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def credibility(self) -> float:
        """How far its word is believed now, in points."""
        return float(self.model.state.credibility[0, self.position]) / scale.HUNDREDTHS

    def write(self, decision: CompiledDecision, slot: int, weighed: Weighed) -> int:
        """The option that its policy sends to the decider now; 0 is silence."""
        model = self.model
        thought = think(model.game, model.state, decision, slot, weighed, model.rules, self.policy)
        return int(write(decision, slot, thought, model.keys).option[0])

    def choose(self, decision: CompiledDecision, weighed: Weighed, messages: Int64) -> int:
        """The move that its policy takes now."""
        model = self.model
        written = [said(model.state, decision, slot, int(o)) for slot, o in enumerate(messages[0])]
        return int(
            decide(model.game, model.state, decision, weighed, written, model.rules, model.keys, self.policy)[
                0
            ]
        )


class Government(Party):
    """A government or an organised party."""


class Official(Party):
    """A person who speaks or decides for a government."""


class Negotiation(mesa.Model):  # type: ignore[misc]
    """One game of one scenario. ``step`` plays one decision; people may choose parts of it first.

    ``explain=False`` leaves out the log, the notes on each change and the table: the same game,
    several times as fast, for ``mesa.batch_run``, whose rows then hold how each run ended.
    """

    def __init__(
        self,
        game: Compiled,
        seed: int = 0,
        run: int = 0,
        policies: Mapping[str, Policy] | None = None,
        rules: Rules | None = None,
        explain: bool = True,
    ) -> None:
        super().__init__(seed=seed)
        self.game, self.rules, self.explain = game, rules or Rules(), explain
        self.keys = rng.run_keys(seed, np.array([run]))
        self.state = self.left = begin(game, 1)
        """As things stand now; and as the last decision left them, before what lies between two scenarios."""
        self.log: list[Step] = []
        self.around: list[tuple[State, State]] = []
        self.skipped: list[str] = []
        given = policies or {}
        self.parties: list[Party] = [
            (Official if actor in game.record.officials else Government)(self, i, given.get(actor, Model()))
            for i, actor in enumerate(game.actors)
        ]
        self._at = 0
        self._messages: Int64 | None = None
        self._weighed: Weighed | None = None
        self._injected: list[CompiledEvent] = []
        self.talks: dict[str, Talk] = {}
        """What was said at each table, by decision."""
        self._pass_by()
        self.datacollector = told(game) if explain else brief()
        if explain or self.over:
            self.datacollector.collect(self)

    def place(self, at: int | None, values: Mapping[int, int]) -> None:
        """Stands the game at a decision, with some variables set, whatever its 'when' says.

        Those before it go as history went, where they have one, else as the model chooses. Without
        ``at`` the game stays at its beginning. ``values``: hundredths of a point, by position.
        """
        while at is not None and self.current is not None and self.current.index < at:
            was = self.current.historical_move
            move = None if was == NO_HISTORY else self.current.moves[was]
            self.step(move if move and self.open_moves()[move] else None)
        self.state = self.state.copy()
        for position, value in values.items():
            self.state.values[0, position] = value
        self._messages, self._weighed, self._at = None, None, at or 0
        self.skipped = [d.source.id for d in self.game.decisions[: self._at] if d.source.id in self.skipped]
        if at is None:
            self._pass_by()
        self.running = not self.over

    @property
    def current(self) -> CompiledDecision | None:
        """The decision that stands open; None at the end."""
        return self.game.decisions[self._at] if self._at < len(self.game.decisions) else None

    @property
    def over(self) -> bool:
        return self.current is None

    @property
    def ending(self) -> str:
        """The ending that holds as things stand."""
        return self.game.endings[int(ending(self.game, self.state)[0])][0]

    def _open(self) -> CompiledDecision:
        if self.current is None:
            raise IllegalChoice("The game is over: there is nothing left to decide.")
        return self.current

    def weighed(self) -> Weighed:
        """What the decider weighs now, with everybody silent."""
        if self._weighed is None:
            self._weighed = weigh(self.state, self._open(), self.rules)
        return self._weighed

    def open_moves(self) -> dict[str, bool]:
        """Which moves of the open decision can be chosen."""
        decision = self._open()
        allowed = self.weighed().open_moves[0].tolist()
        return dict(zip(decision.moves, allowed, strict=True))

    def view(self, slot: int) -> MessageView:
        """What one sender sees before it writes."""
        weighed = self.weighed()
        return MessageView(
            self.game,
            self.state,
            np.zeros(1, np.int64),
            self._open(),
            weighed.open_moves,
            self.rules,
            slot,
            weighed.base,
        )

    def gather(self, said: Mapping[str, Message | None] | None = None) -> list[Message | None]:
        """Lets everybody write: people say what ``said`` gives (None is silence), policies the rest."""
        decision, weighed = self._open(), self.weighed()
        said = said or {}
        options = np.zeros(len(decision.senders), np.int64)
        for slot, sender in enumerate(decision.senders):
            actor = self.game.actors[sender.actor]
            if actor not in said:
                options[slot] = (
                    self.parties[sender.actor].write(decision, slot, weighed) if self.rules.messages else 0
                )
                continue
            message = said[actor]
            options[slot] = self._option(decision, slot, message) if message else SILENCE
        self._messages = options
        return self.messages()

    def check(self, message: Message) -> None:
        """Raises IllegalChoice for a message that cannot be sent at the open decision now."""
        self._option(self._open(), None, message)

    def inject(self, event: str) -> None:
        """Lets an event happen, whatever its chance, once the open decision is settled.

        Raises UnknownName, and IllegalChoice for one that has happened.
        """
        self._open()
        known = {e.source.id: e for e in self.game.events}
        if event not in known:
            raise UnknownName("event", event, known)
        if event not in self.still_possible():
            raise IllegalChoice(f"'{event}' has happened already.")
        self._injected.append(known[event])

    def still_possible(self) -> list[str]:
        """The events that have not happened in this game, and are not about to."""
        spent = self.state.events[0]
        coming = {e.index for e in self._injected}
        return [e.source.id for e in self.game.events if not spent[e.index] and e.index not in coming]

    def _option(self, decision: CompiledDecision, slot: int | None, message: Message) -> int:
        try:
            found, option = option_of(self.game, decision, message)
        except ValueError as problem:
            raise IllegalChoice(f"{problem}.") from None
        if slot not in (None, found) or not self.view(found).available()[0, option]:
            raise IllegalChoice(f"'{message.sender}' cannot send that message now.")
        return option

    def messages(self) -> list[Message | None]:
        """What lies before the decider: one message or silence for each sender."""
        decision = self._open()
        if self._messages is None:
            return []
        return [message_of(self.game, decision, i, int(o)) for i, o in enumerate(self._messages)]

    def options(self) -> list[int]:
        """The same as each sender's option, in the senders' order; 0 is silence."""
        return [] if self._messages is None else [int(o) for o in self._messages]

    def odds(self) -> dict[str, float]:
        """How likely the model holds each move now, messages included: shares that sum to 1."""
        decision, weighed = self._open(), self.weighed()
        weight = self._weights(decision, weighed)
        total = int(weight.sum())
        return {m: int(weight[i]) / total for i, m in enumerate(decision.moves)}

    def _weights(self, decision: CompiledDecision, weighed: Weighed) -> Int64:
        said = self._messages if self._messages is not None else np.zeros(len(decision.senders), np.int64)
        return likely(self.state, decision, weighed, said[None, :], self.rules)

    def talk(self, people: frozenset[int] = frozenset(), acts: Sequence[Act] = ()) -> Talk:
        """What was said at the open decision's table: ``people`` act by ``acts``, others as in a batch.

        Raises InputError for an act that does not fit.
        """
        decision = self._open()
        if self._messages is None:
            self.gather()
        assert self._messages is not None
        pull = pulls(self.state, decision, self._messages[None, :])
        allowed = self.weighed().open_moves
        return seated.talk_of(decision, self.state, pull, allowed, self.keys, people, acts)

    def settle_table(self, found: Talk) -> None:
        """Settles the open decision by what came of its table."""
        decision = self._open()
        assert decision.table is not None
        self.talks[decision.source.id] = found
        self.step(decision.moves[seated.move_of(decision.table, found)])

    def step(self, move: str | None = None) -> None:
        """Settles the open decision: by ``move`` where a person chose, else by the decider's policy.

        Raises IllegalChoice for a move that is not there or not open.
        """
        decision = self._open()
        who = self.parties[decision.decider].policy
        table = decision.table if move is None and self.rules.tables else None
        if table is not None and isinstance(who, Model):
            self.settle_table(self.talk())
            return
        if move is not None and not self.open_moves().get(move, False):
            raise IllegalChoice(f"'{move}' cannot be chosen at '{decision.source.id}' now.")
        if self._messages is None:
            self.gather()
        messages, weighed = self._messages, self.weighed()
        assert messages is not None
        decider = self.parties[decision.decider]
        chosen = (
            decider.choose(decision, weighed, messages[None, :])
            if move is None
            else decision.moves.index(move)
        )
        if table is not None and isinstance(who, Historical) and chosen == decision.historical_move:
            self.talks[decision.source.id] = seated.as_agreed(table)
        draft = Draft(self.state, keep_changes=self.explain)
        after = settle(
            self.game,
            self.state,
            decision,
            messages[None, :],
            np.array([chosen]),
            self.rules,
            self.keys,
            draft,
            injected=self._injected,
        )
        if self.explain:
            self._write_down(decision, after, messages, chosen, draft)
        self.state = self.left = after
        self._messages, self._weighed, self._injected = None, None, []
        self._at += 1
        self._pass_by()
        self.datacollector.collect(self)

    def _write_down(
        self, decision: CompiledDecision, after: State, messages: Int64, chosen: int, draft: Draft
    ) -> None:
        """Adds the settled decision to the log, with all that moved and why, and the states around it."""
        weight = self._weights(decision, self.weighed())
        keys = self.keys if self.rules.leaks else None
        self.around.append((self.state, after))
        self.log.append(
            write_step(
                self.game, decision, self.state, after, messages, chosen, draft.changes or [], weight, keys
            )
        )

    def _pass_by(self) -> None:
        """Passes by the decisions that this game does not come to, and over what lies between scenarios."""
        while self.current is not None:
            self.state = crossed(self.game, self.state, self.current, self.rules)
            if holds(self.current.when, self.state)[0]:
                break
            self.skipped.append(self.current.source.id)
            self._at += 1
        self.running = not self.over

    def play(self) -> Path:
        """Plays on to the end by policies alone, and gives the path."""
        while not self.over:
            self.step()
        return self.path()

    def path(self) -> Path:
        """The path so far; its ending is the one that holds as things stand."""
        log, around = tuple(self.log), tuple(self.around)
        talks = dict(self.talks)
        return Path(self.game, log, tuple(self.skipped), self.state, self.ending, around, talks)

    def table(self) -> Any:
        """A tidy table of the run so far: a row for each decision, a column for each variable (pandas)."""
        return self.datacollector.get_model_vars_dataframe()
