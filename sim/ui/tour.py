"""Every screen of the game, reached by playing it: each mode from the first page to the debrief.

The walk knows only what the screens offer. It opens whatever can be laid over a page once, goes through
every tab, and plays on by what leads on; so a new page, tab or panel comes along without being named here.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sim.game.setup import MODES, Mode
from sim.scenario import library
from sim.scenario.files import CORE, campaigns
from sim.ui.app import OVER, App
from sim.ui.opener import Opener
from sim.ui.preview import Preview
from sim.ui.screens.between import BETWEEN
from sim.ui.settings import Settings
from sim.ui.view import Fields, Screen, actions_of

FORWARD: Final = (
    *("open", "begin", "cross", "leading", "forecast", "even", "count"),
    *("ask", "send", "move", "say", "watch", "next", "debrief"),
)
"""What leads on in a game, by the first part of an action's name: what comes first is done first."""
OF_THEIR_PAGE: Final = ("help", "large")
"""What looks otherwise over another page."""
LONG: Final = 400
"""No game takes so many screens."""
KEPT_FOR_THE_END: Final[Mode] = "pair"
"""The mode whose game keeps history for the end."""
NICKNAMES: Final = ("Ada", "נועה", "Олена")
TUTORIAL: Final = "tutorial"
PREVIEW: Final = "preview"
ALL: Final = (*MODES, TUTORIAL, PREVIEW)


@dataclass(frozen=True)
class Shot:
    """A screen and where it was met: ``mode`` is a way to play, the tutorial or the preview.

    ``page`` is the page; ``over`` is what lay over it, with its argument, or "".
    """

    mode: str
    page: str
    screen: Screen
    over: str = ""
    detail: str = ""

    @property
    def name(self) -> str:
        """A name that tells it from every other, such as ``solo table decide``."""
        return " ".join(filter(None, (self.mode, self.page, self.detail, self.over))).replace(":", " ")

    @property
    def tab(self) -> str:
        """The tab that is shown, by its action; "" where there is none."""
        return next((t.do for t in self.screen.tabs if t.selected), "")


def tour(scenario: str | None = None, seed: int = 7, modes: Sequence[str] = ALL) -> Iterator[Shot]:
    """Every screen once, in the order of play; what looks otherwise in another mode, in each mode.

    ``scenario`` is the one that is played: the first that is shipped with a table, if none is named.
    ``modes`` may leave some out. Raises UnknownName for a scenario that is not there.
    """
    name = scenario or _example()
    seen: set[tuple[str, ...]] = set()
    with tempfile.TemporaryDirectory(prefix="backchannel-tour-") as folder:
        app = App(seed=seed, saves=Path(folder))
        for mode in (m for m in MODES if m in modes):
            yield from _Walk(app, name, mode, mode, seen).all()
        if TUTORIAL in modes:
            yield from _Walk(app, library.TUTORIAL, TUTORIAL, "solo", set()).all()
        (Path(folder) / "torn.json").write_text("{", encoding="utf-8")
        torn = App(saves=Path(folder), catalogue=app.catalogue)
        yield Shot("solo", "choose", torn.screen(), detail="torn save")
        if "solo" in modes:
            yield from _between(app)
        if PREVIEW in modes:
            yield from _preview(library.find(name), Path(folder))


def _between(app: App) -> Iterator[Shot]:
    """The pages that lie between decisions in a campaign: one after a beat, one before another scenario."""
    if CORE not in campaigns():
        return
    walk = _Walk(app, CORE, "solo", "solo", set())
    app.act(f"scenario:{CORE}")
    app.act("mode:solo")
    app.act(next(do for do in walk._offered() if do.startswith("seat:")))
    met: set[str] = set()
    for _ in range(LONG):
        if len(met) == 2 or app.place.page == "debrief":
            break
        screen = app.screen()
        detail = "bridge" if any(p.title == BETWEEN for p in screen.panels) else "meanwhile"
        if app.place.page == "between" and detail not in met:
            met.add(detail)
            yield Shot("solo", "between", screen, detail=detail)
        walk._go_on()
    else:
        raise AssertionError("the campaign does not come to what lies between two of its scenarios")
    app.act("home")


