"""How fast pages are cleaned: pages of a seed's size a second, and characters a second of huge ones.

    python benchmarks/cleaning.py [RUNS]

Everything runs on one core and is counted in seconds of the processor. What the network remembers of
fragments is forgotten before each page, so that every page is new to it; what a batch would keep, the
statistics of the language and the characters met, stays warm. Beside it, where trafilatura is
installed, its extraction of the same lines as paragraphs of an HTML page, in turn with ours. Only the
ratio, and how time grows with size, carry over to another machine.
"""

from __future__ import annotations

import hashlib
import importlib.util
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path

from reader.cleaning import clean
from reader.cleaning.model import pairs
from reader.text.source import Source

SEEDS = Path(__file__).parent.parent / "seeds"
SIZES = (1_000_000, 2_000_000, 10_000_000)
SHORT_LINES = (5_000, 10_000)
_CHANGED = ("深", "創", "的")
"""Characters of the seeds that are others in each copy, so that no copy is a duplicate."""
_FIRST, _OTHERS = 0x4E00, 8_000


def source_of(text: str) -> Source:
    """A text as if it had been read from a file."""
    return Source("-", hashlib.sha256(text.encode()).hexdigest(), "utf-8", text)


def html_of(text: str) -> str:
    """A web page whose paragraphs are the lines of a text."""
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return f"<html><body><article>\n{lines}\n</article></body></html>"


def changed(texts: list[str], size: int) -> str:
    """So many characters of copies of texts, each a little changed."""
    copies: list[str] = []
    held = 0
    while held < size:
        number = len(copies)
        copy = texts[number % len(texts)]
        for place, character in enumerate(_CHANGED):
            copy = copy.replace(character, chr(_FIRST + (number * (place + 3)) % _OTHERS))
        copies.append(copy)
        held += len(copy) + 2
    return "\n\n".join(copies)[:size]


def seconds(work: Callable[[], object]) -> float:
    """What it takes of the processor; the network has forgotten what it read before."""
    pairs.shipped().forget()
    began = time.process_time()
    work()
    return time.process_time() - began


def medians(works: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """The median of each of several pieces of work that are done in turn, after one round unmeasured."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for run in range(runs + 1):
        for name, work in works.items():
            took = seconds(work)
            if run:
                taken[name].append(took)
    return {name: statistics.median(times) for name, times in taken.items()}


def report_seeds(texts: Mapping[str, str], runs: int) -> None:
    """Print a line a seed, and what they are on average."""
    every: list[dict[str, float]] = []
    for name, text in texts.items():
        works: dict[str, Callable[[], object]] = {"pizhu": partial(clean, source_of(text))}
        if importlib.util.find_spec("trafilatura"):
            from trafilatura import extract

            works["trafilatura"] = partial(extract, html_of(text))
        every.append(medians(works, runs))
        print_pages(f"{name}, {len(text)} characters", every[-1])
    print_pages(
        "the mean", {tool: statistics.mean(each[tool] for each in every) for tool in every[0]}
    )


def print_pages(name: str, taken: Mapping[str, float]) -> None:
    """One line: milliseconds and pages a second of each tool."""
    said = ", ".join(
        f"{tool} {took * 1e3:.1f} ms ({1 / took:.0f} pages a second)"
        for tool, took in taken.items()
    )
    ratio = taken.get("trafilatura", 0.0) / taken["pizhu"]
    print(f"{name}: {said}" + (f", × {ratio:.2f}" if ratio else ""), flush=True)


def report_sizes(texts: list[str]) -> None:
    """Print how time grows with size, and the most memory that was held so far."""
    kinds: dict[str, Callable[[int], str]] = {
        "newspaper pages": lambda size: changed(texts[:1], size),
        "web pages": lambda size: changed(texts[1:], size),
        "one line": lambda size: changed(texts, size).replace("\n", ""),
    }
    for kind, made in kinds.items():
        for size in SIZES:
            report_size(kind, made(size))
    for count in SHORT_LINES:
        short = (f"第{number}行短句" + "，" * (number % 3 > 0) for number in range(count))
        report_size(f"{count} short lines", "\n".join(short))


def report_size(kind: str, text: str) -> None:
    """Print a line for one text."""
    source = source_of(text)
    took = seconds(lambda: clean(source))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{kind}, {len(text)} characters: {took:.2f} s, {len(text) / took / 1e6:.2f} M a second; "
        f"{memory:.0f} MB at most so far",
        flush=True,
    )


def main() -> None:
    """Print the seeds' lines, then those of huge pages."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    texts = {path.stem: path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))}
    report_seeds(texts, runs)
    report_sizes(list(texts.values()))


if __name__ == "__main__":
    main()
