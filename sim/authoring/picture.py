"""What play reached, as a picture: a line for each move, how many took it, and what followed."""

from __future__ import annotations

from typing import Final

from sim.authoring.cover import POLICIES, Cover
from sim.authoring.svg import LINE, NOTE, SIZE, fitted, group, hint, share, tag, words, wrapped
from sim.authoring.svg import picture as whole_picture
from sim.scenario.compiled import CompiledDecision

MARGIN: Final = 24.0
LABEL: Final = 400.0
"""The width of a move's label."""
SHARE: Final = 132.0
"""The width of a policy's share and its bar."""
CELL: Final = 100.0
"""The width of an ending's column."""
ROW: Final = 26.0
HEAD: Final = 6
"""The most lines that an ending's title takes."""

STYLE: Final = """
.trough { fill: var(--rule); }
.bar { fill: var(--blue); }
.cell { fill: var(--blue); }
.frame { fill: none; stroke: var(--rule); }
.missed { fill: none; stroke: var(--rust); stroke-dasharray: 5 4; stroke-width: 1.5; }
.line { stroke: var(--rule); }
"""


def picture(cover: Cover) -> str:
    """The picture as SVG text. Equal covers give equal bytes."""
    game = cover.game
    title = f"What play reaches: {game.source.title}"
    counts = " and ".join(f"{cover.by_policy[p].runs:,} by {p}" for p in POLICIES)
    played = f"{cover.runs:,} runs from seed {cover.seed}: {counts}"
    legend = "A shaded field: of the runs that took the move, the share that ended so."
    parts, y = [], MARGIN + 22
    wide = _ending_x(len(game.endings)) + MARGIN
    for line in wrapped(title, wide - 2 * MARGIN, 2, 22, bold=True):
        parts.append(words(line, MARGIN, y, "top"))
        y += 22 * LINE
    parts += [words(played, MARGIN, y, "note"), words(legend, MARGIN, y + NOTE * LINE, "note")]
    y += 2.5 * NOTE * LINE
    y = _head(cover, y + 10, parts)
    y = _endings(cover, y, parts)
    for decision in game.decisions:
        y = _decision(cover, decision, y + 14, parts)
    y = _events(cover, y + 14, parts)
    described = f"{played}. {legend} The same figures stand in 'python -m sim cover', as words and as JSON."
    return whole_picture((wide, y + MARGIN), title, described, STYLE, parts)


def _share_x(at: int) -> float:
    return MARGIN + LABEL + SHARE * at


def _ending_x(at: int) -> float:
    return _share_x(len(POLICIES)) + CELL * at


def _head(cover: Cover, y: float, parts: list[str]) -> float:
    """The names of the columns, all standing on one line."""
    endings = cover.game.source.endings
    titles = [wrapped(e.title, CELL - 10, HEAD, SIZE, bold=True) for e in endings]
    foot = y + SIZE * LINE * max(map(len, titles))
    parts += [words(name, _share_x(at) + 8, foot, "bold") for at, name in enumerate(POLICIES)]
    for at, (ending, lines) in enumerate(zip(endings, titles, strict=True)):
        top = foot - SIZE * LINE * (len(lines) - 1)
        column = [words(line, _ending_x(at), top + SIZE * LINE * i, "bold") for i, line in enumerate(lines)]
        parts.append(group([hint(f"{ending.title} ({ending.id})"), *column]))
    return foot + 14


def _endings(cover: Cover, y: float, parts: list[str]) -> float:
    """The line of all runs."""
    hits = cover.whole.endings.tolist()
    parts.append(words("all runs", MARGIN, y + SIZE, "bold"))
    for at, (name, _) in enumerate(cover.game.endings):
        parts.append(_cell(_ending_x(at), y, hits[at], cover.runs, f"ending-{name}"))
    return y + ROW


def _decision(cover: Cover, decision: CompiledDecision, y: float, parts: list[str]) -> float:
    source, tally = decision.source, cover.whole
    room = LABEL + SHARE * len(POLICIES) - 10
    heading = fitted(f"{source.title} · {source.id}", room, SIZE, bold=True)
    parts.append(tag("path", class_="line", d=f"M{MARGIN:g} {y:g}H{_ending_x(len(cover.game.endings)):g}"))
    title = [hint(source.title), words(heading, MARGIN, y + SIZE * 1.5, "bold")]
    parts.append(group(title, id=f"decision-{source.id}"))
    y += ROW
    for at, move in enumerate(source.moves):
        label = fitted(f"{move.label} · {move.id}", LABEL - 20)
        row = [hint(f"{move.label} ({move.id})"), words(label, MARGIN + 10, y + SIZE)]
        for column, name in enumerate(POLICIES):
            part = cover.by_policy[name]
            hits, reached = int(part.moves(decision.index)[at]), part.reached(decision.index)
            row += _bar(_share_x(column), y, hits, reached)
        ends = tally.ends[decision.index][at]
        total = int(ends.sum())
        if total:
            row += [_cell(_ending_x(i), y, n, total) for i, n in enumerate(ends.tolist()) if n]
        else:
            row.append(_field(_ending_x(0), y, "missed", wide=CELL * len(ends) - 4))
            row.append(words("no run took it", _ending_x(0) + 8, y + SIZE, "rust"))
        parts.append(group(row, id=f"move-{source.id}-{move.id}"))
        y += ROW
    return y


def _events(cover: Cover, y: float, parts: list[str]) -> float:
    if not cover.game.events:
        return y
    parts.append(tag("path", class_="line", d=f"M{MARGIN:g} {y:g}H{_ending_x(len(cover.game.endings)):g}"))
    parts.append(words("Events, of all runs", MARGIN, y + SIZE * 1.5, "bold"))
    y += ROW
    for event in cover.game.events:
        label = fitted(f"{event.source.title} · {event.source.id}", LABEL - 20)
        row = [hint(f"{event.source.title} ({event.source.id})"), words(label, MARGIN + 10, y + SIZE)]
        for column, name in enumerate(POLICIES):
            part = cover.by_policy[name]
            row += _bar(_share_x(column), y, int(part.events[event.index]), part.runs)
        if not cover.whole.events[event.index]:
            row.append(words("never happened", _ending_x(0), y + SIZE, "rust"))
        parts.append(group(row, id=f"event-{event.source.id}"))
        y += ROW
    return y


def _bar(x: float, y: float, hits: int, whole: int) -> list[str]:
    """A share in words, and as a bar beside them."""
    wide = SHARE - 64
    parts = [words(share(hits, whole), x + 40, y + SIZE, "end")]
    parts.append(tag("rect", class_="trough", x=x + 48, y=y + 5, width=wide, height=8, rx=2))
    if hits:
        long = max(wide * hits / whole, 1.0)
        parts.append(tag("rect", class_="bar", x=x + 48, y=y + 5, width=long, height=8, rx=2))
    return parts


def _cell(x: float, y: float, hits: int, whole: int, id_: str = "") -> str:
    """A field, the darker the greater its share."""
    if not hits:
        return group([_field(x, y, "missed"), words("never", x + 8, y + SIZE, "rust")], id=id_)
    shade = _field(x, y, "cell", opacity=0.5 * hits / whole)
    return group([shade, _field(x, y, "frame"), words(share(hits, whole), x + 8, y + SIZE)], id=id_)


def _field(x: float, y: float, class_: str, opacity: float = 1.0, wide: float = CELL - 4) -> str:
    return tag(
        "rect",
        class_=class_,
        x=x,
        y=y - 2,
        width=wide,
        height=ROW - 4,
        rx=3,
        fill_opacity=f"{opacity:.2f}",
    )
