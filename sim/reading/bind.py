"""From a document to a typed model, with every problem told once, in an author's words."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.errors import nearest, shorten
from sim.reading import mends
from sim.reading.diagnostics import MAX_PROBLEMS, Diagnostic, first
from sim.reading.shape import above, at_path, field_at, keys_at, name_of
from sim.reading.tree import Document, Path_
from sim.reading.wanted import OTHER_WORDS, Names, Wanted, as_seen, as_wanted, like, pair_lists

Model = TypeVar("Model", bound="Strict")

ID_PATTERN = r"^[a-z][a-z0-9_-]{0,63}$"
NAME_PATTERN = r"^[a-z][a-z0-9_]{0,63}$"
FACT_PATTERN = r"^[a-z][a-z0-9_-]{0,63}#[a-z0-9_-]{1,64}$"
LOOKS = {
    ID_PATTERN: "Use small letters, digits, '-' and '_', at most 64, and begin with a letter.",
    NAME_PATTERN: "Use small letters, digits and '_', at most 64, and begin with a letter.",
    FACT_PATTERN: "Write a fact as source#paragraph: small letters, digits, '-' and '_'.",
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
    lists = pair_lists(document, model, [_path(document, r) for r in rows])
    found: dict[tuple[Path_, str], Diagnostic] = {(path, "v"): told for path, told in lists.items()}
    rows = [r for r in rows if not any(p in lists for p in above(_path(document, r)))]
    unknown = {_path(document, r): r for r in rows if r["type"] == "extra_forbidden"}
    missing = {_path(document, r) for r in rows if r["type"] == "missing"}
    paired: set[Path_] = set()
    for path in unknown:
        key = str(path[-1])
        siblings = keys_at(model, path[:-1])
        wanted = [str(m[-1]) for m in missing if m[:-1] == path[:-1]]
        there = at_path(document.data, path[:-1])
        free = [s for s in siblings if s not in there]
        other = [w for w in OTHER_WORDS.get(key, ()) if w in free]
        close = nearest(key, wanted, 1) or other or nearest(key, free, 1)
        if close:
            paired.add((*path[:-1], close[0]))
            mend = f"Did you mean '{close[0]}'?"
        elif len(wanted) == 1 and sum(p[:-1] == path[:-1] for p in unknown) == 1:
            paired.add((*path[:-1], wanted[0]))
            mend = f"Should it be '{wanted[0]}', which is missing?"
        elif there_is := mends.elsewhere(model, key, _parent(path)):
            mend = there_is
        else:
            mend = f"Known here: {', '.join(siblings)}." if siblings else "Remove it."
        found[path, "k"] = document.problem(
            path, "unknown-key", f"'{shorten(key, 40)}' is not known here.", mend, key=True
        )
    words, names = _words(document, rows), Names(document)
    for row in rows:
        path = _path(document, row)
        if row["type"] == "extra_forbidden" or (path in missing and path in paired):
            continue
        if _no_reason(row) and any((*p, "why") in paired for p in above(path)):
            continue
        if (path, "v") not in found:
            if path in words:
                found[path, "v"] = _choice(document, path, row["input"], words[path])
            elif row["input"] is None and row["type"] in WANTED and path and isinstance(path[-1], str):
                found[path, "v"] = _empty(document, path, model)
            else:
                found[path, "v"] = _one(document, model, path, row, names)
    return first(found.values(), document.file)


def _no_reason(row: Any) -> bool:
    return isinstance(row.get("ctx", {}).get("error"), NoReason)


def _one(document: Document, model: type[Strict], path: Path_, row: Any, names: Names) -> Diagnostic:
    kind, context = row["type"], row.get("ctx", {})
    name = name_of(path)
    if kind == "missing":
        return document.problem(
            path[:-1], "missing-key", f"'{name}' is missing.", f"Add '{name}:' here.", key=True
        )
    given = as_seen(row.get("input"))
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
        close = names.close(str(row.get("input")))
        if row["loc"][-1] in ("[key]", "id"):
            mend = f"{mend}{like(str(row.get('input')), context.get('pattern', ''))}"
        if row["loc"][-1] == "[key]":
            return document.problem(path, "bad-name", f"{given} cannot be a name here.", mend, key=True)
        mend = f"Did you mean '{close}'?" if close else mend
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
    mend = as_wanted(wanted, row.get("input"), str(path[-1]) if path else "", Wanted(model, path, document))
    return document.problem(path, "bad-type", f"'{name}' must be {wanted}, not {given}.", mend)


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


def _parent(path: Path_) -> str:
    """The name of the block in which a key stands; empty for an entry of a list."""
    return path[-2] if len(path) > 1 and isinstance(path[-2], str) else ""


def _words(document: Document, rows: list[Any]) -> dict[Path_, list[str]]:
    """The words that may stand at each path where something else stands."""
    found: dict[Path_, list[str]] = {}
    for row in rows:
        options = ["true", "false"] if row["type"] == "bool_type" else []
        if row["type"] in ("literal_error", "enum"):
            expected = row["ctx"]["expected"].replace(" or ", ", ")
            options = [o.strip(" '") for o in expected.split(",")]
        if options:
            found.setdefault(_path(document, row), []).extend(options)
    return found


def _choice(document: Document, path: Path_, given: Any, options: list[str]) -> Diagnostic:
    """What to say where none of some words stands."""
    name, mend = name_of(path), mends.choice(given, options)
    if given is None:
        return document.problem(path, "bad-choice", f"'{name}' is empty.", mend)
    shown = shorten(repr(given), 40)
    if options == ["true", "false"]:
        return document.problem(path, "bad-type", f"'{name}' must be true or false, not {shown}.", mend)
    return document.problem(path, "bad-choice", f"{shown} is not a choice for '{name}'.", mend)


def _empty(document: Document, path: Path_, model: type[Strict]) -> Diagnostic:
    """What to say of a key behind which nothing stands."""
    mend = mends.empty(str(path[-1]), field_at(model, path))
    return document.problem(path, "bad-type", f"'{name_of(path)}' is empty.", mend)
