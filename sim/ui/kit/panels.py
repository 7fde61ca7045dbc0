"""Every kind of panel by one name: how wide it must be, and its sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from sim.ui import view
from sim.ui.kit.cards import lay_cards
from sim.ui.kit.fields import lay_fields
from sim.ui.kit.meters import lay_meters
from sim.ui.kit.richtext import lay_text
from sim.ui.kit.sheet import Kit, Sheet
from sim.ui.kit.timeline import lay_timeline_list


@dataclass(frozen=True)
class MeterPanel:
    """The meters as a panel of their own, where the title bar has no room for them."""

    meters: tuple[view.Meter, ...]
    title: str = "Variables"
    weight: float = 0.8


@dataclass(frozen=True)
class StopPanel:
    """The timeline as a panel of its own, where the window is too low for it."""

    stops: tuple[view.Stop, ...]
    title: str = "Timeline"
    weight: float = 0.8


AnyPanel: TypeAlias = view.Panel | MeterPanel | StopPanel

_LEAST = {
    view.Text: 330,
    view.Cards: 290,
    view.Network: 390,
    view.Map: 390,
    view.Charts: 470,
    view.Calibration: 390,
    view.Tree: 520,
    view.Fields: 290,
    view.Table: 520,
    view.Worths: 390,
    MeterPanel: 250,
    StopPanel: 250,
}


def least_width(panel: AnyPanel, kit: Kit) -> int:
    """The width in pixels below which a panel is better shown by itself."""
    least = _LEAST[type(panel)]
    if isinstance(panel, view.Table) and len(panel.columns) < 3:
        least = _LEAST[view.Text]
    if isinstance(panel, view.Cards) and panel.grid:
        least = 2 * least
    return kit.px(least)


def framed(panel: AnyPanel) -> bool:
    """Whether a panel stands in a frame; cards are frames themselves."""
    return not isinstance(panel, view.Cards)


@lru_cache(maxsize=48)
def lay_panel(panel: AnyPanel, width: int, height: int, kit: Kit, seen: bool = False) -> Sheet:
    """A panel's content for a place ``width`` by ``height`` pixels; it may come out higher than that.

    With ``seen`` it may end where it is too high: only what is seen of it is needed, and that it is.
    Pictures are loaded when they are first drawn, so that the first page need not wait for them.
    """
    match panel:
        case view.Text():
            return lay_text(panel, width, height, kit)
        case view.Cards():
            return lay_cards(panel, width, height, kit, seen)
        case view.Network():
            from sim.ui.kit.network import lay_network

            return lay_network(panel, width, height, kit)
        case view.Map():
            from sim.ui.kit.map import lay_map

            return lay_map(panel, width, height, kit)
        case view.Charts():
            from sim.ui.kit.charts import lay_charts

            return lay_charts(panel, width, height, kit)
        case view.Calibration():
            from sim.ui.kit.calibration import lay_calibration

            return lay_calibration(panel, width, height, kit)
        case view.Tree():
            from sim.ui.kit.tree import lay_tree

            return lay_tree(panel, width, height, kit)
        case view.Fields():
            return lay_fields(panel, width, height, kit)
        case view.Table():
            from sim.ui.kit.table import lay_table

            return lay_table(panel, width, height, kit)
        case view.Worths():
            from sim.ui.kit.worths import lay_worths

            return lay_worths(panel, width, height, kit)
        case MeterPanel():
            return lay_meters(panel.meters, width, kit)
        case StopPanel():
            return lay_timeline_list(panel.stops, width, kit)
