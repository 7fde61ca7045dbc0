"""How a party gives way: what it aspires to as time passes, and which packages it offers meanwhile.

Time-dependent tactics after Faratin, Sierra and Jennings, *Negotiation decision functions for
autonomous agents*, 1998: what has been given up by time x, from 0 to 1, is x to the power 1/beta.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Final

import numpy as np

from sim.bargaining.table import Table
from sim.scale import FULL
from sim.types import Int8, Int64

PACES: Final = 5
"""How early a party gives way: 0 holds out to the end (beta 1/4), then 1/2, 1 and 2; 4 gives way early
(beta 4)."""


def conceded(rounds: int) -> Int64:
    """What each pace has given up before each round: int64 (PACES, rounds + 1), 0 to FULL.

    The last column is the deadline, when the last offer has been answered: all is given up.
    Powers and roots are taken of whole numbers and rounded down. For eight rounds, in per cent:

    ====  ===  ==  ==  ==  ==  ==  ==  ===  ===
    pace  0    1   2   3   4   5   6   7    end
    ====  ===  ==  ==  ==  ==  ==  ==  ===  ===
    0     0    0   0   1   6   15  31  58   100
    1     0    1   6   14  25  39  56  76   100
    2     0    12  25  37  50  62  75  87   100
    3     0    35  50  61  70  79  86  93   100
    4     0    59  70  78  84  88  93  96   100
    ====  ===  ==  ==  ==  ==  ==  ==  ===  ===
    """
    time = range(rounds + 1)
    rows = [
        [FULL * t**4 // rounds**4 for t in time],
        [FULL * t**2 // rounds**2 for t in time],
        [FULL * t // rounds for t in time],
        [isqrt(FULL**2 * t // rounds) for t in time],
        [isqrt(isqrt(FULL**4 * t // rounds)) for t in time],
    ]
    return np.array(rows, np.int64)


def aspiration(best: Int64, reservation: Int64, given: Int64) -> Int64:
    """What a party wants, from its best package's worth to its reservation value, with ``given`` (of FULL).

    Where the best is below the reservation value, it wants the reservation value. Shapes broadcast.
    """
    room = np.maximum(best - reservation, 0)
    found: Int64 = reservation + room * (FULL - given) // FULL
    return found


def path(table: Table, party: int) -> Int8:
    """A party's path of concession: int8 (K, I), from its best package on, falling in own worth.

    These are the packages that make own worth + w x the others' worth largest, as w grows from 0.
    Each issue gives way by itself, at weights compared as fractions; at equal weights the earlier
    issue goes first, and the smaller step. Of equally good options the one better for the others
    stands, then the first.
    """
    others = [scores.sum(axis=0) - scores[party] for scores in table.scores]
    start, steps = [], []
    for issue, (scores, rest) in enumerate(zip(table.scores, others, strict=True)):
        own, theirs = scores[party].tolist(), rest.tolist()
        at = max(range(len(own)), key=lambda o: (own[o], theirs[o], -o))
        start.append(at)
        while ahead := [o for o in range(len(own)) if theirs[o] > theirs[at]]:
            weight, _, at = min(
                (Fraction(own[at] - own[o], theirs[o] - theirs[at]), -own[o], o) for o in ahead
            )
            steps.append((weight, issue, -own[at], at))
    found = [start]
    for _, issue, _, option in sorted(steps):
        found.append([*found[-1][:issue], option, *found[-1][issue + 1 :]])
    return np.array(found, np.int8)


def last_worth(values: Int64, wanted: Int64) -> Int64:
    """The last step of a path that is still worth what is ``wanted`` (B,): int64 (B,), -1 where none is.

    ``values`` (B, K), or (1, K) where all runs value the path alike.
    """
    enough = values >= wanted[:, None]
    steps = enough.shape[1]
    found = steps - 1 - enough[:, ::-1].argmax(axis=1)
    return np.where(enough.any(axis=1), found, -1)
