"""The debrief: both paths side by side, the variables over time, the endings, sources and questions."""

from __future__ import annotations

from sim.game.seat import Seat
from sim.history.compare import Comparison, compare
from sim.policies.run import Path, replay
from sim.ui.screens.common import HELP, undo
from sim.ui.screens.words import fact_line, signed
from sim.ui.view import (
    Action,
    Block,
    Chart,
    Charts,
    Line,
    Panel,
    Row,
    Screen,
    Span,
    Tab,
    Table,
    Text,
    bullet,
    heading,
    note,
    para,
)

TABS = {
    "paths": "Paths",
    "numbers": "Over time",
    "endings": "Endings",
    "disputed": "Disputed",
    "sources": "Sources",
    "questions": "Questions",
}
PHASES = {
    "react": "React, and leave the role",
    "describe": "Describe, without judging",
    "forecast": "Forecast: what was known then",
    "reveal": "Reveal",
    "analyse": "Analyse: why the paths part",
    "apply": "Apply",
}


def debrief(seat: Seat, tab: str, message: str) -> Screen:
    """One page of the debrief."""
    game = seat.game
    both = compare(seat.path(), replay(game))
    panels = {
        "paths": _paths,
        "numbers": _numbers,
        "endings": _endings,
        "disputed": _disputed,
        "sources": _sources,
        "questions": _questions,
    }[tab](both)
    parting = both.parting
    titles = {d.id: d.title for d in game.source.decisions}
    other = "history" if game.has_history else "the model's own path"
    subtitle = (
        f"Your path and {other} are the same, move for move."
        if parting is None
        else f"Your path and {other} part at: {titles[parting.decision]}"
    )
    return Screen(
        "debrief",
        f"Debrief: {game.source.title}",
        subtitle,
        tabs=tuple(Tab(f"tab:{key}", title, key == tab) for key, title in TABS.items()),
        panels=panels,
        actions=(
            HELP,
            undo(seat),
            Action("again", "Play again", "A"),
            Action("home", "All scenarios", "Esc"),
            *_onward(tab),
        ),
        message=message,
    )


def _onward(tab: str) -> tuple[Action, ...]:
    """The button to the next page; on the last there is none."""
    order = list(TABS)
    after = order[order.index(tab) + 1 :]
    return (Action(f"tab:{after[0]}", f"Next: {TABS[after[0]]}", "Enter", primary=True),) if after else ()


def _label(path: Path, decision: str, move: str | None) -> str:
    if move is None:
        return "did not come to it"
    source = next(d for d in path.game.source.decisions if d.id == decision)
    return next(m.label for m in source.moves if m.id == move)


def _paths(both: Comparison) -> tuple[Panel, ...]:
    endings = {e.id: e.title for e in both.yours.game.source.endings}
    mine, theirs = both.yours.ending, both.historical.ending
    rows = [
        Row(
            ("The ending, by the model's rules", endings[mine], endings[theirs]),
            "same" if mine == theirs else "differs",
            leading=True,
        )
    ]
    source = {d.id: d for d in both.yours.game.source.decisions}
    for number, pair in enumerate(both.pairs, 1):
        decision = source[pair.decision]
        mark = "same" if pair.same else "parts here" if pair == both.parting else "differs"
        cells = (
            f"{number}. {decision.title} ({decision.date_text})",
            _label(both.yours, pair.decision, pair.yours),
            _label(both.historical, pair.decision, pair.historical),
        )
        rows.append(Row(cells, mark))
    columns = ("Decision", "Your path", _beside(both)[0])
    return (Table("Decision by decision", columns, tuple(rows), (1.3, 1, 1)),)


def _beside(both: Comparison) -> tuple[str, str]:
    """What stands beside your path, in full and in short: without a history, a run of the model's."""
    if both.yours.game.has_history:
        return "The historical path", "History"
    return "The model's own path", "Model"


