"""Playing a game by what its screens offer, as a person would, with luck of its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from sim.game.setup import Setup
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui.app import App
from sim.ui.view import Card, Cards, Screen, Table, Text, offered

LANTERNS = Path(__file__).parents[2] / "docs" / "examples" / "lanterns.yaml"
MODES = {
    "solo": Setup(("quillby",)),
    "pair": Setup(("quillby",), "pair", (("quillby", ("Ada", "Ben")),)),
    "hot seat": Setup(
        ("quillby", "marrowfield"), "hot seat", (("quillby", ("Ada",)), ("marrowfield", ("<b>Ben</b>",)))
    ),
    "projector": Setup(("quillby",), "projector"),
    "observer": Setup(("observer",), "observer"),
}
_CHOICES = ("move:", "send:", "say", "watch", "ask:", "leading:")


def lanterns() -> Compiled:
    return library.open_scenario(str(LANTERNS))


def begun(game: Compiled, setup: Setup, seed: int = 3, saves: Path | None = None) -> App:
    app = App(games=[game], seed=seed, saves=saves)
    app.begin(game)
    app.sit(setup)
    return app


def cards(screen: Screen) -> list[Card]:
    return [c for p in screen.panels if isinstance(p, Cards) for c in p.cards if c.enabled]


def other_package(screen: Screen) -> str | None:
    """At a table, what leads from a package that cannot be chosen now to another; None where it can."""
    if screen.name == "bargain" and offered(screen, "option:0:1"):
        return "option:0:1"
    barred = screen.name == "bargain" and "cannot be chosen now" in screen.message
    return "issue:0" if barred else None


def on(app: App, luck: random.Random) -> None:
    """One screen further."""
    screen = app.screen()
    found = [c.do for c in cards(screen)]
    if screen.name == "forecast":
        for _ in range(10):
            app.act(luck.choice(found))
        app.act("forecast")
    elif screen.name == "agree":
        for do in found:
            app.act(do)
    elif screen.name in ("curtain", "brief", "result"):
        app.act(next(a.do for a in screen.actions if a.primary))
    elif any(do.startswith("vote:") for do in found):
        app.act(luck.choice([do for do in found if do.startswith("vote:")]))
        app.act("count")
    elif screen.name == "bargain":
        primary = next((a.do for a in screen.actions if a.primary), None)
        app.act(other_package(screen) or primary or luck.choice(found))
    else:
        app.act(luck.choice([do for do in found if do.startswith(_CHOICES)]))


def until(done: Callable[[], bool], do: Callable[[], object], most: int = 300) -> None:
    """Does something again and again until that has led somewhere, but not for ever."""
    for _ in range(most):
        if done():
            return
        do()
    raise AssertionError(f"it has led nowhere in {most} times")


def shows(app: App, name: str) -> Callable[[], bool]:
    """Whether the app shows the screen of this name."""
    return lambda: app.screen().name == name


def to_debrief(app: App, seed: int = 1) -> App:
    luck = random.Random(seed)
    until(shows(app, "debrief"), lambda: on(app, luck))
    return app


def texts(screen: Screen) -> list[str]:
    """Every block and cell of a screen's texts and tables."""
    found = [screen.title, screen.subtitle, screen.message]
    for panel in screen.panels:
        found.append(panel.title)
        if isinstance(panel, Text):
            found += [t for b in panel.blocks for t in (b.label, b.text)]
        elif isinstance(panel, Table):
            found += [*panel.columns, *(c for r in panel.rows for c in (*r.cells, r.mark))]
        elif isinstance(panel, Cards):
            found += [t for c in panel.cards for t in (c.title, c.text, c.why_not)]
    return found


def tab(app: App, name: str) -> Screen:
    """A tab of the debrief, once it is worked out."""
    app.act(f"tab:{name}")
    app.act("wait")
    return app.screen()
