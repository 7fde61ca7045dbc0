"""The changes that ``tests.fuzz`` makes to a scenario: slips, other programs, strangers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sim.record.record import Record, load, read
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.scenario.starter import starter

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "codes"
ISLES = ROOT / "tests" / "fixtures" / "isles"
TABLES = ROOT / "tests" / "fixtures" / "tables"
LONG = 80
"""One file in so many is made from a long scenario: a shipped one costs as much as twenty short ones."""


class Text(NamedTuple):
    """A scenario that is changed, and the record that it is read with."""

    text: str
    record: Record


class Pool(NamedTuple):
    """What files are made from."""

    short: list[Text]
    """In every way of writing: scenarios, some with tables, and a campaign."""
    long: list[Text]
    """The shipped ones, and the one that the tutorial makes."""
    parts: list[str]
    """Texts whose lines get into others: all of those, and the examples of every code."""


@cache
def beside() -> dict[str, Compiled | None]:
    """The scenarios that a changed campaign can name: those beside it, and one with errors."""
    files = [p for p in sorted(PAGES.glob("*.yaml")) if p.stem != "valley"]
    return {p.stem: library.examine(p)[0] for p in files} | {"broken": None}


def pool() -> Pool:
    """All that files are made from, read."""
    record, isles = load(), read(ISLES / "seeds")[0]
    assert isles is not None
    files = [*sorted(PAGES.glob("*.yaml")), TABLES / "harbour.yaml"]
    short = [Text(p.read_text(encoding="utf-8"), record) for p in files]
    short.append(Text((ISLES / "isles.yaml").read_text(encoding="utf-8"), isles))
    short.append(Text(starter("Two Towns", 2, "two_towns.yaml", "schema.json"), record))
    whole = [*library.shipped().values(), ROOT / "docs" / "examples" / "lanterns.yaml"]
    long = [Text(p.read_text(encoding="utf-8"), record) for p in whole]
    examples = "".join(p.read_text(encoding="utf-8") for p in sorted(PAGES.glob("*.md")))
    parts = [t.text for t in (*short, *long)] + re.findall(r"```yaml\n(.*?)```", examples, re.DOTALL)
    return Pool(short, long, parts)


SIGNS = "[]{}:,-?!&*|>'\"%@`#~<=\\ \t\n\r\0\x1b\u0085\u2028\ufeff\u202eaA01.é字😀"
PIECES = [
    "null",
    "true",
    "-5",
    "1e9",
    "1.5",
    "[]",
    "{}",
    '""',
    "extreme",
    "+marked",
    "use: thanks",
    "define:",
]
PIECES += ["why: x", "lamp == share", "not not not x", "(" * 40, "[" * 40, "{a: " * 40, "- " * 40, "x" * 5000]
PIECES += [
    "almanac#9",
    "*a",
    "&a b",
    "<<: {a: 1}",
    "!!python/none x",
    "---",
    "...",
    "%YAML 9.9",
    "? x",
    "|",
    ">-",
]
PLAIN = ["0", "-7", "101", "1.5", "true", "null", "extreme", "zzz", "lamp", "'x y'", "[]", "{}"]
NAME = re.compile(r"(?<![\w#-])[a-z][a-z_]+(?![\w#-])")


def _sign(text: str, parts: list[str], luck: random.Random) -> str:
    at = luck.randint(0, len(text))
    return text[:at] + "".join(luck.choices(SIGNS, k=luck.randint(0, 3))) + text[at + luck.randint(0, 3) :]


def _piece(text: str, parts: list[str], luck: random.Random) -> str:
    at = luck.randint(0, len(text))
    return text[:at] + luck.choice(PIECES) + text[at:]


def _value(text: str, parts: list[str], luck: random.Random) -> str:
    lines = text.split("\n")
    at = luck.randrange(len(lines))
    lines[at] = lines[at].partition(":")[0] + ": " + luck.choice(PIECES)
    return "\n".join(lines)


def _lines(text: str, parts: list[str], luck: random.Random) -> str:
    """Lines that are dropped, doubled, moved, or shifted by a blank."""
    lines = text.split("\n")
    at, many = luck.randrange(len(lines)), luck.randint(1, 8)
    part = lines[at : at + many]
    what = luck.randrange(4)
    if what == 0:
        del lines[at : at + many]
    elif what == 1:
        lines[at:at] = part
    elif what == 2:
        del lines[at : at + many]
        to = luck.randint(0, len(lines))
        lines[to:to] = part
    else:
        lines[at : at + many] = [luck.choice((" ", "  ", "\t")) + line for line in part]
    return "\n".join(lines)


def _word(text: str, parts: list[str], luck: random.Random) -> str:
    """One word put where another stands."""
    words = text.split(" ")
    words[luck.randrange(len(words))] = luck.choice(words)
    return " ".join(words)


def _name(text: str, parts: list[str], luck: random.Random) -> str:
    """One name put where another stands: the YAML stays whole, so that the checks behind it are reached."""
    there, other = (NAME.search(text, luck.randint(0, len(text))) for _ in range(2))
    if there is None:
        return text
    names = [other.group()] if other else []
    new = luck.choice([*names, luck.choice(PLAIN), there.group()[:-1]])
    return text[: there.start()] + new + text[there.end() :]


def _foreign(text: str, parts: list[str], luck: random.Random) -> str:
    """Lines of another scenario."""
    lines, other = text.split("\n"), luck.choice(parts).split("\n")
    at, there = luck.randint(0, len(lines)), luck.randrange(len(other))
    lines[at:at] = other[there : there + luck.randint(1, 30)]
    return "\n".join(lines)


def _torn(text: str, parts: list[str], luck: random.Random) -> str:
    """A file that was not written to its end."""
    return text[: luck.randint(0, len(text))]


CHANGES: list[Callable[[str, list[str], random.Random], str]] = [
    *(_sign, _piece, _value, _lines, _lines, _word, _name, _name, _name, _name, _name, _foreign, _torn)
]


def made(files: Pool, seed: int, number: int) -> Text:
    """File ``number`` of a seed: one of the scenarios with one to five changes."""
    luck = random.Random(f"{seed} {number}")
    text, record = luck.choice(files.short if luck.randrange(LONG) else files.long)
    for _ in range(luck.choice((1, 1, 1, 2, 2, 3, 5))):
        text = luck.choice(CHANGES)(text, files.parts, luck)
    return Text(text, record)
