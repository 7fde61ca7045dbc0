"""Every code that a diagnostic can carry, and what it means in a line.

A code is stable: it keeps its name and its meaning from version to version. Each has a page with a
wrong and a right example in ``docs/codes/``.
"""

from __future__ import annotations

from typing import Final

READING: Final = {
    "unreadable": "The file cannot be opened, is too large, or is not UTF-8 text.",
    "empty-file": "The file holds nothing but blank lines and comments.",
    "yaml-syntax": "The text is no YAML: a quote, a bracket, a colon or the indentation is not right.",
    "control-character": "A character stands in the file that nobody can see.",
    "several-documents": "A second YAML document begins in the file.",
    "duplicate-key": "A key stands twice in one block.",
    "bad-key": "A key is not text.",
    "anchor": "YAML's anchors are not read.",
    "alias": "YAML's aliases are not read.",
    "merge-key": "YAML's merge keys are not read.",
    "tag": "YAML's tags are not read.",
    "text-too-long": "One text is longer than any scenario needs.",
    "too-deep": "Values are nested deeper than any scenario needs.",
    "too-many-values": "There are more values than any scenario needs.",
    "too-many-problems": "The file has more problems than are told at once.",
}
"""What stops a text from being read at all."""

SHAPE: Final = {
    "unknown-key": "A key stands where the format knows none of that name.",
    "missing-key": "A key that is needed is not there.",
    "bad-choice": "A value is none of the words that may stand there.",
    "bad-type": "A value is of another kind than the one that belongs there.",
    "bad-value": "A value is of the right kind and still cannot stand there.",
    "bad-name": "A name has signs in it that names may not have.",
    "no-reason": "A number does not say where it comes from.",
    "too-few": "A list or a text is shorter than it must be.",
    "too-many": "A list or a text is longer than it may be.",
    "unknown-piece": "'use' asks for a piece that is not defined.",
    "unused-piece": "A piece is defined and nothing uses it.",
    "piece-in-piece": "A piece is itself a 'use' of another.",
    "piece-not-fitting": "A piece stands where its kind of value does not belong.",
    "use-beside-others": "Other keys stand beside a 'use' that they cannot change.",
}
"""What the shape of the data has wrong."""

NAMES: Final = {
    "duplicate-id": "Two things have the same name.",
    "reserved-name": "A name is a word of conditions.",
    "unknown-actor": "There is no actor of that name.",
    "unknown-government": "There is no government of that name.",
    "unknown-channel": "There is no channel of that name.",
    "unknown-leverage": "There is no leverage of that name.",
    "unknown-constraint": "There is no constraint of that name.",
    "unknown-variable": "There is no variable of that name.",
    "unknown-decision": "There is no decision of that name.",
    "unknown-move": "There is no move of that name at this decision.",
    "unknown-ending": "There is no ending of that name.",
    "unknown-place": "There is no place of that name.",
    "unknown-party": "There is no party of that name at the table.",
    "unknown-issue": "There is no issue of that name at the table.",
    "unknown-option": "The issue has no option of that name.",
    "unknown-scenario": "There is no scenario of that name for a campaign.",
    "unknown-fact": "There is no fact of that name in the record.",
    "unknown-source": "A fact names a source that is not there.",
    "unknown-paragraph": "A fact names a paragraph that its source does not have.",
}
"""Names that are taken twice, and names that nothing answers to."""

SENSE: Final = {
    "bad-condition": "A condition cannot be read, or names what is not there.",
    "too-early": "A condition looks at what comes later.",
    "date-order": "A decision, or a scenario of a campaign, lies before the one above it.",
    "not-in-cast": "An actor decides who is not in the cast.",
    "not-in-variables": "A variable is used and does not stand under 'variables'.",
    "idle-seat": "A seat is for an actor for whom nobody of the cast speaks.",
    "no-open-move": "A decision may come to a point at which every move is closed.",
    "all-secret": "Every move of a decision is secret.",
    "no-outside-view": "A decision has a secret move, and does not say what others see of it.",
    "office-held-twice": "Two people hold one office on the same days.",
    "limit-without-force": "A constraint neither bars a move nor costs anything.",
    "idle-effects": "A lever says what a pledge does and can back no such pledge.",
    "no-channel": "A message of history comes from one who cannot reach the decider.",
    "second-message": "One sender speaks twice before one decision.",
    "message-not-possible": "A message of history is one that the rules do not allow.",
    "no-last-ending": "A run may end without an ending.",
    "ending-hides-others": "An ending without a condition stands above others.",
    "history-unreached": "The historical path never comes to a decision that has a history.",
    "history-closed": "The move that was really chosen is closed on the historical path.",
}
"""What cannot be played, or not as it was meant."""

