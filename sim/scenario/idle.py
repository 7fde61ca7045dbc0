"""What stands in a scenario and does nothing: it plays, and not as its author meant. Warnings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from sim.reading.diagnostics import WARNING, Diagnostic
from sim.reading.tree import Document, Path_
from sim.record.own import OwnRecord
from sim.record.record import Record
from sim.scenario.meant import all_effects
from sim.scenario.schema import Decision, Move, Scenario, Told
from sim.scenario.speaking import levers_behind, open_channels, speakers

PLEDGES: Final = {"kept": "threaten", "paid": "offer"}
"""What the effects of a lever belong to."""


def check_idle(document: Document, scenario: Scenario, record: Record) -> Iterator[Diagnostic]:
    """Everything idle in a scenario without errors. ``record`` holds its own entries too."""
    for found in _Checker(document, scenario, record).run():
        yield dataclasses.replace(found, severity=WARNING)


class _Checker:
    def __init__(self, document: Document, scenario: Scenario, record: Record) -> None:
        self.document, self.scenario, self.record = document, scenario, record
        self.own = scenario.record or OwnRecord()
        self.sides = {record.side(a) for a in scenario.cast}
        self.problem = document.problem
        self.voices: dict[str, list[str]] = {}

    def run(self) -> Iterator[Diagnostic]:
        decisions = self.scenario.decisions
        mute = {i for i, d in enumerate(decisions) if not d.channels and _speaks_of_channels(d)}
        deaf: dict[str, list[int]] = {c: [] for d in decisions for c in d.channels}
        for i, decision in enumerate(decisions):
            for channel in set(decision.channels) - self.roads(decision):
                deaf[channel].append(i)
        for i in mute:
            message = f"'{decisions[i].id}' has no 'channels', so that nobody can write or be written to."
            mend = "Add 'channels: […]', or take its 'leverage' and the channels of its notices out."
            yield self.problem(("decisions", i), "no-channels", message, mend)
        for channel, places in deaf.items():
            if places:
                yield from self.channel(channel, places)
        told = {c for c, places in deaf.items() if places}
        cut = {m for c in told for m in self.record.channels[c].members}
        for i, decision in enumerate(decisions):
            here: Path_ = ("decisions", i)
            yield from self.wishes(here, decision)
            for j, move in enumerate(decision.moves):
                path = (*here, "moves", j)
                yield from self.twin(path, move, decision.moves[:j])
                yield from self.notices(path, decision, move, told if i not in mute else None)
        if not cut and not mute:
            yield from self.levers()
            yield from self.silent()
        yield from self.variables()
        yield from self.entries(() if not mute else ("channels",))

    def roads(self, decision: Decision) -> set[str]:
        """The channels that carry a message or a notice at a decision."""
        notices = {t.channel for m in decision.moves for t in m.notice if self.carries(t, decision)}
        return {c for a in self.speakers(decision) for c in open_channels(self.record, decision, a)} | {
            c for c in notices if c
        }

    def carries(self, told: Told, decision: Decision) -> bool:
        return bool(told.channel) and self.joins(str(told.channel), decision, told.to)

    def joins(self, channel: str, decision: Decision, to: str) -> bool:
        """Whether a word from the decider's side can reach another over a channel; in public, all hear it."""
        ours, theirs = self.record.side(decision.decider), self.record.side(to)
        return self.record.links(channel, ours, ours if self.record.channels[channel].public else theirs)

    def speakers(self, decision: Decision) -> list[str]:
        found = self.voices.get(decision.id)
        if found is None:
            found = self.voices[decision.id] = speakers(self.scenario, self.record, decision)
        return found

    def channel(self, channel: str, decisions: list[int]) -> Iterator[Diagnostic]:
        played = [i for i, d in enumerate(self.scenario.decisions) if channel in d.channels]
        if decisions == played and len(played) > 1 and channel in self.own.channels:
            message = f"'{channel}' joins nobody of the cast to one who decides where it is in play."
            yield self.problem(
                ("record", "channels", channel), "idle-channel", message, "Correct its members.", key=True
            )
            return
        for i in decisions:
            decision = self.scenario.decisions[i]
            message = f"nobody of the cast can write to '{decision.decider}' over '{channel}'"
            message += ", and no notice goes over it."
            at = decision.channels.index(channel)
            mend = "Name a channel that joins the two, correct its members, or take it out here."
            yield self.problem(("decisions", i, "channels", at), "idle-channel", message, mend)

    def wishes(self, here: Path_, decision: Decision) -> Iterator[Diagnostic]:
        wants = self.record.priorities(decision.decider)
        if not any(wants.get(v) for v in self.scenario.variables):
            message = f"'{decision.decider}' wants nothing that is in play, and will choose by chance."
            mend = f"Give it priorities, like: {{{next(iter(self.scenario.variables))}: strong}}."
            yield self.problem((*here, "decider"), "no-wishes", message, mend)

    def twin(self, path: Path_, move: Move, above: list[Move]) -> Iterator[Diagnostic]:
        for other in above:
            if other.label.casefold() == move.label.casefold():
                message = f"'{move.id}' has the same label as '{other.id}'."
                yield self.problem((*path, "label"), "twin-moves", message, "Say how they differ.")
                return
            if _same(other, move):
                message = f"'{move.id}' does just what '{other.id}' does."
                yield self.problem(
                    (*path, "effects"), "twin-moves", message, "Change its effects or its notice.", key=True
                )
                return

    def notices(
        self, path: Path_, decision: Decision, move: Move, channels_told: set[str] | None
    ) -> Iterator[Diagnostic]:
        """``channels_told``: those that are a problem already; None if all are."""
        record, ours = self.record, self.record.side(decision.decider)
        seen: set[str] = set()
        for i, told in enumerate(move.notice):
            to = (*path, "notice", i, "to")
            if told.to in (decision.decider, ours):
                message = f"'{told.to}' decides here and needs no notice."
                yield self.problem(to, "idle-notice", message, "Name who else is told, or remove it.")
            elif record.side(told.to) not in self.sides:
                message = f"nobody of the cast is on the side of '{told.to}': the notice changes nothing."
                yield self.problem(to, "idle-notice", message, "Add it to the cast, or remove the notice.")
            elif told.to in seen:
                message = f"'{told.to}' is told twice of '{move.id}'."
                yield self.problem(to, "idle-notice", message, "Keep one notice for each party.")
            elif told.channel and channels_told is not None and told.channel not in channels_told:
                yield from self.carried((*path, "notice", i, "channel"), decision, told.to, told.channel)
            seen.add(told.to)

    def carried(self, path: Path_, decision: Decision, to: str, channel: str) -> Iterator[Diagnostic]:
        """A notice goes over a channel in play that joins the two sides."""
        ours, theirs = self.record.side(decision.decider), self.record.side(to)
        if channel not in decision.channels:
            message = f"'{channel}' is not in play here, and a notice goes over it."
            mend = f"Add '{channel}' to the decision's 'channels', or name one of those."
        elif not self.joins(channel, decision, to):
            public = self.record.channels[channel].public
            what = f"'{ours}' does not speak over" if public else f"'{ours}' and '{theirs}' do not meet over"
            message, mend = f"{what} '{channel}'.", "Name a channel of theirs, or none."
        else:
            return
        yield self.problem(path, "notice-not-possible", message, mend)

    def levers(self) -> Iterator[Diagnostic]:
        """Levers whose effects never come, because nobody can pledge them."""
        for lever, use in self.scenario.leverage.items():
            told = [key for key in PLEDGES if getattr(use, key)]
            played = [d for d in self.scenario.decisions if lever in d.leverage]
            if told and not played:
                message = f"no decision has '{lever}' in play."
                mend = "Add it under 'leverage:' of a decision, or remove it here."
                yield self.problem(("leverage", lever), "idle-lever", message, mend, key=True)
            elif told and not any(self.pledged(lever, PLEDGES[key], d) for key in told for d in played):
                message = f"where '{lever}' is in play, nobody who holds it can write to whom it is aimed at."
                mend = "Correct its 'holder' and 'target', or the channels of the decision."
                yield self.problem(("leverage", lever), "idle-lever", message, mend, key=True)

    def pledged(self, lever: str, kind: str, decision: Decision) -> bool:
        ready = self.speakers(decision)
        return any(lever in levers_behind(self.scenario, self.record, decision, a, kind) for a in ready)

    def silent(self) -> Iterator[Diagnostic]:
        """Members of the cast who do nothing."""
        busy = {d.decider for d in self.scenario.decisions}
        busy |= {a for d in self.scenario.decisions for a in self.speakers(d)}
        for i, actor in enumerate(self.scenario.cast):
            voices = [a for a in self.scenario.cast if a != actor and self.record.side(a) == actor]
            if actor not in busy and not voices:
                message = f"'{actor}' neither decides nor can send a message."
                mend = "Give it a channel, or take it out of the cast."
                yield self.problem(self.actor(i, actor), "silent-actor", message, mend, key=True)

    def actor(self, at: int, actor: str) -> Path_:
        """Where a member of the cast stands: in the cast, or in the file's own record if it gives none."""
        if "cast" in self.document.data:
            return "cast", at
        return "record", "governments" if actor in self.own.governments else "officials", actor

    def variables(self) -> Iterator[Diagnostic]:
        scenario = self.scenario
        moved = {e.variable for e in all_effects(scenario)}
        related = {v for v in scenario.variables if self.moved_by_sides(self.record.variables[v].between)}
        for name in scenario.variables:
            path: Path_ = ("variables", name)
            path = path if "variables" in self.document.data else ("record", *path)
            if name not in moved | related:
                message = f"nothing changes '{name}'."
                mend = f"Give moves an effect on it, like: {name}: slight; or remove it."
                yield self.problem(path, "idle-variable", message, mend, key=True)
        for name, variable in self.own.variables.items():
            yield from self.relation(name, variable.between)

    def moved_by_sides(self, between: list[list[str]]) -> bool:
        """Whether what passes between members of the cast moves a variable that stands between these."""
        return len(between) == 2 and all(self.sides.intersection(group) for group in between)

    def relation(self, name: str, between: list[list[str]]) -> Iterator[Diagnostic]:
        """A variable between two sides moves with what passes between them: so it needs two sides."""
        path: Path_ = ("record", "variables", name, "between")
        for i, group in enumerate(between):
            for j, actor in enumerate(group):
                if actor in self.record.officials:
                    side = self.record.side(actor)
                    message = f"'{actor}' is a person, and '{name}' stands between sides."
                    yield self.problem((*path, i, j), "no-relation", message, f"Write '{side}'.")
                    return
        if len(between) == 2 and set(between[0]) & set(between[1]):
            message = f"'{name}' stands between a side and itself."
            yield self.problem(path, "no-relation", message, "Name two sides, like: [[one], [other]].")

    def entries(self, but: tuple[str, ...]) -> Iterator[Diagnostic]:
        """Entries of the file's own record that nothing in play uses."""
        decisions = self.scenario.decisions
        used = {
            "channels": {c for d in decisions for c in d.channels},
            "leverage": {lv for d in decisions for lv in d.leverage} | set(self.scenario.leverage),
            "constraints": {limit.constraint for d in decisions for limit in d.constraints},
            "variables": set(self.scenario.variables),
        }
        for part, names in used.items():
            for name in getattr(self.own, part) if part not in but else ():
                if name not in names:
                    where = "at the top" if part == "variables" else "of a decision"
                    message = f"'{name}' stands in the record and nowhere in play."
                    mend = f"Add it to the '{part}' {where}, or remove it."
                    yield self.problem(("record", part, name), "idle-entry", message, mend, key=True)


def _speaks_of_channels(decision: Decision) -> bool:
    """Whether something at a decision goes over a channel."""
    return bool(decision.leverage) or any(told.channel for m in decision.moves for told in m.notice)


def _same(one: Move, other: Move) -> bool:
    """Whether two moves do the same, and tell the same parties."""
    return _done(one) == _done(other)


def _done(move: Move) -> tuple[object, ...]:
    effects = sorted((e.variable, str(e.by), str(e.when), e.foreseen) for e in move.effects)
    return effects, sorted((t.to, t.level) for t in move.notice), move.secret
