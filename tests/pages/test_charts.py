"""Charts as SVG: whole, self-contained, the same twice, and safe with a stranger's titles."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.pages import branches, charts, courses, drawing, network
from sim.pages import map as map_
from sim.pages.branches import Play
from sim.pages.charts import Band, Bar, Part, Stripe, Value
from sim.pages.courses import Course, Forecasts, Span
from sim.pages.drawing import Chart, inline
from sim.pages.map import Dot, Label
from sim.pages.network import Link, Spot

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> & "$\\frac{1}{2}$ \x00\x1b \u202e שלום 漢字 ' + "long " * 60


def bars(label: str) -> Chart:
    rows = [Bar(label, (Value(62, 57.7, 66.2, "62.0 %", label), Value(0, 0, 1, "0.0 %", "B")))]
    return charts.bars(label, label, rows)


def mosaic(label: str) -> Chart:
    parts = (Part(0.62, True), Part(0.38, False), Part(0.0, False))
    return charts.mosaic(
        label, label, [Stripe(label, 1.0, parts), Stripe(label, 0.0, (Part(0.0, True),) * 3)]
    )


def differences(label: str) -> Chart:
    rows = [
        Bar(label, (Value(-4.2, -4.6, -3.8, "−4.2"),)),
        Bar(label, (Value(1, float("nan"), float("nan"), "+1.0"),)),
    ]
    return charts.differences(label, label, rows)


def bands(label: str) -> Chart:
    rows = [Band(label, ((50, 50, 50, 50, 50), (30, 40, 55, 60, 70))), Band("B", ((50,) * 5, (55,) * 5))]
    return charts.bands(label, label, ["start", "1"], rows)


def over_time(label: str) -> Chart:
    lines = [Course(label, "you", (50, 60, None)), Course("B", "history", (50, None, 40))]
    spans = [Span(label, (None, 30, 20), (None, 70, 80)), Span("half", (None, 45, 40), (None, 55, 60))]
    return courses.over_time(label, label, [label, "1", "2"], lines, spans)


def calibration(label: str) -> Chart:
    series = [Forecasts(label, "you", ((0, 0, 3), (50, 50, 1))), Forecasts("B", "history", ((50, 50, 80),))]
    return courses.calibration(label, label, series)


def tree(label: str) -> Chart:
    plays = [Play(-1, 0, (label, label), label, label), Play(0, 1, (label, "other"), label, "")]
    return branches.tree(label, label, [label, label], plays)


def channels(label: str) -> Chart:
    spots = [Spot((60, 40), 13, "A", (label[:80],), you=True), Spot((300, 90), 13, "B", ())]
    links = [Link(((60, 40), (200, 60), (300, 90)), 40, secret=True, live=True)]
    return network.network(label, label, (480, 200), spots, links)


def ground(label: str) -> Chart:
    land = [[(0, 0), (200, 0), (200, 200), (0, 200)]]
    dots = [Dot((60, 40), here=True), Dot((300, 90), here=False)]
    labels = [Label((60, 50), (label,)), Label((300, 100), ("B",), ((300, 90), (300, 100)), visit=True)]
    return map_.ground(label, label, (480, 200), land, dots, [((60, 40), (200, 60), (300, 90))], labels)


KINDS: list[Callable[[str], Chart]] = [
    bars,
    mosaic,
    differences,
    bands,
    over_time,
    calibration,
    tree,
    channels,
    ground,
]
each = pytest.mark.parametrize("draw", KINDS, ids=lambda d: d.__name__)


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]


@each
def test_it_is_whole_and_says_what_it_shows(draw: Callable[[str], Chart]) -> None:
    root = ElementTree.fromstring(inline(draw("Who lights the lamp?"), "c1"))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    named = {e.get("id"): e.text for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert [named[i] for i in str(root.get("aria-labelledby")).split()] == ["Who lights the lamp?"] * 2
    assert root.get("viewBox")
    assert root.get("width") is None


@each
def test_it_keeps_text_as_text(draw: Callable[[str], Chart]) -> None:
    assert texts(ElementTree.fromstring(inline(draw("Light"), "c1")))


@each
def test_the_same_chart_twice_is_the_same_bytes(draw: Callable[[str], Chart]) -> None:
    assert draw("One light").drawing == draw("One light").drawing


@each
def test_nothing_is_fetched_and_every_reference_is_its_own(draw: Callable[[str], Chart]) -> None:
    drawn = inline(draw("x"), "c7")
    root = ElementTree.fromstring(drawn)
    own = {e.get("id") for e in root.iter() if e.get("id")}
    used = set(re.findall(r"url\(#([^)]+)\)", drawn)) | set(re.findall(r'href="#([^"]+)"', drawn))
    assert used <= own
    assert all(str(name).startswith("c7-") for name in own)
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", drawn)
    assert not [e for e in root.iter() if e.tag in (f"{SVG}image", f"{SVG}script", f"{SVG}foreignObject")]


@each
def test_a_stranger_s_title_is_only_text(draw: Callable[[str], Chart]) -> None:
    root = ElementTree.fromstring(inline(draw(HOSTILE), "c1"))
    assert not list(root.iter(f"{SVG}script"))
    shown = " ".join(texts(root))
    assert not set(shown) & set("\x00\x1b\u202e")
    assert max(map(len, texts(root))) <= 100


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=30))
def test_any_title_gives_a_chart(title: str) -> None:
    root = ElementTree.fromstring(inline(bars(title), "c1"))
    assert drawing.plain(title) in [*texts(root), ""]


@each
def test_no_style_is_left_that_a_page_s_policy_would_bar(draw: Callable[[str], Chart]) -> None:
    root = ElementTree.fromstring(inline(draw("x"), "c1"))
    assert not [e for e in root.iter() if "style" in e.attrib or e.tag == f"{SVG}style"]
    assert {e.get("font-size") for e in root.iter(f"{SVG}text")} <= {"9.5px", "10.5px"}


def test_a_font_in_one_word_is_taken_apart() -> None:
    """As Matplotlib wrote it up to 3.10."""
    svg = (
        f'<svg xmlns="{SVG[1:-1]}"><text style="font: 600 9.5px \'A B\', C; text-anchor: end">x</text></svg>'
    )
    [found] = ElementTree.fromstring(inline(Chart(svg, "t", "d"), "c1")).iter(f"{SVG}text")
    wanted = {"font-weight": "600", "font-size": "9.5px", "font-family": "'A B', C", "text-anchor": "end"}
    assert found.attrib == wanted


def test_colours_have_names_that_a_page_may_change() -> None:
    drawn = inline(bars("x"), "c1")
    bare = re.sub(r"var\(--\w+, #[0-9a-f]{6}\)", "", drawn)
    assert "var(--ink, " in drawn
    assert not [c for c in re.findall(r"#[0-9a-f]{6}", bare) if c in drawing.PALETTE.values()]


def test_history_is_told_without_colour() -> None:
    """By its mark, and by hatching."""
    drawn = inline(mosaic("x"), "c1")
    found = texts(ElementTree.fromstring(drawn))
    assert [t for t in found if t.startswith(f"{charts.MARK} a")]
    assert not [t for t in found if t.startswith(f"{charts.MARK} b")]
    assert "<pattern" in drawn


def test_bars_are_as_long_as_their_shares() -> None:
    shares = (10.0, 40.0, 80.0)
    rows = [Bar("x", (Value(s, 0, 0, ""),)) for s in shares]
    drawn = charts.bars("x", "x", rows).drawing
    fill = re.escape(drawing.HAZE)
    boxes = re.findall(rf'<path d="([^"]+)"[^>]*style="fill: {fill}"', drawn)
    widths = []
    for box in boxes:
        x = [float(n) for n in re.findall(r"[ML] ([\d.]+) ", box)]
        widths.append(max(x) - min(x))
    assert len(widths) == 3
    assert [w / widths[0] for w in widths] == pytest.approx([1, 4, 8], rel=1e-4)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=4))
def test_labels_do_not_lie_on_each_other(wanted: list[float]) -> None:
    placed = drawing.apart(wanted, 11)
    assert sorted(range(len(wanted)), key=lambda i: (wanted[i], i)) == sorted(
        range(len(wanted)), key=lambda i: placed[i]
    )
    gaps = [b - a for a, b in zip(sorted(placed), sorted(placed)[1:], strict=False)]
    assert all(gap >= 11 - 1e-9 for gap in gaps)
    assert all(p >= w for p, w in zip(placed, wanted, strict=True))


@given(st.text(max_size=60), st.floats(20, 200))
def test_a_line_is_cut_to_its_room(text: str, room: float) -> None:
    for line in (drawing.fitted(text, room), *drawing.wrapped(text, room, most=3)):
        assert drawing.wide(line) <= room or line == ""
    assert len(drawing.wrapped(text, room, most=3)) <= 3
    if drawing.wide(drawing.plain(text)) <= room:
        assert drawing.fitted(text, room) == drawing.plain(text)


points = st.one_of(st.none(), st.floats(0, 100))
course = st.lists(points, min_size=3, max_size=3).map(tuple)


@settings(max_examples=25)
@given(st.lists(course, min_size=1, max_size=3), st.lists(course, max_size=2))
def test_names_at_the_ends_of_lines_never_lie_on_each_other(lines: list[Any], spans: list[Any]) -> None:
    roles = ("you", "history", "branch")
    drawn = courses.over_time(
        "t",
        "d",
        ["0", "1", "2"],
        [Course(f"line {role}", role, c) for role, c in zip(roles, lines, strict=False)],  # type: ignore[arg-type]
        [Span(f"span {n}", s, s) for n, s in enumerate(spans)],
    ).drawing
    names = [
        t
        for t in ElementTree.fromstring(drawn).iter(f"{SVG}text")
        if "".join(t.itertext())[:4] in ("line", "span")
    ]
    heights = sorted(float(t.get("y", "")) for t in names)
    assert len(heights) == sum(any(v is not None for v in c) for c in [*lines, *spans])
    assert all(b - a >= courses.LINE - 0.01 for a, b in pairwise(heights))
    assert not heights or (heights[0] > drawing.SMALL * 0.7 and heights[-1] < 178)


@st.composite
def plays(draw: st.DrawFn) -> list[Play]:
    """A tree whose branches leave no earlier than those that they leave."""
    found = [Play(-1, 0, ("m",) * 6, "0", "")]
    for at in range(1, draw(st.integers(1, 8))):
        parent = draw(st.integers(0, at - 1))
        found.append(Play(parent, draw(st.integers(found[parent].at, 5)), ("m",) * 6, str(at), ""))
    return found


@given(plays())
def test_no_line_of_play_crosses_another(found: list[Play]) -> None:
    order = branches._order(found)
    assert sorted(order) == list(range(len(found)))
    row = {play: at for at, play in enumerate(order)}
    for at, play in enumerate(found):
        if play.parent >= 0:
            assert row[at] > row[play.parent]
            between = [p for p in order if row[play.parent] < row[p] < row[at]]
            assert all(found[p].at >= play.at for p in between)
