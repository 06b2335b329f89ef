"""Full-width keys of an input method, and the ASCII keys that they stand for."""

from __future__ import annotations

import unicodedata

from textual.events import Key
from textual.keys import KEY_NAME_REPLACEMENTS

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFEE0
"""What lies between a full-width character of the block U+FF01–FF5E and its ASCII self."""
_SPACE = "\N{IDEOGRAPHIC SPACE}"


def as_ascii(key: Key) -> Key:
    """The key that a full-width one stands for; any other key as it is."""
    character = key.character
    if character is None or len(character) != 1:
        return key
    if character == _SPACE:
        return Key("space", " ")
    if ord(character) not in _FULL_WIDTH:
        return key
    plain = chr(ord(character) - _TO_ASCII)
    return Key(key_name(plain), plain)


def key_name(character: str) -> str:
    """The name that Textual gives to the key of an ASCII character."""
    if character.isalnum():
        return character
    name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)
