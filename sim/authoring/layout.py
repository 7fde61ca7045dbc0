"""Where everything stands in the picture of a scenario: boxes and lines of words, no drawing.

Decisions stand one below the other in date order. Dates and events stand to their left along a line of
time, what passes decisions by runs in lanes to their right, and the endings stand in a row below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.authoring.svg import LINE, NOTE, SIZE, wrapped
from sim.scenario.compiled import Compiled, CompiledDecision, CompiledEvent

MARGIN: Final = 24.0
TIME: Final = 196.0
"""Where the line of time stands; dates and events end to its left."""
LEFT: Final = 224.0
WIDE: Final = 960.0
"""The width of a decision's card."""
PAD: Final = 12.0
GAP: Final = 8.0
FAN: Final = 64.0
"""The height in which lines run from one card to the next."""
TRACK: Final = 11.0
"""Between two lines that run side by side."""
HEAD: Final = 16
ENDING: Final = 112.0
"""The least width of an ending's box."""
BAR: Final = 6.0
MARK: Final = "◆ "
"""Stands before what history chose and came to."""


@dataclass(frozen=True)
class Box:
    """A rectangle, in pixels from the upper left."""

    x: float
    y: float
    wide: float
    high: float

    @property
    def right(self) -> float:
        return self.x + self.wide

    @property
    def bottom(self) -> float:
        return self.y + self.high

    @property
    def middle(self) -> float:
        return self.x + self.wide / 2


@dataclass(frozen=True)
class Words:
    """A box and the lines of words that stand in it, from its top."""

    box: Box
    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """Smaller lines below them: its id, and its condition where it has one."""


@dataclass(frozen=True)
class Mark:
    """An event on the line of time, and its words to the left."""

    event: CompiledEvent
    words: Words


@dataclass(frozen=True)
class Card:
    """A decision: its card with title and condition, its moves, its date and the events after it."""

    decision: CompiledDecision
    box: Box
    title: tuple[str, ...]
    when: tuple[str, ...]
    date: Words
    moves: tuple[Words, ...]
    events: tuple[Mark, ...]


@dataclass(frozen=True)
class Layout:
    """The whole picture: its size, its cards and its endings."""

    size: tuple[float, float]
    title: tuple[str, ...]
    cards: tuple[Card, ...]
    endings: tuple[Words, ...]
    lanes: dict[int, int]
    """Which lane leads to each target that is reached from afar; lane 0 is next to the cards."""

    def lane(self, target: int) -> float:
        """Where the lane to a target runs."""
        return LEFT + WIDE + 2 * TRACK + TRACK * self.lanes[target]


def lines_high(count: int, size: float = SIZE) -> float:
    """The height of so many lines of text."""
    return round(count * size * LINE, 1)


def lay_out(game: Compiled, far: dict[int, list[int]], ending: str = "") -> Layout:
    """Places everything. ``far`` maps each decision, by position, to what its lanes lead to.

    A target is a decision's position, or the number of decisions plus an ending's position. ``ending``
    is the one that history came to, if there is one.
    """
    title = tuple(wrapped(game.source.title, WIDE, 2, 22, bold=True))
    y = MARGIN + lines_high(len(title), 22) + 96
    cards = []
    for decision in game.decisions:
        card = _card(decision, y)
        cards.append(card)
        below = card.box.bottom + TRACK * len(far.get(decision.index, ())) + FAN
        left = max([card.date.box.bottom, *(e.words.box.bottom for e in card.events)])
        y = max(below, left + 2 * GAP)
    lanes = _lanes(len(game.decisions), far)
    inward = sum(1 for target in lanes if target >= len(game.decisions))
    endings = _endings(game, ending, y + TRACK * inward)
    right = max(LEFT + WIDE + TRACK * (len(set(lanes.values())) + 2), endings[-1].box.right)
    size = (right + MARGIN, endings[0].box.bottom + MARGIN)
    return Layout(size, title, tuple(cards), endings, lanes)


