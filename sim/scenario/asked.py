"""What scenarios and campaigns are asked alike: of names that stand twice, of endings and of seats."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sim.reading.diagnostics import Diagnostic
from sim.reading.tree import Document, Path_
from sim.scenario.schema import Ending, Seat


def twice(
    document: Document, path: Path_, kind: str, names: Sequence[str], *key: str
) -> Iterator[Diagnostic]:
    """A name that stands in a list a second time."""
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name in seen:
            message = f"the {kind} '{name}' stands here twice."
            yield document.problem((*path, i, *key), "duplicate-id", message, f"Remove one '{name}'.")
        seen.add(name)


def open_endings(document: Document, endings: Sequence[Ending]) -> Iterator[Diagnostic]:
    """An ending without a condition belongs at the end, and nowhere else."""
    last = len(endings) - 1
    open_ = [e.id for e in endings if e.when is None]
    for i, ending in enumerate(endings):
        if i == last and not open_:
            message = "the last ending has a condition, so that a run may end with none."
            path: Path_ = ("endings", i, "when")
            yield document.problem(path, "no-last-ending", message, "Remove its 'when'.", key=True)
        if i != last and ending.when is None:
            message = f"'{ending.id}' has no condition and hides those below."
            mend = "Put it last, or add 'when'."
            yield document.problem(("endings", i), "ending-hides-others", message, mend)


def idle_seats(
    document: Document, seats: Sequence[Seat], known: Collection[str], spoken: Collection[str], mend: str
) -> Iterator[Diagnostic]:
    """Seats of ``known`` actors for whom nobody speaks; ``spoken`` are those who speak, and their sides."""
    for i, seat in enumerate(seats):
        if seat.actor in known and seat.actor not in spoken:
            message = f"nobody of the cast speaks for '{seat.actor}'."
            yield document.problem(("seats", i, "actor"), "idle-seat", message, mend)
