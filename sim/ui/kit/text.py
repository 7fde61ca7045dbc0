"""Breaking runs of text, in several styles, into lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from sim.ui.kit import bidi, fonts
from sim.ui.kit.glyphs import clusters
from sim.ui.kit.theme import Colour

_PLAIN = re.compile(r"\S+( \S+)*")
_TOKENS = re.compile(r"\n|[^\S\n\u00a0]+|[^\s]*?[^\s\d][-–—/](?=[^\s\d])|(?:[^\s]|\u00a0)+")


@dataclass(frozen=True)
class Run:
    """Text in one face, size (pixels) and colour."""

    text: str
    face: fonts.Face
    size: int
    colour: Colour

    @cached_property
    def width(self) -> float:
        """How wide it is set, in pixels."""
        return fonts.width(self.text, self.face, self.size)

    def saying(self, text: str) -> Run:
        """Other text in the same style."""
        return Run(text, self.face, self.size, self.colour)

    def like(self, other: Run) -> bool:
        """Whether both are in one style."""
        return (self.face, self.size, self.colour) == (other.face, other.size, other.colour)


@dataclass(frozen=True)
class Line:
    """Runs set on one line from ``x = 0``; ``width`` in pixels, without the spaces at its end.

    The runs stand as they are read; ``rtl`` is whether their paragraph runs from right to left.
    """

    runs: tuple[Run, ...]
    width: float
    size: int
    rtl: bool = False

    @property
    def text(self) -> str:
        """The line's words."""
        return "".join(r.text for r in self.runs)

    def drawn(self) -> tuple[Run, ...]:
        """The runs in the order from left to right, each in one direction."""
        text = self.text
        if not self.rtl and not bidi.mixed(text):
            return self.runs
        out: list[Run] = []
        for part in bidi.parts(text, self.rtl):
            cut = _slice(self.runs, part.start, part.end)
            out += reversed([_turned(run) for run in cut]) if part.rtl else cut
        return tuple(out)


def _slice(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """The part of the runs between two places in their text."""
    out, at = [], 0
    for run in runs:
        piece = run.text[max(0, start - at) : max(0, end - at)]
        if piece:
            out.append(replace(run, text=piece))
        at += len(run.text)
    return out


def _turned(run: Run) -> Run:
    """A run of right-to-left text; where it has marks only, these are turned round."""
    return run if bidi.has_rtl_letter(run.text) else replace(run, text=bidi.mirrored(run.text))


@dataclass(frozen=True)
class _Word:
    """What may not be broken: pieces that touch, and whether a space or a line end goes before it."""

    pieces: tuple[Run, ...]
    space: Run | None
    fresh: bool

    @cached_property
    def width(self) -> float:
        return sum(p.width for p in self.pieces)


@lru_cache(maxsize=1024)
def _words(runs: tuple[Run, ...]) -> tuple[_Word, ...]:
    """The words of the runs; kept, for a text is broken at more than one width."""
    return tuple(_found(runs))


def _found(runs: Sequence[Run]) -> Iterator[_Word]:
    pieces: list[Run] = []
    space: Run | None = None
    fresh = breakable = False
    for run in runs:
        for token in _TOKENS.findall(run.text):
            if token == "\n" or (token.isspace() and "\u00a0" not in token):
                if pieces:
                    yield _Word(tuple(pieces), space, fresh)
                    pieces, space, fresh = [], None, False
                breakable = False
                if token == "\n":
                    fresh, space = True, None
                elif not fresh:
                    space = run.saying(token.strip(" \t\r\f\v") or " ")
                continue
            if breakable and pieces:
                yield _Word(tuple(pieces), space, fresh)
                pieces, space, fresh = [], None, False
            pieces.append(run.saying(token))
            breakable = len(token) > 1 and token[-1] in "-–—/"
    if pieces:
        yield _Word(tuple(pieces), space, fresh)


def _cut(word: _Word, room: float) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The part of a word that fits, at least one character, and the rest."""
    head: list[Run] = []
    used = 0.0
    for at, piece in enumerate(word.pieces):
        if used + piece.width <= room:
            head.append(piece)
            used += piece.width
            continue
        count = 0
        letters = clusters(piece.text)
        for letter in letters:
            if used + fonts.width(piece.text[: count + len(letter)], piece.face, piece.size) > room:
                break
            count += len(letter)
        if count == 0 and not head:
            count = len(letters[0])
        if count:
            head.append(replace(piece, text=piece.text[:count]))
        rest = (replace(piece, text=piece.text[count:]),) if count < len(piece.text) else ()
        return tuple(head), rest + word.pieces[at + 1 :]
    return tuple(head), ()


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Neighbours of one style, set as one run."""
    out: list[Run] = []
    for run in runs:
        if out and out[-1].like(run):
            out[-1] = run.saying(out[-1].text + run.text)
        else:
            out.append(run)
    return tuple(out)


def break_lines(runs: Sequence[Run], width: float) -> tuple[Line, ...]:
    """Lines no wider than ``width`` pixels. A word is split only when it is wider than a line."""
    return _broken(tuple(runs), width)


@lru_cache(maxsize=4096)
def _broken(runs: tuple[Run, ...], width: float) -> tuple[Line, ...]:
    lines: list[Line] = []
    current: list[Run] = []
    used = 0.0
    size = max((r.size for r in runs), default=1)
    rtl = bidi.is_rtl("".join(r.text for r in runs))
    if len(runs) == 1 and _PLAIN.fullmatch(runs[0].text) and runs[0].width <= width:
        return (Line(runs, runs[0].width, size, rtl),)  # most labels: no word of them need be measured

    def close() -> None:
        nonlocal current, used
        lines.append(Line(_joined(current), used, size, rtl))
        current, used = [], 0.0

    for word in _words(runs):
        if word.fresh and (current or not lines):
            close()
        pieces = word.pieces
        wide = word.width
        gap = word.space.width if word.space and current else 0.0
        if current and used + gap + wide > width:
            close()
            gap = 0.0
        if gap and word.space:
            current.append(word.space)
            used += gap
        while pieces and not current and used + sum(p.width for p in pieces) > width:
            head, pieces = _cut(_Word(pieces, None, False), width)
            current, used = list(head), sum(p.width for p in head)
            if pieces:
                close()
        current.extend(pieces)
        used += wide if pieces is word.pieces else sum(p.width for p in pieces)
    if current:
        close()
    return tuple(lines)


def balanced(runs: Sequence[Run], width: float) -> tuple[Line, ...]:
    """Broken into as few lines as fit, and these about equally long; for names and labels."""
    lines = break_lines(runs, width)
    narrow = width
    least = max((word.width for word in _words(tuple(runs))), default=0.0)
    while len(lines) > 1 and narrow - 6 >= max(width / 2, least):
        narrow -= 6
        tighter = break_lines(runs, narrow)
        if len(tighter) > len(lines) or max(line.width for line in tighter) > narrow:
            break
        lines = tighter
    return lines


def cut_lines(lines: tuple[Line, ...], most: int, width: float) -> tuple[Line, ...]:
    """At most ``most`` lines; the last of them ends in an ellipsis when some had to go."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1].runs[-1]
    room = width - sum(r.width for r in lines[most - 1].runs[:-1])
    text = fonts.shortened(last.text.rstrip() + "…", last.face, last.size, room)
    runs = (*lines[most - 1].runs[:-1], replace(last, text=text))
    return (*lines[: most - 1], Line(runs, sum(r.width for r in runs), last.size, lines[most - 1].rtl))
