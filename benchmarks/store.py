"""How long a reviewer waits for the store, in one run with SQLite and with json.loads.

    python benchmarks/store.py [--folder FOLDER] [--steps N] [COUNT...]

Without COUNT, 1,000 and 100,000 annotations. SQLite (WAL, synchronous=FULL) writes the same documents, one
transaction a step, into one table. All takes place in FOLDER, so that the disk is the one that matters; the
two take turns step by step. Absolute times belong to one machine and its disk, ratios carry over.
"""

from __future__ import annotations

import argparse
import gc
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from annotations import layer_file
from annotations.layer_file import Mark
from annotations.model import Annotation, Quote, from_document, new_annotation, to_document
from annotations.span import Span
from annotations.store import Layer

COUNTS = (1_000, 100_000)
_PAGE = 100
"""Annotations a source."""
_SCREEN = 2_000
"""Raw characters in view."""


def made(number: int) -> Annotation:
    """An annotation of the size that people make."""
    start = number % _PAGE * 150
    return new_annotation(
        source=f"{number // _PAGE:064x}",
        article="a1",
        title="隨著河套深港科技創新合作區香港園區正式開園",
        raw=[Span(start, start + 12)],
        quote=Quote("深港科技創新合作區香港園", "隨著河套" * 8, "正式開園，" * 6),
        position=Span(start, start + 12),
        creator="wong",
        tags=["policy/funding"],
        note="與去年比較" if number % 5 == 0 else "",
    )


def seconds(do: Callable[[], object]) -> float:
    """How long it takes once, with nothing old to be searched for garbage first."""
    gc.collect()
    began = time.perf_counter()
    kept = do()
    took = time.perf_counter() - began
    del kept
    return took


class Sqlite:
    """What a plain SQLite store would do."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.execute("pragma journal_mode=wal")
        self.connection.execute("pragma synchronous=full")
        self.connection.execute(
            "create table if not exists annotations"
            "(id text primary key, source text, start integer, document text)"
        )
        self.connection.execute("create index if not exists place on annotations(source, start)")

    def add(self, *annotations: Annotation) -> None:
        """Add annotations in one transaction."""
        with self.connection:
            self.connection.executemany(
                "insert into annotations values(?, ?, ?, ?)",
                [(e.id, e.source, e.raw[0].start, json.dumps(to_document(e))) for e in annotations],
            )

    def in_view(self, source: str, start: int) -> list[Annotation]:
        """The annotations that begin in a screen."""
        found = self.connection.execute(
            "select document from annotations where source = ? and start between ? and ?",
            (source, start, start + _SCREEN),
        )
        return [from_document(json.loads(row[0])) for row in found]


def steps(layer: Layer, sqlite: Sqlite, count: int) -> tuple[list[float], list[float]]:
    """Seconds of single additions, the two in turns."""
    ours, theirs = [], []
    for number in range(count):
        fresh = made(number)
        began = time.perf_counter()
        layer.add(fresh, said="highlight 「深港科技創新」")
        between = time.perf_counter()
        sqlite.add(fresh)
        ours.append(between - began)
        theirs.append(time.perf_counter() - between)
    return ours, theirs


def bench(count: int, folder: Path, additions: int) -> None:
    """Print one table."""
    path = folder / f"{count}" / "wong.json"
    path.parent.mkdir()
    many = [made(number) for number in range(count)]
    documents = {str(number + 1): to_document(each) for number, each in enumerate(many)}
    path.write_bytes(layer_file.content({"annotations": documents}, Mark("", 0, 0)))
    del documents
    with closing(Sqlite(path.with_suffix(".sqlite")).connection):
        pass
    sqlite = Sqlite(path.with_suffix(".sqlite"))
    sqlite.add(*many)
    with Layer.open(path, creator="wong") as layer:  # from now on the file is our own
        layer.add(replace(many[0], id="first"), said="first")
    del layer

    content = path.read_bytes()
    loads, opens, follows = [], [], []
    for _run in range(5):
        loads.append(seconds(lambda: json.loads(content)))
        began = time.perf_counter()
        layer = Layer.open(path, creator="wong")
        opens.append(time.perf_counter() - began)
        layer.close()
        del layer
    layer = Layer.open(path, creator="wong")
    ours, theirs = steps(layer, sqlite, additions)

    reader = Layer.open(path, creator="wong", writing=False)
    idle = statistics.median(seconds(reader.follow) for _run in range(20))
    for number in range(20):
        layer.add(made(number), said="x")
        follows.append(seconds(reader.follow))
    source = many[0].source
    layer.index(source)
    view = statistics.median(
        seconds(lambda: layer.index(source).overlapping([Span(0, _SCREEN)])) for _run in range(20)
    )
    view_sqlite = statistics.median(
        seconds(lambda: sqlite.in_view(source, 0)) for _run in range(20)
    )
    undo = statistics.median(seconds(layer.undo) for _run in range(20))
    closes = seconds(layer.close)

    def row(what: str, took: float, against: float | None = None, whom: str = "") -> None:
        ratio = (
            "" if against is None else f"× {took / against:.2f} of {whom}, {against * 1e3:.2f} ms"
        )
        print(f"| {what} | {took * 1e3:.2f} ms | {ratio} |")

    print(f"| {count:,} annotations, {len(content) / 1e6:.1f} MB | | |\n|---|---|---|")
    row("open", statistics.median(opens), statistics.median(loads), "json.loads")
    row("add one, median", statistics.median(ours), statistics.median(theirs), "SQLite")
    row(f"add one, worst of {additions}", max(ours), max(theirs), "SQLite")
    row("undo", undo)
    row("what is in view", view, view_sqlite, "SQLite")
    row("look whether another program wrote", idle)
    row("take in what it wrote", statistics.median(follows))
    row("close, all taken into the layer file", closes)
    print(flush=True)


def main() -> None:
    """Print a table a count."""
    parser = argparse.ArgumentParser(description="How long a reviewer waits for the store.")
    parser.add_argument("--folder", type=Path, help="on the disk that matters")
    parser.add_argument("--steps", type=int, default=300, help="single additions")
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for count in options.counts:
            bench(count, Path(folder), options.steps)


if __name__ == "__main__":
    sys.exit(main())
