"""Letters of any script: drawn with a font that has them, or as a visible box, and never an exception."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.places import asset
from sim.ui.kit import fonts, glyphs
from sim.ui.kit.glyphs import FILES, clusters, drawable, pieces

INK = (20, 20, 20)
NAMES = (
    "Ada",
    "<b>Ada</b>",
    "[Ada](link)",
    "{{ Ada }} %s \\n &amp;",
    "אבי",
    "سلمى",
    "张伟",
    "भारत",
    "👩‍🚀",
    "🇩🇪",
    "é",
    "z̷̡͙̈́",
    "A\u0007d\u0000a",
    "\u202egnitset\u202c",
    "\ud800",
    "\U0010fffd",
    "\u2066\u2069",
    "a\tb\nc",
)
HIDDEN = ("\u2066\u2069",)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("face", list(FILES))
def test_every_name_is_drawn_and_can_be_seen(name: str, face: fonts.Face) -> None:
    drawn = fonts.picture(name, face, 18, INK)
    assert drawn.get_width() <= fonts.width(name, face, 18) + 2
    if name not in HIDDEN:
        assert drawn.get_bounding_rect(100).width > 3


@given(text=st.text(max_size=12))
def test_no_text_at_all_is_too_strange(text: str) -> None:
    assert fonts.width(text, "regular", 16) >= 0
    fonts.picture(text, "regular", 16, INK)
    assert "".join(clusters(text)) == text


def test_a_letter_that_no_font_has_is_a_box_of_its_own() -> None:
    private = "\U0010fffd"
    assert [p.file for p in pieces(private, "regular")] == [""]
    assert fonts.width(private * 3, "regular", 20) == pytest.approx(3 * fonts.width(private, "regular", 20))
    assert fonts.picture(private, "regular", 20, INK).get_bounding_rect(100).height > 8


def test_what_is_drawn_has_no_controls_and_no_order_to_change_direction() -> None:
    assert drawable("A\u0007d\u0000a \u202eb\u202c\tc") == "Ada b c"
    assert drawable("<b>[x]\u200f é") == "<b>[x]\u200f é"


def test_hebrew_and_arabic_come_with_the_game_in_both_weights() -> None:
    for face, weight in (("regular", "400Regular"), ("semibold", "600SemiBold"), ("italic", "400Regular")):
        assert pieces("שלום", face)[0].file.endswith(f"NotoSansHebrew_{weight}.ttf")
        assert pieces("سلام", face)[0].file.endswith(f"NotoSansArabic_{weight}.ttf")


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the fonts to break, with nothing remembered of the sound ones."""
    shutil.copytree(asset("fonts"), tmp_path / "fonts")
    caches = (glyphs._sound, glyphs._stand_in, glyphs._reader, glyphs._file_of, pieces, glyphs.has)
    more = (fonts._font, fonts.width, fonts.ascent, fonts.picture)

    def forget() -> None:
        glyphs.troubles.clear()
        for cache in (*caches, *more):
            cache.cache_clear()

    forget()
    monkeypatch.setattr(glyphs, "asset", lambda name: tmp_path / name)
    yield tmp_path
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize("how", ["missing", "empty", "torn", "text"])
@pytest.mark.parametrize("file", ["SourceSans3_400Regular.ttf", "NotoSansHebrew_400Regular.ttf"])
def test_a_missing_or_broken_font_is_told_in_a_line_and_another_is_used(
    assets: Path, how: str, file: str
) -> None:
    target = assets / "fonts" / file
    sound = target.read_bytes()
    target.unlink()
    if how != "missing":
        target.write_bytes({"empty": b"", "torn": sound[:1000], "text": b"no font " * 900}[how])
    for words in ("Ada 2024", "שלום", "“é”"):
        drawn = fonts.picture(words, "regular", 18, INK)
        assert drawn.get_bounding_rect(100).width > 10
    assert len(glyphs.troubles) == 1
    assert file in glyphs.troubles[0]
    assert "\n" not in glyphs.troubles[0]


def test_a_machine_without_any_fonts_of_its_own_still_draws(
    assets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(assets / "fonts")
    monkeypatch.setattr(pygame.font, "match_font", lambda *_: None)
    glyphs._system.cache_clear()
    for words in ("Ada", "שלום", "中"):
        assert fonts.picture(words, "regular", 18, INK).get_bounding_rect(100).width > 5
    glyphs._system.cache_clear()


def bitmaps() -> list[str]:
    """Fonts of this machine whose letters are pictures of one size, such as those of coloured emoji."""
    if shutil.which("fc-list") is None:
        return []
    found = subprocess.run(["fc-list", ":color=True", "file"], capture_output=True, text=True).stdout
    return [line.rstrip(": ") for line in found.splitlines()][:3]


@pytest.mark.parametrize("kind", ["no font at all", "a font of pictures"])
def test_a_system_font_that_cannot_be_used_is_passed_over(
    assets: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    (assets / "wrong.ttf").write_bytes(b"no font " * 900)
    offered = [str(assets / "wrong.ttf")] if kind == "no font at all" else bitmaps()
    if not offered:
        pytest.skip("no font of pictures on this machine")
    for file in offered:
        monkeypatch.setattr(pygame.font, "match_font", lambda *_, file=file: file)
        for cache in (glyphs._system, glyphs._file_of, pieces, glyphs.has, fonts.picture, fonts.width):
            cache.cache_clear()
        for words in ("\U0001f600", "中", "A"):
            assert fonts.picture(words, "regular", 18, INK).get_bounding_rect(100).width > 5
    glyphs._system.cache_clear()
