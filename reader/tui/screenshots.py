"""Screenshots on which wide characters stand where they stand on the screen.

Rich's SVG export tells a viewer to draw each run of text as many cells wide as it has code points
(rich 15.0, `Console.export_svg`), which squeezes Chinese to half its width.
"""

from __future__ import annotations

import html
import re
from itertools import accumulate

from reader.text.cells import cell_widths

_RUN = re.compile(
    r'(?P<before><text\b[^>]*?) x="(?P<x>[\d.]+)"(?P<between>[^>]*?)'
    r' textLength="(?P<length>[\d.]+)"(?P<after>[^>]*>)(?P<text>[^<]*)(?=</text>)'
)


def with_wide_characters(svg: str) -> str:
    """The same picture with every character of a run that has wide ones at its own place."""
    return _RUN.sub(_placed, svg)


def _placed(run: re.Match[str]) -> str:
    text = html.unescape(run["text"]).replace("\N{NO-BREAK SPACE}", " ")
    if not text or text.isascii():
        return run[0]
    cell = float(run["length"]) / len(text)
    first = float(run["x"])
    cells_before = accumulate(cell_widths(text)[:-1], initial=0)
    places = " ".join(f"{first + cells * cell:.1f}" for cells in cells_before)
    return f'{run["before"]} x="{places}"{run["between"]}{run["after"]}{run["text"]}'
