"""What a screen reader is told of the window: a tree of roles, names, states and places.

The tree is plain data. Where AccessKit is installed (the extra ``access``) and a reader listens, it is
pushed to the platform, and what the reader asks for comes back through the window's event queue.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import pygame

from sim.ui import spoken, view
from sim.ui.kit import entry
from sim.ui.kit.targets import Target
from sim.ui.narrator import focus_of
from sim.ui.saying import sentence
from sim.ui.spoken_panels import of_panel
from sim.ui.typed import cleaned

if TYPE_CHECKING:
    from sim.ui.kit.frame import Window

Role: TypeAlias = Literal[
    "WINDOW", "HEADING", "LABEL", "ALERT", "TIMER", "REGION", "GROUP", "BUTTON", "DEFAULT_BUTTON", "TAB",
    "TEXT_INPUT", "TREE_ITEM", "METER", "SCROLL_VIEW",
]  # fmt: skip
"""The names of AccessKit's roles that the game has a use for."""
ROLES: Final[dict[str, Role]] = {
    "card": "BUTTON",
    "less": "BUTTON",
    "large": "BUTTON",
    "action": "BUTTON",
    "tab": "TAB",
    "strip": "TAB",
    "field": "TEXT_INPUT",
    "branch": "TREE_ITEM",
    "meter": "METER",
    "scroll": "SCROLL_VIEW",
}
ROOT: Final = "window"


@dataclass(frozen=True)
class Item:
    """One node. ``name`` lasts from tree to tree; ``rect`` is in window pixels.

    ``chosen`` is None where nothing can be chosen; ``number`` is a meter's value from 0 to 100.
    """

    name: str
    role: Role
    label: str
    rect: pygame.Rect
    children: tuple[str, ...] = ()
    target: str = ""
    value: str = ""
    about: str = ""
    key: str = ""
    enabled: bool = True
    chosen: bool | None = None
    number: float | None = None
    at: int = 0
    of: int = 0

    @property
    def picks(self) -> bool:
        """Whether it can be picked."""
        return bool(self.target) and self.enabled and self.role not in ("SCROLL_VIEW", "TEXT_INPUT")


@dataclass(frozen=True)
class Told:
    """A whole tree, the root first, and the name of what has the focus."""

    items: tuple[Item, ...]
    focus: str


def tree_of(window: Window) -> Told:
    """The tree of a window as it is now."""
    screen = window.shown
    everything = pygame.Rect((0, 0), window.size)
    items = [*_heads(screen, everything)]
    top = [item.name for item in items]
    targets = {t.id: _item(window, t) for t in window.targets()}
    for number, panel in enumerate(screen.panels):
        inside = [t.id for t in window.targets() if t.region.name in (f"panel {number}", f"frame {number}")]
        known = [targets[name].about for name in inside]
        place = _place(window, number, everything)
        words = [
            Item(f"words {number} {i}", "LABEL", one.text, place)
            for i, one in enumerate(of_panel(panel))
            if not any(about.startswith(one.text) for about in known)
        ]
        children = (*(item.name for item in words), *inside)
        items += [Item(f"panel {number}", "REGION", panel.title, place, children), *words]
        top.append(f"panel {number}")
    for i, one in enumerate(spoken.of_timeline(screen.timeline)):
        items.append(Item(f"timeline {i}", "LABEL", one.text, everything))
        top.append(f"timeline {i}")
    held = {child for item in items for child in item.children}
    top += [name for name in targets if name not in held]
    items += targets.values()
    focus = window.focus if window.focus in targets else ROOT
    root = Item(ROOT, "WINDOW", screen.title, everything, tuple(top))
    return Told((root, *items), focus or ROOT)


def _heads(screen: view.Screen, rect: pygame.Rect) -> Iterator[Item]:
    """What stands over the panels."""
    yield Item("title", "HEADING", screen.title, rect)
    if screen.subtitle:
        yield Item("subtitle", "LABEL", screen.subtitle, rect)
    if screen.message:
        yield Item("message", "ALERT", screen.message, rect)
    if screen.clock:
        yield Item("clock", "TIMER", sentence(f"Time left: {screen.clock}"), rect)


