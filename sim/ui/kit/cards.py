"""Cards: something to pick, with a number, words, hints and whether it is open."""

from __future__ import annotations

from functools import lru_cache

import pygame

from sim.ui import view
from sim.ui.kit.buttons import LEAST_TARGET
from sim.ui.kit.layout import columns, rows
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Sheet, Spot, leading
from sim.ui.kit.svg import Drawing
from sim.ui.kit.theme import Colour

RIM = 6  # pixels kept free round a column of cards for shadows and the focus ring
MOST_COUNTERS = 10
_HEAD = 90  # pixels at scale 1 below which a title goes under the count, not beside it
_SIGNS = {"+": "+", "-": "−", "−": "−"}


def lay_cards(panel: view.Cards, width: int, height: int, kit: Kit, seen: bool = False) -> Sheet:
    """The panel's cards in a column, or in rows of equal height; ``RIM`` is kept free all round.

    With ``seen`` what lies wholly below ``height`` may be left out.
    """
    sheet = Sheet(kit, width)
    if not panel.cards:
        if panel.empty:
            side = RIM + kit.px(4)
            bottom = sheet.words(kit.run(panel.empty, "text", kit.theme.muted), side, RIM, width - 2 * side)
            sheet.grow(bottom + RIM)
        return sheet
    gap = kit.px(12)
    room = width - 2 * RIM
    across = columns(len(panel.cards), room, kit.px(260), gap, 3) if panel.grid else 1
    wide = (room - gap * (across - 1)) // across
    y = RIM
    if panel.lead:
        side = RIM + kit.px(4)
        y = sheet.words(kit.run(panel.lead, "small", kit.theme.muted), side, 0, width - 2 * side) + kit.px(8)
    for start in range(0, len(panel.cards), across):
        row = panel.cards[start : start + across]
        if row[0].above:
            y += kit.px(6) if start else 0
            y = sheet.words(kit.run(row[0].above, "caption"), RIM + kit.px(4), y, room) + kit.px(6)
        inner = [_card(card, wide - _less_width(card, kit), kit) for card in row]
        high = max(s.height for s in inner)
        for i, (card, words) in enumerate(zip(row, inner, strict=True)):
            rect = pygame.Rect(RIM + i * (wide + gap), y, wide, high)
            sheet.box(rect, _frame(card, kit))
            sheet.place(words, rect.x, rect.y)
            _spots(sheet, card, rect)
        y += high + gap
        if seen and y > height + gap:
            break
    sheet.grow(y - gap + RIM)
    return sheet


def _spots(sheet: Sheet, card: view.Card, rect: pygame.Rect) -> None:
    """What of a card can be picked: the card, and at its right the part that takes one from its count."""
    kit = sheet.kit
    part = _less_width(card, kit)
    body = pygame.Rect(rect.x, rect.y, rect.width - part, rect.height)
    label = f"{card.key}. {card.title}" if card.key else card.title
    label += f": {card.tally}" if card.tally is not None else ""
    tip = "" if card.enabled else card.why_not
    counts = card.tally is not None
    do = card.do if card.enabled else ""
    sheet.spots.append(Spot(body, "card", label, do, tip, kit.px(10), name=card.do, again=counts))
    if not part:
        return
    t = kit.theme
    some = bool(card.tally) and card.enabled
    side = pygame.Rect(body.right, rect.y, part, rect.height)
    sheet.rule(pygame.Rect(side.x, side.y + kit.px(8), 1, side.height - 2 * kit.px(8)), t.edge)
    arm, thick = kit.px(8), max(2, kit.px(2.5))
    bar = pygame.Rect(0, 0, 2 * arm, thick)
    bar.center = side.center
    sheet.rule(bar, t.accent if some else t.edge)
    less = card.less if some else ""
    less_label = f"One less: {card.title}"
    sheet.spots.append(Spot(side, "less", less_label, less, "", kit.px(10), name=card.less, again=True))


def _less_width(card: view.Card, kit: Kit) -> int:
    return max(LEAST_TARGET, kit.px(44)) if card.tally is not None and card.less else 0


def _frame(card: view.Card, kit: Kit) -> Box:
    t = kit.theme
    radius = kit.px(10)
    if card.selected:
        return Box(t.selected, t.accent, 2, radius, t.shadow)
    if not card.enabled:
        return Box(t.sunken, t.edge, 1, radius, dashed=True)
    return Box(t.surface, t.edge, 1, radius, t.shadow)


