"""The version, in the one place that every part reads it from."""

from typing import Final

VERSION: Final = "0.1.0"
