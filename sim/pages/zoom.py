"""One large picture as a page that zooms and pans. It fetches nothing; without its script it scrolls."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sim.errors import shorten


def page(title: str, picture: str) -> str:
    """The page. ``picture`` is SVG text whose words are escaped already; ``title`` may be a stranger's."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("zoom.html").render(title=shorten(title, 200), picture=picture)
