"""The decisions and the events one by one, as whoever leads the game needs them: no student reads this."""

from __future__ import annotations

from typing import Final

from sim import scale
from sim.scenario.compiled import Compiled, CompiledDecision, CompiledEvent
from sim.scenario.schema import Account, Event, Move
from sim.ui.guide.lesson import LESSONS, plan
from sim.ui.guide.sheets import Block, Grid, Head, List, Part, Say, Sides
from sim.ui.guide.telling import condition, effect, opening, reason
from sim.ui.screens.words import CERTAINTY, cap, date_line, listed, lower, name
from sim.ui.screens.words import the as named

_ASKS: Final = 420
"""The most characters of a situation that the guide repeats: the screen has all of it."""
MARK: Final = "◆"
"""Stands beside what was really chosen."""


def decisions(game: Compiled) -> Part:
    """Every decision in its order, with what was really chosen."""
    plans = {n: plan(game, n) for n in LESSONS}
    blocks: list[Block] = [
        Say(
            f"For you alone: {MARK} marks what was really chosen, and students should not see it before the "
            "reveal. “Nobody reckons with” is what a move also does in the model, and what its decider does "
            "not see coming."
        )
    ]
    for decision in game.decisions:
        minutes = [(f"{plans[n].of(decision.source.id) or '–'} of {n}") for n in LESSONS]
        note = f"{date_line(decision.source)} · minutes: {', '.join(minutes)}"
        blocks.append(Head(f"{decision.index + 1}. {decision.source.title}", note))
        blocks += _decision(game, decision)
    return Part("The decisions, one by one", tuple(blocks))


def _decision(game: Compiled, decision: CompiledDecision) -> list[Block]:
    source = decision.source
    blocks: list[Block] = [
        Say(f"{name(game.record, source.decider)}.", "Decides:"),
        Say(opening(source.situation, _ASKS), "It asks:"),
        Say(_writers(game, decision), "Can write:"),
    ]
    if decision.when is not None:
        blocks.append(Say(f"{cap(condition(game, decision.when))}.", "Only if:"))
    watch = _watch(game, decision)
    if watch:
        blocks += [Say("", "Watch for:"), List(tuple(watch))]
    rows = tuple(_move(game, decision, m) for m in source.moves)
    head = ("Move", "What the decider expects", "Nobody reckons with")
    real = [i for i, m in enumerate(source.moves) if source.history and m.id == source.history.move]
    blocks.append(Grid(f"The moves at {decision.index + 1}", head, rows, frozenset(real)))
    return [*blocks, *_history(game, decision)]


def _writers(game: Compiled, decision: CompiledDecision) -> str:
    found = [name(game.record, game.actors[s.actor]) for s in decision.senders]
    return f"{listed(found)}." if found else "nobody: no channel is open."


def _watch(game: Compiled, decision: CompiledDecision) -> list[tuple[str, str]]:
    """What to look out for: secrets, limits, a table, and what could not be known."""
    source, found = decision.source, []
    hidden = [f"“{m.label}”" for m in source.moves if m.secret]
    if source.outside is not None:
        seen = f"Other sides see only “{source.outside.title}”."
        found.append(("Secret:", f"{seen} They cannot know of {listed(hidden)}." if hidden else seen))
    labels = {m.id: m.label for m in source.moves}
    for limit in source.constraints:
        barred = listed([f"“{labels[m]}”" for m in limit.moves])
        what = "bars" if limit.bars else f"weighs ({str(limit.cost).lstrip('-')}) against"
        found.append((f"{game.record.constraints[limit.constraint].name}", f"{what} {barred}."))
    if source.table is not None:
        who = listed([named(game.record, p.actor) for p in source.table.parties])
        over = listed([lower(i.title, game.record) for i in source.table.issues])
        found.append(("A table:", f"{cap(who)} bargain over {over}. Give it more time than the others."))
    if source.unknown:
        found.append(("Nobody in this seat could know:", " ".join(source.unknown)))
    return found