def _place(window: Window, panel: int, otherwise: pygame.Rect) -> pygame.Rect:
    found = next((r for r in window.page.regions if r.name == f"panel {panel}"), None)
    return window.place(found) if found else otherwise


def _item(window: Window, target: Target) -> Item:
    """What can have the focus: its name is its label, the rest of its words are about it."""
    screen, spot = window.shown, target.spot
    focus = focus_of(window, target)
    said = " ".join(u.text for u in spoken.of_target(screen, replace(focus, of=0)))
    item = Item(
        target.id,
        ROLES.get(spot.role, "GROUP"),
        spot.label,
        window.rect(target),
        target=target.id,
        about=said,
        at=focus.at,
        of=focus.of,
    )
    match spot.role:
        case "card":
            card = next(
                c for p in screen.panels if isinstance(p, view.Cards) for c in p.cards if c.do == spot.name
            )
            return replace(item, key=card.key, enabled=card.enabled, chosen=card.selected)
        case "action":
            action = next(a for a in screen.actions if a.do == spot.name)
            role: Role = "DEFAULT_BUTTON" if action.primary else "BUTTON"
            return replace(item, role=role, key=action.key, enabled=action.enabled)
        case "tab":
            return replace(item, chosen=any(t.selected for t in screen.tabs if t.do == spot.name))
        case "strip":
            return replace(item, chosen=focus.shown)
        case "field":
            return replace(item, value=_typed(window, spot.name))
        case "meter":
            meter = next((m for m in screen.meters if m.label == spot.name), None)
            hidden = meter is None or meter.hidden
            return replace(item, number=None if hidden or meter is None else meter.value)
    return item


def _typed(window: Window, do: str) -> str:
    if window.entry is not None and window.entry.do == do:
        return window.entry.text
    fields = (f for p in window.shown.panels if isinstance(p, view.Fields) for f in p.fields)
    return next((f.value for f in fields if f.do == do), "")


# the platform


