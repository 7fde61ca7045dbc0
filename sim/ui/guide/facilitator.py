"""The facilitator's guide: what a teacher reads who has ten minutes, and what there is for more."""

from __future__ import annotations

from typing import Final

from sim.scenario.compiled import Compiled
from sim.ui.guide import first_day, survey
from sim.ui.guide.expect import RUNS, debrief
from sim.ui.guide.lesson import LESSONS, Plan, plan
from sim.ui.guide.scenes import decisions, events
from sim.ui.guide.seating import FEWEST, MOST, by_part, groups, together
from sim.ui.guide.sheets import Block, Grid, Head, List, Part, Say, Sheet
from sim.ui.guide.telling import opening
from sim.ui.screens.glossary import met
from sim.ui.screens.seats import played
from sim.ui.screens.words import cap, listed, name

_SCENE: Final = 700
"""The most characters of the first scene that the guide repeats."""
_OPT_OUT: Final = (
    "Nobody has to play, or to say why. Say so before the seats are given, and again to anybody who goes "
    "quiet. Whoever observes reads and forecasts as the others do, and has as much to say in the debrief."
)
_CARE: Final = (
    (
        "Somebody is upset:",
        "pause (C), and take them out of the seat: “you are not what you play”. The model can step in. "
        "Do not ask for reasons in front of others. Tell them afterwards whom your school has to talk to.",
    ),
    (
        "Somebody has family there:",
        "ask beforehand, alone and in writing, whether they would rather play, observe or be elsewhere. "
        "Never give them the seat of a side because of where they come from, and never make them a witness.",
    ),
    (
        "Two students quarrel about the war:",
        "ask both for a forecast instead of an opinion, and write both down. If it goes on, change their "
        "seats.",
    ),
    (
        "Somebody is absent or leaves:",
        "“step in” on your page (C) lets the model choose for that seat. One of a pair plays alone. Whoever "
        "comes late observes until the next decision.",
    ),
    (
        "A joke about the dead, or about a people:",
        "stop, say that there is none in this room, and go on. If it comes again, that person observes.",
    ),
    (
        "A machine fails:",
        "the game saved itself after every choice. It stands on the first page under “Saved games”.",
    ),
)
_RULES: Final = (
    ("Who chooses:", "a move is the likelier, the more it brings its decider, by what that side wants."),
    (
        "Messages",
        "count as far as the sender is believed, the channel is trusted, and something stands behind them.",
    ),
    ("Surprise", "costs trust: the more a move hurts a side, and the less it was told beforehand."),
    ("Threats", "that are not kept cost credibility. Whatever a channel cannot keep may leak."),
    ("Luck", "is keyed to a seed: the same seed is the same luck, also for another move."),
    (
        "Numbers",
        "are judgements in five words, from faint to extreme. They are a picture, not a measurement.",
    ),
)
_NONE: Final = (
    "None. History is what was chosen, not what was right, and nobody knows how the other path would have "
    "gone. The model says what follows from its assumptions, and they can be wrong. Grade taking part and "
    "reasons; never the path, and never how close it came to history."
)


def guide(game: Compiled, runs: int = RUNS) -> Sheet:
    """The whole guide. ``runs`` weigh each step of the historical path."""
    parts = (
        glance(game),
        Part("Content note, and sitting it out", (Say(game.source.content_note), Say(_OPT_OUT))),
        lessons(game),
        seats(game),
        reading(game),
        decisions(game),
        events(game),
        model(game),
        Part("When somebody is upset, absent, or close to it", (List(_CARE),)),
        debrief(game, runs),
        key(game),
        words(game),
        sources(game),
        Part("Solutions", (Say(_NONE),)),
    )
    foot = f"{game.source.title} ({game.id}, {game.hash}). For whoever leads the game, and not for students."
    return Sheet("guide", game.source.title, "Facilitator's guide", game.source.teaches + ".", parts, foot)


