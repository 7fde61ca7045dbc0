"""Conditions: small typed expressions over what was chosen, what happened and how things stand.

    lamp == share and trust >= 40
    not (storm or lamp in [share, refuse])

Parsed by hand into a small tree; nothing is ever evaluated as Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sim.errors import nearest, shorten

MAX_LENGTH: Final = 400
MAX_DEPTH: Final = 12

_TOKEN = re.compile(r"\s*(?:(==|!=|<=|>=|<|>|\(|\)|\[|\]|,)|([a-z][a-z0-9_]*)|(-?[0-9]{1,4})(?![0-9a-z_]))")
_ORDERS = ("<", "<=", ">", ">=")

INSTEAD: Final = {
    r"=\s*[a-z]": "Compare with two signs: '=='.",
    r"&|AND\b": "Write 'and', in small letters.",
    r"\||OR\b": "Write 'or', in small letters.",
    r"!|NOT\b": "Write 'not', in small letters: not storm.",
    r"['\"\u2018\u2019\u201c\u201d]": "Names stand here without quotes.",
    r"%": "Write the number alone: points go from 0 to 100.",
    r"\.": "Use a whole number from 0 to 100.",
    r"\{": "Write the list in square brackets: lamp in [share, refuse].",
    r"[A-Z]": "Names have small letters.",
    r"[\u2264\u2265\u2260]": "Write '<=', '>=' or '!='.",
}
"""How signs begin that conditions do not have, and what to write instead."""


@dataclass(frozen=True)
class Chose:
    """Whether a decision's move is one of ``moves``; an unreached decision has none."""

    decision: int
    moves: tuple[int, ...]


@dataclass(frozen=True)
class Happened:
    """Whether an event happened."""

    event: int


@dataclass(frozen=True)
class Compare:
    """A variable against a number of points."""

    variable: int
    order: str
    points: int


@dataclass(frozen=True)
class Not:
    part: Condition


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Condition, ...]


Condition: TypeAlias = Chose | Happened | Compare | Not | AllOf | AnyOf


@dataclass(frozen=True)
class Names:
    """What a condition may name: decisions with their moves, events and variables, by position."""

    decisions: Mapping[str, Sequence[str]]
    events: Sequence[str]
    variables: Sequence[str]


