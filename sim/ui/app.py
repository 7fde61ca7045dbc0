"""The app: one reducer. It holds where the person is, takes an action, and says the next screen."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sim import places
from sim.errors import BackchannelError, BrokenSave, InputError, MissingPart
from sim.game import save
from sim.game.session import Session, Turn, resume
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui.screens.choose import brief, choose, seats
from sim.ui.screens.debrief import TABS, debrief
from sim.ui.screens.help import help_screen
from sim.ui.screens.result import result
from sim.ui.screens.table import table
from sim.ui.view import Screen
from sim.world.log import message_of

Page = Literal["choose", "seat", "brief", "table", "result", "debrief"]
MAX_LISTED = 4


@dataclass
class Place:
    """Where the person is."""

    page: Page = "choose"
    asked: str | None = None
    tab: str = "paths"
    help: bool = False
    message: str = ""


class App:
    """The game apart from any screen: :meth:`screen` says what is shown, :meth:`act` applies an action.

    ``scenario``, ``seat`` and ``seed`` skip the pages that would ask for them.
    ``saves`` is the folder of saved games; None keeps games in memory only.
    ``games`` are the scenarios to choose from; None means those that are shipped.
    """

    def __init__(
        self,
        scenario: str | None = None,
        seat: str | None = None,
        seed: int | None = None,
        saves: Path | None = None,
        games: Sequence[Compiled] | None = None,
    ) -> None:
        self.seed, self.saves = seed, saves
        self.games: list[Compiled] = list(games or ())
        self.game: Compiled | None = None
        self.session: Session | None = None
        self.place = Place()
        for name in library.shipped() if games is None else ():
            try:
                self.games.append(library.open_scenario(name))
            except InputError as problem:
                self.place.message = str(problem)
        self._screen: Screen | None = None
        if scenario is not None:
            self.game = self._open(scenario)
            self.place.page = "seat"
            if seat is not None:
                self._sit(seat)
        elif seat is not None:
            raise MissingPart(
                "A seat belongs to a scenario. Name both: python play.py SCENARIO --seat ACTOR."
            )

    def screen(self) -> Screen:
        """The present screen. It is made once for each action."""
        if self._screen is None:
            self._screen = self._make()
        return self._screen

    def act(self, do: str) -> bool:
        """Applies an action. False means that the game is to be closed. Unknown actions do nothing."""
        self.place.message = ""
        kept = self.place.help
        try:
            goes_on = self._act(do)
        except BackchannelError as problem:
            goes_on = True
            self.place.message = str(problem)
        if kept:
            self.place.help = False
        self._screen = None
        return goes_on

    def _make(self) -> Screen:
        place, message = self.place, self.place.message
        if place.help:
            return help_screen()
        if place.page == "choose" or self.game is None:
            saves = self._saved()
            return choose(self.games, saves, place.message)
        if self.session is None:
            return seats(self.game, message)
        if place.page == "brief":
            return brief(self.session, message)
        if place.page == "table":
            return table(self.session, place.asked, message)
        if place.page == "result":
            return result(self.session, message)
        return debrief(self.session, place.tab, message)

    def _act(self, do: str) -> bool:
        name, _, argument = do.partition(":")
        if self.place.help:
            return True
        if do == "help":
            self.place.help = True
        elif do == "quit":
            return False
        elif do in ("home", "leave"):
            self._home()
        elif do == "back":
            self._back()
        elif name == "scenario":
            self.game = self._open(argument)
            self.session, self.place = None, Place("seat")
        elif name == "seat" and self.game is not None:
            self._sit(argument)
        elif name == "resume":
            self._resume(argument)
        elif self.session is not None:
            self._play(self.session, name, argument)
        return True

    def _play(self, session: Session, name: str, argument: str) -> None:
        place = self.place
        if name == "begin" and place.page == "brief":
            place.page = "table"
        elif name == "next" and place.page == "result":
            place.page = "table" if session.turn is not Turn.OVER else "debrief"
        elif name == "debrief" and session.turn is Turn.OVER:
            place.page = "debrief"
        elif name == "tab" and place.page == "debrief" and argument in TABS:
            place.tab = argument
        elif name == "undo":
            self._undo(session)
        elif name == "again":
            self._sit(session.seat)
        elif place.page == "table":
            self._decide(session, name, argument)

    def _decide(self, session: Session, name: str, argument: str) -> None:
        decision = session.decision
        if decision is None:
            return
        if name == "ask" and argument in decision.moves:
            self.place.asked = argument
            return
        if name == "unask":
            self.place.asked = None
            return
        if name == "move":
            session.choose(argument)
        elif name == "say":
            session.say(None)
        elif name == "watch":
            session.watch()
        elif name == "send":
            slot, _, option = argument.partition(":")
            session.say(message_of(session.game, decision, int(slot), int(option)))
        else:
            return
        self.place.page, self.place.asked = "result", None

    def _undo(self, session: Session) -> None:
        if session.undo():
            self.place.page, self.place.asked = "table", None
        else:
            self.place.message = "There is nothing to take back yet."

    def _sit(self, seat: str) -> None:
        assert self.game is not None
        seed = secrets.randbelow(1_000_000) if self.seed is None else self.seed
        session = Session(self.game, seat, seed)
        if self.saves is not None:
            session.file = save.free_name(self.saves, self.game.id, seat)
        self.session, self.place = session, Place("brief")

    def _back(self) -> None:
        if self.place.page == "brief":
            self.session, self.place = None, Place("seat")
        else:
            self._home()

    def _home(self) -> None:
        self.game, self.session, self.place = None, None, Place()

    def _resume(self, name: str) -> None:
        if self.saves is None:
            return
        file = self.saves / Path(name).name
        session, changed = resume(file, self._open(save.read(file).scenario))
        self.game, self.session = session.game, session
        self.place = Place("table" if session.turn is not Turn.OVER else "debrief", message=changed)

    def _open(self, name: str) -> Compiled:
        """A shipped scenario, opened once; any other is read anew."""
        return next((g for g in self.games if g.origin == name), None) or library.open_scenario(name)

    def _saved(self) -> list[tuple[Path, save.Saved]]:
        """The newest saved games; what cannot be read is passed over, and said."""
        found: list[tuple[Path, save.Saved]] = []
        broken = []
        for path in save.listed(self.saves) if self.saves is not None else []:
            try:
                found.append((path, save.read(path)))
            except BrokenSave as problem:
                broken.append(str(problem))
            if len(found) == MAX_LISTED:
                break
        if broken and not self.place.message:
            self.place.message = broken[0]
        return found

    @staticmethod
    def default_saves() -> Path:
        """Where games are saved unless something else is said."""
        return places.home() / "games"
