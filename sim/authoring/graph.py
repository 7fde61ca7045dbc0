"""A scenario as a picture: decisions in date order, their moves, events, endings, and the ways between.

A line is as thick as the share of the runs that went there; the historical path is a double line, marked
with a diamond. What no run came to is dashed, and says so.
"""

from __future__ import annotations

from typing import Final

from sim.authoring.cover import POLICIES, Cover, Tally
from sim.authoring.flow import THICK, THIN, Lines, flow
from sim.authoring.layout import (
    BAR,
    GAP,
    HEAD,
    LEFT,
    MARGIN,
    MARK,
    PAD,
    TIME,
    Card,
    Layout,
    Mark,
    Words,
    lay_out,
    lines_high,
)
from sim.authoring.svg import LINE, NOTE, SIZE, fitted, group, hint, picture, share, tag, words
from sim.policies.run import Path, replay
from sim.scenario.compiled import Compiled

STYLE: Final = """
.card, .ending { fill: var(--card); stroke: var(--rule); stroke-width: 1.2; }
.move { fill: var(--haze); stroke: var(--rule); }
.was { stroke: var(--rust); stroke-width: 2; }
.missed { fill: none; stroke: var(--rust); stroke-dasharray: 5 4; stroke-width: 1.5; }
.edge, .lane { fill: none; stroke: var(--flow); stroke-opacity: 0.8; }
.lane { stroke-linecap: round; }
.tip { fill: var(--flow); }
.history { stroke: var(--rust); stroke-width: 6; stroke-opacity: 1; }
.core { fill: none; stroke: var(--paper); stroke-width: 2.2; }
.edge:hover { stroke: var(--blue); stroke-opacity: 1; }
.time { stroke: var(--rule); stroke-width: 2; }
.day { fill: var(--ink); }
.event { fill: var(--paper); stroke: var(--ink); stroke-width: 1.5; }
.trough { fill: var(--rule); }
.bar { fill: var(--blue); }
"""


def graph(cover: Cover) -> str:
    """The picture as SVG text. Equal covers give equal bytes."""
    game, tally = cover.game, cover.whole
    path = replay(game) if game.has_history else None
    ending = path.ending if path else ""
    ways = flow(game, tally, path)
    layout = lay_out(game, ways.far, ending)
    lines = Lines(ways, layout)
    parts = [_heading(cover, layout, historical=path is not None), _time(layout)]
    parts.append(group(lines.drawn(), id="ways"))
    if path:
        parts.append(group(lines.historical(), id="historical-path"))
    parts += [_card(game, card, tally) for card in layout.cards]
    parts += [_mark(mark, tally) for card in layout.cards for mark in card.events]
    parts += [_ending(game, at, box, tally, ending) for at, box in enumerate(layout.endings)]
    title = f"{game.source.title}: decisions, moves and endings"
    return picture(layout.size, title, _described(cover, path), STYLE, parts)


def _described(cover: Cover, path: Path | None) -> str:
    """The picture in words."""
    game, tally = cover.game, cover.whole
    endings = zip(game.source.endings, tally.endings.tolist(), strict=True)
    found = "; ".join(f"{e.title} {share(count, tally.runs)}" for e, count in endings)
    return (
        f"{len(game.decisions)} decisions from top to bottom in the order of their dates, each with its "
        f"moves, and the endings below. {_told(game, path) if path else ''}"
        f"Of {tally.runs:,} runs ended with: {found}."
    )


def _told(game: Compiled, path: Path) -> str:
    """The historical path in words."""
    sources = {d.source.id: d.source for d in game.decisions}
    steps = []
    for step in path.steps:
        source = sources[step.decision]
        label = next(m.label for m in source.moves if m.id == step.move)
        steps.append(f"{source.date_text}: {source.title} {label}.")
    ending = next(e.title for e in game.source.endings if e.id == path.ending)
    return f"The historical path: {' '.join(steps)} It ends with: {ending}. "


def _heading(cover: Cover, layout: Layout, historical: bool) -> str:
    """The title, what was played, and what the lines mean."""
    y = MARGIN + 22
    parts = []
    for line in layout.title:
        parts.append(words(line, LEFT, y, "top"))
        y += 22 * LINE
    played = " and ".join(f"{cover.by_policy[p].runs:,} by {p}" for p in POLICIES)
    parts.append(words(f"{cover.runs:,} runs from seed {cover.seed}: {played}", LEFT, y, "note"))
    return group([*parts, *_legend(y + 30, historical, bool(cover.game.events))], id="legend")


def _legend(y: float, historical: bool, events: bool) -> list[str]:
    x, parts = LEFT, []
    for width, text in ((THIN, "few runs"), (THICK, "all runs")):
        parts.append(tag("path", class_="lane", d=f"M{x:g} {y - 4:g}h32", stroke_width=width))
        parts.append(words(text, x + 40, y, "note"))
        x += 120
    if historical:
        for class_ in ("edge history", "core"):
            parts.append(tag("path", class_=class_, d=f"M{x:g} {y - 4:g}h32"))
        parts.append(words(f"{MARK}what was really chosen", x + 40, y, "note"))
        x += 240
    if events:
        parts += [_diamond(x + 8, y - 4), words("an event", x + 24, y, "note")]
        x += 120
    parts.append(tag("rect", class_="missed", x=x, y=y - 13, width=32, height=17, rx=3))
    parts.append(words("no run came here", x + 40, y, "note"))
    return parts


