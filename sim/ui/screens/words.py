"""How the record and the rules are put into words on a screen."""

from __future__ import annotations

import math

from sim import scale
from sim.record.record import Record
from sim.record.schema import Fact
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Decision, Effect, Move
from sim.ui.view import Block, Hint, Span, bullet, heading, note, para, plain
from sim.world.log import Message, Sent, Step, name_of
from sim.world.state import Change

KINDS = {
    "ask": "asks for",
    "assure": "gives an assurance, for",
    "warn": "warns, and wants",
    "threaten": "threatens, and wants",
    "offer": "makes an offer for",
    "go_public": "says in public, for",
}
KIND_NAMES = {
    "ask": "Ask",
    "assure": "Assure",
    "warn": "Warn",
    "threaten": "Threaten",
    "offer": "Offer",
    "go_public": "Go public",
}
RULES = {
    "effects": "what the move does",
    "surprise": "surprise",
    "leverage": "leverage really used",
    "public words": "words in public",
    "leak": "a leak",
    "credibility": "credibility",
    "events": "an event",
}
CERTAINTY = {
    "firm": "well established",
    "probable": "probable",
    "one_sided": "one side's account",
    "disputed": "disputed",
    "background": "background, not from the articles",
}
DATES = {
    "firm": "",
    "article_only": "date from one article",
    "approximate": "approximate date",
    "corrected": "corrected date",
}
NOTICE = {
    "none": "was told nothing",
    "after": "was told afterwards",
    "vague": "had a vague word before",
    "before": "was told before",
    "coordinated": "was consulted",
}


def signed(points: float) -> str:
    """``+4``, ``-2.5``: a change of points with its sign."""
    rounded = round(points, 1)
    text = f"{abs(rounded):.0f}" if float(rounded).is_integer() else f"{abs(rounded):.1f}"
    return f"{'-' if rounded < 0 else '+'}{text}"


def percent(share: float) -> str:
    """A share of one as ``62 %``; under one and over nothing as ``<1 %``."""
    whole = math.floor(share * 100 + 0.5)
    return "<1 %" if share > 0 and whole == 0 else f"{whole} %"


def date_line(decision: Decision) -> str:
    """The decision's date with how sure it is."""
    extra = DATES[decision.date_certainty]
    return f"{decision.date_text} ({extra})" if extra else decision.date_text


def name(record: Record, actor: str) -> str:
    """An actor's name; a composite role says so."""
    entry = record.actors[actor]
    return f"{entry.name} (composite role)" if entry.composite else entry.name


def effect_hints(record: Record, move: Move) -> tuple[Hint, ...]:
    """What the decider reckons that a move does, strongest first."""
    known = [e for e in move.effects if e.foreseen]
    known.sort(key=lambda e: -abs(scale.points(e.by)))
    return tuple(_hint(record, e) for e in known)


def _hint(record: Record, effect: Effect) -> Hint:
    up = scale.points(effect.by) > 0
    strong = abs(scale.points(effect.by)) >= scale.points("strong")
    sign = ("+" if up else "-") * (2 if strong else 1)
    maybe = "?" if effect.when else ""
    return Hint(f"{sign} {record.variables[effect.variable].short}{maybe}", "up" if up else "down")


def message_text(game: Compiled, decision: Decision, message: Message) -> str:
    """A message as a sentence: who, what for, over which channel, and what stands behind it."""
    record = game.record
    label = next(m.label for m in decision.moves if m.id == message.move)
    channel = lower(record.channels[message.channel].name)
    text = f"{name(record, message.sender)} {KINDS[message.kind]} “{label}”, over {channel}."
    if message.leverage:
        text += f" Behind it: {lower(record.leverage[message.leverage].name)}."
    return text


_ORDINARY = {"the", "a", "an", "telephone", "direct", "secure", "private", "public", "acting", "slow", "fast"}


def lower(text: str) -> str:
    """``text`` to stand within a sentence: a common first word loses its capital, a name keeps it."""
    return text[:1].lower() + text[1:] if text.split(" ", 1)[0].lower() in _ORDINARY else text


