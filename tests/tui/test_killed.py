"""The real program on a pseudo-terminal, killed where a plug would be pulled."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotations.store import Layer
from reader.text.source import load

_PATIENCE = 60.0
"""Seconds after which a screen that has not come will not come."""


class Terminal:
    """A program on a pseudo-terminal of 120 columns and 40 rows."""

    def __init__(self, *command: str) -> None:
        self._end, programs_end = pty.openpty()
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        settings = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        self._program = subprocess.Popen(
            command,
            stdin=programs_end,
            stdout=programs_end,
            stderr=programs_end,
            env=os.environ | settings,
            start_new_session=True,
        )
        os.close(programs_end)

    def wait_for(self, text: str) -> None:
        """Read until a text was written; only what comes after this call counts."""
        wanted, seen = text.encode(), bytearray()
        deadline = time.monotonic() + _PATIENCE
        while wanted not in seen:
            left = deadline - time.monotonic()
            ready, _, _ = select.select([self._end], [], [], max(0.0, left))
            assert ready, f"{text!r} never came; last: {bytes(seen[-400:])!r}"
            seen += os.read(self._end, 65_536)

    def press(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def kill(self) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._end)

    def hang_up(self) -> int:
        """Close the terminal's end, and wait for the program to notice: no signal tells it."""
        self._end, end = os.open(os.devnull, os.O_RDONLY), self._end
        os.close(end)
        return self._program.wait(_PATIENCE)


@contextmanager
def reader(folder: Path) -> Iterator[Terminal]:
    terminal = Terminal(sys.executable, "-m", "reader", str(folder), "--reviewer", "ming")
    try:
        terminal.wait_for("引入專業基金")
        yield terminal
    finally:
        terminal.kill()


def test_a_highlight_that_was_said_to_be_saved_survives_a_kill(seeds: Path) -> None:
    with reader(seeds) as terminal:
        terminal.press("jjj\r")
        terminal.wait_for("穩定來源")
        terminal.press("}}wwvl1")
        terminal.wait_for("saved")

    layer_file = seeds / ".pizhu" / "layers" / "ming.json"
    with Layer.open(layer_file, creator="ming") as layer:
        [annotation] = layer
    raw = load(seeds / "000_81c997eaab12c138.txt").raw
    [span] = annotation.raw
    assert raw[span.start : span.end] == annotation.quote.exact
    assert len(annotation.quote.exact) == 2

    with reader(seeds) as terminal:
        terminal.press("jjj\r")
        terminal.wait_for("穩定來源")
        terminal.press("u")
        terminal.wait_for("Undone")


def test_the_reader_ends_in_good_order_when_its_terminal_has_gone(seeds: Path) -> None:
    with reader(seeds) as terminal:
        terminal.press("jjj\r")
        terminal.wait_for("穩定來源")
        assert terminal.hang_up() == 0
