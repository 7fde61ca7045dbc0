"""Changed scenarios by the thousand: whatever a text is, it is a game or a list of problems, and soon.

    python -m tests.fuzz --files 10000 --seed 1

Each file is a scenario with a few changes that a slip, another program or a stranger could make. The
same seed gives the same files. A file that breaks the promise is printed with its number and kept.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sim.reading import tree
from sim.reading.codes import CODES, PUBLISHED
from sim.reading.diagnostics import MAX_PROBLEMS, Diagnostic
from sim.record.record import Record, load
from sim.scenario import library
from sim.scenario.compile import compile_scenario
from sim.scenario.published import check_published
from sim.scenario.understand import understand

ROOT = Path(__file__).parents[1]
SMALL = [
    *sorted((ROOT / "docs" / "codes").glob("*.yaml")),
    ROOT / "tests" / "fixtures" / "isles" / "isles.yaml",
]
MOST_SECONDS = 0.5
"""Seconds of processor time that no file may take."""

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


@dataclass
class Tried:
    """What came of some files."""

    files: int = 0
    games: int = 0
    slowest: float = 0.0
    """Seconds of processor time of the slowest file."""
    codes: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[int, str, str]] = field(default_factory=list)
    """The number of each file that broke the promise, why, and its text."""


def changed(texts: list[str], luck: random.Random) -> str:
    """One of the texts with one to five changes."""
    text = luck.choice(texts)
    for _ in range(luck.choice((1, 1, 1, 2, 2, 3, 5))):
        text = luck.choice(CHANGES)(text, texts, luck)
    return text


def _sign(text: str, texts: list[str], luck: random.Random) -> str:
    at = luck.randint(0, len(text))
    return text[:at] + "".join(luck.choices(SIGNS, k=luck.randint(0, 3))) + text[at + luck.randint(0, 3) :]


def _piece(text: str, texts: list[str], luck: random.Random) -> str:
    at = luck.randint(0, len(text))
    return text[:at] + luck.choice(PIECES) + text[at:]


def _value(text: str, texts: list[str], luck: random.Random) -> str:
    lines = text.split("\n")
    at = luck.randrange(len(lines))
    lines[at] = lines[at].partition(":")[0] + ": " + luck.choice(PIECES)
    return "\n".join(lines)


def _lines(text: str, texts: list[str], luck: random.Random) -> str:
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


def _word(text: str, texts: list[str], luck: random.Random) -> str:
    """One word put where another stands."""
    words = text.split(" ")
    words[luck.randrange(len(words))] = luck.choice(words)
    return " ".join(words)


def _name(text: str, texts: list[str], luck: random.Random) -> str:
    """One name put where another stands: the YAML stays whole, so that the checks behind it are reached."""
    names = list(NAME.finditer(text))
    if not names:
        return text
    there = luck.choice(names)
    new = luck.choice((luck.choice(names).group(), luck.choice(PLAIN), there.group()[:-1]))
    return text[: there.start()] + new + text[there.end() :]


def _foreign(text: str, texts: list[str], luck: random.Random) -> str:
    """Lines of another scenario."""
    lines, other = text.split("\n"), luck.choice(texts).split("\n")
    at, there = luck.randint(0, len(lines)), luck.randrange(len(other))
    lines[at:at] = other[there : there + luck.randint(1, 30)]
    return "\n".join(lines)


def _torn(text: str, texts: list[str], luck: random.Random) -> str:
    """A file that was not written to its end."""
    return text[: luck.randint(0, len(text))]


CHANGES: list[Callable[[str, list[str], random.Random], str]] = [
    *(_sign, _piece, _value, _lines, _lines, _word, _name, _name, _name, _name, _name, _foreign, _torn)
]


def examined(text: str, record: Record) -> tuple[bool, list[Diagnostic]]:
    """Whether a text is a game, and what is said of it."""
    document, problems = tree.parse(text, "fuzz.yaml")
    if document is None:
        return False, problems
    understood, problems = understand(document, record)
    if understood is None:
        return False, problems
    compile_scenario("fuzz", understood.scenario, understood.record)
    return True, problems + check_published(document, understood.scenario, understood.record)


def promise(text: str, game: bool, problems: list[Diagnostic]) -> str:
    """What is wrong with what was said of a text; empty if nothing is."""
    last = len(tree.BREAK.findall(text)) + 1
    for found in problems:
        if found.code not in CODES or not found.message or "\n" in str(found) or not 1 <= found.line <= last:
            return f"told badly: {found!r}"
    if game == any(p.severity == "error" and p.code not in PUBLISHED for p in problems):
        return "neither a game nor an error"
    return "" if len(problems) <= 2 * (MAX_PROBLEMS + 1) else f"{len(problems)} problems"


def fuzz(files: int, seed: int, texts: list[str], record: Record) -> Iterator[Tried]:
    """Tries that many files, and tells after each what came of them so far."""
    tried = Tried()
    for number in range(files):
        text = changed(texts, random.Random(f"{seed} {number}"))
        began, wrong, problems, game = time.process_time(), "", [], False
        try:
            game, problems = examined(text, record)
            wrong = promise(text, game, problems)
        except Exception as problem:
            wrong = f"{type(problem).__name__}: {problem}"
        took = time.process_time() - began
        tried.files += 1
        tried.games += game
        tried.slowest = max(tried.slowest, took)
        tried.codes.update({p.code for p in problems})
        if wrong or took > MOST_SECONDS:
            tried.broken.append((number, wrong or f"{took:.2f} seconds", text))
        yield tried


def scenarios() -> list[str]:
    """The texts that are changed: small scenarios, each as often as all the shipped ones, and those."""
    shipped = [p.read_text(encoding="utf-8") for p in library.shipped().values()]
    return shipped + [p.read_text(encoding="utf-8") for p in SMALL for _ in shipped]


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="Tries the reader on changed files."
    )
    asked.add_argument("--files", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    began, tried = time.monotonic(), Tried()
    for tried in fuzz(given.files, given.seed, scenarios(), load()):
        if sys.stderr.isatty() and tried.files % 100 == 0:
            print(f"\r{tried.files:,} files", end="", file=sys.stderr)
    for number, why, text in tried.broken:
        kept = Path(tempfile.gettempdir()) / f"fuzz-{given.seed}-{number}.yaml"
        kept.write_text(text, encoding="utf-8", errors="surrogatepass")
        print(f"file {number}: {why} ({kept})")
    print(
        f"{tried.files:,} files: {tried.games:,} games, {len(tried.codes)} codes, {len(tried.broken)} broken;"
    )
    print(f"the slowest {tried.slowest:.3f} s, {time.monotonic() - began:.0f} s in all.")
    return 1 if tried.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
