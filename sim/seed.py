"""What a seed may be. It stands apart from the draws, so that whoever only reads one needs no arrays."""

from typing import Final

MAX_SEED: Final = 2**63 - 1
"""A seed is a whole number from 0 to this."""
