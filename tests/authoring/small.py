"""The smallest scenario of the format's page, as a file of one's own."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "format.md"
MILL = PAGE.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]


def mill(folder: Path, text: str = MILL) -> Path:
    """The file ``mill.yaml`` in ``folder``."""
    file = folder / "mill.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def plays(scenario: Path, text: str) -> Path:
    """The plays beside a scenario."""
    file = scenario.with_name(f"{scenario.stem}.plays.yaml")
    file.write_text(text, encoding="utf-8")
    return file
