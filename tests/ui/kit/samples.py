"""Screens with made-up content, one of each kind, that use everything the view-model can say."""

from __future__ import annotations

from sim.ui.view import (
    Action,
    Block,
    Card,
    Cards,
    Chart,
    Charts,
    Edge,
    Hint,
    Line,
    Meter,
    Network,
    Node,
    Row,
    Screen,
    Span,
    Stop,
    Tab,
    Table,
    Text,
    bullet,
    heading,
    note,
    para,
)


def chooser() -> Screen:
    """Three scenarios to choose from, two of them of different length and one not open."""
    cards = (
        Card(
            "scenario:river",
            "1",
            "The river crossing",
            "A neighbour masses troops at a river that two towns drink from. Your ally would lend its name "
            "to a guarantee, if your parliament votes for it before the flood.",
            (Hint("3 decisions"), Hint("25 minutes"), Hint("2 seats")),
            "Foreign minister, prime minister",
            selected=True,
        ),
        Card(
            "scenario:strait",
            "2",
            "Closing the strait",
            "Insurers have pulled out of the strait. Who escorts whom, and who is told of it beforehand?",
            (Hint("5 decisions"), Hint("40 minutes"), Hint("3 seats")),
            "Secretary of state, admiral, envoy",
        ),
        Card(
            "scenario:spring",
            "3",
            "A spring of envoys",
            "Six capitals, one draft, and a mediator whose patience has a date on it.",
            (Hint("8 decisions"), Hint("55 minutes"), Hint("4 seats")),
            "Opens once you have played the other two",
            enabled=False,
            why_not="Play The river crossing and Closing the strait first.",
        ),
    )
    text = Text(
        "How it works",
        (
            para("You take the chair of a government at a real decision point. You see what it could know."),
            bullet("Read what reached you, and over which channel."),
            bullet("Pick a move. Then see what was really chosen, and where the two paths part."),
            note(
                "What it is not",
                "History is what was chosen, not the right answer. There is no single score.",
            ),
        ),
        weight=0.8,
    )
    actions = (
        Action("begin", "Begin", "Enter", primary=True),
        Action("load", "Resume a saved game", "R"),
        Action("quit", "Quit", "Esc"),
    )
    return Screen(
        "chooser",
        "Backchannel",
        "Choose a crisis",
        panels=(Cards("Scenarios", cards, 1.6, grid=True), text),
        actions=actions,
    )


SITUATION = (
    heading("The disengagement line"),
    Block("text", (Span("Northport, Monday 08:40. Cabinet Room annex.", "em"),)),
    Block(
        "text",
        (
            Span("The ceasefire has held for "),
            Span("eleven days", "strong"),
            Span(
                ", but the Third Brigade remains cut off east of the canal and both commands report nightly "
            ),
            Span(
                "probing fire. The foreign minister has told your deputy, in private, that she can accept a "
            ),
            Span("limited forces zone", "strong"),
            Span(" if it is not "),
            Span("called", "em"),
            Span(" a demilitarised zone. "),
            Span("(Your deputy's note, unsigned.)", "muted"),
        ),
    ),
    heading("What you know"),
    Block(
        "bullet",
        (
            Span("The prime minister faces a confidence vote on "),
            Span("Thursday", "strong"),
            Span("; her coalition can lose three seats."),
        ),
    ),
    bullet(
        "The defence minister will trade depth for warning stations, but only if a third party mans them."
    ),
    bullet("Eastmark has asked, twice, to be kept abreast. Its general secretary feels cut out."),
    Block("source", (Span("Cabinet minute 14, paragraph 3"),), "S1"),
    Block("source", (Span("Embassy cable 2207, as reported by the Harbour Gazette"),), "S2"),
    heading("What reached you"),
    note(
        "Warning from Sunderland, over the hot line",
        "“We would have to review the shipments if the line moves.”",
    ),
    note(
        "One side's account",
        "The Third Brigade says that it was fired on first. Nobody else has confirmed it.",
    ),
    heading("What you do not know"),
    bullet("Whether the president of the other side has told his own general staff about the talks."),
    bullet("Whether the oil ministers will hold the embargo past the end of the month."),
    Block("source", (Span("Interview with a former aide, a year later; approximate date"),), "S3"),
)