class BadCondition(ValueError):
    """A condition that cannot be read; ``mend`` says how to put it right."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


def parse(text: str, names: Names) -> Condition:
    """The condition that ``text`` says. Raises BadCondition."""
    if len(text) > MAX_LENGTH:
        raise BadCondition(f"a condition of more than {MAX_LENGTH} characters", "Split it.")
    return _Parser(_tokens(text), names).whole()


def words(text: str) -> list[str]:
    """The names in a condition that may be broken."""
    return re.findall(r"(?<![a-z0-9_])[a-z][a-z0-9_]*", text[:MAX_LENGTH])


def mentions(condition: Condition | None) -> tuple[set[int], set[int]]:
    """The decisions and the events that a condition names, by position."""
    if condition is None:
        return set(), set()
    if isinstance(condition, Chose):
        return {condition.decision}, set()
    if isinstance(condition, Happened):
        return set(), {condition.event}
    if isinstance(condition, Compare):
        return set(), set()
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    found = [mentions(p) for p in parts]
    return set().union(*(d for d, _ in found)), set().union(*(e for _, e in found))


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            bad = text[at:].strip()[:12]
            raise BadCondition(f"'{shorten(bad, 12)}' cannot be read", _instead(bad))
        tokens.append(match.group().strip())
        at = match.end()
    return tokens


def _instead(bad: str) -> str:
    """What to write instead of signs that conditions do not have."""
    for look, mend in INSTEAD.items():
        if re.match(look, bad, re.I):
            return mend
    return "Write it like: lamp == share and trust >= 40."


class _Parser:
    def __init__(self, tokens: list[str], names: Names) -> None:
        self.tokens, self.names, self.at, self.depth = tokens, names, 0, 0

    def whole(self) -> Condition:
        found = self.either()
        if self.at < len(self.tokens):
            raise BadCondition(f"'{self.peek()}' is left over", "Join parts with 'and' or 'or'.")
        return found

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def expect(self, token: str) -> None:
        if self.next() != token:
            raise BadCondition(f"'{token}' is missing", f"Add '{token}'.")

    def finished(self, token: str) -> None:
        """Raises BadCondition if ``token`` is the end."""
        if not token:
            raise BadCondition("the condition breaks off", "Finish it, like: lamp == share.")

    def either(self) -> Condition:
        parts = [self.both()]
        while self.peek() == "or":
            self.next()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def both(self) -> Condition:
        parts = [self.negation()]
        while self.peek() == "and":
            self.next()
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def negation(self) -> Condition:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise BadCondition(f"nested deeper than {MAX_DEPTH} levels", "Split it.")
        try:
            if self.peek() == "not":
                self.next()
                return Not(self.negation())
            if self.peek() == "(":
                self.next()
                inside = self.either()
                self.expect(")")
                return inside
            return self.atom()
        finally:
            self.depth -= 1

    def atom(self) -> Condition:
        name = self.next()
        self.finished(name)
        if name in self.names.decisions:
            return self.chose(name)
        if name in self.names.variables:
            return self.compare(name)
        if name in self.names.events:
            if self.peek() in ("==", "!=", "in", *_ORDERS):
                raise BadCondition(
                    f"'{name}' is an event, not a decision", f"Write just '{name}', or 'not {name}'."
                )
            return Happened(list(self.names.events).index(name))
        known = [*self.names.decisions, *self.names.variables, *self.names.events]
        close = nearest(name, known, 1)
        if name.lstrip("-").isdigit():
            raise BadCondition(
                f"'{name}' stands before what it is compared with",
                "Name the variable first, like: trust >= 40.",
            )
        mend = f"Did you mean '{close[0]}'?" if close else "Name a decision, an event or a variable."
        whose = [d for d, moves in self.names.decisions.items() if name in moves]
        if whose:
            raise BadCondition(f"'{name}' is a move of '{whose[0]}'", f"Write '{whose[0]} == {name}'.")
        raise BadCondition(f"nothing is called '{shorten(name, 40)}' before this point", mend)

    def chose(self, name: str) -> Condition:
        position = list(self.names.decisions).index(name)
        sign = self.next()
        if sign == "in":
            self.expect("[")
            moves = [self.move(name)]
            while self.peek() == ",":
                self.next()
                moves.append(self.move(name))
            self.expect("]")
            return Chose(position, tuple(moves))
        if sign not in ("==", "!="):
            mend = f"Compare it with a move, like: {name} == {self.names.decisions[name][0]}."
            mend = f"Write '==' instead of '{sign}'." if sign in ("is", "equals") else mend
            raise BadCondition(f"'{name}' is a decision", mend)
        found = Chose(position, (self.move(name),))
        return found if sign == "==" else Not(found)

    def move(self, decision: str) -> int:
        name = self.next()
        self.finished(name)
        moves = list(self.names.decisions[decision])
        if name not in moves:
            close = nearest(name, moves, 1)
            mend = f"Did you mean '{close[0]}'?" if close else f"Its moves: {', '.join(moves)}."
            raise BadCondition(f"'{decision}' has no move '{shorten(name, 40)}'", mend)
        return moves.index(name)

    def compare(self, name: str) -> Condition:
        order, number = self.next(), self.next()
        if order in _ORDERS:
            self.finished(number)
        if order not in _ORDERS:
            raise BadCondition(f"'{name}' is a variable", f"Compare it with points, like: {name} >= 40.")
        if not re.fullmatch(r"-?[0-9]+", number) or not 0 <= int(number) <= 100:
            mend = "Use a whole number from 0 to 100."
            if number in self.names.variables:
                mend = "A variable is compared with points, not with another: use a whole number."
            raise BadCondition(f"'{shorten(number, 12)}' is no number of points", mend)
        return Compare(list(self.names.variables).index(name), order, int(number))