def sent_text(game: Compiled, decision: Decision, sent: Sent) -> str:
    """A message with what became of it."""
    fate = "It was heeded." if sent.heeded else "It was not heeded."
    if sent.leaked:
        fate += " It leaked."
    if sent.message.kind == "threaten" and sent.ignored:
        fate += " It proved a bluff." if sent.message.bluff else " The threat was carried out."
    return f"{message_text(game, decision, sent.message)} {fate}"


def change_text(game: Compiled, step: Step, change: Change) -> str:
    """Why one number moved: by how much, by which rule, from what, on what ground."""
    record = game.record
    label = name_of(game, change)
    what = {
        "variable": lambda: record.variables[label].name,
        "credibility": lambda: f"Credibility of {record.actors[label].name}",
        "trust": lambda: f"Trust in {lower(record.channels[label].name)}",
    }[change.what]()
    amount = signed(change.amount / scale.HUNDREDTHS)
    text = f"{what} {amount}: {RULES[change.rule]}{_cause(game, step, change)}."
    if not change.reason:
        return text
    fact = record.facts.get(change.reason)
    return f"{text} {fact.text} [{change.reason}]" if fact else f"{text} {change.reason}"


def _cause(game: Compiled, step: Step, change: Change) -> str:
    record = game.record
    if change.rule == "surprise":
        side, _, level = change.cause.partition(":")
        return f" ({record.actors[side].name} {NOTICE[level]})"
    if change.rule == "leverage":
        return f" ({lower(record.leverage[change.cause].name)})"
    if change.rule in ("public words", "leak", "credibility"):
        return f" ({record.actors[change.cause].name})"
    if change.rule == "events":
        return f" ({next(e.title for e in game.source.events if e.id == change.cause)})"
    return ""


def fact_line(record: Record, fact_id: str) -> Block:
    """A fact as a source line: what it says, who says so, how sure, and where it stands."""
    fact: Fact = record.facts[fact_id]
    source = record.source_of(fact_id)
    where = f", paragraph {', '.join(map(str, fact.paragraphs))}" if fact.paragraphs else ""
    spans = (
        Span(fact.text + " "),
        Span(f"{fact.says}; {CERTAINTY[fact.certainty]}. ", "em"),
        Span(f"[{fact_id}] {source.publisher}{where}.", "muted"),
    )
    return Block("source", spans)


def known_block(record: Record, text: str) -> Block:
    """A thing known on the day: a fact of the record, or a line of the scenario."""
    fact = record.facts.get(text)
    if fact is None:
        return bullet(text)
    spans = [Span(fact.text)]
    if fact.certainty in ("one_sided", "disputed"):
        spans.append(Span(f" ({CERTAINTY[fact.certainty]}: {fact.says})", "em"))
    elif fact.certainty == "background":
        spans.append(Span(" (background)", "em"))
    return Block("bullet", tuple(spans))


def history_blocks(record: Record, decision: Decision) -> list[Block]:
    """What was really chosen, how sure that is, what is disputed, and the sources."""
    was = decision.history
    label = next(m.label for m in decision.moves if m.id == was.move)
    blocks = [
        Block("text", (Span(label, "strong"), Span(f"  ({CERTAINTY[was.certainty]})", "em"))),
        para(was.text),
    ]
    blocks += [bullet(f"{name(record, m.sender)}: {m.text}") for m in was.messages]
    for account in was.disputed:
        blocks.append(note(f"Disputed. {account.by}:", f"{account.claim} Others: {account.others}"))
    if decision.date_note:
        blocks.append(note("On the date", decision.date_note))
    blocks.append(heading("Sources"))
    cited = dict.fromkeys([*was.facts, *(f for m in was.messages for f in m.facts)])
    blocks += [fact_line(record, f) for f in cited]
    blocks += _corrections(record, list(cited))
    return blocks


def _corrections(record: Record, cited: list[str]) -> list[Block]:
    found = []
    for fact_id in cited:
        correction = record.facts[fact_id].correction
        if correction:
            text = f"The article: {correction.article} Accepted here: {correction.accepted} {correction.why}"
            found.append(note("Corrected", text))
    return found


def line(text: str, style: str = "plain") -> Block:
    """A paragraph in one style."""
    if style == "em":
        return Block("text", (Span(text, "em"),))
    return Block("text", plain(text))
