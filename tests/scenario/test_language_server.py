"""What the real YAML language server says, where it is installed: ``python -m tests.language_server``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests import language_server
from tests.language_server import EXAMPLE, PROGRAM, SLIPS, Server

FOUND = shutil.which(PROGRAM)
pytestmark = pytest.mark.skipif(FOUND is None, reason=f"{PROGRAM} is not installed")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    assert FOUND is not None
    with language_server.running(FOUND) as found:
        yield found


def test_scenarios_without_a_slip_have_no_diagnostic(server: Server) -> None:
    found = language_server.whole(server)
    assert EXAMPLE.name in found
    assert not any(found.values()), found


def test_each_slip_is_told_on_its_line(server: Server) -> None:
    found = language_server.slipped(server)
    assert len(found) == len(SLIPS) >= 10
    assert [name for name, (line, told) in found.items() if line not in told] == []


def test_fields_are_proposed_and_explained(server: Server) -> None:
    assert not any(language_server.proposed(server).values())
    assert "The actor who decides." in language_server.explained(server)
