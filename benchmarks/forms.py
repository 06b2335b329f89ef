"""How often the dictionaries' first form of an open character is the right one.

    python benchmarks/forms.py --traditional FILE... --simplified FILE... > reader/script/measured.tsv

Each file is prose in that one script, one paragraph a line, plain or `.xz`. A line is converted to
the other script and back; wherever the way back had to choose between forms and no phrase told it
which, what the line itself has is the truth. Counted are the places where that is one of the forms
in question, and those of them where it is not the first. Lines that are not in the file's script
are left out, as are characters that were seen only once.

What the program makes of the counts stands in `reader.script.doubts`.
"""

from __future__ import annotations

import argparse
import lzma
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.script import Config, convert, doubts, fold

_MIXED = 0.1
"""Share of characters of the other script from which on a line is left out."""
_FIRST_WAY = {"Traditional": Config.HK2S, "Simplified": Config.S2T}
_BACK = {"Traditional": Config.S2HK, "Simplified": Config.T2S}


def lines(path: Path) -> Iterator[str]:
    """The paragraphs of a file."""
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def is_in(script: str, line: str) -> bool:
    """Whether a line is in a script rather than in the other."""
    other = convert(line, Config.S2T).text if script == "Traditional" else fold(line)
    apart = sum(a != b for a, b in zip(line, other, strict=True))
    return apart < _MIXED * len(line)


def measured(script: str, paths: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """By character or phrase: how often it was open, and how often not in its first form."""
    seen: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for path in paths:
        for line in lines(path):
            if not line or not is_in(script, line):
                continue
            turned = convert(line, _FIRST_WAY[script]).text
            if len(turned) != len(line):
                continue
            for doubt in doubts(turned, _BACK[script], with_certain=True):
                truth = _plain(line[doubt.span.start : doubt.span.end])
                shown = [_plain(form.shown) for form in doubt.forms]
                if truth in shown:
                    seen[doubt.text] += 1
                    other[doubt.text] += truth != shown[0]
    return {text: (count, other[text]) for text, count in seen.most_common() if count > 1}


def _plain(text: str) -> str:
    """A form without what is only a variety's way of writing it."""
    return convert(text, Config.HK2T).text


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for script in ("Traditional", "Simplified"):
        parser.add_argument(f"--{script.lower()}", nargs="+", type=Path, default=[], metavar="FILE")
    named = parser.parse_args()
    print("# to\tcharacter or phrase\ttimes open\ttimes not in the first form")
    for script, paths in (("Traditional", named.traditional), ("Simplified", named.simplified)):
        for text, (count, other) in measured(script, paths).items():
            print(script, text, count, other, sep="\t")


if __name__ == "__main__":
    main()
