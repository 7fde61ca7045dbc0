"""What the schema cannot see: references, order, conditions and reasons that do not hold together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.errors import nearest
from sim.reading.diagnostics import Diagnostic, first
from sim.reading.tree import Document, Path_
from sim.record.record import ALIKE, Record, reference
from sim.scenario.asked import idle_seats, open_endings, twice
from sim.scenario.conditions import BadCondition, Names, mentions, parse, words
from sim.scenario.mapped import check_map
from sim.scenario.meant import all_effects, left_out, meant
from sim.scenario.schema import Decision, Effect, History, Scenario
from sim.scenario.speaking import can_send, speakers, why_silent
from sim.scenario.table_checks import check_table, shifts

GUESSES: Final = 100
"""So many lines of text are compared with the names of facts."""


def check(document: Document, scenario: Scenario, record: Record) -> list[Diagnostic]:
    """Every problem of a scenario whose shape is right."""
    return first(_Checker(document, scenario, record).run(), document.file)


class _Checker:
    def __init__(self, document: Document, scenario: Scenario, record: Record) -> None:
        self.document, self.scenario, self.record = document, scenario, record
        self.meant = meant(scenario, record)
        self.actors = set(self.meant.cast)
        self.near = self.actors.intersection(record.actors)
        self.events = [e.id for e in scenario.events]
        self.decisions = [d.id for d in scenario.decisions]
        self.left_out = left_out(scenario, record, self.meant.variables)
        self.variables = tuple(dict.fromkeys([*scenario.variables, *self.meant.variables, *self.left_out]))
        self.guesses = iter(range(GUESSES))
        self.told = {e.variable for e in all_effects(scenario)} - set(self.variables)
        self.told |= {e.after for e in scenario.events} - set(self.decisions)
        self.told |= {
            name
            for d in scenario.decisions
            for name in (*(m for limit in d.constraints for m in limit.moves), d.history and d.history.move)
            if name and name not in [m.id for m in d.moves]
        }
        """Names that are told as wrong elsewhere: conditions with them are left alone."""

    def run(self) -> Iterator[Diagnostic]:
        yield from self.parts()
        yield from self.names()
        yield from self.references()
        for at, decision in enumerate(self.scenario.decisions):
            yield from self.decision(at, decision)
        yield from check_map(self.document, self.scenario, self.record)
        yield from self.whole()
        yield from self.facts()

    def problem(self, path: Path_, code: str, message: str, mend: str = "", key: bool = False) -> Diagnostic:
        return self.document.problem(path, code, message, mend, key)

    def known(
        self, path: Path_, kind: str, name: str, names: object, key: bool = False
    ) -> Iterator[Diagnostic]:
        near = self.near if kind == "actor" else ()
        yield from reference(self.document, path, kind, name, names, key, near)  # type: ignore[arg-type]

    def parts(self) -> Iterator[Diagnostic]:
        """What every decision needs if one has it."""
        told = [d.history is not None for d in self.scenario.decisions]
        for i, decision in enumerate(self.scenario.decisions):
            if any(told) and not told[i]:
                yield self.problem(
                    ("decisions", i),
                    "missing-key",
                    f"'history' is missing in '{decision.id}', and other decisions have one.",
                    "Add 'history:' here, or leave it out everywhere.",
                )

    def names(self) -> Iterator[Diagnostic]:
        """No two things that a condition can name may share a name."""
        seen: dict[str, str] = dict.fromkeys(self.variables, "variable")
        listed: list[tuple[Path_, str, str]] = [
            (("decisions", i, "id"), "decision", d.id) for i, d in enumerate(self.scenario.decisions)
        ]
        listed += [(("events", i, "id"), "event", e.id) for i, e in enumerate(self.scenario.events)]
        listed += [(("endings", i, "id"), "ending", e.id) for i, e in enumerate(self.scenario.endings)]
        for path, kind, name in listed:
            if name in ("and", "or", "not", "in"):
                yield self.problem(path, "reserved-name", f"'{name}' is a word of conditions.", "Rename it.")
            if name in seen and (kind != "ending" or seen[name] == "ending"):
                self.told.add(name)
                a = "an" if seen[name][0] in "aeiou" else "a"
                yield self.problem(
                    path,
                    "duplicate-id",
                    f"'{name}' is the name of {a} {seen[name]} already.",
                    f"Rename this {kind}.",
                )
            seen.setdefault(name, kind)
        document, seats = self.document, [s.actor for s in self.scenario.seats]
        yield from twice(document, ("cast",), "actor", self.scenario.cast)
        yield from twice(document, ("seats",), "seat", seats, "actor")
        for i, decision in enumerate(self.scenario.decisions):
            yield from twice(document, ("decisions", i, "channels"), "channel", decision.channels)
            yield from twice(document, ("decisions", i, "leverage"), "lever", decision.leverage)

    def references(self) -> Iterator[Diagnostic]:
        record = self.record
        for i, actor in enumerate(self.scenario.cast):
            yield from self.known(("cast", i), "actor", actor, record.actors)
        for i, seat in enumerate(self.scenario.seats):
            yield from self.known(("seats", i, "actor"), "actor", seat.actor, record.actors)
            for j, heir in enumerate(seat.then):
                yield from self.known(("seats", i, "then", j), "actor", heir, record.actors)
        for name in self.variables:
            if name not in self.left_out:
                yield from self.known(("variables", name), "variable", name, record.variables, key=True)
        for name, place in self.left_out.items():
            listed = "variables" in self.document.data
            mend = f"Add '{name}: 50' under 'variables:', or use one that stands there."
            yield self.problem(
                ("variables",) if listed else place,
                "not-in-variables",
                f"'{name}' is in the record, is used, and does not stand under 'variables'.",
                mend,
                key=listed,
            )
        for lever, use in self.scenario.leverage.items():
            yield from self.known(("leverage", lever), "leverage", lever, record.leverage, key=True)
            for key, effects in (("kept", use.kept), ("paid", use.paid)):
                for j, effect in enumerate(effects):
                    yield from self.effect(("leverage", lever, key, j), effect, 0)
                kind = "threaten" if key == "kept" else "offer"
                if effects and lever in record.leverage and kind not in record.leverage[lever].backs:
                    mend = f"Remove '{key}:', or let it back '{kind}' in the record."
                    yield self.problem(
                        ("leverage", lever, key),
                        "idle-effects",
                        f"'{lever}' never backs '{kind}'.",
                        mend,
                        key=True,
                    )
        for i, event in enumerate(self.scenario.events):
            yield from self.known(("events", i, "after"), "decision", event.after, self.decisions)
            at = self.place(event.after) + 1
            yield from self.condition(("events", i, "when"), event.when, at, i)
            for j, effect in enumerate(event.effects):
                yield from self.effect(("events", i, "effects", j), effect, at)

    def place(self, decision: str) -> int:
        """Where a decision stands; behind all others if there is none of that name."""
        return self.decisions.index(decision) if decision in self.decisions else len(self.decisions)

    def effect(self, path: Path_, effect: Effect, before: int) -> Iterator[Diagnostic]:
        yield from self.known((*path, "variable"), "variable", effect.variable, self.variables)
        yield from self.condition((*path, "when"), effect.when, before)

    def condition(
        self, path: Path_, text: str | None, before: int, event: int | None = None
    ) -> Iterator[Diagnostic]:
        """``before``: how many decisions are settled where the condition is read; ``event``: whose it is."""
        if text is None:
            return
        decisions = {d.id: [m.id for m in d.moves] for d in self.scenario.decisions}
        try:
            found = parse(text, Names(decisions, self.events, self.variables))
        except BadCondition as problem:
            if not self.told.intersection(words(text)):
                yield self.problem(path, "bad-condition", f"{problem}.", problem.mend)
            return
        named, happened = mentions(found)
        for at in sorted(named):
            if at >= before:
                yield self.problem(
                    path,
                    "too-early",
                    f"'{self.decisions[at]}' is not decided before this.",
                    "Name an earlier decision.",
                )
        for at in sorted(happened):
            other = self.scenario.events[at]
            after = self.decisions.index(other.after) if other.after in self.decisions else 0
            own = None if event is None else self.scenario.events[event]
            if after >= before or (own and event is not None and other.after == own.after and at >= event):
                yield self.problem(
                    path,
                    "too-early",
                    f"'{other.id}' cannot have happened before this.",
                    "Name an earlier event.",
                )

    def decision(self, at: int, decision: Decision) -> Iterator[Diagnostic]:
        here: Path_ = ("decisions", at)
        record, moves = self.record, [m.id for m in decision.moves]
        if at and decision.date < self.scenario.decisions[at - 1].date:
            before = self.scenario.decisions[at - 1].date
            yield self.problem(
                (*here, "date"),
                "date-order",
                f"{decision.date} lies before the decision above ({before}).",
                f"Put it above, or give it {before} or a later day.",
            )
        if decision.decider in record.actors and decision.decider not in self.actors:
            yield self.problem(
                (*here, "decider"),
                "not-in-cast",
                f"'{decision.decider}' decides and is not in the cast.",
                "Add it to 'cast'.",
            )
        else:
            yield from self.known((*here, "decider"), "actor", decision.decider, self.actors)
        yield from self.condition((*here, "when"), decision.when, at)
        for i, channel in enumerate(decision.channels):
            yield from self.known((*here, "channels", i), "channel", channel, record.channels)
        for i, lever in enumerate(decision.leverage):
            yield from self.known((*here, "leverage", i), "leverage", lever, record.leverage)
        for i, limit in enumerate(decision.constraints):
            path = (*here, "constraints", i)
            yield from self.known((*path, "constraint"), "constraint", limit.constraint, record.constraints)
            for j, name in enumerate(limit.moves):
                yield from self.known((*path, "moves", j), "move", name, moves)
            if not limit.bars and limit.cost is None:
                message = "the constraint neither bars nor costs."
                yield self.problem(path, "limit-without-force", message, "Add 'cost:' or 'bars: true'.")
            yield from self.condition((*path, "when"), limit.when, at)
        barred = {m for limit in decision.constraints if limit.bars for m in limit.moves}
        free = [m.id for m in decision.moves if m.when is None]
        if not free:
            yield self.problem(
                (*here, "moves"),
                "no-open-move",
                "every move has a condition, so that none may be open.",
                "Leave one move without 'when'.",
                key=True,
            )
        elif barred.issuperset(free):
            yield self.problem(
                (*here, "constraints"),
                "no-open-move",
                "every move can be barred or closed at once.",
                "Leave one move free.",
                key=True,
            )
        for i, move in enumerate(decision.moves):
            path = (*here, "moves", i)
            if moves.index(move.id) != i:
                yield self.problem(
                    (*path, "id"),
                    "duplicate-id",
                    f"the move '{move.id}' stands here twice.",
                    "Rename one of the two moves.",
                )
            yield from self.condition((*path, "when"), move.when, at)
            for j, told in enumerate(move.notice):
                yield from self.known((*path, "notice", j, "to"), "actor", told.to, record.actors)
                if told.channel is not None:
                    yield from self.known(
                        (*path, "notice", j, "channel"), "channel", told.channel, record.channels
                    )
            for j, effect in enumerate(move.effects):
                yield from self.effect((*path, "effects", j), effect, at)
        yield from self.secrets(here, decision)
        if decision.table:
            yield from check_table(self.document, here, decision, record, self.actors)
            for path, when in shifts(here, decision.table):
                yield from self.condition(path, when, at)
        if decision.history:
            yield from self.history(here, self.meant.decisions[at], decision.history, moves)
        for name in decision.recorded:
            yield from self.known((*here, "recorded", name), "variable", name, self.variables, key=True)

    def secrets(self, here: Path_, decision: Decision) -> Iterator[Diagnostic]:
        """Other sides must be able to read of a decision without reading its secret."""
        if not any(m.secret for m in decision.moves):
            return
        if all(m.secret for m in decision.moves):
            yield self.problem(
                (*here, "moves"),
                "all-secret",
                "every move is secret, so that nobody can ask for anything.",
                "Leave one open.",
                key=True,
            )
        if decision.outside is None:
            yield self.problem(
                here,
                "no-outside-view",
                f"'{decision.id}' has a secret move but no 'outside'.",
                "Add 'outside:' with the title and the situation that other sides see.",
            )

    def history(
        self, here: Path_, decision: Decision, history: History, moves: list[str]
    ) -> Iterator[Diagnostic]:
        path = (*here, "history")
        yield from self.known((*path, "move"), "move", history.move, moves)
        if not self.whole_setting(decision):
            return
        allowed = set(speakers(self.meant, self.record, decision))
        seen: set[str] = set()
        for i, message in enumerate(history.messages):
            at = (*path, "messages", i)
            if message.move not in moves:
                yield from self.known((*at, "move"), "move", message.move, moves)
                continue
            if message.sender not in allowed:
                yield self.problem(
                    (*at, "from"),
                    "no-channel",
                    f"{why_silent(self.meant, self.record, decision, message.sender)}.",
                    f"Those who can speak: {', '.join(sorted(allowed)) or 'nobody'}.",
                )
                continue
            if message.sender in seen:
                yield self.problem(
                    (*at, "from"),
                    "second-message",
                    f"'{message.sender}' speaks twice here.",
                    "Keep one message for each sender.",
                )
            seen.add(message.sender)
            why = can_send(self.meant, self.record, decision, message)
            if why:
                yield self.problem((*at, why[0]), "message-not-possible", f"{why[1]}.", why[2])

    def whole_setting(self, decision: Decision) -> bool:
        """Whether all is known that says who can speak; where it is not, that has been told already."""
        return (
            decision.decider in self.record.actors
            and all(c in self.record.channels for c in decision.channels)
            and all(lv in self.record.leverage for lv in decision.leverage)
        )

    def whole(self) -> Iterator[Diagnostic]:
        for i, ending in enumerate(self.scenario.endings):
            yield from self.condition(("endings", i, "when"), ending.when, len(self.decisions))
        yield from open_endings(self.document, self.scenario.endings)
        known = self.record.actors
        here = {*self.actors, *(d.decider for d in self.meant.decisions)} & {*known}
        spoken = {name for actor in here for name in (actor, self.record.side(actor))}
        mend = "Add the actor to the cast."
        yield from idle_seats(self.document, self.scenario.seats, known, spoken, mend)

    def facts(self) -> Iterator[Diagnostic]:
        """Every fact that is cited anywhere must be in the record."""
        for path in list(self.document.values):
            keys = [p for p in path if isinstance(p, str)]
            elsewhere = path[0] in ("record", "define") if path else True
            if elsewhere or not keys or keys[-1] not in ("fact", "facts", "known"):
                continue
            value: object = self.document.data
            for step in path:
                value = value[step]  # type: ignore[index]
            if isinstance(value, str) and (keys[-1] != "known" or self._like_fact(value)):
                yield from self.known(path, "fact", value, self.record.facts)

    def _like_fact(self, text: str) -> bool:
        """Whether a line of text is meant for a fact: ``minutes#3``, ``minutes-3``."""
        if " " in text or "#" in text:
            return " " not in text
        guess = next(self.guesses, None) is not None
        return guess and bool(nearest(text, self.record.facts, 1, ALIKE))