def glance(game: Compiled) -> Part:
    """One page for who has ten minutes."""
    source = game.source
    first, last = source.decisions[0], source.decisions[-1]
    span = first.date_text if first is last else f"{first.date_text} to {last.date_text}"
    who = [name(game.record, s.actor) for s in source.seats]
    short = plan(game, LESSONS[0])
    facts = (
        ("It is about:", source.summary),
        ("Aims:", f"{source.teaches}. To forecast before knowing; to tell who says so from what is so."),
        ("When:", f"{span}, in {_many(len(source.decisions), 'decision')}."),
        ("Seats:", f"{listed(who)}."),
        (
            "Time:",
            f"{source.minutes} minutes of play as its author times it, and at least as long a debrief.",
        ),
    )
    steps = (
        ("1.", "Read the content note below. Decide whether this is for your class today."),
        ("2.", f"Pick a lesson: {short.play} minutes of play fit into {LESSONS[0]}. Print cards and briefs."),
        ("3.", "Start the game, pick the seats, put history off to the end in “settings”."),
        (
            "4.",
            "While they play, look into “The decisions, one by one”. Let them argue; do not help them win.",
        ),
        ("5.", "Keep half of the time for the debrief. It is where the learning is."),
    )
    blocks: tuple[Block, ...] = (List(facts), Head("If you have ten minutes"), List(steps))
    return Part("At a glance", blocks)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def lessons(game: Compiled) -> Part:
    """A plan for each length of lesson, minute by minute."""
    note = Say(
        "Form A is filled in before the lesson and form B after it, five minutes each: at home, at the door, "
        "or the week after. A decision of three minutes or more is played in full: read, write, argue, "
        "forecast, choose, see what came of it. A shorter one is read aloud and put to a show of hands."
    )
    plans = {n: plan(game, n) for n in LESSONS}
    cells = [{s.title: f"{span}\u00a0({s.minutes})" for span, s in p.spans()} for p in plans.values()]
    stages = {s.title: s.do for s in plans[LESSONS[-1]].stages}
    rows = tuple((t, *(c.get(t, "–") for c in cells), do) for t, do in stages.items())
    told = [f"{n} minutes hold {p.play} of play and {p.debrief} of debrief" for n, p in plans.items()]
    head = ("What", *(f"Of {n}" for n in LESSONS), "How")
    left = [line for n, p in plans.items() for line in _left(game, n, p)]
    blocks = (note, Say(f"{'; '.join(told)}."), Grid("From minute to minute", head, rows), *left)
    return Part(f"Time: lessons of {listed([str(n) for n in LESSONS])} minutes", blocks)


def _left(game: Compiled, minutes: int, found: Plan) -> list[Block]:
    if not found.left:
        return []
    at = [str(d.index + 1) for d in game.decisions if d.source.id in found.left]
    return [
        Say(
            f"{minutes} minutes have no room for {listed(at)}: another lesson, for which the game has saved "
            "itself; or “step in” on your page lets the model play them out."
        )
    ]


