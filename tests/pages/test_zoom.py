"""A picture as a page: it stands alone, and a stranger's title is only text."""

from __future__ import annotations

import re

from sim.pages import zoom
from tests.pages.reading import Reader

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><text>A &amp; B</text></svg>'
HOSTILE = '</title><script>alert(1)</script> & "x" \'\x00\u202e'


def test_it_holds_the_picture_as_it_is() -> None:
    assert SVG in zoom.page("The lamp", SVG)


def test_it_is_well_formed_and_fetches_nothing() -> None:
    text = zoom.page("The lamp", SVG)
    read = Reader(text)
    assert (read.open, read.wrong) == ([], [])
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    assert not [a for a in ("src", "href") if read.attributes(a)]
    [policy] = [c for c in read.attributes("content") if "default-src" in c]
    assert "default-src 'none'" in policy


def test_without_its_script_it_shows_no_dead_buttons() -> None:
    [nav] = [attributes for tag, attributes in Reader(zoom.page("x", SVG)).tags if tag == "nav"]
    assert "hidden" in nav


def test_a_stranger_s_title_is_only_text() -> None:
    text = zoom.page(HOSTILE, SVG)
    read = Reader(text)
    assert [tag for tag, _ in read.tags].count("script") == 1
    assert "alert(1)" in read.of("title")[0]
    assert not set(text) & set("\x00\u202e")


def test_the_keys_that_buttons_name_are_the_ones_it_hears() -> None:
    text = zoom.page("x", SVG)
    named = set(re.findall(r'title="[^"]*\((.)\)"', text))
    heard = set(re.findall(r'"?([^\s"{]+)"?: "', re.search(r"const keys = \{([^}]*)\}", text)[1]))  # type: ignore[index]
    assert named <= heard
