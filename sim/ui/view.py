"""What a screen says, apart from how it is drawn.

The window, the terminal and the tests all read these. A front end draws a :class:`Screen`
and gives back the ``do`` of whatever a person picked; it decides nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from sim.ui.view_map import Map as Map
from sim.ui.view_map import Place as Place
from sim.ui.view_map import Visit as Visit
from sim.ui.view_worths import Package as Package
from sim.ui.view_worths import PackageRole as PackageRole
from sim.ui.view_worths import Worths as Worths

Style: TypeAlias = Literal["plain", "strong", "em", "muted"]
BlockKind: TypeAlias = Literal["heading", "text", "bullet", "note", "source"]
LineRole: TypeAlias = Literal["you", "history", "branch"]
StopState: TypeAlias = Literal["past", "now", "ahead", "skipped"]


@dataclass(frozen=True)
class Span:
    """A run of text in one style."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a bullet, a boxed note (``label`` names it), or a source line."""

    kind: BlockKind
    spans: tuple[Span, ...]
    label: str = ""

    @property
    def text(self) -> str:
        """The block's words without their styles."""
        return "".join(s.text for s in self.spans)


@dataclass(frozen=True)
class Text:
    """A column of rich text; it scrolls when it is longer than its place. ``large`` opens it large."""

    title: str
    blocks: tuple[Block, ...]
    weight: float = 1.0
    large: str = ""


@dataclass(frozen=True)
class Hint:
    """A short fact on a card, such as ``+ Trust``. ``tone``: up, down or flat, never by colour alone."""

    text: str
    tone: Literal["up", "down", "flat"] = "flat"


@dataclass(frozen=True)
class Card:
    """Something to pick. ``do`` is the action; ``key`` the character that picks it.

    ``above`` is a caption over the card: it opens a group of cards in a column.
    ``tally`` is a count that grows with each pick and that ``less`` takes one from: hands, or counters.
    """

    do: str
    key: str
    title: str
    text: str = ""
    hints: tuple[Hint, ...] = ()
    tag: str = ""
    selected: bool = False
    enabled: bool = True
    why_not: str = ""
    above: str = ""
    tally: int | None = None
    less: str = ""


@dataclass(frozen=True)
class Cards:
    """A column (or, with ``grid``, rows) of cards. ``lead`` is a line above them: how to choose."""

    title: str
    cards: tuple[Card, ...]
    weight: float = 1.0
    grid: bool = False
    empty: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Node:
    """An actor in the channel picture. ``group`` is its side's short name; ``x``, ``y`` are 0 to 1."""

    id: str
    label: str
    group: str
    x: float
    y: float
    you: bool = False
    decides: bool = False


@dataclass(frozen=True)
class Edge:
    """A channel between two nodes. ``trust`` and ``secrecy`` are per cent; ``live`` is in play now."""

    a: str
    b: str
    trust: int
    secrecy: int
    live: bool
    label: str


