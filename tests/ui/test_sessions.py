"""Random sessions in a window without a screen; ``python -m tests.sessions`` plays them by the thousand."""

from __future__ import annotations

import pygame
import pytest

from sim.game.setup import MODES
from tests import sessions


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_nothing_that_anybody_does_breaks_the_game(first: int) -> None:
    pygame.display.init()
    tried = sessions.sessions(range(first, first + 10), seed=20, events=40)
    assert tried.sessions == 10
    assert not tried.broken, "\n".join(f"{n}: {why}\n" + "\n".join(log[-20:]) for n, why, log in tried.broken)
    assert len({page.rpartition(" ")[0] for page in tried.pages} & set(MODES)) >= 3


def test_a_game_that_breaks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong in a session is kept, with all that was done."""

    def fails(person: sessions.Person, full: bool) -> None:
        raise ValueError("as a test")

    monkeypatch.setattr(sessions.Person, "check", fails)
    tried = sessions.sessions([3], seed=1, events=5)
    ((number, why, log),) = tried.broken
    assert number == 3
    assert why.startswith("ValueError: as a test")
    assert log