def _time(layout: Layout) -> str:
    first, last = layout.cards[0].box.y + 12, layout.cards[-1].box.bottom
    return tag("path", class_="time", d=f"M{TIME:.1f} {first:.1f}V{last:.1f}")


def _card(game: Compiled, card: Card, tally: Tally) -> str:
    source, box = card.decision.source, card.box
    reached = tally.reached(card.decision.index)
    decider = game.record.actors[card.decision.source.decider].name
    parts = [hint(f"{source.date_text}. {source.title} {decider} decides.")]
    parts.append(_rect(box.x, box.y, box.wide, box.high, "card" if reached else "card missed", 8))
    parts.append(tag("circle", class_="day", cx=TIME, cy=box.y + 8, r=5))
    parts += _column(card.date.lines, TIME - 2 * GAP, box.y - 2, SIZE, "bold end")
    parts += _column(card.title, box.x + PAD, box.y + PAD, HEAD, "head")
    told = f"{share(reached, tally.runs)} of runs come here" if reached else "no run comes here"
    parts.append(words(told, box.right - PAD, box.y + PAD + HEAD, "note end" if reached else "rust end"))
    y = box.y + PAD + lines_high(len(card.title), HEAD)
    about = fitted(f"{decider} decides · {source.id}", box.wide - 2 * PAD, NOTE)
    parts += _column((about, *card.when), box.x + PAD, y, NOTE, "note")
    for at, move in enumerate(card.moves):
        parts.append(_move(card, at, move, int(tally.moves(card.decision.index)[at]), reached))
    return group(parts, id=f"decision-{source.id}", class_="decision")


def _move(card: Card, at: int, move: Words, hits: int, reached: int) -> str:
    source, box = card.decision.source.moves[at], move.box
    was = at == card.decision.historical_move
    full = f"{source.label} ({source.id})" + (f", if {source.when}" if source.when else "")
    class_ = "move" + " was" * was + " missed" * (not hits)
    parts = [hint(full), _rect(box.x, box.y, box.wide, box.high, class_, 5)]
    parts += _column(move.lines, box.x + GAP, box.y + GAP / 2, SIZE, "bold" if was else "")
    y = box.y + GAP / 2 + lines_high(len(move.lines))
    parts += _column(move.notes, box.x + GAP, y, NOTE, "note")
    parts += _share(move, hits, reached)
    parts.append(tag("circle", class_="day", cx=box.middle, cy=card.box.bottom, r=3))
    return group(parts, id=f"move-{card.decision.source.id}-{source.id}", class_="choice")


def _mark(mark: Mark, tally: Tally) -> str:
    source, box = mark.event.source, mark.words.box
    hits = int(tally.events[mark.event.index])
    chance = f"{mark.event.chance} %" if source.when is None else f"{mark.event.chance} % if {source.when}"
    parts = [hint(f"Event: {source.title} ({source.id}), chance {chance}")]
    parts.append(_diamond(TIME, box.y + 10))
    parts += _column(mark.words.lines, box.right, box.y, SIZE, "end")
    told = f"in {share(hits, tally.runs)} of runs" if hits else "never happened"
    notes = (fitted(source.id, box.wide, NOTE), told)
    parts += _column(notes, box.right, box.y + lines_high(len(mark.words.lines)), NOTE, "note end")
    return group(parts, id=f"event-{source.id}", class_="happens")


def _ending(game: Compiled, at: int, ending: Words, tally: Tally, historical: str) -> str:
    source, box, hits = game.source.endings[at], ending.box, int(tally.endings[at])
    was = source.id == historical
    full = f"Ending: {source.title} ({source.id})" + (f", if {source.when}" if source.when else ", otherwise")
    class_ = "ending" + " was" * was + " missed" * (not hits)
    parts = [hint(full), _rect(box.x, box.y, box.wide, box.high, class_, 5)]
    parts += _column(ending.lines, box.x + GAP, box.y + GAP / 2, SIZE, "bold")
    y = box.y + GAP / 2 + lines_high(len(ending.lines))
    parts += _column(ending.notes, box.x + GAP, y, NOTE, "note")
    parts += _share(ending, hits, tally.runs)
    return group(parts, id=f"ending-{source.id}", class_="end-of-runs")


def _share(place: Words, hits: int, whole: int) -> list[str]:
    """How many runs took it, as words and as a bar, at the foot of its box."""
    box = place.box
    y, wide = box.bottom - GAP - BAR, box.wide - 2 * GAP
    told = words(share(hits, whole), box.x + GAP, y - GAP / 2, "note") if hits else ""
    if not hits:
        return [words("not reached", box.x + GAP, y - GAP / 2, "note rust")]
    bars = [_rect(box.x + GAP, y, wide, BAR, "trough", 2)]
    return [told, *bars, _rect(box.x + GAP, y, max(wide * hits / whole, 1.0), BAR, "bar", 2)]


def _column(lines: tuple[str, ...], x: float, y: float, size: float, class_: str) -> list[str]:
    """Lines of words from the top down."""
    return [words(line, x, y + size * (1.1 + LINE * at), class_) for at, line in enumerate(lines)]


def _rect(x: float, y: float, wide: float, high: float, class_: str, rx: int) -> str:
    return tag("rect", class_=class_, x=x, y=y, width=wide, height=high, rx=rx)


def _diamond(x: float, y: float) -> str:
    return tag("path", class_="event", d=f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z")
