"""What is taken home: the page says what the screens say, the gradebook has a row for each person."""

from __future__ import annotations

import csv
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim import places
from sim.game.entries import Forecast
from sim.scenario.compiled import Compiled
from sim.ui.app import App
from sim.ui.view import Cards, Table, Text
from tests.ui.playing import MODES, begun, lanterns, tab, to_debrief


@pytest.fixture(scope="module")
def game() -> Compiled:
    return lanterns()


class Words(HTMLParser):
    """A page's visible words, its headings, and every tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.heads: list[str] = []
        self.addresses: list[str] = []
        self.parts: list[str] = []
        self._in: list[str] = []
        self.feed(page)
        self.text = flat(" ".join(self.parts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href")]
        if tag not in ("meta", "link", "br", "hr", "img", "path", "rect", "line", "circle"):
            self._in.append(tag)
        if tag == "h2":
            self.heads.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self._in:
            self.parts.append(data)
        if "h2" in self._in:
            self.heads[-1] += data


def flat(text: str) -> str:
    return "".join(text.split())


def exported(app: App) -> tuple[Path, Words]:
    """The page that is saved, as the message says where."""
    before = set(places.downloads().glob("*.html"))
    app.act("export")
    (file,) = set(places.downloads().glob("*.html")) - before
    assert str(file) in app.screen().message
    return file, Words(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("mode", MODES)
def test_the_page_says_what_every_tab_says(game: Compiled, mode: str) -> None:
    app = to_debrief(begun(game, MODES[mode]))
    names = [t.do.removeprefix("tab:") for t in app.screen().tabs]
    page = exported(app)[1]
    assert "Workingitout" not in page.text
    assert [h for h in page.heads if h in [t.title for t in app.screen().tabs]] == [
        t.title for t in app.screen().tabs
    ]
    for name in names:
        for panel in tab(app, name).panels:
            if isinstance(panel, Text):
                assert all(flat(b.text) in page.text for b in panel.blocks)
            elif isinstance(panel, Table):
                assert all(flat(c) in page.text for r in panel.rows for c in r.cells)
            elif isinstance(panel, Cards):
                assert not any(flat(c.title) in page.text for c in panel.cards)
    for _, people in MODES[mode].names:
        assert all(flat(p) in page.text for p in people)
    assert "b" not in page.tags
    assert "script" not in page.tags
    assert all(a.startswith(("#", "data:")) or "://" not in a for a in page.addresses)


def test_what_history_kept_for_the_end_was_is_on_the_page(game: Compiled) -> None:
    app = to_debrief(begun(game, replace(MODES["solo"], history="end")))
    page = exported(app)[1]
    assert flat("The historical path") in page.text
    assert flat("What was really chosen comes after") not in page.text


def test_a_second_page_takes_another_name(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    names = {exported(app)[0].name for _ in range(2)}
    assert names == {"debrief-lanterns-quillby-001.html", "debrief-lanterns-quillby-002.html"}


def rows() -> list[dict[str, str]]:
    file = places.downloads() / "backchannel-gradebook.csv"
    with file.open(encoding="utf-8-sig", newline="") as read:
        return list(csv.DictReader(read))


def test_each_person_has_a_row(game: Compiled) -> None:
    people = []
    for mode, setup in MODES.items():
        app = to_debrief(begun(game, setup))
        if mode == "hot seat":
            app.here.use("hide numbers")
            app.here.use("note", "not counted")
        app.act("gradebook")
        assert "backchannel-gradebook.csv" in app.screen().message
        people += [n for _, names in setup.names for n in names] or ["anonymous"]
    found = rows()
    assert [r["nickname"] for r in found] == people
    assert [r["mode"] for r in found] == [
        "solo",
        "pair",
        "pair",
        "hot seat",
        "hot seat",
        "projector",
        "observer",
    ]
    assert {r["finished"] for r in found} == {"yes"}
    assert {(r["scenario"], r["scenario_hash"], r["seed"]) for r in found} == {("lanterns", game.hash, "3")}
    assert [r["interventions"] for r in found if r["mode"] == "hot seat"] == ["1", "1"]


def test_a_row_tells_the_first_game_and_no_other_way_on(game: Compiled) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    app.act("gradebook")
    tab(app, "whatif")
    app.act("branch:sluice")
    to_debrief(app, 6)
    app.act("gradebook")
    one, other = rows()
    assert one | {"minutes": ""} == other | {"minutes": ""}
    app.act("line:0")
    steps = app.here.steps
    assert one["decisions"] == str(len(steps))
    assert one["decisions_as_in_history"] == str(sum(s.move == s.historical_move for s in steps))
    assert one["ending"] == app.here.path().ending
    assert one["forecasts"] == str(sum(isinstance(e, Forecast) for e in app.here.log))


@pytest.mark.parametrize("do", ["export", "gradebook"])
def test_a_folder_that_cannot_be_written_is_told_in_one_line(
    game: Compiled, do: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = to_debrief(begun(game, MODES["solo"]))
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("BACKCHANNEL_HOME", str(tmp_path / "file"))
    app.act(do)
    screen = app.screen()
    assert screen.name == "debrief"
    assert "could not be written" in screen.message
    assert "\n" not in screen.message
