"""Short ways of writing, and the long way that each stands for.

A model's fields say by markers what may be written short; everything behind this file sees the
long way only, and each part of it still knows the line on which the author wrote it.

    effects: {trust: slight}        effects: [{variable: trust, by: slight, judgement: …}]
    chance: marked                  chance: {is: marked, judgement: …}
    effects: {use: thanks}          the piece that stands under 'define: thanks:'

A number that gives no reason of its own takes the nearest ``why:`` above it.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.errors import nearest, shorten
from sim.reading.bind import NAME_PATTERN, Strict
from sim.reading.diagnostics import Diagnostic
from sim.reading.fields import Reasoned
from sim.reading.nodes import Node, document, nodes
from sim.reading.tree import MAX_NODES, Document


@dataclass(frozen=True)
class Bare:
    """A value that is no block stands for the block with that one ``key``."""

    key: str
    schema: Any
    """The JSON Schema of such a value."""

    def long(self, node: Node) -> Node:
        return node if node.is_map else Node({self.key: node}, node.mark, {self.key: node.mark})

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [self.schema, handler(core)]}


@dataclass(frozen=True)
class Keyed:
    """A mapping stands for the list of blocks that have its keys as ``key``; a bare value is ``bare``."""

    key: str
    bare: str
    schema: Any
    """The JSON Schema of a bare value."""

    def long(self, node: Node) -> Node:
        if not node.is_map:
            return node
        return Node([self._block(node, name) for name in node.value], node.mark)

    def _block(self, node: Node, name: str) -> Node:
        value, mark = node.value[name], node.keys[name]
        if not value.is_map:
            value = Node({self.bare: value}, mark, {self.bare: value.mark})
        return Node(value.value, mark, value.keys).having(self.key, Node(name, mark), mark)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        whole = handler(core)
        long = whole["items"].get("anyOf", [whole["items"]])[-1]  # behind a bare entry, if there may be one
        block = dict(handler.resolve_ref_schema(long))
        block["properties"] = {k: v for k, v in block["properties"].items() if k != self.key}
        block["required"] = [k for k in block.get("required", []) if k != self.key]
        least = {"minProperties": whole["minItems"]} if "minItems" in whole else {}
        return {
            "anyOf": [
                whole,
                {"type": "object", "additionalProperties": {"anyOf": [self.schema, block]}, **least},
            ]
        }


class Reusable:
    """A list of which the whole, or an entry, may be a piece that is named under ``define``."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        found = handler(core)
        used = {
            "type": "object",
            "properties": {"use": {"type": "string", "description": "The piece under 'define' to put here."}},
            "required": ["use"],
            "description": "A piece that is named under 'define'; keys beside 'use' override its own.",
        }
        branches = found.get("anyOf", [found])
        for branch in branches:
            if branch.get("type") == "array":
                branch["items"] = {"anyOf": [branch["items"], used]}
        return {"anyOf": [*branches, used]}


def lengthen(short: Document, model: type[Strict]) -> tuple[Document | None, list[Diagnostic]]:
    """The document written out, for binding to ``model``; None where it cannot be."""
    top = nodes(short)
    if not top.is_map:
        return short, []
    defined = top.value.get("define")
    pieces = defined if defined is not None and defined.is_map else Node({}, top.mark)
    work = _Lengthener(short.file, pieces)
    try:
        long = work.block(top, model, None)
    except _Stop:
        return None, work.problems
    return document(short.file, long), work.problems + work.unused()


class _Stop(Exception):
    """Nothing sensible can be put where a piece is used."""


