"""From a Matplotlib figure to SVG text that stands within a page.

Colours have names: a page may say what each is by day, by night and on paper. Text stays text, so that it can
be read aloud, searched and printed sharply. Equal figures give equal bytes.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal, TypeAlias
from xml.etree import ElementTree

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from sim import places
from sim.errors import shorten

INK: Final = "#22303a"
MUTED: Final = "#5a6872"
RULE: Final = "#d3dade"
PAPER: Final = "#fdfcfa"
BLUE: Final = "#1b679f"
HAZE: Final = "#b9cfdf"
MIST: Final = "#dfe9f0"
RUST: Final = "#b04a0c"
SAND: Final = "#f0cfae"
PALETTE: Final = {
    "ink": INK,
    "muted": MUTED,
    "rule": RULE,
    "paper": PAPER,
    "blue": BLUE,
    "haze": HAZE,
    "mist": MIST,
    "rust": RUST,
    "sand": SAND,
}
"""Blue and rust are told apart by every kind of colour sight; patterns and words say the same again."""

WIDE: Final = 480
"""Points: the width of a chart that has a line of the page to itself."""

TEXT: Final = 10.5
"""Points: the size of a chart's text."""
SMALL: Final = TEXT - 1
"""Points: the size of what stands within a chart."""

Role: TypeAlias = Literal["you", "history", "branch"]


@dataclass(frozen=True)
class Look:
    """How a role is drawn: any one of these tells it apart."""

    colour: str
    dashes: Any
    """As Matplotlib writes them."""
    marker: str
    letter: str
    """The marker as a letter."""


LOOKS: Final[dict[Role, Look]] = {
    "you": Look(BLUE, "-", "o", "●"),
    "history": Look(RUST, (0, (5, 2)), "s", "■"),
    "branch": Look(INK, (0, (1, 1.5)), "D", "◆"),
}

_STYLE: Final[Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "backchannel",
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "font.size": TEXT,
    "hatch.linewidth": 0.8,
    "hatch.color": PAPER,
    "text.color": INK,
    "axes.labelcolor": MUTED,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "axes.edgecolor": RULE,
    "path.simplify": False,
}
_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"


@dataclass(frozen=True)
class Chart:
    """A drawing with the words that stand for it where it cannot be seen."""

    drawing: str
    """SVG text as Matplotlib writes it."""
    title: str
    description: str
    small: bool = False
    """Whether it shares a line of the page with others."""


@contextmanager
def canvas(width: float, height: float) -> Iterator[tuple[Figure, Axes]]:
    """A figure of that many points with one bare axes that fills it, in points from its lower left."""
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        # a title in a script that no font here holds is drawn by the reader's own fonts
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        matplotlib.rcParams["font.family"] = _families()
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        figure.patch.set_visible(False)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(0, height)
        yield figure, axes


def finish(figure: Figure, title: str, description: str, small: bool = False) -> Chart:
    """The chart that a figure has become. Call it within its ``canvas``."""
    into = io.BytesIO()
    nothing: dict[str, Any] = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(into, format="svg", metadata=nothing)
    return Chart(into.getvalue().decode(), title, description, small)


def inline(chart: Chart, key: str) -> str:
    """The chart as an element of a page. ``key`` is its own on the page: ids begin with it."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(chart.drawing)
    for parent in list(root.iter()):
        for child in [c for c in parent if c.tag in (f"{{{_SVG}}}metadata", f"{{{_SVG}}}style")]:
            parent.remove(child)
    # what its style sheet says of all elements, said here: a sheet would reach beyond the chart
    root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    _without_styles(root)
    _own_ids(root, key)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{key}-title {key}-words")
    for at, (tag, words) in enumerate((("title", chart.title), ("desc", chart.description))):
        element = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{key}-{'words' if at else 'title'}"})
        element.text = plain(words, 2000)
        root.insert(at, element)
    return _named_colours(ElementTree.tostring(root, encoding="unicode"))


def plain(text: str, most: int = 84) -> str:
    """A stranger's text on one line, without what a page could not hold."""
    return shorten(text, most)