def _card(decision: CompiledDecision, y: float) -> Card:
    source = decision.source
    title = tuple(wrapped(source.title, WIDE - 2 * PAD - 200, 2, HEAD, bold=True))
    when = tuple(wrapped(f"only if {source.when}", WIDE - 2 * PAD, 3, NOTE)) if source.when else ()
    top = y + PAD + lines_high(len(title), HEAD) + lines_high(1 + len(when), NOTE) + GAP
    moves = _moves(decision, top)
    box = Box(LEFT, y, WIDE, moves[0].box.bottom + PAD - y)
    lines = tuple(wrapped(source.date_text, TIME - MARGIN - 2 * GAP, 4, SIZE, bold=True))
    date = Words(Box(MARGIN, y, TIME - MARGIN - 2 * GAP, lines_high(len(lines))), lines)
    events, below = [], date.box.bottom + 2 * GAP
    for event in decision.events:
        words = tuple(wrapped(event.source.title, TIME - MARGIN - 2 * GAP, 3))
        high = lines_high(len(words)) + lines_high(2, NOTE)
        events.append(Mark(event, Words(Box(MARGIN, below, TIME - MARGIN - 2 * GAP, high), words)))
        below += high + GAP
    return Card(decision, box, title, when, date, moves, tuple(events))


def _moves(decision: CompiledDecision, top: float) -> tuple[Words, ...]:
    """The moves side by side, all as high as the highest."""
    count = len(decision.moves)
    wide = (WIDE - 2 * PAD - GAP * (count - 1)) / count
    found = []
    for at, move in enumerate(decision.source.moves):
        mark = MARK if at == decision.historical_move else ""
        words = wrapped(mark + move.label, wide - 2 * GAP, 6, SIZE, bold=bool(mark))
        notes = wrapped(move.id, wide - 2 * GAP, 2, NOTE)
        notes += wrapped(f"if {move.when}", wide - 2 * GAP, 4, NOTE) if move.when else []
        found.append((tuple(words), tuple(notes)))
    high = _high(found)
    return tuple(
        Words(Box(LEFT + PAD + at * (wide + GAP), top, wide, high), words, notes)
        for at, (words, notes) in enumerate(found)
    )


def _high(found: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> float:
    """The height of boxes that stand side by side: their words, their notes, a share and its bar."""
    most = max(lines_high(len(words)) + lines_high(len(notes), NOTE) for words, notes in found)
    return GAP + most + lines_high(1, NOTE) + GAP + BAR + GAP


def _endings(game: Compiled, historical: str, y: float) -> tuple[Words, ...]:
    """The endings side by side, below everything."""
    count = len(game.endings)
    wide = max(ENDING, (WIDE - GAP * (count - 1)) / count)
    titles = [MARK + e.title if e.id == historical else e.title for e in game.source.endings]
    room = wide - 2 * GAP
    lines = [tuple(wrapped(t, room, 6, SIZE, bold=True)) for t in titles]
    notes = [tuple(wrapped(e.id, room, 3, NOTE)) for e in game.source.endings]
    found = list(zip(lines, notes, strict=True))
    high = _high(found)
    return tuple(
        Words(Box(LEFT + at * (wide + GAP), y, wide, high), words, notes)
        for at, (words, notes) in enumerate(found)
    )


def _lanes(decisions: int, far: dict[int, list[int]]) -> dict[int, int]:
    """A lane for each target, so that no two share one where both run; early targets lie innermost."""
    began: dict[int, int] = {}
    for source in sorted(far):
        for target in far[source]:
            began.setdefault(target, source)
    found: dict[int, int] = {}
    busy: list[int] = []
    for target in sorted(began, key=lambda t: (min(t, decisions), t)):
        lane = next((at for at, until in enumerate(busy) if until <= began[target]), len(busy))
        busy[lane:] = [min(target, decisions), *busy[lane + 1 :]]
        found[target] = lane
    return found
