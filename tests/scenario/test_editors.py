"""The schema for editors: in step with the reader, and kind to whoever writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from campaigns import WINTERS

from sim import places, scale
from sim.reading import tree
from sim.scenario import library
from sim.scenario.editors import FILE, HEADING, as_text, editor_schema, tables
from sim.scenario.files import campaigns
from tests.conftest import ISLES
from tests.scenario.test_short_forms import LONG, MILL
from tests.scenario.test_short_mistakes import SHORT

ROOT = Path(__file__).parents[2]
SCHEMA = editor_schema()
GOOD = {p.stem: p.read_text(encoding="utf-8") for p in library.shipped().values()}
GOOD |= {
    "campaign": (ROOT / "scenarios" / "campaign.yaml").read_text(encoding="utf-8"),
    "winters": WINTERS,
    "isles": (ISLES / "isles.yaml").read_text(encoding="utf-8"),
    "mill": MILL,
    "long": LONG,
    "pieces": SHORT,
}
BAD = {
    "a typo in a key": ("title: The mill", "titel: The mill"),
    "no decider": ("    decider: upper\n", ""),
    "a word of no scale": ("harvest: strong", "harvest: stronk"),
    "a share below nothing": ("chance: slight", "chance: -slight"),
    "a level of notice that is none": ("{lower: before}", "{lower: befor}"),
    "a text for a list": ("holder: [lower]", "holder: lower"),
    "a capital in an id": ("id: feud", "id: Feud"),
    "a number over a hundred": ("by: 3", "by: 300"),
    "a table, which is to come": ("    decider: upper\n", "    decider: upper\n    table: {}\n"),
}
BAD_CAMPAIGN = {
    "a typo in a key": ("title: Two winters", "titel: Two winters"),
    "a key of a scenario": ("seats:", "minutes: 20\nseats:"),
    "one scenario": ("  - scenario: first_winter\n    core: [harbour]\n", ""),
    "no share that is kept": ("      keeps: {is: 50, judgement: Half of them are the same people.}\n", ""),
    "a word of no scale": ("is: 50", "is: stronk"),
    "decisions beside its scenarios": ("endings:", "decisions: []\nendings:"),
}


def data_of(text: str) -> Any:
    document, problems = tree.parse(text, "made.yaml")
    assert document is not None, problems
    return document.data


@pytest.fixture(scope="module")
def validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    return jsonschema.Draft7Validator(SCHEMA)


def test_the_shipped_schema_is_what_the_command_prints() -> None:
    """Mend: python -m sim schema --out assets/scenario.schema.json"""
    assert places.asset(FILE).read_text(encoding="utf-8") == as_text(SCHEMA)


def test_the_page_tells_every_field() -> None:
    """Mend: put what 'python -m sim schema --markdown' prints at the end of docs/format.md."""
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    assert page[page.index(HEADING) :] == tables(SCHEMA)


@pytest.mark.parametrize("name", GOOD)
def test_what_the_reader_takes_the_schema_takes(name: str, validator: Any) -> None:
    assert [e.json_path for e in validator.iter_errors(data_of(GOOD[name]))] == []


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_wrong_to_editors_too(name: str, validator: Any) -> None:
    old, new = BAD[name]
    assert old in MILL
    assert list(validator.iter_errors(data_of(MILL.replace(old, new, 1))))


@pytest.mark.parametrize("name", BAD_CAMPAIGN)
def test_so_is_what_is_wrong_in_a_campaign(name: str, validator: Any) -> None:
    old, new = BAD_CAMPAIGN[name]
    assert old in WINTERS
    assert list(validator.iter_errors(data_of(WINTERS.replace(old, new, 1))))


def test_every_shipped_scenario_points_at_the_schema() -> None:
    for path in [*library.shipped().values(), *campaigns().values()]:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        mark, _, target = first.partition("$schema=")
        assert mark == "# yaml-language-server: "
        assert (path.parent / target).resolve() == places.asset(FILE).resolve()


def blocks(part: Any) -> Iterator[dict[str, Any]]:
    """Every block with fields in the schema, wherever it stands."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict) and part.get("additionalProperties") is False:
            yield part
        for value in part.values():
            yield from blocks(value)
    elif isinstance(part, list):
        for value in part:
            yield from blocks(value)


def test_every_field_says_what_it_is() -> None:
    found = list(blocks(SCHEMA))
    assert len(found) > 30
    for block in found:
        for name, field in block["properties"].items():
            assert field.get("description", "").endswith("."), (block.get("title"), name)


def test_levels_are_offered_as_words() -> None:
    text = json.dumps(SCHEMA)
    assert json.dumps([*scale.WORDS, *(f"-{w}" for w in scale.WORDS)]) in text
    assert '"null"' not in text
