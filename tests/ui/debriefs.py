"""Made-up screens that say everything a page of a debrief can be asked to say."""

from __future__ import annotations

from datetime import date

from sim.ui import gradebook
from sim.ui.report import Head
from sim.ui.view import (
    Action,
    Band,
    Block,
    Branch,
    Calibration,
    Card,
    Cards,
    Chart,
    Charts,
    Dot,
    Dots,
    Edge,
    Field,
    Fields,
    Hint,
    Line,
    Map,
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
    Tree,
    bullet,
    heading,
    note,
    para,
)
from sim.ui.view_map import Place, Visit

HEAD = Head(
    title="The lamp on the isles",
    scenario="isles",
    hash="0123456789abcdef",
    seed=7,
    seats=(("Harbour council", ("Ada", "נועה")), ("Lamp keepers", ())),
    version="0.9",
    played=date(2001, 2, 3),
)
ROW = gradebook.Row(
    nickname="Ada",
    seat="Harbour council",
    mode="pair",
    played=date(2001, 2, 3),
    scenario="isles",
    scenario_hash="0123456789abcdef",
    version="0.9",
    seed=7,
    decisions=5,
    decisions_as_in_history=3,
    first_parting="boats",
    ending="lamp_for_all",
    historical_ending="dark_winter",
    forecasts=4,
    brier=0.40625,
    brier_model=0.5,
    brier_even_spread=0.6666666,
    tables=1,
    tables_agreed=1,
    own_worth=61.3,
    minutes=31.5,
    finished=True,
    interventions=2,
)
LABELS = ("Before", "Who lights the lamp?", "The boats", "A vote", "The toll", "The winter")
TABS = ("Paths", "Over time", "What if", "Forecasts", "Network", "Notes")


def _screen(tab: str, *panels: object, **more: object) -> Screen:
    tabs = tuple(Tab(f"tab:{t}", t, t == tab) for t in TABS)
    return Screen(
        "debrief",
        "Debrief: The lamp on the isles",
        "Your path and history part at: The boats",
        tabs=tabs,
        panels=panels,  # type: ignore[arg-type]
        actions=(Action("again", "Play again", "A"),),
        **more,  # type: ignore[arg-type]
    )


def paths() -> Screen:
    """A table with a leading row, marks, and rich text of every kind beside it."""
    rows = (
        Row(
            ("The ending, by the model's rules", "A lamp for all", "The dark winter"), "differs", leading=True
        ),
        Row(
            ("1. Who lights the lamp? (4 May)", "Ask the keepers to light it", "Ask the keepers to light it"),
            "same",
        ),
        Row(
            ("2. The boats (about June)", "Hold the boats in the harbour until the vote", "Let them sail"),
            "parts here",
        ),
        Row(("3. A vote (1 July)", "did not come to it", "Vote for the toll"), "differs"),
    )
    blocks = (
        heading("What happened first"),
        Block(
            "text",
            (
                Span("The council "),
                Span("asked", "strong"),
                Span(" the keepers, "),
                Span("twice", "em"),
                Span("."),
            ),
        ),
        bullet("The lamp was out for eleven nights."),
        bullet("Nobody was told."),
        note("One side's account", "The keepers say that the oil was never delivered."),
        Block("source", (Span("Minutes of the council, paragraph 3"),), "S1"),
        Block("source", (Span("A letter, unsigned", "muted"),), "S2"),
        heading("מה קרה אחר כך"),
        para("בשנת 1907 המועצה ביקשה מהשומרים להדליק את המנורה."),
    )
    columns = ("Decision", "Your path", "The historical path")
    return _screen(
        "Paths", Table("Decision by decision", columns, rows, (1.3, 1, 1)), Text("In words", blocks)
    )


def over_time() -> Screen:
    """Charts with bands, gaps, ends that meet, and values at the rims."""
    shapes = (
        ("Light", (50, 54, 58, 62, 60, 66), (50, 48, 45, 47, 44, 40), ""),
        ("Hunger", (70, 66, 40, 55, 30, 22), (70, 72, 75, 60, 58, 61), "Higher is worse."),
        ("Standing of the council", (44, 42, 43, 41, None, None), (44, 45, 50, 52, 55, 41), ""),
        ("Oil", (20, 30, 55, 71, 90, 100), (20, 22, 30, 35, 33, 100), ""),
    )
    charts = []
    for title, you, history, words in shapes:
        wide = Band("9 of 10 runs", *_around(history, 24))
        half = Band("half of the runs", *_around(history, 10))
        lines = (Line("You", "you", you), Line("History", "history", history))
        charts.append(Chart(title, LABELS, lines, words, (wide, half)))
    more = Line("What if: sail", "branch", (50, 48, 44, 40, 36, 30))
    charts.append(Chart("Trust", LABELS, (*charts[0].lines, more), "Three paths."))
    return _screen("Over time", Charts("Each variable in points of 100", tuple(charts)))


