"""Field types that several file formats share."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from sim import scale
from sim.errors import nearest, shorten
from sim.reading.bind import FACT_PATTERN, ID_PATTERN, NAME_PATTERN, NoReason, Strict

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_LOOSE_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z", re.ASCII)
_DASH = re.compile("[-\u2010-\u2015\u2212] ?")
"""A minus, and what a word processor makes of one."""

ALIKE: Final = 0.65
"""How like a word of the scale another must be to be taken for a slip of the pen."""

_PER_CENT = re.compile(r"(-?\d{1,3}) ?%\Z", re.ASCII)
_PLUS = re.compile(r"\+([a-z]+|[0-9]{1,3})\Z", re.ASCII)
"""A plus before a level says no more than the level alone, but it reads well beside a minus."""


def _date(value: Any) -> datetime.date:
    if isinstance(value, str) and _DATE.match(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    loose = _LOOSE_DATE.match(value) if isinstance(value, str) else None
    mend = "Write it as YYYY-MM-DD."
    if loose and not _DATE.match(str(value)):
        year, month, day = loose.groups()
        mend = f"Write it as {year}-{month:0>2}-{day:0>2}."
    raise ValueError(f"{str(value)[:40]!r} is not a day of the calendar | {mend}")


def _position(value: Any) -> list[float]:
    limits = (90, 180)
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
        and all(-most <= v <= most for v, most in zip(value, limits, strict=True))
    ):
        return [float(v) for v in value]
    raise ValueError(
        f"{shorten(str(value), 40)} is no latitude and longitude | "
        "Write them in degrees, north and east, such as [51.48, 0.0]; a minus for south and west."
    )


def _share(value: Any) -> str | int:
    return _level(value, scale.share, "per cent", -100)


def measure(value: Any) -> str | int:
    found = _level(value, scale.share, "per cent", 0)
    if scale.share(found) < 0:
        raise ValueError(f"{value} lies below nothing | Remove the minus.")
    return found


def _points(value: Any) -> str | int:
    return _level(value, scale.points, "points", -100)


def _level(value: Any, reader: Any, unit: str, least: int) -> str | int:
    """A word of the scale, or a whole number of ``unit``; ``least`` is what the mend says."""
    if isinstance(value, str) and _PLUS.match(value):
        value = int(value) if value[1:].isdigit() else value[1:]
    try:
        reader(value)
    except ValueError:
        what = f"{shorten(repr(value), 40)} is neither a word of the scale nor a whole number"
        if isinstance(value, str):
            what = f"'{shorten(value, 40)}' is no word of the scale"
        elif type(value) is int:
            what = f"{value} is not between {least} and 100"
        raise ValueError(f"{what} | {_level_mend(value, unit, least)}") from None
    return value  # type: ignore[no-any-return]


def _level_mend(value: Any, unit: str, least: int) -> str:
    meant = _hundredths(value)
    if meant is not None:
        sign = " and needs no sign" if isinstance(value, str) else ""
        return f"Write {meant}: a whole number is {unit}{sign}."
    if isinstance(value, int) and not isinstance(value, bool):
        return f"Use a whole number from {least} to 100, or a word of the scale."
    dash = _DASH.match(value) if isinstance(value, str) else None
    word = value[dash.end() :] if isinstance(value, str) and dash else value
    close = nearest(word, scale.WORDS, 1, ALIKE) if isinstance(word, str) else []
    if close:
        return f"Did you mean '{'-' * bool(dash)}{close[0]}'?"
    turned = " (a minus turns it round)" if least < 0 else ""
    return f"Use one of {', '.join(scale.WORDS)}{turned}, or a whole number from {least} to 100."


def _format(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError(f"{value} is no format | Write 1.")
    return value


def _year(value: Any) -> Any:
    return str(value) if type(value) is int else value


def _hundredths(value: Any) -> int | None:
    """The whole number that ``0.3`` or ``30%`` was meant for."""
    if isinstance(value, float) and -1 < value < 1:
        return round(100 * value)
    found = _PER_CENT.match(value) if isinstance(value, str) else None
    return int(found.group(1)) if found else None


def _levels(words: list[str], least: int) -> dict[str, Any]:
    plus = r"^\+([0-9]{1,3}|" + "|".join(scale.WORDS) + ")$"
    number = {"type": "integer", "minimum": least, "maximum": 100}
    return {"anyOf": [{"enum": words}, {"type": "string", "pattern": plus}, number]}


LEVEL: Final = _levels([*scale.WORDS, *(f"-{w}" for w in scale.WORDS)], -100)
"""A word of the five-word scale or a whole number, as JSON Schema; a minus turns it round."""

SHARE: Final = _levels(list(scale.WORDS), 0)
"""The same without a minus."""

Id = Annotated[str, Field(pattern=ID_PATTERN)]
Name = Annotated[str, Field(pattern=NAME_PATTERN)]
FactId = Annotated[str, Field(pattern=FACT_PATTERN, examples=["letters#1"])]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[datetime.date, BeforeValidator(_date), Field(examples=["1921-10-04"])]
FormatNumber = Annotated[Literal[1], BeforeValidator(_format)]
When = Annotated[
    Line, BeforeValidator(_year), WithJsonSchema({"type": ["string", "integer"], "maxLength": 200})
]
"""A time in words, or a year."""
At = Annotated[
    list[float],
    PlainValidator(_position),
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 2,
            "examples": [[51.48, 0.0]],
        }
    ),
]
"""Latitude and longitude in degrees, north and east."""
Share = Annotated[str | int, PlainValidator(_share), WithJsonSchema(LEVEL)]
Points = Annotated[str | int, PlainValidator(_points), WithJsonSchema(LEVEL)]


class Reasoned(Strict):
    """A number must say where it comes from: a fact of the record, or a judgement with its reason."""

    fact: FactId | None = None
    """The fact that the number rests on, as source#paragraph."""
    judgement: Text | None = None
    """The reason for the number, where no fact gives it. Without either, the nearest 'why' counts."""

    @model_validator(mode="after")
    def _has_reason(self) -> Reasoned:
        if (self.fact is None) == (self.judgement is None):
            if self.fact is not None:
                raise ValueError("the number has both a fact and a judgement | Keep 'fact:' or 'judgement:'.")
            raise NoReason(
                "the number has neither a fact nor a judgement | Give it 'fact: source#paragraph' or "
                "'judgement: reason'; in a scenario, one 'why: reason' above several numbers is enough."
            )
        return self

    @property
    def reason(self) -> str:
        """The fact's id, or the judgement's words."""
        return self.fact or self.judgement or ""


class Priority(Reasoned):
    """How much an actor wants of a variable, with the reason; a minus wants less of it."""

    value: Share = Field(alias="is")
    """A word of the scale, or per cent."""

    @property
    def percent(self) -> int:
        """The share as per cent, -100 to 100."""
        return scale.share(self.value)


class Measure(Priority):
    """A share (strength, trust, secrecy, credibility, influence, start or chance), 0 to 100 per cent."""

    value: Annotated[str | int, PlainValidator(measure), WithJsonSchema(SHARE)] = Field(alias="is")
    """A word of the scale, or per cent from 0 to 100."""
