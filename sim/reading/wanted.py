"""A value of another kind than the one that is wanted: how an author writes the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from sim.errors import shorten
from sim.reading import mends
from sim.reading.diagnostics import Diagnostic
from sim.reading.shape import above, at_path, in_order, keyed_at, name_of
from sim.reading.tree import Document, Path_

ONE_NAME = re.compile(r"[a-z][a-z0-9_#-]{0,63}\Z")
ID_LIST = re.compile(r"[a-z][a-z0-9_#-]*(, ?[a-z][a-z0-9_#-]*)+\Z")
OTHER_WORDS = {
    "reason": ("why", "judgement"),
    "because": ("why", "judgement"),
    "judgement": ("why",),
    "actors": ("governments",),
    "countries": ("governments",),
    "parties": ("governments",),
    "people": ("officials",),
    "persons": ("officials",),
    "options": ("moves",),
    "choices": ("moves",),
    "question": ("title", "ask"),
    "name": ("title", "label"),
    "description": ("text", "situation", "summary"),
    "probability": ("chance",),
    "likelihood": ("chance",),
    "condition": ("when",),
    "if": ("when",),
    "who": ("decider", "actor"),
    "amount": ("by",),
    "outcomes": ("endings",),
    "levers": ("leverage",),
}
"""What an author may call a key, and the keys that it may be."""


def pair_lists(document: Document, model: type[BaseModel], paths: list[Path_]) -> dict[Path_, Diagnostic]:
    """Lists whose entries would be right as one block: ``[trust: slight, light: -marked]``."""
    found: dict[Path_, Diagnostic] = {}
    for at in dict.fromkeys(a for path in paths for a in above(path)[1:] if a in document.values):
        entries = at_path(document.data, at)
        keyed = keyed_at(model, at) if isinstance(entries, list) else None
        if not entries or keyed is None:
            continue
        pairs = [_pair(entry, keyed, _pieces(document)) for entry in entries]
        if all(pairs):
            mend = f"Write it in braces: {{{shorten(', '.join(pairs), 100)}}}."
            what = f"'{name_of(at)}' is a list here, and a block of keys is meant."
            found[at] = document.problem(at, "bad-type", what, mend)
    return found


def like(given: str, pattern: str) -> str:
    """A name that fits the pattern, made from one that does not; empty where there is none."""
    made = re.sub(r"[^a-z0-9]+", "_", given[:80].lower()).strip("_")
    return f" Like: {made}." if re.match(pattern, made) else ""


def _pieces(document: Document) -> Any:
    """What stands under ``define``."""
    pieces = document.data.get("define") if isinstance(document.data, dict) else None
    return pieces if isinstance(pieces, dict) else {}


def _pair(entry: Any, keyed: Any, pieces: Any) -> str:
    """An entry of such a list as part of a block; nothing if it is something else."""
    if isinstance(entry, str):
        return f"use: {entry}" if entry in pieces else f"{entry}: …"
    if not isinstance(entry, dict) or keyed.key in entry or keyed.bare in entry:
        return ""
    names = [(k, v) for k, v in entry.items() if k not in ("judgement", "fact")]
    return f"{names[0][0]}: {_shown(names[0][1])}" if len(names) == 1 else ""


def _shown(value: Any) -> str:
    return "…" if isinstance(value, (dict, list)) or value is None else str(value)


def as_seen(value: Any) -> str:
    """A value that does not belong where it stands, as an author sees it."""
    if isinstance(value, dict) and value:
        return "a block of keys"
    if isinstance(value, list) and value:
        return "a list"
    return shorten(repr(value), 40)


def as_wanted(wanted: str, given: Any, key: str, place: Wanted) -> str:
    """How to write a value of the kind that is wanted, for one of another kind."""
    if wanted == "text":
        if key == "id":
            return "Begin it with a small letter."
        if isinstance(given, dict):
            return "Put it in quotes, if its ':' belongs to the text."
        if isinstance(given, list):
            return "Write one text, without brackets and dashes."
        return f'Put it in quotes: "{str(given).lower()}".'
    if wanted == "a whole number":
        if isinstance(given, str) and given.isascii() and given.isdigit():
            return f"Write {shorten(given, 20)} without quotes."
        if isinstance(given, float):
            return f"Write {round(given)} or another whole number, without decimals."
        return "Write a whole number in digits, such as 20."
    if wanted == "true or false":
        return mends.choice(given, ("true", "false"))
    if wanted == "a list":
        return _as_list(given, place)
    if wanted == "a block of keys":
        return _as_block(given, place)
    return "Write it as YYYY-MM-DD."


def _as_list(given: Any, place: Wanted) -> str:
    first_key = next(iter(place.entry), "")
    if isinstance(given, str):
        if given in place.pieces:
            return f"Write {{use: {shorten(given, 40)}}}."
        if not place.entry and (ONE_NAME.match(given) or ID_LIST.match(given)):
            return f"Write [{shorten(given, 60)}], or begin each entry with '- '."
    if isinstance(given, dict) and given:
        if not place.entry and not any(given.values()):
            return f"Write [{shorten(', '.join(map(str, given)), 60)}]."
        if first_key:
            return f"Begin each entry with '- ', like: - {first_key}: {shorten(str(next(iter(given))), 40)}"
    return "Begin each entry with '- '."


def _as_block(given: Any, place: Wanted) -> str:
    if place.needed:
        return f"Write its keys under it: {', '.join(place.needed)}."
    if isinstance(given, list) and given:
        entry = given[0]
        name = entry.get("id", next(iter(entry), "")) if isinstance(entry, dict) else entry
        return f"Write '{shorten(str(name), 40)}: …' for each, without brackets and dashes."
    return "Write 'key: value' lines under it."


class Wanted:
    """What the schema wants at a place where something else stands."""

    def __init__(self, model: type[BaseModel], path: Path_, document: Document) -> None:
        self.entry = in_order(model, (*path, 0), needed=True)
        """The keys of an entry, where a list of blocks belongs."""
        self.needed = in_order(model, path, needed=True)
        """The keys that a block must have there."""
        self.pieces = _pieces(document)


class Names:
    """The ids of a file by what an author may write instead: in capitals, or what the thing is called."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.ids: dict[str, str] | None = None

    def close(self, given: str) -> str | None:
        """The id that was most likely meant."""
        if self.ids is None:
            self.ids = dict(self._all())
        return self.ids.get(given.casefold())

    def _all(self) -> Iterator[tuple[str, str]]:
        for path in self.document.keys:
            in_record = path[0] == "record" and len(path) == 3
            if (in_record or (path[0] == "variables" and len(path) == 2)) and ONE_NAME.match(str(path[-1])):
                entry = at_path(self.document.data, path)
                name = entry.get("name") if isinstance(entry, dict) else entry
                if isinstance(name, str):
                    yield name.casefold(), str(path[-1])
                yield str(path[-1]), str(path[-1])
