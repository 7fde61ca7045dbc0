"""What a decision's table must hold together: parties, sheets without gaps, and a move for each package."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from sim.bargaining.solutions import countable, frontier
from sim.errors import InputError, nearest
from sim.reading.diagnostics import Diagnostic
from sim.reading.tree import Document, Path_
from sim.record.record import Record, reference
from sim.scenario.schema import Decision
from sim.scenario.table_schema import AtTable, Table, TableOutcome
from sim.scenario.tables import chair_of, plain_table

WIDEST: Final = 100_000
"""So many packages are compared at once: that takes a second or two, where the parties are six."""

MEANT: Final = {"rounds": "alternating", "drafter": "single_text", "changes": "single_text"}
"""Keys that mean something under one protocol only."""


def check_table(
    document: Document, here: Path_, decision: Decision, record: Record, cast: Iterable[str]
) -> Iterator[Diagnostic]:
    """Every problem of a decision's table but those of conditions."""
    assert decision.table is not None
    checker = _Checker(document, (*here, "table"), decision, decision.table, record, set(cast))
    problems = list(checker.run())
    yield from problems or checker.size()


def shifts(here: Path_, table: Table) -> Iterator[tuple[Path_, str]]:
    """Every condition at a decision's table, and where it stands."""
    for i, party in enumerate(table.parties):
        for j, shift in enumerate(party.shifts):
            yield (*here, "table", "parties", i, "shifts", j, "when"), shift.when


