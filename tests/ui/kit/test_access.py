"""The tree for screen readers, and the way there and back on a real accessibility bus."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from sim.ui.kit.access import ROOT, Access, Item, tree_of
from sim.ui.kit.frame import Window
from sim.ui.kit.theme import Look
from sim.ui.view import Field, Fields, Screen
from tests.ui.kit import samples

HERE = Path(__file__).parent
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
MISSING = [t for t in ("dbus-run-session", "gdbus") if shutil.which(t) is None]
SIZES = [((1280, 800), 100), ((640, 480), 200)]


def window_of(desk: Any, screen: Screen, size: tuple[int, int] = (1280, 800), text: int = 100) -> Window:
    return Window(desk(screen), Look(text=text), size)


def named(window: Window) -> dict[str, Item]:
    return {item.name: item for item in tree_of(window).items}


@pytest.mark.parametrize("name", list(samples.ALL))
@pytest.mark.parametrize(("size", "text"), SIZES)
def test_everything_that_tab_reaches_is_in_the_tree_once(
    desk: Any, name: str, size: tuple[int, int], text: int
) -> None:
    window = window_of(desk, samples.ALL[name](), size, text)
    items = tree_of(window).items
    names = [item.name for item in items]
    children = [child for item in items for child in item.children]
    assert len(set(names)) == len(names)
    assert sorted([ROOT, *children]) == sorted(names), "each has one parent, and the root has none"
    assert {t.id for t in window.targets()} <= set(names)
    assert items[0].name == ROOT
    for item in items:
        assert item.label.strip() or item.role == "REGION"


@pytest.mark.parametrize("name", list(samples.ALL))
def test_the_words_of_every_panel_are_in_the_tree(desk: Any, name: str) -> None:
    screen = samples.ALL[name]()
    told = " ".join(f"{i.label} {i.about}" for i in tree_of(window_of(desk, screen)).items)
    for panel in screen.panels:
        assert panel.title in told
        for block in getattr(panel, "blocks", ()):
            assert block.text.rstrip(".") in told
        for card in getattr(panel, "cards", ()):
            assert card.text in told
            assert card.why_not in told


def test_states_and_values_are_told(desk: Any) -> None:
    items = named(window_of(desk, samples.table_top()))
    assert items["card move:private"].chosen is True
    assert items["card move:joint"].chosen is False
    assert items["card move:joint"].picks
    assert items["card move:joint"].key == "2"
    assert not items["card move:guarantee"].enabled
    assert not items["card move:guarantee"].picks
    assert "barred" in items["card move:guarantee"].about
    assert (items["card move:joint"].at, items["card move:joint"].of) == (2, 4)
    assert items["action confirm"].role == "DEFAULT_BUTTON"
    assert not items["action save"].enabled
    assert [i.number for i in items.values() if i.role == "METER"][:2] == [62, 48]


def test_the_focus_follows_the_keyboard(desk: Any) -> None:
    window = window_of(desk, samples.table_top())
    assert tree_of(window).focus == ROOT
    for target in window.targets():
        window.focus_on(target)
        assert tree_of(window).focus == target.id


def test_messages_and_the_clock_stand_in_roles_of_their_own(desk: Any) -> None:
    screen = replace(samples.table_top(), message="The disk is full.", clock="4:30")
    items = named(window_of(desk, screen))
    assert items["message"].role == "ALERT"
    assert items["clock"].role == "TIMER"


def test_hidden_numbers_stay_hidden(desk: Any) -> None:
    base = samples.table_top()
    screen = replace(base, meters=tuple(replace(m, hidden=True) for m in base.meters))
    meters = [i for i in named(window_of(desk, screen)).values() if i.role == "METER"]
    assert meters
    assert {m.number for m in meters} == {None}
    assert not any("62" in m.label + m.about for m in meters)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Access]:
    """A way to readers without a platform behind it."""
    pytest.importorskip("accesskit")
    pygame.display.init()
    found = Access.found()
    assert found is not None
    yield found
    pygame.display.quit()


def asked(reader: Access, window: Window, ask: str, name: str, text: str = "") -> bool:
    event = pygame.Event(reader._event, ask=ask, target=reader._number(name), text=text)
    return reader.take(window, event)


def test_what_a_reader_asks_for_is_done(reader: Access, desk: Any) -> None:
    screen = samples.chooser()
    fields = Fields("Names", (Field("name", "Nickname"),))
    window = window_of(desk, replace(screen, panels=(*screen.panels, fields)), (1920, 1080))
    reader.update(window, whole=True)
    assert asked(reader, window, "focus", "action load")
    assert window.focus == "action load"
    asked(reader, window, "pick", "card scenario:strait")
    asked(reader, window, "pick", "card scenario:spring")
    asked(reader, window, "value", "field name", "Ada\n\u202eeve")
    asked(reader, window, "pick", "card of a screen that has gone")
    assert window.driver.done == ["scenario:strait", "name:Ada"]  # type: ignore[attr-defined]


def test_a_pick_that_closes_the_game_closes_it(reader: Access, desk: Any) -> None:
    window = Window(desk(samples.chooser(), closes_on="quit"))
    reader.update(window, whole=True)
    asked(reader, window, "pick", "action quit")
    assert any(e.type == pygame.QUIT for e in pygame.event.get())


def test_only_what_has_changed_is_pushed(reader: Access, desk: Any) -> None:
    window = window_of(desk, samples.table_top())
    whole = reader.update(window, whole=True)
    assert len(whole.nodes) == len(tree_of(window).items)
    assert reader.update(window, whole=False).nodes == []
    window.driver.select("move:wait")  # type: ignore[attr-defined]
    _ = window.page
    changed = {number for number, _ in reader.update(window, whole=False).nodes}
    assert changed == {reader._number("card move:private"), reader._number("card move:wait")}


def test_nothing_is_found_where_accesskit_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "accesskit", None)
    assert Access.found() is None


GAME = """
    import sys
    sys.path[:0] = [{root!r}, {here!r}]
    import conftest, samples
    from sim.ui.kit.access import Access
    from sim.ui.window import open_window

    class Desk(conftest.Desk):
        def act(self, do):
            print(do, flush=True)
            return super().act(do)

    open_window(Desk(samples.chooser(), closes_on="quit"), companions=(Access.found(),), frames=3000)
