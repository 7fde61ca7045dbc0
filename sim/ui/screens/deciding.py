"""On the way to a choice: a pair agrees, a class votes, and a seat says what it expects of others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sim.game.entries import COUNTERS
from sim.game.seat import Seat
from sim.scenario.compiled import CompiledDecision
from sim.ui.screens.bargain import pending_words
from sim.ui.screens.common import CONSOLE, HELP, inside, known_moves, meters, seen_title, timeline
from sim.ui.screens.sentences import message_text
from sim.ui.screens.words import cap, date_line, line, shuffled, the
from sim.ui.view import Action, Block, Card, Cards, Panel, Screen, Span, Text, bullet, heading, para
from sim.world.log import message_of

OTHER = ""
"""In a forecast: a move that the seat does not know of."""


def agree(seat: Seat, pending: str, agreed: tuple[int, ...], message: str) -> Screen:
    """What a pair is about to do: it counts once both have agreed."""
    decision = seat.decision
    assert decision is not None
    names = seat.session.setup.names_of(seat.id)
    people = [*names, *("First person", "Second person")[len(names) :]]
    back = "Press again to take it back."
    cards = [
        Card(f"agree:{i}", str(i + 1), f"{who or 'Your partner'}: I agree", back, selected=i in agreed)
        for i, who in enumerate(people)
    ]
    return Screen(
        "agree",
        "Do you both agree?",
        seen_title(seat, decision),
        panels=(
            Text("You are about to", (para(_pending_words(seat, decision, pending)), *_think())),
            Cards("Each for themselves", tuple(cards)),
        ),
        timeline=timeline(seat),
        actions=(HELP, CONSOLE, Action("talk", "Talk on", "Esc")),
        message=message,
    )


def _think() -> tuple[Block, ...]:
    return (
        heading("Before you agree"),
        bullet("Has each of you said aloud what speaks against it?"),
        bullet("What would make you wish that you had chosen otherwise?"),
    )


def _pending_words(seat: Seat, decision: CompiledDecision, pending: str) -> str:
    """What a pending action would do, in a sentence."""
    at_table = pending_words(seat, pending)
    if at_table is not None:
        return at_table
    name, _, argument = pending.partition(":")
    labels = {m.id: m.label for m in decision.source.moves}
    if name == "move":
        return f"Choose: {labels[argument]}."
    if name == "send":
        slot, _, option = argument.partition(":")
        message = message_of(seat.game, decision, int(slot), int(option))
        assert message is not None
        return message_text(seat.game, decision.source, message)
    return "Say nothing." if name == "say" else "Wait for the news."


def put_to_vote(screen: Screen, votes: Mapping[str, int], voted: Collection[str]) -> Screen:
    """The same screen with each choice as something to count hands for.

    What each choice is about follows the first text, so that all cards are seen from the back of a room.
    """
    panels: list[Panel] = []
    first = next((p for p in screen.panels if isinstance(p, Text)), None)
    told = tuple(b for p in screen.panels if isinstance(p, Cards) for card in p.cards for b in _told(card))
    for panel in screen.panels:
        if isinstance(panel, Cards):
            cards = tuple(_counted(c, votes) if c.do.partition(":")[0] in voted else c for c in panel.cards)
            lead = "Press a card's number for each hand, then Enter for what leads."
            panel = replace(panel, title="Hands", cards=cards, lead=lead)
        elif panel is first and isinstance(panel, Text):
            panel = replace(panel, blocks=(*panel.blocks, heading("What can be chosen"), *told))
        panels.append(panel)
    ready = any(votes.values())
    count = Action("count", "Take what leads", "Enter", primary=True, enabled=ready)
    return replace(screen, panels=tuple(panels), actions=(*screen.actions, count))


def _counted(card: Card, votes: Mapping[str, int]) -> Card:
    if not card.enabled:
        return card
    tally, do = votes.get(card.do, 0), card.do
    return replace(card, do=f"vote:{do}", less=f"unvote:{do}", tally=tally, text="", hints=(), tag="")


def _told(card: Card) -> tuple[Block, ...]:
    """What stands on a card, as text."""
    hints = ", ".join(h.text for h in card.hints)
    head = Block("text", (Span(f"{card.key}. {card.title}", "strong"),))
    return tuple(b for b in (head, para(card.text), line(hints, "em"), para(card.tag)) if b.text)


def tie(screen: Screen, votes: Mapping[str, int]) -> Screen:
    """As many hands for two moves: somebody decides between them."""
    most = max(votes.values(), default=0)
    many = "one hand" if most == 1 else f"{most} hands"
    cards: list[Card] = []
    for panel in screen.panels:
        for card in panel.cards if isinstance(panel, Cards) else ():
            do = card.do.partition(":")[2]
            if votes.get(do, 0) == most and card.tally is not None:
                again = replace(card, do=f"leading:{do}", less="", tally=None, key=str(len(cards) + 1))
                cards.append(again)
    return replace(
        screen,
        name="tie",
        panels=(Cards(f"A tie: {many} each. Who decides between them?", tuple(cards)),),
        actions=(HELP, CONSOLE, Action("talk", "Vote again", "Esc")),
    )


def forecast(seat: Seat, pending: str, counters: Mapping[str, int], message: str) -> Screen:
    """What the seat expects of others before it knows: ten counters over their moves."""
    decision = seat.decision
    assert decision is not None
    source, laid = decision.source, sum(counters.values())
    who = the(seat.game.record, source.decider)
    now = f"{cap(who)} will choose now. How likely do you hold each move?"
    if decision.table is not None:
        now = "The parties meet at a table now. How likely do you hold each of these to come of it?"
    known = known_moves(seat, decision)
    cards = [
        _expected(move.id, str(n), move.label, counters)
        for n, (_, move) in enumerate(((i, m) for i, m in shuffled(source) if m.id in known), 1)
    ]
    if not inside(seat, decision):
        cards.append(_expected(OTHER, str(len(cards) + 1), "Something that we cannot know of", counters))
    ask = (
        para(now),
        para(f"Lay {COUNTERS} counters: each stands for 10 per cent. All on one move means: I am certain."),
        heading("Your part"),
        para(_pending_words(seat, decision, pending)),
        heading("Why ask?"),
        para("Once we know how it went, it seems that we knew all along. What you lay here stays."),
    )
    return Screen(
        "forecast",
        seen_title(seat, decision),
        f"{date_line(source)}   ·   {laid} of {COUNTERS} counters laid",
        meters=meters(seat),
        panels=(
            Text("What do you expect?", ask, 0.8),
            Cards("Lay counters: a card's number adds one, Backspace takes one", tuple(cards), 1.2),
        ),
        timeline=timeline(seat),
        actions=(
            HELP,
            CONSOLE,
            Action("talk", "Choose again", "Esc"),
            Action("skip", "No forecast", "N"),
            Action("even", "Spread evenly", "E"),
            Action("forecast", "That is what I expect", "Enter", primary=True, enabled=laid == COUNTERS),
        ),
        message=message,
    )


def _expected(move: str, key: str, label: str, counters: Mapping[str, int]) -> Card:
    return Card(f"more:{move}", key, label, tally=counters.get(move, 0), less=f"fewer:{move}")