def _move(game: Compiled, decision: CompiledDecision, move: Move) -> tuple[str, ...]:
    was = decision.source.history
    mark = f"{MARK} " if was is not None and was.move == move.id else ""
    when = decision.open_when[decision.moves.index(move.id)]
    only = f" (only if {condition(game, when)})" if when is not None else ""
    ordered = sorted(move.effects, key=lambda e: -abs(scale.points(e.by)))
    seen = ", ".join(effect(game, e) for e in ordered if e.foreseen) or "–"
    unseen = "; ".join(f"{effect(game, e)}: {reason(game, e)}" for e in ordered if not e.foreseen) or "–"
    return f"{mark}{move.label}{only}", seen, unseen


def _history(game: Compiled, decision: CompiledDecision) -> list[Block]:
    """What was really chosen, how sure that is, and all accounts of it side by side."""
    was, record = decision.source.history, game.record
    if was is None:
        return []
    label = next(m.label for m in decision.source.moves if m.id == was.move)
    blocks: list[Block] = [
        Say(was.text, f"{MARK} Really chosen: {label} ({CERTAINTY[was.certainty]})."),
    ]
    if was.messages:
        blocks.append(List(tuple((f"{name(record, m.sender)}:", m.text) for m in was.messages)))
    blocks += [sides(a) for a in was.disputed]
    if decision.source.date_note:
        blocks.append(Say(decision.source.date_note, "On the date:"))
    corrected = [c for f in decision.source.cited if (c := record.facts[f].correction)]
    blocks += [
        Say(f"The article: {c.article} Accepted here: {c.accepted} {c.why}", "Corrected:") for c in corrected
    ]
    return [*blocks, Say(f"Facts: {', '.join(decision.source.cited)}.", quiet=True)]


def sides(account: Account) -> Sides:
    """A disputed account beside what others say."""
    return Sides((f"Disputed. {account.by}:", account.claim), ("Others:", account.others))


def events(game: Compiled) -> Part:
    """Every event: when it fits, what it is good for, how likely it is, and whether it happened."""
    if not game.events:
        words = "This scenario has none. Whatever happens, somebody has decided."
        return Part("Events you can let happen", (Say(words),))
    blocks: list[Block] = [
        Say(
            "They come by chance. Your page (C) also lets one happen when you think that the class needs it, "
            "once the decision that is open has been taken. It is written into the log, so say afterwards "
            "that it was you."
        )
    ]
    for event in game.events:
        blocks += _event(game, event)
    return Part("Events you can let happen", tuple(blocks))


def _event(game: Compiled, event: CompiledEvent) -> list[Block]:
    source = event.source
    at = next(d for d in game.decisions if d.source.id == source.after)
    when = f"after decision {at.index + 1}, “{at.source.title}”."
    if event.when is not None:
        when += f" It fits only if {condition(game, event.when)}."
    happened = "It really happened." if source.history else "It did not happen." if game.has_history else ""
    chance = source.chance
    why = chance.judgement or ""
    told = [
        ("When:", cap(when)),
        ("Why use it:", _use(game, source)),
        ("How likely by itself:", f"{chance.percent} % where it fits. {why}"),
    ]
    facts = f" Facts: {', '.join(source.facts)}." if source.facts else ""
    return [
        Head(source.title, happened),
        Say(source.text),
        List(tuple(told)),
        *([Say(facts.strip(), quiet=True)] if facts else []),
    ]


def _use(game: Compiled, event: Event) -> str:
    """What an event does for a lesson: what it moves most, and the reason for that."""
    ordered = sorted(event.effects, key=lambda e: -abs(scale.points(e.by)))
    if not ordered:
        return "It moves no number: it changes what can come after it. Ask who saw it coming."
    first = ordered[0]
    variable = lower(game.record.variables[first.variable].name, game.record)
    way = "rises" if scale.points(first.by) > 0 else "falls"
    moved = ", ".join(effect(game, e) for e in ordered)
    return f"To bring {variable} into the argument: it {way}. {reason(game, first)} In all: {moved}."
