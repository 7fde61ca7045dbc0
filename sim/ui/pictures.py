"""A picture of every screen, and a page that shows them all.

    python -m sim.ui.pictures OUT
    python -m sim.ui.pictures OUT --only "hot seat" --sizes 1280x800 --themes dark --texts 100,200

Every screen is reached by playing (:mod:`sim.ui.tour`). Where a window is too narrow for all panels of a
screen, each group of them has a picture of its own.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from sim.errors import BackchannelError, InputError, nearest, shorten

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from sim.ui.kit.theme import TEXT_SIZES, THEMES, Look, ThemeName
from sim.ui.tour import ALL, Shot, tour
from sim.ui.window import Still, Window

SIZES: Final = ((1280, 800), (1366, 768), (1920, 1080))
TEXTS: Final = (100, 150, 200)
LEAST_SIDE, MOST_SIDE = 320, 4096

_PAGE: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Every screen</title>
<style>body {{ font: 15px sans-serif; margin: 1em }} figure {{ display: inline-block; margin: 6px }}
img {{ width: 300px; border: 1px solid #888 }} figcaption {{ max-width: 300px }}</style>
<h1>Every screen: {count} pictures</h1>
{sections}
</html>
"""


@dataclass(frozen=True)
class Plan:
    """Which pictures are made: of screens whose name holds ``only``, in all these sizes, themes and texts."""

    only: str = ""
    sizes: tuple[tuple[int, int], ...] = SIZES
    themes: tuple[ThemeName, ...] = tuple(THEMES)
    texts: tuple[int, ...] = TEXTS

    def views(self) -> Iterator[tuple[tuple[int, int], Look]]:
        """Every window that each screen is drawn in."""
        for size in self.sizes:
            for theme in self.themes:
                for text in self.texts:
                    yield size, Look(theme, text)


def draw(shot: Shot, size: tuple[int, int], look: Look) -> Iterator[pygame.Surface]:
    """The screen in a window of ``size`` pixels: one picture for each group of panels."""
    window = Window(Still(shot.screen), look, size)
    for group in range(max(1, len(window.page.groups))):
        window.open_group(group)
        yield window.draw()


def write(out: Path, plan: Plan, shots: Sequence[Shot]) -> Iterator[Path]:
    """Writes the pictures of all ``shots`` into ``out``, and the page when all are done. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    shown: dict[str, list[str]] = {}
    for number, shot in enumerate(shots):
        files = shown.setdefault(shot.name, [])
        for size, look in plan.views():
            for part, picture in enumerate(draw(shot, size, look)):
                stem = f"{number:03}-{_slug(shot.name)}-{size[0]}x{size[1]}-{look.theme}-{look.text}"
                file = out / f"{stem}{'-' + 'abcdefghij'[part] if part else ''}.png"
                pygame.image.save(picture, str(file))
                files.append(file.name)
                yield file
    (out / "index.html").write_text(_index(shown), encoding="utf-8")


def _index(shown: dict[str, list[str]]) -> str:
    sections = []
    for name, files in shown.items():
        figures = "".join(
            f'<figure><a href="{f}"><img src="{f}" loading="lazy" alt="{f}"></a>'
            f"<figcaption>{f.removesuffix('.png')}</figcaption></figure>"
            for f in map(escape, files)
        )
        sections.append(f"<h2>{escape(name)}</h2>\n{figures}")
    return _PAGE.format(count=sum(map(len, shown.values())), sections="\n".join(sections))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


# what is typed


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and gives its exit status."""
    try:
        out, plan, scenario = _understood(arguments)
        modes = [m for m in ALL if plan.only.startswith(m)] or ALL
        shots = [s for s in tour(scenario, modes=modes) if plan.only in s.name]
        if not shots:
            raise InputError(f"No screen's name holds '{shorten(plan.only, 40)}'. Leave --only out for all.")
        views, watched = len(list(plan.views())), sys.stderr.isatty()
        for count, file in enumerate(write(out, plan, shots), 1):
            if watched:
                print(f"\r{count:6} {file.stem[:70]:70}", end="", file=sys.stderr, flush=True)
    except BackchannelError as problem:
        print(f"pictures: {problem}", file=sys.stderr)
        return 2
    except (OSError, pygame.error) as problem:
        print(
            f"pictures: they cannot be written ({problem}). Check the disk and its rights.", file=sys.stderr
        )
        return 2
    if watched:
        print(f"\r{'':77}\r", end="", file=sys.stderr)
    print(f"{len(shots)} screens in {views} windows each: {count} pictures. Open {out / 'index.html'}.")
    return 0


def _understood(arguments: Sequence[str] | None) -> tuple[Path, Plan, str | None]:
    """What was typed. Raises InputError in one line."""
    parser = argparse.ArgumentParser("python -m sim.ui.pictures", description="A picture of every screen.")
    parser.add_argument("out", type=Path, help="the folder to write into")
    parser.add_argument("--only", default="", help="screens whose name holds this, such as 'hot seat'")
    parser.add_argument("--scenario", help="the scenario to play; the first one, if none is named")
    parser.add_argument("--sizes", default=",".join(f"{w}x{h}" for w, h in SIZES), help="such as 1280x800")
    parser.add_argument("--themes", default=",".join(THEMES), help=", ".join(THEMES))
    parser.add_argument("--texts", default=",".join(map(str, TEXTS)), help="text sizes in per cent")
    given = parser.parse_args(arguments)
    plan = Plan(
        given.only,
        tuple(_size(text) for text in given.sizes.split(",")),
        tuple(_theme(text) for text in given.themes.split(",")),
        tuple(_text(text) for text in given.texts.split(",")),
    )
    return given.out, plan, given.scenario


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{3,4})x([0-9]{3,4})", text.strip())
    if found is None or not all(LEAST_SIDE <= int(side) <= MOST_SIDE for side in found.groups()):
        raise InputError(
            f"'{shorten(text, 40)}' is no size. Use two numbers from {LEAST_SIDE} to {MOST_SIDE}, "
            "such as 1280x800."
        )
    return int(found[1]), int(found[2])


def _theme(text: str) -> ThemeName:
    for name in THEMES:
        if name == text.strip():
            return name
    near = nearest(text.strip(), THEMES)
    hint = f"Did you mean '{near[0]}'?" if near else f"There are {', '.join(THEMES)}."
    raise InputError(f"There is no theme '{shorten(text, 40)}'. {hint}")


def _text(text: str) -> int:
    if text.strip().isascii() and text.strip().isdigit() and int(text) in TEXT_SIZES:
        return int(text)
    raise InputError(
        f"'{shorten(text, 40)}' is no text size. Use {TEXT_SIZES[0]} to {TEXT_SIZES[-1]} in steps of 10."
    )


if __name__ == "__main__":
    raise SystemExit(main())
