"""The finished blocks of a batch, kept beside its file until the file is whole.

``OUT.parts/`` holds what the batch is of (``meta.json``) and each finished block, renamed into
place when it is whole. So whatever stops a batch, what is finished is there when it is resumed.
"""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Final

import numpy as np

from sim.batches.meta import body_of
from sim.batches.results import Meta
from sim.batches.work import Counts, Played
from sim.errors import InputError, UnreadableFile, shorten

HEAD: Final = "meta.json"


def folder_of(out: Path) -> Path:
    """Where the blocks of a batch that is written to ``out`` are kept."""
    return out.with_name(out.name + ".parts")


class Parts:
    """The finished blocks of one batch, by their index."""

    def __init__(self, out: Path, meta: Meta, size: int) -> None:
        self.folder, self.shown = folder_of(out), shorten(str(folder_of(out)), 200)
        self.head = json.dumps(body_of(meta) | {"block": size}, indent=1)

    def begin(self, resume: bool, anew: bool) -> None:
        """Makes the folder, or takes up what is in it. Raises InputError where that would lose anything."""
        if not self.folder.exists():
            if resume:
                raise InputError(
                    f"There is no {self.shown} to resume. Leave --resume out to begin the batch."
                )
            self.folder.mkdir()
            self._place(HEAD, self.head.encode("ascii"))
        elif resume:
            self._must_be_same()
        elif anew:
            self.clear()
            self.begin(resume=False, anew=False)
        else:
            raise InputError(
                f"{self.shown} holds {len(self.there())} finished blocks of a batch that was stopped. "
                "Add --resume to go on with it, or --yes to begin anew."
            )

    def _must_be_same(self) -> None:
        try:
            found = json.loads((self.folder / HEAD).read_text(encoding="ascii"))
        except (OSError, ValueError, RecursionError):
            raise UnreadableFile(
                f"{self.shown} holds no batch that can be resumed. "
                "Give --yes in place of --resume to begin anew."
            ) from None
        wanted = json.loads(self.head)
        if found != wanted:
            differ = [k for k in wanted if not isinstance(found, dict) or found.get(k) != wanted[k]]
            other = ", another ".join(differ) or "description"
            raise InputError(
                f"{self.shown} holds blocks of another batch (another {other}). "
                "Give the same scenario and options, or --yes in place of --resume to begin anew."
            )

    def there(self) -> set[int]:
        """The blocks that are finished and whole."""
        found = set()
        for path in self.folder.glob("block-*.npz"):
            index = path.stem.removeprefix("block-")
            if index.isdigit() and self._whole(path):
                found.add(int(index))
        return found

    def _whole(self, path: Path) -> bool:
        try:
            with zipfile.ZipFile(path) as file:
                return file.testzip() is None
        except (OSError, zipfile.BadZipFile):
            return False

    def keep(self, index: int, played: Played) -> None:
        """Writes a finished block."""
        arrays = {f.name: getattr(played, f.name) for f in fields(Played) if f.name != "counts"}
        arrays |= {f"counts.{f.name}": getattr(played.counts, f.name) for f in fields(Counts)}
        temporary = self.folder / "block.tmp"
        with temporary.open("wb") as out:
            np.savez(out, allow_pickle=False, **arrays)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(self._path(index))

    def load(self, index: int) -> Played:
        """A finished block."""
        with np.load(self._path(index), allow_pickle=False) as arrays:
            counts = Counts(*(arrays[f"counts.{f.name}"] for f in fields(Counts)))
            return Played(counts, *(arrays[f.name] for f in fields(Played) if f.name != "counts"))

    def whole(self) -> Path:
        """Where the whole file is put together before it takes its own name."""
        return self.folder / "whole.tmp"

    def clear(self) -> None:
        """Removes what stands in the folder of ours, and the folder. Raises OSError where more is in it."""
        for path in [*self.folder.glob("block-*.npz"), *self.folder.glob("*.tmp"), self.folder / HEAD]:
            path.unlink(missing_ok=True)
        self.folder.rmdir()

    def _path(self, index: int) -> Path:
        return self.folder / f"block-{index:06}.npz"

    def _place(self, name: str, content: bytes) -> None:
        temporary = self.folder / f"{name}.tmp"
        temporary.write_bytes(content)
        temporary.replace(self.folder / name)
