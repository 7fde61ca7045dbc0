"""Any text at all is a document or exactly one problem, and never an exception."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.reading import tree
from sim.reading.diagnostics import Diagnostic
from tests.conftest import ISLES

TEXT = (ISLES / "isles.yaml").read_text(encoding="utf-8")
SIGNS = "[]{}:,-?!&*|>'\"%@`#~<=\\ \t\n\r\0\x1b\u0085\u2028\ufeff\ud800\u202eaA01.é字😀"
LOADERS = {"libyaml": tree._LOADER, "without libyaml": yaml.SafeLoader}


@pytest.fixture(params=LOADERS)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of PyYAML's two parsers: the second stands in where a machine lacks the C library."""
    monkeypatch.setattr(tree, "_LOADER", LOADERS[request.param])


def holds(text: str) -> None:
    """The promise that :func:`sim.reading.tree.parse` makes of every text."""
    document, found = tree.parse(text, "f")
    if document is not None:
        assert found == []
        plain(document.data, 0)
        assert set(document.values) >= set(document.keys)
    else:
        assert len(found) == 1
        lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert isinstance(found[0], Diagnostic)
        assert 1 <= found[0].line <= lines + 1
        assert found[0].column >= 1
        assert found[0].code
        assert "\n" not in str(found[0])


def plain(value: Any, depth: int) -> None:
    """Nothing but plain data, none of it deep, none of it invisible."""
    assert depth <= tree.MAX_DEPTH
    if isinstance(value, dict):
        assert all(type(k) is str for k in value)
        for key, part in value.items():
            plain(key, depth)
            plain(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            plain(part, depth + 1)
    else:
        assert type(value) in (str, int, float, bool, type(None))
        if isinstance(value, str):
            assert not any(c in value for c in "\0\x1b\r\u202e\u2066\u2028\ufeff\ud800")


@pytest.mark.usefixtures("loader")
class TestAnyText:
    """With each of the two parsers."""

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(st.text(max_size=300))
    def test_text(self, text: str) -> None:
        holds(text)

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(st.text(st.sampled_from(SIGNS), max_size=60))
    @example('"\\UFFFFFFFF"')
    @example('"\\U00110000"')
    @example('"\\ud800"')
    @example("a: \ud800")
    @example("%YAML 1." + "9" * 5000 + "\n--- a")
    @example("%TAG ! !\n%TAG ! !\n--- a")
    @example("!<tag:%zz> x")
    @example("!<tag:%ff> x")
    @example("- |99\n x")
    @example("? ? ? ? :")
    def test_signs(self, text: str) -> None:
        holds(text)

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, len(TEXT)), st.integers(0, 12), st.text(st.sampled_from(SIGNS), max_size=4)
            ),
            min_size=1,
            max_size=6,
        )
    )
    def test_mutations_of_a_scenario(self, edits: list[tuple[int, int, str]]) -> None:
        text = TEXT
        for at, gone, new in edits:
            text = text[:at] + new + text[at + gone :]
        holds(text)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    """What :func:`sim.reading.tree.read_text` lets through holds the same promise."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    holds(text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.recursive(
        st.booleans()
        | st.none()
        | st.integers(-(10**11), 10**11)
        | st.text(st.characters(codec="latin-1"), max_size=20),
        lambda part: (
            st.lists(part, max_size=4) | st.dictionaries(st.text("abcxyz", min_size=1), part, max_size=4)
        ),
        max_leaves=20,
    )
)
def test_what_another_library_writes_is_read_as_it_was(data: Any) -> None:
    """Plain data written by PyYAML in block and in flow style comes back unchanged."""
    for flow in (True, False):
        text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, sort_keys=False, width=80)
        document, found = tree.parse(text, "f")
        if document is None:
            assert [d.code for d in found] == ["control-character"]
        else:
            assert document.data == data
