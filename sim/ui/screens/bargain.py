"""At a decision's table: what lies there, one's own sheet, and a package to build or to answer.

It holds one party's sheet and reservation value, and nothing of another's.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.game.seat import Seat
from sim.ui.screens.chair import CLOSED, Chair, begun, best_package, chair
from sim.ui.screens.common import (
    CONSOLE,
    GLOSSARY,
    HELP,
    LEAVE,
    SOURCES,
    meters,
    seen_title,
    timeline,
    undo,
)
from sim.ui.screens.packages import (
    against,
    option,
    order_line,
    package_text,
    pts,
    rule,
    said_lines,
    who,
    worth_line,
)
from sim.ui.screens.words import cap, date_line, the
from sim.ui.view import Action, Block, Card, Cards, Hint, Row, Screen, Span, Table, Text, heading, para

NUMBERS = 9
"""So many cards have a key."""


def bargain(seat: Seat, draft: tuple[int, ...], issue: int | None, situation: Text, message: str) -> Screen:
    """The screen of a seat that is asked at the table. ``issue`` is the one whose options are open."""
    at = chair(seat)
    draft = draft or begun(at)
    answers = at.ask.kind == "answer"
    actions: tuple[Action, ...]
    if answers:
        cards, actions = _answers(at), (LEAVE,)
    elif issue is not None:
        cards, actions = _options(at, draft, issue), (Action("shut", "Back to the package", "Esc"),)
    else:
        cards, actions = _package(at, draft), _laying(at, draft)
    return Screen(
        "bargain",
        seen_title(seat, at.decision),
        f"{date_line(at.decision.source)}   ·   {_part(at)}",
        meters=meters(seat),
        panels=(_lies(at), _sheet(at, None if answers else draft), cards, situation),
        timeline=timeline(seat),
        actions=(HELP, GLOSSARY, SOURCES, CONSOLE, undo(seat), *actions),
        message=message or seat.trouble,
    )


def _part(at: Chair) -> str:
    rounds, now = at.table.protocol.rounds, at.ask.round
    doing = {"offer": "your offer", "amend": "you amend the text", "answer": "you answer"}[at.ask.kind]
    doing = f"{doing}, round {now} of {rounds}" if now else "you write the first text"
    party = at.table.table.parties[at.party]
    return doing if party == at.seat.id else f"{doing}, for {the(at.seat.game.record, party)}"


# what lies on the table


def _lies(at: Chair) -> Text:
    """Whose turn, what must be had, what lies on the table, and what was said."""
    record, you = at.seat.game.record, at.party
    must = (
        f"You must have {pts(at.floor)} of 100 points, as things stand: with less you do worse than without "
        "an agreement."
    )
    blocks = [
        Block(
            "text", (Span(f"{cap(_turn(at))} ", "strong"), Span(order_line(record, at.table, at.talk, you)))
        ),
        para(rule(record, at.table, you)),
        para(must),
        heading("What lies on the table"),
        *_text(at),
    ]
    if at.talk.said:
        blocks += [heading("Said so far"), *said_lines(record, at.table, at.talk.said, you)]
    return Text("At the table", tuple(blocks), 1.0, large="large:table")


def _turn(at: Chair) -> str:
    record, rounds = at.seat.game.record, at.table.protocol.rounds
    if at.ask.kind == "answer":
        writer = _writer(at)
        whose = "the text" if writer is None else f"the offer of {who(record, at.table, writer)}"
        return f"round {at.ask.round} of {rounds}: you say yes or no to {whose}."
    if at.ask.kind == "amend":
        most = at.table.protocol.changes
        many = "one issue" if most == 1 else f"{most} issues"
        return f"round {at.ask.round} of {rounds}: you can change up to {many} of the text."
    return f"round {at.ask.round} of {rounds}: you offer." if at.ask.round else "you write the first text."


def _writer(at: Chair) -> int | None:
    """Who made the offer that lies on the table; None for a text that all amend."""
    if at.table.protocol.kind == "single_text" or at.ask.text is None:
        return None
    return next(s.party for s in reversed(at.talk.said) if s.kind == "offer" and s.package is not None)


def _text(at: Chair) -> list[Block]:
    text = at.ask.text
    if text is None:
        offered = any(s.package is not None for s in at.talk.said)
        return [para("Nothing now." if offered else "Nothing yet.")]
    writer = _writer(at)
    whose = "The text" if writer is None else cap(_whose(at, writer))
    first = Span(f"{whose}: {worth_line(at.worth(text), at.floor)}. ", "strong")
    return [
        Block("text", (first, Span(at.move(text)))),
        para(f"{package_text(at.seat.game.record, at.table, text)}."),
    ]


def _whose(at: Chair, party: int) -> str:
    return "your offer" if party == at.party else f"the offer of {who(at.seat.game.record, at.table, party)}"


# one's own sheet


def _sheet(at: Chair, draft: tuple[int, ...] | None) -> Table:
    """Each issue with all its options and what they are worth; together first. Marks stand in words."""
    rows = [Row(("Together", _together(at, draft)), leading=True)]
    for issue, source in enumerate(at.table.source.issues):
        rows.append(Row((source.title, _points(at, issue, draft))))
    columns = ("Issue", "Your points for each option")
    return Table("Your private sheet", columns, tuple(rows), (1.0, 2.4), 1.3, large="large:sheet")


def _together(at: Chair, draft: tuple[int, ...] | None) -> str:
    """What is on the table, and one's package, in all."""
    parts = [f"you must have {pts(at.floor)} of 100"]
    if at.ask.text is not None:
        parts.append(f"on the table: {_total(at, at.ask.text)}")
    if draft is not None:
        parts.append(f"yours: {_total(at, draft)}")
    return cap(" · ".join(parts))


