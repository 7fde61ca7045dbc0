"""Boxes, lines and words as SVG text: a picture that needs nothing but itself.

Sizes are in pixels at a zoom of one. Words stay text and may come from a stranger: every one
passes through :func:`words` or :func:`tag`, which escape it. Widths of words are reckoned from a wide
letter shape, so that they fit whatever font the reader has.
"""

from __future__ import annotations

import unicodedata
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from sim.errors import shorten

SIZE: Final = 13
"""Pixels: the size of plain text. Notes are one smaller, headings larger."""
NOTE: Final = 12
LINE: Final = 1.35
"""The height of a line, in sizes of its text."""

STYLE: Final = """
svg { --paper: #fdfcfa; --card: #ffffff; --ink: #22303a; --muted: #56636d; --rule: #c9d1d6; --haze: #dfe9f0;
  --blue: #1b679f; --flow: #8aa9c0; --rust: #a8460b;
  background: var(--paper);
  font-family: "Source Sans 3", "Source Sans Pro", system-ui, "Segoe UI", "Noto Sans", sans-serif; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #14191d; --card: #1d242a; --ink: #e8edf0; --muted: #a7b3bb; --rule: #44515a; --haze: #28394a;
    --blue: #7db8e8; --flow: #4f7391; --rust: #f0955a; } }
text { fill: var(--ink); font-size: 13px; white-space: pre; }
.note { font-size: 12px; fill: var(--muted); }
.head { font-size: 16px; font-weight: 600; }
.top { font-size: 22px; font-weight: 600; }
.bold { font-weight: 600; }
.rust { fill: var(--rust); font-weight: 600; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
"""
"""Day, and night where the reader asks for it."""

_NARROW: Final = frozenset("iljtfrI.,:;'!|()[] -·")
_WIDE: Final = frozenset("mwMWQOGDHNU@%&—…◆+=<>#")


def width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Pixels that a line of text takes at most, in the fonts that readers are likely to have."""
    return sum(_em(c) for c in text) * size * (1.09 if bold else 1.0)


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if letter in _NARROW:
        return 0.42
    if letter in _WIDE:
        return 1.0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0x2FFF:
        return 1.06
    return 0.7 if letter.isupper() or letter.isdigit() else 0.64


def fitted(text: str, room: float, size: float = SIZE, bold: bool = False) -> str:
    """A stranger's text on one line of ``room`` pixels, cut where it is longer."""
    flat = shorten(text, 400)
    if width(flat, size, bold) <= room:
        return flat
    while flat and width(flat + "…", size, bold) > room:
        flat = flat[:-1]
    return flat.rstrip() + "…"


def wrapped(text: str, room: float, most: int, size: float = SIZE, bold: bool = False) -> list[str]:
    """A stranger's text on at most ``most`` lines of ``room`` pixels; the last is cut where more is left."""
    left, lines = shorten(text, 400).split(), [""]
    while left:
        word = left[0]
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, bold) <= room:
            lines[-1] = longer
            left.pop(0)
        elif len(lines) == most:
            lines[-1] = fitted(" ".join([lines[-1], *left]).strip(), room, size, bold)
            break
        elif lines[-1]:
            lines.append("")
        else:
            at = max(i for i in range(1, len(word) + 1) if i == 1 or width(word[:i], size, bold) <= room)
            at = word.rfind("_", 1, at) + 1 or at
            lines[-1], left[0] = word[:at], word[at:]
            lines.append("")
    return lines


def tag(name: str, inside: str = "", **attributes: object) -> str:
    """An element. Underscores in attributes' names stand for hyphens; ``inside`` is markup already."""
    shown = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_number(value))}"
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{shown}>{inside}</{name}>" if inside else f"<{name}{shown}/>"


def _number(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else shorten(str(value), 2000)


def words(text: str, x: float, y: float, class_: str = "") -> str:
    """One line of text whose baseline begins at (x, y)."""
    return tag("text", escape(shorten(text, 2000)), x=x, y=y, class_=class_)


def hint(text: str) -> str:
    """The words that stand for an element: read aloud, and shown where a pointer rests."""
    return tag("title", escape(shorten(text, 2000)))


def group(parts: list[str], **attributes: object) -> str:
    """Parts that belong together."""
    return tag("g", "".join(parts), **attributes)


def picture(size: tuple[float, float], title: str, description: str, style: str, parts: list[str]) -> str:
    """The whole SVG file: it fetches nothing, runs nothing, and says in words what it shows."""
    wide, high = (round(n) for n in size)
    told = tag("title", escape(shorten(title, 400)), id="title")
    told += tag("desc", escape(shorten(description, 8000)), id="words")
    sheet = tag("style", STYLE + style)
    ground = tag("rect", width=wide, height=high, style="fill: var(--paper)")
    body = "\n".join([told, sheet, ground, *parts])
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        'role="graphics-document" aria-labelledby="title words">'
    )
    return f"{head}\n{body}\n</svg>\n"


def share(part: int, whole: int) -> str:
    """A share in words: "43 %"; one that rounds away is said to be small, not none."""
    if not whole or not part:
        return "0 %" if whole else "–"
    percent = 100 * part / whole
    if percent < 1:
        return "<1 %"
    return ">99 %" if 99 < percent < 100 else f"{percent:.0f} %"
