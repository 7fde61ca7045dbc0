"""From a document to a typed model, with every problem told once, in an author's words."""

from __future__ import annotations

import re
import types
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.errors import nearest, shorten
from sim.reading.diagnostics import MAX_PROBLEMS, Diagnostic, first
from sim.reading.tree import Document, Path_

Model = TypeVar("Model", bound="Strict")

ID_PATTERN = r"^[a-z][a-z0-9_-]{0,63}$"
NAME_PATTERN = r"^[a-z][a-z0-9_]{0,63}$"
FACT_PATTERN = r"^[a-z][a-z0-9-]{0,40}#[a-z0-9-]{1,40}$"
LOOKS = {
    ID_PATTERN: "Use small letters, digits, '-' and '_', at most 64, and begin with a letter.",
    NAME_PATTERN: "Use small letters, digits and '_', at most 64, and begin with a letter.",
    FACT_PATTERN: "Write a fact as source#paragraph, in small letters.",
}
"""What each pattern asks for, in an author's words."""


WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a block of keys",
    "model_type": "a block of keys",
    "date_from_datetime_parsing": "a date",
    "date_parsing": "a date",
    "date_type": "a date",
}
"""What belongs where pydantic found another type."""

ONE_NAME = re.compile(r"[a-z][a-z0-9_#-]{0,63}\Z")
MENDS = {
    "true or false": "Write true or false.",
    "a block of keys": "Write 'key: value' lines under it.",
    "a date": "Write it as YYYY-MM-DD.",
}
"""The mend, where it is the same for every value."""


class NoReason(ValueError):
    """A number that does not say where it comes from."""


