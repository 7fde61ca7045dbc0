"""What an act and a page are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from sim.ui.view import Screen

if TYPE_CHECKING:
    from sim.ui.app import App

Act: TypeAlias = Callable[["App", str], None]
"""Applies an action; the text is what stands after its first colon."""
PageOf: TypeAlias = Callable[["App"], Screen]
"""The screen of a page."""
OverOf: TypeAlias = Callable[["App", str], Screen]
"""The screen of something that lies over a page, with its argument."""