TABLES: Final = {
    "no-chair": "Nobody at the table speaks for the side whose decision it is.",
    "missing-score": "A party's sheet has no score for an issue or an option.",
    "outcome-hides-others": "An outcome of a table stands above one that can never come.",
    "no-last-outcome": "A package may amount to no move.",
    "idle-move": "No package amounts to a move of a decision with a table.",
    "package-without-move": "What was agreed does not amount to the move that was taken.",
    "table-too-large": "A table has more in it than the debrief can look through.",
}
"""What a table does not hold together."""

JOINED: Final = {
    "broken-scenario": "A campaign names a scenario that has errors of its own.",
    "campaign-in-campaign": "A campaign names a campaign among its scenarios.",
    "two-meanings": "Two scenarios of a campaign mean different things by one name.",
}
"""What keeps a campaign's scenarios from being one game."""

IDLE: Final = {
    "silent-actor": "An actor of the cast can neither decide nor speak.",
    "no-wishes": "A decider wants nothing that is in play.",
    "twin-moves": "Two moves of a decision are the same for a player.",
    "no-channels": "A decision has levers or notices and no channel in play.",
    "notice-not-possible": "A notice goes over a channel that cannot carry it.",
    "no-relation": "A variable stands between two sides, and one of them is none.",
    "idle-notice": "A notice tells nobody anything.",
    "idle-channel": "A channel is in play and carries no word.",
    "idle-lever": "A lever says what using it does, and nobody can ever use it.",
    "idle-variable": "Nothing changes a variable.",
    "idle-condition": "A condition always holds, or never does.",
    "idle-entry": "An entry of the file's own record is nowhere in play.",
}
"""What plays, and most likely not as it was meant: these are warnings."""

BESIDE: Final = {
    "play-differs": "A play beside the scenario comes out otherwise than it expects.",
    "play-impossible": "A play beside the scenario asks for what cannot be done in it.",
    "other-language": "A file of words says another language than its name.",
    "unknown-text": "A file of words has a text that the scenario does not have.",
    "bad-design": "A design asks a batch for what the scenario does not have.",
    "missing-words": "A file of words lacks some of the scenario's texts.",
}
"""What is wrong with files beside a scenario: plays, words in another language, designs of batches."""

PUBLISHED: Final = {
    "no-content-note": "The file does not say what a player should know before starting.",
    "no-limits": "The file does not say what its model leaves out.",
    "one-seat": "Only one person can play.",
    "phase-without-question": "The debrief has no question for one of its six phases.",
    "composite-unsaid": "A role that stands for several people is not told as one.",
    "source-without-publisher": "A source of the file's own does not say who published it, and when.",
    "known-without-source": "Nothing that is known at a decision of history cites a fact.",
    "known-later": "Something is told as known that came about only later.",
    "event-without-source": "An event is told as history and cites no fact.",
    "account-missing": "A contested matter is told without saying whose account it is.",
    "loaded-word": "A word takes a side, and stands as if it were the narrator's.",
    "unreached": "Play never comes to a decision, a move or an ending.",
}
"""What the profile ``published`` asks for besides."""

CODES: Final = {**READING, **SHAPE, **NAMES, **SENSE, **TABLES, **JOINED, **IDLE, **BESIDE, **PUBLISHED}
"""Code to meaning."""

UNFINISHED: Final = frozenset(
    {
        "missing-key",
        "no-reason",
        "too-few",
        "not-in-variables",
        "no-open-move",
        "no-outside-view",
        "limit-without-force",
        "no-last-ending",
        "idle-seat",
        "idle-effects",
        "history-unreached",
        "history-closed",
        "no-chair",
        "missing-score",
        "no-last-outcome",
        "idle-move",
    }
)
"""Codes of what is not there yet: the profile ``draft`` tells them as warnings."""


def page(code: str) -> str:
    """Where a code is explained, from the project's folder."""
    return f"docs/codes/{code}.md"
