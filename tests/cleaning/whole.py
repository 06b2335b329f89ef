"""The invariant that holds for any text at all."""

from __future__ import annotations

from reader.text.page import DropReason, Page, text_under


def assert_nothing_lost(page: Page) -> None:
    """Every raw character but white space stands in one place; no text differs from its spans."""
    raw = page.source.raw
    places = [0] * len(raw)
    for article in page.articles:
        assert article.blocks
        for block in article.blocks:
            assert block.text == text_under(raw, block.spans)
            assert block.text.strip()
            for span in block.spans:
                for at in range(span.start, span.end):
                    places[at] += 1
    for dropped in page.dropped:
        assert (dropped.of is not None) == (dropped.reason is DropReason.DUPLICATE)
        for at in range(dropped.span.start, dropped.span.end):
            places[at] += 1
    assert all(count == 1 for at, count in enumerate(places) if not raw[at].isspace())
    assert max(places, default=0) <= 1
