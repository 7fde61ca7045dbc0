"""An office that two people hold at once is told, at the second of them; who follows may share a day."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.reading import tree
from sim.record.offices import held_twice
from sim.record.record import read
from sim.record.schema import Officials
from tests.conftest import ISLES
from tests.scenario.test_author_mistakes import line_of, problems_of

HEIR = (
    "  heir: {name: The Heir, short: Heir, side: SIDE, influence: {is: slight, judgement: New.}, "
    'credibility: {is: slight, judgement: New.}, offices: [{title: TITLE, SPANsource: "almanac#1"}]}\n'
)
WARDEN = "Warden of the light"
"""The warden of the fixture holds it from 1910 on."""

TOLD = [
    ("north", WARDEN, "", "from 1910-01-01."),
    ("north", "warden of the Light", "from: 1920-01-01, ", "from 1920-01-01."),
    ("north", WARDEN, "to: 1910-01-02, ", "from 1910-01-01 to 1910-01-02."),
    ("north", WARDEN, "from: 1912-02-03, to: 1912-02-03, ", "on 1912-02-03."),
    ("south", "Envoy", "", "always."),
]
FREE = [
    ("north", WARDEN, "to: 1910-01-01, "),
    ("north", WARDEN, "to: 1909-12-31, "),
    ("north", "Keeper", ""),
    ("south", WARDEN, ""),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ISLES / "seeds", tmp_path / "seeds"))


def heir(side: str, title: str, span: str) -> str:
    return HEIR.replace("SIDE", side).replace("TITLE", title).replace("SPAN", span)


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize(("side", "title", "span", "days"), TOLD)
def test_two_people_in_one_office(
    side: str, title: str, span: str, days: str, beside: bool, copy: Path
) -> None:
    file = copy / ("officials-more.yaml" if beside else "officials.yaml")
    before = "officials:\n" if beside else file.read_text(encoding="utf-8")
    file.write_text(before + heir(side, title, span), encoding="utf-8")
    record, found = read(copy)
    assert record is None
    line = before.count("\n") + 1
    assert [(d.file, d.line, d.code) for d in found] == [(str(file), line, "office-held-twice")]
    assert "'The Heir' and 'The " in found[0].message
    assert found[0].message.endswith(days)
    assert "'from' or 'to'" in found[0].mend


@pytest.mark.parametrize(("side", "title", "span"), FREE)
def test_who_follows_or_holds_another_office(side: str, title: str, span: str, copy: Path) -> None:
    file = copy / "officials.yaml"
    file.write_text(file.read_text(encoding="utf-8") + heir(side, title, span), encoding="utf-8")
    assert read(copy)[1] == []


def test_one_person_twice_in_an_office_is_nobody_else(copy: Path) -> None:
    file = copy / "officials.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[{title: Envoy,", '[{title: Envoy, source: "almanac#3"}, {title: Envoy,'))
    assert read(copy)[1] == []


OWN = (ISLES / "isles.yaml").read_text(encoding="utf-8")
HEAD = "format: 1\n"


@pytest.mark.parametrize(("span", "told"), [("", 1), ("to: 1910-01-01, ", 0)])
def test_a_file_s_own_official_in_an_office_of_the_record(span: str, told: int) -> None:
    record, _ = read(ISLES / "seeds")
    assert record is not None
    own = heir("north", WARDEN, span).replace("  heir", "    heir")
    text = OWN.replace(HEAD, f"{HEAD}record:\n  officials:\n{own}", 1)
    found = [d for d in problems_of(text, record) if d.code == "office-held-twice"]
    assert [d.line for d in found] == [line_of(text, "    heir")] * told
    assert all("'The Heir' and 'The Warden'" in d.message for d in found)


DAYS = st.one_of(st.none(), st.integers(1, 6))


def spans(pair: tuple[int | None, int | None]) -> set[int]:
    """Days of a post among 0 to 7, of which 0 and 7 stand for ever."""
    return set(range(0 if pair[0] is None else pair[0], (7 if pair[1] is None else pair[1]) + 1))


def written(name: str, pair: tuple[int | None, int | None]) -> str:
    ends = [f"{key}: 1900-01-0{day}, " for key, day in zip(("from", "to"), pair, strict=True) if day]
    return heir("north", "Post", "".join(ends)).replace("heir:", f"{name}:")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.tuples(DAYS, DAYS), st.tuples(DAYS, DAYS))
def test_two_spans_against_their_days_one_by_one(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None]
) -> None:
    both = spans(one) & spans(other)
    if not spans(one) or not spans(other):
        return
    document, _ = tree.parse("officials:\n" + written("first", one) + written("second", other), "o.yaml")
    assert document is not None
    officials = Officials.model_validate(document.data).officials
    found = list(held_twice(document, officials))
    handed_over = len(both) == 1 and spans(one) != spans(other)
    handed_over &= max(spans(one)) == min(spans(other)) or max(spans(other)) == min(spans(one))
    assert len(found) == (bool(both) and not handed_over)
    for problem in found:
        real = sorted(both - {0, 7})
        assert problem.line == 3
        for day, end in ((real[:1], 0), (real[-1:], 7)):
            if day and end not in both:
                assert str(datetime.date(1900, 1, day[0])) in problem.message
