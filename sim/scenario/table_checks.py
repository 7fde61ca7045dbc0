"""What a decision's table must hold together: parties, sheets without gaps, and a move for each package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.reading.diagnostics import Diagnostic
from sim.reading.tree import Document, Path_
from sim.record.record import Record, reference
from sim.scenario.schema import Decision
from sim.scenario.table_schema import AtTable, Table, TableOutcome


def check_table(
    document: Document, here: Path_, decision: Decision, record: Record, cast: Iterable[str]
) -> Iterator[Diagnostic]:
    """Every problem of a decision's table but those of conditions."""
    assert decision.table is not None
    yield from _Checker(document, (*here, "table"), decision, decision.table, record, set(cast)).run()


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
        yield from self.issues()
        yield from self.seated()
        for at, party in enumerate(self.table.parties):
            yield from self.sheet((*self.here, "parties", at), party)
        yield from self.named("order", self.table.order)
        yield from self.named("must", self.table.must)
        if self.table.drafter is not None:
            yield from self.known(("drafter",), "party", self.table.drafter, self.parties)
        yield from self.rule()
        yield from self.outcomes()
        yield from self.history()

    def problem(self, path: Path_, code: str, message: str, mend: str, key: bool = False) -> Diagnostic:
        return self.document.problem((*self.here, *path), code, message, mend, key)

    def known(
        self, path: Path_, kind: str, name: str, names: Iterable[str], key: bool = False
    ) -> Iterator[Diagnostic]:
        yield from reference(self.document, (*self.here, *path), kind, name, list(names), key)

    def named(self, key: str, names: list[str]) -> Iterator[Diagnostic]:
        for i, name in enumerate(names):
            yield from self.known((key, i), "party", name, self.parties)

    def twice(self, path: Path_, what: str, name: str) -> Diagnostic:
        return self.problem(path, "duplicate-id", f"the {what} '{name}' stands here twice.", "Rename one.")

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
        side = self.record.side(self.decision.decider)
        if side not in {self.record.side(p) for p in known}:
            message = f"nobody at the table speaks for '{side}', whose decision this is."
            yield self.problem(("parties",), "no-chair", message, f"Add '{side}' as a party.", key=True)

    def sheet(self, path: Path_, party: AtTable) -> Iterator[Diagnostic]:
        """A score for every option of every issue, and for nothing else."""
        inner = path[len(self.here) :]
        for name, stake in party.issues.items():
            yield from self.known((*inner, "issues", name), "issue", name, self.options, key=True)
            options = self.options.get(name)
            for option in stake.worth if options else ():
                place = (*inner, "issues", name, "worth", option)
                yield from self.known(place, "option", option, options or (), key=True)
            lacking = [o for o in options or () if o not in stake.worth]
            if lacking:
                message = f"'{party.actor}' has no score for {_listed(lacking)} of '{name}'."
                mend = f"Add '{lacking[0]}: 50' to its 'worth', 0 to 100."
                yield self.problem(
                    (*inner, "issues", name, "worth"), "missing-score", message, mend, key=True
                )
        lacking = [i for i in self.options if i not in party.issues]
        if lacking:
            message = f"'{party.actor}' has no scores for {_listed(lacking)}."
            mend = f"Add '{lacking[0]}:' with 'importance' and 'worth'."
            yield self.problem((*inner, "issues"), "missing-score", message, mend, key=True)

    def rule(self) -> Iterator[Diagnostic]:
        others = len(self.parties) - len(set(self.table.must or self.parties))
        if self.table.some > others:
            message = f"{self.table.some} of the others must agree, and there are {others}."
            yield self.problem(("some",), "bad-value", message, f"Use 0 to {others}, or shorten 'must'.")

    def outcomes(self) -> Iterator[Diagnostic]:
        """Each package amounts to a move, and each move comes of something."""
        rows = self.table.outcomes
        for i, outcome in enumerate(rows):
            path: Path_ = ("outcomes", i)
            yield from self.known((*path, "move"), "move", outcome.move, self.moves)
            for issue, options in outcome.where.items():
                yield from self.known((*path, "where", issue), "issue", issue, self.options, key=True)
                for j, option in enumerate(options if issue in self.options else ()):
                    there = (*path, "where", issue, j)
                    yield from self.known(there, "option", option, self.options[issue])
            if not outcome.where and i < len(rows) - 1:
                message = f"the outcome '{outcome.move}' fits any package and hides those below."
                yield self.problem(path, "outcome-hides-others", message, "Put it last, or add 'where'.")
        if rows[-1].where:
            message = "the last outcome does not fit every package, so that one may amount to no move."
            yield self.problem(("outcomes", len(rows) - 1), "no-last-outcome", message, "Remove its 'where'.")
        yield from self.known(("otherwise",), "move", self.table.otherwise, self.moves)
        barred = {m for limit in self.decision.constraints if limit.bars for m in limit.moves}
        barred |= {m.id for m in self.decision.moves if m.when is not None}
        if self.table.otherwise in barred:
            message = f"'{self.table.otherwise}' can be closed, and then nobody could part without a deal."
            mend = "Take its 'when' and its bar away, or name another move."
            yield self.problem(("otherwise",), "no-open-move", message, mend)
        given = {o.move for o in rows} | {self.table.otherwise}
        for move in self.moves:
            if move not in given:
                message = f"no package amounts to the move '{move}', and it is not 'otherwise'."
                mend = "Add an outcome for it, or take the move out."
                yield self.problem(("outcomes",), "idle-move", message, mend, key=True)

    def history(self) -> Iterator[Diagnostic]:
        """The package that was agreed is whole, and amounts to the move that was taken."""
        was = self.table.history
        for issue, option in was.items():
            yield from self.known(("history", issue), "issue", issue, self.options, key=True)
            if issue in self.options:
                yield from self.known(("history", issue), "option", option, self.options[issue])
        lacking = [i for i in self.options if i not in was]
        if was and lacking:
            message = f"the package that was agreed says nothing of {_listed(lacking)}."
            yield self.problem(("history",), "missing-key", message, f"Add '{lacking[0]}:'.", key=True)
        if self.decision.history is None or (lacking and was):
            return
        move = _amounts(self.table.outcomes, was) if was else self.table.otherwise
        if move != self.decision.history.move:
            what = "the package that was agreed" if was else "no agreement"
            message = f"{what} amounts to '{move}', and the move taken was '{self.decision.history.move}'."
            path: Path_ = ("history",) if was else ()
            mend = "Change the package, the outcomes, or the historical move."
            yield self.problem(path, "package-without-move", message, mend, key=True)


def _amounts(outcomes: list[TableOutcome], package: dict[str, str]) -> str:
    fits = (o.move for o in outcomes if all(package.get(i) in told for i, told in o.where.items()))
    return next(fits, "")


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{n}'" for n in names[:4]) + (" …" if len(names) > 4 else "")
