"""Takes a page apart into its articles; every step can be questioned character by character.

Invariant: importing this package costs next to nothing; what cleaning needs is read when a page is
cleaned, and the statistics of the language only when the page has open ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cleaning.formats import Format, page_as_dict, render

if TYPE_CHECKING:
    from reader.text.page import Page
    from reader.text.source import Source

__all__ = ["Format", "clean", "page_as_dict", "render"]


def clean(source: Source) -> Page:
    """Take a page apart into its articles.

    Args:
        source: A decoded text; any text at all.

    Returns:
        The articles in the page's order, and what stands in none of them, each with its raw spans.
    """
    from reader.cleaning import pipeline

    return pipeline.clean(source)
