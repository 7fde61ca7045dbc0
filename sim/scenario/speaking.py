"""Who may write to a decider, over which channels, and with what behind it."""

from __future__ import annotations

from sim.record.record import Record
from sim.scenario.schema import Decision, HistoricalMessage, Scenario

NEEDS_LEVER = frozenset({"warn", "threaten", "offer"})
"""Kinds of message that are empty without an instrument behind them."""


def speakers(scenario: Scenario, record: Record, decision: Decision) -> list[str]:
    """The members of the cast who may send the decider a message, in the cast's order."""
    return [
        a
        for a in scenario.cast
        if _voice(scenario, record, a)
        and record.in_office(a, decision.date)
        and open_channels(record, decision, a)
    ]


def why_silent(scenario: Scenario, record: Record, decision: Decision, actor: str) -> str:
    """Why ``actor`` is not among the :func:`speakers`."""
    if actor not in scenario.cast:
        return f"'{actor}' is not in the cast"
    if actor == decision.decider:
        return f"'{actor}' decides here and writes to nobody"
    if not _voice(scenario, record, actor):
        return f"'{actor}' speaks through its officials in the cast"
    if not record.in_office(actor, decision.date):
        return f"'{actor}' holds no office on {decision.date}"
    return f"'{actor}' has no channel in play to '{decision.decider}'"


def open_channels(record: Record, decision: Decision, actor: str) -> list[str]:
    """The channels in play over which ``actor`` reaches the decider, most trusted first.

    A public channel carries the words of those whom the record names as its speakers to anybody.
    """
    if actor == decision.decider or actor not in record.actors or decision.decider not in record.actors:
        return []
    found = []
    for name in decision.channels:
        if name not in record.channels:
            continue
        reaches = (
            actor in record.channels[name].members
            if record.channels[name].public
            else record.links(name, actor, decision.decider)
        )
        if reaches:
            found.append(name)
    return sorted(found, key=lambda n: (-record.channels[n].trust.percent, decision.channels.index(n)))


def may_know(record: Record, decision: Decision, actor: str) -> list[str]:
    """The moves that ``actor`` can ask for.

    A secret move is known within the decider's side alone, a secret of the chair to the decider alone.
    """
    if actor == decision.decider:
        return [m.id for m in decision.moves]
    inside = record.side(actor) == record.side(decision.decider)
    return [m.id for m in decision.moves if not m.secret or (inside and m.secret != "chair")]


def levers_behind(scenario: Scenario, record: Record, decision: Decision, actor: str, kind: str) -> list[str]:
    """The instruments in play that can back ``kind`` from ``actor`` to the decider, strongest first.

    A threat or an offer needs a lever of which the scenario says what using it does.
    """
    pledges = {"threaten": "kept", "offer": "paid"}
    ours = {actor, record.side(actor)}
    theirs = {decision.decider, record.side(decision.decider)}
    found = [
        name
        for name in decision.leverage
        if name in record.leverage
        and kind in record.leverage[name].backs
        and (kind not in pledges or getattr(scenario.leverage.get(name), pledges[kind], None))
        and ours & set(record.leverage[name].holder)
        and theirs & set(record.leverage[name].target)
    ]
    return sorted(found, key=lambda n: (-record.leverage[n].strength.percent, decision.leverage.index(n)))


def can_send(
    scenario: Scenario, record: Record, decision: Decision, message: HistoricalMessage
) -> tuple[str, str, str] | None:
    """The part of a message that keeps it from being sent, why, and the mend; None if it can be sent."""
    if message.move not in may_know(record, decision, message.sender):
        why = f"'{message.sender}' cannot know of the secret move '{message.move}'"
        return "move", why, "Ask for another move."
    channels = open_channels(record, decision, message.sender)
    if message.channel not in channels:
        why = f"'{message.channel}' is not open from '{message.sender}'"
        return "channel", why, f"Open: {', '.join(channels)}."
    public = record.channels[message.channel].public
    if public != (message.kind == "go_public"):
        return (
            "kind",
            f"'{message.kind}' does not go over '{message.channel}'",
            "Public channels carry 'go_public' and nothing else does.",
        )
    if message.leverage is None:
        if message.kind in NEEDS_LEVER:
            why = f"'{message.kind}' needs leverage behind it"
            return "kind", why, "Add 'leverage:', or make it an 'ask'."
        return None
    behind = levers_behind(scenario, record, decision, message.sender, message.kind)
    if message.leverage not in behind:
        return (
            "leverage",
            f"'{message.leverage}' cannot back '{message.kind}' from '{message.sender}' here",
            f"Those that can: {', '.join(behind) or 'none'}.",
        )
    return None


def _voice(scenario: Scenario, record: Record, actor: str) -> bool:
    """Officials speak for themselves; a government speaks when none of its people is in the cast."""
    if actor not in record.governments:
        return actor in record.actors
    return not any(record.side(a) == actor for a in scenario.cast if a in record.officials)
