"""What an author may leave out because it follows from the rest."""

from __future__ import annotations

from sim.reading.diagnostics import Diagnostic
from sim.reading.tree import Document
from sim.record.record import Record
from sim.scenario.schema import Decision, Ending, Event, Move, Scenario, Seat, Start


def complete(scenario: Scenario, record: Record) -> Scenario:
    """The scenario with its texts, cast, variables and seats told in full.

    ``record`` holds the scenario's own entries. What is given stays as it is.
    """
    made_up = all(d.history is None for d in scenario.decisions)
    decisions = [_decision(d, made_up) for d in scenario.decisions]
    whole = scenario.model_copy(
        update={
            "summary": scenario.summary or scenario.title,
            "cast": scenario.cast or _cast(scenario),
            "variables": scenario.variables or _variables(scenario),
            "decisions": decisions,
            "events": [_event(e) for e in scenario.events],
            "endings": [_ending(e) for e in scenario.endings],
        }
    )
    seats = [_seat(whole, s, record) for s in scenario.seats or _seats(whole, record)]
    return whole.model_copy(update={"seats": seats})


def missing(document: Document, whole: Scenario) -> list[Diagnostic]:
    """What has a default only where the scenario has a record of its own."""
    mend = "Add '{}:' here, or entries of your own under 'record:'."
    found = []
    if not whole.variables:
        message = "'variables' is missing."
        found.append(document.problem((), "missing-key", message, mend.format("variables"), key=True))
    if not whole.cast:
        found.append(document.problem((), "missing-key", "'cast' is missing.", mend.format("cast"), key=True))
    elif len(whole.cast) < 2:
        path = ("record", "governments" if whole.record and whole.record.governments else "officials")
        message = f"'{whole.cast[0]}' is the only actor, and a crisis needs two."
        what = "Add a second one under 'governments:', like: other: {name: The other side}."
        found.append(document.problem(path, "too-few", message, what, key=True))
    return found


def _cast(scenario: Scenario) -> list[str]:
    own = scenario.record
    return list({**own.governments, **own.officials}) if own else []


def _variables(scenario: Scenario) -> dict[str, Start]:
    own = scenario.record.variables if scenario.record else {}
    return {
        name: Start(start=v.start.percent, fact=v.start.fact, judgement=v.start.judgement)
        for name, v in own.items()
    }


def _seats(scenario: Scenario, record: Record) -> list[Seat]:
    deciders = dict.fromkeys(d.decider for d in scenario.decisions if d.decider in record.actors)
    return [Seat(actor=a) for a in deciders]


def _seat(scenario: Scenario, seat: Seat, record: Record) -> Seat:
    known = seat.actor in record.actors and record.side(seat.actor) in record.actors
    aims = seat.aims or (_aims(scenario, seat.actor, record) if known else [])
    return seat.model_copy(update={"brief": seat.brief or scenario.summary, "aims": aims})


def _aims(scenario: Scenario, actor: str, record: Record) -> list[str]:
    """What the actor wants of the variables in play, in words, most wanted first."""
    wants = {v: n for v, n in record.priorities(actor).items() if v in scenario.variables and n}
    names = {v: record.variables[v].name if v in record.variables else v for v in wants}
    ordered = sorted(wants, key=lambda v: -abs(wants[v]))
    return [f"{'More' if wants[v] > 0 else 'Less'}: {names[v]}"[:200] for v in ordered]


def _decision(decision: Decision, made_up: bool) -> Decision:
    """``made_up``: nothing is history, so that a date is as sure as its author says."""
    day = decision.date
    given = "date_certainty" in decision.model_fields_set
    certainty = "firm" if made_up and not given else decision.date_certainty
    date_text = decision.date_text or f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    situation = decision.situation or decision.title
    moves = [_move(m) for m in decision.moves]
    told = {"date_text": date_text, "date_certainty": certainty, "situation": situation, "moves": moves}
    return decision.model_copy(update=told)


def _move(move: Move) -> Move:
    return move.model_copy(update={"text": move.text or move.label})


def _event(event: Event) -> Event:
    return event.model_copy(update={"text": event.text or event.title})


def _ending(ending: Ending) -> Ending:
    return ending.model_copy(update={"text": ending.text or ending.title})


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
