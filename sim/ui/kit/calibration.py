"""The picture of forecasts: what was said across, what came true upwards."""

from __future__ import annotations

from sim.ui import view
from sim.ui.kit.sheet import Kit, Sheet


def lay_calibration(panel: view.Calibration, width: int, height: int, kit: Kit) -> Sheet:
    """Each forecaster's dots, as words."""
    sheet = Sheet(kit, width)
    y = 0
    for one in panel.series:
        y = sheet.words(kit.run(one.name, "name"), 0, y, width)
        for dot in one.dots:
            words = f"said {dot.said:.0f} per cent, came true {dot.came:.0f} per cent, {dot.count} forecasts"
            y = sheet.words(kit.run(words, "text"), 0, y, width)
    if panel.note:
        y = sheet.words(kit.run(panel.note, "small", kit.theme.muted), 0, y, width)
    sheet.grow(y)
    return sheet
