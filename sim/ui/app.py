"""The app: one reducer. It holds where the person is, takes an action, and says the next screen."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from sim.errors import BackchannelError, MissingPart
from sim.game import save
from sim.game.seat import Seat
from sim.game.session import Session
from sim.game.setup import OBSERVER, Mode, Setup, Start
from sim.scenario import library
from sim.scenario.catalogue import Catalogue, of_games
from sim.scenario.catalogue import read as read_catalogue
from sim.scenario.compiled import Compiled
from sim.scenario.files import named
from sim.ui.acts import after, before, over, playing, teaching
from sim.ui.clock import Clock
from sim.ui.findings import Findings
from sim.ui.place import CHOOSING, Place
from sim.ui.screens.console import paused
from sim.ui.screens.debrief import aside
from sim.ui.screens.lesson import done, lesson
from sim.ui.settings import Settings
from sim.ui.view import Screen, offered

PROJECTED = 140
"""Per cent of the text size where a class reads from the back of the room."""
ASIDE = frozenset({"console", "settings"})
"""What lies over a page and has nothing to do with the choice: the clock stands meanwhile."""

ACTS = MappingProxyType(before.ACTS | playing.ACTS | after.ACTS | over.ACTS | teaching.ACTS)
"""What each action does, by the part of its name before the first colon; the rest is its argument."""
PAGES = MappingProxyType(before.PAGES | playing.PAGES | after.PAGES)
OVER = MappingProxyType(over.PAGES | teaching.PAGES)


class App:
    """The game apart from any screen: :meth:`screen` says what is shown, :meth:`act` applies an action.

    ``scenario``, ``seat`` and ``seed`` skip the pages that would ask for them.
    ``saves`` is the folder of saved games; None keeps games in memory only.
    ``games`` are the scenarios to choose from; None means those that are shipped, and the tutorial, as
    ``catalogue`` lists them: what waits there is read as time passes, or at once where none is given.
    ``start`` is where each game begins, for trying a scenario out; such games are not saved.
    """

    def __init__(
        self,
        scenario: str | None = None,
        seat: str | None = None,
        seed: int | None = None,
        saves: Path | None = None,
        games: Sequence[Compiled] | None = None,
        start: Start | None = None,
        settings: Settings | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        self.seed, self.saves, self.start = seed, saves, start
        self._screen: Screen | None = None
        self.settings = settings or Settings()
        self.games: list[Compiled] = list(games or ())
        self.game: Compiled | None = None
        self.session: Session | None = None
        self.draft = Setup(())
        self.clock = Clock()
        self.place = Place()
        self.leaving = False
        self.shelf = games is None
        self.taught: frozenset[str] = frozenset()
        self._catalogue = catalogue if games is None else of_games(games)
        self._found: Findings | None = None
        if scenario is not None:
            self.begin(self.open(scenario))
            if seat is not None:
                mode: Mode = "observer" if seat == OBSERVER else "solo"
                self.sit(replace(self.draft, seats=(seat,), mode=mode))
                self.place.warned = False
        elif seat is not None:
            raise MissingPart(
                "A seat belongs to a scenario. Name both: python play.py SCENARIO --seat ACTOR."
            )

    # what a front end asks

    def screen(self) -> Screen:
        """The present screen. Made once for each action, and when the clock shows another time."""
        if self._screen is None:
            made = self.make()
            self._screen = lesson(made, self.taught) if self.teaches else made
        return self._screen

    def act(self, do: str) -> bool:
        """Applies an action. False means that the game is to be closed.

        An action that the present screen does not offer does nothing.
        """
        shown = self.screen()
        self._hear_the_clock()
        self.place.message = ""
        if offered(shown, do):
            if self.teaches:
                self.taught = done(shown, do, self.taught)
            name, _, argument = do.partition(":")
            try:
                ACTS[name](self, argument)
            except BackchannelError as problem:
                self.place.message = str(problem)
        self._screen = None
        return not self.leaving

    def tick(self) -> bool:
        """Lets time pass. True when the screen shows another time, the time is up, or more was worked out."""
        if after.worked_on(self) or self._read_on():
            self._screen = None
            return True
        if not self.clock.moved():
            return False
        self._hear_the_clock()
        self._screen = None
        return True

    def _read_on(self) -> bool:
        """Reads one more scenario for the first page, if it is shown and one waits."""
        if self.session is not None or self.place.page != "choose" or not self.catalogue.waiting:
            return False
        self.catalogue.read_next()
        return True

    # what the acts use

    @property
    def catalogue(self) -> Catalogue:
        """What there is to choose from."""
        if self._catalogue is None:
            self._catalogue = read_catalogue().read_all()
        return self._catalogue

    @property
    def teaches(self) -> bool:
        """Whether the game in play is the tutorial, whose screens have lessons on them."""
        return self.game is not None and self.game.origin == library.TUTORIAL

    @property
    def settings(self) -> Settings:
        """What is set. Whoever sets it sees it on the screen."""
        return self._settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._settings, self._screen = settings, None

    @property
    def here(self) -> Session:
        """The session in play."""
        assert self.session is not None
        return self.session

    @property
    def found(self) -> Findings:
        """What the debrief has worked out of the session in play."""
        if self._found is None or self._found.session is not self.here:
            self._found = Findings(self.here)
        return self._found

    @property
    def viewer(self) -> Seat:
        """The seat that looks at the screen."""
        return Seat(self.here, self.place.viewer)

    def begin(self, game: Compiled) -> None:
        """Goes to the choice of seats of a scenario."""
        self.game, self.session, self.taught = game, None, frozenset()
        self.draft = Setup((), history=self.settings.history, forecasts=self.settings.forecasts)
        self.place = Place("seat")

    def sit(self, setup: Setup) -> None:
        """Begins a game with people in their seats. Raises BackchannelError."""
        assert self.game is not None
        seed = secrets.randbelow(1_000_000) if self.seed is None else self.seed
        session = Session(self.game, setup, seed, start=self.start)
        if self.saves is not None and self.start is None:
            session.file = save.free_name(self.saves, self.game.id, setup.seats[0])
        self.enter(session)

    def enter(self, session: Session) -> None:
        """Goes into a game that has just begun."""
        self.game, self.session, self.draft = session.game, session, session.setup
        self.clock = Clock(session.setup.minutes)
        self.place = Place("brief", session.setup.seats[0])
        if session.setup.mode == "hot seat":
            playing.turn_to_next(self)

    def home(self) -> None:
        """Leaves the game for the first page."""
        self.game, self.session, self.place, self.clock = None, None, Place(), Clock()

    def open(self, name: str) -> Compiled:
        """A shipped scenario and the tutorial, opened once; any other is read anew."""
        found = next((g for g in self.games if g.origin == name), None)
        if found is None:
            found = library.open_scenario(name)
            if found.origin in named():
                self.games.append(found)
        return found

    def make(self) -> Screen:
        """The screen of the present page, or of what lies over it; a calm one while the game is paused."""
        place, session = self.place, self.session
        if session is None:
            return self._laid(place.over)
        over = [name.partition(":")[0] for name in place.over]
        clock = self._timed(reads=not ASIDE & {*over})
        if self.clock.paused and "console" not in over:
            return paused(session.game.source.title)
        made = self._laid(place.over)
        scale = max(made.scale, PROJECTED if session.setup.mode == "projector" else 100)
        return replace(made, clock=clock, scale=scale, message=made.message or place.message)

    def below(self, name: str) -> Screen:
        """The screen under what is laid over the page by this name."""
        return self._laid(self.place.under(name))

    def _laid(self, over: tuple[str, ...]) -> Screen:
        """The last of what lies over the page, or the page itself."""
        if over:
            name, _, argument = over[-1].partition(":")
            return OVER[name](self, argument)
        made = PAGES[self.place.page](self)
        tells = self.session is not None and self.place.page in ("table", "result")
        return aside(made, self.here) if tells else made

    def _timed(self, reads: bool) -> str:
        """The clock's words where people choose, or read with the choice before them; it counts there."""
        session, decision = self.here, self.here.decision
        choosing = self.place.page in CHOOSING and decision is not None
        if choosing and decision is not None:
            self.clock.turn_to(f"{session.line} {decision.source.id}")
        self.clock.counts(choosing and reads)
        return self.clock.words() if choosing else ""

    def _hear_the_clock(self) -> None:
        """Tells once that the time is up, and writes it down."""
        if self.session is not None and self.clock.just_ended():
            self.session.use("time up")
            self.place.message = "Time is up. Nothing is chosen for you: decide now, or ask for more time."
