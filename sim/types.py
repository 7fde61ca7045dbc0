"""Array types, and the closed lists of the design's words.

Axis letters in docstrings: B runs, A actors, V variables, M moves, L leverage, C channels,
D decisions, E events, K message options.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Int8: TypeAlias = NDArray[np.int8]
Int16: TypeAlias = NDArray[np.int16]
Int32: TypeAlias = NDArray[np.int32]
Int64: TypeAlias = NDArray[np.int64]
UInt64: TypeAlias = NDArray[np.uint64]
Bool: TypeAlias = NDArray[np.bool_]
Json: TypeAlias = dict[str, Any]


class Notice(IntEnum):
    """When another party hears of a move."""

    NONE = 0
    AFTER = 1
    VAGUE = 2
    BEFORE = 3
    COORDINATED = 4


class Kind(IntEnum):
    """What a message does."""

    ASK = 0
    ASSURE = 1
    WARN = 2
    THREATEN = 3
    OFFER = 4
    GO_PUBLIC = 5


class Lever(IntEnum):
    """What has become of an instrument of leverage."""

    HELD = 0
    PRESSED = 1
    THREATENED = 2
    USED = 3


def label(member: IntEnum) -> str:
    """A member's name as the files and screens write it: ``go_public``, ``vague``."""
    return member.name.lower()
