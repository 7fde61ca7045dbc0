"""A pack: one file that holds a scenario with what belongs to it. A stranger's zip, read in memory.

Nothing is unpacked. The archive's index is measured before it is read; names are held to one
pattern, so that none leads out of the pack or into another archive; sizes, the number of files and
how far they were pressed together are limited; and each file must be what the manifest says.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.errors import UnreadableFile, shorten
from sim.reading import tree

SUFFIX: Final = ".backchannel"
MANIFEST: Final = "manifest.json"
PROGRAM: Final = "backchannel pack"
FORMAT: Final = 1
MAX_PACK: Final = 4 << 20
MAX_FILES: Final = 32
MAX_INDEX: Final = 16 << 10
MAX_PRESSED: Final = 100
"""So many times smaller than itself a file may have been made; real ones are made three times smaller."""

NAME: Final = r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
_MEMBER = re.compile(NAME + r"(\.[A-Za-z0-9_-]{1,32})?\.yaml", re.ASCII)
_END = struct.Struct("<4s4H2LH")
"""The record that ends a zip: signature, disks and counts, the index's size and place, a comment's length."""
_TORN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True)
class Pack:
    """What a pack holds: the scenario's id, and each file's bytes by its name."""

    scenario: str
    files: dict[str, bytes]

    def text(self, name: str, shown: str) -> str | None:
        """A file's text; None if the pack has no such file. Raises UnreadableFile."""
        return tree.decode(self.files[name], shown) if name in self.files else None


def read(path: Path, shown: str) -> Pack:
    """The pack in ``path``, which messages call ``shown``. Raises UnreadableFile in one line."""
    raw = tree.read_bytes(path, shown, MAX_PACK)
    try:
        files = _members(raw)
        scenario, sums = _manifest(files.pop(MANIFEST, None))
        _hold(files, scenario, sums)
    except _Refused as no:
        raise UnreadableFile(f"{shown}: {no}") from None
    except _TORN:
        raise UnreadableFile(f"{shown}: the pack is torn or is none. Ask for it again.") from None
    return Pack(scenario, files)


class _Refused(Exception):
    """Why a pack is not read."""


def _members(raw: bytes) -> dict[str, bytes]:
    """Every file in the archive, by its name."""
    if len(raw) < _END.size or raw[:4] != b"PK\x03\x04":
        raise _Refused(f"this is no pack. A pack ends in {SUFFIX} and is made by 'python -m sim pack'.")
    mark, _, _, _, _, size, start, comment = _END.unpack(raw[-_END.size :])
    if mark != b"PK\x05\x06" or comment or start + size + _END.size != len(raw):
        raise _Refused("the pack is torn, or something was added to it. Ask for it again.")
    if size > MAX_INDEX:
        raise _Refused(f"the pack holds too many files. At most {MAX_FILES} are read: pack it anew.")
    files: dict[str, bytes] = {}
    whole = 0
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if len(archive.infolist()) > MAX_FILES:
            raise _Refused(f"the pack holds more than {MAX_FILES} files. Pack it anew, with fewer.")
        for info in archive.infolist():
            name = shorten(info.orig_filename)
            _check(info, name)
            whole += info.file_size
            if whole > MAX_PACK:
                raise _Refused(f"its files are larger than {MAX_PACK:,} bytes together. Pack fewer.")
            if info.filename in files:
                raise _Refused(f"'{name}' stands in it twice. Pack it anew.")
            with archive.open(info) as member:
                files[info.filename] = member.read(tree.MAX_BYTES + 1)
            if len(files[info.filename]) != info.file_size:
                raise zipfile.BadZipFile
    return files


def _check(info: zipfile.ZipInfo, name: str) -> None:
    """Raises _Refused for an entry that no pack of ours has, before anything of it is read."""
    if info.orig_filename != MANIFEST and not _MEMBER.fullmatch(info.orig_filename):
        raise _Refused(f"it holds '{name}', which is no name of a scenario's file. Do not trust it.")
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        raise _Refused(f"'{name}' in it is a link or no ordinary file. Do not trust it.")
    if info.flag_bits & 1:
        raise _Refused(f"'{name}' in it is locked with a password. Ask for the pack without one.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _Refused(f"'{name}' in it is pressed in a way that is not read. Pack it anew.")
    if info.file_size > tree.MAX_BYTES:
        raise _Refused(f"'{name}' in it is larger than {tree.MAX_BYTES:,} bytes. Split it.")
    if info.file_size > MAX_PRESSED * max(1, info.compress_size):
        raise _Refused(f"'{name}' in it grows more than {MAX_PRESSED} times when opened. Do not trust it.")


def _manifest(raw: bytes | None) -> tuple[str, dict[str, str]]:
    """The scenario's id and each file's checksum, as the manifest gives them."""
    if raw is None:
        raise _Refused(f"it has no {MANIFEST}, so it is no pack. 'python -m sim pack' makes one.")
    try:
        body: Any = json.loads(raw.decode("ascii"))
        program, number = body["program"], body["format"]
    except (ValueError, RecursionError, TypeError, KeyError):
        raise _Refused(f"its {MANIFEST} makes no sense. Ask for it again.") from None
    if program == PROGRAM and type(number) is int and number > FORMAT:
        raise _Refused(f"it has pack format {number}, and this version reads {FORMAT}. Use a newer version.")
    scenario, sums = body.get("scenario"), body.get("files")
    right = (
        program == PROGRAM
        and number == FORMAT
        and isinstance(scenario, str)
        and isinstance(sums, dict)
        and all(isinstance(s, str) for s in sums.values())
    )
    if not right:
        raise _Refused(f"its {MANIFEST} makes no sense. Ask for it again.")
    return scenario, sums


def _hold(files: dict[str, bytes], scenario: str, sums: dict[str, str]) -> None:
    """Raises _Refused where the files are not those of the manifest."""
    if f"{scenario}.yaml" not in files:
        raise _Refused(f"it has no '{shorten(scenario)}.yaml', which its {MANIFEST} names. Ask for it again.")
    for name in sorted(files.keys() | sums.keys()):
        if name not in files or sums.get(name) != checksum(files[name]):
            raise _Refused(f"'{shorten(name)}' in it is not what its {MANIFEST} says. Ask for it again.")


def checksum(raw: bytes) -> str:
    """SHA-256 in hex digits."""
    return hashlib.sha256(raw).hexdigest()
