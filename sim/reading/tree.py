"""Reading YAML that a stranger wrote.

The usual loaders are not used: aliases and merge keys can blow up in memory, deep nesting
can crash the C parser's recursive builder, and duplicate keys vanish. Here libyaml's
*events* are read one by one, with limits, and a plain tree is built that knows where each
value stood. Only ``true``, ``false``, ``null`` and short numbers get a type; all else is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from sim.errors import UnreadableFile, shorten
from sim.reading.diagnostics import Diagnostic
from sim.reading.syntax import BREAK, Mark, explain

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 32
MAX_NODES: Final = 50_000
MAX_TEXT: Final = 20_000

REUSE: Final = "Write the value out; a scenario may name it under 'define:' and write 'use: name'."
"""What to do instead of an anchor."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,11})\Z")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,11})\.[0-9]{1,12}\Z")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff]"
)
"""Controls, marks that turn the direction of writing, line breaks that no editor counts, half characters."""
_CARRIAGE = re.compile("\r")
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "": None}

Path_: TypeAlias = tuple[str | int, ...]


@dataclass
class Document:
    """A file's content as plain data, and where each part of it stands.

    ``values`` and ``keys`` map a path such as ``("decisions", 2, "id")`` to (line, column),
    counted from 1.
    """

    file: str
    data: Any
    values: dict[Path_, Mark] = field(default_factory=dict)
    keys: dict[Path_, Mark] = field(default_factory=dict)

    def mark(self, path: Path_, key: bool = False) -> Mark:
        """Where ``path`` stands, or its nearest ancestor that stands anywhere."""
        while True:
            found = (self.keys.get(path) if key else None) or self.values.get(path)
            if found or not path:
                return found or (1, 1)
            path = path[:-1]

    def problem(self, path: Path_, code: str, message: str, mend: str = "", key: bool = False) -> Diagnostic:
        """A diagnostic that points at ``path``."""
        line, column = self.mark(path, key)
        return Diagnostic(self.file, line, column, code, message, mend)


class _Refused(Exception):
    def __init__(self, mark: Any, code: str, message: str, mend: str) -> None:
        self.line = mark.line + 1 if mark else 1
        self.column = mark.column + 1 if mark else 1
        self.code, self.message, self.mend = code, message, mend


def read_text(path: Path, name: str | None = None) -> str:
    """A small UTF-8 file's text. Raises UnreadableFile, in one line, on anything else."""
    shown = shorten(name or str(path), 200)
    return decode(read_bytes(path, shown, MAX_BYTES), shown)


def read_bytes(path: Path, shown: str, most: int) -> bytes:
    """An ordinary file's bytes, at most ``most``. Raises UnreadableFile, in one line, on anything else."""
    try:
        if path.is_dir():
            raise UnreadableFile(f"{shown} is a folder. Name a YAML file in it.")
        if not path.exists():
            raise UnreadableFile(f"{shown} is not there. Check the name and the folder.")
        if not path.is_file():
            raise UnreadableFile(f"{shown} is not an ordinary file. Name a YAML file.")
        with path.open("rb") as handle:
            raw = handle.read(most + 1)
    except UnreadableFile:
        raise
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise UnreadableFile(f"{shown} cannot be read ({why}). Check the name and its rights.") from None
    if len(raw) > most:
        raise UnreadableFile(
            f"{shown} is larger than {most:,} bytes. Split it, or check that it is a scenario."
        )
    return raw


def unreadable(shown: str, problem: UnreadableFile) -> Diagnostic:
    """What to say of a file that cannot be read; its name, and a line, stand where problems have them."""
    line, rest = 1, str(problem).removeprefix(shorten(shown, 200))
    placed = re.match(r":([0-9]+):(?= )", rest)
    if placed:
        line, rest = int(placed.group(1)), rest[placed.end() :]
    what, stop, mend = rest.lstrip(": ").partition(". ")
    it = "it " if rest.startswith(" ") else ""
    return Diagnostic(shown, line, 1, "unreadable", f"{it}{what}{stop.rstrip()}", mend)


