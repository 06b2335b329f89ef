"""Ways to load a page that the tests of many files need; other processes find them here by name."""

from __future__ import annotations

import hashlib
import os
import select
import signal
from pathlib import Path

from annotations.span import Span
from reader.errors import SourceError
from reader.text.page import Dropped, DropReason, Page
from reader.text.source import Source

_PATIENCE = 30
"""Seconds that one file waits for another at most."""


def page_of(text: str, path: str) -> Page:
    source = Source(path, hashlib.sha256(text.encode()).hexdigest(), "utf-8", text)
    return Page(source, (), (Dropped(Span(0, len(text)), DropReason.BLANK),))


def by_first_word(path: str, *, encoding: str | None) -> Page:
    """Does to itself what the file's first word says, and leaves a mark beside it."""
    text = Path(path).read_text(encoding or "utf-8")
    Path(path).with_suffix(".begun").touch()
    match text.split()[0]:
        case "refuse":
            raise SourceError(path, "it is refused.")
        case "fail":
            raise RuntimeError("what\nnobody thought of")
        case "exit":
            os._exit(3)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "wait":
            gate = os.open(Path(path).with_name("gate"), os.O_RDWR)
            if not select.select([gate], [], [], _PATIENCE)[0]:
                raise RuntimeError("nobody opened the gate")
        case "open":
            os.write(os.open(Path(path).with_name("gate"), os.O_RDWR), b"!")
    return page_of(text, path)
