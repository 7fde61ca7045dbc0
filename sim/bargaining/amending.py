"""A single text: how a mediator writes an even one, and how a party amends what lies on the table.

One text goes round and each party mends it, instead of offers against offers (Raiffa, *The Art and
Science of Negotiation*, 1982, on the single negotiating text; Klein, Faratin, Sayama and Bar-Yam,
*Negotiating complex contracts*, 2003, on texts that are changed step by step).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final, TypeAlias

import numpy as np

from sim.bargaining.concession import PACES
from sim.bargaining.table import Table
from sim.types import Bool, Int8, Int64

Extra: TypeAlias = Callable[[Int8], Int64]
"""What each party adds to the worth of packages (B, I), one for each run: int64 (B, P), hundredths of a
point; very negative (-2**40 at most) where a package is barred to it."""

_LOWEST: Final = np.iinfo(np.int64).min


def even_text(table: Table) -> Int8:
    """The text of a mediator who knows the sheets and not the reservation values: int8 (I,).

    It begins with the options that are worth most to all together, and changes one issue after
    another as long as the smallest shares of a party's best package grow (compared as fractions,
    smallest first); then it stands. Of equal changes the first is made.
    """
    best = [max(int(b), 1) for b in np.sum([s.max(axis=1) for s in table.scores], axis=0)]
    text = [int(scores.sum(axis=0).argmax()) for scores in table.scores]

    def evenness(package: list[int]) -> list[Fraction]:
        worth = [scores[:, option].tolist() for scores, option in zip(table.scores, package, strict=True)]
        return sorted(Fraction(sum(w), b) for w, b in zip(zip(*worth, strict=True), best, strict=True))

    while True:
        changes = [
            [*text[:issue], option, *text[issue + 1 :]]
            for issue, scores in enumerate(table.scores)
            for option in range(scores.shape[1])
        ]
        better = max(changes, key=evenness)
        if evenness(better) <= evenness(text):
            return np.array(text, np.int8)
        text = better


def amend(
    table: Table,
    text: Int8,
    party: int,
    most: int,
    reservation: Int64,
    pace: Int8,
    extra: Extra | None = None,
) -> Int8:
    """The text (B, I) after a party changed up to ``most`` issues for its own good: int8 (B, I).

    It makes the change of one issue that gains it most, then the next, as far as ``floors`` allow;
    of equal gains the one that leaves most to all together, then the first. ``reservation`` (B, P)
    is everybody's, ``pace`` (B,) its own.
    """
    text = text.copy()
    for step in range(most):
        base = table.worth(text).T
        total = base if extra is None else base + extra(text).T
        if step == 0:
            least, enough = floors(table, total, reservation.T, pace)
        issue, option = _best_change(table, text, base, total, party, least, enough, extra)
        rows = np.flatnonzero(issue >= 0)
        if not len(rows):
            break
        text[rows, issue[rows]] = option[rows]
    return text


def floors(table: Table, worth: Int64, reservation: Int64, pace: Int8) -> tuple[Int64, Int64]:
    """What each party is left (P, B), and of how many others that must hold (B,); from (P, B), (P, B), (B,).

    Of what another holds above its reservation value, the amending party spares pace / PACES: at
    pace 0 nothing. Who must agree and lies below its reservation value already is pushed no
    further down. Of those of whom some must agree, as many as are needed stay above, if so many do.
    """
    above = worth - reservation
    spared = -(-np.maximum(above, 0) * pace.astype(np.int64) // PACES)
    least = np.where(table.must[:, None], np.minimum(worth, reservation), reservation) + spared
    return least, np.minimum((above[~table.must] >= 0).sum(axis=0), table.some)


def _best_change(
    table: Table,
    text: Int8,
    base: Int64,
    total: Int64,
    party: int,
    least: Int64,
    enough: Int64,
    extra: Extra | None,
) -> tuple[Int8, Int8]:
    """The issue (B,) to change and its new option (B,); issue -1 where no change is good and allowed."""
    size = len(text)
    best_gain, best_left = np.zeros(size, np.int64), np.full(size, _LOWEST)
    best_issue, best_option = np.full(size, -1, np.int8), np.zeros(size, np.int8)
    for issue, scores in enumerate(table.scores):
        without = base - scores.take(text[:, issue], axis=1)
        for option in range(scores.shape[1]):
            after = without + scores[:, option, None]
            if extra is not None:
                changed = text.copy()
                changed[:, issue] = option
                after += extra(changed).T
            gain, left = after[party] - total[party], after.sum(axis=0)
            better = (gain > best_gain) | ((gain == best_gain) & (gain > 0) & (left > best_left))
            if better.any():
                better &= _allowed(table, after, least, enough)
                for found, value in ((best_gain, gain), (best_left, left)):
                    np.copyto(found, value, where=better)
                best_issue[better], best_option[better] = issue, option
    return best_issue, best_option


def _allowed(table: Table, after: Int64, least: Int64, enough: Int64) -> Bool:
    content = after >= least
    found: Bool = content[table.must].all(axis=0) & (content[~table.must].sum(axis=0) >= enough)
    return found