def seats(game: Compiled) -> Part:
    """The seats, and how 2 to 30 students share them."""
    order = by_part(game)
    record, count = game.record, len(played(game))
    rows = []
    for i, part in enumerate(order, 1):
        role = first_day.office(game, part.actor) or record.actors[record.side(part.actor)].name
        rows.append(
            (f"{i}. {name(record, part.actor)}", role, f"{part.decides} of {count}", f"{part.writes} more")
        )
    sizes = [(str(n), together(groups(n, len(order)))) for n in range(FEWEST, MOST + 1)]
    half = -(-len(sizes) // 2)
    pairs = [(*one, *other) for one, other in zip(sizes, [*sizes[half:], ("", "")], strict=False)]
    rules = (
        ("Fill the seats from the top.", "Whatever seat is free, the model plays."),
        ("Odd numbers:", "one observes, or sits alone where others sit in pairs. Let the observers change."),
        ("One machine for all:", "“A class” in the game: before a projector, by show of hands."),
        ("A seat against one's own view", "teaches most. Swap the seats if you play twice."),
    )
    return Part(
        "Who sits where",
        (
            Grid(
                "The seats, those with most to do first",
                ("Seat", "Office", "Decides", "Can write"),
                tuple(rows),
            ),
            List(rules),
            Grid("So many students at so many machines", ("Students", "Machines × people") * 2, tuple(pairs)),
        ),
    )


def reading(game: Compiled) -> Part:
    """What to read beforehand: the summary for the teacher, the first scene, and where it comes from."""
    scene, record = first_day.scene(game), game.record
    first = game.source.decisions[0]
    cited = [k for k in first.known if k in record.facts]
    blocks: list[Block] = [
        Say("The student brief is enough for students: one page, and nothing of what came later."),
        Say(opening(scene.situation, _SCENE), f"{first.date_text}: {scene.title}."),
    ]
    if cited:
        known = tuple((f"{record.source_of(k).publisher}:", record.facts[k].text) for k in cited)
        blocks += [Say("", "What could be known that day, by whoever decides:"), List(known)]
    return Part("Reading beforehand", tuple(blocks))


def model(game: Compiled) -> Part:
    """What the model leaves out, by which rules it goes, and where its numbers begin."""
    record = game.record
    rows = []
    for id_, start in game.source.variables.items():
        fact = record.facts.get(start.fact or "")
        why = start.judgement or (fact.text if fact else "")
        rows.append((record.variables[id_].name, str(start.start), why))
    return Part(
        "What the model assumes, and leaves out",
        (
            Say(game.source.limits, "Left out:"),
            Say("", "Its rules, in short:"),
            List(_RULES),
            Grid("Where the numbers begin, of 100 points", ("Variable", "Start", "Why"), tuple(rows)),
            Say(f"Where each number comes from: python -m sim sources {game.id}", quiet=True),
        ),
    )


def key(game: Compiled) -> Part:
    """The answers to both forms, and how to read them."""
    form = survey.forms(game)[0]
    rows = tuple(survey.key(game))
    about = [f"{i}: {k.lower()}" for i, k in enumerate(form.about, len(form.questions) + 1)]
    blocks: list[Block] = []
    if rows:
        blocks.append(Grid("Who can decide what: the right boxes", ("Question", "Form A", "Form B"), rows))
    else:
        blocks.append(
            Say("The scenario is too small for questions with boxes: read the answers side by side.")
        )
    blocks.append(Say(f"{'; '.join(about)}.", "The statements:"))
    blocks.append(
        Say(
            "Compare a class with itself: so many right before and after, and for each kind of statement how "
            "many agree. A dozen forms show a direction and no more. Never read them as grades, and never "
            "ask who wrote which."
        )
    )
    return Part("Forms A and B: the answers", tuple(blocks))


def words(game: Compiled) -> Part:
    """Terms with the neutral word first, and whose the others are."""
    found = sorted(met(game), key=lambda t: t.use.lower())
    if not found:
        return Part(
            "Words that take a side", (Say("None is recorded. Ask: which word here would one side not use?"),)
        )
    rows = tuple((cap(t.use), f"“{t.avoid}”", t.used_by, t.note or "") for t in found)
    head = ("We say", "Also said", "By whom", "Note")
    return Part(
        "Words that take a side",
        (
            Say("A student who uses a side's word is not wrong: ask whose word it is."),
            Grid("Terms", head, rows),
        ),
    )


def sources(game: Compiled) -> Part:
    """Every source that the scenario's decisions and events cite: by title, publisher and date."""
    record = game.record
    used = [f for d in game.source.decisions for f in (*d.known, *d.cited) if f in record.facts]
    used += [f for e in game.source.events for f in e.facts]
    names = dict.fromkeys(f.partition("#")[0] for f in used)
    if not names:
        return Part("Sources", (Say("None: its author gives judgements instead, each with a reason."),))
    rows = []
    for id_ in names:
        source = record.sources[id_]
        rows.append((source.title, f"{source.publisher}. {source.published}", source.slant, id_))
    head = ("Title", "Publisher and date", "Slant", "Short name")
    return Part("Sources", (Grid("Where it comes from", head, tuple(rows)),))
