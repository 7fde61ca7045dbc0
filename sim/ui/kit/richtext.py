"""The text panel: headings, paragraphs, bullets, boxed notes and source lines."""

from __future__ import annotations

import pygame

from sim.ui import view
from sim.ui.kit.bidi import is_rtl
from sim.ui.kit.paint import Box
from sim.ui.kit.sheet import Kit, Sheet, leading
from sim.ui.kit.text import Run

_MEASURE = 680  # pixels at scale 1: about 85 characters, beyond which lines are hard to follow


def styled(spans: tuple[view.Span, ...], kit: Kit, role: str = "body") -> list[Run]:
    """Spans as runs: bold, italic and muted within one size."""
    base = kit.run("", role)
    out: list[Run] = []
    for span in spans:
        colour = kit.theme.muted if span.style == "muted" else base.colour
        face = {"strong": "semibold", "em": "italic"}.get(span.style)
        if face == "semibold":
            out.append(Run(span.text, "semibold", base.size, colour))
        elif face == "italic":
            out.append(Run(span.text, "italic", base.size, colour))
        else:
            out.append(Run(span.text, base.face, base.size, colour))
    return out


def lay_text(panel: view.Text, width: int, height: int, kit: Kit) -> Sheet:
    """The panel's blocks in a column; wide panels keep a readable line length."""
    sheet = Sheet(kit, width)
    room = min(width, kit.px(_MEASURE))
    y = 0
    before = ""
    for block in panel.blocks:
        y += _gap(before, block.kind, kit)
        y = _BLOCKS[block.kind](sheet, block, 0, y, room)
        before = block.kind
    sheet.grow(y + kit.px(4))
    return sheet


def _gap(before: str, kind: str, kit: Kit) -> int:
    if not before:
        return 0
    if kind == "heading":
        return kit.px(18)
    if before == "heading":
        return kit.px(5)
    if kind == "bullet" and before == "bullet":
        return kit.px(4)
    if kind == "source":
        return kit.px(3) if before == "source" else kit.px(7)
    return kit.px(11)


def _heading(sheet: Sheet, block: view.Block, x: int, y: int, width: int) -> int:
    return sheet.words(sheet.kit.run(block.text, "heading", sheet.kit.theme.accent), x, y, width)


def _text(sheet: Sheet, block: view.Block, x: int, y: int, width: int) -> int:
    return sheet.words(_labelled(block, sheet.kit), x, y, width)


def _bullet(sheet: Sheet, block: view.Block, x: int, y: int, width: int) -> int:
    kit = sheet.kit
    indent = kit.px(19)
    dot = kit.run("•", "body", kit.theme.accent)
    if is_rtl(block.label + block.text):
        sheet.words(dot, x, y, width - kit.px(5), "right")
        return sheet.words(_labelled(block, kit), x, y, width - indent)
    sheet.words(dot, x + kit.px(5), y, indent)
    return sheet.words(_labelled(block, kit), x + indent, y, width - indent)


def _labelled(block: view.Block, kit: Kit) -> list[Run]:
    runs = styled(block.spans, kit)
    if block.label:
        runs.insert(0, kit.run(block.label + "\u2002", "strong"))
    return runs


def _note(sheet: Sheet, block: view.Block, x: int, y: int, width: int) -> int:
    kit = sheet.kit
    pad = kit.px(12)
    bar = kit.px(4)
    inner = Sheet(kit, width - 2 * pad - bar)
    at = 0
    if block.label:
        at = inner.words(kit.run(block.label, "mark", kit.theme.accent), 0, at, inner.width) + kit.px(2)
    at = inner.words(styled(block.spans, kit, "text"), 0, at, inner.width)
    high = at + 2 * pad - kit.px(4)
    sheet.box(pygame.Rect(x, y, width, high), Box(kit.theme.sunken, kit.theme.hair, radius=6))
    sheet.box(pygame.Rect(x, y, bar, high), Box(kit.theme.accent, radius=max(1, bar // 2)))
    sheet.place(inner, x + bar + pad, y + pad - kit.px(2))
    return y + high


def _source(sheet: Sheet, block: view.Block, x: int, y: int, width: int) -> int:
    kit = sheet.kit
    mark = kit.px(12)
    tall = leading(kit.run("", "small").size)
    sheet.rule(pygame.Rect(x, y + tall // 2, mark - kit.px(5), 1), kit.theme.edge)
    runs = styled(block.spans, kit, "small")
    if block.label:
        runs.insert(0, kit.run(block.label + "\u2002", "mark"))
    runs = [Run(r.text, r.face, r.size, kit.theme.muted) for r in runs]
    return sheet.words(runs, x + mark, y, width - mark)


_BLOCKS = {"heading": _heading, "text": _text, "bullet": _bullet, "note": _note, "source": _source}