def _numbers(both: Comparison) -> tuple[Panel, ...]:
    game = both.yours.game
    labels = ("0", *(str(i) for i in range(1, len(game.decisions) + 1)))
    charts = []
    for variable in game.variables:
        entry = game.record.variables[variable]
        charts.append(
            Chart(
                entry.name,
                labels,
                (
                    Line("You", "you", tuple(both.yours.values(variable))),
                    Line(_beside(both)[1], "history", tuple(both.historical.values(variable))),
                ),
                "Higher is worse." if entry.better == "lower" else "",
            )
        )
    return (
        Charts("Each variable in points of 100: at the start (0), and after each decision", tuple(charts)),
    )


def _endings(both: Comparison) -> tuple[Panel, ...]:
    game = both.yours.game
    panels: list[Panel] = []
    for title, path in (("Your ending", both.yours), (f"{_beside(both)[0]}'s ending", both.historical)):
        found = next(e for e in game.source.endings if e.id == path.ending)
        panels.append(Text(title, (heading(found.title), para(found.text)), 1.0))
    mine = {v: round(x) for v, x in both.yours.as_json()["state"].items()}
    theirs = {v: round(x) for v, x in both.historical.as_json()["state"].items()}
    names = {v: game.record.variables[v].name for v in game.variables}
    rows = tuple(
        Row((names[v], str(mine[v]), str(theirs[v]), signed(mine[v] - theirs[v]))) for v in game.variables
    )
    panels.append(
        Table(
            "At the end", ("Variable", "You", _beside(both)[1], "Difference"), rows, (2.2, 0.8, 0.9, 1.1), 1.2
        )
    )
    return tuple(panels)


def _disputed(both: Comparison) -> tuple[Panel, ...]:
    game = both.yours.game
    claims: list[Block] = []
    for decision in game.source.decisions:
        for account in decision.history.disputed if decision.history else ():
            claims += [
                heading(decision.title),
                Block("text", (Span(f"{account.by}: ", "strong"), Span(account.claim))),
                Block("text", (Span("Others: ", "strong"), Span(account.others))),
            ]
    limits = (para(game.source.limits), note("Read with care", game.source.content_note))
    return (
        Text("What is disputed, and by whom", tuple(claims), 1.3),
        Text("What the model leaves out", limits, 0.9),
    )


def _sources(both: Comparison) -> tuple[Panel, ...]:
    record = both.yours.game.record
    cited: dict[str, None] = {}
    for decision in both.yours.game.source.decisions:
        cited |= dict.fromkeys(k for k in decision.known if k in record.facts)
        cited |= dict.fromkeys(decision.cited)
    used = dict.fromkeys(c.partition("#")[0] for c in cited)
    about: list[Block] = []
    for source_id in used:
        source = record.sources[source_id]
        about += [
            heading(f"{source.title}"),
            Block(
                "text",
                (Span(f"{source.publisher}. {source.published}. ", "em"), Span(f"[{source_id}]", "muted")),
            ),
            Block("text", (Span("Rests on: ", "strong"), Span(source.rests_on))),
            Block("text", (Span("Slant: ", "strong"), Span(source.slant))),
        ]
        read = {p for c in cited if c.startswith(f"{source_id}#") for p in record.facts[c].paragraphs}
        slips = [e for e in source.known_errors if read & set(e.paragraphs)]
        if slips:
            about.append(Block("text", (Span("Errors and open questions in what is cited here:", "strong"),)))
            about += [bullet(f"{e.article} Accepted here: {e.accepted}") for e in slips]
    facts = tuple(fact_line(record, c) for c in cited)
    return (Text("Where it comes from", tuple(about), 1.0), Text("Facts cited", facts, 1.2))


def _questions(both: Comparison) -> tuple[Panel, ...]:
    questions = both.yours.game.source.questions
    columns: list[Panel] = []
    phases = list(PHASES)
    for title, part in (("Questions: first", phases[:3]), ("Questions: then", phases[3:])):
        blocks: list[Block] = []
        for phase in part:
            asked = [q.ask for q in questions if q.phase == phase]
            if asked:
                blocks += [heading(PHASES[phase]), *(bullet(q) for q in asked)]
        if blocks:
            columns.append(Text(title, tuple(blocks)))
    return tuple(columns)
