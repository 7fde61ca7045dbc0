"""No seat is shown what is another's: canary words in briefs, secret moves, private views and messages.

Every frame of games that are played at random is read: each field of the view-model at any depth, the
actions' own names, the terminal's lines and what is said aloud, on every page and all that lies over it.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.game.setup import MODES, OBSERVER, Mode, Setup
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.ui import spoken, terminal
from sim.ui.app import OVER, App
from sim.ui.screens.sentences import message_text
from sim.ui.view import Fields, Screen, actions_of

LANTERNS = Path(__file__).parents[2] / "docs" / "examples" / "lanterns.yaml"
QUILLBY, MARROWFIELD = "quillby", "marrowfield"
CHANGES = {
    "nobody outside the council knows it.": "nobody outside the council knows it, QBRIEF.",
    "aims: [Hold the lantern night on the water, Keep the band]": "aims: [QAIM, Keep the band]",
    "and it would rather play.": "and it would rather play, MBRIEF.",
    "aims: [Bring the gardens": "aims: [MAIM, Bring the gardens",
    "cost: Wet stalls.": "cost: MCOST.",
    "title: Three days to go. What do we do with the water?": "title: QTITLE",
    "situation: The lake is as full as it will be.": "situation: QSITUATION.",
    'known: ["minutes#3"]': 'known: ["minutes#3", QKNOWN.]',
    "id: trickle": "id: qsecret",
    "label: Open the old pipe by night": "label: QLABEL",
    "text: A little water goes down, and nobody has to say so.": "text: QTEXT.",
    "    situation: The lantern night is four weeks away.": (
        "    outside: {title: August, situation: A month to go.}\n    situation: MSITUATION."
    ),
    "    title: The bandmaster asks whether to pack": "    title: MTITLE",
    "      - {id: play, label: Play all evening,": (
        "      - {id: msecret, label: MLABEL, text: MTEXT., secret: true, effects: {water: slight}}\n"
        "      - {id: play, label: Play all evening,"
    ),
}
KEPT = {QUILLBY: ("QBRIEF", "QAIM"), MARROWFIELD: ("MBRIEF", "MAIM", "MCOST")}
"""What a seat keeps until the debrief."""
OPENED = {
    "night": (QUILLBY, ("QTITLE", "QSITUATION", "QKNOWN", "qsecret", "QLABEL", "QTEXT")),
    "band": (MARROWFIELD, ("MTITLE", "MSITUATION", "msecret", "MLABEL", "MTEXT")),
}
"""What a seat keeps until its decision is taken."""
MESSAGE = "a message between others"


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    text = LANTERNS.read_text(encoding="utf-8")
    for before, after in CHANGES.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file = tmp_path_factory.mktemp("canary") / "lanterns.yaml"
    file.write_text(text, encoding="utf-8")
    made, problems = library.examine(file)
    assert made is not None, problems
    return made


def words(value: Any) -> Iterator[str]:
    """Every text in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from words(one)
    elif isinstance(value, dict):
        yield from words(list(value.items()))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from words(getattr(value, field.name))


def all_words(screen: Screen) -> str:
    """What a screen holds, shows in the terminal and says."""
    said = [u.text for u in spoken.of_screen(screen)]
    return "\n".join([*words(screen), *terminal.render(screen, 100), *said, *terminal.options(screen)])


def forbidden(app: App) -> dict[str, str]:
    """What may not stand on the present screen, and why."""
    session, page = app.session, app.place.page
    if session is None or page == "debrief":
        return {}
    viewer = OBSERVER if page == "curtain" else app.place.viewer
    found = {w: f"kept by {seat}" for seat, kept in KEPT.items() if seat != viewer for w in kept}
    settled = {s.decision for s in session.steps}
    for decision, (seat, kept) in OPENED.items():
        if seat != viewer and decision not in settled:
            found |= dict.fromkeys(kept, f"of {seat}, at {decision}")
    game, record = session.game, session.game.record
    for step in session.steps:
        source = next(d.source for d in game.decisions if d.source.id == step.decision)
        for sent in step.messages:
            sides = (record.side(sent.message.sender), record.side(step.decider))
            open_ = sent.leaked or record.channels[sent.message.channel].public
            if not open_ and (viewer == OBSERVER or record.side(viewer) not in sides):
                found[message_text(game, source, sent.message)] = MESSAGE
    return found


