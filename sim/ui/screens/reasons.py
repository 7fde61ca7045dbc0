"""Why a number stands where it stands: its beginning, each step that moved it, and the rules at work."""

from __future__ import annotations

from typing import Final

from sim import scale
from sim.game.seat import Seat
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Decision
from sim.ui.screens.common import BACK, HELP, telling
from sim.ui.screens.reading import fact_blocks
from sim.ui.screens.result import may_read
from sim.ui.screens.sentences import HELD, RULES, Telling, cause_of, change_of, message_text
from sim.ui.screens.words import cap, lower, name, the
from sim.ui.view import (
    Block,
    Chart,
    Charts,
    Line,
    Panel,
    Row,
    Screen,
    Span,
    Tab,
    Table,
    Text,
    bullet,
    heading,
    para,
)
from sim.world.log import Message, Sent, Step, name_of, points
from sim.world.state import Change, What

CHANNELS: Final = "*channels"
PEOPLE: Final = "*people"
"""What can be asked about besides a variable."""
_HOW: Final = {
    "effects": "A move changes what the scenario says it changes. A condition is judged by how things "
    "stood before it.",
    "surprise": "A side that a move hurts, and that was not told in time, trusts less: the more it is hurt, "
    "and the less and later it was told, the more. A trusted channel softens it. Channels that were passed "
    "over lose trust too.",
    "leverage": "A threat that is ignored and was meant is carried out. An offer that is heeded is paid. "
    "Most levers can be used in this way only once.",
    "public words": "Words in public strain the relation between the two sides.",
    "leak": "A private message may leak: more easily the stronger its words and the less secret its channel. "
    "A leak strains the relation, and takes trust from the channel.",
    "credibility": "Who is heeded, or keeps a threat, is believed more, and the channel is trusted more. A "
    "bluff that is called, or a public demand that is ignored, costs belief.",
    "events": "An event comes by chance where its condition holds, or because the teacher lets it happen.",
}
"""How each rule works, in a sentence or two. docs/model.md has the equations."""
_LEVELS: Final = {
    "none": "It was told nothing",
    "after": "It was told afterwards",
    "vague": "It had a vague word beforehand",
    "before": "It was told beforehand",
    "coordinated": "It was consulted",
}


def reasons(seat: Seat, about: str) -> Screen:
    """Everything that moved a variable, or the trust in channels, or the belief in people."""
    record = seat.game.record
    tabs = [(v, record.variables[v].short) for v in seat.game.variables]
    tabs += [(CHANNELS, "Channels"), (PEOPLE, "People")]
    if about in seat.game.variables:
        entry = record.variables[about]
        title, subtitle = f"Why: {lower(entry.name, record)}", entry.meaning
        panels = _variable(seat, about)
    else:
        trust = about == CHANNELS
        title = "Why: trust in channels" if trust else "Why: belief in people"
        subtitle = "How well words carry over a channel." if trust else "How far somebody's word is believed."
        panels = _others(seat, "trust" if trust else "credibility")
    return Screen(
        "why",
        title,
        subtitle,
        tabs=tuple(Tab(f"why:{key}", label, key == about) for key, label in tabs),
        panels=panels,
        actions=(HELP, BACK),
    )


def _variable(seat: Seat, variable: str) -> tuple[Panel, ...]:
    game, tell = seat.game, telling(seat)
    blocks, rules = _steps(seat, "variable", game.variables.index(variable), tell)
    blocks += _beginning(seat, variable, tell)
    panels: list[Panel] = [Text("What moved it, the newest first", tuple(blocks), 1.5, large="large:steps")]
    if tell.numbers and seat.steps:
        panels.append(Charts("So far", (_chart(seat, variable),), 1.0, large="large:chart"))
    return (*panels, *_rules(rules))


def _chart(seat: Seat, variable: str) -> Chart:
    """The values so far: at the start (0), and after each decision."""
    entry = seat.game.record.variables[variable]
    values = [seat.steps[0].before[variable], *(s.after[variable] for s in seat.steps)]
    labels = tuple(str(i) for i in range(len(values)))
    worse = " Higher is worse." if entry.better == "lower" else ""
    about = f"At the start (0), and after each decision.{worse}"
    return Chart(entry.name, labels, (Line("So far", "you", tuple(values)),), about)


def _beginning(seat: Seat, variable: str, tell: Telling) -> list[Block]:
    """Where a variable began, and on what ground."""
    start = seat.game.source.variables[variable]
    began = seat.steps[0].before[variable] if seat.steps else points(seat.game, seat.model.state)[variable]
    blocks = [heading(f"Where it began: {began:.0f} of 100" if tell.numbers else "Where it began")]
    if round(began) != start.start:
        return [*blocks, para("It was set so, to try the scenario out.")]
    return blocks + _grounds(seat.game, start.reason, tell)


def _steps(seat: Seat, what: What, index: int | None, tell: Telling) -> tuple[list[Block], list[str]]:
    """Each step that moved one number, or any of its kind, the newest first; and the rules at work."""
    blocks: list[Block] = []
    rules: list[str] = []
    for step in reversed(seat.steps):
        changes = [
            c
            for c in step.changes
            if c.what == what and index in (None, c.index) and (index is not None or _seen(seat, c, step))
        ]
        if changes:
            source = _source(seat.game, step)
            total = f"{_total(step, seat.game, changes[0], tell)}: " if index is not None else ""
            blocks.append(heading(f"{total}{source.title}"))
            for change in changes:
                blocks += _change(seat, step, source, change, tell)
            rules += [c.rule for c in changes]
    if not blocks:
        blocks.append(para("Nothing has moved so far."))
    return blocks, list(dict.fromkeys(rules))


