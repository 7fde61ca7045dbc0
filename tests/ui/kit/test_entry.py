"""Typing: what is typed stands there, whatever its script, and nothing else happens until it is given."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ui import view
from sim.ui.kit import fields
from sim.ui.kit.entry import Entry, stops
from sim.ui.kit.sheet import kit_for
from sim.ui.kit.theme import Look
from sim.ui.typed import cleaned
from sim.ui.window import Window
from tests.ui.kit import parts
from tests.ui.kit.conftest import Desk
from tests.ui.kit.test_window import click, press


@dataclass
class Clerk(Desk):
    """A driver that keeps what is typed, as the game keeps nicknames."""

    def act(self, do: str) -> bool:
        name, _, text = do.rpartition(":")
        panels = tuple(
            replace(p, fields=tuple(replace(f, value=text) if f.do == name else f for f in p.fields))
            if isinstance(p, view.Fields)
            else p
            for p in self.shown.panels
        )
        self.shown = replace(self.shown, panels=panels)
        return super().act(do)


def at_field(do: str = "nick:2", size: tuple[int, int] = (1280, 800)) -> tuple[Window, Clerk]:
    desk = Clerk(parts.names())
    window = Window(desk, Look(), size)
    window.focus_on(window.target(f"field {do}"))
    return window, desk


def write(window: Window, text: str) -> None:
    """The events of typing: a key press and then its letter, as the system sends them."""
    for letter in text:
        press(window, ord(letter.lower()) if letter.isascii() else 0, letter)
        window.handle(pygame.Event(pygame.TEXTINPUT, text=letter))


def test_letters_digits_and_shortcut_keys_are_typed_and_nothing_else_happens() -> None:
    window, desk = at_field()
    look = window.look
    write(window, "Tea 12+? q")
    assert desk.done == []
    assert window.look == look
    assert window.entry is not None
    assert window.entry.text == "Tea 12+? q"
    press(window, pygame.K_RETURN)
    assert desk.done == ["nick:2:Tea 12+? q"]
    assert window.focus == "field note", "Enter goes on to the next line"


def test_leaving_gives_it_and_an_unchanged_line_gives_nothing() -> None:
    window, desk = at_field()
    write(window, "Bo")
    press(window, pygame.K_TAB)
    assert desk.done == ["nick:2:Bo"]
    press(window, pygame.K_TAB)
    assert desk.done == ["nick:2:Bo"]
    window.focus_on(window.target("field nick:0"))
    write(window, "x")
    press(window, pygame.K_DOWN)
    assert desk.done[1:] == ["nick:0:Adax"]
    assert window.focus == "field nick:1"


def test_escape_gives_the_change_up_and_then_lets_go() -> None:
    window, desk = at_field("nick:0")
    write(window, "mmm")
    press(window, pygame.K_ESCAPE, "\x1b")
    assert window.entry is not None
    assert window.entry.text == "Ada"
    press(window, pygame.K_ESCAPE, "\x1b")
    assert window.entry is None
    assert desk.done == []
    press(window, pygame.K_ESCAPE, "\x1b")
    assert desk.done == ["back"], "outside a line, Esc is the game's"


def test_a_click_elsewhere_gives_the_line_and_does_what_was_clicked() -> None:
    window, desk = at_field()
    write(window, "Cy")
    click(window, next(h for h in window.hits() if h.do == "go").rect.center)
    assert desk.done == ["nick:2:Cy", "go"]


def test_closing_the_window_keeps_what_was_typed() -> None:
    window, desk = at_field()
    write(window, "Di")
    assert not window.handle(pygame.Event(pygame.QUIT))
    assert desk.done == ["nick:2:Di"]


def test_a_click_sets_the_caret() -> None:
    window, _ = at_field("note")
    target = window.target("field note")
    assert target is not None
    rect = window.rect(target)
    click(window, (rect.x + 3, rect.centery))
    write(window, ">")
    click(window, (rect.right - 3, rect.centery))
    write(window, "<")
    assert window.entry is not None
    assert window.entry.text.startswith(">We agreed")
    assert window.entry.text.endswith("minute.<")


def test_an_input_method_shows_what_it_offers_and_puts_in_what_is_taken() -> None:
    window, desk = at_field()
    window.handle(pygame.Event(pygame.TEXTEDITING, text="に", start=0, length=1))
    press(window, pygame.K_RETURN)
    press(window, pygame.K_BACKSPACE, "\b")
    assert desk.done == []
    assert window.entry is not None
    assert window.entry.text == ""
    assert window.entry.shown == "に"
    window.draw()
    window.handle(pygame.Event(pygame.TEXTINPUT, text="日本"))
    press(window, pygame.K_RETURN)
    assert desk.done == ["nick:2:日本"]


def test_a_new_screen_keeps_what_is_half_typed_unless_the_line_has_gone() -> None:
    window, desk = at_field()
    write(window, "El")
    desk.shown = replace(desk.shown, message="The other seat is ready.", clock="4:00")
    window.draw()
    assert window.entry is not None
    assert window.entry.text == "El"
    desk.shown = replace(desk.shown, panels=desk.shown.panels[1:])
    window.draw()
    assert window.entry is None
    assert window.focus is None
    assert desk.done == []


def test_held_keys_and_scrolling_leave_it_alone() -> None:
    window, desk = at_field("note", (640, 480))
    for key in (pygame.K_PAGEDOWN, pygame.K_PAGEUP, pygame.K_F5):
        press(window, key)
    press(window, pygame.K_s, "s", pygame.KMOD_CTRL)
    assert desk.done == []
    assert window.entry is not None
    assert window.entry.text.startswith("We agreed")


@pytest.mark.parametrize("text", ["<b>x</b> [a](b)", "عائشة 7", "e\u0301te\u0301", "👩‍🚀🇯🇵", "名前", "a:b=c"])
def test_any_script_is_typed_drawn_and_given_as_it_is(text: str) -> None:
    window, desk = at_field()
    for letter in text:
        window.handle(pygame.Event(pygame.TEXTINPUT, text=letter))
        window.draw()
    press(window, pygame.K_TAB)
    assert desk.done == [f"nick:2:{text}"]


def test_the_line_grows_with_what_is_typed_and_stays_in_sight() -> None:
    window, _ = at_field("note", (640, 480))
    target = window.target("field note")
    assert target is not None
    before = target.spot.rect.height
    write(window, " and again" * 30)
    target = window.target("field note")
    assert target is not None
    assert target.spot.rect.height > 2 * before
    assert window.seen(target).height > 0
    assert window.entry is not None
    assert len(window.entry.text) <= 400


def test_pasting_takes_the_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pygame.display.init()
    try:
        window, _ = at_field()
        monkeypatch.setattr(pygame.scrap, "get_text", lambda: "Fay\u202e\tG.\nsecond")
        press(window, pygame.K_v, "\x16", pygame.KMOD_CTRL)
        assert window.entry is not None
        assert window.entry.text == "Fay G."
        monkeypatch.undo()
        press(window, pygame.K_v, "\x16", pygame.KMOD_CTRL)
    finally:
        pygame.display.quit()


KEYS = st.lists(
    st.one_of(
        st.text(max_size=3),
        st.sampled_from([-1, 1, -(10**6), 10**6]).map(lambda by: ("step", by)),
        st.sampled_from([-1, 1]).map(lambda by: ("erase", by)),
    ),
    max_size=25,
)


@given(keys=KEYS, most=st.integers(1, 12))
def test_the_caret_never_stands_inside_a_letter(keys: list[str | tuple[str, int]], most: int) -> None:
    entry = Entry("x", "", 0, "", most)
    for key in keys:
        if isinstance(key, str):
            entry = entry.put(key)
        else:
            entry = entry.step(key[1]) if key[0] == "step" else entry.erase(key[1])
        assert 0 <= entry.caret <= len(entry.text) <= most
        assert entry.text == cleaned(entry.text)
        if entry.caret not in (0, len(entry.text)):
            assert not unicodedata.category(entry.text[entry.caret]).startswith("M") or not isinstance(
                key, str
            )


@given(before=st.text(max_size=6), typed=st.text(max_size=6))
def test_erasing_what_was_typed_gives_the_text_back(before: str, typed: str) -> None:
    kept = cleaned(before)
    entry = Entry("x", kept, len(kept), kept, 40).put(typed)
    put = entry.text[len(kept) :]
    if len(kept) in stops(entry.text):
        for _ in stops(put)[1:]:
            entry = entry.erase(-1)
        assert entry.text == kept


@given(text=st.text(max_size=60), width=st.integers(60, 400))
@settings(max_examples=60, deadline=None)
def test_rows_hold_every_character_and_the_caret_keeps_to_the_box(text: str, width: int) -> None:
    kit = kit_for(Look(), (1280, 800))
    text = cleaned(text)
    rows = fields.rows(text, width, kit)
    assert "".join(text[a:b] for a, b in rows) == text
    for caret in stops(text):
        x, y = fields.caret_at(text, caret, width, kit)
        assert 0 <= x <= width
        assert 0 <= y < fields.box_height(text, width, kit)


def test_the_caret_goes_with_the_reading_in_a_mixed_line() -> None:
    kit = kit_for(Look(), (1280, 800))
    text = "נועה and 7"
    at = [fields.caret_at(text, i, 300, kit)[0] for i in range(len(text) + 1)]
    hebrew, latin = at[1:5], at[6:9]
    assert hebrew == sorted(hebrew, reverse=True)
    assert latin == sorted(latin)
    assert max(latin) < min(hebrew), "in a right-to-left line, what comes later stands further left"
    assert at[0] == max(at)