def _around(
    values: tuple[int | None, ...], most: int
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    steps = [(v, most * i / 5) for i, v in enumerate(values)]
    low = tuple(None if v is None or i < 2 else max(0.0, v - d) for i, (v, d) in enumerate(steps))
    high = tuple(None if v is None or i < 2 else min(100.0, v + d) for i, (v, d) in enumerate(steps))
    return low, high


def what_if() -> Screen:
    """A tree with branches of branches."""
    first = ("Ask the keepers", "Hold the boats", "Vote for the toll", "Waive the toll", "Share the oil")
    branches = (
        Branch("As you played", -1, 0, first, "A lamp for all", marks=("first", "shown")),
        Branch(
            "The boats sail",
            0,
            1,
            (first[0], "Let the boats sail", "Vote against it", "Raise it", "Hoard"),
            "The dark winter",
        ),
        Branch("No vote", 0, 2, (*first[:2], "Put off the vote", "", ""), "Talk without end"),
        Branch(
            "The toll stays",
            1,
            3,
            (first[0], "Let the boats sail", "Vote against it", "Keep the toll", "Share the oil"),
            "A lean winter",
        ),
    )
    return _screen("What if", Tree("Lines of play", LABELS[1:], branches))


def forecasts() -> Screen:
    """Calibration with overlapping dots and few points."""
    you = Dots(
        "You", "you", (Dot(0, 0, 4), Dot(20, 33, 3), Dot(50, 50, 2), Dot(80, 100, 1), Dot(100, 100, 1))
    )
    model = Dots("The model", "history", (Dot(10, 0, 5), Dot(50, 50, 4), Dot(90, 75, 4)))
    even = Dots("An even spread", "branch", (Dot(33, 33, 12),))
    text = "Eleven forecasts are few: luck alone can move these dots far."
    return _screen("Forecasts", Calibration("How forecasts came out", (you, model, even), text))


def network() -> Screen:
    """Channels, meters, and the timeline."""
    nodes = (
        Node("c", "Harbour council", "HC", 0.5, 0.45, you=True),
        Node("k", "Lamp keepers", "LK", 0.5, 0.05, decides=True),
        Node("f", "Guild of the fishers of the outer isles", "FG", 0.95, 0.1),
        Node("p", "Pilots", "P", 0.8, 0.9),
        Node("m", "Merchants", "M", 0.1, 0.9),
        Node("s", "The star watch", "SW", 0.05, 0.1),
    )
    edges = (
        Edge("c", "k", 90, 40, True, "Daily meeting"),
        Edge("c", "p", 45, 70, True, "Night boat"),
        Edge("c", "m", 35, 65, False, "Letters"),
        Edge("k", "f", 20, 85, False, "Signals"),
        Edge("p", "m", 70, 50, False, "Market"),
        Edge("s", "k", 10, 10, False, "Open talks"),
    )
    meters = (
        Meter("Light", 62, 4, reason="They were told before, over a trusted channel."),
        Meter("Hunger", 55, 6, worse_when_high=True),
        Meter("Standing", 41, -2, hidden=True),
        Meter("Oil", 8, 0.2),
    )
    stops = (
        Stop("Who lights the lamp?", "4 May", "past"),
        Stop("The boats", "June", "now", certain=False),
        Stop("A vote", "1 July", "skipped"),
        Stop("The toll", "", "ahead"),
    )
    panel = Network("Channels", nodes, edges, "Two channels are in play.")
    return _screen("Network", panel, _map(), meters=meters, timeline=stops)


def _map() -> Map:
    places = (
        Place("h", "The harbour", 31.8, 35.0, text="the council sits here", note="Its name is disputed."),
        Place("m", "The mouth", 30.0, 31.2),
        Place("i", "The outer isle", 35.2, 33.4, here=False),
    )
    visits = (
        Visit("The envoy of the council", "i", "h", "The envoy came on the night boat."),
        Visit("A pilot", "", "m", "A pilot waits at the mouth."),
    )
    return Map("Places", places, visits, "Land and coast only.")


def notes() -> Screen:
    """Cards in groups, closed, counted and chosen; lines that were typed; a message."""
    cards = (
        Card(
            "move:a",
            "1",
            "Hold the boats",
            "Until the vote.",
            (Hint("Trust", "up"), Hint("Oil", "down"), Hint("quiet")),
            "Low visibility",
            selected=True,
            above="Open to you",
        ),
        Card("move:b", "2", "Let them sail", tally=3, less="less:b"),
        Card(
            "move:c",
            "3",
            "Sell the oil",
            "At once.",
            enabled=False,
            why_not="The council has barred it.",
            above="Barred",
        ),
    )
    fields = Fields(
        "Notes for the debrief",
        (Field("note:1", "Second decision", "Ask them why <b>now</b>", "kept"), Field("note:2", "Third")),
    )
    empty = Cards("Messages", (), empty="No message reached you.")
    panels = (
        Cards("Your moves", cards, lead="Pick one."),
        empty,
        fields,
        Text("", (heading("Questions"), bullet("Who knew?"))),
    )
    return _screen("Notes", *panels, message="Time was up once.", clock="4:30")


def all_screens() -> tuple[Screen, ...]:
    return tuple(make() for make in (paths, over_time, what_if, forecasts, network, notes))
