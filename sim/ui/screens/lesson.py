"""The tutorial's lessons: a boxed note on a screen that says one thing, and what to press.

Each is shown where what it teaches is first met, until it has been done. What is to be pressed stands
between stars; where the terminal wants something else typed, that comes second.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from sim.ui.view import Block, Panel, Screen, Span, Text, actions_of

_TABLE = ("decide", "write")
_BACK = "press *Esc*, or type *x*"


@dataclass(frozen=True)
class Lesson:
    """``at``: the names of its screens. ``do``: the first part of the action that it asks for.

    ``after`` is the title of another lesson that has to be done before.
    """

    at: tuple[str, ...]
    do: str
    title: str
    text: str
    after: str = ""


LESSONS: Final = (
    # before the game
    Lesson(
        ("seat",),
        "settings",
        "Settings",
        "Colours, text size and a voice that reads aloud are set once, for every game. Press *S* to see "
        "them. In a window, V switches the voice at any time, T the colours, and + and - the text size.",
    ),
    Lesson(
        ("settings",),
        "back",
        "What is set is kept",
        f"Pick whatever suits you: it holds from now on. Then {_BACK}, to go back.",
    ),
    Lesson(
        ("seat",),
        "seat",
        "Who plays",
        "The row above says how a game is played: alone, in a pair, in several seats, as a class, or "
        "watching. You stay alone this time: press *1* for the first seat.",
    ),
    Lesson(
        ("curtain",),
        "open",
        "The curtain",
        "Several seats, one machine: each brief is for one pair of eyes. When only that seat looks, "
        "press *Enter*.",
    ),
    Lesson(
        ("brief",),
        "begin",
        "Your brief",
        "Your aims, what you hold and what binds you: for your eyes only. In a small window, F6 turns to the "
        "panels that find no room. Read, and press *Enter* to begin.",
    ),
    # at the table
    Lesson(
        _TABLE,
        "side",
        "Channels and map",
        "The picture shows who can talk to whom: thick lines are trusted, dashed ones secret, coloured "
        "ones open now. Press *M* for the map of the same day.",
    ),
    Lesson(
        _TABLE,
        "side",
        "The map",
        "Dots are the places of this day, and an arrow shows who has come to see whom. Press *M* again "
        "for the channels.",
        after="Channels and map",
    ),
    Lesson(
        _TABLE,
        "glossary",
        "Words",
        "Channel, leverage, notice: such words mean something exact here. Press *G* to look them up.",
    ),
    Lesson(
        _TABLE,
        "console",
        "For the teacher",
        "A teacher can pause, set a clock or hide the numbers, in any game. Press *C* to see how.",
        after="Take it back",
    ),
    Lesson(
        _TABLE,
        "help",
        "When you are lost",
        "All keys stand on one page. Press *?* wherever you are.",
        after="Send it",
    ),
    Lesson(
        _TABLE,
        "large",
        "Small print",
        "Any panel with a small square in its corner opens large. Click the square of this one, or press "
        "*Tab* until it has the focus and then *Enter*, or type *e1*.",
        after="When you are lost",
    ),
    Lesson(_TABLE, "back", "One panel alone", f"To see all of the table again, {_BACK}."),
    Lesson(
        ("decide",),
        "move",
        "Your move",
        "This column is what you know today, and nothing later. On the cards, plus and minus say what "
        "your side expects; two mean strongly. Choose by a card's number: press *1*, or another.",
    ),
    Lesson(
        ("decide",),
        "move",
        "Choose again",
        "The last choice is undone, and so is all that came of it. Now take another: press *2*.",
        after="Take it back",
    ),
    Lesson(
        ("decide",),
        "move",
        "What reached you",
        "Others may have written to you: who wants what, over which channel, with what behind it, and how "
        "far you believe them. Read it in this column; then choose: press *1*, or another.",
        after="Send it",
    ),
    Lesson(
        ("decide",),
        "move",
        "The other move",
        "You stand at the same decision again, with the same luck. Choose otherwise: press *3*.",
        after="What if",
    ),
    Lesson(
        ("decide",),
        "count",
        "What leads",
        "When all hands are counted, press *Enter*: what leads is taken.",
    ),
    Lesson(
        ("decide",),
        "vote",
        "A show of hands",
        "The class decides. For each hand, press the card's number: press *1* for the first.",
    ),
    Lesson(
        ("write",),
        "ask",
        "To write, or not",
        "Others decide now, and you have a channel to them. Each card is a move of theirs with its odds "
        "as things stand. Press *2* to ask for the second; 0 says nothing, and is a choice too.",
    ),
    Lesson(
        ("write",),
        "send",
        "Send it",
        "Each card is one way to say it: the kind of message, the channel, the leverage behind it, its "
        "cost, and the odds before and after. Secret channels leak less; a public word binds you. Press "
        "*1* to send.",
    ),
    Lesson(
        ("watch",),
        "watch",
        "Meanwhile",
        "You have no part in this one. Press *1* to wait for the news.",
    ),
    Lesson(
        ("agree",),
        "agree",
        "Two must agree",
        "Nothing counts until both of you say so. Talk first; then press *1* and 2.",
    ),
    Lesson(("tie",), "leading", "A tie", "Somebody decides between the two. Press *1* for the first."),
    Lesson(
        ("forecast",),
        "forecast",
        "It stands",
        "All ten counters lie. Press *Enter*: your forecast stays, and is held against what happens.",
    ),
    Lesson(
        ("forecast",),
        "more",
        "Say what you expect",
        "Before you hear what they chose, lay ten counters: one for each 10 per cent. A card's number "
        "adds one: press *1*.",
    ),
    Lesson(
        ("forecast",),
        "even",
        "Counters",
        "Lay the other nine by number; Backspace, or -1 typed, takes one back. If you have no idea, "
        "press *E*: they lie evenly.",
    ),
    # what came of it
    Lesson(
        ("result",),
        "playon",
        "Let it run",
        "You have changed one thing. Press *L* to let the model play the rest, and see where it ends.",
    ),
    Lesson(
        ("result",),
        "why",
        "Why a number moved",
        "The bars have moved, and each knows why. Click one, or press *Tab* until it has the focus and "
        "then *Enter*, or type *m1*.",
    ),
    Lesson(
        ("why",),
        "back",
        "Every step",
        "Each change with its rule and its ground: a fact with its source, or a judgement. To go back, "
        f"{_BACK}.",
    ),
    Lesson(
        ("result",),
        "undo",
        "Take it back",
        "A choice can be taken back, and another tried. Press *U* once, and choose again.",
    ),
    Lesson(
        ("result",),
        "reading",
        "Sources",
        "What is said here rests on papers, and each paper sees with somebody's eyes. Press *F* to read "
        "them.",
        after="What came of it",
    ),
    Lesson(
        ("reading",),
        "back",
        "Who says so",
        f"Each claim with who says it, how sure it is, and where it stands. To go back, {_BACK}.",
    ),
    Lesson(
        ("result",),
        "next",
        "What came of it",
        "What happened and why; then what was really chosen (invented, here), and how sure that is; then "
        "the odds. The timeline shows how far you are. Press *Enter* to go on.",
    ),
    Lesson(
        ("result",),
        "next",
        "Held against it",
        "What you expected now stands beside what happened and beside the model's odds, move by move. Press "
        "*Enter* to go on.",
        after="It stands",
    ),
    Lesson(("result",), "debrief", "The end", "That was the last decision. Press *Enter* for the debrief."),
    # what lies over a page
    Lesson(("help",), "back", "Help", f"What applies where you were comes first. To go back, {_BACK}."),
    Lesson(
        ("glossary",),
        "back",
        "Plain words",
        f"A neutral word comes first, then what each side calls the thing. To go back, {_BACK}.",
    ),
    Lesson(
        ("console",),
        "back",
        "Teacher's controls",
        "Pause, clock, numbers, history, an event, a stand-in for an empty seat, a note: each use goes "
        f"into the log for the debrief. To go back, {_BACK}.",
    ),
    # the debrief
    Lesson(
        ("debrief/paths",),
        "tab",
        "Side by side",
        "Your path beside the other, with the row where they part. The row of pages above holds all of "
        "the debrief. Press *Enter* for the next page.",
    ),
    Lesson(
        ("debrief/numbers",),
        "tab",
        "Over time",
        "Each number along both paths; the shaded fan is where 2,000 runs went from the parting. Press "
        "*Enter*.",
    ),
    Lesson(
        ("debrief/forecasts",),
        "tab",
        "What you expected",
        "Your counters beside what happened and beside the model's odds. Over many games you see how "
        "well your “likely” fits. Press *Enter*.",
    ),
    Lesson(
        ("debrief/mattered",),
        "wait",
        "Working it out",
        "The model plays each decision otherwise, many times over. Press *Enter* to wait for it.",
    ),
    Lesson(
        ("debrief/mattered",),
        "tab",
        "What mattered",
        "Which decisions weighed most, by the model's own lights. It is not the world: argue with it. "
        "Press *Enter*.",
    ),
    Lesson(
        ("debrief/whatif",),
        "branch",
        "What if",
        "Go back to any decision and choose otherwise, with the same luck. Press *1* for the first.",
    ),
    Lesson(
        ("debrief/whatif",),
        "tab",
        "Lines of play",
        "Every line that you have played stands in the tree; two can be set side by side. Press *Enter* "
        "to read on.",
        after="What if",
    ),
    Lesson(
        ("debrief/knew",),
        "tab",
        "Open cards",
        "Now everybody may read every brief and every message. Press *Enter*.",
    ),
    Lesson(
        ("debrief/endings",),
        "tab",
        "Endings",
        "No ending is the right one, and there is no score. Press *Enter*.",
    ),
    Lesson(
        ("debrief/disputed",),
        "tab",
        "Disputed",
        "Where accounts differ they stand beside each other, each with whose it is. Press *Enter*.",
    ),
    Lesson(("debrief/sources",), "tab", "Papers", "All that was cited, in one place. Press *Enter*."),
    Lesson(
        ("debrief/questions",),
        "export",
        "Take it home",
        "Talk through the six phases: a debrief deserves as long as the game. Press *E* to save all of "
        "it as one page for any browser; R adds a row to a gradebook.",
    ),
    Lesson(
        ("debrief/questions",),
        "home",
        "Done",
        "You know every control now. Games save themselves, and go on from the first page. For the "
        f"scenarios, {_BACK}.",
        after="Take it home",
    ),
)


def lesson(screen: Screen, seen: Collection[str]) -> Screen:
    """The screen with the first lesson that is still to be done there; ``seen`` are titles of those done."""
    found = next((one for one in LESSONS if one.title not in seen and _fits(one, screen, seen)), None)
    if found is None:
        return screen
    note = Block("note", _spans(found.text), f"Lesson: {found.title}")
    panels: tuple[Panel, ...] = (Text("Lesson", (note,), 0.5), *screen.panels)
    for at, panel in enumerate(screen.panels):
        if isinstance(panel, Text):
            first = replace(panel, blocks=(note, *panel.blocks))
            panels = (*screen.panels[:at], first, *screen.panels[at + 1 :])
            break
    return replace(screen, panels=panels)


def done(screen: Screen, do: str, seen: Collection[str]) -> frozenset[str]:
    """The titles of the lessons that an action on a screen does, besides those done before."""
    name = do.partition(":")[0]
    return frozenset(seen) | {one.title for one in LESSONS if one.do == name and _fits(one, screen, seen)}


def _fits(one: Lesson, screen: Screen, seen: Collection[str]) -> bool:
    """Whether a lesson belongs on a screen, and what it asks for can be done there now."""
    tab = next((t.do.partition(":")[2] for t in screen.tabs if t.selected), "")
    here = f"debrief/{tab}" if screen.name == "debrief" else screen.name
    if here not in one.at or (one.after and one.after not in seen):
        return False
    return any(do.partition(":")[0] == one.do for do in actions_of(screen))


def _spans(text: str) -> tuple[Span, ...]:
    """Text with what stands between stars in strong letters."""
    parts = text.split("*")
    return tuple(Span(p, "strong" if i % 2 else "plain") for i, p in enumerate(parts) if p)
