"""The debrief as a file: the screens' own words and pictures on one page, and where the page goes."""

from __future__ import annotations

from sim.ui.report.debrief import Head, page
from sim.ui.report.files import default_name, write_page

__all__ = ["Head", "default_name", "page", "write_page"]
