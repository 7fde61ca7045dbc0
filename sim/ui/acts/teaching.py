"""The teacher's controls. Each use is written into the log."""

from __future__ import annotations

from typing import Final

from sim.ui.acts.over import opener
from sim.ui.acts.types import Act, OverOf
from sim.ui.screens.common import BACK
from sim.ui.view import Screen

ACTS: Final[dict[str, Act]] = {"console": opener("console")}
PAGES: Final[dict[str, OverOf]] = {
    "console": lambda app, _: Screen("console", "For the teacher", actions=(BACK,)),
}