@lru_cache(maxsize=128)
def _card(card: view.Card, width: int, kit: Kit) -> Sheet:
    """What stands on a card, without its frame."""
    t = kit.theme
    ink = t.ink if card.enabled else t.muted
    sheet = Sheet(kit, width)
    pad = kit.px(14)
    room = width - 2 * pad
    y = pad - kit.px(2)
    x = pad
    title = kit.run(card.title, "name", ink)
    if card.key:
        side = leading(title.size) + kit.px(3)
        sheet.place(_badge(card, side, kit), pad, y - kit.px(1))
        x += side + kit.px(10)
    right = 0
    if card.selected:
        side = kit.px(18)
        right = side + kit.px(6)
        sheet.image(_tick(side, t.accent, t.on_accent), width - pad - side, y + kit.px(2))
    beside = 0
    if card.tally is not None:
        count = kit.run(str(card.tally), "count", ink)
        sheet.words(count, 0, pad - kit.px(8), width - pad - right, "right")
        right = beside = right + round(count.width) + kit.px(10)
        if width - pad - x - right < kit.px(_HEAD):
            x, y, right, beside = pad, sheet.height, 0, 0
    y = sheet.words(title, x, y, width - pad - x - right)
    if card.text:
        y = sheet.words(kit.run(card.text, "text", ink), pad, y + kit.px(6), room - beside)
    if card.tally is not None and card.tally <= MOST_COUNTERS:
        y = _counters(sheet, card.tally, pad, max(y + kit.px(7), sheet.height - kit.px(4)), room)
    if card.hints or card.tag:
        y = _hints(sheet, card, pad, y + kit.px(7), room)
    if not card.enabled and card.why_not:
        y += kit.px(6)
        side = kit.px(14)
        sheet.image(_barred(side, t.bad), pad, y + kit.px(3))
        y = sheet.words(
            kit.run(card.why_not, "mark", t.bad), pad + side + kit.px(6), y, room - side - kit.px(6)
        )
    sheet.height = y + pad - kit.px(1)
    return sheet


def _badge(card: view.Card, side: int, kit: Kit) -> Sheet:
    t = kit.theme
    wide = max(side, round(kit.run(card.key, "number").width) + kit.px(12))
    sheet = Sheet(kit, wide)
    rect = pygame.Rect(0, 0, wide, side)
    if card.selected:
        box, ink = Box(t.accent, radius=side // 2), t.on_accent
    elif card.enabled:
        box, ink = Box(t.surface, t.accent, 2, side // 2), t.accent
    else:
        box, ink = Box(None, t.edge, 1, side // 2, dashed=True), t.muted
    sheet.box(rect, box)
    run = kit.run(card.key, "number", ink)
    sheet.words(run, 0, (side - leading(run.size)) // 2, wide, "centre")
    return sheet


def _hints(sheet: Sheet, card: view.Card, x: int, y: int, room: int) -> int:
    """Hints as small pills, each with its sign, then the tag, in rows that wrap."""
    kit = sheet.kit
    gap = kit.px(6)
    made = [_hint(hint, card, room, kit) for hint in card.hints]
    if card.tag:
        run = kit.run(card.tag, "small", kit.theme.muted)
        wide = min(room, round(run.width) + 2)
        tag = Sheet(kit, wide)
        tag.words(run, 0, kit.px(1), wide)
        made.append(tag)
    for row in rows([one.width for one in made], room, gap):
        at = x
        for i in row:
            sheet.place(made[i], at, y)
            at += made[i].width + gap
        y += max(made[i].height for i in row) + kit.px(5)
    return y - kit.px(5)


def _counters(sheet: Sheet, tally: int, x: int, y: int, room: int) -> int:
    """A dot for each; their row is kept free where there are none yet."""
    kit = sheet.kit
    step = min(kit.px(17), room // MOST_COUNTERS)
    side = max(5, step - kit.px(5))
    if tally:
        drawing = Drawing(step * MOST_COUNTERS, side)
        for i in range(tally):
            drawing.circle((i * step + side / 2, side / 2), side / 2, kit.theme.accent)
        sheet.image(drawing.surface(), x, y)
    return y + side


def _hint(hint: view.Hint, card: view.Card, room: int, kit: Kit) -> Sheet:
    t = kit.theme
    side = kit.px(8)
    tones: dict[str, Colour] = {"up": t.good, "down": t.bad, "flat": t.muted}
    tone, ink = (tones[hint.tone], t.ink) if card.enabled else (t.muted, t.muted)
    words = hint.text.lstrip("+-− ")
    signs = "".join(_SIGNS[s] for s in hint.text[: len(hint.text) - len(words)].strip())
    if not signs and hint.tone != "flat":
        signs = "↑" if hint.tone == "up" else "↓"
    runs = [kit.run(signs + " ", "mark", tone)] if signs else []
    runs.append(kit.run(words, "small", ink))
    wide = min(room, round(sum(r.width for r in runs)) + 2 * side + 2)
    inner = Sheet(kit, wide)
    bottom = inner.words(runs, side, kit.px(1), wide - 2 * side + 1) + kit.px(1)
    sheet = Sheet(kit, wide)
    fill = t.surface if card.selected else t.sunken
    sheet.box(pygame.Rect(0, 0, wide, bottom), Box(fill, t.hair, 1, min(bottom // 2, kit.px(11))))
    sheet.place(inner, 0, 0)
    return sheet


def _tick(side: int, fill: Colour, line: Colour) -> pygame.Surface:
    drawing = Drawing(side, side)
    drawing.circle((side / 2, side / 2), side / 2, fill)
    points = [(side * 0.28, side * 0.52), (side * 0.44, side * 0.68), (side * 0.73, side * 0.34)]
    drawing.lines(points, line, max(1.6, side * 0.11))
    return drawing.surface()


def _barred(side: int, colour: Colour) -> pygame.Surface:
    drawing = Drawing(side, side)
    drawing.circle((side / 2, side / 2), side / 2 - 1, None, colour, 1.8)
    drawing.lines([(side * 0.24, side * 0.24), (side * 0.76, side * 0.76)], colour, 1.8)
    return drawing.surface()
