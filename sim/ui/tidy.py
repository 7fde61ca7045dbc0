"""A screen without what says nothing: empty texts, headings over nothing, words said twice."""

from __future__ import annotations

from dataclasses import replace

from sim.ui.view import Block, Card, Cards, Panel, Screen, Text


def tidy(screen: Screen) -> Screen:
    """The same screen with only what is worth showing."""
    panels = tuple(_panel(p) for p in screen.panels)
    return replace(screen, panels=tuple(p for p in panels if not isinstance(p, Text) or p.blocks))


def _panel(panel: Panel) -> Panel:
    if isinstance(panel, Text):
        return replace(panel, blocks=_blocks(panel.blocks))
    if isinstance(panel, Cards):
        return replace(panel, cards=tuple(_card(c) for c in panel.cards))
    return panel


def _blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks that have words. A heading stays only if something stands under it."""
    worded = [b for b in blocks if b.text.strip()]
    kinds = [b.kind for b in worded] + ["heading"]
    return tuple(b for i, b in enumerate(worded) if b.kind != "heading" or kinds[i + 1] != "heading")


def _card(card: Card) -> Card:
    return replace(card, text="") if card.text.strip() == card.title.strip() else card