def _total(at: Chair, package: Sequence[int]) -> str:
    worth = at.worth(package)
    return f"{pts(worth)}, {against(worth, at.floor).removesuffix(' what you must have')}"


def _points(at: Chair, issue: int, draft: tuple[int, ...] | None) -> str:
    """Every option with its points; in brackets whether it is best, on the table, or in one's package."""
    found = []
    for n in range(len(at.table.table.options[issue])):
        marks = _marks(at, issue, n, draft)
        told = f"{option(at.table, issue, n)}\u00a0{pts(at.score(issue, n))}"
        found.append(f"{told} ({', '.join(marks)})" if marks else told)
    return " · ".join(found)


def _marks(at: Chair, issue: int, n: int, draft: tuple[int, ...] | None) -> list[str]:
    """What an option is besides: the best, on the table, in one's package."""
    text = at.ask.text
    marked = (
        ("best", at.score(issue, n) == at.score(issue, at.best(issue))),
        ("on the table", text is not None and text[issue] == n),
        ("yours", draft is not None and draft[issue] == n),
    )
    return [word for word, holds in marked if holds]


# a package


def _package(at: Chair, draft: tuple[int, ...]) -> Cards:
    """Each issue as a card that opens its options; then packages to begin with."""
    cards = []
    for issue, source in enumerate(at.table.source.issues):
        n = draft[issue]
        hints = [Hint(f"{pts(at.score(issue, n))} of {pts(at.score(issue, at.best(issue)))} points")]
        if at.ask.text is not None:
            same = at.ask.text[issue] == n
            hints.append(Hint("as on the table" if same else "other than on the table"))
        title = f"{source.title.rstrip('?:. ')}: {option(at.table, issue, n)}"
        cards.append(Card(f"issue:{issue}", _key(issue + 1), title, hints=tuple(hints)))
    cards += _beginnings(at)
    return Cards(
        "Your package", tuple(cards), 1.0, lead=f"{_lead(at, draft)} Pick an issue to settle it otherwise."
    )


def _lead(at: Chair, draft: tuple[int, ...]) -> str:
    """What the package is worth, what it amounts to, and how much may still be changed."""
    words = f"Worth {worth_line(at.worth(draft), at.floor)}. {at.move(draft)}".rstrip()
    if at.left is None:
        return words
    done = at.changed(draft)
    return f"{words} Changed: {done} of at most {at.left}; {at.left - done} left."


