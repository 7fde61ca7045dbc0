"""How the record and the rules are put into words on a screen."""

from __future__ import annotations

import hashlib
import math
import re
from typing import Final

from sim import scale
from sim.record.record import Record
from sim.record.schema import Fact
from sim.scenario.schema import Decision, Effect, Move
from sim.ui.saying import opening as opening
from sim.ui.view import Block, Hint, Span, bullet, heading, note, para, plain

KIND_NAMES = {
    "ask": "Ask",
    "assure": "Assure",
    "warn": "Warn",
    "threaten": "Threaten",
    "offer": "Offer",
    "go_public": "Go public",
}
CERTAINTY = {
    "firm": "well established",
    "probable": "probable",
    "one_sided": "one side's account",
    "disputed": "disputed",
    "background": "background, not from the articles",
}
DATES = {
    "firm": "",
    "article_only": "date from one article",
    "approximate": "approximate date",
    "corrected": "corrected date",
}


def shuffled(decision: Decision) -> list[tuple[int, Move]]:
    """A decision's moves with their positions, in an order of its own that is the same for everybody.

    Authors tend to write down first what was really chosen: the file's order would give it away.
    """

    def place(row: tuple[int, Move]) -> str:
        return hashlib.sha256(f"{decision.id}/{row[1].id}".encode()).hexdigest()

    return sorted(enumerate(decision.moves), key=place)


def signed(points: float) -> str:
    """``+4``, ``−2.5``: a change of points with its sign."""
    rounded = round(points, 1)
    text = f"{abs(rounded):.0f}" if float(rounded).is_integer() else f"{abs(rounded):.1f}"
    return f"{'−' if rounded < 0 else '+' if rounded else ''}{text}"


def percent(share: float) -> str:
    """A share of one as ``62 %``; under one and over nothing as ``<1 %``."""
    whole = math.floor(share * 100 + 0.5)
    return "<1 %" if share > 0 and whole == 0 else f"{whole} %"


def date_line(decision: Decision) -> str:
    """The decision's date with how sure it is."""
    extra = DATES[decision.date_certainty]
    return f"{decision.date_text}; {extra}" if extra else decision.date_text


def name(record: Record, actor: str) -> str:
    """An actor's name; a composite role says so."""
    entry = record.actors[actor]
    return f"{entry.name} (composite role)" if entry.composite else entry.name


def effect_hints(record: Record, move: Move) -> tuple[Hint, ...]:
    """What the decider reckons that a move does, strongest first."""
    known = [e for e in move.effects if e.foreseen]
    known.sort(key=lambda e: -abs(scale.points(e.by)))
    return tuple(_hint(record, e) for e in known)


def _hint(record: Record, effect: Effect) -> Hint:
    up = scale.points(effect.by) > 0
    strong = abs(scale.points(effect.by)) >= scale.points("strong")
    sign = ("+" if up else "-") * (2 if strong else 1)
    maybe = "?" if effect.when else ""
    return Hint(f"{sign} {record.variables[effect.variable].short}{maybe}", "up" if up else "down")


_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w-]*")
_SMALL = re.compile(r"\b[a-z][\w-]*")
_ARTICLES = frozenset({"the", "a", "an"})
_COMMON = frozenset(
    {
        "administration",
        "agencies",
        "authority",
        "experts",
        "families",
        "government",
        "governments",
        "leaders",
        "negotiators",
        "officials",
        "partners",
        "people",
        "public",
        "republic",
        "see",
        "united",
        "voters",
    }
)


_MOST_RECORDS: Final = 4
_NAMES: dict[int, tuple[Record, frozenset[str]]] = {}
"""Names by the id of a record: of the last few, each with its record, so that the id stays its own."""


def _names(record: Record) -> frozenset[str]:
    """The words that keep their capital: those that the record writes with one within a sentence."""
    if id(record) not in _NAMES:
        texts = [f.text for f in record.facts.values()] + [o.role for o in record.governments.values()]
        within = {w for t in texts for w in _CAPITAL.findall(t)}
        within |= {o.name for o in record.governments.values() if o.name.lower() not in _COMMON}
        within -= {w.capitalize() for t in texts for w in _SMALL.findall(t)}
        people = {w for o in record.officials.values() for w in (*o.name.split(), o.short)}
        while len(_NAMES) >= _MOST_RECORDS:
            _NAMES.pop(next(iter(_NAMES)))
        _NAMES[id(record)] = record, frozenset(within | people)
    return _NAMES[id(record)][1]


