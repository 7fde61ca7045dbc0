"""Results in files: Parquet, CSV and JSON, by the file's ending.

All three are written in streams, through a temporary file that is renamed at the end, and hold
the same: what the result is of, its rows, its counts. Equal results are equal bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet

from sim.batches.meta import body_of, counts_of, meta_from, summary_body
from sim.batches.results import Meta, Results
from sim.batches.rows import GROUP, grouped, schema, settled
from sim.errors import InputError, UnknownName, UnreadableFile, shorten

ENDINGS: Final = (".parquet", ".csv", ".json")
KEY: Final = b"backchannel"


def check_ending(path: Path) -> None:
    """Raises InputError for a file whose ending names no format."""
    if path.suffix not in ENDINGS:
        kind = UnknownName("kind of result file", path.suffix or path.name, ENDINGS)
        raise InputError(f"{kind} Name the file {shorten(path.stem, 80)}.parquet, for instance.")


def check_place(path: Path) -> None:
    """Raises InputError where a file cannot be written, before any work is done."""
    check_ending(path)
    folder, shown = path.parent, shorten(str(path), 200)
    if path.is_dir():
        raise UnreadableFile(f"{shown} is a folder. Name a file in it.")
    if not folder.is_dir():
        raise UnreadableFile(f"The folder of {shown} is not there. Make it, or name another --out.")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise UnreadableFile(
            f"Nothing can be written beside {shown} ({problem.strerror}). Check the folder's rights."
        ) from None


def check_free(path: Path, meta: Meta, replace: bool) -> None:
    """Raises InputError where a file is there that is not the same result made earlier."""
    if replace or not path.exists():
        return
    shown = shorten(str(path), 200)
    try:
        same = read(path).meta == meta
    except InputError:
        same = False
    if not same:
        raise InputError(f"{shown} is there and holds something else. Add --yes to replace it.")


def write(path: Path, results: Results) -> None:
    """Writes results to a file. Raises InputError, or OSError where the disk fails."""
    check_place(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    try:
        fill(Path(name), path.suffix, results)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def fill(temporary: Path, ending: str, results: Results) -> None:
    """Writes results into a file of any name, whole and flushed to the disk."""
    head, tail = _line(body_of(results.meta)), _line(summary_body(results))
    with temporary.open("wb") as out:
        {".parquet": _fill_parquet, ".csv": _fill_csv, ".json": _fill_json}[ending](out, results, head, tail)
        out.flush()
        os.fsync(out.fileno())
    temporary.chmod(0o666 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _line(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _fill_parquet(out: IO[bytes], results: Results, head: bytes, tail: bytes) -> None:
    described = schema(results.meta).with_metadata({KEY: b'{"head":' + head + b',"summary":' + tail + b"}"})
    with pa.parquet.ParquetWriter(out, described, compression="zstd") as writer:
        for table in results.batches():
            writer.write_table(table.replace_schema_metadata(described.metadata), row_group_size=GROUP)


def _fill_csv(out: IO[bytes], results: Results, head: bytes, tail: bytes) -> None:
    columns = _plain(schema(results.meta))
    out.write(b"# " + head + b"\n" + ",".join(columns.names).encode("ascii") + b"\n")
    options = pa.csv.WriteOptions(include_header=False, quoting_style="needed")
    for table in results.batches():
        pa.csv.write_csv(table.cast(columns), out, options)
    out.write(b"# " + tail + b"\n")


def _fill_json(out: IO[bytes], results: Results, head: bytes, tail: bytes) -> None:
    out.write(b'{"backchannel":' + head + b',\n"rows":[')
    between = b"\n"
    for table in results.batches():
        lines = table.cast(_plain(table.schema)).to_pandas().to_json(orient="records", lines=True)
        out.write(between + lines.rstrip("\n").replace("\n", ",\n").encode("ascii"))
        between = b",\n"
    out.write(b'\n],\n"summary":' + tail + b"}\n")


def _plain(described: Any) -> Any:
    """The same columns with names as text."""
    text = [pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in described]
    return pa.schema(text)


def read(path: str | Path) -> Results:
    """The results in a file; rows are read when they are asked for. Raises InputError in one line."""
    path = Path(path)
    check_ending(path)
    shown = shorten(str(path), 200)
    if not path.exists():
        raise UnreadableFile(f"{shown} is not there. Check the name and the folder.")
    if not path.is_file():
        raise UnreadableFile(f"{shown} is not an ordinary file. Name a result file.")
    with _torn(shown):
        head, tail = {".parquet": _ends_of_parquet, ".csv": _ends_of_csv, ".json": _ends_of_json}[
            path.suffix
        ](path)
        meta = meta_from(head, shown)
        by_cell, histograms = counts_of(tail, meta, shown)
    rows = sum(int(c.runs if meta.design.rows == "runs" else c.moves.sum()) for c in by_cell.values())
    return Results(meta, by_cell, histograms, lambda: grouped(meta, _rows(path, meta, shown, rows)))


@contextlib.contextmanager
def _torn(shown: str) -> Iterator[None]:
    """What goes wrong while a file is read, as one line."""
    try:
        yield
    except InputError:
        raise
    except OSError as problem:
        if problem.strerror:
            raise UnreadableFile(f"{shown} cannot be read ({problem.strerror}). Check its rights.") from None
        raise _foreign(shown) from None
    except (pa.ArrowException, ValueError, KeyError, TypeError, RecursionError, MemoryError):
        raise _foreign(shown) from None


def _foreign(shown: str) -> InputError:
    return UnreadableFile(f"{shown} is torn or is no result file of Backchannel. Make it again.")


def _ends_of_parquet(path: Path) -> tuple[Any, Any]:
    with pa.parquet.ParquetFile(path) as file:
        body = json.loads(file.schema_arrow.metadata[KEY])
    return body["head"], body["summary"]


def _ends_of_csv(path: Path) -> tuple[Any, Any]:
    with path.open("rb") as file:
        head, tail = file.readline(), _last_line(file)
    if not head.startswith(b"# {") or not tail.startswith(b"# {"):
        raise ValueError
    return json.loads(head[2:]), json.loads(tail[2:])


def _ends_of_json(path: Path) -> tuple[Any, Any]:
    with path.open("rb") as file:
        head, tail = file.readline(), _last_line(file)
    before, after = b'{"backchannel":', b'"summary":'
    if not head.startswith(before) or not head.endswith(b",\n") or not tail.startswith(after):
        raise ValueError
    return json.loads(head[len(before) : -2]), json.loads(tail[len(after) : -2])


def _last_line(file: IO[bytes]) -> bytes:
    """The last line of a file, which must be ended. Raises ValueError where it is not."""
    end = file.seek(0, os.SEEK_END)
    tail, step = b"", 1 << 16
    while end > 0 and tail.count(b"\n") < 2:
        start = max(0, end - step)
        file.seek(start)
        tail, end = file.read(end - start) + tail, start
    if not tail.endswith(b"\n"):
        raise ValueError
    return tail[:-1].rpartition(b"\n")[2] + b"\n"


def _rows(path: Path, meta: Meta, shown: str, rows: int) -> Iterator[Any]:
    """The rows of a file, table by table. Raises InputError where there are not as many as it says."""
    if meta.design.rows == "none":
        return
    reader = {".parquet": _parquet_rows, ".csv": _csv_rows, ".json": _json_rows}[path.suffix]
    with _torn(shown):
        for table in reader(path, meta):
            rows -= len(table)
            yield settled(meta, table)
    if rows:
        raise _foreign(shown)


def _parquet_rows(path: Path, meta: Meta) -> Iterator[Any]:
    with pa.parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(GROUP):
            yield pa.Table.from_batches([batch])


def _csv_rows(path: Path, meta: Meta) -> Iterator[Any]:
    with path.open("rb") as file:
        start = len(file.readline()) + len(file.readline())
        tail = len(_last_line(file))
    whole = pa.memory_map(str(path)).read_buffer()
    rows = whole.slice(start, whole.size - tail - start)
    if not rows.size:
        return
    columns = _plain(schema(meta))
    convert = pa.csv.ConvertOptions(
        column_types=columns, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
    )
    read = pa.csv.ReadOptions(column_names=columns.names, block_size=1 << 24)
    for batch in pa.csv.open_csv(pa.BufferReader(rows), read, convert_options=convert):
        yield pa.Table.from_batches([batch])


def _json_rows(path: Path, meta: Meta) -> Iterator[Any]:
    columns = _plain(schema(meta))
    options = pa.json.ParseOptions(explicit_schema=columns, unexpected_field_behavior="error")

    def table(lines: list[bytes]) -> Any:
        return pa.json.read_json(pa.BufferReader(b"\n".join(lines)), parse_options=options)

    with path.open("rb") as file:
        file.readline()
        file.readline()
        waiting: list[bytes] = []
        for line in file:
            if line == b"],\n":
                break
            waiting.append(line.rstrip(b",\n"))
            if len(waiting) == GROUP:
                yield table(waiting)
                waiting = []
        if waiting:
            yield table(waiting)
