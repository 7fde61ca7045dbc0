"""The scenario files that there are, by id. Nothing here reads them, so nothing here is slow to load."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim import places

SUFFIXES: Final = (".yaml", ".yml")
TUTORIAL: Final = "tutorial"
"""The id of the made-up crisis that teaches the controls. It is no shipped scenario: no list has it."""
CAMPAIGN: Final = "campaign"
"""The id of the shipped campaign, which stands among the scenarios and is none."""
SHORT: Final = "_core"
"""What stands behind a campaign's name where people decide in its core only."""
CORE: Final = f"{CAMPAIGN}{SHORT}"
"""The same campaign, in which people take the decisions of its core only."""


def shipped() -> dict[str, Path]:
    """The shipped scenarios: id to file, in alphabetical order."""
    there = within(places.scenarios())
    return {p.stem: p for p in there if p.suffix == ".yaml" and p.stem != CAMPAIGN}


def campaigns() -> dict[str, Path]:
    """The shipped campaign, whole and short: id to file."""
    file = places.scenarios() / f"{CAMPAIGN}.yaml"
    return {CAMPAIGN: file, CORE: file} if file.is_file() else {}


def named() -> dict[str, Path]:
    """The files that go by an id: the shipped scenarios, the campaign and the tutorial."""
    return shipped() | campaigns() | {TUTORIAL: places.asset(f"{TUTORIAL}.yaml")}


def within(folder: Path) -> list[Path]:
    """The scenario files in a folder; ``NAME.plays.yaml`` and other names with two dots are none."""
    return sorted(p for p in folder.glob("*") if p.suffix in SUFFIXES and "." not in p.stem)