def decode(raw: bytes, shown: str) -> str:
    """UTF-8 bytes as text. Raises UnreadableFile with the line of what is none."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise UnreadableFile(
            f"{shown}:{line}: is not UTF-8 text. Save it as UTF-8 from a text editor."
        ) from None


def parse(text: str, file: str) -> tuple[Document | None, list[Diagnostic]]:
    """The document in ``text``, or the one problem that stops it from being read."""
    bad = _FORBIDDEN.search(text)
    if bad:
        breaks = list(BREAK.finditer(text, 0, bad.start()))
        column = bad.start() - (breaks[-1].end() if breaks else 0) + 1
        return None, [
            Diagnostic(file, len(breaks) + 1, column, "control-character", _invisible(bad), "Delete it.")
        ]
    builder = _Builder(file)
    try:
        return builder.build(text), []
    except _Refused as no:
        return None, [Diagnostic(file, no.line, no.column, no.code, no.message, no.mend)]
    except (yaml.YAMLError, ValueError, OverflowError) as problem:  # the last two: PyYAML without libyaml
        return None, [explain(file, text, problem, builder.last, builder.bracket)]


def load(path: Path, name: str | None = None) -> tuple[Document | None, list[Diagnostic]]:
    """Reads and parses a file; ``name`` is how diagnostics call it."""
    return parse(read_text(path, name), name or str(path))


def _invisible(bad: re.Match[str]) -> str:
    return f"the invisible character U+{ord(bad.group()):04X} may not stand in a file."


class _Builder:
    def __init__(self, file: str) -> None:
        self.document = Document(file, None)
        self.nodes = 0
        self.last: Any = None
        self.stack: list[_Frame] = []
        self.text = ""

    @property
    def bracket(self) -> Mark | None:
        """Where the innermost bracket that is still open stands."""
        return next((f.bracket for f in reversed(self.stack) if f.bracket), None)

    def build(self, text: str) -> Document:
        """Walks the events with a stack of its own: no recursion to overflow."""
        started, self.text = False, text
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._collection(event, {} if kind is yaml.MappingStartEvent else [])
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
            elif kind is yaml.AliasEvent:
                raise _Refused(event.start_mark, "alias", "YAML aliases ('*name') are not read.", REUSE)
            elif kind is yaml.DocumentStartEvent:
                if started:
                    raise _Refused(
                        event.start_mark,
                        "several-documents",
                        "a second document begins here.",
                        "Keep one document in a file: remove the '---'.",
                    )
                started = True
            self.last = event
        if not started:
            mend = "'python -m sim new NAME' writes a scenario to start from."
            raise _Refused(None, "empty-file", "the file is empty.", mend)
        return self.document

    def _counted(self, event: Any) -> None:
        """One value more. Raises _Refused where there are too many, or for what YAML can hang on one."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _Refused(
                event.start_mark, "too-many-values", f"more than {MAX_NODES:,} values.", "Split the file."
            )
        if event.anchor is not None:
            raise _Refused(event.start_mark, "anchor", "YAML anchors ('&name') are not read.", REUSE)
        if event.tag is not None:
            raise _Refused(
                event.start_mark, "tag", f"the YAML tag '{shorten(event.tag, 40)}' is not read.", "Remove it."
            )

    def _scalar(self, event: Any) -> None:
        self._counted(event)
        if len(event.value) > MAX_TEXT:
            raise _Refused(
                event.start_mark,
                "text-too-long",
                f"a text of more than {MAX_TEXT:,} characters.",
                "Shorten it.",
            )
        if event.style == '"':  # the one style with escapes, such as "\\u202e"
            bad = _FORBIDDEN.search(event.value) or _CARRIAGE.search(event.value)
            if bad:
                raise _Refused(event.start_mark, "control-character", _invisible(bad), "Delete it.")
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.wants_key:
            self._key(event, frame)
        else:
            self._place(frame, _typed(event), event)

    def _collection(self, event: Any, value: Any) -> None:
        self._counted(event)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.wants_key:
            raise _Refused(
                event.start_mark, "bad-key", "a key must be a plain text.", "Put a name before the colon."
            )
        if len(self.stack) >= MAX_DEPTH:
            raise _Refused(
                event.start_mark, "too-deep", f"nested deeper than {MAX_DEPTH} levels.", "Flatten it."
            )
        path = self._place(frame, value, event)
        self.stack.append(_Frame(value, path, _mark(event) if event.flow_style else None))

    def _key(self, event: Any, frame: _Frame) -> None:
        key = event.value
        if key == "<<" and not event.style:
            raise _Refused(event.start_mark, "merge-key", "YAML merge keys ('<<') are not read.", REUSE)
        if not isinstance(_typed(event), str):
            raise _Refused(
                event.start_mark,
                "bad-key",
                f"the key '{shorten(key, 40)}' is not text.",
                "Put it in quotes, or give it a name.",
            )
        if key in frame.value:
            line, name = self.document.keys[(*frame.path, key)][0], shorten(key, 40)
            mend = "Remove or rename one of them."
            if isinstance(frame.value[key], (dict, list)):
                last = "or rename" if frame.path else "and remove"
                mend = f"Put what stands below it under the '{name}:' of line {line}, {last} this one."
            what = f"the key '{name}' stands here twice (first at line {line})."
            raise _Refused(event.start_mark, "duplicate-key", what, mend)
        frame.key, frame.told = key, event
        self.document.keys[(*frame.path, key)] = _mark(event)

    def _has_colon(self, key: Any, value: Any) -> bool:
        """Whether a ':' stands between a key and what is taken for its value."""
        end, start = key.end_mark, value.start_mark
        return end.line != start.line or ":" in BREAK.split(self.text)[end.line][end.column : start.column]

    def _without_colon(self, frame: _Frame) -> _Refused:
        """What to say of a key in braces that has no ':' behind it."""
        name, others = shorten(frame.told.value, 40), list(frame.value.items())
        mend = f"Write '{name}: …', or [{name}] for a list."
        if others and isinstance(others[-1][1], str):
            before, text = others[-1]
            whole = shorten(f'{before}: "{text}, {frame.told.value}"', 120)
            mend = f"If it goes on the text before it, that needs quotes because of its ',': {whole}."
        return _Refused(frame.told.start_mark, "yaml-syntax", f"'{name}' has no ':'.", mend)

    def _place(self, frame: _Frame | None, value: Any, event: Any) -> Path_:
        if frame is None:
            path: Path_ = ()
            self.document.data = value
        elif isinstance(frame.value, dict):
            assert frame.key is not None
            if value is None and frame.bracket and not self._has_colon(frame.told, event):
                raise self._without_colon(frame)
            path = (*frame.path, frame.key)
            frame.value[frame.key] = value
            frame.key = None
        else:
            path = (*frame.path, len(frame.value))
            frame.value.append(value)
        self.document.values[path] = _mark(event)
        return path


@dataclass
class _Frame:
    value: Any
    path: Path_
    bracket: Mark | None
    key: str | None = None
    """The key whose value comes next."""
    told: Any = None
    """Its event."""

    @property
    def wants_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None


def _mark(event: Any) -> Mark:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _typed(event: Any) -> Any:
    text: str = event.value
    if event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789":
        if _INTEGER.match(text):
            return int(text)
        if _FLOAT.match(text):
            return float(text)
    return text
