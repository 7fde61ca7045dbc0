"""The log in sentences: what was said, who was told, and why the numbers moved."""

from __future__ import annotations

from dataclasses import dataclass

from sim import scale
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Decision
from sim.ui.screens.words import cap, listed, lower, name, signed, the, within
from sim.ui.view import Block, Span, bullet
from sim.world.log import Message, Sent, Step, name_of
from sim.world.state import Change

SAYS = {
    "ask": "asks for",
    "assure": "gives an assurance, and hopes for",
    "warn": "warns, and wants",
    "threaten": "threatens, and demands",
    "offer": "makes an offer in return for",
    "go_public": "calls in public for",
}
HEARD = {
    "coordinated": "Consulted",
    "before": "Told beforehand",
    "vague": "Had a vague word beforehand",
    "after": "Told afterwards",
    "none": "Told nothing",
}
_SURPRISED = {
    "none": "heard nothing",
    "after": "heard only afterwards",
    "vague": "had only a vague word",
    "before": "heard beforehand",
    "coordinated": "had a say",
}
RULES = {
    "effects": "the move itself",
    "surprise": "surprise",
    "leverage": "leverage really used",
    "public words": "words in public",
    "leak": "a leak",
    "credibility": "word and deed",
    "events": "an event",
}


HELD = "The fact behind it is kept for the debrief."


def message_text(game: Compiled, decision: Decision, message: Message) -> str:
    """A message in two sentences: who wants what; then the channel, and what stands behind it."""
    record = game.record
    label = next(m.label for m in decision.moves if m.id == message.move)
    channel = record.channels[message.channel].name
    behind = (
        f"; behind it: {lower(record.leverage[message.leverage].name, record)}" if message.leverage else ""
    )
    said = f"{cap(the(record, message.sender))} {SAYS[message.kind]} “{label}”."
    return f"{said} Channel: {lower(channel, record)}{behind}."


def sent_text(game: Compiled, decision: Decision, sent: Sent) -> str:
    """A message with what became of it."""
    fate = "It was heeded." if sent.heeded else "It was not heeded."
    if sent.leaked:
        fate += " It leaked."
    if sent.message.kind == "threaten" and sent.ignored:
        fate += " It proved a bluff." if sent.message.bluff else " The threat was carried out."
    return f"{message_text(game, decision, sent.message)} {fate}"


def pleas(game: Compiled, decision: Decision, sent: list[Sent]) -> list[Block]:
    """Messages of little weight, one line for each thing asked: who asked, and whether it was heeded."""
    labels = {m.id: m.label for m in decision.moves}
    lines = []
    for move in dict.fromkeys(s.message.move for s in sent):
        same = [s for s in sent if s.message.move == move]
        who = listed([the(game.record, s.message.sender) for s in same])
        fate = "Heeded." if same[0].heeded else "Not heeded."
        lines.append(bullet(f"Asked for, with words alone: “{labels[move]}”, by {who}. {fate}"))
    return lines


def told(game: Compiled, step: Step, side: str) -> list[Block]:
    """What each side was told, the best informed first; ``side`` is the reader's own."""
    lines = []
    for level, words in HEARD.items():
        heard = [t.who for t in step.notice if t.level == level]
        own = [the(game.record, a) + (" (your side)" if a == side else "") for a in heard]
        if own:
            lines.append(Block("bullet", (Span(f"{words}: ", "strong"), Span(f"{listed(own)}."))))
    return lines


@dataclass(frozen=True)
class Telling:
    """What may be said of a change besides its rule: its size in points, and the facts behind it."""

    numbers: bool = True
    facts: bool = True


def moved(game: Compiled, step: Step, changes: list[Change], tell: Telling) -> list[Block]:
    """Why the numbers moved: one bullet a variable, its total first, the largest first; then the rest."""
    whole: dict[tuple[str, int], list[Change]] = {}
    for change in changes:
        whole.setdefault((change.what, change.index), []).append(change)
    order = sorted(whole.values(), key=lambda g: -abs(_total(step, game, g)))
    blocks = [_number(game, step, group, tell) for group in order if group[0].what == "variable"]
    for what, title in (("trust", "Trust in channels"), ("credibility", "Belief in people")):
        parts = [_short(game, step, group, tell) for group in order if group[0].what == what]
        if parts:
            blocks.append(Block("bullet", (Span(f"{title}: ", "strong"), Span(f"{'; '.join(parts)}."))))
    return blocks


