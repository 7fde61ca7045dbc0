"""A problem in a file: where it is, what is wrong, and the mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Final

from sim.reading.codes import page
from sim.types import Json

ERROR = "error"
WARNING = "warning"
MAX_PROBLEMS: Final = 500
"""So many problems of one file are told: a hostile file has no more work done for it than that."""


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One problem. Lines and columns count from 1; ``code`` is stable across versions."""

    file: str
    line: int
    column: int
    code: str
    message: str
    mend: str = ""
    severity: str = ERROR

    def __str__(self) -> str:
        mend = f" {self.mend}" if self.mend else ""
        return f"{self.file}:{self.line}:{self.column}: {self.code}: {self.message}{mend}"

    def as_json(self) -> Json:
        """The diagnostic as the ``check --json`` contract gives it."""
        row = asdict(self)
        told = {k: row[k] for k in ("file", "line", "column", "code", "severity", "message", "mend")}
        return told | {"help": page(self.code)}

    def as_github(self) -> str:
        """The diagnostic as an annotation that GitHub shows beside the line."""
        text = f"{self.message} {self.mend}".strip()
        text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        name = self.file
        for raw, cooked in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
            name = name.replace(raw, cooked)
        return f"::{self.severity} file={name},line={self.line},col={self.column},title={self.code}::{text}"


def first(found: Iterable[Diagnostic], file: str) -> list[Diagnostic]:
    """The first of a file's problems, by line, and a word on it if there are more."""
    told = list(islice(found, MAX_PROBLEMS + 1))
    if len(told) > MAX_PROBLEMS:
        message = f"only {MAX_PROBLEMS} of the file's problems are told."
        told[-1] = Diagnostic(file, 1, 1, "too-many-problems", message, "Mend these, and check again.")
    return sorted(told)


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those that stop a file from being played."""
    return [d for d in diagnostics if d.severity == ERROR]