def _beginnings(at: Chair) -> list[Card]:
    text = at.ask.text
    if at.ask.kind == "amend" or text is None:
        found = [] if at.left is not None else [("best", "P", "Begin with my best package", best_package(at))]
        found += [("lying", "W", "Begin again with the text", text)] if text is not None else []
    else:
        found = [
            ("best", "P", "Begin with my best package", best_package(at)),
            ("lying", "W", "Begin with what lies on the table", text),
        ]
    return [
        Card(do, key, title, hints=(Hint(f"{pts(at.worth(package))} points"),), above="Or" if first else "")
        for first, (do, key, title, package) in zip([True, False], found, strict=False)
    ]


def _laying(at: Chair, draft: tuple[int, ...]) -> tuple[Action, ...]:
    if at.ask.kind == "amend" and at.ask.text is not None:
        leave = "Leave the text as it is"
        if not at.changed(draft):
            return (LEAVE, Action(laid(draft), leave, "Enter", primary=True))
        amend = Action(laid(draft), "Lay the amended text down", "Enter", primary=True)
        return (LEAVE, Action(laid(at.ask.text), leave, "K"), amend)
    label = "Lay the text down" if at.table.protocol.kind == "single_text" else "Make this offer"
    open_ = at.table.protocol.kind == "single_text" or not at.binds or at.allows(draft)
    return (LEAVE, Action(laid(draft), label, "Enter", primary=True, enabled=open_))


def laid(package: Sequence[int]) -> str:
    """The action that lays a package down."""
    return f"lay:{','.join(map(str, package))}"


def unlaid(argument: str) -> tuple[int, ...]:
    """The package of such an action."""
    return tuple(int(n) for n in argument.split(","))


def _options(at: Chair, draft: tuple[int, ...], issue: int) -> Cards:
    """An issue's options, and what the package would be worth with each."""
    source = at.table.source.issues[issue]
    full = at.left is not None and at.changed(draft) >= at.left
    cards = []
    for n, choice in enumerate(source.options):
        package = (*draft[:issue], n, *draft[issue + 1 :])
        worth, marks = at.worth(package), _marks(at, issue, n, draft)
        fits = not full or at.changed(package) <= (at.left or 0)
        cards.append(
            Card(
                f"option:{issue}:{n}",
                _key(n + 1),
                choice.label,
                f"The package is then worth {worth_line(worth, at.floor)}.",
                (Hint(f"{pts(at.score(issue, n))} points"), *map(Hint, marks)),
                selected=draft[issue] == n,
                enabled=fits,
                why_not="" if fits else _all_changed(at),
            )
        )
    return Cards(source.title, tuple(cards), 1.0, lead="Pick an option for your package.")


def _all_changed(at: Chair) -> str:
    many = "the one issue" if at.left == 1 else f"all {at.left}"
    return f"You have changed {many} that you can."


def _answers(at: Chair) -> Cards:
    """Yes or no, and what follows from each."""
    text, record = at.ask.text, at.seat.game.record
    assert text is not None
    needed = bool(at.table.table.must[at.party])
    following = order_line(record, at.table, at.talk, at.party)
    last = at.ask.round >= at.table.protocol.rounds
    after = "Then nothing is agreed." if last and needed else following
    worth = f"It is worth {worth_line(at.worth(text), at.floor)}. {at.move(text)}".rstrip()
    open_ = not at.binds or at.allows(text)
    needs = (Hint(rule(record, at.table, at.party)),)
    cards = (
        Card("accept", "1", "Yes", worth, needs, enabled=open_, why_not="" if open_ else CLOSED),
        Card("refuse", "2", "No", after if needed else f"It may pass without you. {after}"),
    )
    return Cards("Your answer", cards, 1.0, lead="Nobody hears the others' answers before all have answered.")


def _key(number: int) -> str:
    return str(number) if number <= NUMBERS else ""


def pending_words(seat: Seat, pending: str) -> str | None:
    """What a pending act at the table would do, in a sentence; None for any other act."""
    name, _, argument = pending.partition(":")
    if name not in ("lay", "accept", "refuse"):
        return None
    at, record = chair(seat), seat.game.record
    if name != "lay":
        assert at.ask.text is not None
        return f"Say {'yes' if name == 'accept' else 'no'} to: {package_text(record, at.table, at.ask.text)}."
    package = unlaid(argument)
    verb = "Leave the text as it is" if package == at.ask.text and at.ask.kind == "amend" else "Lay down"
    told = package_text(record, at.table, package)
    return f"{verb}: {told}. {cap(worth_line(at.worth(package), at.floor))}."