def why(game: Compiled, step: Step, variable: str, tell: Telling) -> str:
    """The reasons for one variable's last change, as plain text."""
    group = [c for c in step.changes if c.what == "variable" and game.variables[c.index] == variable]
    return _number(game, step, group, tell).text if group else ""


def headline(game: Compiled, step: Step, tell: Telling, most: int = 3) -> str:
    """The variables that moved most, in one line."""
    sizes = {v: step.moved(v) for v in game.variables if round(step.moved(v))}
    largest = sorted(sizes, key=lambda v: -abs(sizes[v]))[:most]
    if not largest:
        return "No number moved by a whole point."
    words = [
        f"{lower(game.record.variables[v].name, game.record)} {change_of(sizes[v], tell, 0)}" for v in largest
    ]
    return f"Moved most: {', '.join(words)}."


def change_of(points: float, tell: Telling, digits: int = 1) -> str:
    """A change in points; where numbers are hidden, only its direction."""
    if tell.numbers:
        return signed(round(points, digits))
    return "▲ up" if points > 0 else "▼ down" if points < 0 else "as before"


def _total(step: Step, game: Compiled, group: list[Change]) -> float:
    if group[0].what == "variable":
        return step.moved(name_of(game, group[0]))
    return sum(c.amount for c in group) / scale.HUNDREDTHS


def _number(game: Compiled, step: Step, group: list[Change], tell: Telling) -> Block:
    label = name_of(game, group[0])
    reach = f" ({step.before[label]:.0f} to {step.after[label]:.0f})" if tell.numbers else ""
    total = change_of(_total(step, game, group), tell)
    spans = [Span(f"{game.record.variables[label].name} {total}{reach}. ", "strong")]
    for change in sorted(group, key=lambda c: -abs(c.amount)):
        amount = f" {change_of(change.amount / scale.HUNDREDTHS, tell)}" if len(group) > 1 else ""
        cause, ground = cause_of(game, change), _ground(game, change.reason, tell)
        spans.append(Span(f"{cap(RULES[change.rule])}{amount}{cause}.{ground} "))
    return Block("bullet", (*spans[:-1], Span(spans[-1].text.rstrip())))


def _short(game: Compiled, step: Step, group: list[Change], tell: Telling) -> str:
    """A channel's or a person's change in few words."""
    record, label = game.record, name_of(game, group[0])
    what = f"“{record.channels[label].name}”" if group[0].what == "trust" else the(record, label)
    causes = listed(list(dict.fromkeys(RULES[c.rule] + cause_of(game, c) for c in group)))
    return f"{what} {change_of(_total(step, game, group), tell)} ({causes})"


def _ground(game: Compiled, reason: str, tell: Telling) -> str:
    """The ground that the scenario gives: a fact with its id, or a judgement's reason."""
    out = ""
    for part in reason.splitlines():
        fact = game.record.facts.get(part)
        if fact is None:
            out += f" {cap(part.rstrip('.'))}."
        else:
            out += f" {fact.text} [{part}]" if tell.facts else f" {HELD}"
    return out


def cause_of(game: Compiled, change: Change) -> str:
    """What set a rule to work, to stand after its name; empty where the name says it."""
    record = game.record
    if change.rule == "surprise":
        side, _, level = change.cause.partition(":")
        return f": {the(record, side)} {_SURPRISED[level]}"
    if change.rule == "leverage":
        return f": {lower(record.leverage[change.cause].name, record)}"
    if change.rule in ("public words", "leak", "credibility"):
        own = change.what == "credibility" and game.actors[change.index] == change.cause
        return "" if own else f": {within(name(record, change.cause))}"
    if change.rule == "events":
        return f": {next(e.title for e in game.source.events if e.id == change.cause)}"
    return ""
