"""What a schema wants at a place of a document, and what an author calls that place."""

from __future__ import annotations

import types
import typing
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.errors import shorten
from sim.reading.tree import Path_


def at_path(data: Any, path: Path_) -> Any:
    for step in path:
        data = data[step]
    return data


def name_of(path: Path_) -> str:
    """What an author calls the value at ``path``: its key, or its place in a list."""
    if not path:
        return "the file"
    if path[-1] == "is" and len(path) > 1:  # where it is written short, nobody wrote 'is'
        return name_of(path[:-1])
    if isinstance(path[-1], int):
        return f"{name_of(path[:-1])}, entry {path[-1] + 1}"
    return shorten(path[-1], 40)


def keys_at(model: type[BaseModel], path: Path_) -> list[str]:
    """The keys that the schema knows at ``path``."""
    here = model_of(annotation(model, path))
    return sorted(f.alias or n for n, f in here.model_fields.items()) if here else []


def annotation(model: type[BaseModel], path: Path_) -> Any:
    """The type of what stands at ``path``; None where the schema knows of nothing there."""
    here: Any = model
    for step in path:
        here = _inside(here, step)
        if here is None:
            break
    return here


def in_order(model: type[BaseModel], path: Path_, needed: bool = False) -> list[str]:
    """The keys of the block that belongs at ``path``, as the schema orders them."""
    block = model_of(annotation(model, path))
    fields = block.model_fields.items() if block else ()
    return [f.alias or n for n, f in fields if not needed or f.is_required()]


def field_at(model: type[BaseModel], path: Path_) -> FieldInfo | None:
    """The field that ``path`` ends in."""
    block = model_of(annotation(model, path[:-1]))
    fields = block.model_fields.items() if block else ()
    return next((f for n, f in fields if path[-1] in (n, f.alias)), None)


def keyed_at(model: type[BaseModel], path: Path_) -> Any:
    """The marker of a list that may be written as a mapping, if one belongs at ``path``."""
    field = field_at(model, path)
    marks = field.metadata if field else []
    return next((m for m in marks if hasattr(m, "key") and hasattr(m, "bare")), None)


def _inside(annotation: Any, step: str | int) -> Any:
    model = model_of(annotation)
    if model is not None and isinstance(step, str):
        return next((f.annotation for n, f in model.model_fields.items() if step in (n, f.alias)), None)
    for part in _parts(annotation):
        origin, arguments = typing.get_origin(part), typing.get_args(part)
        if origin in (list, tuple) and isinstance(step, int):
            return arguments[0]
        if origin is dict and isinstance(step, str):
            return arguments[1]
    return None


def model_of(annotation: Any) -> type[BaseModel] | None:
    return next((p for p in _parts(annotation) if isinstance(p, type) and issubclass(p, BaseModel)), None)


def _parts(annotation: Any) -> list[Any]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return [p for a in typing.get_args(annotation) for p in _parts(a)]
    if typing.get_origin(annotation) is typing.Annotated:
        return _parts(typing.get_args(annotation)[0])
    return [annotation]


def above(path: Path_) -> list[Path_]:
    """A path and all that it lies in, the whole first."""
    return [path[:n] for n in range(len(path) + 1)]
