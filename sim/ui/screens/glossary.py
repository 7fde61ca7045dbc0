"""Words: those of the game, and those of the sources that take a side, each beside a neutral one."""

from __future__ import annotations

from typing import Final

from sim.record.record import load as load_record
from sim.record.schema import Source, Term
from sim.scenario.compiled import Compiled
from sim.ui.screens.common import BACK, HELP
from sim.ui.screens.words import cap
from sim.ui.view import Block, Screen, Span, Text, heading, para

_GAME: Final = {
    "Talking": {
        "Channel": "a way to talk: who is in it, how well it is trusted, how well it keeps a secret.",
        "Message": "what one actor says to whoever decides: it asks for one move, over one channel.",
        "Leverage": "something that one side holds over another, and can put behind its words.",
        "Threat": "a pledge to do harm. It is carried out if they do otherwise, unless it was a bluff.",
        "Bluff": "a threat that is not meant to be kept. If they do otherwise, you are believed less.",
        "Offer": "a pledge of something of your own. You pay if they agree.",
        "Leak": "private words that become known. The relation and the channel suffer.",
    },
    "Deciding": {
        "Seat": "a place for a person: a government, or one official.",
        "Move": "one thing that can be chosen at a decision.",
        "Constraint": "a limit on whoever decides. It bars a move, or weighs against it.",
        "Notice": "what other sides are told of a move, and when: not at all, afterwards, in vague words, "
        "beforehand, or consulted.",
        "Surprise": "what a side feels that a move hurts and that was not told in time. It trusts less.",
        "Secret move": "a move that other sides cannot know of until it is taken.",
        "Event": "something that nobody decides. It comes by chance, or because the teacher lets it.",
    },
    "Numbers": {
        "Variable": "one number of the world, from 0 to 100 points. It is a picture, not a measurement.",
        "Trust": "how well words carry over a channel.",
        "Credibility": "how far the word of an actor is believed.",
        "Odds": "how likely the model holds each move. They are the model's view, and nothing more.",
        "Counters": "ten of them make a forecast. Each stands for ten per cent.",
        "Seed": "a number that stands for the luck of a game. The same seed is the same luck.",
        "Judgement": "a number's reason where no source gives one: the author's view, in words.",
    },
    "Sources": {
        "Fact": "one claim of a source, in our own words, with who says so and where it stands.",
        "One side's account": "a claim that rests on the word of one party alone.",
        "Disputed": "a claim that others deny. Both accounts are shown, and whose they are.",
        "Background": "general knowledge that the articles do not give.",
        "Composite role": "one figure in the game that stands for several people.",
        "History": "what was really chosen. It is not what was right.",
    },
}


def glossary(game: Compiled | None) -> Screen:
    """The game's own words; and the terms of the sources, the neutral one first."""
    talk, numbers = list(_GAME)[:2], list(_GAME)[2:]
    panels = [Text("In this game: who talks, who decides", tuple(_own(talk)))]
    panels.append(Text("In this game: numbers and sources", tuple(_own(numbers))))
    terms = _terms(game)
    if terms:
        words = (para("We use the first word. The others take a side; here is whose they are."), *terms)
        panels.append(Text("Words that take a side", words, 1.1))
    return Screen("glossary", "Words", panels=tuple(panels), actions=(HELP, BACK))


def _own(groups: list[str]) -> list[Block]:
    blocks: list[Block] = []
    for group in groups:
        blocks.append(heading(group))
        for word, means in _GAME[group].items():
            blocks.append(Block("bullet", (Span(f"{word}: ", "strong"), Span(means))))
    return blocks


def _terms(game: Compiled | None) -> list[Block]:
    """The terms that can be met in a scenario's sources, or all; in the order of the neutral words."""
    record = game.record if game is not None else load_record()
    terms = record.terms if game is None else met(game)
    blocks: list[Block] = []
    for term in sorted(terms, key=lambda t: t.use.lower()):
        spans = [Span(cap(term.use), "strong"), Span(f". “{term.avoid}”: {term.used_by}.")]
        if term.note:
            spans.append(Span(f" {term.note}", "em"))
        blocks.append(Block("bullet", tuple(spans)))
    return blocks


def met(game: Compiled) -> list[Term]:
    """The terms of the publishers whom a scenario cites; with them, those that are nobody's in particular."""
    record = game.record
    cited = {f for d in game.source.decisions for f in (*d.cited, *d.known) if f in record.facts}
    ours = {_publisher(record.source_of(f)) for f in cited}
    every = {_publisher(s) for s in record.sources.values()}
    mine = [t for t in record.terms if any(p in t.used_by for p in ours)]
    return [t for t in record.terms if t in mine or not any(p in t.used_by for p in every)] if mine else []


def _publisher(source: Source) -> str:
    """A publisher's name without what is said about it."""
    return source.publisher.partition(",")[0]
