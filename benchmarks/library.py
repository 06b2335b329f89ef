"""The library at 10,000 articles: what listing, filtering and sorting them take.

    python benchmarks/library.py [ARTICLES]

What is measured beside it, in the same run, is Textual's own table filled with the same rows. Only
ratios carry over to another machine.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import DataTable

from annotations.span import Span
from reader.catalogue import Entry
from reader.config import Settings
from reader.listing import Listing, Sort, parsed
from reader.places import Place, ReadingPlaces
from reader.session import Session
from reader.text.page import Script
from reader.tui.widgets.article_table import ArticleTable, Column
from reader.workspace import Workspace

RUNS = 7
COLUMNS = 7


def entries_of(count: int) -> list[Entry]:
    """So many made-up articles."""
    return [
        Entry(f"f/{n * 7919 % count:05}.txt", f"{n:064}", "a", f"第{n}篇說香港園區正式開園的消息",
              False, f"{2020 + n % 6}-{1 + n % 12:02}-{1 + n % 28:02}", Script.TRADITIONAL, 900 + n,
              (Span(0, 900),))
        for n in range(count)
    ]  # fmt: skip


def median(work: Callable[[], object]) -> float:
    """Milliseconds that some work takes."""
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        took.append(1e3 * (time.perf_counter() - began))
    return statistics.median(took)


class Tables(App[None]):
    """Both tables."""

    def __init__(self, cells: Callable[[Entry], dict[Column, str]]) -> None:
        super().__init__()
        self._cells = cells

    CSS = "ArticleTable { height: 40; } DataTable { height: 20; }"

    def compose(self) -> ComposeResult:
        yield ArticleTable(self._cells)
        yield DataTable[Text]()


async def main() -> None:
    """Print what each thing takes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    entries = entries_of(count)
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Workspace([], Path(folder)), Settings(reviewer="ming"))
        places = ReadingPlaces(Path(folder, "places.json"))
        for entry in entries[::3]:
            places.keep(entry.sha256, entry.article, Place(3, 0.5))
        listing = Listing(session.layer, places)
        app = Tables(
            lambda entry: dict.fromkeys(
                (c for c, _ in app.query_one(ArticleTable).columns), entry.title
            )
        )
        async with app.run_test(size=(120, 60)) as pilot:
            ours, theirs = app.query_one(ArticleTable), app.query_one(DataTable)
            for n in range(COLUMNS):
                theirs.add_column(str(n), width=10)

            began = time.perf_counter()
            for entry in entries:
                theirs.add_row(*(Text(entry.title) for _ in range(COLUMNS)))
            await pilot.pause()
            table = 1e3 * (time.perf_counter() - began)

            def listed() -> None:
                ours.list_entries(entries)
                for y in range(ours.size.height):
                    ours.render_line(y)

            took = median(listed)
            print(
                f"{count} articles listed and painted: {took:.1f} ms; DataTable {table:.0f} ms (× {took / table:.4f})"
            )
        for typed in (
            "园区",
            "unread",
            "date:2024-06..",
            "tag:政策",
            "noted",
            "園區 script:hant -read 99",
        ):
            wanted = parsed(typed)
            took = median(lambda: listing.arranged(entries, wanted, Sort.FILE))  # noqa: B023
            left = len(listing.arranged(entries, wanted, Sort.FILE))
            print(
                f"filter {typed:30} {left:6} left: {took:6.1f} ms (× {took / table:.4f} of DataTable)"
            )
        for sort in Sort:
            took = median(lambda: listing.arranged(entries, parsed(""), sort))  # noqa: B023
            print(f"sort by {sort:10} {took:6.1f} ms (× {took / table:.4f} of DataTable)")
        session.close()


if __name__ == "__main__":
    asyncio.run(main())
