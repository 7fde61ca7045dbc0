"""``check``: every problem of scenario files and of the record."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim import places
from sim.authoring.playthrough import check_plays
from sim.cli.frame import app, print_json
from sim.errors import InputError
from sim.history.faithful import check_history
from sim.reading.diagnostics import Diagnostic, errors
from sim.reading.short import lengthen
from sim.record.record import Record
from sim.record.record import read as read_record
from sim.scenario import files, library
from sim.scenario.campaign import is_campaign
from sim.scenario.compiled import Compiled
from sim.scenario.profiles import Profile, weighed
from sim.scenario.published import check_published, check_wording
from sim.scenario.schema import Scenario
from sim.scenario.words import check_words


class Format(StrEnum):
    """How ``check`` prints problems."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@app.command()
def check(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]…")] = None,
    form: Annotated[Format, typer.Option("--format", help="How problems are printed.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    profile: Annotated[Profile, typer.Option(help="How strict to be.")] = Profile.PLAYABLE,
) -> None:
    """Every problem of scenario files, with line, code and mend. Exit status 1 if any is an error.

    draft: what is missing is a warning. playable: it plays. published: it has sources, says whose
    account it tells, uses fair words, and play comes to all of it.
    """
    form = Format.JSON if as_json else form
    record, problems = read_record(places.seeds())
    there = _scenario_files(paths)
    looked_at: dict[Path, Compiled | None] = {}
    if record is not None:
        for file in there:
            problems += examine(file, record, profile, looked_at)
    if form is Format.JSON:
        print_json([d.as_json() for d in problems])
    else:
        for problem in problems:
            typer.echo(problem.as_github() if form is Format.GITHUB else str(problem))
    bad = errors(problems)
    if form is Format.TEXT:
        count = f"{_many(len(bad), 'error')}, {_many(len(problems) - len(bad), 'warning')}"
        typer.echo(f"{_seen(there, looked_at)} and the record, as {profile.value}: {count}.", err=bool(bad))
    if bad:
        raise typer.Exit(1)


def _seen(there: Sequence[Path], looked_at: Mapping[Path, Compiled | None]) -> str:
    joined = sum(_joined(file, looked_at.get(file)) for file in there)
    told = [(len(there) - joined, "scenario"), (joined, "campaign")]
    return ", ".join(_many(*row) for row in told if row[0])


def _joined(file: Path, game: Compiled | None) -> bool:
    """Whether a file is a campaign's, with errors or without."""
    if game is not None:
        return bool(game.joined)
    document, _ = library.read(file)
    return document is not None and is_campaign(document)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _scenario_files(paths: Sequence[str] | None) -> list[Path]:
    if not paths:
        return list(dict.fromkeys([*files.shipped().values(), *files.campaigns().values()]))
    found: list[Path] = []
    for name in paths:
        if name and os.path.isdir(name):
            inside = library.within(Path(name))
            if not inside:
                raise InputError(f"There is no YAML file in {name}. Name a folder that holds scenarios.")
            found += inside
        else:
            found.append(library.find(name))
            if not os.path.lexists(found[-1]):
                raise library.missing(name)
    return found


def examine(
    file: Path, record: Record, profile: Profile, looked_at: dict[Path, Compiled | None] | None = None
) -> list[Diagnostic]:
    """Every problem of one scenario file, as severe as the profile makes it.

    Of a campaign: what is its own. Its scenarios are looked at by themselves; ``looked_at`` holds those
    that have been, and gets this one.
    """
    looked_at = {} if looked_at is None else looked_at
    game, problems = library.examine(file, record, looked_at=looked_at)
    looked_at[file] = game
    if game is not None and game.joined:
        if profile is Profile.PUBLISHED:
            document, _ = library.read(file)
            problems += check_wording(document, record) if document is not None else []
    elif game is not None:
        problems = [*problems, *check_history(file, game), *check_plays(file, game), *check_words(file, game)]
        if profile is Profile.PUBLISHED and not errors(problems):
            problems += _published(file, game)
    return weighed(problems, profile)


def _published(file: Path, game: Compiled) -> list[Diagnostic]:
    from sim.authoring.reach import check_reach

    document, _ = library.read(file)
    long, _ = (None, []) if document is None else lengthen(document, Scenario)
    if document is None or long is None:
        return []
    return sorted([*check_published(document, game.source, game.record), *check_reach(long, game)])
