"""A game as JSON and back: every format of saved games that there ever was."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sim.game.entries import CONTROLS, Choice, Deal, Entry, Forecast, Injection, Log, Use
from sim.game.setup import MODES, MOST_MINUTES, REVEALS, Setup, clean_name
from sim.seed import MAX_SEED
from sim.version import VERSION
from sim.world.said import Message

if TYPE_CHECKING:
    from sim.types import Json

KINDS: Final[dict[str, type[Any]]] = {
    "choice": Choice,
    "event": Injection,
    "forecast": Forecast,
    "use": Use,
}


@dataclass(frozen=True)
class Line:
    """One way on: its log, and the line and decision at which it leaves another (none for the first).

    ``settled`` counts the decisions that were settled, ``hashes`` holds the state after each.
    """

    parent: int = 0
    at: str = ""
    log: Log = ()
    settled: int = 0
    hashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Saved:
    """A game as its log: the scenario with its hash, the seed, who plays, and every line of play.

    ``line`` is the one in which the game stands; ``seconds`` is how long it was open.
    """

    scenario: str
    hash: str
    seed: int
    setup: Setup
    lines: tuple[Line, ...]
    line: int = 0
    seconds: int = field(default=0, compare=False)
    version: str = VERSION
    title: str = field(default="", compare=False)

    @property
    def present(self) -> Line:
        """The line in which the game stands."""
        return self.lines[self.line]


def written(saved: Saved) -> Json:
    """The game as JSON, in the present format."""
    names = {kind: name for name, kind in KINDS.items()}
    body: Json = asdict(saved)
    for line, kept in zip(body["lines"], saved.lines, strict=True):
        line["log"] = [{"entry": names[type(e)]} | asdict(e) for e in kept.log]
    return body


def saved_of(body: Json) -> Saved:
    """The game that JSON tells. Raises KeyError, TypeError or ValueError where a part is missing or wrong."""
    lines = tuple(_line(line) for line in body["lines"])
    saved = Saved(
        scenario=_text(body["scenario"]),
        hash=_text(body["hash"]),
        seed=_number(body["seed"], MAX_SEED),
        setup=_setup(body["setup"]),
        lines=lines,
        line=_number(body["line"], len(lines) - 1),
        seconds=_number(body["seconds"]),
        version=_text(body["version"]),
        title=_text(body["title"]),
    )
    if any(line.parent > max(0, at - 1) for at, line in enumerate(lines)):
        raise ValueError("a line leaves one that comes after it")
    return saved


def old_saved(body: Json) -> Saved:
    """A game of format 1: one seat, one line, and nothing but choices."""
    seat = _text(body["seat"])
    log = [{"entry": "choice", "seat": seat, "stood_in": False} | row for row in body["choices"]]
    line = {"parent": 0, "at": "", "log": log, "settled": body["settled"], "hashes": body["hashes"]}
    setup = {
        "seats": [seat],
        "mode": "solo",
        "names": [],
        "history": "each",
        "forecasts": False,
        "minutes": 0,
    }
    return saved_of(body | {"setup": setup, "lines": [line], "line": 0, "seconds": 0})


def _line(row: Any) -> Line:
    line = Line(
        parent=_number(row["parent"]),
        at=_text(row["at"]),
        log=tuple(_entry(e) for e in row["log"]),
        settled=_number(row["settled"]),
        hashes=tuple(_text(h) for h in row["hashes"]),
    )
    if line.settled != len(line.hashes):
        raise ValueError("a state is missing")
    return line


def _setup(row: Any) -> Setup:
    if row["mode"] not in MODES or row["history"] not in REVEALS or not row["seats"]:
        raise ValueError("not a way to play")
    return Setup(
        seats=tuple(_text(s) for s in row["seats"]),
        mode=row["mode"],
        names=tuple((_text(s), tuple(clean_name(_text(n)) for n in names)) for s, names in row["names"]),
        history=row["history"],
        forecasts=row["forecasts"] is True,
        minutes=_number(row["minutes"], MOST_MINUTES),
    )


def _entry(row: Any) -> Entry:
    kind, decision = KINDS[row["entry"]], _text(row["decision"])
    if kind is Choice:
        move = None if row["move"] is None else _text(row["move"])
        deal = _deal(row.get("deal"))
        stood_in = row["stood_in"] is True
        return Choice(decision, move, _message(row["message"]), _text(row["seat"]), stood_in, deal)
    if kind is Injection:
        return Injection(decision, _text(row["event"]))
    if kind is Forecast:
        counters = tuple((_text(move), _number(n, 10)) for move, n in row["counters"])
        return Forecast(decision, _text(row["seat"]), counters)
    if row["what"] not in CONTROLS:
        raise ValueError("not a control")
    return Use(row["what"], decision, _text(row["text"]), _number(row["second"]))


def _message(row: Any) -> Message | None:
    if row is None:
        return None
    lever = row["leverage"]
    return Message(
        sender=_text(row["sender"]),
        kind=_text(row["kind"]),
        move=_text(row["move"]),
        channel=_text(row["channel"]),
        leverage=None if lever is None else _text(lever),
        bluff=row["bluff"] is True,
    )


def _deal(row: Any) -> Deal | None:
    """A deal; games of format 2 and before have none."""
    if row is None:
        return None
    package = row["package"]
    given = None if package is None else tuple((_text(issue), _text(option)) for issue, option in package)
    return Deal(_text(row["party"]), given, None if row["yes"] is None else row["yes"] is True)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 2000:
        raise ValueError("not a short text")
    return value


def _number(value: Any, most: int = 2**53) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError("not a number in its range")
    return value
