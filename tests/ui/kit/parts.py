"""Screens with made-up content for the parts of a whole class hour: hands, names, forecasts, branches."""

from __future__ import annotations

from dataclasses import replace

from sim.ui.view import (
    Action,
    Band,
    Branch,
    Calibration,
    Card,
    Cards,
    Chart,
    Charts,
    Dot,
    Dots,
    Field,
    Fields,
    Line,
    Screen,
    Tree,
)
from tests.ui.kit import samples

GO = Action("go", "Go on", "Enter", primary=True)


def hands() -> Screen:
    """A class votes by show of hands, read from the back of the room, with a clock; numbers are hidden."""
    counts = {"move:private": 12, "move:joint": 7, "move:wait": 0}
    cards = tuple(
        replace(c, selected=False, tally=counts.get(c.do), less=f"less:{c.do}" if c.do in counts else "")
        for c in samples.MOVES
    )
    text = replace(samples.table_top().panels[0], large="large:text")
    meters = tuple(replace(m, hidden=True, do=f"why:{m.label}") for m in samples.METERS[:5])
    return Screen(
        "hands",
        "The Shuttle",
        "Decision 5 of 8 · show of hands",
        meters=meters,
        panels=(text, Cards("Who is for which move?", cards, lead="Count the hands for each move.")),
        timeline=samples.STOPS,
        actions=(Action("clear", "Count again", "C"), GO),
        clock="4:30",
        scale=140,
    )


def names() -> Screen:
    """Who plays: lines to type, in several scripts, one empty and one that is too long for its place."""
    fields = (
        Field("nick:0", "First person", "Ada", "A nickname, not your own name"),
        Field("nick:1", "Second person", "נועה 7"),
        Field("nick:2", "Third person"),
        Field(
            "note",
            "Note for the debrief",
            "We agreed on the back channel before we had read the minute.",
            most=400,
        ),
        Field("tag", "Class", "<b>Wolves</b> [7](x)"),
    )
    seats = tuple(
        Card(f"seat:{i}", str(i + 1), name, name, tally=t, less=f"less:{i}")
        for i, (name, t) in enumerate((("Secretary of State", 3), ("Prime Minister", 10), ("Envoy", 0)))
    )
    return Screen(
        "names",
        "Who plays?",
        panels=(Fields("Nicknames, if you like", fields), Cards("Seats", seats)),
        actions=(Action("back", "Back", "Esc"), GO),
    )


def forecasts() -> Screen:
    """How forecasts came out: many of yours, the model's and the class's, some in the same place."""
    series = (
        Dots("You", "you", (Dot(10, 0, 4), Dot(30, 40, 5), Dot(50, 50, 2), Dot(70, 100, 1), Dot(90, 100, 3))),
        Dots("The model", "history", (Dot(10, 8, 12), Dot(30, 25, 8), Dot(50, 50, 6), Dot(70, 80, 5))),
        Dots("An even spread", "branch", (Dot(25, 25, 31),)),
    )
    few = (Dots("You", "you", (Dot(60, 100, 1),)), Dots("The model", "history", (Dot(64, 100, 1),)))
    return Screen(
        "forecasts",
        "Debrief",
        "Forecasts",
        panels=(
            Calibration(
                "How your forecasts came out", series, "Fifteen forecasts say little yet.", large="large:c"
            ),
            Calibration("After one decision", few),
        ),
        actions=(GO,),
    )


def bands() -> Screen:
    """Charts with what many runs span, and branches beside you and history."""
    base = samples.charts()
    shown = base.panels[0]
    assert isinstance(shown, Charts)
    made = []
    for number, chart in enumerate(shown.charts[:5]):
        you = [v if v is not None else 50.0 for v in chart.lines[0].values]
        wide = Band(
            "9 of 10 runs",
            (None, None, *(max(0, v - 8 - 3 * i) for i, v in enumerate(you[2:]))),
            (None, None, *(min(100, v + 7 + 3 * i) for i, v in enumerate(you[2:]))),
        )
        half = Band(
            "half of the runs",
            (None, None, *(max(0, v - 3 - i) for i, v in enumerate(you[2:]))),
            (None, None, *(min(100, v + 3 + i) for i, v in enumerate(you[2:]))),
        )
        lines = chart.lines
        if number % 2:
            lines += (Line("Guarantee first", "branch", (None, None, 40, 35, 30, 31)),)
            lines += (Line("Wait", "branch", (None, None, None, 60, 61, 62)),)
        made.append(replace(chart, bands=(wide, half), lines=lines))
    lone = Chart(
        "One decision only", ("Airlift",), (Line("You", "you", (40,)),), bands=(Band("runs", (30,), (60,)),)
    )
    return replace(
        base, name="bands", panels=(Charts("With 2,000 runs", (*made, lone), large="large:charts"),)
    )


def branches() -> Screen:
    """Five lines of play over six decisions: a branch of a branch, two that part at the same place."""
    labels = ("Airlift", "Resolution", "Ceasefire", "The line", "Vote", "Conference")
    main = ("Told Sunderland before", "Co-sponsored", "Held", "Private proposal", "Waited", "Went together")
    lines = (
        Branch(
            "What you played", -1, 0, main, "Both sides sign at the conference", "show:0", ("first", "shown")
        ),
        Branch(
            "Joint paper",
            0,
            3,
            (*main[:3], "Joint paper with Eastmark", "", "Went alone"),
            "The conference is put off",
            "show:1",
        ),
        Branch(
            "Told nobody",
            0,
            0,
            ("Told nobody", "Abstained", "Broke", "", "", ""),
            "War goes on",
            "show:2",
            ("shown",),
        ),
        Branch(
            "Guarantee first",
            1,
            5,
            (*main[:3], "Joint paper with Eastmark", "", "Guarantee first"),
            "A separate paper, signed by two of the three",
            "show:3",
        ),
        Branch(
            "Waited at the line", 0, 3, (*main[:3], "Waited for the vote", "Lost", ""), "The line moves", ""
        ),
    )
    return Screen(
        "branches",
        "What if?",
        "Same luck, other moves",
        panels=(Tree("Lines of play", labels, lines, large="large:tree"),),
        actions=(Action("back", "Back", "Esc"), GO),
    )


ALL = {"hands": hands, "names": names, "forecasts": forecasts, "bands": bands, "branches": branches}