MOVES = (
    Card(
        "move:private",
        "1",
        "Private proposal to Northport",
        "Send the map to the foreign minister through the back channel; ask for a reply before take-off.",
        (Hint("Northport trust", "up"), Hint("Sunderland trust", "down"), Hint("Notice: vague")),
        "Low visibility",
        selected=True,
    ),
    Card(
        "move:joint",
        "2",
        "Joint paper with Eastmark",
        "Draft the opening paper with the ambassador and table it as co-chairs.",
        (Hint("Legitimacy", "up"), Hint("Speed", "down")),
        "High visibility",
    ),
    Card(
        "move:guarantee",
        "3",
        "Guarantee first",
        "Offer third-party early-warning stations before any line is drawn on the map.",
        (Hint("Sunderland trust", "up"), Hint("Home support", "down")),
        "Medium visibility",
        enabled=False,
        why_not="Your parliament has barred a guarantee without a vote.",
    ),
    Card(
        "move:wait",
        "4",
        "Wait for the vote",
        "Delay departure until the confidence vote is over; keep both channels warm.",
        (Hint("Information", "up"), Hint("Momentum", "down")),
        "Low visibility",
    ),
)

NODES = (
    Node("you", "Secretary of State", "NP", 0.5, 0.45, you=True),
    Node("pres", "President", "NP", 0.5, 0.12, decides=True),
    Node("leg", "Leader of the upper house", "NP", 0.85, 0.1),
    Node("amb", "Ambassador to Sunderland", "NP", 0.75, 0.58),
    Node("pm", "Prime Minister", "SU", 0.85, 0.9),
    Node("dm", "Defence Minister", "SU", 0.6, 0.92),
    Node("gs", "General Secretary", "EM", 0.1, 0.08),
    Node("ea", "Ambassador of Eastmark", "EM", 0.22, 0.3),
    Node("un", "Envoy", "+", 0.2, 0.8),
)
EDGES = (
    Edge("you", "pres", 90, 40, True, "Daily meeting"),
    Edge("you", "amb", 75, 30, True, "Cables"),
    Edge("you", "pm", 45, 70, True, "Back channel"),
    Edge("you", "ea", 35, 65, False, "Hot line"),
    Edge("you", "un", 50, 20, False, "Open talks"),
    Edge("pres", "leg", 40, 10, False, "Hearings"),
    Edge("pres", "gs", 20, 85, False, "Letters"),
    Edge("gs", "ea", 95, 60, False, "Party line"),
    Edge("amb", "pm", 60, 30, False, "Audience"),
    Edge("pm", "dm", 70, 50, False, "Cabinet"),
    Edge("un", "dm", 30, 15, False, "Visits"),
    Edge("un", "ea", 15, 10, False, "Open talks"),
)

METERS = (
    Meter("Northport trust", 62, 4, reason="They were told before, over a trusted channel."),
    Meter("Sunderland trust", 48, -8, reason="Surprise: nobody told them, and their stake was high."),
    Meter("Tension", 55, 6, worse_when_high=True, reason="The brigade stays where it is."),
    Meter("Home support", 41, -2),
    Meter("Momentum", 71, 0.2),
    Meter("Risk of a leak", 34, -5, worse_when_high=True),
    Meter("Credibility", 66, 3),
    Meter("Civilian supplies", 8, 0),
)

STOPS = (
    Stop("War begins", "6 October", "past"),
    Stop("Airlift", "14 October", "past"),
    Stop("Resolution", "22 October", "past", certain=False),
    Stop("Second ceasefire", "25 October", "skipped"),
    Stop("The disengagement line", "5 November", "now"),
    Stop("Confidence vote", "8 November", "ahead"),
    Stop("Conference", "December", "ahead", certain=False),
    Stop("Deadline", "18 January", "ahead"),
)


def table_top() -> Screen:
    """A decision with everything on the table."""
    return Screen(
        "decision",
        "The Shuttle",
        "Decision 5 of 8 · Monday 5 November",
        meters=METERS,
        panels=(
            Text("Situation", SITUATION, 1.35),
            Cards("Your moves", MOVES, 1.0),
            Network("Channels", NODES, EDGES, "Three channels are in play; one of them is secret.", 1.5),
        ),
        timeline=STOPS,
        actions=(
            Action("undo", "Undo", "U"),
            Action("save", "Save", "S", enabled=False),
            Action("menu", "Menu", "Esc"),
            Action("confirm", "Choose this move", "Enter", primary=True),
        ),
    )