class Strict(BaseModel):
    """The base of every model that is read from a file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


def bind(document: Document, model: type[Model]) -> tuple[Model | None, list[Diagnostic]]:
    """``document`` as a ``model``, or every problem that its shape has."""
    try:
        return model.model_validate(document.data), []
    except ValidationError as problem:
        return None, _explain(document, model, problem)


def _explain(document: Document, model: type[Strict], problem: ValidationError) -> list[Diagnostic]:
    rows = problem.errors(include_url=False)[: MAX_PROBLEMS + 1]
    unknown = {_path(document, r): r for r in rows if r["type"] == "extra_forbidden"}
    missing = {_path(document, r) for r in rows if r["type"] == "missing"}
    paired: set[Path_] = set()
    found: dict[tuple[Path_, str], Diagnostic] = {}
    for path in unknown:
        key = str(path[-1])
        siblings = _keys_at(model, path[:-1])
        wanted = [str(m[-1]) for m in missing if m[:-1] == path[:-1]]
        there = _at(document.data, path[:-1])
        close = nearest(key, wanted, 1) or nearest(key, [s for s in siblings if s not in there], 1)
        if close:
            paired.add((*path[:-1], close[0]))
            mend = f"Did you mean '{close[0]}'?"
        elif len(wanted) == 1 and sum(p[:-1] == path[:-1] for p in unknown) == 1:
            paired.add((*path[:-1], wanted[0]))
            mend = f"Should it be '{wanted[0]}', which is missing?"
        else:
            mend = f"Known here: {', '.join(siblings)}." if siblings else "Remove it."
        found[path, "k"] = document.problem(
            path, "unknown-key", f"'{shorten(key, 40)}' is not known here.", mend, key=True
        )
    for row in rows:
        path = _path(document, row)
        if row["type"] == "extra_forbidden" or (path in missing and path in paired):
            continue
        if (path, "v") not in found:
            found[path, "v"] = _one(document, path, row, bool(_keys_at(model, (*path, 0))))
    return first(found.values(), document.file)


def _one(document: Document, path: Path_, row: Any, blocks: bool) -> Diagnostic:
    """``blocks``: whether a list of blocks belongs there."""
    kind, context = row["type"], row.get("ctx", {})
    name = _name(path)
    if kind == "missing":
        return document.problem(
            path[:-1], "missing-key", f"'{name}' is missing.", f"Add '{name}:' here.", key=True
        )
    given = shorten(repr(row.get("input")), 40)
    if kind in ("literal_error", "enum"):
        options = [o.strip(" '") for o in context.get("expected", "").replace(" or ", ", ").split(",")]
        close = nearest(str(row.get("input")), options, 1)
        mend = f"Did you mean '{close[0]}'?" if close else f"Use one of: {', '.join(options)}."
        if str(row.get("input")) in options:
            mend = f"Write {row['input']} without quotes."
        return document.problem(path, "bad-choice", f"{given} is not a choice for '{name}'.", mend)
    if kind == "value_error":
        message = str(context.get("error", row["msg"]))
        head, _, mend = message.partition(" | ")
        code = "no-reason" if isinstance(context.get("error"), NoReason) else "bad-value"
        return document.problem(path, code, f"'{name}': {head}.", mend)
    if kind in ("too_short", "string_too_short"):
        least = context.get("min_length", 1)
        mend = f"Write a text for '{name}'." if kind != "too_short" else f"Give '{name}' {least} or more."
        return document.problem(path, "too-few", f"'{name}' needs at least {least}.", mend)
    if kind in ("too_long", "string_too_long"):
        most = context.get("max_length")
        mend = f"Shorten it to {most} or fewer."
        return document.problem(path, "too-many", f"'{name}' is longer than {most}.", mend)
    if kind == "string_pattern_mismatch":
        mend = LOOKS.get(context.get("pattern", ""), "Write it in small letters.")
        if row["loc"][-1] == "[key]":
            return document.problem(path, "bad-name", f"{given} cannot be a name here.", mend, key=True)
        return document.problem(path, "bad-name", f"{given} cannot be '{name}'.", mend)
    if kind in ("greater_than_equal", "less_than_equal"):
        side, bound = ("least", context.get("ge")) if "ge" in context else ("most", context.get("le"))
        mend = f"Write {bound} or {'more' if side == 'least' else 'less'}."
        return document.problem(path, "bad-value", f"'{name}' must be at {side} {bound}, not {given}.", mend)
    wanted = WANTED.get(kind)
    if wanted is None:
        return document.problem(
            path, "bad-value", f"'{name}': {shorten(row['msg'], 100)}.", "Correct the value."
        )
    mend = _as_wanted(wanted, row.get("input"), str(path[-1]) if path else "", blocks)
    return document.problem(path, "bad-type", f"'{name}' must be {wanted}, not {given}.", mend)


def _as_wanted(wanted: str, given: Any, key: str, blocks: bool) -> str:
    """How to write a value of the kind that is wanted, for one of another kind."""
    if wanted == "text":
        if given is None:
            return f"Write a text behind '{shorten(key, 40)}:'."
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
    if wanted == "a list":
        if isinstance(given, str) and not blocks and ONE_NAME.match(given):
            return f"Write [{given}], or begin each entry with '- '."
        return "Begin each entry with '- '."
    return MENDS[wanted]


def _name(path: Path_) -> str:
    """What an author calls the value at ``path``: its key, or its place in a list."""
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"{_name(path[:-1])}, entry {path[-1] + 1}"
    return shorten(path[-1], 40)


def _path(document: Document, row: Any) -> Path_:
    """Pydantic's location without the parts that name a branch of a union or a mapping key."""
    path: Path_ = ()
    data, loc = document.data, row["loc"]
    for at, step in enumerate(loc):
        if isinstance(data, dict) and isinstance(step, str):
            absent = row["type"] == "missing" and at == len(loc) - 1
            if step in data or absent:
                path, data = (*path, step), data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            path, data = (*path, step), data[step]
    return path


def _at(data: Any, path: Path_) -> Any:
    for step in path:
        data = data[step]
    return data


def _keys_at(model: type[Strict], path: Path_) -> list[str]:
    """The keys that the schema knows at ``path``."""
    here: Any = model
    for step in path:
        here = _inside(here, step)
        if here is None:
            return []
    here = _model_of(here)
    return sorted(f.alias or n for n, f in here.model_fields.items()) if here else []


def _inside(annotation: Any, step: str | int) -> Any:
    model = _model_of(annotation)
    if model is not None and isinstance(step, str):
        return next((f.annotation for n, f in model.model_fields.items() if step in (n, f.alias)), None)
    for part in _parts(annotation):
        origin, arguments = typing.get_origin(part), typing.get_args(part)
        if origin in (list, tuple) and isinstance(step, int):
            return arguments[0]
        if origin is dict and isinstance(step, str):
            return arguments[1]
    return None


def _model_of(annotation: Any) -> type[Strict] | None:
    return next((p for p in _parts(annotation) if isinstance(p, type) and issubclass(p, Strict)), None)


def _parts(annotation: Any) -> list[Any]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return [p for a in typing.get_args(annotation) for p in _parts(a)]
    if typing.get_origin(annotation) is typing.Annotated:
        return _parts(typing.get_args(annotation)[0])
    return [annotation]
