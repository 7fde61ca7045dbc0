"""The catalogue: what a list of scenarios tells of each, kept so that nobody waits until all are read.

It is kept in the user's cache under the content of the scenario file, of the record and of the code that
reads both. What does not match is read anew. A file with a mistake is never kept: it is read, and told,
each time. Where the cache cannot be written, the list is as right, and slower.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim import places
from sim.errors import InputError
from sim.scenario.files import CAMPAIGN, CORE, TUTORIAL, campaigns, named
from sim.version import VERSION

if TYPE_CHECKING:
    from sim.scenario.compiled import Compiled

FORMAT: Final = 1
MOST_BYTES: Final = 4_000_000
_ROOMS: Final = ("", "reading", "record", "bargaining", "scenario")
"""The rooms whose code decides what is read from a scenario; the first is the ground floor."""
_SIM: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Entry:
    """What a list tells of a scenario. ``id`` opens it; ``seats`` are actors' ids.

    ``first`` and ``last`` are the days of its first and last decision, ``decisions`` is how many people take.
    """

    id: str
    title: str
    first: datetime.date
    last: datetime.date
    minutes: int
    decisions: int
    seats: tuple[str, ...]
    teaches: str
    content_note: str
    summary: str


def entry_of(game: Compiled) -> Entry:
    """A scenario's entry."""
    source = game.source
    return Entry(
        id=game.origin,
        title=source.title,
        first=source.decisions[0].date,
        last=source.decisions[-1].date,
        minutes=source.minutes,
        decisions=sum(not d.beat for d in game.decisions),
        seats=tuple(s.actor for s in source.seats),
        teaches=source.teaches,
        content_note=source.content_note,
        summary=source.summary,
    )


class Catalogue:
    """Entries by id, and the ids of those that are still to be read.

    ``names`` are those of all actors that the record knows. ``problems`` tells of the files that
    cannot be played.
    """

    def __init__(self, found: Iterable[Entry], names: dict[str, str], waiting: Iterable[str] = ()) -> None:
        self.found = {entry.id: entry for entry in found}
        self.names = names
        self.waiting = list(waiting)
        self.problems: list[InputError] = []
        self.of = len(self.found) + len(self.waiting)

    @property
    def tutorial(self) -> Entry | None:
        """The tutorial's entry, once it is read. No list has it."""
        return self.found.get(TUTORIAL)

    @property
    def campaigns(self) -> list[Entry]:
        """The campaign, whole and short, as far as it is there and read."""
        return [self.found[name] for name in (CAMPAIGN, CORE) if name in self.found]

    @property
    def entries(self) -> list[Entry]:
        """The scenarios in the order of time."""
        listed = [e for e in self.found.values() if e.id not in (TUTORIAL, CAMPAIGN, CORE)]
        return sorted(listed, key=lambda e: (e.first, e.last, e.id))

    def read_next(self) -> None:
        """Reads one of the scenarios that wait. What cannot be played is told in ``problems``."""
        from sim.record.record import load
        from sim.scenario.library import open_scenario

        name = self.waiting.pop(0)
        try:
            self.found[name] = entry_of(open_scenario(name))
            self.names = {id_: actor.name for id_, actor in load().actors.items()}
        except InputError as problem:
            self.problems.append(problem)

    def read_all(self) -> Catalogue:
        """Reads all that wait, and gives itself."""
        while self.waiting:
            self.read_next()
        return self


def of_games(games: Iterable[Compiled]) -> Catalogue:
    """The catalogue of scenarios that are open already."""
    games = list(games)
    names = {id_: actor.name for game in games for id_, actor in game.record.actors.items()}
    return Catalogue([entry_of(game) for game in games], names)


