"""Tables in words: packages, points, who must agree, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from sim import scale
from sim.bargaining.live import Said, Talk
from sim.record.record import Record
from sim.scenario.tables import CompiledTable
from sim.ui.screens.words import cap, listed, lower, the
from sim.ui.view import Block, Span

_COUNTS = ("three", "four", "five", "six")


def pts(hundredths: int) -> str:
    """Hundredths of a point as points, with one digit where they are not whole."""
    text = f"{hundredths / scale.HUNDREDTHS:.1f}"
    return text.removesuffix(".0")


def against(worth: int, floor: int) -> str:
    """How far a worth lies from what a party must have: ``27 above what you must have``."""
    if worth == floor:
        return "just what you must have"
    way = "above" if worth > floor else "below"
    gap = pts(abs(worth - floor))
    return f"{'less than 0.1' if gap == '0' else gap} {way} what you must have"


def worth_line(worth: int, floor: int) -> str:
    """A package's worth in a sentence's part."""
    return f"{pts(worth)} of 100 to you, {against(worth, floor)}"


def option(table: CompiledTable, issue: int, at: int) -> str:
    """An option's label."""
    return table.source.issues[issue].options[at].label


def package_text(
    record: Record, table: CompiledTable, package: Sequence[int], only: Sequence[int] | None = None
) -> str:
    """A package issue by issue, or ``only`` some of it: ``Berths: half; The toll: low``."""
    parts = [
        f"{issue.title.rstrip('?:. ')}: {lower(option(table, n, at), record)}"
        for n, (issue, at) in enumerate(zip(table.source.issues, package, strict=True))
        if only is None or n in only
    ]
    return "; ".join(parts)


def who(record: Record, table: CompiledTable, party: int, you: int | None = None) -> str:
    """A party within a sentence; ``you`` is the reader's own, and -1 a mediator."""
    if party < 0:
        return "the mediator"
    return "you" if party == you else the(record, table.table.parties[party])


def rule(record: Record, table: CompiledTable, you: int | None = None) -> str:
    """The agreement rule in a line."""
    must = [p for p, needed in enumerate(table.table.must.tolist()) if needed]
    others = [p for p in range(len(table.table.parties)) if p not in must]
    if not others:
        everyone = "Both" if len(must) == 2 else f"All {_COUNTS[len(must) - 3]}"
        return f"{everyone} must agree."
    names = cap(listed([who(record, table, p, you) for p in must]))
    if not table.table.some:
        return f"{names} must agree; the others need not."
    rest = listed([who(record, table, p, you) for p in others])
    return f"{names} must agree, and {table.table.some} of these: {rest}."


def order_line(record: Record, table: CompiledTable, talk: Talk, you: int | None = None) -> str:
    """Who comes next and who comes last."""
    protocol, ask = table.protocol, talk.ask
    assert ask is not None
    single = protocol.kind == "single_text"
    order, what = protocol.order, "amendment" if single else "offer"
    if ask.kind == "answer" and single:
        return "The text has gone round: it stands or falls now."
    if ask.round >= protocol.rounds:
        return f"This is the last {what}."
    following = who(record, table, order[ask.round % len(order)], you)
    if ask.round + 1 >= protocol.rounds:
        return f"The next {what} is the last: by {following}."
    last = who(record, table, order[(protocol.rounds - 1) % len(order)], you)
    return f"Next {what}: by {following}. The last, in round {protocol.rounds}: by {last}."


def said_lines(record: Record, table: CompiledTable, said: Sequence[Said], you: int | None) -> list[Block]:
    """What was said, the newest first: an offer or a text, and who said yes or no to it."""
    blocks: list[Block] = []
    text: Sequence[int] | None = None
    for at, one in enumerate(said):
        if one.kind == "answer":
            continue
        blocks.append(_said(record, table, one, text, _answers(said[at + 1 :]), you))
        text = one.package or text
    return blocks[::-1]


def _answers(said: Sequence[Said]) -> list[Said]:
    """The answers with which it begins: those to one package."""
    return list(takewhile(lambda one: one.kind == "answer", said))


def _said(
    record: Record,
    table: CompiledTable,
    one: Said,
    before: Sequence[int] | None,
    answers: list[Said],
    you: int | None,
) -> Block:
    name = cap(who(record, table, one.party, you))
    if one.package is None:
        told = f"{name} had nothing to offer"
    elif one.kind == "amend":
        told = f"{name} {_changes(record, table, before, one.package)}"
    elif one.round == 0:
        told = f"{name} wrote: {package_text(record, table, one.package)}"
    else:
        told = f"{name} offered: {package_text(record, table, one.package)}"
    head = "The first text" if one.round == 0 else f"Round {one.round}"
    spans = [Span(f"{head}. ", "strong"), Span(f"{told}.")]
    if answers:
        spans.append(Span(f" {answers_text(record, table, answers, you)}"))
    return Block("bullet", tuple(spans))


def _changes(
    record: Record, table: CompiledTable, before: Sequence[int] | None, package: Sequence[int]
) -> str:
    """What an amendment changed."""
    changed = [n for n, at in enumerate(package) if before is None or before[n] != at]
    if not changed:
        return "left the text as it was"
    return f"changed the text to {package_text(record, table, package, changed)}"


def answers_text(record: Record, table: CompiledTable, answers: Sequence[Said], you: int | None) -> str:
    """Who said yes, and who no."""
    parts = []
    for word, wanted in (("yes", True), ("no", False)):
        names = [who(record, table, a.party, you) for a in answers if a.yes is wanted]
        if names:
            parts.append(f"{cap(listed(names))} said {word}.")
    return " ".join(parts)


def confirmed(record: Record, table: CompiledTable, before: Talk, after: Talk, you: int) -> str:
    """What has happened at the table since, in a line: who did what, without the packages."""
    fresh = after.said[len(before.said) :]
    if not fresh:
        return "Your answer is given. Nobody hears it before all have answered."
    parts = []
    for at, one in enumerate(fresh):
        name = cap(who(record, table, one.party, you))
        if one.kind == "answer":
            if at and fresh[at - 1].kind == "answer":
                continue
            parts.append(answers_text(record, table, _answers(fresh[at:]), you))
        elif one.package is None:
            parts.append(f"{name} had nothing to offer.")
        elif one.kind == "amend":
            parts.append(f"{name} amended the text.")
        else:
            parts.append(f"{name} made an offer.")
    return " ".join(parts)
