"""Games as rows of a gradebook: CSV that a spreadsheet opens with a double click, and a program reads."""

from __future__ import annotations

import csv
import io
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Final

from sim.errors import InputError, UnreadableFile, shorten

MARK: Final = "\ufeff".encode()
MOST_BYTES: Final = 64 << 20
MOST_HEAD: Final = 10_000
_FORMULA: Final = re.compile(r"((?:^|;)[\s\"]*)(?=[=+@\-\uff1d\uff0b\uff20\uff0d])")
"""Where a spreadsheet may see a formula begin; in some countries with the wide forms of its signs as well."""
_JOINERS: Final = "\u200c\u200d"


@dataclass(frozen=True)
class Row:
    """One person in one game. No personal data beyond the nickname that they gave themselves.

    ``first_parting`` is the decision at which the path left history, "" if it never did; ``ending`` is ""
    in an unfinished game, and both of history's are "" for a scenario without one. ``tables`` is at how many
    tables the seat bargained, ``own_worth`` what it had of them on average, in points of its own sheet: what
    it had to have where nothing was agreed. Brier scores are means
    over the forecasts, 0 the best and 2 the worst; None without a forecast.
    """

    nickname: str
    seat: str
    mode: str
    played: date
    scenario: str
    scenario_hash: str
    version: str
    seed: int
    decisions: int
    decisions_as_in_history: int | None
    first_parting: str
    ending: str
    historical_ending: str
    forecasts: int
    brier: float | None
    brier_model: float | None
    brier_even_spread: float | None
    tables: int
    tables_agreed: int
    own_worth: float | None
    minutes: float
    finished: bool
    interventions: int


COLUMNS: Final = tuple(f.name for f in fields(Row))


def rows(game: Row, nicknames: Sequence[str]) -> tuple[Row, ...]:
    """A row for each of those who shared a seat; one without a nickname where none was given."""
    return tuple(replace(game, nickname=name) for name in nicknames or ("",))


def write(path: Path, rows: Sequence[Row]) -> None:
    """Adds rows to the gradebook at ``path``, or begins one. All rows come to stand there, or none.

    The file is CSV as RFC 4180 has it: commas, CRLF, texts in quotes and numbers without. It is UTF-8 and
    begins with a byte order mark: without it a spreadsheet that opens it by a double click takes names in
    other scripts for the letters of its own country; what reads CSV in a program passes over the mark (in
    Python, ``utf-8-sig``). A text that a spreadsheet would take for a formula has an apostrophe before it.

    The file is locked while it is written, where the system can. Raises InputError, in one line, where it
    holds other columns or cannot be written.
    """
    shown = shorten(str(path), 200)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadableFile(f"{shown} is not an ordinary file. Name another for the gradebook.")
            with _locked(handle):
                _add(handle, rows, shown)
        finally:
            os.close(handle)
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise InputError(
            f"The gradebook {shown} could not be written ({why}). "
            "Close it where it is open, make room, or name another file."
        ) from None


def _add(handle: int, rows: Sequence[Row], shown: str) -> None:
    """The new rows behind what is there, in one write; if it stops short, the file is as it was."""
    size = os.fstat(handle).st_size
    before = b""
    if size:
        before = _read(handle, size, shown)
        _check(before, shown)
    torn = bool(before) and not before.endswith(b"\n")
    text = ("\r\n" if torn else "") + _text(rows, head=not size)
    data = (b"" if size else MARK) + text.encode("utf-8", "replace")
    os.lseek(handle, size, os.SEEK_SET)
    try:
        if os.write(handle, data) != len(data):
            raise OSError(None, "no space left on the disk")
        os.fsync(handle)
    except BaseException:
        os.ftruncate(handle, size)
        raise


def _read(handle: int, size: int, shown: str) -> bytes:
    if size > MOST_BYTES:
        raise UnreadableFile(f"{shown} is too large for a gradebook. Name another file.")
    os.lseek(handle, 0, os.SEEK_SET)
    out = bytearray()
    while part := os.read(handle, 1 << 20):
        out += part
    return bytes(out)


def _check(before: bytes, shown: str) -> None:
    """Raises InputError unless the file is a gradebook of these columns."""
    try:
        first = before.decode("utf-8-sig").partition("\n")[0][:MOST_HEAD]
    except UnicodeDecodeError:
        raise InputError(
            f"{shown} is not in UTF-8, so no row was added. Save it as CSV UTF-8, or name another file."
        ) from None
    found = tuple(next(csv.reader([first.rstrip("\r")]), ()))
    if found != COLUMNS:
        raise InputError(
            f"{shown} has other columns than a gradebook of this version ({len(found)}, not {len(COLUMNS)}; "
            f"first '{shorten(next(iter(found), ''), 30)}'), so no row was added. Name another file."
        )


def _text(rows: Sequence[Row], head: bool) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    if head:
        writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(value) for value in astuple(row)])
    return out.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return round(value, 3)
    return value if isinstance(value, int) else harmless(str(value))


def harmless(text: str) -> str:
    """A text as a cell that is text in every spreadsheet: one line, and never a formula.

    Some part cells at semicolons wherever these stand, so none may begin a formula either.
    """
    line = " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in text).split())
    return _FORMULA.sub(r"\1'", line)


@contextmanager
def _locked(handle: int) -> Iterator[None]:
    """Nobody else who locks it writes to the file meanwhile. Where nothing can be locked, nothing is."""
    with suppress(OSError):
        _lock(handle, True)
    try:
        yield
    finally:
        with suppress(OSError):
            _lock(handle, False)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, on: bool) -> None:
        os.lseek(handle, MOST_BYTES, os.SEEK_SET)  # a byte beyond the text hinders no reader
        msvcrt.locking(handle, msvcrt.LK_LOCK if on else msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int, on: bool) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX if on else fcntl.LOCK_UN)
