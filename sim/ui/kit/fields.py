"""Lines to type: a label and a box for each, as high as its words need."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, pairwise

import pygame

from sim.ui import view
from sim.ui.kit.bidi import is_rtl, parts
from sim.ui.kit.glyphs import clusters
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Sheet, Spot, leading
from sim.ui.kit.text import Line, Run

_PAD_X, _PAD_Y = 10, 6  # pixels at scale 1
_WIDEST = 520  # pixels at scale 1


def lay_fields(panel: view.Fields, width: int, height: int, kit: Kit) -> Sheet:
    """The fields one below another."""
    t = kit.theme
    sheet = Sheet(kit, width)
    room = min(width, kit.px(_WIDEST))
    y = 0
    for field in panel.fields:
        y = sheet.words(kit.run(field.label, "mark"), 0, y, room)
        if field.hint:
            y = sheet.words(kit.run(field.hint, "small", t.muted), 0, y, room)
        y += kit.px(4)
        rect = pygame.Rect(0, y, room, box_height(field.value, room, kit))
        sheet.box(rect, Box(t.surface, t.edge, 1, kit.px(6)))
        for number, (start, end) in enumerate(rows(field.value, room, kit)):
            run = letters(field.value[start:end], kit)
            left = rect.x + left_of(run, room, kit)
            sheet.line(
                Line((run,), run.width, run.size, is_rtl(run.text)), left, rect.y + row_top(number, kit)
            )
        sheet.spots.append(Spot(rect, "field", field.label, "", radius=kit.px(6), name=field.do))
        y = rect.bottom + kit.px(14)
    sheet.height = max(0, y - kit.px(14))
    return sheet


def letters(text: str, kit: Kit) -> Run:
    """A piece of what is typed, as it is set."""
    return kit.run(text, "text")


def box_height(text: str, width: int, kit: Kit) -> int:
    """How high a field's box ``width`` pixels wide must be."""
    return row_top(len(rows(text, width, kit)), kit) + kit.px(_PAD_Y)


def row_top(number: int, kit: Kit) -> int:
    """The top of a row of letters in a field's box, in pixels from the box's top."""
    return kit.px(_PAD_Y) + number * leading(letters("", kit).size)


@lru_cache(maxsize=256)
def rows(text: str, width: int, kit: Kit) -> tuple[tuple[int, int], ...]:
    """Where each row of letters starts and ends, in a box ``width`` pixels wide.

    Rows end after a space where they can. All characters are on some row, and an empty text has one row.
    """
    room = width - 2 * kit.px(_PAD_X)
    out: list[tuple[int, int]] = []
    start = 0
    while True:
        end = _fitting(text, start, room, kit)
        if end < len(text):
            space = text.rfind(" ", start + 1, end + 1)
            end = space + 1 if space > start else end
        out.append((start, end))
        if end >= len(text):
            return tuple(out)
        start = end


def _fitting(text: str, start: int, room: int, kit: Kit) -> int:
    """The last place up to which the text from ``start`` fits; at least one letter on."""
    ends = [start + n for n in accumulate(len(letter) for letter in clusters(text[start:]))]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if letters(text[start : ends[middle]], kit).width <= room:
            low = middle
        else:
            high = middle - 1
    return ends[low] if ends else start


def left_of(run: Run, width: int, kit: Kit) -> int:
    """Where a row's letters start, in pixels from the box's left."""
    pad = kit.px(_PAD_X)
    return max(pad, width - pad - round(run.width)) if is_rtl(run.text) else pad


def caret_at(text: str, caret: int, width: int, kit: Kit) -> tuple[int, int]:
    """The caret's left and top in a field's box, in pixels; ``caret`` counts characters."""
    places = rows(text, width, kit)
    number = max(i for i, (start, _) in enumerate(places) if start <= caret)
    start, end = places[number]
    run = letters(text[start:end], kit)
    x = left_of(run, width, kit) + round(_along(run.text, caret - start, kit))
    return min(x, width - kit.px(_PAD_X) // 2), row_top(number, kit)


def _along(row: str, caret: int, kit: Kit) -> float:
    """How far right in a row the caret is: after the letter before it, whichever way that is read."""
    x = 0.0
    for part in parts(row, is_rtl(row)):
        whole = letters(row[part.start : part.end], kit).width
        if part.start < caret <= part.end or (caret == 0 and part.start == 0):
            inside = letters(row[part.start : caret], kit).width
            return x + (whole - inside if part.rtl else inside)
        x += whole
    return x


def letter_at(text: str, point: tuple[int, int], width: int, kit: Kit) -> int:
    """How many characters lie before a point of a field's box."""
    places = rows(text, width, kit)
    number = (point[1] - row_top(0, kit)) // leading(letters("", kit).size)
    start, end = places[max(0, min(number, len(places) - 1))]
    spots = [(caret_at(text, i, width, kit)[0], i) for i in range(start, end + 1)]
    if end < len(text):
        spots = spots[:-1]
    return min(spots, key=lambda s: abs(s[0] - point[0]))[1]


def composed(text: str, start: int, end: int, width: int, kit: Kit) -> list[pygame.Rect]:
    """Lines under the characters from ``start`` to ``end``, which an input method has not put in yet."""
    out = []
    for i, j in pairwise(range(start, end + 1)):
        (x0, y0), (x1, y1) = caret_at(text, i, width, kit), caret_at(text, j, width, kit)
        if y0 == y1:
            out.append(pygame.Rect(min(x0, x1), y0 + leading(letters("", kit).size) - 2, abs(x1 - x0), 2))
    return out