@lru_cache(maxsize=4096)
def wide(text: str, size: float = TEXT) -> float:
    """How wide a line is in points, with air for a reader's own font, which may be wider."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        font = FontProperties(family=_families(), size=size)
        return float(1.18 * text_to_path.get_text_width_height_descent(text, font, False)[0])


def fitted(text: str, room: float, size: float = TEXT) -> str:
    """As much of a line as fits into ``room`` points; an ellipsis tells of the rest."""
    words = plain(text)
    while words and wide(words, size) > room:
        words = words.rstrip("…")[:-1].rstrip() + "…" if len(words) > 2 else ""
    return words


def wrapped(text: str, room: float, size: float = TEXT, most: int = 2) -> list[str]:
    """The text in at most so many lines, none wider than ``room`` points."""
    lines: list[str] = []
    rest = plain(text).split()
    while rest and len(lines) < most - 1:
        count = 1
        while count < len(rest) and wide(" ".join(rest[: count + 1]), size) <= room:
            count += 1
        lines.append(fitted(" ".join(rest[:count]), room, size))
        rest = rest[count:]
    return [*lines, fitted(" ".join(rest), room, size)] if rest else lines


def backed(axes: Axes, x: float, y: float, words: str, colour: str = INK, size: float = SMALL) -> None:
    """A line of text round ``x``, on a patch of paper as wide as it, whatever the reader's font."""
    half = wide(plain(words), size) / 2 + 1
    axes.add_patch(Rectangle((x - half, y - 3), 2 * half, size + 2, facecolor=PAPER, lw=0, zorder=4))
    axes.text(x, y, plain(words), ha="center", color=colour, size=size, zorder=5)


def apart(wanted: Sequence[float], gap: float) -> list[float]:
    """Places for labels as near as may be to the wanted ones, from below, none nearer than ``gap``."""
    placed: dict[int, float] = {}
    last = float("-inf")
    for at in sorted(range(len(wanted)), key=lambda i: wanted[i]):
        last = placed[at] = max(wanted[at], last + gap)
    return [placed[at] for at in range(len(wanted))]


@cache
def _families() -> list[str]:
    """The game's own font first, for its measures; what it lacks from the one that Matplotlib brings."""
    fontManager.addfont(places.asset("fonts") / "SourceSans3_400Regular.ttf")
    return ["Source Sans 3", "DejaVu Sans"]


def _without_styles(root: ElementTree.Element) -> None:
    """Style attributes as attributes of their own: the page's policy lets no other style in."""
    for element in root.iter():
        for part in filter(None, element.attrib.pop("style", "").split(";")):
            name, _, value = (x.strip() for x in part.partition(":"))
            for own, said in _longhand(value) if name == "font" else ((name, value),):
                element.set(own, said)


def _longhand(font: str) -> list[tuple[str, str]]:
    """A font as older Matplotlibs write it, in one word, as the attributes that there are."""
    found = re.fullmatch(r"(?:(?P<weight>\d+) )?(?P<size>[\d.]+px) (?P<family>.+)", font)
    return [(f"font-{k}", v) for k, v in found.groupdict().items() if v] if found else []


def _own_ids(root: ElementTree.Element, key: str) -> None:
    """Ids that nothing refers to go; the others become the chart's own."""
    used: set[str] = set()
    for element in root.iter():
        for value in element.attrib.values():
            used |= set(re.findall(r"url\(#([^)]+)\)", value))
        used |= {element.get(f"{{{_XLINK}}}href", "#")[1:]}
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "id" and value not in used:
                del element.attrib[name]
            elif name == "id":
                element.set(name, f"{key}-{value}")
            elif name == f"{{{_XLINK}}}href":
                element.set(name, f"#{key}-{value[1:]}")
            else:
                element.set(name, re.sub(r"url\(#", f"url(#{key}-", value))


def _named_colours(svg: str) -> str:
    for name, colour in PALETTE.items():
        svg = svg.replace(colour, f"var(--{name}, {colour})")
    return svg
