"""Changed scenarios by the thousand: whatever a text is, it is a game or a list of problems, and soon.

    python -m tests.fuzz --files 10000 --seed 1 --jobs 2
    python -m tests.fuzz --seed 1 --only 4711

Each file is a scenario with a few changes that a slip, another program or a stranger could make (see
``tests/fuzz_changes.py``). The seed and a file's number alone say what is in it, so that any of them can
be made again. A file that breaks the promise is printed with its number and kept. ``--atheris`` looks for
such files by the lines of code that they reach, until --files texts were tried; it needs ``atheris``.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sim.reading import tree
from sim.reading.codes import CODES, PUBLISHED
from sim.reading.diagnostics import MAX_PROBLEMS, Diagnostic
from sim.reading.tree import Document
from sim.record.record import Record
from sim.scenario import campaign
from sim.scenario.compile import compile_scenario
from sim.scenario.joined import join
from sim.scenario.published import check_published, check_wording
from sim.scenario.understand import understand
from tests.fuzz_changes import Pool, beside, made, pool

MOST_SECONDS = 0.5
"""Seconds of processor time that no file may take."""

CHUNK = 100
"""Files that a process tries before it tells of them."""

EVERY = 30.0
"""Seconds between two lines that tell how far it is, where standard error is no terminal."""


@dataclass
class Tried:
    """What came of some files."""

    files: int = 0
    games: int = 0
    slowest: tuple[float, int] = (0.0, -1)
    """Seconds of processor time of the slowest file, and its number."""
    codes: Counter[str] = field(default_factory=Counter)
    """In how many files each code was told."""
    broken: list[tuple[int, str, str]] = field(default_factory=list)
    """The number of each file that broke the promise, why, and its text."""

    def add(self, other: Tried) -> None:
        self.files += other.files
        self.games += other.games
        self.slowest = max(self.slowest, other.slowest)
        self.codes.update(other.codes)
        self.broken += other.broken


def examined(text: str, record: Record) -> tuple[bool, list[Diagnostic]]:
    """Whether a text is a game, and what is said of it."""
    document, problems = tree.parse(text, "fuzz.yaml")
    if document is None:
        return False, problems
    if campaign.is_campaign(document):
        return joined(document, record)
    understood, problems = understand(document, record)
    if understood is None:
        return False, problems
    compile_scenario("fuzz", understood.scenario, understood.record)
    return True, problems + check_published(document, understood.scenario, understood.record)


def joined(document: Document, record: Record) -> tuple[bool, list[Diagnostic]]:
    """Whether a document is a campaign, and what is said of it."""
    read, problems = campaign.understand(document, record, beside())
    if read is None:
        return False, problems
    join("fuzz", read, record)
    join("fuzz", read, record, short=True)
    return True, problems + check_wording(document, record)


def promise(text: str, game: bool, problems: list[Diagnostic]) -> str:
    """What is wrong with what was said of a text; empty if nothing is."""
    last = len(tree.BREAK.findall(text)) + 1
    for found in problems:
        if found.code not in CODES or not found.message or "\n" in str(found) or not 1 <= found.line <= last:
            return f"told badly: {found!r}"
    if game == any(p.severity == "error" and p.code not in PUBLISHED for p in problems):
        return "neither a game nor an error"
    return "" if len(problems) <= 2 * (MAX_PROBLEMS + 1) else f"{len(problems)} problems"


def attempt(number: int, text: str, record: Record) -> Tried:
    """What comes of one file."""
    began, wrong, problems, game = time.process_time(), "", [], False
    try:
        game, problems = examined(text, record)
        wrong = promise(text, game, problems)
    except Exception as problem:
        wrong = f"{type(problem).__name__}: {problem}"
    took = time.process_time() - began
    if took > MOST_SECONDS and not wrong:
        wrong = f"{took:.2f} seconds"
    broken = [(number, wrong, text)] if wrong else []
    return Tried(1, int(game), (took, number), Counter({p.code for p in problems}), broken)


def fuzz(numbers: range, seed: int, files: Pool) -> Tried:
    """Tries the files of those numbers."""
    tried = Tried()
    for number in numbers:
        text, record = made(files, seed, number)
        tried.add(attempt(number, text, record))
    return tried


_pool = cache(pool)


def _chunk(numbers: range, seed: int) -> Tried:
    return fuzz(numbers, seed, _pool())


def in_chunks(numbers: range, seed: int, jobs: int) -> Generator[Tried, None, None]:
    """Tries the files, with that many processes, and tells of each chunk in its order."""
    chunks = [numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK)]
    if jobs == 1:
        yield from (_chunk(chunk, seed) for chunk in chunks)
        return
    with ProcessPoolExecutor(jobs, initializer=_undisturbed) as processes:
        running = [processes.submit(_chunk, chunk, seed) for chunk in chunks]
        try:
            for chunk, future in zip(chunks, running, strict=True):
                last = min(chunk.start + jobs * CHUNK, numbers.stop) - 1
                yield future.result()
        except BrokenProcessPool:
            raise SystemExit(f"a process died over one of the files {chunk.start} to {last}") from None
        finally:
            processes.shutdown(cancel_futures=True)


def _undisturbed() -> None:
    """Ctrl-C is for the process that shares the files out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def guided(runs: int, seed: int) -> int:
    """Texts that reach other lines of the reader than those before them, as atheris finds them."""
    try:
        import atheris
    except ModuleNotFoundError:
        raise SystemExit("atheris is not installed. Run 'python -m pip install atheris'.") from None
    files, record = pool(), pool().short[0].record

    def one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        for _, wrong, _ in attempt(0, text, record).broken:
            raise AssertionError(wrong)

    atheris.instrument_all()
    with tempfile.TemporaryDirectory() as folder:
        for at, text in enumerate([*(t.text for t in files.short), *files.parts]):
            Path(folder, f"{at}.yaml").write_text(text, encoding="utf-8")
        atheris.Setup([sys.argv[0], f"-runs={runs}", f"-seed={seed + 1}", "-max_len=8000", folder], one)
        atheris.Fuzz()
    return 0