class _Checker:
    def __init__(
        self,
        document: Document,
        here: Path_,
        decision: Decision,
        table: Table,
        record: Record,
        cast: set[str],
    ) -> None:
        self.document, self.here, self.decision, self.table = document, here, decision, table
        self.record = record
        self.cast = cast | {record.side(a) for a in cast if a in record.actors}
        self.moves = [m.id for m in decision.moves]
        self.parties = [p.actor for p in table.parties]
        self.options = {i.id: [o.id for o in i.options] for i in table.issues}

    def run(self) -> Iterator[Diagnostic]:
        twice = list(self.issues())
        yield from twice
        yield from self.seated()
        yield from self.protocol()
        yield from self.rule()
        if not twice:  # what is settled under which name is not clear before
            for at, party in enumerate(self.table.parties):
                yield from self.sheet(("parties", at), party)
            unknown = list(self.outcome_names())
            yield from unknown or self.outcomes()
            yield from self.history(amounts=not unknown)
        yield from self.otherwise()

    def protocol(self) -> Iterator[Diagnostic]:
        for key, protocol in MEANT.items():
            if (*self.here, key) in self.document.keys and self.table.protocol != protocol:
                message = f"'{key}' means nothing where the protocol is '{self.table.protocol}'."
                mend = f"Remove it, or write 'protocol: {protocol}'."
                yield self.problem((key,), "bad-value", message, mend, key=True)
        yield from self.named("order", self.table.order)
        yield from self.named("must", self.table.must)
        turns, rounds = len(self.table.order), self.table.rounds
        if self.table.protocol == "alternating" and turns > rounds:
            message = f"'order' has {turns} turns, and {rounds} offers are made."
            yield self.problem(("order",), "bad-value", message, "Shorten it, or raise 'rounds'.", key=True)
        if self.table.drafter is not None:
            yield from self.known(("drafter",), "party", self.table.drafter, self.parties)
        for i, name in enumerate(self.table.must):
            if name in self.table.must[:i]:
                yield self.twice(("must", i), "party", name, "Remove one.")

    def problem(self, path: Path_, code: str, message: str, mend: str, key: bool = False) -> Diagnostic:
        return self.document.problem((*self.here, *path), code, message, mend, key)

    def known(
        self, path: Path_, kind: str, name: str, names: Iterable[str], key: bool = False
    ) -> Iterator[Diagnostic]:
        yield from reference(self.document, (*self.here, *path), kind, name, list(names), key)

    def named(self, key: str, names: list[str]) -> Iterator[Diagnostic]:
        for i, name in enumerate(names):
            yield from self.known((key, i), "party", name, self.parties)

    def twice(self, path: Path_, what: str, name: str, mend: str = "Rename one.") -> Diagnostic:
        return self.problem(path, "duplicate-id", f"the {what} '{name}' stands here twice.", mend)

    def issues(self) -> Iterator[Diagnostic]:
        seen: set[str] = set()
        for i, issue in enumerate(self.table.issues):
            if issue.id in seen:
                yield self.twice(("issues", i, "id"), "issue", issue.id)
            seen.add(issue.id)
            ids = [o.id for o in issue.options]
            for j, option in enumerate(ids):
                if option in ids[:j]:
                    yield self.twice(("issues", i, "options", j, "id"), "option", option)

    def seated(self) -> Iterator[Diagnostic]:
        """Who bargains is in play, bargains once, and the decider's side is among them."""
        for i, name in enumerate(self.parties):
            path: Path_ = ("parties", i, "actor")
            yield from self.known(path, "actor", name, self.record.actors)
            if name in self.record.actors and name not in self.cast:
                message = f"'{name}' bargains and nobody of the cast speaks for it."
                yield self.problem(path, "not-in-cast", message, "Add it to 'cast'.")
            if name in self.parties[:i]:
                yield self.twice(path, "party", name)
        known = [p for p in self.parties if p in self.record.actors]
        if self.decision.decider not in self.record.actors or len(known) < len(self.parties):
            return
        chair = chair_of(self.parties, self.decision.decider, self.record.side)
        if chair is None:
            side = self.record.side(self.decision.decider)
            message = f"nobody at the table speaks for '{side}', whose decision this is."
            yield self.problem(("parties",), "no-chair", message, f"Add '{side}' as a party.", key=True)
            return
        name, must = self.parties[chair], set(self.table.must)
        if must and must <= set(self.parties) and name not in must:
            message = f"others could agree without '{name}', and what is agreed is its decision."
            yield self.problem(("must",), "bad-value", message, f"Add '{name}'.", key=True)

    def sheet(self, path: Path_, party: AtTable) -> Iterator[Diagnostic]:
        """A score for every option of every issue, and for nothing else."""
        for name, stake in party.issues.items():
            inner = (*path, "issues", name)
            yield from self.known(inner, "issue", name, self.options, key=True)
            if name not in self.options:
                continue
            for option in stake.worth:
                yield from self.known(
                    (*inner, "worth", option), "option", option, self.options[name], key=True
                )
            lacking = _lacking(self.options[name], stake.worth)
            if lacking:
                message = f"'{party.actor}' has no score for {_listed(lacking)} of '{name}'."
                mend = f"Add '{lacking[0]}: 50' to its 'worth', 0 to 100."
                yield self.problem((*inner, "worth"), "missing-score", message, mend, key=True)
            elif set(stake.worth) == set(self.options[name]) and max(stake.worth.values()) != 100:
                message = f"no option of '{name}' is worth 100 to '{party.actor}'."
                mend = "Give its best option 100; 'importance' says how much the issue counts."
                yield self.problem((*inner, "worth"), "bad-value", message, mend, key=True)
        lacking = _lacking(self.options, party.issues)
        if lacking:
            message = f"'{party.actor}' has no scores for {_listed(lacking)}."
            mend = f"Add '{lacking[0]}:' with 'importance' and 'worth'."
            yield self.problem((*path, "issues"), "missing-score", message, mend, key=True)

    def rule(self) -> Iterator[Diagnostic]:
        others = len(self.parties) - len(set(self.table.needed))
        if self.table.some > others:
            message = f"{self.table.some} of the others must agree, and there are {others}."
            mend = f"Use 0 to {others}, or shorten 'must'."
            if not self.table.must:
                mend = "Remove it, or name in 'must' those without whom there is no agreement."
            yield self.problem(("some",), "bad-value", message, mend)

    def outcomes(self) -> Iterator[Diagnostic]:
        """Each package amounts to a move, and each move comes of something."""
        rows = self.table.outcomes
        fits = [{i: set(o.where.get(i, every)) for i, every in self.options.items()} for o in rows]
        for i, outcome in enumerate(rows):
            below = [rows[j].move for j in range(i + 1, len(rows)) if _within(fits[j], fits[i])]
            if below:
                message = (
                    f"the outcome '{outcome.move}' fits all that '{below[0]}' below it needs, and hides it."
                )
                mend = "Put it below, or add to its 'where'."
                yield self.problem(("outcomes", i), "outcome-hides-others", message, mend)
        if not _within({i: set(every) for i, every in self.options.items()}, fits[-1]):
            message = "the last outcome does not fit every package, so that one may amount to no move."
            mend = "Remove its 'where', or add an outcome without one."
            yield self.problem(("outcomes", len(rows) - 1), "no-last-outcome", message, mend)
            return
        given = {o.move for o in rows} | {self.table.otherwise}
        for move in self.moves if self.table.otherwise in self.moves else ():
            if move not in given:
                message = f"no package amounts to the move '{move}', and it is not 'otherwise'."
                mend = "Add an outcome for it, or take the move out."
                yield self.problem(("outcomes",), "idle-move", message, mend, key=True)

    def outcome_names(self) -> Iterator[Diagnostic]:
        for i, outcome in enumerate(self.table.outcomes):
            path: Path_ = ("outcomes", i)
            yield from self.known((*path, "move"), "move", outcome.move, self.moves)
            for issue, options in outcome.where.items():
                there = (*path, "where", issue)
                yield from self.known(there, "issue", issue, self.options, key=True)
                if not options:
                    message = f"no option of '{issue}' stands here, so that this outcome never comes."
                    mend = f"Name one or more, or remove '{issue}'."
                    yield self.problem(there, "too-few", message, mend, key=True)
                for j, option in enumerate(options if issue in self.options else ()):
                    yield from self.known((*there, j), "option", option, self.options[issue])

    def otherwise(self) -> Iterator[Diagnostic]:
        yield from self.known(("otherwise",), "move", self.table.otherwise, self.moves)
        barred = {m for limit in self.decision.constraints if limit.bars for m in limit.moves}
        barred |= {m.id for m in self.decision.moves if m.when is not None}
        if self.table.otherwise in barred:
            message = f"'{self.table.otherwise}' can be closed, and then nobody could part without a deal."
            mend = "Take its 'when' and its bar away, or name another move."
            yield self.problem(("otherwise",), "no-open-move", message, mend)
        if barred.issuperset(o.move for o in self.table.outcomes):
            message = "every move of a package can be closed, and then there is nothing to offer."
            mend = "Take the 'when' and the bar of one of them away."
            yield self.problem(("outcomes",), "no-open-move", message, mend, key=True)

    def history(self, amounts: bool) -> Iterator[Diagnostic]:
        """The package that was agreed is whole, and amounts to the move that was taken.

        ``amounts``: whether the outcomes are right, so that they say what it amounts to.
        """
        was = self.table.history
        for issue, option in was.items():
            yield from self.known(("history", issue), "issue", issue, self.options, key=True)
            if issue in self.options:
                yield from self.known(("history", issue), "option", option, self.options[issue])
        lacking = _lacking(self.options, was) if was else []
        if lacking:
            message = f"the package that was agreed says nothing of {_listed(lacking)}."
            yield self.problem(("history",), "missing-key", message, f"Add '{lacking[0]}:'.", key=True)
        if self.decision.history is None:
            if was:
                message = "a package was agreed here, and nothing says which move was taken."
                mend = "Add 'history:' to the decision, or remove it here."
                yield self.problem(("history",), "missing-key", message, mend, key=True)
            return
        if not amounts or (was and any(was.get(i) not in every for i, every in self.options.items())):
            return
        move = _amounts(self.table.outcomes, was) if was else self.table.otherwise
        if move in self.moves and move != self.decision.history.move:
            what = "the package that was agreed" if was else "no agreement"
            message = f"{what} amounts to '{move}', and the move taken was '{self.decision.history.move}'."
            path: Path_ = ("history",) if was else ()
            mend = "Change the package, the outcomes, or the historical move."
            if not was:
                mend = "Say under the table's 'history' what was agreed, or change the historical move."
            yield self.problem(path, "package-without-move", message, mend, key=True)

    def size(self) -> Iterator[Diagnostic]:
        """The debrief must be able to look through the table, and in seconds.

        The parts that nothing betters are followed issue by issue, as the debrief does, so that a table
        with any number of packages is told as soon as its first issues are too many.
        """
        whole = plain_table(self.table)
        if whole.size <= WIDEST:
            return
        path, mend = (), "Leave out issues or options, or give more of them the same worth."
        sizes = [len(o) for o in whole.options]
        for n in range(1, len(sizes)):
            if math.prod(sizes[: n + 1]) <= WIDEST:
                continue
            part = dataclasses.replace(
                whole, issues=whole.issues[:n], options=whole.options[:n], scores=whole.scores[:n]
            )
            if len(frontier(part)) * sizes[n] > WIDEST:
                message = f"'{whole.issues[n]}' makes more than {WIDEST:,} packages to compare."
                yield self.problem(path, "table-too-large", message, mend, key=True)
                return
        try:
            countable(whole)
        except InputError:
            message = "half of its issues can be settled in too many ways to count."
            yield self.problem(path, "table-too-large", message, mend, key=True)


def _lacking(names: Collection[str], there: Collection[str]) -> list[str]:
    """The names that are not there, but for those that something there is a misspelling of."""
    lacking = [n for n in names if n not in there]
    meant = {close for n in there if n not in names for close in nearest(n, names, 1)}
    return [n for n in lacking if n not in meant]


def _within(inner: dict[str, set[str]], outer: dict[str, set[str]]) -> bool:
    return all(options <= outer[issue] for issue, options in inner.items())


def _amounts(outcomes: list[TableOutcome], package: dict[str, str]) -> str:
    fits = (o.move for o in outcomes if all(package.get(i) in told for i, told in o.where.items()))
    return next(fits, "")


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{n}'" for n in names[:4]) + (" …" if len(names) > 4 else "")