def problem() -> Screen:
    """The same table with a message that must be seen, and nothing in its column of cards."""
    base = table_top()
    empty = Cards("Messages", (), 1.0, empty="No message reached you before this decision.")
    return Screen(
        "problem",
        base.title,
        base.subtitle,
        meters=METERS[:3],
        panels=(base.panels[0], empty),
        timeline=STOPS,
        actions=base.actions,
        message="The saved game is of another version and was left as it is. Start a new one.",
    )


TABS = ("Your path", "Charts", "Who pressed whom", "Sources")
ROWS = (
    Row(
        ("Airlift", "Told Sunderland before", "Told nobody", "Trust in you stood 12 points higher."),
        "parts here",
    ),
    Row(
        ("Resolution", "Co-sponsored the text", "Co-sponsored the text", "No difference in what was chosen.")
    ),
    Row(
        ("The disengagement line", "Private proposal", "Joint paper with Eastmark", "The back channel held."),
        "parts again",
    ),
    Row(("Confidence vote", "Waited", "Waited", "Both paths wait; yours with one channel fewer.")),
)


def debrief() -> Screen:
    """What was chosen beside what was really chosen: tabs and a table."""
    tabs = tuple(Tab(f"tab:{i}", t, i == 0) for i, t in enumerate(TABS))
    columns = ("Decision", "You", "History", "What it did")
    said = Text(
        "In words",
        (
            heading("Two paths, two partings"),
            para("You parted from the historical path at the airlift and again at the line."),
            note(
                "Read this with care", "The model is one account among several; its numbers are judgements."
            ),
        ),
        0.7,
    )
    return Screen(
        "debrief",
        "Debrief",
        "The Shuttle, as Secretary of State",
        tabs=tabs,
        panels=(Table("Decision by decision", columns, ROWS, (1.1, 1.2, 1.2, 1.8), 1.6), said),
        timeline=STOPS,
        actions=(Action("again", "Play again", "A"), Action("done", "Done", "Enter", primary=True)),
    )


def charts() -> Screen:
    """Eight small charts, with gaps, ends that nearly meet and values at the rims."""
    labels = ("Airlift", "Resolution", "Ceasefire", "The line", "Vote", "Conference")
    shapes: tuple[tuple[str, tuple[float | None, ...], tuple[float | None, ...]], ...] = (
        ("Northport trust", (50, 54, 58, 62, 60, 66), (50, 48, 45, 47, 44, 40)),
        ("Sunderland trust", (60, 56, 56, 48, 50, 51), (60, 52, 50, 51, 52, 52)),
        ("Tension", (70, 66, 40, 55, 30, 22), (70, 72, 75, 60, 58, 61)),
        ("Home support", (44, 42, 43, 41, None, None), (44, 45, 50, 52, 55, 58)),
        ("Momentum", (20, 30, 55, 71, 90, 100), (20, 22, 30, 35, 33, 36)),
        ("Risk of a leak", (10, 20, 39, 34, 30, 28), (10, 8, 4, 2, 0, 0)),
        ("Credibility", (55, None, 60, 66, 66, 66), (55, 54, 56, 60, 64, 66)),
        ("Civilian supplies", (12, 10, 8, 8, 11, 14), (12, 9, 7, 6, 9, 11)),
    )
    made = tuple(
        Chart(
            title,
            labels,
            (Line("You", "you", you), Line("History", "history", history)),
            "Your path ends at the line." if None in you[-2:] else "",
        )
        for title, you, history in shapes
    )
    tabs = tuple(Tab(f"tab:{i}", t, i == 1) for i, t in enumerate(TABS))
    return Screen(
        "charts",
        "Debrief",
        "The Shuttle, as Secretary of State",
        tabs=tabs,
        panels=(Charts("Your path and the historical one", made),),
        actions=(Action("again", "Play again", "A"), Action("done", "Done", "Enter", primary=True)),
    )


ALL = {"chooser": chooser, "table": table_top, "problem": problem, "debrief": debrief, "charts": charts}
