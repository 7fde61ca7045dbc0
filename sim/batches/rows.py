"""Rows of results: from a block's whole numbers to a tidy table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from sim import scale
from sim.batches.design import Block
from sim.batches.results import Meta
from sim.batches.work import Played
from sim.errors import InputError
from sim.scenario.compiled import Compiled, CompiledDecision, Sender
from sim.types import Int16, Int64, Kind, label

GROUP: Final = 65_536
"""Rows in a record batch and in a row group of a file."""

HEAD: Final = ("arm", "seed", "draw", "run")
OF_RUNS: Final = (*HEAD, "ending")
OF_DECISIONS: Final = (*OF_RUNS, "decision", "date", "decider", "move", "historical", "messages")


def schema(meta: Meta) -> Any:
    """The columns of a result's rows, as a pyarrow schema."""
    names = pa.dictionary(pa.int16(), pa.string())
    head = [("arm", names), ("seed", pa.int64()), ("draw", pa.int32()), ("run", pa.int64())]
    head.append(("ending", names))
    ends = [(v, pa.float64()) for v in meta.variables]
    if meta.design.rows == "decisions":
        middle = [("decision", names), ("date", names), ("decider", names), ("move", names)]
        return pa.schema([*head, *middle, ("historical", pa.bool_()), ("messages", pa.string()), *ends])
    if meta.design.rows == "runs":
        return pa.schema([*head, *((f"move.{d}", names) for d in meta.decisions), *ends])
    return pa.schema([])


def check_names(meta: Meta) -> None:
    """Raises InputError where a variable has the name of another column."""
    taken = {"none": (), "runs": OF_RUNS, "decisions": OF_DECISIONS}[meta.design.rows]
    for variable in meta.variables:
        if variable in taken:
            raise InputError(
                f"The variable '{variable}' has the name of a column of results. "
                "Rename it, or keep no rows (--rows none)."
            )


def known(meta: Meta, column: str) -> tuple[str, ...]:
    """All names that a column of names may hold, in their fixed order."""
    points = meta.decisions.values()
    if column.startswith("move."):
        return meta.decisions[column.removeprefix("move.")].moves
    return {
        "arm": tuple(arm.name for arm in meta.design.arms),
        "ending": meta.endings,
        "decision": tuple(meta.decisions),
        "date": tuple(dict.fromkeys(p.date for p in points)),
        "decider": tuple(dict.fromkeys(p.decider for p in points)),
        "move": tuple(dict.fromkeys(m for p in points for m in p.moves)),
    }[column]


def rows_of(meta: Meta, game: Compiled, block: Block, played: Played) -> Any:
    """The rows of a block, as a pyarrow table."""
    columns = {"runs": _runs, "decisions": _decisions, "none": _none}[meta.design.rows]
    return pa.table(columns(meta, game, block, played), schema=schema(meta))


def _none(meta: Meta, game: Compiled, block: Block, played: Played) -> dict[str, Any]:
    return {}


def _runs(meta: Meta, game: Compiled, block: Block, played: Played) -> dict[str, Any]:
    found = _head(meta, block, np.arange(len(played.ending)), played)
    for at, decision in enumerate(meta.decisions):
        found[f"move.{decision}"] = _named(meta, f"move.{decision}", played.moves[:, at])
    return found | {v: played.values[:, i] / scale.HUNDREDTHS for i, v in enumerate(meta.variables)}


def _decisions(meta: Meta, game: Compiled, block: Block, played: Played) -> dict[str, Any]:
    run, at = np.nonzero(played.moves >= 0)
    moves, points = played.moves[run, at], list(meta.decisions.values())
    found = _head(meta, block, run, played)
    found["decision"] = _named(meta, "decision", at)
    for column, of_each in (("date", [p.date for p in points]), ("decider", [p.decider for p in points])):
        places = known(meta, column)
        found[column] = _named(meta, column, np.array([places.index(name) for name in of_each])[at])
    places = known(meta, "move")
    most = max(len(p.moves) for p in points)
    codes = np.array([[places.index(m) for m in (*p.moves, *p.moves[:1] * most)[:most]] for p in points])
    found["move"] = _named(meta, "move", codes[at, moves])
    found["historical"] = moves == np.array([(*p.moves, "").index(p.historical) for p in points])[at]
    found["messages"] = _messages(game, played, run, at)
    return found | {v: played.values[run, at, i] / scale.HUNDREDTHS for i, v in enumerate(meta.variables)}


