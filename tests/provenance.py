"""How much of each scenario rests on facts, as docs/model.md tells it.

python -m tests.provenance        writes the table anew
"""

from __future__ import annotations

import re
from pathlib import Path

from sim.authoring import shelf, tracing

PAGE = Path(__file__).parents[1] / "docs" / "model.md"
HEAD = "| numbers of | all | on a fact | on a judgement | that names a fact |\n|---|---|---|---|---|\n"
ROWS = re.compile(re.escape(HEAD) + r"((?:.+\n)*)")


def counted() -> str:
    """The table's rows, from the files as they stand."""
    _, counts = tracing.everything(shelf.whole())
    return "".join(
        f"| {f'`{c.scenario}`' if c.scenario else 'the record'} | {c.numbers} "
        f"| {c.facts} | {c.judgements} | {c.naming} |\n"
        for c in counts
    )


def told() -> str:
    """The table's rows, as the page has them."""
    found = ROWS.search(PAGE.read_text(encoding="utf-8"))
    return found.group(1) if found else ""


def main() -> None:
    """Writes the table anew."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(ROWS.sub(lambda _: HEAD + counted(), text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
