"""Who tells the voice what to say: it follows the screen, the focus and the keys for listening."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

from sim.ui import spoken, view
from sim.ui.saying import Said, Utterance, listed, sentence
from sim.ui.spoken import Focus
from sim.ui.spoken_panels import of_panel
from sim.ui.voice import Voice

if TYPE_CHECKING:
    from sim.ui.kit.frame import Window
    from sim.ui.kit.targets import Target


Place: TypeAlias = tuple[str | None, int, int]
"""The target that has the focus, the panel that is shown, and the note in it."""


class Driver(Protocol):
    """What a front end needs from the game behind it."""

    def screen(self) -> view.Screen: ...

    def act(self, do: str) -> bool: ...


class Told:
    """A driver with a line of its own over its screens: what the game does not know of, such as the voice.

    The line stays until the next action.
    """

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self._line = ""
        self._seen: tuple[view.Screen, str, view.Screen] | None = None

    def tell(self, line: str) -> None:
        """Show a line in place of the one that is shown."""
        self._line = line or self._line

    def screen(self) -> view.Screen:
        """The driver's screen, with the line."""
        screen = self.driver.screen()
        if not self._line:
            return screen
        if self._seen is None or self._seen[0] is not screen or self._seen[1] != self._line:
            message = sentence(screen.message, self._line)
            self._seen = (screen, self._line, replace(screen, message=message))
        return self._seen[2]

    def act(self, do: str) -> bool:
        """Apply an action. False when the program is to be closed."""
        self._line = ""
        return self.driver.act(do)

    def tick(self) -> bool:
        """Let the driver's time pass, if it has any."""
        tick = getattr(self.driver, "tick", None)
        return bool(tick()) if tick else False


class Narrator:
    """Says each new screen, what changed on it, and what has the focus."""

    def __init__(self, voice: Voice, told: Told) -> None:
        self.voice, self.told = voice, told
        self._screen: view.Screen | None = None
        self._focus: Place = (None, 0, -1)
        self._own = ""

    def hear(self, screen: view.Screen) -> bool:
        """Say a screen, or what is new on it. True when it is another than before."""
        before, self._screen = self._screen, screen
        if screen is before:
            return False
        if self.voice.listened_to:
            said = spoken.of_screen(screen) if before is None else spoken.changed(before, screen)
            said = tuple(u for u in said if not (self._own and u.text.endswith(self._own)))
            small = before is not None and all(u.part == "clock" for u in said)
            (self.voice.add if small else self.voice.say)(said)
        return True

    def switch(self, on: bool) -> None:
        """Switch the voice, and show that. When it goes on, the screen follows."""
        line = self.voice.switch(on)
        if line:
            self._own = line
            self.told.tell(line)
            if on and self._screen is not None:
                self.voice.add(spoken.of_screen(self._screen))

    def again(self) -> None:
        """Say the whole screen again."""
        if self._screen is not None:
            self.voice.say(spoken.of_screen(self._screen))

    def follow(self, window: Window) -> None:
        """Keep up with a window; asked for at each frame."""
        other = self.hear(window.shown)
        place = (window.focus if window.keyboard else None, window.panel, window.note)
        before, self._focus = self._focus, place
        if place != before and self.voice.listened_to:
            said, more = self._moved(window, before)
            if other:
                self.voice.add(said if place[0] != before[0] else ())
            else:
                self.voice.say(said, more)
        self.told.tell(self.voice.tick())

    def _moved(self, window: Window, before: Place) -> tuple[Said, Said]:
        """What the focus has come to, and what may be read on from there."""
        name, panel, note = self._focus
        target = window.target(name)
        if target is not None and note >= 0 and target.region.sheet.notes:
            notes = target.region.sheet.notes
            at = note % len(notes)
            return (Utterance(sentence(notes[at].text, f"{at + 1} of {len(notes)}"), "focus"),), ()
        if target is not None and name != before[0]:
            return spoken.of_target(window.shown, focus_of(window, target)), self._inside(window, target)
        page = window.page
        if panel == before[1] or not page.groups:
            return (), ()
        titles = listed([page.panels[n].title for n in page.groups[page.shown]])
        return (Utterance(sentence(f"Panels: {titles}, shown"), "focus"),), ()

    def _inside(self, window: Window, target: Target) -> Said:
        """The content of a panel that has the focus."""
        if target.spot.role != "scroll":
            return ()
        titled = [p for p in window.shown.panels if p.title == target.region.title]
        return tuple(of_panel(titled[0])) if titled else ()


def focus_of(window: Window, target: Target) -> Focus:
    """A target with its place among those of its role."""
    spot = target.spot
    like = [t for t in window.targets() if t.spot.role == spot.role]
    at = like.index(target) + 1 if target in like else 0
    shown = spot.role == "strip" and window.page.shown == int(spot.name)
    return Focus(spot.role, spot.name, spot.label, at, len(like), spot.tip, shown)
