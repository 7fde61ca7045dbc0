"""A made-up campaign of two winters in one harbour, written as an author would write it."""

from __future__ import annotations

from pathlib import Path

HARBOUR = Path(__file__).parent / "fixtures" / "tables" / "harbour.yaml"
YEARS = {"first_winter": "1921", "second_winter": "1931"}
WINTERS = """format: 1
title: Two winters
summary: Two scenarios, one after the other.
teaches: What is handed on
content_note: Nothing here is known to need a warning.
limits: A few numbers stand for much more.
scenarios:
  - scenario: first_winter
    core: [harbour]
  - scenario: second_winter
    bridge:
      title: Ten years later
      text: The council has changed.
      keeps: {is: 50, judgement: Half of them are the same people.}
seats:
  - {actor: north}
endings:
  - {id: friends, title: Friends, when: calm >= 60}
  - {id: neighbours, title: Neighbours}
"""


def winters(folder: Path, passed_by: bool = False, text: str = WINTERS) -> Path:
    """The campaign's file, with its scenarios beside it.

    ``passed_by``: each scenario's last decision comes only where the harbour is shared.
    """
    harbour = HARBOUR.read_text(encoding="utf-8")
    if passed_by:
        harbour = harbour.replace("    date: 1921-12-01", "    when: harbour == share\n    date: 1921-12-01")
    for name, year in YEARS.items():
        (folder / f"{name}.yaml").write_text(harbour.replace("1921", year), encoding="utf-8")
    file = folder / "winters.yaml"
    file.write_text(text, encoding="utf-8")
    return file
