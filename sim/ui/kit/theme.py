"""Colours, and the contrast between them; what a person can set about the look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Colour: TypeAlias = tuple[int, int, int]
ThemeName: TypeAlias = Literal["light", "dark", "contrast"]

TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
MARK_CONTRAST = 3.0  # WCAG 2.2, 1.4.11
TEXT_SIZES = range(80, 201, 10)  # per cent


@dataclass(frozen=True)
class Look:
    """What a person set: the theme, and the text size in per cent (80 to 200, steps of 10)."""

    theme: ThemeName = "light"
    text: int = 100


@dataclass(frozen=True)
class Theme:
    """The colours of one theme.

    ``edge`` frames what can be picked and keeps 3:1; ``hair`` only decorates.
    ``faint`` is a channel that is not in play. ``groups`` pairs a node's fill with its tag's colour.
    ``bands`` fill what many runs span in a chart: the widest, and those within it.
    """

    name: ThemeName
    ground: Colour
    surface: Colour
    sunken: Colour
    selected: Colour
    ink: Colour
    muted: Colour
    accent: Colour
    on_accent: Colour
    edge: Colour
    hair: Colour
    track: Colour
    faint: Colour
    good: Colour
    bad: Colour
    warn: Colour
    on_warn: Colour
    warn_edge: Colour
    focus: Colour
    you: Colour
    groups: tuple[tuple[Colour, Colour], ...]
    bands: tuple[Colour, Colour]
    shadow: int = 0


def _hex(code: str) -> Colour:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def _groups(on: str, *fills: str) -> tuple[tuple[Colour, Colour], ...]:
    return tuple((_hex(fill), _hex(on)) for fill in fills)


LIGHT = Theme(
    name="light",
    ground=_hex("#eceff4"),
    surface=_hex("#ffffff"),
    sunken=_hex("#f3f5f9"),
    selected=_hex("#e3effc"),
    ink=_hex("#161b24"),
    muted=_hex("#535c6c"),
    accent=_hex("#0b5cad"),
    on_accent=_hex("#ffffff"),
    edge=_hex("#828a99"),
    hair=_hex("#d5dae3"),
    track=_hex("#dde2ea"),
    faint=_hex("#8b93a1"),
    good=_hex("#0a6847"),
    bad=_hex("#ad2a18"),
    warn=_hex("#fff2d2"),
    on_warn=_hex("#553600"),
    warn_edge=_hex("#a86200"),
    focus=_hex("#c2470a"),
    you=_hex("#b8480a"),
    groups=_groups(
        "#ffffff", "#0b5cad", "#0a7355", "#84398a", "#59616e", "#8a2f46", "#33691e", "#2f4fb5", "#6b5310"
    ),
    bands=(_hex("#e6eef8"), _hex("#c9dcf2")),
    shadow=34,
)
DARK = Theme(
    name="dark",
    ground=_hex("#11141a"),
    surface=_hex("#1b2028"),
    sunken=_hex("#232934"),
    selected=_hex("#1c3655"),
    ink=_hex("#eaedf2"),
    muted=_hex("#a6afbd"),
    accent=_hex("#6fb2ff"),
    on_accent=_hex("#0b1420"),
    edge=_hex("#798496"),
    hair=_hex("#343b48"),
    track=_hex("#3a4250"),
    faint=_hex("#737d8e"),
    good=_hex("#57cb95"),
    bad=_hex("#ff9388"),
    warn=_hex("#3b2d0c"),
    on_warn=_hex("#ffe0a3"),
    warn_edge=_hex("#d9a23a"),
    focus=_hex("#ffb52e"),
    you=_hex("#ffab4a"),
    groups=_groups(
        "#0e131a", "#6fb2ff", "#3fc796", "#dd92d8", "#b3bac6", "#f58fa2", "#a5cf6c", "#a3aeff", "#d6c27a"
    ),
    bands=(_hex("#24344a"), _hex("#30496a")),
    shadow=90,
)
CONTRAST = Theme(
    name="contrast",
    ground=_hex("#000000"),
    surface=_hex("#000000"),
    sunken=_hex("#1a1a1a"),
    selected=_hex("#000a78"),
    ink=_hex("#ffffff"),
    muted=_hex("#e2e2e2"),
    accent=_hex("#ffff00"),
    on_accent=_hex("#000000"),
    edge=_hex("#ffffff"),
    hair=_hex("#ffffff"),
    track=_hex("#4d4d4d"),
    faint=_hex("#a0a0a0"),
    good=_hex("#52ffab"),
    bad=_hex("#ffaa9c"),
    warn=_hex("#402a00"),
    on_warn=_hex("#ffffff"),
    warn_edge=_hex("#ffc400"),
    focus=_hex("#00ffff"),
    you=_hex("#00ffff"),
    groups=_groups(
        "#000000", "#5ccbff", "#1dff9b", "#ffc21a", "#ff9bdc", "#ffffff", "#ffab9c", "#c6ff5c", "#c0c6ff"
    ),
    bands=(_hex("#262626"), _hex("#484848")),
)
THEMES: dict[ThemeName, Theme] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1, of an sRGB colour (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_pairs(theme: Theme) -> dict[str, tuple[Colour, Colour]]:
    """Every pair of letters and what lies behind them, by name."""
    t = theme
    grounds = {"ground": t.ground, "surface": t.surface, "sunken": t.sunken, "selected": t.selected}
    inks = {"ink": t.ink, "muted": t.muted, "accent": t.accent, "good": t.good, "bad": t.bad}
    pairs = {f"{i} on {g}": (ink, ground) for i, ink in inks.items() for g, ground in grounds.items()}
    pairs |= {"on_accent on accent": (t.on_accent, t.accent), "on_warn on warn": (t.on_warn, t.warn)}
    pairs |= {"you on surface": (t.you, t.surface)}
    pairs |= {f"tag on group {n}": (on, fill) for n, (fill, on) in enumerate(t.groups)}
    return pairs


def mark_pairs(theme: Theme) -> dict[str, tuple[Colour, Colour]]:
    """Every pair of a mark or a border and what lies behind it, by name."""
    t = theme
    grounds = {"ground": t.ground, "surface": t.surface}
    marks = {"edge": t.edge, "focus": t.focus, "accent": t.accent}
    pairs = {f"{m} on {g}": (mark, ground) for m, mark in marks.items() for g, ground in grounds.items()}
    pairs |= {"faint on surface": (t.faint, t.surface), "warn_edge on warn": (t.warn_edge, t.warn)}
    pairs |= {"warn_edge on ground": (t.warn_edge, t.ground), "you on surface": (t.you, t.surface)}
    pairs |= {"bar on track": (t.accent, t.track), "edge on sunken": (t.edge, t.sunken)}
    pairs |= {"focus on selected": (t.focus, t.selected), "accent on selected": (t.accent, t.selected)}
    pairs |= {f"group {n} on surface": (fill, t.surface) for n, (fill, _) in enumerate(t.groups)}
    lines = {"you": t.you, "ink": t.ink, "accent": t.accent, "muted": t.muted}
    pairs |= {f"{k} on band {n}": (line, fill) for k, line in lines.items() for n, fill in enumerate(t.bands)}
    return pairs
