"""What the profile ``published`` asks of a scenario besides: sources, whose account it is, and fair words."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, get_args

from sim.errors import shorten
from sim.reading.diagnostics import WARNING, Diagnostic, first
from sim.reading.tree import Document, Path_
from sim.record.record import Record
from sim.record.schema import Term
from sim.scenario.mapped import told
from sim.scenario.schema import Decision, Phase, Scenario

TEXTS: Final = frozenset(
    {
        *("title", "summary", "teaches", "content_note", "limits", "label", "text", "situation", "brief"),
        *("ask", "claim", "others", "judgement", "why", "date_note", "known", "unknown", "aims", "name"),
        *("short", "role", "meaning", "medium", "cost", "note"),
    }
)
"""Keys whose texts a player may read."""

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_AHEAD = re.compile(r"\b(?:will|would|set for|due|plan|planned|until|by|invited|scheduled|expected)\b", re.I)
"""Words with which a day that is still to come can be known before."""

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^’]*’|«[^»]*»")
_CONTEXT = ("for ", "as ", "of ")
"""How a term begins to say where it takes a side: ``embargo, for arms``."""

_MANY = re.compile(r"\b(?:composite|one voice|stands? for|drawn as one)\b", re.I)


def check_published(document: Document, scenario: Scenario, record: Record) -> list[Diagnostic]:
    """What a playable scenario lacks for being published. ``record`` holds its own entries too."""
    return first(_Checker(document, scenario, record).run(), document.file)


def check_wording(document: Document, record: Record) -> list[Diagnostic]:
    """The words of a document that take a side. Of a campaign: its own, and not its scenarios'."""
    return first(_loaded(document, record), document.file)


class _Checker:
    def __init__(self, document: Document, scenario: Scenario, record: Record) -> None:
        self.document, self.scenario, self.record = document, scenario, record

    def run(self) -> Iterator[Diagnostic]:
        yield from self.notes()
        yield from self.seats()
        yield from self.roles()
        yield from self.sources()
        for at, decision in enumerate(self.scenario.decisions):
            if decision.history:
                yield from self.known(("decisions", at), decision)
                yield from self.accounts(("decisions", at, "history"), decision)
        yield from _loaded(self.document, self.record)

    def problem(self, path: Path_, code: str, message: str, mend: str, key: bool = False) -> Diagnostic:
        return self.document.problem(path, code, message, mend, key)

    def notes(self) -> Iterator[Diagnostic]:
        for name, code, what in (
            ("content_note", "no-content-note", "what a player should know before starting"),
            ("limits", "no-limits", "what the model leaves out, and who has no voice in it"),
        ):
            if name not in self.document.data:
                message = f"'{name}' is missing: nothing says {what}."
                yield self.problem((), code, message, f"Add '{name}:' at the top.", key=True)
        asked = {q.phase for q in self.scenario.questions}
        for phase in get_args(Phase):
            if phase not in asked:
                message = f"the debrief has no question for the phase '{phase}'."
                mend = f"Add '- {{phase: {phase}, ask: …}}'."
                yield self.problem(("questions",), "phase-without-question", message, mend, key=True)

    def seats(self) -> Iterator[Diagnostic]:
        if len(self.scenario.seats) == 1:
            message = "there is one seat, so that nobody meets another side."
            found = self.problem(
                ("seats",), "one-seat", message, "Add a seat, if another side can be played.", key=True
            )
            yield dataclasses.replace(found, severity=WARNING)

    def roles(self) -> Iterator[Diagnostic]:
        """Roles that stand for several people are told as such, each by its name."""
        told = [self.scenario.limits, *(s.brief for s in self.scenario.seats)]
        told = [t.lower() for t in told if _MANY.search(t)]
        for i, name in enumerate(self.scenario.cast):
            actor = self.record.actors[name]
            if actor.composite and not any(actor.name.lower() in text for text in told):
                message = f"'{name}' stands for several people, and no text says so."
                mend = f"Say in 'limits' that {shorten(actor.name)} is a composite role."
                yield self.problem(("cast", i), "composite-unsaid", message, mend)

    def sources(self) -> Iterator[Diagnostic]:
        own = self.scenario.record
        for name, source in (own.sources if own else {}).items():
            lacking = [f for f in ("publisher", "published") if not getattr(source, f)]
            if lacking:
                message = f"the source '{name}' has no '{lacking[0]}'."
                path = ("record", "sources", name)
                yield self.problem(
                    path, "source-without-publisher", message, "Say who published it, and when.", key=True
                )
        for i, event in enumerate(self.scenario.events):
            if event.history and not event.facts:
                message = f"'{event.id}' is told as history and cites no fact."
                yield self.problem(
                    ("events", i), "event-without-source", message, "Add 'facts:', or 'history: false'."
                )

    def known(self, here: Path_, decision: Decision) -> Iterator[Diagnostic]:
        """What is told as known rests on facts, and on none that came later."""
        facts = self.record.facts
        if not any(k in facts for k in decision.known):
            message = f"nothing that is known at '{decision.id}' cites a fact."
            mend = "Add a fact under 'known:', as source#paragraph."
            yield self.problem((*here, "known"), "known-without-source", message, mend, key=True)
        chosen = {
            fact: other.id
            for other in self.scenario.decisions
            if other.history and other.date > decision.date
            for fact in other.history.facts
        }
        shown: list[tuple[Path_, str]] = [(("known", i), name) for i, name in enumerate(decision.known)]
        for below, name in [*shown, *told(decision)]:
            path, text = (*here, *below), facts[name].text if name in facts else name
            day = _latest(text)
            if name in chosen:
                message = f"'{name}' tells what was chosen at '{chosen[name]}', which comes later."
                yield self.problem(path, "known-later", message, "Take it out here.")
            elif day and day > decision.date:
                message = f"this tells of {day}, and the decision is of {decision.date}."
                mend = "Take it out, or say that it lay ahead: 'is set for …'."
                yield self.problem(path, "known-later", message, mend)

    def accounts(self, path: Path_, decision: Decision) -> Iterator[Diagnostic]:
        """Where sides tell a matter in different ways, the player reads whose account it is."""
        was = decision.history
        assert was is not None
        contested = [f for f in was.facts if f in self.record.facts and self.contested(f)]
        if was.disputed or not (was.certainty in ("one_sided", "disputed") or contested):
            return
        why = f"'{contested[0]}' is disputed" if contested else f"its certainty is '{was.certainty}'"
        message = f"{why}, and no account is told with whose it is."
        mend = "Add 'disputed: [{claim: …, by: …, others: …}]'."
        yield self.problem(path, "account-missing", message, mend, key=True)

    def contested(self, fact: str) -> bool:
        return self.record.facts[fact].certainty == "disputed"


