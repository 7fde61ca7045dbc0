"""The rules' switches and the few numbers that hold for every scenario alike.

None is fitted to a decision. Each has its reason here and its equation in ``docs/model.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim import scale
from sim.types import Notice


@dataclass(frozen=True)
class Rules:
    """Which mechanisms are on, and how sharply actors tell better from worse."""

    rationality: int = 20
    """e-folds per 100 points of value: 20 means that a move worth 5 points more is chosen
    2.7 times as often. 0 means that every open move is as likely as any other."""
    messages: bool = True
    advocacy: bool = True
    constraints: bool = True
    surprise: bool = True
    leaks: bool = True
    credibility: bool = True
    events: bool = True
    tables: bool = True
    """Off: where parties would bargain at a table, the decider chooses alone."""


SURPRISE: Final[dict[Notice, int]] = {
    Notice.NONE: 100,
    Notice.AFTER: 80,
    Notice.VAGUE: 60,
    Notice.BEFORE: 20,
    Notice.COORDINATED: 0,
}
"""Per cent of a full surprise that is left after each notice: hearing afterwards is little better
than hearing from others, a vague word is better than none, a plain word before takes most away."""

SURPRISE_WEIGHT: Final = 30
"""Per cent of the harm that a full surprise takes from trust: a slight share, on top of the harm itself."""

SURPRISE_MOST: Final = scale.points("strong")
"""The most that one surprise takes, in hundredths of a point: trust is not lost in a day."""

BYPASSED_SHARE: Final = scale.share("marked")
"""Per cent of a surprise that the bypassed channels between the two sides lose as well."""

LEAK_RELATION: Final = -scale.points("faint")
"""What a leaked message takes from each variable that measures the relation."""

LEAK_TRUST: Final = -scale.points("slight")
"""What a leak takes from the trust in the channel that it came from."""

PUBLIC_RELATION: Final = -scale.points("faint")
"""What words in public take from each variable that measures the relation."""

BLUFF_CALLED: Final = -scale.points("strong")
"""What an empty threat costs its sender's credibility once it is ignored."""

THREAT_KEPT: Final = scale.points("slight")
"""What a threat that is carried out adds to its sender's credibility."""

PUBLIC_IGNORED: Final = -scale.points("slight")
"""What a public demand that is ignored costs its sender's credibility (audience costs; disputed)."""

HEEDED: Final = scale.points("faint")
"""What being heeded adds to a sender's credibility, and to the trust in the channel that carried it."""

CREDIBILITY_PRICE: Final = scale.share("marked")
"""Per cent: what a point of its own credibility is worth to a sender, in points of value."""
