"""How strictly a scenario is looked at: as a draft, as something to play, or as something to publish."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from enum import StrEnum

from sim.reading.codes import UNFINISHED
from sim.reading.diagnostics import WARNING, Diagnostic


class Profile(StrEnum):
    """``draft``: what is missing is a warning; ``playable``: it plays; ``published``: it can be shown."""

    DRAFT = "draft"
    PLAYABLE = "playable"
    PUBLISHED = "published"


def weighed(problems: Iterable[Diagnostic], profile: Profile) -> list[Diagnostic]:
    """The problems, as severe as the profile makes them."""
    if profile is not Profile.DRAFT:
        return list(problems)
    return [dataclasses.replace(p, severity=WARNING) if p.code in UNFINISHED else p for p in problems]
