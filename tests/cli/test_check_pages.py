"""The page of each code is true: its wrong gives that code at the marked line, its right does not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from sim.cli.checking import examine
from sim.reading.codes import CODES, PUBLISHED, UNFINISHED, page
from sim.reading.diagnostics import ERROR, Diagnostic
from sim.record.record import load as load_record
from sim.scenario.profiles import Profile
from tests.reading.hostile import HOSTILE

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "codes"
HERE = "  # here"
BASES = {p.name: p.read_text(encoding="utf-8") for p in sorted(PAGES.glob("*.yaml"))}
TOO_LARGE = {"unreadable", "empty-file", "text-too-long", "too-many-values"}
"""What a page tells in words: no example of it fits there, and the hostile files hold one of each."""

ELSEWHERE = {"too-many-problems", "bad-design", "table-too-large", "broken-scenario", "campaign-in-campaign"}
"""What has tests of its own: a file of very many problems, the designs of batches, a table of very many
packages, and campaigns with a broken file or another campaign beside them."""

SHOWN = sorted(set(CODES) - TOO_LARGE - ELSEWHERE)


def blocks(code: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)\n```", (ROOT / page(code)).read_text(encoding="utf-8"), flags=re.S)


def problems(folder: Path, base: str, text: str, code: str, beside: str = "") -> list[Diagnostic]:
    """What is said of a scenario, or of the file beside it."""
    for name, whole in BASES.items():  # a campaign's scenarios stand beside it
        (folder / name).write_text(text if name == base else whole, encoding="utf-8")
    if beside:
        (folder / beside.splitlines()[0].removeprefix("# ")).write_text(beside, encoding="utf-8")
    profile = Profile.PUBLISHED if code in PUBLISHED else Profile.PLAYABLE
    return examine(folder / base, load_record(), profile)


def test_the_files_that_the_pages_change_have_no_problem(tmp_path: Path) -> None:
    assert set(BASES) == {"bridge.yaml", "mill.yaml", "valley.yaml", "well.yaml"}
    for name, text in BASES.items():
        assert problems(tmp_path, name, text, "unreached" if name == "mill.yaml" else "") == []


@pytest.mark.parametrize("code", SHOWN)
def test_a_page_shows_its_code(code: str, tmp_path: Path) -> None:
    wrong, *rest = blocks(code)
    if wrong.startswith("# mill."):
        base, broken, beside = "mill.yaml", BASES["mill.yaml"], wrong
        line = wrong[: wrong.index(HERE)].count("\n") + 1
        for right in rest:
            found = problems(tmp_path, base, broken, code, right)
            assert [d for d in found if d.code == code or d.severity == ERROR] == []
    else:
        (right,) = rest
        (base,) = [name for name, text in BASES.items() if f"\n{right}\n" in text]
        assert BASES[base].count(f"\n{right}\n") == 1
        broken, beside = BASES[base].replace(f"\n{right}\n", f"\n{wrong}\n"), ""
        line = broken[: broken.index(HERE)].count("\n") + 1
    assert wrong.count(HERE) == 1
    found = problems(tmp_path, base, broken, code, beside)
    told = [(d.code, d.line) for d in found if d.code == code or d.severity == ERROR]
    assert told == [(code, line)], found


def test_what_no_page_can_show_is_among_the_hostile_files() -> None:
    assert {h.code for h in HOSTILE} >= TOO_LARGE
    assert not any(blocks(code) for code in TOO_LARGE | ELSEWHERE)


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    assert {p.stem for p in PAGES.glob("*.md")} - {"README"} == set(CODES)
    for code, meaning in CODES.items():
        text = (ROOT / page(code)).read_text(encoding="utf-8")
        assert text.startswith(f"# {code}\n\n{meaning}\n\n")
        assert ("As a draft" in " ".join(text.split())) == (code in UNFINISHED), code
        assert len(text.splitlines()) <= 40


def test_the_line_that_the_index_shows_is_what_is_told(tmp_path: Path) -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^mill\.yaml:.*", index, flags=re.M)
    text = BASES["mill.yaml"].replace("date: 1820-07-01", "date: 1820-07-32")
    found = problems(tmp_path, "mill.yaml", text, "")
    assert [str(d).removeprefix(f"{tmp_path}/") for d in found] == shown


def test_the_index_lists_every_code_with_its_meaning() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| \[([a-z-]+)\]\(\1\.md\) \| (.*) \|$", index, flags=re.M)) == CODES


KINDS = ["actor", "government", "channel", "leverage", "constraint", "variable"]
KINDS += ["decision", "move", "ending", "fact", "source", "place", "party", "issue", "option", "scenario"]
MAKERS = {"problem": 1, "Diagnostic": 3, "_Refused": 1, "told": 2}
"""Calls that make a diagnostic, and where its code stands among the arguments."""


def codes_in(path: Path) -> set[str]:
    """Every text in a file that stands where a code can."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at = MAKERS.get(name, -1)
            texts = [a for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if at >= 0:
                found |= {a.value for a in texts if re.fullmatch(r"[a-z]+(-[a-z]+)*", a.value)}
    return found


def test_the_list_holds_every_code_that_the_source_uses_and_no_other() -> None:
    text = "\n".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "sim").rglob("*.py") if p.name != "codes.py"
    )
    for code in CODES:
        kind = code.removeprefix("unknown-")
        assert f'"{code}"' in text or (kind != code and kind in KINDS), f"nothing uses {code}"
    rooms = [p for p in (ROOT / "sim").rglob("*.py") if "Diagnostic" in p.read_text(encoding="utf-8")]
    used = {c for p in rooms for c in codes_in(p)}
    assert used - {"warning", "error"} <= set(CODES)
    assert len(used) > 50
    assert {f"unknown-{kind}" for kind in KINDS} <= set(CODES)
