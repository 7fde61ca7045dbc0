"""The house's ladder, one library in one room, and rules that know no history."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from sim.record import record
from sim.scenario import library

ROOT = Path(__file__).parents[1]
SIM = ROOT / "sim"
LADDER = [
    ("errors", "scale", "types", "rng", "version", "places", "seed"),
    ("pages",),
    ("reading",),
    ("record",),
    ("bargaining",),
    ("scenario",),
    ("world",),
    ("policies",),
    ("history",),
    ("game", "batches", "authoring"),
    ("studies",),
    ("ui",),
    ("cli",),
    ("__main__", "__init__"),
]
RANK = {room: i for i, rooms in enumerate(LADDER) for room in rooms}
HOME = {
    "yaml": "sim/reading/tree.py",
    "mesa": "sim/game/",
    "pygame": "sim/ui/",
    "typer": "sim/cli/",
    "rich": "sim/cli/",
    "platformdirs": "sim/places.py",
    "pandas": "sim/batches/",
    "pyarrow": "sim/batches/",
    "distributed": "sim/batches/",
    "dask": "nowhere",
    "SALib": "sim/batches/",
    "matplotlib": "sim/pages/",
    "jinja2": "sim/pages/",
    "bidi": "sim/ui/kit/",
    "accesskit": "sim/ui/kit/access.py",
}
ALSO = {"mesa": {"sim/studies/"}}
"""The benchmark holds the model's own runner beside ours: a second room, and no third."""
FILES = sorted(SIM.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module that a file imports, at any depth."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= (
                {f"{node.module}.{a.name}" for a in node.names}
                if node.module == "sim"
                else {node.module or ""}
            )
    return found


def room(path: Path) -> str:
    parts = path.relative_to(SIM).parts
    return parts[0] if len(parts) > 1 else path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_imports_only_from_its_own_room_and_those_above(path: Path) -> None:
    own = RANK[room(path)]
    for name in imports(path):
        if name.startswith("sim."):
            other = name.split(".")[1]
            assert other in RANK, f"{other} is no room of the house"
            allowed = RANK[other] < own or other == room(path) or own == 0
            assert allowed, f"{path.name} imports {name} from below"


@pytest.mark.parametrize("library", list(HOME))
def test_one_library_one_room(library: str) -> None:
    users = {str(p.relative_to(ROOT)) for p in FILES if any(n.split(".")[0] == library for n in imports(p))}
    homes = (HOME[library], *ALSO.get(library, ()))
    assert all(u.startswith(homes) for u in users), users


def words_of_history() -> list[str]:
    """Names of actors, places and scenarios that the rules may not know."""
    loaded = record.load()
    names = set(loaded.actors) | set(loaded.channels) | set(loaded.leverage) | set(loaded.constraints)
    names |= set(loaded.variables) | set(library.shipped())
    names |= {w for a in loaded.officials.values() for w in a.name.split() if len(w) > 3 and w[0].isupper()}
    names |= {
        "Israel",
        "Gaza",
        "Rafah",
        "Doha",
        "Qatar",
        "Washington",
        "Jerusalem",
        "Hamas",
        "Iran",
        "Lebanon",
    }
    return sorted(n for n in names if n.lower() not in {"un", "il", "gulf"})


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_rules_know_no_history(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in words_of_history():
        assert not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text), f"{name} stands in {path.name}"
    code = "\n".join(_strings(text)) if path.suffix == ".py" else text
    assert not re.search(r"\b20[12]\d\b", _without_sources(code)), f"a year of history stands in {path.name}"


def _strings(text: str) -> list[str]:
    """Every string and number in the code, docstrings aside: they may cite a paper of any year."""
    tree = ast.parse(text)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(n.body[0].value)
        for n in ast.walk(tree)
        if isinstance(n, documented) and n.body and isinstance(n.body[0], ast.Expr)
    }
    return [str(n.value) for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in docs]


def _without_sources(text: str) -> str:
    return re.sub(r"\([A-Z][^()]*\d{4}\)", "", text)


def test_files_are_a_sitting_long() -> None:
    long = {str(p.relative_to(ROOT)): n for p in FILES if (n := len(p.read_text().splitlines())) > 400}
    assert not long
