"""The debrief as a page: it says what the screens say, to everybody, by itself, and is safe with any text."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.compiled import Compiled
from sim.ui import report, view, view_map
from sim.ui.app import App
from sim.ui.report.debrief import Head
from sim.ui.view import Screen
from tests.pages.reading import VOID, Reader
from tests.pages.test_page import contrast
from tests.ui import browser
from tests.ui.debriefs import HEAD, all_screens, paths
from tests.ui.playing import to_debrief

HOSTILE = "</style></svg><script>alert(1)</script><img src=x onerror=a()> {{ 7 * 7 }} & '\""
UNSAID = {
    Screen: {"name", "actions", "clock", "scale"},
    view.Tab: {"do"},
    view.Card: {"do", "key", "less"},
    view.Node: {"id"},
    view.Edge: {"a", "b"},
    view.Branch: {"do"},
    view_map.Place: {"id"},
    view_map.Visit: {"start", "to"},
    view.Field: {"do"},
    view.Meter: {"do"},
}
"""What is there to be pressed or to be told apart by, and is no word to a reader."""
CODES = {"kind", "style", "tone", "role", "state", "large"}


def changed(value: Any, words: Callable[[str], str]) -> Any:
    """A view-model with every text that a reader reads passed through ``words``."""
    if isinstance(value, str):
        return words(value) if value else value
    if isinstance(value, tuple):
        return tuple(changed(v, words) for v in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    skipped = CODES | UNSAID.get(type(value), set())
    names = [f.name for f in dataclasses.fields(value) if f.name not in skipped]
    return replace(value, **{n: changed(getattr(value, n), words) for n in names})


def texts(screen: Screen) -> list[str]:
    """Every text of a screen that a reader reads; of the tabs, the open one's."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    changed(replace(screen, tabs=tuple(t for t in screen.tabs if t.selected)), keep)
    return found


