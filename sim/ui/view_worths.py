"""What packages of a table were worth to each party, as a screen says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

PackageRole: TypeAlias = Literal["you", "history", "branch"]


@dataclass(frozen=True)
class Package:
    """A package with what it was worth to each party, in points. ``branch``: a fair point."""

    name: str
    role: PackageRole
    worth: tuple[float, ...]


@dataclass(frozen=True)
class Worths:
    """Packages by their worth to each party, 0 to 100 points, and what each party had to have.

    Of two parties one lies across and one upwards, with ``efficient`` points besides; of more, each has bars.
    """

    title: str
    parties: tuple[str, ...]
    floors: tuple[float, ...]
    packages: tuple[Package, ...]
    efficient: tuple[tuple[float, float], ...] = ()
    note: str = ""
    weight: float = 1.0
    large: str = ""

    def each(self, points: Sequence[float]) -> str:
        """Points by party: ``The council 45.0, The keepers 40.0``."""
        return ", ".join(f"{who} {worth:.1f}" for who, worth in zip(self.parties, points, strict=False))

    def said(self, package: Package) -> str:
        """A package in words: its name, then its worth to each party."""
        return f"{package.name}: {self.each(package.worth)}"
