"""The sections of a report that tell of outcomes: endings, moves beside history, variables over time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from sim.batches.analysis import PER_CENT, quantiles, wilson
from sim.batches.results import Results, Summary
from sim.batches.words import Names, between, count, percent
from sim.pages.charts import MARK, MOST_LINES, Band, Bar, Part, Stripe, Value, bands, bars, mosaic
from sim.pages.drawing import Chart
from sim.pages.page import Block, Charts, Section, Table, Words

INTERVAL: Final = "95 % interval"
NONE_CAME: Final = "no run came here"

Row = tuple[str, ...]


@dataclass(frozen=True)
class View:
    """A result with the titles of its parts."""

    results: Results
    names: Names
    file: str
    """The result's own name, which the page cites."""

    @cached_property
    def arms(self) -> dict[str, Summary]:
        """The arms that have runs: a shard may hold a part of them."""
        return {name: summary for name, summary in self.results.arms.items() if summary.runs}

    @property
    def several(self) -> bool:
        return len(self.results.design.arms) > 1

    @property
    def charted(self) -> dict[str, Summary]:
        """The arms that a chart shows: as many as can be told apart."""
        return dict(list(self.arms.items())[:MOST_LINES])

    @property
    def legend(self) -> str:
        """What a caption says of the arms that a chart shows, and of those that it does not."""
        if not self.several:
            return ""
        drawn = "; ".join(f"{self.series(arm)} is “{arm}”" for arm in self.charted)
        more = len(self.arms) - MOST_LINES
        return f" {drawn}." + (
            f" Not drawn: {count(more, 'arm')} more; the tables hold all." if more > 0 else ""
        )

    def series(self, arm: str) -> str:
        """The letter that stands for an arm in charts; nothing where there is one arm."""
        at = [a.name for a in self.results.design.arms].index(arm)
        return ascii_uppercase[at] if self.several and at < len(ascii_uppercase) else ""

    def title(self, arm: str) -> str:
        """An arm's letter and name."""
        letter = self.series(arm)
        return f"{letter} ({arm})" if letter else arm

    def of_arm(self, what: str, arm: str) -> str:
        """A caption that names its arm where there are several."""
        return f"{what}: arm {self.title(arm)}" if self.several else what

    def historical(self, decision: str) -> str:
        return self.results.meta.decisions[decision].historical


def endings(view: View) -> Section:
    """How the runs ended: a chart and a table of shares with their intervals."""
    rows = [
        Bar(title, tuple(_share(s.endings[id_], s.runs, view.series(arm)) for arm, s in view.charted.items()))
        for id_, title in zip(view.results.meta.endings, view.names.endings, strict=True)
    ]
    words = "; ".join(
        f"{r.label}: {', '.join(f'{v.series} {v.words}'.strip() for v in r.values)}" for r in rows
    )
    chart = bars("How the runs ended", words, rows)
    caption = "Share of runs that ended so. The thin line is its 95 % interval." + view.legend
    return Section(
        "How the runs ended",
        (Charts(caption, (chart,)), _endings_table(view), Words(_about_shares(view), quiet=True)),
    )


def _share(n: int, runs: int, series: str) -> Value:
    share = wilson(n, runs)
    return Value(100 * share.value, 100 * share.low, 100 * share.high, percent(share.value), series)


def _endings_table(view: View) -> Table:
    rows: list[Row] = []
    for id_, title in zip(view.results.meta.endings, view.names.endings, strict=True):
        if view.several:
            rows.append((title,))
        for arm, summary in view.arms.items():
            rows.append(
                (view.title(arm) if view.several else title, *_figures(summary.endings[id_], summary.runs))
            )
    head = ("Arm" if view.several else "Ending", "Runs", "Share", INTERVAL)
    return Table("Runs by ending", head, tuple(rows))


def _figures(n: int, runs: int) -> Row:
    """A count, its share and its interval; a dash for the share of no runs."""
    if not runs:
        return f"{n:,}", "–", NONE_CAME
    share = wilson(n, runs)
    return f"{n:,}", percent(share.value), between(share)


def _about_shares(view: View) -> str:
    words = (
        "The interval tells how far luck alone could have moved the share in so many runs of this model "
        "(Wilson's score interval; Newcombe 1998)."
    )
    draws = view.results.design.draws
    if draws:
        words += f" It holds for these {count(draws, 'draw')} of the judgements and says nothing of others."
    return words


