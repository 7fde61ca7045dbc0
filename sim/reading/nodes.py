"""A document as nodes that carry their places, so that it can be rewritten and still name its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.reading.syntax import Mark
from sim.reading.tree import Document, Path_


class Node(NamedTuple):
    """A value and where it stands: a list of nodes, a mapping of nodes, or a plain value."""

    value: Any
    mark: Mark
    keys: Mapping[str, Mark] = MappingProxyType({})
    """Where each key of a mapping stands."""

    @property
    def is_map(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        return isinstance(self.value, list)

    def without(self, *names: str) -> Node:
        """A mapping without some of its keys."""
        kept = {k: v for k, v in self.value.items() if k not in names}
        return Node(kept, self.mark, self.keys)

    def having(self, name: str, node: Node, mark: Mark | None = None) -> Node:
        """A mapping with one key more, or another value for one."""
        mark = mark or self.keys.get(name, node.mark)
        return Node({**self.value, name: node}, self.mark, {**self.keys, name: mark})

    def size(self) -> int:
        """How many nodes there are from here down."""
        parts: Iterable[Node] = ()
        if self.is_map or self.is_list:
            parts = self.value.values() if self.is_map else self.value
        return 1 + sum(p.size() for p in parts)


def nodes(document: Document) -> Node:
    """The whole document as one node."""
    values, keys = document.values, document.keys

    def node(value: Any, path: Path_) -> Node:
        if isinstance(value, dict):
            inside, marks = {}, {}
            for key, entry in value.items():
                there = (*path, key)
                inside[key], marks[key] = node(entry, there), keys[there]
            return Node(inside, values[path], marks)
        if isinstance(value, list):
            return Node([node(v, (*path, i)) for i, v in enumerate(value)], values[path])
        return Node(value, values[path])

    return node(document.data, ())


def document(file: str, top: Node) -> Document:
    """A document of plain data, whose places are those that its nodes carry."""
    found = Document(file, None)
    values, keys = found.values, found.keys

    def plain(node: Node, path: Path_) -> Any:
        value, values[path], marks = node
        if isinstance(value, dict):
            told = {}
            for key, entry in value.items():
                there = (*path, key)
                keys[there] = marks[key]
                told[key] = plain(entry, there)
            return told
        if isinstance(value, list):
            return [plain(v, (*path, i)) for i, v in enumerate(value)]
        return value

    found.data = plain(top, ())
    return found