def lower(text: str, record: Record) -> str:
    """``text`` to stand within a sentence: a common first word loses its capital, a name keeps it.

    Names are those of ``record``.
    """
    first, _, rest = text.partition(" ")
    bare = first.removesuffix("'s")
    keeps = bare in _names(record) or bare[1:] != bare[1:].lower() or rest[:1].isupper()
    if keeps and first.lower() not in _ARTICLES:
        return text
    return text[:1].lower() + text[1:]


def cap(text: str) -> str:
    """``text`` to begin a sentence."""
    return text[:1].upper() + text[1:]


def within(label: str) -> str:
    """A name within a sentence: its own article is small."""
    return f"the {label[4:]}" if label.startswith("The ") else label


def the(record: Record, actor: str) -> str:
    """An actor's name within a sentence, with its article where it needs one."""
    label = record.actors[actor].name
    bare = not label.startswith("The ")
    if bare and actor in record.governments and _COMMON & set(label.lower().split()):
        return f"the {lower(label, record)}"
    return within(label)


def listed(parts: list[str]) -> str:
    """``a, b and c``."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""


def fact_line(record: Record, fact_id: str) -> Block:
    """A fact as a source line: what it says, who says so, how sure, and where it stands."""
    fact: Fact = record.facts[fact_id]
    source = record.source_of(fact_id)
    plural = "s" if len(fact.paragraphs) > 1 else ""
    where = f", paragraph{plural} {listed([str(p) for p in fact.paragraphs])}" if fact.paragraphs else ""
    spans = (
        Span(fact.text + " "),
        Span(f"{fact.says}; {CERTAINTY[fact.certainty]}. ", "em"),
        Span(f"[{fact_id}]{f' {source.publisher}{where}.' if where else ''}", "muted"),
    )
    return Block("source", spans)


def known_block(record: Record, text: str) -> Block:
    """A thing known on the day: a fact of the record, or a line of the scenario."""
    fact = record.facts.get(text)
    if fact is None:
        return bullet(text)
    spans = [Span(fact.text)]
    if fact.certainty in ("one_sided", "disputed"):
        spans.append(Span(f" ({CERTAINTY[fact.certainty]}: {fact.says})", "em"))
    elif fact.certainty == "background":
        spans.append(Span(" (background)", "em"))
    return Block("bullet", tuple(spans))


def history_blocks(record: Record, decision: Decision) -> list[Block]:
    """What was really chosen, how sure that is, what is disputed, and the sources."""
    was = decision.history
    if was is None:
        return [para("Nothing of this ever happened: there is no history to set beside it.")]
    label = next(m.label for m in decision.moves if m.id == was.move)
    blocks = [
        Block("text", (Span(label, "strong"), Span(f"  ({CERTAINTY[was.certainty]})", "em"))),
        para(was.text),
    ]
    blocks += [bullet(f"{name(record, m.sender)}: {m.text}") for m in was.messages]
    for account in was.disputed:
        blocks.append(note(f"Disputed. {account.by}", f"{account.claim} Others: {account.others}"))
    if decision.date_note:
        blocks.append(note("On the date", decision.date_note))
    blocks.append(heading("Sources"))
    blocks += [fact_line(record, f) for f in decision.cited]
    blocks += _corrections(record, decision.cited)
    return blocks


def _corrections(record: Record, cited: list[str]) -> list[Block]:
    found = []
    for fact_id in cited:
        correction = record.facts[fact_id].correction
        if correction:
            text = f"The article: {correction.article} Accepted here: {correction.accepted} {correction.why}"
            found.append(note("Corrected", text))
    return found


def line(text: str, style: str = "plain") -> Block:
    """A paragraph in one style."""
    if style == "em":
        return Block("text", (Span(text, "em"),))
    return Block("text", plain(text))
