"""A result as a page: what was run, how it ended, what was chosen, how things went, what goes with what."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Final

from sim.batches.analysis import Estimate
from sim.batches.ends import Association, Difference, Ends, associations, compared, ends
from sim.batches.outcomes import View, development, endings, moves
from sim.batches.results import Results
from sim.batches.words import around, command, count, names, percent, told
from sim.errors import InputError, shorten
from sim.pages.charts import Bar, Value, bars, differences
from sim.pages.page import Block, Charts, Command, Page, Pairs, Section, Table, Words, render
from sim.scenario.compiled import Compiled

_PAIRS: Final = (
    "Shares have the adjusted Wald interval for pairs (Bonett and Price 2012); means a normal interval on "
    "the variance of the paired differences. Both take runs to be independent of each other."
)
_DRAWN: Final = (
    "Judgements were drawn, so runs of one draw are not independent: intervals rest on the spread between "
    "draws, and few draws make them wide."
)
_ASSOCIATION: Final = (
    "How much of the difference between runs goes with the move taken at each decision, among the runs that "
    "came to it. At 100 %, whoever knows the move knows the outcome. This is association, not cause: some "
    "moves are taken where things already go a certain way. To see what a move does, force it in an arm."
)
_NOT: Final = (
    "It is not a forecast, and the model has not been validated. Its authors knew the history; where it "
    "gives the historical move high odds, that proves little.",
    "Every number in it cites a source or is a judgement with a reason, and another judge may differ. "
    "History is what was chosen, not the right answer. Compare paths as distributions, not as fates.",
)


def report(results: Results, game: Compiled | None, file: str) -> str:
    """The page for a result as HTML. ``game`` gives titles if it is the scenario that was run.

    ``file`` is the result's own name, which the page cites. Equal results give equal pages. Raises InputError
    for a result of no runs.
    """
    if not results.runs:
        raise InputError(f"{shorten(file, 200)} holds no runs. Merge it with the other shards of its batch.")
    view = View(results, names(results.meta, game), file)
    runs = ends(results)
    sections = [what_was_run(view), endings(view), moves(view), development(view)]
    if len(view.arms) > 1:
        sections.append(arms_compared(view, runs))
    sections += [association(view, runs), what_it_is_not(view)]
    page = Page(
        title=view.names.scenario,
        kicker=f"A report on {count(results.runs, 'run')}",
        lead=_lead(view),
        sections=tuple(sections),
        foot=f"Made by Backchannel {results.meta.version} from {file}.",
    )
    return render(page)


def _lead(view: View) -> str:
    arm, first = next(iter(view.arms.items()))
    often = sorted(zip(view.names.endings, first.endings.values(), strict=True), key=lambda e: -e[1])
    words = ", then as ".join(f"“{title}” ({percent(n / first.runs)})" for title, n in often[:2] if n)
    of_arm = f" of the arm “{arm}”" if view.several else ""
    return f"{count(first.runs, 'run')}{of_arm} ended most often as {words}."


def what_was_run(view: View) -> Section:
    """The scenario, the design, and the line that makes the file again."""
    meta, design = view.results.meta, view.results.design
    cells = len(design.cells)
    each = f", {design.runs:,} for each of {count(cells, 'cell')} of arm, seed and draw" if cells > 1 else ""
    drawn = f"drawn {count(design.draws, 'time')} from the ranges of their words"
    rows = [
        ("Scenario", f"{view.names.scenario} ({meta.scenario})"),
        ("Content hash", meta.hash),
        ("Runs", f"{view.results.runs:,}{each}"),
        ("Seeds", ", ".join(map(str, design.seeds))),
        ("Judgements", drawn if design.draws else "as they are written"),
        ("Program", f"Backchannel {meta.version}, luck {meta.luck}"),
    ]
    rows += [("Part", f"{meta.shard} of the batch")] if meta.shard else []
    rows += [
        (f"Arm {view.title(arm.name)}" if view.several else "Who chooses", told(arm)) for arm in design.arms
    ]
    blocks: list[Block] = [Pairs(tuple(rows))]
    if view.several:
        blocks += [
            Words("With this text as design.yaml, the line under it makes the same file again."),
            Command(json.dumps({"format": 1} | design.as_json(), indent=1, ensure_ascii=False)),
        ]
    else:
        blocks.append(Words("This line makes the same file again, on any machine."))
    blocks.append(Command(command(meta, view.names.typed, view.file)))
    if view.names.note:
        blocks.append(Words(view.names.note, quiet=True))
    return Section("What was run", tuple(blocks))


def arms_compared(view: View, runs: dict[str, Ends]) -> Section:
    """Each arm less the first, run by run with the same luck."""
    first, *others = view.arms
    blocks: list[Block] = [
        Words(
            "The runs of all arms have the same numbers and meet the same luck, so each is compared with its "
            f"twin of arm {view.title(first)}. What is left is the arm's doing."
        )
    ]
    for other in others:
        found = compared(view.results, runs[first], runs[other]) if runs else None
        if found is None:
            why = "do not hold the same runs" if runs else "were kept without rows"
            blocks.append(
                Words(f"“{first}” and “{other}” {why}, so they cannot be compared run by run.", True)
            )
        else:
            blocks += _differences(view, f"{view.title(other)} less {view.title(first)}", *found)
    blocks.append(Words(_DRAWN if view.results.design.draws else _PAIRS, quiet=True))
    return Section("What the arms change", tuple(blocks))


def _differences(view: View, title: str, shares: list[Difference], means: list[Difference]) -> list[Block]:
    blocks: list[Block] = []
    kinds = (
        ("Endings, in percentage points of runs", shares, view.names.endings, 100),
        ("Variables at the end, in points", means, view.names.variables, 1),
    )
    for what, found, titles, factor in kinds:
        rows = [
            Bar(label, (_difference(d.estimate, factor),)) for d, label in zip(found, titles, strict=True)
        ]
        chart = differences(f"{title}: {what}", _spoken(rows), rows)
        caption = (
            f"{title}. {what}, with 95 % intervals. The dot is filled where the interval leaves out zero."
        )
        blocks.append(Charts(caption, (chart,)))
    return blocks


def _difference(estimate: Estimate, factor: float) -> Value:
    words = around(estimate, factor)
    low, high = (factor * end for end in (estimate.low, estimate.high))
    return Value(factor * estimate.value, low, high, words)


def _spoken(rows: Sequence[Bar]) -> str:
    return "; ".join(f"{r.label}: {r.values[0].words}" for r in rows)


def association(view: View, runs: dict[str, Ends]) -> Section:
    """What goes with the moves, in the first arm."""
    heading = "What goes with the outcome"
    if not runs:
        return Section(heading, (Words("The file holds no rows, so this cannot be told from it."),))
    arm, of_arm = next(iter(runs.items()))
    found = associations(view.results, of_arm)
    blocks: list[Block] = [Words(_ASSOCIATION)]
    rows = [Bar(t, (_tied(a.ending),)) for a, t in zip(found, view.names.decisions, strict=True)]
    caption = view.of_arm("Share of the ending's variance that goes with the move", arm)
    chart = bars("What goes with the ending", _spoken(rows), rows)
    blocks.append(Charts(f"{caption} (Goodman and Kruskal's tau).", (chart,)))
    blocks.append(_association_table(view, arm, found))
    return Section(heading, tuple(blocks))


def _tied(share: float | None) -> Value:
    if share is None:
        return Value(0, 0, 0, "nothing varies")
    return Value(100 * share, math.nan, math.nan, percent(share))


def _association_table(view: View, arm: str, found: Sequence[Association]) -> Table:
    """Decisions over outcomes: a heading for each decision, for variables are many and their names long."""
    rows: list[tuple[str, ...]] = []
    for at, (tied, title) in enumerate(zip(found, view.names.decisions, strict=True)):
        rows.append((f"{at + 1}  {title} ({count(tied.runs, 'run')} came)",))
        outcomes = zip(("The ending", *view.names.variables), (tied.ending, *tied.variables), strict=True)
        tells = [(name, percent(share)) for name, share in outcomes if share is not None and share >= 0.05]
        rows += tells or [("nothing", "–")]
    caption = "Share of an outcome's variance that goes with the move, where it is 5 % or more (eta squared; "
    return Table(view.of_arm(f"{caption}tau for the ending)", arm), ("Outcome", "Share"), tuple(rows))


def what_it_is_not(view: View) -> Section:
    """What nobody should read into the page."""
    blocks: list[Block] = [Words(text) for text in _NOT]
    if view.names.limits:
        blocks.append(Words(f"What this scenario leaves out: {view.names.limits}"))
    return Section("What this is not", tuple(blocks))
