"""A real browser without a window, where one is installed: what it says of a page, and the page on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PROGRAM = next((found for name in NAMES if (found := shutil.which(name))), "")
needed = pytest.mark.skipif(not PROGRAM, reason="no Chromium here")
_QUIET = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-features=NetworkTimeServiceQuerying,OptimizationHints,MediaRouter",
)


def run(page: Path, *options: str) -> str:
    """Opens a page and gives what the browser wrote to its standard error."""
    home = page.parent / "browser"
    line = [
        PROGRAM,
        "--headless",
        "--no-sandbox",
        *_QUIET,
        f"--user-data-dir={home}",
        "--enable-logging=stderr",
    ]
    done = subprocess.run([*line, *options, page.as_uri()], capture_output=True, timeout=120, check=False)
    return done.stderr.decode("utf-8", "replace")


def console(page: Path, *options: str) -> list[str]:
    """What the page wrote to the browser's console, such as what its policy refused."""
    return re.findall(r"CONSOLE[^\]]*\] (.*)", run(page, "--dump-dom", *options))


def paper(page: Path, out: Path) -> None:
    """The page printed to a PDF."""
    run(page, "--no-pdf-header-footer", f"--print-to-pdf={out}")
