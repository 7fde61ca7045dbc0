"""A scenario's words in another language: texts by ids that never change, in a file of their own.

    mill.yaml       the scenario, with its own words
    mill.he.yaml    beside it, the same in another language: 'language: he' and 'texts:'

A text is named by where it stands: ``decisions.dam.moves.close.label``. What has an id goes by it, and
what has none by its place in its list, counted from 1. A text that is missing is told in the scenario's
own words. Ids, numbers and conditions have no words: so saved games and results fit every language.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field

from sim import places
from sim.errors import BrokenFile, UnknownName, UnreadableFile, nearest, shorten
from sim.reading import tree
from sim.reading.bind import Strict, bind
from sim.reading.diagnostics import WARNING, Diagnostic, errors, first
from sim.reading.fields import Reasoned, Text
from sim.reading.tree import Document
from sim.record.own import PARTS
from sim.record.record import Record
from sim.scenario import library
from sim.scenario.compile import compile_scenario
from sim.scenario.compiled import Compiled
from sim.scenario.schema import Scenario

LANGUAGE: Final = r"^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$"
LINES: Final = {"title", "teaches", "aims", "date_text", "label", "by", "name", "short", "medium", "says"}
"""Fields of one line, at most 200 characters."""
TEXTS: Final = {
    "summary",
    "content_note",
    "limits",
    "brief",
    "date_note",
    "situation",
    "known",
    "unknown",
    "text",
    "claim",
    "others",
    "ask",
    "role",
    "cost",
    "meaning",
    "slant",
    "covers",
    "account",
    "note",
}
"""Fields of several lines. Reasons of numbers stay in the language of the file."""
LONGEST_LINE: Final = 200


class Words(Strict):
    """A file of words."""

    language: Annotated[str, Field(pattern=LANGUAGE)]
    """The language's short name, as in the file's name: he, ar, pt-br."""
    texts: dict[str, Text]
    """The texts, each under the place where it stands in the scenario."""


def texts(scenario: Scenario) -> dict[str, str]:
    """Every text that can have other words, by its id, in the file's order."""
    found: dict[str, str] = {}

    def note(id_: str, text: str) -> str:
        found[id_] = text
        return text

    _changed(scenario, "", note)
    return found


def languages(file: Path) -> dict[str, Path]:
    """The languages that a scenario's file has words in, and where."""
    beside = {p.name.split(".")[-2]: p for p in library.family(file)}
    return {kind: p for kind, p in beside.items() if re.match(LANGUAGE, kind) and p.name.count(".") == 2}


def read(file: Path, scenario: Scenario) -> tuple[Words | None, list[Diagnostic]]:
    """A file of words for a scenario, and every problem that it has."""
    shown = places.shown(file)
    try:
        document, problems = tree.parse(library.text(file), shown)
    except UnreadableFile as problem:
        return None, [tree.unreadable(shown, problem)]
    if document is None:
        return None, problems
    words, problems = bind(document, Words)
    if words is None:
        return None, problems
    problems = first(_check(document, words, scenario, file.name.split(".")[1]), shown)
    return None if errors(problems) else words, problems


def check_words(file: Path, game: Compiled) -> list[Diagnostic]:
    """Every problem of the words beside a scenario's file."""
    return [d for path in languages(file).values() for d in read(path, game.source)[1]]


def open_in(name: str, language: str) -> Compiled:
    """The scenario of that id or path in another language: its hash, arrays and saves stay what they are.

    Raises UnknownName where it has no words in that language, BrokenFile where they have errors.
    """
    game, file = library.open_scenario(name), library.find(name)
    known = languages(file)
    if language not in known:
        raise UnknownName("language of this scenario", language, known)
    words, problems = read(known[language], game.source)
    if words is None:
        raise BrokenFile(errors(problems))
    told = _changed(game.source, "", lambda id_, text: words.texts.get(id_, text))
    made = compile_scenario(game.id, told, _record(game.record, told), game.origin)
    return dataclasses.replace(made, hash=game.hash)