@dataclass(frozen=True)
class Network:
    """Who can talk to whom: trust as line weight, secrecy as dashes, what is in play in full colour."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    caption: str = ""
    weight: float = 1.0
    large: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a chart: a value, in points, for each label; None where there is none."""

    name: str
    role: LineRole
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Band:
    """What many runs span: a low and a high value, in points, for each label; None where there is none."""

    name: str
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A variable over the decisions, 0 to 100 points. The wider bands come first."""

    title: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Charts:
    """Small charts side by side."""

    title: str
    charts: tuple[Chart, ...]
    weight: float = 1.0
    large: str = ""


@dataclass(frozen=True)
class Dot:
    """Of ``count`` forecasts that said ``said`` per cent, the share that came true, in per cent."""

    said: float
    came: float
    count: int


@dataclass(frozen=True)
class Dots:
    """One forecaster's dots, such as yours or the model's."""

    name: str
    role: LineRole
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Calibration:
    """How forecasts came out: what was said across, what came true upwards. The diagonal is as said."""

    title: str
    series: tuple[Dots, ...]
    note: str = ""
    weight: float = 1.0
    large: str = ""


@dataclass(frozen=True)
class Branch:
    """One line of play. ``parent`` is the number of the branch that it leaves; -1 for the first line.

    ``at`` is the decision where it leaves, counted from 0. ``moves`` are what was chosen at each, "" where it
    did not come. ``do`` shows it beside another; ``marks`` are short words such as ``first`` or ``shown``.
    """

    name: str
    parent: int
    at: int
    moves: tuple[str, ...]
    ending: str
    do: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tree:
    """Lines of play from one beginning, over the decisions of ``labels``."""

    title: str
    labels: tuple[str, ...]
    branches: tuple[Branch, ...]
    weight: float = 1.0
    large: str = ""


@dataclass(frozen=True)
class Field:
    """A line to type. What is typed is given back as ``do:TEXT`` when Enter is pressed or focus leaves."""

    do: str
    label: str
    value: str = ""
    hint: str = ""
    most: int = 40


@dataclass(frozen=True)
class Fields:
    """Lines to type, one below another."""

    title: str
    fields: tuple[Field, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Row:
    """A table's row. ``mark`` is a short word (never only a colour), such as ``parts here``.

    A ``leading`` row stands out: it sums up the rest, and is seen from the back of a room.
    """

    cells: tuple[str, ...]
    mark: str = ""
    leading: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under column heads; ``widths`` are shares of the whole."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    weight: float = 1.0
    large: str = ""


Panel: TypeAlias = Text | Cards | Network | Map | Charts | Calibration | Tree | Fields | Table | Worths


@dataclass(frozen=True)
class Meter:
    """A variable's value in points, its last change, and why it changed. ``do`` asks why in full.

    Where the numbers are hidden, a ``hidden`` meter says its words and the change's direction only.
    """

    label: str
    value: float
    change: float = 0.0
    worse_when_high: bool = False
    reason: str = ""
    do: str = ""
    hidden: bool = False

    @property
    def way(self) -> str:
        """Where the value went, for a meter whose numbers are hidden."""
        return "as before" if not round(self.change) else "▲ up" if self.change > 0 else "▼ down"


@dataclass(frozen=True)
class Stop:
    """A decision on the timeline. ``certain`` is false where only an approximate date is known."""

    label: str
    date: str
    state: StopState
    certain: bool = True


@dataclass(frozen=True)
class Tab:
    """One page of a screen that has several."""

    do: str
    title: str
    selected: bool = False


@dataclass(frozen=True)
class Action:
    """A button below the panels. ``key`` is the key's name as printed: ``Enter``, ``U``, ``Esc``."""

    do: str
    label: str
    key: str = ""
    primary: bool = False
    enabled: bool = True


@dataclass(frozen=True)
class Screen:
    """Everything one screen says. ``message`` is a line that must be seen, such as a problem.

    ``clock`` is the time left, as words such as ``4:30`` or ``paused``. ``scale`` is per cent of the
    text size: larger where a screen is read from the back of a room. ``focus`` is the action of the card
    to go on from, where what had the focus has gone.
    """

    name: str
    title: str
    subtitle: str = ""
    tabs: tuple[Tab, ...] = ()
    meters: tuple[Meter, ...] = ()
    panels: tuple[Panel, ...] = ()
    timeline: tuple[Stop, ...] = ()
    actions: tuple[Action, ...] = ()
    message: str = ""
    clock: str = ""
    scale: int = 100
    focus: str = ""


def actions_of(screen: Screen) -> set[str]:
    """Every action that the screen offers now, but those of what is typed."""
    found = {t.do for t in screen.tabs} | {a.do for a in screen.actions if a.enabled}
    found |= {m.do for m in screen.meters}
    for panel in screen.panels:
        found.add(getattr(panel, "large", ""))
        if isinstance(panel, Cards):
            found |= {do for c in panel.cards if c.enabled for do in (c.do, c.less)}
        elif isinstance(panel, Tree):
            found |= {b.do for b in panel.branches}
    return found - {""}


def offered(screen: Screen, do: str) -> bool:
    """Whether the screen offers an action; what is typed into a field is offered with the field."""
    lines = [f for p in screen.panels if isinstance(p, Fields) for f in p.fields]
    return do in actions_of(screen) or any(do.startswith(f"{f.do}:") for f in lines)


def panels_with(screen: Screen, large: str) -> tuple[Panel, ...]:
    """The panels that the action ``large`` opens, without that action."""
    chosen = [p for p in screen.panels if getattr(p, "large", "") == large]
    return tuple(replace(p, large="") for p in chosen if not isinstance(p, Cards | Fields))


def plain(text: str) -> tuple[Span, ...]:
    """``text`` as one plain span."""
    return (Span(text),)


def heading(text: str) -> Block:
    """A heading block."""
    return Block("heading", plain(text))


def para(text: str) -> Block:
    """A paragraph."""
    return Block("text", plain(text))


def bullet(text: str) -> Block:
    """A bullet."""
    return Block("bullet", plain(text))


def note(label: str, text: str) -> Block:
    """A boxed note with a label, such as ``One side's account``."""
    return Block("note", plain(text), label)
