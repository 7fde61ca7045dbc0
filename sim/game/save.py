"""Saved games: a small JSON file, written so that a power cut leaves the old one or the new one."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.errors import BrokenSave, IllegalChoice, shorten
from sim.game.stored import Saved, old_saved, saved_of, written
from sim.version import VERSION

if TYPE_CHECKING:
    from sim.types import Json

FORMAT: Final = 3
"""Since 3, a choice can be what somebody did at a table."""
OLD: Final = (1, 2)
MAX_BYTES: Final = 1 << 20


def write(path: Path, saved: Saved) -> bytes:
    """Writes atomically: temporary file, flush to disk, rename, flush the folder. Raises OSError.

    Gives what was written, so that the caller can tell whether somebody else has written since.
    """
    body: Json = written(saved) | {"program": "backchannel", "format": FORMAT}
    text = json.dumps(body | {"checksum": _checksum(body)}, ensure_ascii=True, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".saving-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)
    return text.encode("ascii")


def content(path: Path) -> bytes:
    """What stands in a saved game's file now; empty where it is gone or cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def read(path: Path) -> Saved:
    """The saved game in ``path``. Raises BrokenSave, in one line; the file is never touched."""
    shown = shorten(path.name, 80)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BrokenSave(
                f"{shown} is too large for a saved game. Choose another; this one is left as it is."
            )
        body = json.loads(path.read_text(encoding="ascii"))
    except BrokenSave:
        raise
    except OSError as problem:
        raise BrokenSave(f"{shown} cannot be read ({problem.strerror}). Choose another saved game.") from None
    except (ValueError, RecursionError):
        raise BrokenSave(
            f"{shown} is torn or is no saved game. Start anew; the file is left as it is."
        ) from None
    if not isinstance(body, dict) or body.get("program") != "backchannel":
        raise BrokenSave(f"{shown} is no saved game of Backchannel. Choose another; it is left as it is.")
    if body.get("format") not in (*OLD, FORMAT):
        found = shorten(repr(body.get("format")), 20)
        raise BrokenSave(
            f"{shown} has save format {found}; this version ({VERSION}) reads formats {OLD[0]} to {FORMAT}. "
            "Open it with the version that wrote it; it is left as it is."
        )
    if body.pop("checksum", None) != _checksum(body):
        raise BrokenSave(
            f"{shown} was damaged or edited: its checksum is wrong. Start anew; it is left as it is."
        )
    try:
        return old_saved(body) if body["format"] == OLD[0] else saved_of(body)
    except (KeyError, TypeError, ValueError, AttributeError, IllegalChoice):
        raise BrokenSave(f"{shown} lacks a part of a saved game. Start anew; it is left as it is.") from None


def free_name(folder: Path, scenario: str, seat: str) -> Path:
    """A file name in ``folder`` that no saved game has yet."""
    stem = f"{_safe(scenario)}-{_safe(seat)}"
    return next(p for i in range(1, 10**6) if not (p := folder / f"{stem}-{i:03}.json").exists())


def listed(folder: Path) -> list[Path]:
    """The saved games in ``folder``, the newest first."""
    try:
        found = [p for p in folder.glob("*.json") if p.is_file()]
        return sorted(found, key=lambda p: (-p.stat().st_mtime_ns, p.name))
    except OSError:
        return []


def _checksum(body: Json) -> str:
    text = json.dumps(body, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)[:60]


def _flush_folder(folder: Path) -> None:
    """Makes the rename itself durable, where the system can open folders."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