class Sheet(Reader):
    """A page with where each text stands: the open elements with their attributes."""

    def __init__(self, text: str) -> None:
        self.way: list[tuple[str, dict[str, str]]] = []
        self.found: list[tuple[str, list[tuple[str, dict[str, str]]]]] = []
        super().__init__(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag not in VOID:
            self.way.append((tag, self.tags[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self.way.pop()

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if data.strip():
            self.found.append((flat(data), list(self.way)))

    @property
    def words(self) -> str:
        return "\n".join(text for text, _ in self.found)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def whole() -> str:
    return report.page(all_screens(), HEAD)


@pytest.fixture(scope="module")
def sheet(whole: str) -> Sheet:
    return Sheet(whole)


# it says the same as the screen


def marked() -> tuple[tuple[Screen, ...], list[str]]:
    """All kinds of panels, every text of them with markup and a number of its own."""
    numbers: list[str] = []

    def mark(text: str) -> str:
        numbers.append(f"<i>&amp;{len(numbers):04}'\" {text}")
        return numbers[-1]

    made = changed(all_screens(), mark)
    shown = [t for s in made for t in texts(s)]
    return made, shown


def test_every_text_of_every_panel_stands_on_the_page_as_it_is() -> None:
    made, shown = marked()
    page = Sheet(report.page(made, HEAD))
    words = page.words
    assert len(shown) > 150
    assert [t for t in shown if flat(t) not in words] == []
    assert (page.open, page.wrong) == ([], [])
    assert "i" not in {tag for tag, _ in page.tags}


@settings(max_examples=15)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=20), st.data())
def test_any_text_stands_on_the_page(choice: list[str], data: st.DataObject) -> None:
    made = changed(paths(), lambda _: data.draw(st.sampled_from(choice)))
    page = Sheet(report.page([made], replace(HEAD, seats=(("A", tuple(choice)),))).encode().decode())
    words = flat(page.words)
    kept = "\n\u00a0\u200c\u200d"
    for text in [*texts(made), *choice]:
        shown = "".join(c if c.isprintable() or c in kept else "\ufffd" for c in text)
        assert flat(shown) in words
    assert (page.open, page.wrong) == ([], [])


def test_the_debrief_of_a_shipped_scenario_is_on_its_page(shipped: Compiled) -> None:
    app = App(shipped.id, shipped.source.seats[0].actor, 1)
    pages = debrief_of(app)
    head = replace(HEAD, title=shipped.source.title, scenario=shipped.id, hash=shipped.hash)
    page = Sheet(report.page(pages, head))
    for screen in pages:
        lost = [t for t in texts(replace(screen, message="")) if flat(t) not in page.words]
        assert lost == []
    assert [t.title for t in pages[0].tabs] == page.of("h2")[1:]
    assert (page.open, page.wrong) == ([], [])


def debrief_of(app: App) -> list[Screen]:
    """Every page of the debrief of a game that is played by luck."""
    pages = []
    for tab in to_debrief(app).screen().tabs:
        app.act(tab.do)
        pages.append(app.screen())
    return pages


def test_the_figures_of_the_pictures_stand_in_tables(sheet: Sheet) -> None:
    cells = [t for t, way in sheet.found if way[-1][0] == "td"]
    for panel in (p for s in all_screens() for p in s.panels):
        if isinstance(panel, view.Charts):
            for chart in panel.charts:
                for line in chart.lines:
                    row = ["–" if v is None else f"{v:.0f}" for v in line.values]
                    at = [i for i, c in enumerate(cells) if c == line.name]
                    assert any(cells[i + 1 : i + 1 + len(row)] == row for i in at)
        if isinstance(panel, view.Calibration):
            for dot in (d for s in panel.series for d in s.dots):
                row = [f"{dot.said:.0f} %", f"{dot.came:.0f} %", str(dot.count)]
                assert any(cells[i : i + 3] == row for i in range(len(cells)))


def test_what_a_teacher_hides_is_not_on_the_page() -> None:
    meter = view.Meter("Standing", 73.0, -4, hidden=True)
    page = Sheet(report.page([Screen("s", "A title", meters=(meter,))], HEAD))
    assert "Standing ▼" in page.words.replace("\n", " ")
    assert not re.search(r"73|4\b", " ".join(t for t, way in page.found if ("main", {}) in way))
    assert "rect" not in {t for t, _ in page.tags}


def test_what_all_screens_say_stands_once() -> None:
    one, other = paths(), replace(paths(), subtitle="Another way")
    same, differing = Sheet(report.page([one, one], HEAD)), Sheet(report.page([one, other], HEAD))
    assert same.words.count(one.subtitle) == 1
    assert differing.words.count(one.subtitle) == differing.words.count(other.subtitle) == 1


def test_what_says_nothing_has_no_heading() -> None:
    page = Sheet(report.page([Screen("s", "A title", panels=(view.Text("Hollow", ()),))], HEAD))
    assert "Hollow" not in page.words


# it is for everybody


def test_its_headings_stand_in_order(sheet: Sheet) -> None:
    levels = [int(tag[1]) for tag, _ in sheet.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_its_outline(sheet: Sheet) -> None:
    outline = [(tag, t) for t, way in sheet.found for tag, _ in way[-1:] if re.fullmatch("h[1-3]", tag)]
    assert outline == [
        ("h1", "Debrief: The lamp on the isles"),
        ("h2", "Contents"),
        ("h2", "Paths"),
        ("h3", "Decision by decision"),
        ("h3", "In words"),
        ("h2", "Over time"),
        ("h3", "Each variable in points of 100"),
        ("h2", "What if"),
        ("h3", "Lines of play"),
        ("h2", "Forecasts"),
        ("h3", "How forecasts came out"),
        ("h2", "Network"),
        ("h3", "Channels"),
        ("h3", "Places"),
        ("h2", "Notes"),
        ("h3", "Your moves"),
        ("h3", "Messages"),
        ("h3", "Notes for the debrief"),
        ("h3", "Questions"),
    ]
    landmarks = [t for t, _ in sheet.tags if t in ("header", "nav", "main", "footer")]
    assert landmarks == ["header", "nav", "main", "footer"]


def test_its_contents_lead_to_its_parts(sheet: Sheet) -> None:
    ids = sheet.attributes("id")
    links = sheet.attributes("href")
    assert len(ids) == len(set(ids))
    assert len([h for h in links if h.startswith("#p")]) == len(all_screens())
    assert {h[1:] for h in [*links, *sheet.attributes("xlink:href")]} <= set(ids)
    named = " ".join(sheet.attributes("aria-labelledby")).split()
    assert set(named) <= set(ids)


def test_pictures_and_tables_are_told_to_those_who_do_not_see_them(sheet: Sheet) -> None:
    pictures = [a for t, a in sheet.tags if t == "svg" and "aria-hidden" not in a]
    assert len(pictures) == 5 + 4
    assert all(a["role"] == "img" and a["aria-labelledby"] for a in pictures)
    assert all(a.get("scope") in ("col", "row") for t, a in sheet.tags if t == "th")
    assert all(a["aria-labelledby"] for t, a in sheet.tags if t == "table")


def test_each_line_finds_its_own_direction() -> None:
    """Wherever a text of the screen stands, its line takes its direction from it."""
    made, shown = marked()
    wanted = {flat(t) for t in shown}
    page = Sheet(report.page(made, replace(HEAD, seats=(("<s>seat", ("<s>name",)),))))
    loose = []
    for text, way in page.found:
        if (text in wanted or text.startswith("<s>")) and way[0][0] == "html" and way[1][0] == "body":
            own = any(a.get("dir") == "auto" or tag in ("bdi", "svg", "summary") for tag, a in way)
            loose += [] if own else [text]
    assert loose == []


@pytest.mark.parametrize(
    ("language", "direction", "shown"),
    [("en", "ltr", "en"), ("he", "rtl", "he"), ("pt-BR", "ltr", "pt-BR"), ('"><script>', "ltr", "und")],
)
def test_it_names_its_language(language: str, direction: Any, shown: str) -> None:
    head = replace(HEAD, language=language, direction=direction)
    assert Sheet(report.page([paths()], head)).tags[0] == ("html", {"lang": shown, "dir": direction})


def test_text_stands_out_on_every_ground_it_has() -> None:
    """The sheet adds the mist behind boxes: notes and links stand on it as well."""
    css = " ".join(Sheet(report.page([paths()], HEAD)).of("style"))
    dresses = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", b)) for b in re.findall(r":root \{(.*?)\}", css, re.S)
    ]
    assert len(dresses) == 3
    for dress in dresses:
        for text in ("ink", "muted", "blue"):
            for ground in ("paper", "mist"):
                assert contrast(dress[text], dress[ground]) >= 4.5, (text, ground)


# it needs nothing else, and nothing in it does anything


def test_it_fetches_nothing_runs_nothing_and_links_nowhere(whole: str, sheet: Sheet) -> None:
    tags = {tag for tag, _ in sheet.tags}
    assert not tags & {"script", "link", "iframe", "object", "embed", "img", "image", "base", "form", "input"}
    references = [v for n in ("src", "href", "xlink:href", "action", "srcset") for v in sheet.attributes(n)]
    assert all(r.startswith("#") for r in references)
    assert not [n for _, a in sheet.tags for n in a if n.startswith("on") or n == "style"]
    assert "http" not in re.sub(r"http-equiv|http://www\.w3\.org/(2000/svg|1999/xlink)", "", whole)


def test_a_stranger_s_text_is_only_text() -> None:
    drawn = ("path", "g", "text", "use", "defs", "rect", "pattern")
    pages = []
    for text in ("calm", HOSTILE):
        made = changed(all_screens(), lambda _, text=text: text)
        seats = ((text, (text, text)), (text, ()))
        pages.append(Sheet(report.page(made, Head(text, text, text, 7, seats, text, HEAD.played))))
    calm, page = ([t for t, _ in p.tags if t not in drawn] for p in pages)
    assert page == calm
    assert (pages[1].open, pages[1].wrong) == ([], [])
    assert HOSTILE in pages[1].of("h1")
    assert HOSTILE in pages[1].of("bdi")


def test_the_same_game_is_the_same_bytes_in_every_process(whole: str, tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from sim.ui import report\n"
        "heavy = {'matplotlib', 'jinja2', 'pygame'} & set(sys.modules)\n"
        "from tests.ui.debriefs import HEAD, all_screens\n"
        "page = report.page(all_screens(), HEAD)\n"
        "assert not heavy and 'pygame' not in sys.modules\n"
        "sys.stdout.buffer.write(page.encode())\n"
    )
    root = Path(__file__).parents[2]
    for salt in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": salt},
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode() == whole


# a real browser


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port on this machine, and what came to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    one, _ = server.accept()
                except OSError:
                    return
                with one:
                    heard.append(one.recv(1000))

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)


def foreign(heard: list[bytes]) -> list[bytes]:
    """What was asked for, but for what the browser asks its maker on its own account."""
    own = re.compile(rb"\w+ (http://)?[\w.-]+\.(google|googleapis|gvt1)\.com[:/]")
    return [asked for asked in heard if not own.match(asked)]


@browser.needed
def test_a_browser_has_nothing_to_say_and_asks_nobody(
    whole: str, tmp_path: Path, listener: tuple[int, list[bytes]]
) -> None:
    """All that it would fetch goes to a port that writes down what comes."""
    port, heard = listener
    page = report.write_page(tmp_path / "debrief.html", whole)
    assert browser.console(page, f"--proxy-server=127.0.0.1:{port}") == []
    assert foreign(heard) == []


@browser.needed
def test_a_browser_lets_nothing_foreign_in(
    whole: str, tmp_path: Path, listener: tuple[int, list[bytes]]
) -> None:
    """Had markup got through, the page's policy would still stop it, and say so. Without it, it would not."""
    port, heard = listener
    evil = '<script>console.log("ran")</script><img src="http://page.invalid/a"><p style="color: red">x</p>'
    held = whole.replace("<main>", f"<main>{evil}")
    loose = held.replace("Content-Security-Policy", "Nothing")
    proxy = f"--proxy-server=127.0.0.1:{port}"
    said = browser.console(report.write_page(tmp_path / "held.html", held), proxy)
    assert len([line for line in said if "Content Security Policy" in line]) == 3
    assert not [line for line in said if '"ran"' in line]
    assert foreign(heard) == []
    said = browser.console(report.write_page(tmp_path / "loose.html", loose), proxy)
    assert [line for line in said if '"ran"' in line]
    assert foreign(heard)


@browser.needed
def test_on_paper_it_says_the_same(whole: str, tmp_path: Path) -> None:
    page = report.write_page(tmp_path / "debrief.html", whole)
    browser.paper(page, tmp_path / "debrief.pdf")
    assert (tmp_path / "debrief.pdf").read_bytes()[:5] == b"%PDF-"
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext here")
    line = ["pdftotext", "-layout", str(tmp_path / "debrief.pdf"), "-"]
    words = flat(subprocess.run(line, capture_output=True, check=True).stdout.decode())
    for heading in (*Sheet(whole).of("h2"), "Hold the boats in the harbour", "S1 Minutes of the council"):
        assert heading in words
