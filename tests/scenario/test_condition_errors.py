"""What is wrong with a condition, said so that an author can mend it; and never anything but that."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.conditions import MAX_LENGTH, BadCondition, Names, parse

NAMES = Names(
    {"lamp": ["share", "alone", "refuse"], "coal": ["gift", "sell", "dear"]},
    ["storm", "calm"],
    ["trust_isles", "light"],
)
BAD = [
    ("", "breaks off", "lamp == share"),
    ("   ", "breaks off", "lamp == share"),
    ("lamp == shrae", "'shrae'", "'share'"),
    ("lamp == gift", "'lamp' has no move 'gift'", "share, alone, refuse"),
    ("lamp != stay_at_home", "'stay_at_home'", "share, alone, refuse"),
    ("lamp in [share, refuze]", "'refuze'", "'refuse'"),
    ("lamp in share", "'['", "Add '['"),
    ("lamp in []", "']'", "share, alone, refuse"),
    ("lamp in [share", "']' is missing", "Add ']'"),
    ("lamp in [share alone]", "']' is missing", "Add ']'"),
    ("lamp in [share,]", "no move ']'", "share"),
    ("lamp", "'lamp' is a decision", "lamp == share"),
    ("lamp >= 3", "'lamp' is a decision", "lamp == share"),
    ("lamp = share", "'= share'", "'=='"),
    ("lamp ==", "breaks off", "Finish it"),
    ("lamp in [share,", "breaks off", "Finish it"),
    ("lamp === share", "'= share'", "=="),
    ("lamp is share", "'lamp' is a decision", "'==' instead of 'is'"),
    ("lamp == 'share'", "'", "without quotes"),
    ('lamp == "share"', '"', "without quotes"),
    ("share == lamp", "'share'", "lamp == share"),
    ("lmap == share", "'lmap'", "'lamp'"),
    ("strom", "'strom'", "'storm'"),
    ("trust_isels >= 40", "'trust_isels'", "'trust_isles'"),
    ("unheard_of", "'unheard_of'", "a decision, an event or a variable"),
    ("trust_isles", "'trust_isles' is a variable", "trust_isles >= 40"),
    ("trust_isles == 40", "'trust_isles' is a variable", "trust_isles >= 40"),
    ("trust_isles != 40", "'trust_isles' is a variable", "trust_isles >= 40"),
    ("trust_isles in [40]", "'trust_isles' is a variable", "trust_isles >= 40"),
    ("trust_isles => 40", "=", "lamp == share"),
    ("trust_isles >=", "breaks off", "Finish it"),
    ("trust_isles >= light", "'light'", "use a whole number"),
    ("trust_isles >= strong", "'strong'", "0 to 100"),
    ("trust_isles >= 101", "'101'", "0 to 100"),
    ("trust_isles >= -1", "'-1'", "0 to 100"),
    ("trust_isles >= 99999", "99999", ""),
    ("trust_isles >= 40.5", "'.5'", ""),
    ("trust_isles >= 4e1", "4e1", ""),
    ("40 <= trust_isles", "'40'", "variable first"),
    ("10 < light < 20", "'10'", ""),
    ("light > 10 < 20", "'<' is left over", "'and'"),
    ("storm == true", "'storm' is an event", "not storm"),
    ("storm in [x]", "'storm' is an event", "not storm"),
    ("storm >= 1", "'storm' is an event", "not storm"),
    ("storm calm", "'calm' is left over", "'and' or 'or'"),
    ("storm and", "breaks off", "Finish it"),
    ("or storm", "'or'", ""),
    ("storm and or calm", "'or'", ""),
    ("not", "breaks off", "Finish it"),
    ("storm not calm", "'not' is left over", ""),
    ("(storm", "')' is missing", "Add ')'"),
    ("storm)", "')' is left over", ""),
    ("()", "')'", ""),
    ("storm & calm", "'& calm'", "and"),
    ("storm && calm", "'&& calm'", "and"),
    ("!storm", "'!storm'", ""),
    ("Storm", "'Storm'", ""),
    ("storm AND calm", "'AND calm'", "and"),
    ("storm;", "';'", ""),
    ("storm # always", "'# always'", ""),
    ("lamp == share # yes", "'# yes'", ""),
    ("__import__('os')", "'__import__('", ""),
    ("lambda: 1", "':", ""),
    ("storm if calm else storm", "'if' is left over", ""),
    ("lamp.share", "'.share'", ""),
    ("lamp\x00== share", "?", ""),
    ("x" * (MAX_LENGTH + 1), str(MAX_LENGTH), "Split it"),
    ("(" * 200 + "storm" + ")" * 190, "deeper", "Split it"),
    ("not " * 90 + "storm", "deeper", "Split it"),
]


@pytest.mark.parametrize(("text", "says", "mend"), BAD, ids=[t[:30] or "empty" for t, _, _ in BAD])
def test_a_bad_condition_says_what_and_how(text: str, says: str, mend: str) -> None:
    with pytest.raises(BadCondition) as refused:
        parse(text, NAMES)
    assert says in str(refused.value)
    assert mend in refused.value.mend
    assert refused.value.mend.endswith((".", "?"))
    whole = f"{refused.value} {refused.value.mend}"
    assert len(whole) < 300
    assert whole.isprintable()


TOKENS = [
    "lamp",
    "coal",
    "storm",
    "calm",
    "light",
    "trust_isles",
    "share",
    "refuse",
    "gift",
    "and",
    "or",
    "not",
    "in",
]
TOKENS += [
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "(",
    ")",
    "[",
    "]",
    ",",
    "0",
    "55",
    "100",
    "101",
    "-3",
    "=",
    "é",
    "\n",
    "?",
]


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(TOKENS), max_size=14), st.sampled_from(["", " "]))
def test_token_soup_is_a_condition_or_bad_and_nothing_else(tokens: list[str], between: str) -> None:
    check(between.join(tokens))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_any_text_is_a_condition_or_bad_and_nothing_else(text: str) -> None:
    check(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=8))
def test_nothing_named_means_nothing_that_can_be_said(tokens: list[str]) -> None:
    """Without any names every text is bad, and is told so without fail."""
    with pytest.raises(BadCondition):
        parse(" ".join(tokens), Names({}, [], []))


def check(text: str) -> None:
    """Reading ``text`` raises BadCondition in one short printable line, or nothing."""
    bad: BadCondition | None = None
    try:
        parse(text, NAMES)
    except BadCondition as problem:
        bad = problem
    if bad is not None:
        assert str(bad)
        assert bad.mend
        assert f"{bad} {bad.mend}".isprintable()
        assert len(str(bad)) < 200