def _loaded(document: Document, record: Record) -> Iterator[Diagnostic]:
    """Words that take a side, outside quotation marks."""
    watched = [w for term in record.terms for w in _watched(term)]
    for path in document.values:
        value = _at(document, path)
        keys = [p for p in path if isinstance(p, str)]
        read = keys and (keys[-1] in TEXTS or "places" in keys)
        if not isinstance(value, str) or not read:
            continue
        text = _QUOTED.sub(lambda m: " " * len(m.group()), value)
        for word in watched:
            hit = word.pattern.search(text)
            if hit:
                around = shorten(value[max(0, hit.start() - 25) : hit.end() + 25], 80)
                message = f"'{hit.group()}' takes a side (…{around}…)."
                use = shorten(word.term.use, 120)
                mend = f"Write {use}; or quote it, and say whose word it is."
                found = document.problem(path, "loaded-word", message, mend)
                yield dataclasses.replace(found, severity=WARNING) if word.depends else found


def _at(document: Document, path: Path_) -> object:
    here: object = document.data
    for step in path:
        here = here[step]  # type: ignore[index]
    return here


@dataclass(frozen=True)
class _Watched:
    """A word to look for, and whether it takes a side only where it stands for some things."""

    pattern: re.Pattern[str]
    term: Term
    depends: bool


def _watched(term: Term) -> Iterator[_Watched]:
    parts = term.avoid.split(", ")
    depends = any(p.startswith(_CONTEXT) for p in parts)
    for part in parts:
        if not part.startswith(_CONTEXT):
            flags = re.I if part.islower() else re.NOFLAG
            yield _Watched(re.compile(rf"(?<!\w){re.escape(part)}(?!\w)", flags), term, depends)


def _latest(text: str) -> datetime.date | None:
    """The latest day that a text tells of as past; sentences that look ahead are left out."""
    days = []
    for sentence in _SENTENCE.split(text):
        for day, month, year in [] if _AHEAD.search(sentence) else _DAY.findall(sentence):
            try:
                days.append(datetime.date(int(year), MONTHS.index(month) + 1, int(day)))
            except ValueError:
                continue
    return max(days, default=None)