class _Kept(Catalogue):
    """The catalogue of the shipped scenarios, which is written once it is whole."""

    def __init__(self, key: str, prints: dict[str, str], body: dict[str, Any]) -> None:
        self._key, self._prints = key, prints
        found = [_entry(row) for id_, row in body["entries"].items() if row.pop("print") == prints.get(id_)]
        there = {entry.id for entry in found}
        waiting = [id_ for id_ in (TUTORIAL, *prints) if id_ in prints and id_ not in there]
        super().__init__(found, body["names"], dict.fromkeys(waiting))

    def read_next(self) -> None:
        super().read_next()
        if not self.waiting:
            self._write()

    def _write(self) -> None:
        """Keeps what was read, unless its file has changed meanwhile; passes over a folder without rights."""
        import tempfile

        if _key() != self._key:
            return
        now = _prints()
        same = [e for e in self.found.values() if now.get(e.id) == self._prints[e.id]]
        rows = {e.id: _row(e) | {"print": now[e.id]} for e in same}
        body = {"key": self._key, "names": self.names, "entries": rows}
        file = _file()
        fresh = None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, fresh = tempfile.mkstemp(prefix=".catalogue-", dir=file.parent)
            with os.fdopen(handle, "w", encoding="ascii") as out:
                json.dump(body | {"checksum": _checksum(body)}, out)
            os.replace(fresh, file)
        except OSError:
            _drop(fresh)


def read() -> Catalogue:
    """The catalogue of the shipped scenarios and the tutorial; what has changed since is left to be read."""
    prints, key = _prints(), _key()
    try:
        return _Kept(key, prints, _stored(key))
    except (KeyError, TypeError, ValueError, AttributeError):
        return _Kept(key, prints, {"names": {}, "entries": {}})


def _stored(key: str) -> dict[str, Any]:
    """What the cache holds under ``key``. Raises ValueError where it holds nothing, or something else."""
    file = _file()
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ValueError("too large")
        body = json.loads(file.read_text(encoding="ascii"))
    except (OSError, RecursionError) as problem:
        raise ValueError("nothing to read") from problem
    if not isinstance(body, dict) or body.pop("checksum", None) != _checksum(body) or body["key"] != key:
        raise ValueError("another catalogue")
    if not all(isinstance(t, str) for pair in body["names"].items() for t in pair):
        raise ValueError("no names")
    return body


def _file() -> Path:
    """One for each folder of scenarios, so that two installations do not undo each other's."""
    return places.cache() / f"catalogue-{_hash(str(places.scenarios()))[:12]}.json"


def _key() -> str:
    """What every entry rests on: this version, the code that reads, and the record."""
    code = [p for room in _ROOMS for p in sorted((_SIM / room).glob("*.py"))]
    seeds = places.seeds()
    return f"{FORMAT} {VERSION} {_print(code)} {_print(sorted(seeds.rglob('*.yaml')))}"


def _prints() -> dict[str, str]:
    """The hash of each file that goes by an id; of a campaign, with the scenarios that it may name."""
    joined = campaigns()
    single = {id_: path for id_, path in named().items() if id_ not in joined}
    found = {id_: _print([path]) for id_, path in single.items()}
    every = " ".join(found.values())
    return found | {id_: _hash(f"{_print([path])} {every}") for id_, path in joined.items()}


def _print(files: Iterable[Path]) -> str:
    """The hash of some files, with their names; a file that cannot be read has that as its content."""
    found = hashlib.sha256()
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as problem:
            content = repr(problem).encode("utf-8", "surrogateescape")
        found.update(f"{path.name} {len(content)} ".encode("utf-8", "surrogateescape"))
        found.update(content)
    return found.hexdigest()


def _row(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"first": entry.first.isoformat(), "last": entry.last.isoformat()}


def _entry(row: dict[str, Any]) -> Entry:
    """An entry from its row. Raises KeyError, TypeError or ValueError where it is none."""
    days = {name: datetime.date.fromisoformat(row[name]) for name in ("first", "last")}
    entry = Entry(**(row | days | {"seats": tuple(row["seats"])}))
    for field in fields(Entry):
        wanted = {"str": str, "int": int}.get(str(field.type))
        if wanted and type(getattr(entry, field.name)) is not wanted:
            raise TypeError(f"{field.name} is no {field.type}")
    if not all(isinstance(seat, str) for seat in entry.seats):
        raise TypeError("seats are texts")
    return entry


def _checksum(body: dict[str, Any]) -> str:
    return _hash(json.dumps(body, ensure_ascii=True, sort_keys=True))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _drop(fresh: str | None) -> None:
    try:
        if fresh is not None:
            os.unlink(fresh)
    except OSError:
        return
