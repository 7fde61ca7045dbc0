"""A page: well-formed, needing nothing but itself, readable by all, and safe with any text."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import pages
from sim.errors import MissingPart
from sim.pages import charts
from sim.pages.charts import Bar, Value
from sim.pages.page import Charts, Command, Page, Pairs, Section, Table, Words, render
from tests.pages.reading import Reader

HOSTILE = '</style><script>alert("1")</script><img src=http://x.example/ onerror=a()> {{ 7 * 7 }} & \'"'


def page(text: str) -> Page:
    """A page with every kind of block, and ``text`` wherever text can stand."""
    chart = charts.bars(text, text, [Bar(text, (Value(50, 40, 60, "50 %"),))])
    blocks = (
        Words(text),
        Words(text, quiet=True),
        Pairs(((text, text),)),
        Command(text),
        Table(text, (text, "n"), ((text,), (text, "1"), (text, text)), frozenset({1})),
        Charts(text, (chart, chart)),
    )
    return Page(text, text, text, (Section(text, blocks), Section(text, blocks)), text)


@pytest.fixture(scope="module")
def plain() -> Reader:
    return Reader(render(page("A quiet title")))


def test_it_is_well_formed(plain: Reader) -> None:
    assert plain.wrong == []
    assert plain.open == []
    ids = plain.attributes("id")
    assert len(ids) == len(set(ids))


def test_it_needs_no_network_and_runs_nothing(plain: Reader) -> None:
    tags = {tag for tag, _ in plain.tags}
    assert not tags & {"script", "link", "iframe", "object", "embed", "img", "image", "base", "form"}
    references = [v for n in ("src", "href", "xlink:href", "action", "srcset") for v in plain.attributes(n)]
    assert all(r.startswith("#") for r in references)
    css = " ".join(plain.of("style"))
    assert "@import" not in css
    assert "url(" not in css


def test_those_who_do_not_see_it_are_told(plain: Reader) -> None:
    assert plain.tags[0] == ("html", {"lang": "en"})
    levels = [int(tag[1]) for tag, _ in plain.tags if re.fullmatch("h[1-6]", tag)]
    assert levels == [1, 2, 2]
    count = {
        tag: [t for t, _ in plain.tags].count(tag) for tag in ("table", "caption", "svg", "desc", "main")
    }
    assert count == {"table": 2, "caption": 2, "svg": 4, "desc": 4, "main": 1}
    ids = set(plain.attributes("id"))
    named = plain.attributes("aria-labelledby")
    assert len(named) == 4
    assert all(set(v.split()) <= ids for v in named)
    scopes = [a.get("scope") for t, a in plain.tags if t == "th"]
    assert all(scopes)


def test_it_has_a_dress_for_day_night_and_paper(plain: Reader) -> None:
    css = " ".join(plain.of("style"))
    assert "prefers-color-scheme: dark" in css
    assert "@media print" in css


def test_a_marked_row_and_a_heading_row(plain: Reader) -> None:
    classes = [a.get("class") for t, a in plain.tags if t == "tr"]
    assert classes == [None, "heading", "marked", None] * 2


def test_a_stranger_s_text_is_only_text() -> None:
    calm, hostile = Reader(render(page("x"))), Reader(render(page(HOSTILE)))
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in calm.tags]
    assert hostile.attributes("onerror") == []
    assert HOSTILE in hostile.of("h1")
    assert HOSTILE in hostile.of("code")


@settings(max_examples=25)
@given(st.text(st.characters(), min_size=1, max_size=20))
def test_any_text_gives_a_page_that_can_be_written(text: str) -> None:
    found = Reader(render(page(text)).encode("utf-8").decode("utf-8"))
    assert found.wrong == []
    assert found.open == []


def test_the_same_page_twice_is_the_same_bytes() -> None:
    assert render(page("x")) == render(page("x"))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.1 defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_stands_out_by_day_by_night_and_on_paper(plain: Reader) -> None:
    """4.5 to 1, WCAG's level AA, for every colour that text has on every ground that it stands on."""
    css = " ".join(plain.of("style"))
    dresses = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", b)) for b in re.findall(r":root \{(.*?)\}", css, re.S)
    ]
    assert len(dresses) == 3
    for dress in dresses:
        pairs = [(text, "paper") for text in ("ink", "muted", "blue", "rust")]
        pairs += [("ink", ground) for ground in ("mist", "haze", "sand")]
        for text, ground in pairs:
            assert contrast(dress[text], dress[ground]) >= 4.5, (text, ground)


def test_its_policy_lets_its_own_style_in_and_nothing_else(plain: Reader) -> None:
    [policy] = [a["content"] for t, a in plain.tags if a.get("http-equiv") == "Content-Security-Policy"]
    [style] = re.findall(r"<style>(.*?)</style>", render(page("A quiet title")), re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]
    assert not plain.attributes("style")


@pytest.mark.parametrize("gone", ["page.html", "page.css", "top.html"])
def test_a_part_that_is_missing_is_told_in_a_line(
    gone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(Path(pages.__file__).parent, tmp_path / "pages")
    (folder / gone).unlink()
    monkeypatch.setattr("sim.pages.page._HERE", folder)
    with pytest.raises(MissingPart, match=f"{gone}, a part of every page, is missing"):
        render(page("A quiet title"))
