"""Saved games: a small JSON file, written so that a power cut leaves the old one or the new one."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from sim.errors import BrokenSave, shorten
from sim.rng import MAX_SEED
from sim.types import Json
from sim.version import VERSION
from sim.world.log import Message

FORMAT: Final = 1
MAX_BYTES: Final = 1 << 20


@dataclass(frozen=True)
class Choice:
    """What a person chose at a decision: a move, or a message (None in both: to say nothing)."""

    decision: str
    move: str | None = None
    message: Message | None = None


@dataclass(frozen=True)
class Saved:
    """A game as its log: the scenario with its hash, the seed, the seat and the choices.

    ``settled`` counts the decisions that were settled, ``hashes`` holds the state after each.
    """

    scenario: str
    hash: str
    seed: int
    seat: str
    choices: tuple[Choice, ...]
    settled: int
    hashes: tuple[str, ...]
    version: str = VERSION
    title: str = field(default="", compare=False)


def write(path: Path, saved: Saved) -> None:
    """Writes atomically: temporary file, flush to disk, rename, flush the folder. Raises OSError."""
    body: Json = asdict(saved) | {"program": "backchannel", "format": FORMAT}
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
    if body.get("format") != FORMAT:
        found = shorten(repr(body.get("format")), 20)
        raise BrokenSave(
            f"{shown} has save format {found}, and this version ({VERSION}) reads format {FORMAT}. "
            "Open it with the version that wrote it; it is left as it is."
        )
    if body.pop("checksum", None) != _checksum(body):
        raise BrokenSave(
            f"{shown} was damaged or edited: its checksum is wrong. Start anew; it is left as it is."
        )
    return _typed(body, shown)


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


def _typed(body: Json, shown: str) -> Saved:
    try:
        choices = tuple(_choice(c) for c in body["choices"])
        saved = Saved(
            scenario=_text(body["scenario"]),
            hash=_text(body["hash"]),
            seed=int(body["seed"]),
            seat=_text(body["seat"]),
            choices=choices,
            settled=int(body["settled"]),
            hashes=tuple(_text(h) for h in body["hashes"]),
            version=_text(body["version"]),
            title=_text(body["title"]),
        )
        if not 0 <= saved.seed <= MAX_SEED or saved.settled != len(saved.hashes):
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise BrokenSave(f"{shown} lacks a part of a saved game. Start anew; it is left as it is.") from None
    return saved


def _choice(row: Any) -> Choice:
    message = row["message"]
    said = None
    if message is not None:
        lever = message["leverage"]
        said = Message(
            sender=_text(message["sender"]),
            kind=_text(message["kind"]),
            move=_text(message["move"]),
            channel=_text(message["channel"]),
            leverage=None if lever is None else _text(lever),
            bluff=message["bluff"] is True,
        )
    return Choice(_text(row["decision"]), None if row["move"] is None else _text(row["move"]), said)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 2000:
        raise ValueError("not a short text")
    return value


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
