"""Where a page goes: a name that is free, and a file that is whole or not there."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from sim.errors import InputError, shorten

MOST_TRIES = 10_000


def default_name(scenario: str, seat: str) -> str:
    """A debrief's file name, ``debrief-SCENARIO-SEAT-001.html``, in letters that every disk takes."""
    return f"debrief-{_safe(scenario)}-{_safe(seat)}-001.html"


def write_page(path: Path, text: str) -> Path:
    """Writes a page, whole or not at all, and gives its path.

    A file that is there is never touched: the number at the end of the name counts up to one that is free.
    Raises InputError, in one line, where the page cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        place = _taken(path)
        try:
            _fill(place, text)
        except BaseException:
            place.unlink(missing_ok=True)
            raise
    except OSError as problem:
        why = problem.strerror or str(problem)
        shown = shorten(str(path), 200)
        raise InputError(
            f"The debrief could not be written to {shown} ({why}). Make room or name another folder."
        ) from None
    return place


def _taken(path: Path) -> Path:
    """The first free name from ``path`` on, taken by an empty file: nobody else can take it now."""
    found = re.fullmatch(r"(.*?)(?:-(\d{3,6}))?", path.stem, re.S)
    stem, number = (found[1], int(found[2] or 0)) if found else (path.stem, 0)
    for more in range(MOST_TRIES):
        name = f"{stem}-{number + more:03}" if more else path.stem
        try:
            place = path.with_name(name + path.suffix)
            os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            continue
        return place
    raise FileExistsError(None, "every number is taken")


def _fill(place: Path, text: str) -> None:
    """The text over the empty file, flushed to the disk before it takes the name."""
    mode = place.stat().st_mode & 0o777
    handle, name = tempfile.mkstemp(prefix=".debrief-", dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(name, mode)
        os.replace(name, place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _safe(name: str) -> str:
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in name)
    return kept[:60] or "_"
