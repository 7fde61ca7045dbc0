"""What one actor says to another. It stands apart, so that whoever only reads it needs no rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.types import Json


@dataclass(frozen=True)
class Message:
    """What one actor says to the decider. ``bluff``: the threat is not meant to be kept."""

    sender: str
    kind: str
    move: str
    channel: str
    leverage: str | None = None
    bluff: bool = False

    def as_json(self) -> Json:
        row: Json = {"from": self.sender, "kind": self.kind, "move": self.move, "channel": self.channel}
        return row | {"leverage": self.leverage, "bluff": self.bluff}
