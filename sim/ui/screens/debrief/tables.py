"""A table with all sheets open: what could have been agreed, what was, and what was left there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim import scale
from sim.bargaining.live import Talk
from sim.bargaining.solutions import Left
from sim.errors import InputError
from sim.studies.tables import Opened, opened, reservation
from sim.ui.screens.agreed import decision_of, outcome, settled, voices
from sim.ui.screens.debrief.shown import Shown
from sim.ui.screens.packages import pts, rule
from sim.ui.screens.words import cap, listed, the
from sim.ui.view import (
    Block,
    Package,
    PackageRole,
    Panel,
    Row,
    Span,
    Table,
    Text,
    Worths,
    bullet,
    heading,
    para,
)

NAMES: Final = {
    "Nash": "Nash point",
    "Kalai-Smorodinsky": "Kalai-Smorodinsky point",
    "Egalitarian": "egalitarian point",
}
MEANING: Final = {
    "Nash": "the largest product of what each gains over what it had to have.",
    "Kalai-Smorodinsky": "everybody gets as large a share as can be of the most that it could hope for.",
    "Egalitarian": "whoever gains least over what it had to have gains as much as can be.",
}


@dataclass(frozen=True, eq=False)
class _Met:
    """A table that was reached: what was said there, and its sheets."""

    shown: Shown
    decision: str
    talk: Talk
    sheets: Opened

    @property
    def parties(self) -> list[str]:
        """Each party's name."""
        actors = self.shown.game.record.actors
        return [actors[p].name for p in self.sheets.table.table.parties]

    @property
    def within(self) -> list[str]:
        """The same within a sentence."""
        return [the(self.shown.game.record, p) for p in self.sheets.table.table.parties]

    @property
    def really(self) -> bool:
        """Whether there is a history here, and it may be told."""
        return self.shown.told and self.shown.decision(self.decision).history is not None

    @property
    def named(self) -> list[tuple[str, PackageRole, tuple[int, ...]]]:
        """Every package with a name, equal ones together: the agreed, the historical, the three points."""
        found: dict[tuple[int, ...], list[tuple[str, PackageRole]]] = {}
        if self.talk.package is not None:
            found.setdefault(self.talk.package, []).append(("agreed here", "you"))
        was = self.sheets.historical
        if was is not None and self.really:
            found.setdefault(was.package, []).append(("agreed in history", "history"))
        for name, point in self.sheets.points.items():
            found.setdefault(point.package, []).append((NAMES[name], "branch"))
        return [(_joined([n for n, _ in names]), names[0][1], p) for p, names in found.items()]


def _joined(names: list[str]) -> str:
    """Names of one package; the word of the points stands once."""
    last = [n for n in names if n.endswith(" point")][-1:]
    return cap(listed([n if [n] == last else n.removesuffix(" point") for n in names]))


def tables_met(shown: Shown) -> list[str]:
    """The decisions of the present line that were settled at a table."""
    return [s.decision for s in shown.path.steps if s.decision in shown.path.talks]


def at_the_table(shown: Shown, decision: str) -> tuple[Panel, ...]:
    """The page of one table."""
    table = decision_of(shown.game, decision).table
    assert table is not None
    pairs = zip(shown.path.steps, shown.path.around, strict=True)
    before = next(around[0] for step, around in pairs if step.decision == decision)
    try:
        sheets = opened(table, reservation(table, before))
    except InputError as problem:
        return (Text("What could have been agreed", (para(str(problem)),)),)
    met = _Met(shown, decision, shown.path.talks[decision], sheets)
    told = Text("What could have been agreed", tuple(_told(met)), 1.0)
    return (told, _picture(met), _worths(met), *_packages(met), _opened(met))


# in words


def _told(met: _Met) -> list[Block]:
    shown, table = met.shown, met.sheets.table
    was = met.sheets.historical
    blocks = [
        Block("text", (Span(shown.sentence(met.decision), "strong"),)),
        para(f"{outcome(met.talk, table)} {voices(shown.seat, met.talk, table)}".rstrip()),
        heading("The zone of agreement"),
        *_zone(met),
        heading("What was left on the table"),
        bullet(_left(met, "here", met.talk.package, met.sheets.left(met.talk.package))),
    ]
    if met.really:
        package = None if was is None else was.package
        blocks.append(bullet(_left(met, "in history", package, met.sheets.left(package))))
    if met.sheets.points:
        blocks.append(heading("Three points to measure by"))
        blocks += [
            Block("bullet", (Span(f"{cap(NAMES[n])}: ", "strong"), Span(MEANING[n])))
            for n in met.sheets.points
        ]
        if not table.table.must.all():
            blocks.append(para("Counted are those without whom it would not pass."))
    return [
        *blocks,
        heading("Read with care"),
        para(
            "Each package is measured by the parties' own sheets, and these are judgements. They say nothing "
            "of what is just to those who had no seat, and no point is the right answer."
        ),
    ]


