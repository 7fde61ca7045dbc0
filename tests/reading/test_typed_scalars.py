"""What of a plain text becomes a truth, a number or nothing: little, and never by surprise."""

from __future__ import annotations

import math

import pytest

from sim.reading import tree

TYPED: list[tuple[str, object]] = [
    ("true", True),
    ("false", False),
    ("null", None),
    ("", None),
    ("0", 0),
    ("7", 7),
    ("-7", -7),
    ("100", 100),
    ("-0", 0),
    ("999999999999", 999_999_999_999),
    ("-100000000000", -100_000_000_000),
    ("0.5", 0.5),
    ("-0.25", -0.25),
    ("12.000", 12.0),
]
TEXTS = [
    "NO no No yes YES Yes on off On Off y n Y N True TRUE False FALSE Null NULL ~ None nil",
    "012 -012 00 0x1F 0o17 0b11 1_000 +7 --7 1,5 ½ ٣ １２ 9999999999999 1000000000000000000000",
    "12:30 1:2:3 190:20:30 9999-99-99 2024-05-31 2024-05-31T12:00:00Z 2024-5-1 1921",
    "1e999 1e3 1E3 1.5e3 .5 5. +1.5 -.5 .inf -.inf +.inf .Inf .nan .NaN nan inf Infinity 0.1234567890123",
    "1.2.3 v1 -- ++ #5x a#5 =",
]


@pytest.mark.parametrize(("text", "value"), TYPED)
def test_what_has_a_type(text: str, value: object) -> None:
    document, found = tree.parse(f"a: {text}\n", "f")
    assert document is not None, found
    given = document.data["a"]
    assert (type(given), given) == (type(value), value)


@pytest.mark.parametrize("text", [t for row in TEXTS for t in row.split() if t not in ("1921", "#5x")])
def test_what_stays_text(text: str) -> None:
    document, found = tree.parse(f"a: {text}\n", "f")
    assert document is not None, found
    assert document.data["a"] == text


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("text", ["true", "null", "12", "1.5", "", "-7"])
def test_what_stands_in_quotes_is_text(text: str, quote: str) -> None:
    document, _ = tree.parse(f"a: {quote}{text}{quote}\n", "f")
    assert document is not None
    assert document.data["a"] == text


@pytest.mark.parametrize("sign", ["|", ">", "|-", ">-"])
def test_a_block_of_text_is_text(sign: str) -> None:
    document, _ = tree.parse(f"a: {sign}\n  12\n", "f")
    assert document is not None
    assert document.data["a"].strip() == "12"


def test_a_number_of_many_digits_costs_nothing() -> None:
    document, _ = tree.parse("a: " + "9" * 19_000 + "\n", "f")
    assert document is not None
    assert document.data["a"] == "9" * 19_000


def test_no_number_is_endless_or_none() -> None:
    text = "\n".join(f"- {t}" for row in TEXTS for t in row.split() if not t.startswith("#"))
    document, found = tree.parse(text, "f")
    assert document is not None, found
    assert all(math.isfinite(v) for v in document.data if isinstance(v, float))


def test_each_value_and_key_knows_where_it_stands() -> None:
    text = "a: 1\nb:\n  - x\n  - {c: [p, q], d: |\n}\n"
    document, found = tree.parse(text, "f")
    assert document is None, "a block of text cannot stand in a flow"
    assert [d.line for d in found] == [4]
    document, _ = tree.parse("a: 1\nb:\n  - x\n  - {c: [p, q],\n     d: y}\n", "f")
    assert document is not None
    assert document.data == {"a": 1, "b": ["x", {"c": ["p", "q"], "d": "y"}]}
    assert document.keys == {("a",): (1, 1), ("b",): (2, 1), ("b", 1, "c"): (4, 6), ("b", 1, "d"): (5, 6)}
    assert document.values[("a",)] == (1, 4)
    assert document.values[("b", 0)] == (3, 5)
    assert document.values[("b", 1)] == (4, 5)
    assert document.values[("b", 1, "c", 1)] == (4, 13)
    assert document.mark(("b", 1, "gone", "too")) == (4, 5)
    assert document.mark(("nowhere",)) == (1, 1)