def _head(meta: Meta, block: Block, run: Int64, played: Played) -> dict[str, Any]:
    """The columns that every row begins with; ``run`` counts from the block's first."""
    cell = block.cell
    return {
        "arm": _named(meta, "arm", np.full(len(run), cell.arm)),
        "seed": np.full(len(run), cell.seed, np.int64),
        "draw": np.full(len(run), cell.draw, np.int32),
        "run": run + block.first,
        "ending": _named(meta, "ending", played.ending[run]),
    }


def _named(meta: Meta, column: str, codes: Any) -> Any:
    """A column of names from their positions; -1 is empty."""
    absent = codes < 0
    positions = pa.array(np.where(absent, 0, codes).astype(np.int16), mask=absent)
    return pa.DictionaryArray.from_arrays(positions, pa.array(known(meta, column), pa.string()))


def _messages(game: Compiled, played: Played, run: Int64, at: Int64) -> list[str]:
    """What was said at each row's decision, in words; each set of messages is put into words once."""
    texts = np.full(len(run), "", object)
    first = 0
    for d, decision in enumerate(game.decisions):
        rows = np.flatnonzero(at == d)
        said = played.said[run[rows], first : first + len(decision.senders)]
        first += len(decision.senders)
        if len(rows) and said.shape[1]:
            told = [_told(game, decision, sender) for sender in decision.senders]
            ones, which = _alike(said, [len(t) for t in told])
            words = [[t[o] for t, o in zip(told, said[one], strict=True) if o] for one in ones]
            texts[rows] = np.array(["; ".join(w) for w in words], object)[which]
    return texts.tolist()


def _alike(said: Int16, options: Sequence[int]) -> tuple[Int64, Int64]:
    """One row of each set of messages (U,), and which set each row (N,) has."""
    codes, room = np.zeros(len(said), np.int64), 1
    for slot, count in enumerate(options):
        if room > 2**62 // count:
            codes, room = np.unique(codes, return_inverse=True)[1], len(said)
        codes, room = codes * count + said[:, slot], room * count
    _, ones, which = np.unique(codes, return_index=True, return_inverse=True)
    return ones, which


def _told(game: Compiled, decision: CompiledDecision, sender: Sender) -> list[str]:
    """Each of a sender's messages in words: who, the kind, the move asked for, the lever behind it."""
    told = [""]
    for option in range(1, len(sender)):
        kind, lever = Kind(sender.kind[option]), int(sender.lever[option])
        words = f"{game.actors[sender.actor]} {label(kind)} {decision.moves[sender.move[option]]}"
        words += f" with {game.levers[lever]}" if lever >= 0 else ""
        told.append(f"{words} (bluff)" if sender.bluff[option] else words)
    return told


def grouped(meta: Meta, tables: Iterable[Any]) -> Iterator[Any]:
    """The same rows as tables of GROUP rows each (the last may have fewer), with fixed dictionaries."""
    waiting, count = [schema(meta).empty_table()], 0
    for table in tables:
        waiting.append(settled(meta, table))
        count += len(table)
        while count >= GROUP:
            whole = pa.concat_tables(waiting)
            yield whole.slice(0, GROUP).combine_chunks()
            waiting, count = [whole.slice(GROUP)], count - GROUP
    if count:
        yield pa.concat_tables(waiting).combine_chunks()


def settled(meta: Meta, table: Any) -> Any:
    """A table whose names stand in their fixed order, whatever file they were read from.

    Raises InputError for a name that the result's own description does not hold.
    """
    columns = []
    for part in schema(meta):
        column = table.column(part.name)
        if pa.types.is_dictionary(part.type):
            column = _settled(column, known(meta, part.name), part.name)
        columns.append(column.cast(part.type))
    return pa.table(columns, schema=schema(meta))


def _settled(column: Any, names: tuple[str, ...], what: str) -> Any:
    wanted = pa.array(names, pa.string())
    chunks = []
    for chunk in column.chunks:
        if pa.types.is_dictionary(chunk.type) and chunk.dictionary.equals(wanted):
            chunks.append(chunk)
            continue
        plain = chunk.cast(pa.string())
        positions = pa.compute.index_in(plain, value_set=wanted)
        if positions.null_count != plain.null_count:
            raise InputError(f"The column '{what}' holds a name that the file does not describe.")
        chunks.append(pa.DictionaryArray.from_arrays(positions.cast(pa.int16()), wanted))
    return pa.chunked_array(chunks, pa.dictionary(pa.int16(), pa.string()))


def frame(meta: Meta, tables: Iterable[Any]) -> Any:
    """The rows as a pandas DataFrame."""
    parts = [schema(meta).empty_table(), *tables]
    return pa.concat_tables(parts).to_pandas()