def check(app: App) -> int:
    """Reads the present frame, and everything that can be laid over it. How many it read."""
    screen, banned = app.screen(), forbidden(app)
    frames = [(app.place.page, screen)]
    for do in sorted(actions_of(screen)):
        if do.partition(":")[0] in OVER:
            app.act(do)
            frames.append((do, app.screen()))
            app.act("back")
    for where, frame in frames:
        text = all_words(frame)
        shown = {w: why for w, why in banned.items() if w in text}
        assert not shown, (app.place.page, where, app.place.viewer, shown)
    return len(frames)


AVOIDED = {"quit", "leave", "home", "again", "export", "gradebook", "back", *OVER}


def begun(game: Compiled, mode: Mode, seed: int) -> App:
    app = App(seed=seed, games=[game])
    app.act(f"scenario:{game.origin}")
    app.act(f"mode:{mode}")
    seats = [OBSERVER] if mode == OBSERVER else [QUILLBY, MARROWFIELD]
    for seat in seats if mode == "hot seat" else seats[seed % len(seats) :][:1]:
        app.act(f"seat:{seat}")
    app.act("sit")
    assert app.session is not None
    return app


@pytest.mark.parametrize("mode", MODES)
def test_no_frame_of_one_seat_holds_a_canary_of_another(game: Compiled, mode: Mode) -> None:
    messages = False
    for seed in range(4 if mode == "hot seat" else 2):
        app, luck = begun(game, mode, seed), random.Random(seed)
        pages, read = set(), 0
        for _ in range(150):
            read += check(app)
            messages |= MESSAGE in forbidden(app).values()
            pages.add(app.place.page)
            if app.place.page == "debrief":
                break
            offered = sorted(do for do in actions_of(app.screen()) if do.partition(":")[0] not in AVOIDED)
            lines = [f.do for p in app.screen().panels if isinstance(p, Fields) for f in p.fields]
            app.act(luck.choice([*offered, *(f"{line}:Ada" for line in lines)]))
        assert "table" in pages
        assert read > 30
    assert messages or mode not in ("hot seat", "observer")


def test_every_canary_is_shown_to_its_own_seat_and_in_the_debrief(game: Compiled) -> None:
    """The words are where they are meant to be, so that their absence means something."""
    seen: dict[str, set[str]] = {QUILLBY: set(), MARROWFIELD: set(), OBSERVER: set()}
    canaries = {w for kept in KEPT.values() for w in kept} | {w for _, kept in OPENED.values() for w in kept}
    app = begun(game, "hot seat", 1)
    for _ in range(200):
        if app.place.page == "debrief":
            break
        text = all_words(app.screen())
        seen[app.place.viewer] |= {w for w in canaries if w in text}
        order = (
            "open",
            "begin",
            "ask",
            "send",
            "move",
            "even",
            "forecast",
            "say",
            "watch",
            "next",
            "debrief",
        )
        offered = sorted(actions_of(app.screen()))
        found = [do for name in order for do in offered if do.partition(":")[0] == name]
        app.act("forecast" if "forecast" in offered else found[0])
    assert app.place.page == "debrief"
    for seat, kept in KEPT.items():
        assert set(kept) <= seen[seat]
    for seat, kept in OPENED.values():
        assert set(kept) <= seen[seat]
    app.act("tab:knew")
    told = all_words(app.screen())
    assert {"QBRIEF", "QAIM", "MBRIEF", "MAIM"} <= {w for w in canaries if w in told}


def test_a_curtain_shows_nothing_of_anybodys(game: Compiled) -> None:
    app = begun(game, "hot seat", 2)
    curtains = set()
    for _ in range(60):
        if app.place.page == "curtain":
            shown = all_words(app.screen())
            assert not [w for kept in KEPT.values() for w in kept if w in shown]
            assert not app.screen().meters
            curtains.add(app.place.viewer)
        found = [
            do
            for name in ("open", "begin", "move", "say", "skip", "watch", "next")
            for do in sorted(actions_of(app.screen()))
            if do.partition(":")[0] == name
        ]
        if not found:
            break
        app.act(found[0])
    assert curtains == {QUILLBY, MARROWFIELD}


def test_a_game_that_is_resumed_begins_behind_a_curtain(game: Compiled, tmp_path: Path) -> None:
    app = App(games=[game], seed=2, saves=tmp_path)
    app.begin(game)
    app.sit(Setup((QUILLBY, MARROWFIELD), "hot seat"))
    again = App(games=[game], saves=tmp_path)
    app.here.use("note", "Saved.")
    again.act(next(do for do in actions_of(again.screen()) if do.startswith("resume:")))
    assert again.place.page == "curtain"
    again.act("open")
    again.act("begin")
    assert again.place.page == "table"