def _keep(tried: Tried, seed: int) -> None:
    """Says which files broke the promise, and writes them down."""
    for number, why, text in tried.broken:
        kept = Path(tempfile.gettempdir()) / f"fuzz-{seed}-{number}.yaml"
        kept.write_text(text, encoding="utf-8", errors="surrogatepass")
        print(f"file {number}: {why} ({kept})", flush=True)


def _run(numbers: range, seed: int, jobs: int) -> int:
    """Tries the files, tells how far it is, and then what came of them."""
    began, told, tried = time.monotonic(), time.monotonic(), Tried()
    screen = sys.stderr.isatty()
    parts = in_chunks(numbers, seed, jobs)
    try:
        for part in parts:
            _keep(part, seed)
            tried.add(part)
            now = time.monotonic()
            if screen or now - told >= EVERY:
                told, speed = now, tried.files / (now - began)
                line = f"{tried.files:,} of {len(numbers):,} files, {speed:,.0f} a second"
                print(
                    f"\r{line}" if screen else line, end="" if screen else "\n", file=sys.stderr, flush=True
                )
    except KeyboardInterrupt:
        print("\nstopped.", file=sys.stderr)
        parts.close()
    seconds = time.monotonic() - began
    if screen:
        print(file=sys.stderr)
    print(", ".join(f"{code} {count:,}" for code, count in tried.codes.most_common()))
    print(
        f"{tried.files:,} files in {seconds:,.0f} s ({tried.files / seconds:,.0f} a second): "
        f"{tried.games:,} games, {len(tried.codes)} of {len(CODES)} codes told, {len(tried.broken)} broken; "
        f"the slowest {tried.slowest[0]:.3f} s, file {tried.slowest[1]}."
    )
    if tried.files < len(numbers):
        return 130
    return 1 if tried.broken else 0


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="Tries the reader on changed files."
    )
    asked.add_argument("--files", type=int, default=1000, help="how many [1000]")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--first", type=int, default=0, help="the number of the first file [0]")
    asked.add_argument("--jobs", type=int, default=1, help="processes that try them [1]")
    asked.add_argument("--only", type=int, metavar="N", help="file N alone: its text, and what is said of it")
    asked.add_argument("--atheris", action="store_true", help="led by the code that is reached")
    given = asked.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also in the background of a shell
    if given.atheris:
        return guided(given.files, given.seed)
    if given.only is not None:
        return _show(given.seed, given.only)
    return _run(range(given.first, given.first + given.files), given.seed, max(1, given.jobs))


def _show(seed: int, number: int) -> int:
    """One file, and what is said of it."""
    text, record = made(pool(), seed, number)
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    print(text)
    tried = attempt(number, text, record)
    for _, wrong, _ in tried.broken:
        print(f"file {number}: {wrong}", file=sys.stderr)
    if not tried.broken:
        for problem in examined(text, record)[1]:
            print(problem, file=sys.stderr)
    return 1 if tried.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
