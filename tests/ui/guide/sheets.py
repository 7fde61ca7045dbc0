"""A teacher's sheets taken apart: every word on them, and games made up to try them with."""

from __future__ import annotations

import dataclasses
from typing import Any

from sim.scenario.compiled import Compiled
from sim.ui.guide.sheets import Part, Sheet

FEW = 20
"""Runs by which the historical path is weighed here: what they find is not looked at."""


def words(of: Any) -> str:
    """Every text of a sheet, a part or a block, one a line."""
    if isinstance(of, str):
        return of
    if isinstance(of, tuple):
        return "\n".join(words(part) for part in of)
    if dataclasses.is_dataclass(of):
        return "\n".join(words(getattr(of, f.name)) for f in dataclasses.fields(of))
    return ""


def part(sheet: Sheet, begins: str) -> Part:
    """The part whose heading begins so."""
    return next(p for p in sheet.parts if p.heading.startswith(begins))


def told(game: Compiled, **new: Any) -> Compiled:
    """The game with other texts of the scenario's own."""
    return dataclasses.replace(game, source=game.source.model_copy(update=new))
