"""Slips of one who writes a first scenario with the tutorial open: in the lanterns, and what must be said."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sim.reading.diagnostics import ERROR, WARNING

LANTERNS = (Path(__file__).parents[2] / "docs" / "examples" / "lanterns.yaml").read_text(encoding="utf-8")


class Slip(NamedTuple):
    """One slip. ``old`` stands in the lanterns, once, and ``new`` takes its place."""

    name: str
    old: str
    new: str
    code: str
    says: str
    """What the message or its mend must hold."""
    at: str = ""
    """Text on the line that must be named, in the broken file; empty: the line on which ``new`` begins."""
    severity: str = ERROR


# fmt: off
SILENT = [
    Slip("a notice over a channel that is not in play", "        notice: {marrowfield: coordinated}",
        "        notice: {marrowfield: {level: coordinated, channel: square}}", "notice-not-possible",
        "Add 'square' to", severity=WARNING),
    Slip("a notice over a channel of others", "level: before, channel: letters}",
        "level: before, channel: square}", "notice-not-possible", "'quillby' does not speak over 'square'",
        severity=WARNING),
    Slip("a notice to the one who decides", "notice: {marrowfield: coordinated}",
        "notice: {quillby: coordinated}", "idle-notice", "'quillby' decides here", severity=WARNING),
    Slip("a notice to one of another world", "notice: {marrowfield: coordinated}",
        "notice: {qatar: coordinated}", "idle-notice", "Add it to the cast", severity=WARNING),
    Slip("a notice twice", "notice: {marrowfield: coordinated}",
        "notice: [{to: marrowfield, level: before}, {to: marrowfield, level: after}]", "idle-notice",
        "Keep one notice", severity=WARNING),
    Slip("a channel without the one who decides", "    channels: [letters]\n    moves:\n      - {id: keep",
        "    channels: [letters, square, ch-il-cabinet]\n    moves:\n      - {id: keep", "idle-channel",
        "over 'ch-il-cabinet'", severity=WARNING),
    Slip("a channel between the wrong two", "members: [quillby, warden]", "members: [marrowfield, warden]",
        "idle-channel", "Correct its members", severity=WARNING),
    Slip("a channel with one member", "members: [quillby, warden]", "members: [quillby]", "idle-channel",
        "Correct its members", severity=WARNING),
    Slip("a lever that is nowhere in play", "    leverage: [tents, carts]", "    leverage: [carts]",
        "idle-lever", "no decision has 'tents' in play", "  tents: {kept", WARNING),
    Slip("a lever the wrong way round", "holder: [marrowfield], target: [quillby], strength: strong",
        "holder: [quillby], target: [marrowfield], strength: strong", "idle-lever", "'holder' and 'target'",
        "  tents: {kept", WARNING),
    Slip("a lever over oneself", "holder: [marrowfield], target: [quillby], backs: [offer]",
        "holder: [marrowfield], target: [marrowfield], backs: [offer]", "idle-lever",
        "'holder' and 'target'", "  carts: {paid", WARNING),
    Slip("a decision whose channels were forgotten", "    channels: [letters, square]\n", "", "no-channels",
        "Add 'channels:", "  - id: sluice", WARNING),
    Slip("a channel that no decision names", "    channels: [letters, square]\n",
        "    channels: [letters]\n", "idle-entry", "Add it to the 'channels'", "    square: {name", WARNING),
    Slip("a constraint that no decision names",
        "    constraints:\n      - {constraint: rota, moves: [close], cost: slight, judgement: Breaking the "
        "rota is remembered at elections.}\n", "", "idle-entry", "'constraints'", "    rota: {name",
        WARNING),
    Slip("a number that nothing changes", "    goodwill: {name: Goodwill, between",
        "    fish: Fish in the lake\n    goodwill: {name: Goodwill, between", "idle-entry", "'variables'",
        severity=WARNING),
    Slip("a number in play that nothing changes", "variables: {festival: 50, water: 50,",
        "variables: {festival: 50, trust_us_il: {start: 50, judgement: A guess.}, water: 50,",
        "idle-variable", "nothing changes 'trust_us_il'", severity=WARNING),
    Slip("a town that wants nothing",
        "marrowfield: {name: Marrowfield, priorities: {water: strong, goodwill: slight}}",
        "marrowfield: {name: Marrowfield}", "no-wishes", "priorities", "decider: marrowfield", WARNING),
    Slip("a number between a town and a person", "between: [[quillby], [marrowfield]]",
        "between: [[quillby], [warden]]", "no-relation", "Write 'marrowfield'", severity=WARNING),
    Slip("a number between a town and itself", "between: [[quillby], [marrowfield]]",
        "between: [[quillby], [quillby]]", "no-relation", "two sides", severity=WARNING),
    Slip("a card copied", "label: Play for one hour,", "label: Play all evening,", "twin-moves", "Say how",
        severity=WARNING),
    Slip("effects copied", "label: Play for one hour, effects: {festival: slight, water: faint}",
        "label: Play for one hour, effects: {festival: marked, goodwill: marked}", "twin-moves", "'play'",
        severity=WARNING),
    Slip("two moves at once", "when: goodwill >= 60 and festival >= 50",
        "when: night == soak and night == keep", "idle-condition", "never holds", severity=WARNING),
    Slip("more points than there are", "when: festival >= 60", "when: festival > 100", "idle-condition",
        "never holds", severity=WARNING),
    Slip("a condition that says nothing", "when: goodwill >= 60 and festival >= 50", "when: goodwill >= 0",
        "idle-condition", "put it last", severity=WARNING),
    Slip("either way", "when: festival >= 60", "when: sluice == leave or sluice != leave", "idle-condition",
        "always holds", severity=WARNING),
    Slip("an ending behind a wider one", "when: water >= 50", "when: festival >= 70", "idle-condition",
        "an ending above", severity=WARNING),
    Slip("a move that is never open", "when: sluice != leave",
        "when: sluice != leave and sluice != half and sluice != close", "idle-condition", "never holds",
        severity=WARNING),
    Slip("an event that can never come", "when: sluice == close and drought",
        "when: drought and not drought", "idle-condition", "never holds", severity=WARNING),
]
SEVERAL = [
    Slip("no reason for all numbers", "why: A made-up case. The numbers show a direction, not a size.\n", "",
        "no-reason", "Add 'why: reason' here", "format: 1"),
    Slip("'reason' for 'why'", "why: A made-up case.", "reason: A made-up case.", "unknown-key", "'why'"),
    Slip("'judgement' for 'why'", "why: A made-up case.", "judgement: A made-up case.", "unknown-key",
        "'why'"),
    Slip("a variable left out", "variables: {festival: 50, water: 50,", "variables: {festival: 50,",
        "not-in-variables", "Add 'water: 50' under"),
    Slip("effects in a list", "effects: {festival: slight, water: -slight}",
        "effects: [festival: slight, water: -slight]", "bad-type", "{festival: slight, water: -slight}"),
    Slip("effects with dashes", "        effects: {festival: slight, water: -slight}",
        "        effects:\n          - festival: slight\n          - water: -slight", "bad-type",
        "{festival: slight, water: -slight}", "- festival: slight"),
    Slip("a notice in a list", "notice: {marrowfield: coordinated}", "notice: [marrowfield: coordinated]",
        "bad-type", "{marrowfield: coordinated}"),
    Slip("names for effects", "kept: {festival: -marked, goodwill: -slight}", "kept: [festival, goodwill]",
        "bad-type", "{festival: …, goodwill: …}"),
    Slip("an event with a variable's name",
        "{id: drought, title: A July without rain, after: sluice, chance: marked, effects: {water: -slight, "
        "festival: -faint}}\n  - id: picture\n    title: The paper prints a picture of the dry stream\n    "
        "after: sluice\n    when: sluice == close and drought",
        "{id: water, title: A July without rain, after: sluice, chance: marked, effects: {festival: "
        "-faint}}\n  - id: picture\n    title: The paper prints a picture\n    after: sluice\n    when: "
        "sluice == close and water", "duplicate-id", "Rename this event"),
    Slip("an event with a decision's name", "  - id: picture", "  - id: band", "duplicate-id",
        "Rename this event"),
    Slip("a town misspelt at home", "    quillby: {name: Quillby,", "    quilby: {name: Quillby,",
        "unknown-actor", "'quilby'", "letters: {name: Letters"),
    Slip("a person misspelt at home", "    warden:\n", "    wardn:\n", "unknown-actor", "'wardn'",
        "letters: {name: Letters"),
    Slip("a town forgotten",
        "    quillby: {name: Quillby, priorities: {festival: strong, goodwill: slight}}\n", "",
        "unknown-actor", "marrowfield, warden", "letters: {name: Letters"),
    Slip("a number misspelt at home", "    water: {name: Water for", "    watr: {name: Water for",
        "unknown-variable", "'watr'", "marrowfield: {name"),
    Slip("a channel misspelt at home", "    letters: {name", "    leters: {name", "unknown-channel",
        "'leters'", "    channels: [letters, square]"),
    Slip("a lever misspelt at home", "    tents:\n", "    tent:\n", "unknown-leverage", "'tent'",
        "  tents: {kept"),
    Slip("a source misspelt at home", "    minutes: {title", "    minuts: {title", "unknown-source",
        "'minuts'", '    "minutes#1"'),
    Slip("a fact under a source misspelt", '    "minutes#3": By 27', '    "minute#3": By 27',
        "unknown-source", "'minutes'"),
    Slip("a decision misspelt at home", "  - id: sluice", "  - id: sluise", "unknown-decision", "'sluise'",
        "  - {id: drought"),
    Slip("a move misspelt at home", "      - id: close\n", "      - id: clse\n", "unknown-move", "'clse'",
        "constraint: rota"),
    Slip("a town with an id of the shared record", "    quillby: {name: Quillby,",
        "    qatar: {name: Another one}\n    quillby: {name: Quillby,", "duplicate-id", "Choose another id"),
]
WORDS = [
    Slip("a long dash for a minus", "water: -marked, goodwill: -slight}",
        "water: –marked, goodwill: -slight}", "bad-value", "'-marked'"),
    Slip("a word of no scale", "priorities: {festival: strong,", "priorities: {festival: high,", "bad-value",
        "faint, slight, marked"),
    Slip("a town by its name", "decider: marrowfield", "decider: Marrowfield", "bad-name", "'marrowfield'"),
    Slip("a person by the name", "members: [quillby, warden]", "members: [quillby, The water warden]",
        "bad-name", "'warden'"),
    Slip("a number in capitals", "{festival: slight, water: faint}", "{Festival: slight, water: faint}",
        "bad-name", "'festival'"),
    Slip("a blank in an id", "- id: trickle", "- id: open pipe", "bad-name", "open_pipe"),
    Slip("a number for an id", "- id: trickle", "- id: 3", "bad-type", "small letter"),
    Slip("'actors' for 'governments'", "  governments:\n", "  actors:\n", "unknown-key", "'governments'"),
    Slip("'levers' for 'leverage'", "    leverage: [tents, carts]", "    levers: [tents, carts]",
        "unknown-key", "'leverage'"),
    Slip("'condition' for 'when'", "without the neighbours, when:", "without the neighbours, condition:",
        "unknown-key", "'when'"),
    Slip("'between' for 'members'", "carrier, members: [", "carrier, between: [", "unknown-key",
        "'members'"),
    Slip("names with commas", "    channels: [letters, square]", "    channels: letters, square", "bad-type",
        "[letters, square]"),
    Slip("a limit by its name",
        "      - {constraint: rota, moves: [close], cost: slight, judgement: Breaking the rota is "
        "remembered at elections.}", "      rota: {moves: [close], cost: slight}", "bad-type",
        "- constraint: rota"),
    Slip("history in a word",
        'history: {move: hour, certainty: firm, text: The band played for one hour., facts: ["ledger#2"]}',
        "history: hour", "bad-type", "move, certainty, text, facts"),
    Slip("a seat of nobody", "  - actor: marrowfield\n    brief", "  - actor: band\n    brief",
        "unknown-actor", "marrowfield, quillby, warden"),
    Slip("a move that is not there", "moves: [close], cost", "moves: [shut], cost", "unknown-move",
        "close, half, leave"),
    Slip("an event after an event", "    after: sluice\n    when: sluice == close and drought",
        "    after: drought\n    when: sluice == close", "unknown-decision", "band, night, sluice"),
    Slip("a fact with a dash", 'known: ["minutes#3"]', 'known: ["minutes-3"]', "unknown-fact",
        "'minutes#3'"),
    Slip("the move alone", "when: sluice != leave", "when: not leave", "bad-condition", "sluice == leave"),
    Slip("'is' for '=='", "when: sluice != leave", "when: sluice is half", "bad-condition", "'=='"),
    Slip("quotes in a condition", "when: sluice != leave", "when: sluice != 'leave'", "bad-condition",
        "without quotes"),
    Slip("two ampersands", "close and drought", "close && drought", "bad-condition", "'and'"),
    Slip("two strokes", "close and drought", "close || drought", "bad-condition", "'or'"),
    Slip("an exclamation mark", "close and drought", "close and !drought", "bad-condition", "'not'"),
    Slip("AND in capitals", "close and drought", "close AND drought", "bad-condition", "'and'"),
    Slip("braces for a list", "when: sluice != leave", "when: sluice in {close, half}", "bad-condition",
        "square brackets"),
    Slip("per cent in a condition", "when: festival >= 60", "when: festival >= 60%", "bad-condition",
        "0 to 100"),
    Slip("a share in a condition", "when: festival >= 60", "when: festival >= 0.6", "bad-condition",
        "whole number"),
    Slip("two variables", "when: festival >= 60", "when: festival >= water", "bad-condition",
        "not with another"),
    Slip("a sign of mathematics", "when: festival >= 60", "when: festival ≥ 60", "bad-condition", "'>='"),
    Slip("a name in capitals", "when: festival >= 60", "when: Festival >= 60", "bad-condition",
        "small letters"),
]
# fmt: on

ALL = SILENT + SEVERAL + WORDS
