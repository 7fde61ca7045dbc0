"""The sheets in a real browser and on paper: nothing asked for, and no page cut where it should not be."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui.guide import FILES, pack, survey
from sim.ui.guide.handouts import brief, cards
from sim.ui.guide.sheets import Sheet, page
from tests.conftest import SHIPPED
from tests.ui import browser
from tests.ui.guide.sheets import FEW
from tests.ui.test_report import foreign, listener

__all__ = ["listener"]

PAPERS = ("A4", "letter")
needs_text = pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext here")


@cache
def games() -> list[Compiled]:
    """The shipped scenarios, opened once."""
    return [library.open_scenario(name) for name in SHIPPED]


def forms(game: Compiled) -> list[Sheet]:
    return [survey.sheet(game, form) for form in survey.forms(game)]


def printed(texts: list[str], paper: str, folder: Path) -> list[str]:
    """The pages of several sheets, each begun on a page of its own, as words."""
    mains = [re.search(r"<main>.*</main>", t, re.S) for t in texts]
    parts = "".join(f'<div style="break-before: page">{m[0]}</div>' for m in mains if m)
    whole = re.sub(r"<main>.*</main>", lambda _: parts, texts[0], count=1, flags=re.S)
    whole = whole.replace("Content-Security-Policy", "Nothing").replace("@page {", f"@page {{ size: {paper};")
    file, out = folder / "sheets.html", folder / "sheets.pdf"
    file.write_text(whole, encoding="utf-8")
    browser.paper(file, out)
    done = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, check=True)
    return done.stdout.decode().removesuffix("\f").split("\f")


@browser.needed
def test_a_browser_has_nothing_to_say_and_asks_nobody(
    tmp_path: Path,
    listener: tuple[int, list[bytes]],
) -> None:
    """All that it would fetch goes to a port that writes down what comes."""
    port, heard = listener
    for name, text in pack(library.open_scenario("tutorial"), FEW).items():
        assert name in FILES
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        assert browser.console(file, f"--proxy-server=127.0.0.1:{port}") == []
    assert foreign(heard) == []


@browser.needed
@needs_text
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    ("sheets", "begins"), [(lambda g: [brief(g)], "Student brief"), (forms, "Form ")], ids=["brief", "forms"]
)
def test_a_sheet_is_one_page(
    sheets: Callable[[Compiled], list[Sheet]], begins: str, paper: str, tmp_path: Path
) -> None:
    """Of each shipped scenario, printed in one go."""
    made = [page(s) for game in games() for s in sheets(game)]
    pages = printed(made, paper, tmp_path)
    assert len(pages) == len(made)
    assert all(p.strip().startswith(begins) for p in pages)


@browser.needed
@needs_text
@pytest.mark.parametrize("paper", PAPERS)
def test_no_card_is_cut_by_a_page(paper: str, tmp_path: Path) -> None:
    pages = printed([page(cards(g)) for g in games()], paper, tmp_path)
    begun = [p.count("For this seat only") for p in pages]
    assert sum(begun) == sum(len(g.source.seats) for g in games())
    assert [p.count("Open to you on the first day") for p in pages] == begun


@browser.needed
@needs_text
def test_the_guide_on_paper_has_every_part(tmp_path: Path) -> None:
    made = pack(library.open_scenario("tutorial"), FEW)["facilitator.html"]
    pages = printed([made], "A4", tmp_path)
    whole = " ".join(" ".join(pages).split())
    for heading in re.findall(r"<h2[^>]*>([^<]*)</h2>", made):
        assert heading.replace("&#39;", "'") in whole
    assert all(p.strip() for p in pages)
