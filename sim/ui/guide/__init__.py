"""A teacher's pack on paper: the facilitator's guide, role cards, a student brief and two survey forms."""

from __future__ import annotations

from sim.ui.guide.pack import FILES, pack

__all__ = ["FILES", "pack"]
