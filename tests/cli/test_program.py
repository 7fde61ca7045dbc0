"""The program finds each command in its module, and loads no other."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sim.cli import MODULES, program
from tests.cli.commands import ROOT, sim

SLOW = ("numpy", "yaml", "mesa", "pygame", "sim.record.record")


def test_every_command_stands_where_the_program_looks_for_it() -> None:
    found: dict[str, set[str]] = {}
    for command in program().registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__
        found.setdefault(command.callback.__module__.removeprefix("sim.cli."), set()).add(name)
    assert found == {module: {*commands} for module, commands in MODULES.items()}


@pytest.mark.usefixtures("own_cache")
def test_the_list_waits_for_nothing_once_the_catalogue_is_kept() -> None:
    first = sim("list", "--json")
    assert first.status == 0
    loaded = f"[part for part in {SLOW!r} if part in sys.modules]"
    code = (
        f"import sys; from sim.cli import main; main(['list', '--json']); print(*{loaded}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=120,
    )
    assert done.stderr.decode().strip() == ""
    assert done.stdout == first.out