"""
CLIENT = """
    import re, subprocess, sys, time

    def call(dest, path, method, *arguments):
        where = ["--address", bus] if bus else ["--session"]
        command = ["gdbus", "call", *where, "--dest", dest, "--object-path", path, "--method", method]
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    def children(dest, path):
        told = call(dest, path, "org.a11y.atspi.Accessible.GetChildren")
        return re.findall(r"\\('(:[\\d.]+)', (?:objectpath )?'([^']*)'\\)", told)

    def walk(dest, path):
        get = "org.freedesktop.DBus.Properties.Get"
        yield call(dest, path, get, "org.a11y.atspi.Accessible", "Name"), dest, path
        for child in children(dest, path):
            yield from walk(*child)

    def pick(name):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for app in children("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"):
                for said, dest, path in walk(*app):
                    if name in said:
                        return call(dest, path, "org.a11y.atspi.Action.DoAction", "0")
            time.sleep(0.1)
        raise SystemExit(f"no {name} on the bus")

    bus = ""
    found = call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress")
    on = ("org.a11y.Status", "IsEnabled", "<true>")
    call("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties.Set", *on)
    bus = found.split("'")[1]
    game = subprocess.Popen([sys.executable, sys.argv[1]], stdout=subprocess.PIPE, text=True)
    try:
        pick("2. Closing the strait")
        pick("Quit")
        print(game.communicate(timeout=20)[0])
    finally:
        game.kill()
        game.wait()
"""


@pytest.mark.skipif(
    bool(MISSING)
    or not any(Path(p).exists() for p in LAUNCHERS)
    or importlib.util.find_spec("accesskit") is None,
    reason="no accessibility bus or no accesskit here",
)
def test_a_click_on_the_accessibility_bus_picks_in_the_game(tmp_path: Path) -> None:
    """The tree as another program sees it, over a bus of its own."""
    root = str(HERE.parents[2])
    (tmp_path / "game.py").write_text(textwrap.dedent(GAME).format(root=root, here=str(HERE)))
    (tmp_path / "client.py").write_text(textwrap.dedent(CLIENT))
    own = {"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(tmp_path / "client.py"), str(tmp_path / "game.py")],
        env=os.environ | own | {"SDL_VIDEODRIVER": "dummy"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert [line for line in done.stdout.splitlines() if ":" in line or line == "quit"] == [
        "scenario:strait",
        "quit",
    ], done.stderr[-2000:]
