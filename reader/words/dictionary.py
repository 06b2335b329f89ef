"""jieba, imported quietly and filled with its dictionary without holding the program up.

Left to itself jieba prints to standard error, imports pkg_resources, and keeps its dictionary in a
file of a fixed name in the folder for temporary files, where another user may have put one first.
Reading that file is also one long call that lets no other thread run. The dictionary is read here
instead, in portions, into the shape that jieba's tokenizer wants, and nothing is written anywhere.

Invariant: after `warm` the tokenizer holds what jieba's own initialisation would have given it.
"""

from __future__ import annotations

import sys
import threading
from typing import Any

_PORTION = 1 << 17
"""Bytes of the dictionary taken in at a time: a few milliseconds, then other threads have their turn."""

_lock = threading.RLock()
_ready: list[Any] = []


def is_warm() -> bool:
    """Whether the dictionary stands in memory, so that `word_spans` answers at once."""
    return bool(_ready)


def warm() -> None:
    """Import jieba and read its dictionary, unless that has been done."""
    tokenizer()


def tokenizer() -> Any:
    """The default tokenizer of jieba, with its dictionary."""
    if not _ready:
        with _lock:
            if not _ready:
                _ready.append(_filled(_imported().dt))
    return _ready[0]


def _imported() -> Any:
    import logging
    import warnings

    # jieba wants pkg_resources for nothing but opening its files, has another way to do so, and takes
    # it when the import fails; the import itself costs a tenth of a second and a warning.
    absent = object()
    before: Any = sys.modules.get("pkg_resources", absent)
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            # Its patterns are written without raw strings, which Python mentions when it compiles them.
            warnings.simplefilter("ignore")
            import jieba
    finally:
        if before is absent:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = before
    logger = logging.getLogger("jieba")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.setLevel(logging.WARNING)
    return jieba


def _filled(tokenizer: Any) -> Any:
    frequencies: dict[str, int] = {}
    total = 0
    with tokenizer.get_dict_file() as file:
        while lines := file.readlines(_PORTION):
            # A line is a word, its frequency and its part of speech.
            fields = b"".join(lines).decode().split()
            counts = list(map(int, fields[1::3]))
            frequencies.update(zip(fields[0::3], counts, strict=True))
            total += sum(counts)
    # jieba's search stops at the first beginning that it does not know, so every beginning of a word
    # must be there, with no frequency where it is no word itself.
    beginnings = [word[:-1] for word in frequencies]
    while beginnings:
        fresh = {beginning for beginning in beginnings if beginning not in frequencies} - {""}
        frequencies.update(dict.fromkeys(fresh, 0))
        beginnings = [beginning[:-1] for beginning in fresh]
    with tokenizer.lock:
        tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return tokenizer