def moves(view: View) -> Section:
    """What was chosen, decision by decision, with history's move marked."""
    blocks: list[Block] = [
        Words(
            f"The letters stand for the moves in the table below. {MARK} marks what was really chosen. "
            "It is there to compare with; it is not the right answer."
        )
    ]
    for arm, summary in view.charted.items():
        caption = view.of_arm("The wider a field, the oftener its move; the higher, the more runs came", arm)
        blocks.append(Charts(f"{caption}.", (_mosaic(view, arm, summary),)))
    blocks += [_moves_table(view, arm, s) for arm, s in view.arms.items()]
    return Section("What was chosen, beside history", tuple(blocks))


def _mosaic(view: View, arm: str, summary: Summary) -> Chart:
    stripes, words = [], []
    for at, (id_, taken) in enumerate(summary.moves.items()):
        reached, title = summary.reached[id_], view.names.decisions[at]
        parts = [Part(n / reached if reached else 0.0, m == view.historical(id_)) for m, n in taken.items()]
        stripes.append(Stripe(f"{at + 1}  {title}", reached / summary.runs, tuple(parts)))
        if view.historical(id_):
            often = percent(summary.historical[id_] / reached) if reached else NONE_CAME
            words.append(f"{title}: history's move {often}")
    return mosaic(view.of_arm("Moves by decision", arm), "; ".join(words), stripes)


def _moves_table(view: View, arm: str, summary: Summary) -> Table:
    rows: list[Row] = []
    marked = set()
    for at, (id_, taken) in enumerate(summary.moves.items()):
        reached = summary.reached[id_]
        came = "" if reached == summary.runs else f" ({count(reached, 'run')} came)"
        rows.append((f"{at + 1}  {view.names.decisions[at]}{came}",))
        for k, (move, n) in enumerate(taken.items()):
            title = f"{ascii_lowercase[k % 26]}  {view.names.moves[at][k]}"
            if move == view.historical(id_):
                marked.add(len(rows))
                title += f" {MARK}"
            rows.append((title, *_figures(n, reached)))
    caption = view.of_arm("Moves, as shares of the runs that came to the decision", arm)
    return Table(caption, ("Move", "Runs", "Share", INTERVAL), tuple(rows), frozenset(marked))


def development(view: View) -> Section:
    """How the variables went: bands over time, and quantiles at the end."""
    over_time = {arm: quantiles(s.histograms) for arm, s in view.charted.items()}
    steps = ["start", *(str(d + 1) for d in range(len(view.results.meta.decisions)))]
    charts = []
    for v, title in enumerate(view.names.variables):
        rows = [
            Band(view.series(arm), tuple(tuple(map(float, step)) for step in table[:, v].tolist()))
            for arm, table in over_time.items()
        ]
        charts.append(bands(title, "; ".join(_medians(r, steps) for r in rows), steps, rows))
    inner = "the dark band holds the middle half of the runs, " if len(over_time) == 1 else ""
    caption = (
        "Points from 0 to 100, at the start and after each decision by its number. The line is the median; "
        f"{inner}the light band holds 90 % of them.{view.legend}"
    )
    return Section("How things went", (Charts(caption, tuple(charts)), _quantiles_table(view)))


def _medians(row: Band, steps: list[str]) -> str:
    middle = ", ".join(f"{step} {q[2]:g}" for step, q in zip(steps, row.steps, strict=True))
    return f"{row.series} median: {middle}".strip()


def _quantiles_table(view: View) -> Table:
    rows: list[Row] = []
    last = {arm: quantiles(s.histograms[-1]).tolist() for arm, s in view.arms.items()}
    for v, (id_, title) in enumerate(zip(view.results.meta.variables, view.names.variables, strict=True)):
        if view.several:
            rows.append((title,))
        for arm, summary in view.arms.items():
            line = (*(str(n) for n in last[arm][v]), f"{summary.means[id_]:.1f}")
            rows.append((view.title(arm) if view.several else title, *line))
    head = ("Arm" if view.several else "Variable", *(f"{p} %" for p in PER_CENT), "Mean")
    return Table("At the end, in points: so many per cent of the runs are at or below", head, tuple(rows))