def template(scenario: Scenario, language: str, words: Words | None = None) -> str:
    """A file of words to fill in: every text, in the words that there are."""
    told = words.texts if words else {}
    lines = [
        f"  {id_}: {json.dumps(told.get(id_, text), ensure_ascii=False)}"
        for id_, text in texts(scenario).items()
    ]
    return "\n".join([f"language: {language}", "texts:", *lines, ""])


def _check(document: Document, words: Words, scenario: Scenario, language: str) -> Iterator[Diagnostic]:
    known = texts(scenario)
    if words.language != language:
        mend = f"Write 'language: {shorten(language, 20)}', or rename the file."
        message = f"the file's name says '{shorten(language, 20)}', and this says '{words.language}'."
        yield document.problem(("language",), "other-language", message, mend)
    for id_, text in words.texts.items():
        path = ("texts", id_)
        if id_ not in known:
            close = nearest(id_, known, 1)
            mend = f"Did you mean '{close[0]}'?" if close else "Remove it: the scenario has no such text."
            message = f"there is no text '{shorten(id_, 80)}'."
            yield document.problem(path, "unknown-text", message, mend, key=True)
        elif _field(id_) in LINES and len(text) > LONGEST_LINE:
            message = f"'{shorten(id_, 80)}' is longer than {LONGEST_LINE}."
            yield document.problem(path, "too-many", message, "Shorten it.")
    missing = [id_ for id_ in known if id_ not in words.texts]
    if missing:
        message = f"{len(missing)} of {len(known)} texts have no words here, such as '{missing[0]}'."
        found = document.problem(
            ("texts",), "missing-words", message, "They are told in the scenario's own.", True
        )
        yield dataclasses.replace(found, severity=WARNING)


def _field(id_: str) -> str:
    """The field that an id names: its last part that is no place in a list."""
    return next(p for p in reversed(id_.split(".")) if not p.isdigit())


def _changed(part: Any, id_: str, change: Callable[[str, str], str]) -> Any:
    """A part of a scenario with every text passed through ``change(id, text)``."""
    if isinstance(part, Reasoned) or not isinstance(part, Strict):
        return part
    new: dict[str, Any] = {}
    for name in type(part).model_fields:
        value, here = getattr(part, name), f"{id_}.{name}" if id_ else name
        if name in LINES or name in TEXTS:
            new[name] = _words(value, here, change)
        elif isinstance(value, list):
            new[name] = [_changed(v, f"{here}.{_name(v, i)}", change) for i, v in enumerate(value)]
        elif isinstance(value, dict) and name != "define":
            new[name] = {k: _changed(v, f"{here}.{k}", change) for k, v in value.items()}
        else:
            new[name] = _changed(value, here, change)
    return part.model_copy(update=new)


def _words(value: Any, id_: str, change: Callable[[str, str], str]) -> Any:
    """A text, or a list of them; facts among what is known have no words of their own here."""
    if isinstance(value, list):
        fact = [isinstance(v, str) and "#" in v and " " not in v for v in value]
        return [v if fact[i] else _words(v, f"{id_}.{i + 1}", change) for i, v in enumerate(value)]
    return change(id_, value) if isinstance(value, str) and value else value


def _name(entry: Any, at: int) -> str:
    """What an entry of a list goes by."""
    for key in ("id", "actor", "sender", "place"):
        if isinstance(getattr(entry, key, None), str):
            return str(getattr(entry, key))
    return str(at + 1)


def _record(record: Record, told: Scenario) -> Record:
    """The record with the scenario's own entries in their new words."""
    if told.record is None:
        return record
    parts: dict[str, Any] = {p: {**getattr(record, p), **getattr(told.record, p)} for p in PARTS}
    return dataclasses.replace(record, **parts)
