"""Line breaking."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ui.kit import fonts
from sim.ui.kit.text import Run, break_lines, cut_lines

INK = (0, 0, 0)
WORDS = st.text(
    st.characters(codec="latin-1", exclude_categories=("Cc", "Cs", "Zs")), min_size=1, max_size=14
)
FACES = st.sampled_from(["regular", "semibold", "italic"])
RUNS = st.lists(
    st.builds(
        lambda words, face: Run(" ".join(words) + " ", face, 16, INK), st.lists(WORDS, max_size=8), FACES
    ),
    max_size=6,
)


def letters(text: str) -> str:
    return "".join(text.split())


@given(runs=RUNS, width=st.integers(10, 500))
@settings(deadline=None, max_examples=300)
def test_no_line_is_too_wide_and_no_letter_is_lost(runs: list[Run], width: int) -> None:
    lines = break_lines(runs, width)
    assert letters("".join(line.text for line in lines)) == letters("".join(r.text for r in runs))
    for line in lines:
        assert line.width <= width or len(line.text) == 1
        assert abs(line.width - sum(r.width for r in line.runs)) < 0.5 * len(line.text) + 2, (
            "kerning and rounding, no more"
        )


@given(runs=RUNS, width=st.integers(200, 600))
@settings(deadline=None, max_examples=200)
def test_words_that_fit_are_never_split(runs: list[Run], width: int) -> None:
    plain = [replace(r, text=r.text.replace("-", "_").replace("/", "|")) for r in runs]
    lines = break_lines(plain, width)
    assert [w for line in lines for w in line.text.split()] == "".join(r.text for r in plain).split()


def test_styles_touch_without_a_space() -> None:
    runs = [Run("eleven days", "semibold", 16, INK), Run(", but", "regular", 16, INK)]
    (line,) = break_lines(runs, 500)
    assert line.text == "eleven days, but"
    assert [r.face for r in line.runs] == ["semibold", "regular"]
    narrow = break_lines(runs, fonts.width("eleven days", "semibold", 16) + 1)
    assert [x.text for x in narrow] == ["eleven", "days, but"]


def test_a_long_word_is_split_and_a_hyphen_is_a_place_to_break() -> None:
    long = break_lines([Run("w" * 60, "regular", 16, INK)], 100)
    assert len(long) > 4
    assert all(line.width <= 100 for line in long)
    assert break_lines([Run("early-warning", "regular", 16, INK)], 60)[0].text == "early-"


def test_line_ends_and_hard_spaces() -> None:
    assert [x.text for x in break_lines([Run("one\ntwo", "regular", 16, INK)], 300)] == ["one", "two"]
    wide = fonts.width("c.\u00a022", "regular", 16) + 2
    assert [x.text for x in break_lines([Run("at c.\u00a022 x", "regular", 16, INK)], wide)] == [
        "at",
        "c.\u00a022",
        "x",
    ]


def test_shortening() -> None:
    text = "The disengagement line"
    cut = fonts.shortened(text, "regular", 14, 80)
    assert cut.endswith("…")
    assert fonts.width(cut, "regular", 14) <= 80
    assert fonts.shortened(text, "regular", 14, 800) == text
    lines = break_lines([Run(text * 4, "regular", 14, INK)], 90)
    two = cut_lines(lines, 2, 90)
    assert len(two) == 2
    assert two[1].text.endswith("…")
    assert two[1].width <= 90
