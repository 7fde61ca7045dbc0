"""The format told to others: to editors as JSON Schema, to readers as tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from sim.reading.bind import Strict
from sim.scenario.campaign import KEY, Campaign
from sim.scenario.schema import Scenario
from sim.types import Json

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
"""The draft that every editor knows; nothing newer is used."""

FILE: Final = "scenario.schema.json"
"""The shipped schema's name under ``assets/``, to which the scenarios point."""

HEADING: Final = "## Every field"
"""Where the tables begin in ``docs/format.md``."""

FILES: Final[dict[type[Strict], str]] = {Scenario: "The file itself", Campaign: "A campaign's file"}
"""The two kinds of file, and what the tables call them."""


def editor_schema() -> Json:
    """The format as JSON Schema, with what each field means and what it is without.

    A file is held to be a campaign's where the reader holds it to be one.
    """
    parts: Json = {}
    for file in FILES:
        found: Json = _tidy(file.model_json_schema())
        parts |= found.pop("$defs") | {file.__name__: found}
    return {
        "$schema": DRAFT,
        "title": "A Backchannel scenario or campaign, format 1",
        "if": {"required": [KEY], "not": {"required": ["decisions"]}},
        "then": {"$ref": f"#/$defs/{Campaign.__name__}"},
        "else": {"$ref": f"#/$defs/{Scenario.__name__}"},
        "$defs": dict(sorted(parts.items())),
    }


def as_text(schema: Json) -> str:
    """A schema as the file that is shipped."""
    return json.dumps(schema, indent=1, ensure_ascii=True) + "\n"


def tables(schema: Json) -> str:
    """Every field in Markdown: a table for each kind of block, in the order in which a file meets them."""
    kinds, titles = schema["$defs"], dict[str, str]()
    for file, title in FILES.items():
        titles[file.__name__] = title
        for name in _below(kinds, file.__name__):
            titles.setdefault(name, _called(name))
    parts = [_table(title, kinds[name]) for name, title in titles.items()]
    return "\n".join([HEADING, "", *parts])


def _tidy(schema: Any) -> Any:
    """A schema as editors show it best: nothing said twice, nothing about null, plain descriptions."""
    if isinstance(schema, list):
        return [_tidy(s) for s in schema]
    if not isinstance(schema, dict):
        return schema
    found = {k: _tidy(v) for k, v in schema.items() if k not in ("default", "examples", "properties")}
    if "properties" in schema:
        found["properties"] = {k: _field(v) for k, v in schema["properties"].items()}
    if "description" in found and isinstance(found["description"], str):
        found["description"] = " ".join(found["description"].replace("``", "'").split())
    found |= {k: schema[k] for k in ("default", "examples") if schema.get(k) not in (None, "")}
    if isinstance(found.get("anyOf"), list):
        found = _joined(found)
    return found


def _field(schema: Json) -> Json:
    found: Json = _tidy(schema)
    found.pop("title", None)
    return found


def _joined(schema: Json) -> Json:
    """Choices within choices as one list, without null; a single choice is no choice."""
    branches: list[Json] = []
    for branch in schema["anyOf"]:
        branches += branch["anyOf"] if set(branch) == {"anyOf"} else [branch]
    branches = [b for b in branches if b != {"type": "null"}]
    rest = {k: v for k, v in schema.items() if k != "anyOf"}
    return branches[0] | rest if len(branches) == 1 else {"anyOf": branches} | rest


def _below(kinds: Json, file: str) -> list[str]:
    """The kinds of block in a file, each once, as one meets them."""
    found: dict[str, None] = {}

    def visit(part: Json) -> None:
        for name in _named(part):
            if name not in found:
                found[name] = None
                visit(kinds[name])

    visit(kinds[file])
    return list(found)


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rpartition("/")[2]
        for value in part.values():
            yield from _named(value)
    elif isinstance(part, list):
        for value in part:
            yield from _named(value)


def _called(name: str) -> str:
    """A kind of block in words: ``HistoricalMessage`` is Historical message."""
    spaced = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return spaced[:1].upper() + spaced[1:]


def _table(title: str, schema: Json) -> str:
    rows = [f"### {title}", "", _cell(schema.get("description", "")), "", "| field | what it is | default |"]
    rows.append("|---|---|---|")
    needed = schema.get("required", [])
    for name, field in schema["properties"].items():
        what, _, default = field.get("description", "").partition("Default: ")
        if name in needed:
            default = "needed"
        elif not default:
            default = f"`{json.dumps(field['default'])}`" if "default" in field else "none"
        rows.append(f"| `{name}` | {_cell(what)} | {_cell(default).rstrip('.')} |")
    return "\n".join([*rows, ""])


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|")