class Access:
    """Pushes the tree to the platform's screen reader; goes along with a window."""

    def __init__(self, kit: Any) -> None:
        """``kit`` is the module ``accesskit``."""
        self._kit = kit
        self._adapter: Any = None
        self._event = pygame.event.custom_type()
        self._numbers: dict[str, int] = {ROOT: 0}
        self._asked = self._failed = self._focused = False
        self._last: Told | None = None

    @classmethod
    def found(cls) -> Access | None:
        """The way to screen readers, where AccessKit is installed."""
        try:
            return cls(importlib.import_module("accesskit"))
        except ImportError:
            return None

    def open(self) -> None:
        """Meet the platform. A window is to be open; where it cannot be met, the game goes on without."""
        opener = {"darwin": self._open_mac, "win32": self._open_windows}.get(sys.platform, self._open_unix)
        try:
            self._adapter = opener()
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # the library's panics are no Exception
            self._failed = True
            return
        self._focused = pygame.key.get_focused()
        self._tell_focus()

    def _open_unix(self) -> Any:
        return self._kit.unix.Adapter(self._activated, self._wanted, self._deactivated)

    def _open_mac(self) -> Any:
        self._kit.macos.add_focus_forwarder_to_window_class("SDLWindow")
        handle = pygame.display.get_wm_info()["window"]
        return _while_hidden(
            lambda: self._kit.macos.SubclassingAdapter.for_window(handle, self._activated, self._wanted)
        )

    def _open_windows(self) -> Any:
        handle = pygame.display.get_wm_info()["window"]
        return _while_hidden(
            lambda: self._kit.windows.SubclassingAdapter(handle, self._activated, self._wanted)
        )

    def take(self, window: Window, event: pygame.Event) -> bool:
        """Do what a reader asked for; notice when the window gains or loses the keyboard."""
        if event.type in (pygame.WINDOWFOCUSGAINED, pygame.WINDOWFOCUSLOST):
            self._focused = event.type == pygame.WINDOWFOCUSGAINED
            self._tell_focus()
            return False
        if event.type != self._event:
            return False
        name = next((n for n, number in self._numbers.items() if number == event.target), "")
        target = window.target(name)
        if target is not None and not self._do(window, target, event):
            pygame.event.post(pygame.Event(pygame.QUIT))
        return True

    def _do(self, window: Window, target: Target, event: pygame.Event) -> bool:
        """False when the window is to be closed."""
        if event.ask == "value" and target.spot.role == "field":
            entry.drop(window)
            return window.act(f"{target.spot.name}:{cleaned(event.text)}")
        window.focus_on(target)
        return window.pick(target) if event.ask == "pick" else True

    def frame(self, window: Window) -> None:
        """Tell what has changed since the last frame."""
        if self._adapter is None and not self._failed:
            self.open()
        if self._adapter is None:
            return
        if window.stale() or self._asked:
            whole, self._asked = self._asked, False
            events = self._adapter.update_if_active(lambda: self.update(window, whole))
            if events is not None:
                events.raise_events()

    def update(self, window: Window, whole: bool) -> Any:
        """The tree as AccessKit takes it: all of it, or what has changed since the last."""
        told, before = tree_of(window), None if whole else self._last
        self._last = told
        update = self._kit.TreeUpdate(self._number(told.focus))
        if before is None:
            update.tree = self._kit.Tree(self._number(ROOT))
            update.tree.toolkit_name = "Backchannel"
        known = {item.name: item for item in before.items} if before else {}
        for item in told.items:
            if known.get(item.name) != item:
                update.nodes.append((self._number(item.name), self._node(item)))
        return update

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def _node(self, item: Item) -> Any:
        kit, rect = self._kit, item.rect
        node = kit.Node(getattr(kit.Role, item.role))
        node.set_bounds(kit.Rect(rect.left, rect.top, rect.right, rect.bottom))
        (node.set_value if item.role in ("LABEL", "ALERT", "TIMER") else node.set_label)(item.label)
        if item.role in ("ALERT", "TIMER"):
            node.set_live(kit.Live.POLITE if item.role == "ALERT" else kit.Live.OFF)
        node.set_children([self._number(child) for child in item.children])
        if item.target:
            node.add_action(kit.Action.FOCUS)
            node.set_description(item.about)
            node.set_position_in_set(item.at)
            node.set_size_of_set(item.of)
        if item.picks:
            node.add_action(kit.Action.CLICK)
        if item.role == "TEXT_INPUT":
            node.add_action(kit.Action.SET_VALUE)
            node.set_value(item.value)
        if item.key:
            node.set_keyboard_shortcut(item.key)
        if not item.enabled:
            node.set_disabled()
        if item.chosen is not None:
            node.set_selected(item.chosen)
        if item.number is not None:
            node.set_min_numeric_value(0.0)
            node.set_max_numeric_value(100.0)
            node.set_numeric_value(float(item.number))
        return node

    def _tell_focus(self) -> None:
        if self._adapter is None:
            return
        if sys.platform == "darwin":
            events = self._adapter.update_view_focus_state(self._focused)
            if events is not None:
                events.raise_events()
        elif sys.platform != "win32":
            self._adapter.update_window_focus_state(self._focused)

    # what the platform calls, in a thread of its own

    def _activated(self) -> None:
        """Somebody listens. The tree is made by the window's own thread, at its next frame."""
        self._asked = True

    def _deactivated(self) -> None:
        """Nobody listens any more; nothing is to be done."""

    def _wanted(self, request: Any) -> None:
        """Hand what a reader asks for to the window's thread."""
        actions = self._kit.Action
        if request.action == actions.CLICK:
            self._post("pick", request.target)
        elif request.action == actions.FOCUS:
            self._post("focus", request.target)
        elif request.action == actions.SET_VALUE and request.data is not None:
            self._post("value", request.target, str(request.data[1]))

    def _post(self, ask: str, target: int, text: str = "") -> None:
        pygame.event.post(pygame.Event(self._event, ask=ask, target=target, text=text))


def _while_hidden(meet: Callable[[], Any]) -> Any:
    """These platforms are to be met before the window is seen: hide it, and show it again."""
    size = pygame.display.get_window_size()
    pygame.display.set_mode(size, pygame.RESIZABLE | pygame.HIDDEN)
    try:
        return meet()
    finally:
        pygame.display.set_mode(size, pygame.RESIZABLE | pygame.SHOWN)
