"""A teacher's pack: every file of it, made from the scenario alone."""

from __future__ import annotations

from typing import Final

from sim.scenario.compiled import Compiled
from sim.ui.guide import handouts, survey
from sim.ui.guide.expect import RUNS
from sim.ui.guide.facilitator import guide
from sim.ui.guide.sheets import page

FILES: Final = {
    "facilitator.html": "the facilitator's guide, for you alone",
    "role-cards.html": "a card for each seat, to cut",
    "student-brief.html": "one page for every student",
    "form-a-before.html": "a form to fill in before the game",
    "form-b-after.html": "the same in other words, for afterwards",
}
"""What a pack holds, and what each file is for."""


def pack(game: Compiled, runs: int = RUNS) -> dict[str, str]:
    """The files of a pack, by name: HTML pages that need nothing but themselves. Equal games, equal bytes.

    ``runs`` weigh each step of the historical path, for the guide.
    """
    before, after = survey.forms(game)
    sheets = (
        guide(game, runs),
        handouts.cards(game),
        handouts.brief(game),
        survey.sheet(game, before),
        survey.sheet(game, after),
    )
    return {name: page(sheet) for name, sheet in zip(FILES, sheets, strict=True)}