def _zone(met: _Met) -> list[Block]:
    sheets, table = met.sheets, met.sheets.table
    count, size = sheets.zone.count, table.table.size
    who = "all who must agree" if table.table.some == 0 else "all who must agree, and enough of the others"
    efficient = f"{_many(len(sheets.frontier))} efficient: nothing is better for one and worse for none."
    if not count:
        first = f"There was none: no package could have suited {who}."
    else:
        first = (
            f"{count:,} of {size:,} packages lay in it: {who} had in them what they had to have, as things "
            "stood then."
        )
        efficient += f" {len(sheets.zone.frontier):,} of them in the zone."
    blocks = [para(rule(met.shown.game.record, table)), para(first), para(efficient)]
    package = met.talk.package
    if package is not None:
        short = [
            name
            for name, worth, floor in zip(met.within, sheets.worth(package), sheets.reservation, strict=True)
            if worth < floor
        ]
        less = f"Less than {'it' if len(short) == 1 else 'they'} had to have went to {listed(short)}."
        blocks.append(para(less if short else "What was agreed gave everybody what it had to have."))
    return blocks


def _many(number: int) -> str:
    return "One package is" if number == 1 else f"{number:,} packages are"


def _left(met: _Met, where: str, package: Sequence[int] | None, left: Left) -> str:
    """What a package, or parting without one, left there."""
    what = f"What was agreed {where}" if package is not None else f"Parting without agreement {where}"
    if left.best is None:
        return f"{what} left nothing there: no package was better for one and worse for none."
    gains = [f"{who} {pts(gain)}" for who, gain in zip(met.within, left.gains, strict=True)]
    one = len(left.better) == 1
    many = "one other package was" if one else f"{len(left.better):,} efficient packages were"
    return (
        f"{what} left points there: {many} better for somebody and worse for nobody. "
        f"{'It gives' if one else 'One of them gives'} more: {', '.join(gains)}."
    )


# in pictures and tables


def _picture(met: _Met) -> Worths:
    packages = tuple(Package(name, role, _points(met.sheets.worth(p))) for name, role, p in met.named)
    floors = _points(met.sheets.reservation)
    efficient: tuple[tuple[float, float], ...] = ()
    if len(floors) == 2:
        efficient = tuple(
            (a / scale.HUNDREDTHS, b / scale.HUNDREDTHS) for a, b in met.sheets.frontier.worth.tolist()
        )
    note = (
        "" if met.talk.package is not None else "Nothing was agreed here: everybody had what it had before."
    )
    return Worths(
        "What packages were worth",
        tuple(met.parties),
        floors,
        packages,
        efficient,
        note,
        1.1,
        large="large:worths",
    )


def _worths(met: _Met) -> Table:
    """Each named package's worth to each party, and what one that betters it would add."""
    rows = [Row(("Had to have", *map(pts, met.sheets.reservation)), leading=True)]
    rows += [Row((name, *map(pts, met.sheets.worth(p)))) for name, _, p in met.named]
    rows.append(Row(("Left on the table here", *(_plus(g) for g in met.sheets.left(met.talk.package).gains))))
    widths = (1.4, *[1.0] * len(met.parties))
    return Table("Worth to each, in points of 100", ("Package", *met.parties), tuple(rows), widths, 1.2)


def _plus(gain: int) -> str:
    return f"+{pts(gain)}" if gain else "0"


def _packages(met: _Met) -> tuple[Table, ...]:
    """The named packages issue by issue."""
    if not met.named:
        return ()
    table = met.sheets.table
    rows = []
    for issue, source in enumerate(table.source.issues):
        cells = [settled(table, issue, p) for _, _, p in met.named]
        rows.append(Row((source.title, *cells)))
    heads = [name for name, _, _ in met.named]
    widths = (1.0, *[1.0] * len(heads))
    return (Table("Issue by issue", ("Issue", *heads), tuple(rows), widths, 1.3, large="large:issues"),)


def _opened(met: _Met) -> Table:
    """Every option's points for every party."""
    table = met.sheets.table
    rows = []
    for issue, source in enumerate(table.source.issues):
        for n, choice in enumerate(source.options):
            points = [pts(int(points)) for points in table.table.scores[issue][:, n]]
            mark = "agreed" if met.talk.package is not None and met.talk.package[issue] == n else ""
            rows.append(Row((f"{source.title.rstrip('?:. ')}: {choice.label}", *points), mark))
    widths = (1.8, *[0.8] * len(met.parties))
    return Table(
        "All sheets, opened", ("Option", *met.parties), tuple(rows), widths, 1.3, large="large:sheets"
    )


def _points(hundredths: Sequence[int]) -> tuple[float, ...]:
    return tuple(h / scale.HUNDREDTHS for h in hundredths)
