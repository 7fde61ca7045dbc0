"""A scenario to start from: made up, commented, and whole."""

from __future__ import annotations

import datetime
import json
from typing import Final

MOST: Final = 12
"""So many decisions a starter may have."""

_DAY: Final = datetime.date(1900, 3, 1)
_HEAD: Final = """\
# yaml-language-server: $schema={schema}
# A made-up crisis to start from: change everything.
# docs/authoring.md shows the way, and docs/format.md tells every field.
#   python -m sim check {file}     every problem, with its line and the mend
#   python play.py {file}          play it
format: 1
title: {title}
summary: Two towns, one bridge between them, and not enough money to mend it.
minutes: {minutes}
# One reason for all numbers that have none of their own. Give a number its own as soon as you have one:
# {{by: slight, judgement: The toll is a week's wages.}}, or {{by: slight, fact: "letters#1"}}.
why: A made-up case. The numbers show a direction, not a size.

# Actors, channels and leverage of this file's own. Numbers are words: faint, slight, marked, strong, extreme.
record:
  sources: {{letters: Letters between the two towns}}
  facts: {{"letters#1": The bridge was mended together once before.}}
  governments:
    hill: {{name: Hill Town, priorities: {{purse_hill: strong, trust: slight}}}}
    shore: {{name: Shore Town, priorities: {{bridge: strong, trust: slight}}}}
  officials:
    engineer: {{name: The engineer, side: shore, influence: strong, priorities: {{bridge: extreme}}}}
  channels:
    letters: {{members: [hill, engineer], trust: marked, secrecy: strong}}
  leverage:
    ferry: {{name: Closing the ferry, holder: [shore], target: [hill], strength: marked}}
  variables:
    trust: {{name: Trust between the towns, between: [[hill], [shore]]}}
    bridge: State of the bridge
    purse_hill: Purse of Hill Town

# What using a lever does: 'kept' when a threat is carried out, 'paid' when an offer is taken up.
leverage:
  ferry: {{kept: {{purse_hill: -slight, trust: -slight}}}}

# A piece with a name can be used in many places: effects: {{use: mended}}
define:
  mended: {{bridge: marked, trust: marked}}

decisions:
"""
_DECISION: Final = """\
  - id: {id}
    title: {title}
    date: {date}
    decider: hill
    situation: The engineer says that the bridge will not stand another winter.
    known: ["letters#1", The ferry runs twice a day.]
    channels: [letters]
    leverage: [ferry]
    moves:                  # two to six; 'notice' says who is told, when, and over which channel
      - id: share
        label: Share the cost
        notice: {{shore: {{level: before, channel: letters}}}}
        effects: {{use: mended, purse_hill: -marked}}
      - {{id: patch, label: Patch it, effects: {{bridge: slight, trust: -faint, purse_hill: -faint}}}}
      - {{id: leave, label: Leave it as it is, effects: {{bridge: -marked, trust: -strong}}}}
"""
_TAIL: Final = """
events:
  - id: flood
    title: A flood
    after: {first}
    when: {first} == leave
    chance: marked
    effects: {{bridge: -slight}}

# The first ending whose condition holds; the last needs none.
endings:
  - {{id: one_road, title: One road again, when: trust >= 50}}
  - {{id: two_towns, title: Two towns and a footpath, when: trust >= {cold}}}
  - {{id: no_bridge, title: No bridge}}

questions:
  - {{phase: react, ask: What was it like to be asked for money?}}
  - {{phase: analyse, ask: What did the threat to close the ferry change?}}
"""


def starter(title: str, decisions: int, file: str, schema: str) -> str:
    """The text of a scenario with that many decisions (1 to MOST), to stand in ``file``."""
    names = [f"bridge_{i + 1}" for i in range(decisions)]
    days = [_DAY + datetime.timedelta(days=90 * i) for i in range(decisions)]
    titles = [
        "Who pays for the bridge?",
        *(f"Who pays for the bridge, time {i}?" for i in range(2, decisions + 1)),
    ]
    minutes = max(5, min(240, 5 * decisions))
    quoted = json.dumps(title, ensure_ascii=False)
    text = _HEAD.format(schema=schema, file=file, title=quoted, minutes=minutes)
    for name, day, asked in zip(names, days, titles, strict=True):
        text += _DECISION.format(id=name, title=asked, date=day.isoformat())
    return text + _TAIL.format(first=names[0], cold=45 if decisions == 1 else 40)
