"""Search in a text of 10 M characters: the first hit, every hit, and the longest wait between two keys.

    python benchmarks/searching.py [CHARACTERS]

What is measured beside it, in the same run, is a plain loop of `str.find` over the same text as it is,
which knows one script and one width. Only ratios carry over to another machine.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from reader.folding import Folded, warm
from reader.query import Query
from reader.search import Search

SENTENCE = (
    "隨着河套深港科技創新合作區香港園區正式開園，兩地在創科領域的協同發展正邁向新台階。ＡＩ 3,000"
)
RUNS = 5
SLICE = 0.01


def plain(text: str, wanted: str) -> int:
    """Count what `str.find` finds."""
    count, at = 0, text.find(wanted)
    while at >= 0:
        count, at = count + 1, text.find(wanted, at + len(wanted))
    return count


def seconds(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def searched(folded: Folded, query: Query, start: int) -> tuple[float, float, float, int]:
    """Seconds to the first hit, to all of them, and of the longest slice; and how many hits."""
    began = last = time.perf_counter()
    first, longest, more = 0.0, 0.0, True
    search = Search(folded, query, start)
    while more:
        more = search.more(SLICE)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        if not first and search.nearest:
            first = now - began
    return first, time.perf_counter() - began, longest, len(search.hits)


def main() -> None:
    """Print a line a search."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    warm()
    for name, joint in (("paragraphs", "\n"), ("one line", "")):
        sentence = SENTENCE + joint
        body = sentence * (size // len(sentence))
        text = body + "耐心資本" + joint
        for query, alike in (
            (Query("香港"), "香港"),
            (Query("耐心资本"), "耐心資本"),
            (Query("沒有這些字"), "沒有這些字"),
            (Query("ai 3，000"), "ＡＩ 3,000"),
            (Query(r"[港園]區.{1,4}開園", is_pattern=True), "區正式開園"),
        ):
            loop = statistics.median(seconds(lambda: plain(text, alike)) for _ in range(RUNS))  # noqa: B023
            for state in ("fresh", "folded"):
                rows = []
                for _ in range(RUNS):
                    folded = Folded(text)
                    if state == "folded":
                        folded.whole()
                    rows.append(searched(folded, query, len(text) // 3))
                first, every, longest = (
                    statistics.median(row[n] for row in rows) for n in range(3)
                )
                print(
                    f"{name:10} {state:6} {query.typed:14} {rows[0][3]:>7} hits: first {first * 1e3:6.1f} ms,"
                    f" all {every * 1e3:7.1f} ms (str.find {loop * 1e3:5.1f} ms, × {every / loop:6.1f}),"
                    f" longest slice {longest * 1e3:5.1f} ms"
                )


if __name__ == "__main__":
    main()