class _Lengthener:
    def __init__(self, file: str, pieces: Node) -> None:
        self.file, self.pieces, self.left = file, pieces, MAX_NODES
        self.problems: list[Diagnostic] = []
        self.used: set[str] = set()

    def problem(self, node: Node, code: str, message: str, mend: str) -> None:
        self.problems.append(Diagnostic(self.file, *node.mark, code, message, mend))

    def unused(self) -> list[Diagnostic]:
        """Pieces that nothing uses: most often a misspelt name elsewhere."""
        return [
            Diagnostic(
                self.file,
                *self.pieces.keys[name],
                "unused-piece",
                f"nothing uses the piece '{shorten(name, 40)}'.",
                f"Write 'use: {shorten(name, 40)}' where it belongs, or remove it.",
                "warning",
            )
            for name in self.pieces.value
            if name not in self.used
        ]

    def value(self, node: Node, shape: _Shape, why: Node | None) -> Node:
        """``node`` written out as a value of that shape."""
        if shape.reusable:
            node = self.reused(node, shape.keyed)
        for marker in shape.markers:
            node = marker.long(node)
        if shape.model is not None:
            return self.block(node, shape.model, why) if node.is_map else node
        if shape.inside is None:
            return node
        if node.is_list and not shape.keys:
            return Node([self.value(v, shape.inside, why) for v in node.value], node.mark)
        if node.is_map and shape.keys:
            inside = {k: self.value(v, shape.inside, why) for k, v in node.value.items()}
            return Node(inside, node.mark, node.keys)
        return node

    def block(self, node: Node, model: type[Strict], why: Node | None) -> Node:
        fields = _fields(model)
        if "why" in fields:
            why = _reason(node, fields) or why
        inside = {k: self.value(v, fields[k], why) if k in fields else v for k, v in node.value.items()}
        whole = Node(inside, node.mark, node.keys)
        if why and issubclass(model, Reasoned) and not ("fact" in inside or "judgement" in inside):
            whole = whole.having("judgement", why)
        return whole

    def reused(self, node: Node, keyed: Keyed | None) -> Node:
        """A list with every piece that it uses put in its place."""
        if _uses(node):
            rest = node.without("use")
            parts = [Node({"use": node.value["use"]}, node.mark, node.keys)]
            if not rest.value:
                node = Node(parts, node.mark)
            elif keyed:
                node = Node([*parts, *keyed.long(rest).value], node.mark)
            else:
                self.problem(
                    rest,
                    "use-beside-others",
                    "other keys stand beside 'use' here.",
                    "Begin each entry with '- '.",
                )
                raise _Stop
        if not node.is_list:
            return node
        found: list[Node] = []
        for entry in node.value:
            found += self.entry(entry, keyed) if _uses(entry) else [entry]
        return Node(found, node.mark)

    def entry(self, node: Node, keyed: Keyed | None) -> list[Node]:
        """What one ``use`` of a list stands for."""
        piece, rest = self.piece(node.value["use"]), node.without("use")
        if piece.is_map and (keyed is None or keyed.key in piece.value or not piece.value):
            self.flat([piece])
            whole = Node(piece.value, node.mark, piece.keys)
            for name, value in rest.value.items():
                whole = whole.having(name, value, rest.keys[name])
            return [whole]
        if rest.value:
            name = next(iter(rest.value))
            what = f"'{shorten(name, 40)}' stands beside a piece that is a list."
            self.problem(rest.value[name], "use-beside-others", what, "Keep 'use' alone.")
            raise _Stop
        if keyed:
            piece = keyed.long(piece)
        if not piece.is_list:
            what = f"the piece '{shorten(node.value['use'].value, 40)}' is neither a list nor a block."
            self.problem(node.value["use"], "piece-not-fitting", what, "Use a piece that fits here.")
            raise _Stop
        self.flat(piece.value)
        return list(piece.value)

    def flat(self, entries: list[Node]) -> None:
        """Entries that a piece brings may not be pieces themselves: so no piece can hold itself."""
        for entry in entries:
            if _uses(entry):
                what = "a piece that is used here is itself a 'use'."
                self.problem(
                    entry, "piece-in-piece", what, "Write it out, or use both pieces where they belong."
                )
                raise _Stop

    def piece(self, name: Node) -> Node:
        pieces = self.pieces.value
        key = name.value if isinstance(name.value, str) else ""
        if key not in pieces:
            close = nearest(key, pieces, 1)
            mend = f"Did you mean '{close[0]}'?" if close else f"Defined: {', '.join(pieces) or 'nothing'}."
            if not close or re.match(
                NAME_PATTERN, close[0]
            ):  # a name that cannot be one is told where it stands
                what = f"there is no piece '{shorten(str(name.value), 40)}'."
                self.problem(name, "unknown-piece", what, shorten(mend, 200))
            if not close:
                raise _Stop
            key = close[0]
        self.used.add(key)
        self.left -= pieces[key].size()
        if self.left < 0:
            what = f"more than {MAX_NODES:,} values once every piece is put in its place."
            self.problem(name, "too-many-values", what, "Use smaller pieces.")
            raise _Stop
        return typing.cast(Node, pieces[key])


def _reason(block: Node, fields: Collection[str]) -> Node | None:
    """The ``why`` of a block; one that is misspelt or no text stands too, for that is told elsewhere."""
    named = (
        ["why"] if "why" in block.value else nearest("why", [k for k in block.value if k not in fields], 1)
    )
    if not named:
        return None
    found: Node = block.value[named[0]]
    return found if isinstance(found.value, str) else Node("?", found.mark)


def _uses(node: Node) -> bool:
    return node.is_map and "use" in node.value


@dataclass(frozen=True)
class _Shape:
    """A type, as far as its short forms go."""

    markers: tuple[Bare | Keyed, ...] = ()
    reusable: bool = False
    model: type[Strict] | None = None
    inside: _Shape | None = None
    """What the entries of a list or of a mapping are; None where nothing in them can be short."""
    keys: bool = False
    """Whether the entries stand under keys."""

    @property
    def keyed(self) -> Keyed | None:
        return next((m for m in self.markers if isinstance(m, Keyed)), None)


_PLAIN: Final = _Shape()


@cache
def _fields(model: type[Strict]) -> dict[str, _Shape]:
    """The shape of each field, by the name that a file gives it."""
    return {f.alias or n: _shape(f.annotation, tuple(f.metadata)) for n, f in model.model_fields.items()}


def _shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> _Shape:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _shape(arguments[0], (*metadata, *annotation.__metadata__))
    if origin in (typing.Union, types.UnionType):
        return next((s for a in arguments if (s := _shape(a, metadata)) != _PLAIN), _PLAIN)
    markers = tuple(m for m in metadata if isinstance(m, (Bare, Keyed)))
    reusable = any(isinstance(m, Reusable) for m in metadata)
    if origin in (list, dict):
        inside = _shape(arguments[-1])
        return _Shape(markers, reusable, None, None if inside == _PLAIN else inside, origin is dict)
    model = annotation if isinstance(annotation, type) and issubclass(annotation, Strict) else None
    return _Shape(markers, reusable, model)
