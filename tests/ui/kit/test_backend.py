"""What is said when the window cannot be opened."""

from __future__ import annotations

import sys
import types

import pytest

from sim.errors import MissingPart
from sim.ui.kit import backend
from sim.ui.window import open_window
from tests.ui.kit import samples
from tests.ui.kit.conftest import Desk


def test_no_pygame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygame", None)
    with pytest.raises(MissingPart, match="pip install pygame-ce") as caught:
        backend.require_pygame()
    assert "\n" not in str(caught.value)


def test_plain_pygame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygame", types.ModuleType("pygame"))
    with pytest.raises(MissingPart, match=r"uninstall pygame; .*--force-reinstall pygame-ce"):
        backend.require_pygame()


def test_this_pygame() -> None:
    backend.require_pygame()


def test_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not backend.has_display()
    with pytest.raises(MissingPart, match="terminal"):
        open_window(Desk(samples.chooser()), frames=1)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert backend.has_display()
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert backend.has_display()


def test_a_display_that_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "nothing-of-the-kind")
    with pytest.raises(MissingPart, match="No window can be opened") as caught:
        open_window(Desk(samples.chooser()), frames=1)
    assert "\n" not in str(caught.value)
