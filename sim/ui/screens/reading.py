"""The sources of what is on the page: each fact, who says it, how sure it is, and who published it."""

from __future__ import annotations

from collections.abc import Iterable

from sim.game.seat import Seat
from sim.record.record import Record
from sim.scenario.compiled import CompiledDecision
from sim.ui.screens.common import BACK, HELP, history_shown, inside
from sim.ui.screens.words import CERTAINTY, cap, listed
from sim.ui.view import Block, Panel, Screen, Span, Text, bullet, heading, note, para
from sim.world.log import Step


def reading(seat: Seat, looks_back: bool) -> Screen:
    """The facts of the open decision; or, looking back, those of the last step.

    While a decision is open these are the facts known that day, and nothing later.
    """
    step = seat.steps[-1] if looks_back else None
    decision = _decision(seat, step)
    cited = _behind(seat, step, decision) if step else _known(seat, decision)
    record = seat.game.record
    lines = (
        [k for k in decision.source.known if k not in record.facts] if _reads(seat, decision, step) else []
    )
    panels: list[Panel] = [Text("What is said", tuple(_facts(record, cited, lines, step is not None)), 1.2)]
    if cited:
        panels.append(Text("Who published it", tuple(about_sources(record, cited, step is not None)), 1.0))
    held = step is not None and not history_shown(seat)
    late = "What was really chosen, and its sources, are kept for the debrief."
    today = "What could be known that day, and nothing later."
    return Screen(
        "reading",
        "Sources",
        late if held else "What is cited on this page." if step else today,
        panels=tuple(panels),
        actions=(HELP, BACK),
    )


def _decision(seat: Seat, step: Step | None) -> CompiledDecision:
    if step is not None:
        return next(d for d in seat.game.decisions if d.source.id == step.decision)
    assert seat.decision is not None
    return seat.decision


def _reads(seat: Seat, decision: CompiledDecision, step: Step | None) -> bool:
    """Whether the seat sees what the decider knows."""
    return step is None and (inside(seat, decision) or decision.source.outside is None)


def _known(seat: Seat, decision: CompiledDecision) -> list[str]:
    """The facts that the seat may know at an open decision, those of the visits that it sees among them."""
    source = decision.source
    seen = source.outside if source.outside is not None and not inside(seat, decision) else source
    known = [k for k in source.known if k in seat.game.record.facts] if seen is source else []
    return _once([*known, *(v.fact for v in seen.visits if v.fact)])


def _behind(seat: Seat, step: Step, decision: CompiledDecision) -> list[str]:
    """The facts behind what was chosen and what moved; none where history is kept for the end."""
    if not history_shown(seat):
        return []
    grounds = [part for c in step.changes if c.what == "variable" for part in c.reason.splitlines()]
    return _once([*decision.source.cited, *(g for g in grounds if g in seat.game.record.facts)])


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _facts(record: Record, cited: list[str], lines: list[str], settled: bool) -> list[Block]:
    """Each fact as a paragraph with its ground; then what the scenario says without one."""
    blocks: list[Block] = []
    for fact_id in cited:
        blocks += fact_blocks(record, fact_id, settled)
    if lines:
        blocks.append(heading("Said by the scenario, without a source"))
        blocks += [bullet(text) for text in lines]
    return blocks or [para("Nothing on this page is cited from a source.")]


def fact_blocks(record: Record, fact_id: str, settled: bool = True) -> list[Block]:
    """A fact in full: its words, who says so and how sure, where it stands, what is corrected or disputed.

    Other accounts and corrections may tell what came later: they wait until the decision is ``settled``.
    """
    fact = record.facts[fact_id]
    says = Span(f"{cap(fact.says)}; {CERTAINTY[fact.certainty]}. ", "em")
    blocks = [para(fact.text), Block("source", (says, Span(_where(record, fact_id), "muted")))]
    if fact.certainty == "one_sided" and not fact.disputed:
        blocks.append(note("One account alone", "In these sources nobody else says so."))
    if not settled:
        more = [w for w, there in (("disputed", fact.disputed), ("corrected", fact.correction)) if there]
        wait = "What else is said of it is shown once this is decided."
        return [*blocks, *([note(cap(" and ".join(more)), wait)] if more else [])]
    blocks += [note(f"An account by {other.by}", other.account) for other in fact.disputed]
    if fact.correction is not None:
        c = fact.correction
        blocks.append(note("Corrected", f"The article: {c.article} Accepted here: {c.accepted} {c.why}"))
    return blocks


def _where(record: Record, fact_id: str) -> str:
    """Where a fact stands: publisher, date and paragraphs, and its id."""
    fact, source = record.facts[fact_id], record.source_of(fact_id)
    parts = [source.publisher.partition(",")[0]]
    if fact.paragraphs:
        plural = "s" if len(fact.paragraphs) > 1 else ""
        parts += [source.published, f"paragraph{plural} {listed([str(p) for p in fact.paragraphs])}"]
    return f"{'; '.join(parts)}. [{fact_id}]"


def about_sources(record: Record, cited: list[str], settled: bool = True) -> list[Block]:
    """Each source of the facts once: who published it and when, on whose word it rests, and its slant."""
    blocks: list[Block] = []
    for name in dict.fromkeys(c.partition("#")[0] for c in cited):
        source = record.sources[name]
        blocks += [
            heading(source.title),
            Block(
                "text", (Span(f"{source.publisher}. {source.published}. ", "em"), Span(f"[{name}]", "muted"))
            ),
            Block("text", (Span("Rests on: ", "strong"), Span(source.rests_on))),
            Block("text", (Span("Slant: ", "strong"), Span(source.slant))),
        ]
        read = {p for c in cited if c.partition("#")[0] == name for p in record.facts[c].paragraphs}
        slips = [e for e in source.known_errors if settled and read & set(e.paragraphs)]
        blocks += [note("Error in it", f"{e.article} Accepted here: {e.accepted}") for e in slips]
    return blocks