def _seen(seat: Seat, change: Change, step: Step) -> bool:
    """Whether a change of trust or belief comes of something that the seat has seen."""
    hidden = [s.message.sender for s in step.messages if not may_read(seat, s, step)]
    return change.cause not in hidden


def _source(game: Compiled, step: Step) -> Decision:
    return next(d.source for d in game.decisions if d.source.id == step.decision)


def _total(step: Step, game: Compiled, change: Change, tell: Telling) -> str:
    """By how much a step moved a number, from where to where."""
    label = name_of(game, change)
    if not round(step.moved(label), 1):
        return f"As before, {step.after[label]:.0f}" if tell.numbers else "As before"
    reach = f", {step.before[label]:.0f} to {step.after[label]:.0f}" if tell.numbers else ""
    return change_of(step.moved(label), tell) + reach


def _change(seat: Seat, step: Step, source: Decision, change: Change, tell: Telling) -> list[Block]:
    """One change: its rule and size, what stood behind it, and the ground of its number."""
    game = seat.game
    amount = change_of(change.amount / scale.HUNDREDTHS, tell)
    whose = "" if change.what == "variable" else f"{_whose(game, change)} "
    spans = [Span(f"{whose}{amount}, {RULES[change.rule]}{cause_of(game, change)}. ", "strong")]
    if change.rule == "effects":
        label = next(m.label for m in source.moves if m.id == step.move)
        spans.append(Span(f"{cap(the(game.record, step.decider))} chose: {label}."))
    spans += [
        Span(f"{text} ") for text in (*_told(seat, step, change), *_messages(seat, step, source, change))
    ]
    ground = [] if change.what != "variable" else _grounds(game, change.reason, tell)
    return [Block("bullet", tuple(spans)), *ground]


def _whose(game: Compiled, change: Change) -> str:
    label = name_of(game, change)
    return game.record.channels[label].name if change.what == "trust" else name(game.record, label)


def _told(seat: Seat, step: Step, change: Change) -> list[str]:
    """For a surprise: what the side was told, and over which channel."""
    if change.rule != "surprise":
        return []
    record = seat.game.record
    side, _, level = change.cause.partition(":")
    heard = [t.channel for t in step.notice if record.side(t.who) == side and t.level == level and t.channel]
    over = f", over this channel: {lower(record.channels[heard[0]].name, record)}" if heard else ""
    return [f"{_LEVELS[level]}{over}."]


def _messages(seat: Seat, step: Step, source: Decision, change: Change) -> list[str]:
    """The messages behind a change, where the seat may read them."""
    behind = [s for s in step.messages if _moved_by(change, s)]
    read = [message_text(seat.game, source, s.message) for s in behind if may_read(seat, s, step)]
    return read or (["Behind it stood a message that your side did not see."] if behind else [])


def _moved_by(change: Change, sent: Sent) -> bool:
    """Whether a message is what set the rule to work."""
    message: Message = sent.message
    if change.rule == "leverage":
        kept = message.kind == "threaten" and sent.ignored and not message.bluff
        return message.leverage == change.cause and (kept or (message.kind == "offer" and sent.heeded))
    if message.sender != change.cause:
        return False
    if change.rule == "public words":
        return message.kind == "go_public"
    return change.rule == "credibility" or (change.rule == "leak" and sent.leaked)


def _grounds(game: Compiled, reason: str, tell: Telling) -> list[Block]:
    """The ground of a number: the fact in full, or the judgement."""
    blocks: list[Block] = []
    for part in reason.splitlines():
        if part not in game.record.facts:
            blocks.append(Block("text", (Span("Judgement: ", "em"), Span(part))))
        elif tell.facts:
            blocks += fact_blocks(game.record, part)
        else:
            blocks.append(para(HELD))
    return blocks


def _rules(rules: list[str]) -> tuple[Panel, ...]:
    """How the rules work that moved it."""
    lines = [Block("bullet", (Span(f"{cap(RULES[r])}: ", "strong"), Span(_HOW[r]))) for r in rules]
    return (Text("How the rules work", tuple(lines), 1.0),) if lines else ()


def _others(seat: Seat, what: What) -> tuple[Panel, ...]:
    """Trust in channels, or belief in people: what moved it, and where each began and stands."""
    tell = telling(seat)
    blocks, rules = _steps(seat, what, None, tell)
    panels: list[Panel] = [Text("What moved it, the newest first", tuple(blocks), 1.5, large="large:steps")]
    if tell.numbers:
        panels.append(_table(seat, what))
    unseen = "Messages that your side did not see may have moved more than is told here."
    how = _rules(rules)
    return (*panels, *(how or (Text("How far this goes", (bullet(unseen),), 0.8),)))


def _table(seat: Seat, what: What) -> Table:
    """Where each began, and what the seat has seen of its way since."""
    game, record = seat.game, seat.game.record
    rows = []
    ids = game.channels if what == "trust" else game.actors
    starts = game.trust if what == "trust" else game.credibility
    for i, id_ in enumerate(ids):
        if what == "trust" and record.channels[id_].public:
            continue
        seen = sum(
            c.amount
            for s in seat.steps
            for c in s.changes
            if c.what == what and c.index == i and _seen(seat, c, s)
        )
        label = record.channels[id_].name if what == "trust" else name(record, id_)
        began = int(starts[i])
        rows.append(
            Row((label, f"{began / scale.HUNDREDTHS:.0f}", f"{(began + seen) / scale.HUNDREDTHS:.0f}"))
        )
    title = "Points of 100, as far as your side has seen"
    return Table(
        title, ("Channel" if what == "trust" else "Who", "Start", "Now"), tuple(rows), (3.0, 0.8, 0.8)
    )