def _example() -> str:
    """The first shipped scenario in which people can bargain; the first of all, if there is none."""
    names = sorted(library.shipped())
    met = (n for n in names if any(d.table for d in library.open_scenario(n).decisions))
    return next(met, names[0])


class _Walk:
    """One mode of play. ``seen`` holds what was met before, and need not be shown again."""

    def __init__(self, app: App, scenario: str, name: str, mode: Mode, seen: set[tuple[str, ...]]) -> None:
        self.app, self.scenario, self.name, self.mode, self.seen = app, scenario, name, mode, seen
        self.luck = random.Random(app.seed)
        app.settings = Settings(history="end" if mode == KEPT_FOR_THE_END else "each")

    def all(self) -> Iterator[Shot]:
        """The screens before a game, in it, and after it. Alone, each seat is played: it meets others."""
        if self.name != TUTORIAL:
            yield from self._here()
        for number in range(len(self._seats())):
            yield from self._before(number)
            yield from self._game()
            if number == 0:
                yield from self._after()
            self.app.act("home")
        yield from self._here("saved")

    # before

    def _seats(self) -> list[str]:
        seats = [s.actor for s in self.app.open(self.scenario).source.seats]
        return seats if self.name == "solo" else seats[:1]

    def _before(self, number: int) -> Iterator[Shot]:
        self.app.act(f"scenario:{self.scenario}")
        self.app.act(f"mode:{self.mode}")
        seats = [do for do in self._offered() if do.startswith("seat:")]
        if self.mode == "hot seat":
            for do in seats[:2]:
                self.app.act(do)
        lines = [f for p in self.app.screen().panels if isinstance(p, Fields) for f in p.fields]
        for line, name in zip(lines, NICKNAMES, strict=False):
            self.app.act(f"{line.do}:{name}")
        yield from self._here()
        self.app.act("sit" if self.mode == "hot seat" else seats[number])

    # in it

    def _game(self) -> Iterator[Shot]:
        for _ in range(LONG):
            yield from self._here()
            if self.app.place.page == "debrief":
                return
            self._go_on()
        raise AssertionError(f"{self.name}: the game does not end on {self.app.screen().name}")

    def _go_on(self) -> None:
        """Does what leads on from here. The first vote is a tie, so that one is met."""
        place, offered = self.app.place, self._offered()
        votes = [do for do in offered if do.startswith("vote:")]
        if votes and not place.votes:
            for do in votes[:2]:
                self.app.act(do)
        elif self.app.screen().name == "bargain" and not votes:
            self._bargain(offered)
        elif place.page == "agree":
            self.app.act(next(f"agree:{i}" for i in (0, 1) if i not in place.agreed))
        else:
            named = {name: [do for do in offered if do.partition(":")[0] == name] for name in FORWARD}
            self.app.act(self.luck.choice(next(found for found in named.values() if found)))

    def _bargain(self, offered: list[str]) -> None:
        """Settles one issue otherwise, and lays the package down; or answers one, with no first."""
        issues = [do for do in offered if do.startswith("issue:")]
        options = [do for do in offered if do.startswith("option:")]
        if issues and not self.app.place.package:
            self.app.act(issues[0])
        elif options:
            self.app.act(options[-1])
        else:
            ways = [do for do in offered if do.startswith(("lay:", "refuse", "accept"))]
            self.app.act(self.luck.choice(ways))

    # after

    def _after(self) -> Iterator[Shot]:
        yield from self._tabs()
        if self.name != "solo":
            return
        self.app.act("tab:whatif")
        self.app.act(next(do for do in self._offered() if do.startswith("branch:")))
        yield from self._here("branch")
        for _ in range(LONG):
            if "playon" in self._offered() or self.app.place.page == "debrief":
                break
            self._go_on()
        else:
            raise AssertionError(f"the model cannot play on from {self.app.screen().name}")
        yield from self._here("branch")
        self.app.act("playon")
        yield from self._tabs("branch")

    def _tabs(self, detail: str = "") -> Iterator[Shot]:
        """Every tab of the debrief. What has to be worked out is shown before and after."""
        for do in [t.do for t in self.app.screen().tabs]:
            self.app.act(do)
            yield from self._here(detail)
            if "wait" in self._offered():
                self.app.act("wait")
                yield from self._here(f"{detail} done".strip())

    # what is shown

    def _offered(self) -> list[str]:
        """What the present screen offers, in an order that stays."""
        return sorted(actions_of(self.app.screen()))

    def _here(self, detail: str = "") -> Iterator[Shot]:
        """The present screen, and what can be laid over it; nothing that was met before."""
        shot = self._shot(detail)
        if not self._fresh(shot):
            return
        yield shot
        yield from self._laid_over(shot)
        for do in (do for do in self._offered() if do.startswith("side:")):
            if self._new(do, shot.screen.name):
                self.app.act(do)
                yield self._shot(do)
                self.app.act(next(do for do in self._offered() if do.startswith("side:")))

    def _fresh(self, shot: Shot) -> bool:
        """Whether it was not met before. Tabs of a debrief look alike in all modes, but for the first."""
        alike = shot.page == "choose" or (shot.page == "debrief" and shot.tab != shot.screen.tabs[0].do)
        return self._new("" if alike else self.name, shot.page, shot.detail)

    def _new(self, *what: str) -> bool:
        if what in self.seen:
            return False
        self.seen.add(what)
        return True

    def _shot(self, detail: str = "") -> Shot:
        screen, place = self.app.screen(), self.app.place
        parts = [screen.name] if screen.name != place.page else []
        parts += [t.do.partition(":")[2] for t in screen.tabs if t.selected]
        for happens, word in (
            (place.page == "table" and place.asked, "asked"),
            (place.page == "table" and place.votes, "counted"),
            (place.agreed, "agreed"),
            (place.counters, "laid"),
            (place.issue is not None, "options"),
            (place.package, "built"),
            ({"refuse", "vote:refuse"} & {*self._offered()}, "answer"),
        ):
            parts += [word] if happens else []
        return Shot(self.name, place.page, screen, detail=" ".join([*parts, detail]).strip())

    def _laid_over(self, below: Shot) -> Iterator[Shot]:
        for do in self._offered():
            name, _, argument = do.partition(":")
            beneath = below.page if name in OF_THEIR_PAGE else ""
            if name in OVER and self._new("over", name, beneath, argument if name == "large" else ""):
                self.app.act(do)
                yield replace(below, screen=self.app.screen(), over=do)
                for tab in [
                    t.do for t in self.app.screen().tabs if t.do.startswith(f"{name}:") and not t.selected
                ]:
                    self.app.act(tab)
                    yield replace(below, screen=self.app.screen(), over=tab)
                self.app.act("back")
                if name == "console":
                    yield self._paused(do, below)

    def _paused(self, console: str, below: Shot) -> Shot:
        """What everybody sees while the teacher has stopped the game."""
        self.app.act(console)
        self.app.act("teach:pause")
        shot = replace(below, screen=self.app.screen(), detail=f"{below.detail} paused")
        self.app.act("teach:on")
        return shot


def _preview(file: Path, folder: Path) -> Iterator[Shot]:
    """A file with a slip in it, as the preview shows it."""
    broken = folder / file.name
    broken.write_text(file.read_text(encoding="utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    with Opener() as opener:
        screen = Preview(broken, opener).screen()
    yield Shot(PREVIEW, screen.name, screen)
