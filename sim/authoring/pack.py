"""Making a pack: a scenario and what belongs to it in one file, the same bytes from the same files.

A campaign is packed with its scenarios; those that are shipped are in every copy of the game.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from pathlib import Path

from sim.authoring.playthrough import check_plays
from sim.errors import BrokenFile, InputError, UnreadableFile, shorten
from sim.reading import packed, tree
from sim.reading.diagnostics import errors
from sim.scenario import library
from sim.version import VERSION

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can hold: a pack tells nothing of when it was made."""


def pack(name: str, out: Path) -> list[str]:
    """Packs the scenario of that id or path into ``out``: the names of the files in it.

    What does not pass ``check`` is not packed: raises BrokenFile, or InputError in one line.
    """
    path = library.find(name)
    game = library.open_scenario(name)
    if path.suffix == packed.SUFFIX:
        raise InputError(f"{shorten(str(path), 200)} is a pack already. Copy it.")
    if not re.fullmatch(packed.NAME, path.stem):
        raise InputError(
            f"'{shorten(path.stem)}' cannot be a pack's name. Call the file by letters, digits, '-' and '_'."
        )
    wrong = errors(check_plays(path, game))
    if wrong:
        raise BrokenFile(wrong)
    files = {f"{path.stem}.yaml": tree.read_bytes(path, str(path), tree.MAX_BYTES)}
    there, shipped = library.beside(path), library.shipped()
    chapters = [c.id for c in game.joined if there[c.id] != shipped.get(c.id)]
    files |= {f"{id_}.yaml": tree.read_bytes(there[id_], str(there[id_]), tree.MAX_BYTES) for id_ in chapters}
    for beside in library.family(path):
        files[beside.name] = tree.read_bytes(beside, str(beside), tree.MAX_BYTES)
    _write(out, files, _manifest(path.stem, game.source.title, game.hash, files))
    try:
        packed.read(out, str(out))
    except UnreadableFile:
        out.unlink()
        raise
    return list(files)


def _manifest(scenario: str, title: str, content: str, files: dict[str, bytes]) -> bytes:
    """What the pack says of itself: format, version, the game's content hash, each file's checksum."""
    body = {
        "program": packed.PROGRAM,
        "format": packed.FORMAT,
        "version": VERSION,
        "scenario": scenario,
        "title": title,
        "hash": content,
        "files": {name: packed.checksum(raw) for name, raw in files.items()},
    }
    return json.dumps(body, ensure_ascii=True, indent=1).encode("ascii")


def _write(out: Path, files: dict[str, bytes], manifest: bytes) -> None:
    """Writes the archive whole or not at all."""
    part = out.with_name(f".{out.name}.part")
    try:
        with zipfile.ZipFile(part, "w") as archive:
            for name, raw in sorted({**files, packed.MANIFEST: manifest}.items()):
                info = zipfile.ZipInfo(name, _WHEN)
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
                info.external_attr = 0o100644 << 16
                archive.writestr(info, raw, compresslevel=9)
        os.replace(part, out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
