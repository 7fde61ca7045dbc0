"""Where it comes from: each source with its slant and its known errors, and each fact that is cited."""

from __future__ import annotations

from sim.ui.screens.debrief.shown import Shown
from sim.ui.screens.words import fact_line
from sim.ui.view import Block, Panel, Span, Text, bullet, heading


def sources(shown: Shown) -> tuple[Panel, ...]:
    """The sources that are used, then the facts."""
    record = shown.game.record
    cited: dict[str, None] = {}
    for decision in shown.game.source.decisions:
        cited |= dict.fromkeys(k for k in decision.known if k in record.facts)
        cited |= dict.fromkeys(decision.cited)
    used = dict.fromkeys(c.partition("#")[0] for c in cited)
    about: list[Block] = []
    for source_id in used:
        source = record.sources[source_id]
        about += [
            heading(f"{source.title}"),
            Block(
                "text",
                (Span(f"{source.publisher}. {source.published}. ", "em"), Span(f"[{source_id}]", "muted")),
            ),
            Block("text", (Span("Rests on: ", "strong"), Span(source.rests_on))),
            Block("text", (Span("Slant: ", "strong"), Span(source.slant))),
        ]
        read = {p for c in cited if c.startswith(f"{source_id}#") for p in record.facts[c].paragraphs}
        slips = [e for e in source.known_errors if read & set(e.paragraphs)]
        if slips:
            about.append(Block("text", (Span("Errors and open questions in what is cited here:", "strong"),)))
            about += [bullet(f"{e.article} Accepted here: {e.accepted}") for e in slips]
    facts = tuple(fact_line(record, c) for c in cited)
    return (Text("Where it comes from", tuple(about), 1.0), Text("Facts cited", facts, 1.2))
