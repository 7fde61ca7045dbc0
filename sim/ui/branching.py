"""The order in which lines of play are shown so that no branch crosses another."""

from __future__ import annotations

from collections.abc import Iterator

from sim.ui.view import Tree


def in_order(tree: Tree) -> list[tuple[int, int]]:
    """Each branch's number and its depth, the first line first.

    What leaves a line last stands right under it: the ways down to the others pass it before it begins.
    A branch whose parent does not come before it is a first line too.
    """
    return [found for i in range(len(tree.branches)) if is_first(tree, i) for found in _under(tree, i, 0)]


def is_first(tree: Tree, number: int) -> bool:
    """Whether a branch leaves no other."""
    return not 0 <= tree.branches[number].parent < number


def _under(tree: Tree, number: int, depth: int) -> Iterator[tuple[int, int]]:
    yield number, depth
    own = [i for i, b in enumerate(tree.branches) if b.parent == number and not is_first(tree, i)]
    for child in sorted(own, key=lambda i: (-tree.branches[i].at, i)):
        yield from _under(tree, child, depth + 1)


def parting(tree: Tree, number: int) -> str:
    """Where a branch leaves and what it takes there: ``Airlift: told nobody``. Empty for a first line."""
    branch = tree.branches[number]
    if is_first(tree, number):
        return ""
    label = tree.labels[branch.at] if branch.at < len(tree.labels) else ""
    move = branch.moves[branch.at] if branch.at < len(branch.moves) else ""
    return ": ".join(part for part in (label, move) if part)
