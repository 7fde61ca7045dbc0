"""Where each of the record's episodes is played: ``python -m tests.episodes`` writes it into the table.

``docs/episodes.md`` holds the episodes, their titles, tiers and scenarios. What shows an episode is read
from the scenarios, but for an episode that an event tells: that event is named in the table by hand.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sim import places
from sim.reading import tree

PAGE = Path(__file__).parents[1] / "docs" / "episodes.md"
ROW = re.compile(r"\| (e\d{2,3}-[a-z0-9-]+) \| (.+?) \| ([AB]) \| `(\w+)` \| (.*?) ?\|")


class Row(NamedTuple):
    """An episode, and what the table says of it."""

    id: str
    title: str
    tier: str
    scenario: str
    shown: str

    def __str__(self) -> str:
        return f"| {self.id} | {self.title} | {self.tier} | `{self.scenario}` | {self.shown} |"


def rows() -> list[Row]:
    """The table's rows, as they stand."""
    return [Row(*m.groups()) for m in ROW.finditer(PAGE.read_text(encoding="utf-8"))]


@cache
def scenario(name: str) -> dict[str, Any] | None:
    """A shipped scenario as plain data; None where there is none of that name."""
    path = places.scenarios() / f"{name}.yaml"
    if not path.exists():
        return None
    document, problems = tree.load(path)
    assert document is not None, problems
    return dict(document.data)


def decisions(row: Row) -> str:
    """The decisions of its scenario that bear the episode's id, as the table names them."""
    found = [
        d["id"]
        for d in (scenario(row.scenario) or {"decisions": []})["decisions"]
        if d.get("episode") == row.id
    ]
    return ", ".join(f"decision `{name}`" for name in found)


def main() -> None:
    """Writes the table anew. A row that no decision shows stays as it is."""
    text = PAGE.read_text(encoding="utf-8")
    for row in rows():
        text = text.replace(str(row), str(row._replace(shown=decisions(row) or row.shown)))
    PAGE.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
