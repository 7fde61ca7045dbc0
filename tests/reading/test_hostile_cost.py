"""All hostile files, read by one real process: how many there are, and how much memory they take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sim.reading import tree
from tests.reading.hostile import HOSTILE

ROOT = Path(__file__).parents[2]
MOST_MEGABYTES = 100
"""What reading all of them may add to a process that has everything imported."""

MEASURE = """
import json, resource, sys
from pathlib import Path
from sim.record.record import load
from sim.scenario import library

load()
folder, more = sys.argv[1:]
pages = int(Path("/proc/self/statm").read_text().split()[0])
most = pages * resource.getpagesize() + int(more) * 10**6
resource.setrlimit(resource.RLIMIT_AS, (most, most))
refused = [library.examine(p)[0] is None for p in sorted(Path(folder).iterdir())]
try:
    bytearray(int(more) * 10**6)
    bites = False
except MemoryError:
    bites = True
print(json.dumps([len(refused), all(refused), bites]))
"""
"""Reads a folder's files in a process that the system gives no more memory than that many megabytes."""


def test_there_are_at_least_sixty_of_different_kinds() -> None:
    assert len(HOSTILE) >= 60
    assert len({h.name for h in HOSTILE}) == len(HOSTILE)
    assert len({h.content for h in HOSTILE}) == len(HOSTILE)
    assert len({h.code for h in HOSTILE}) >= 14


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the limit is set so on Linux alone")
def test_all_are_refused_in_little_memory(tmp_path: Path) -> None:
    for number, hostile in enumerate(HOSTILE):
        (tmp_path / f"{number:03}.yaml").write_bytes(hostile.content)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", MEASURE, str(tmp_path), str(MOST_MEGABYTES)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stderr == ""
    seen, refused, bites = json.loads(done.stdout)
    assert (seen, refused) == (len(HOSTILE), True)
    assert bites, "the limit must be one that can be reached"


def test_no_file_makes_more_work_than_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in events of the parser: twice the values, for what opens also closes, and a few around."""
    counted = 0
    parse = yaml.parse

    def counting(*arguments: object, **named: object) -> object:
        nonlocal counted
        for event in parse(*arguments, **named):
            counted += 1
            yield event

    monkeypatch.setattr(yaml, "parse", counting)
    most = 0
    for hostile in HOSTILE:
        counted = 0
        try:
            text = hostile.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        if len(hostile.content) <= tree.MAX_BYTES:
            document, problems = tree.parse(text, hostile.name)
            assert document is None
            assert len(problems) == 1
            most = max(most, counted)
            assert counted <= min(2 * tree.MAX_NODES, 2 * hostile.most_nodes) + 8, hostile.name
    assert most > tree.MAX_NODES / 2
