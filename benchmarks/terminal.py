"""A program on a pseudo-terminal, and the time between what a person does and what they see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROWS, COLUMNS = 40, 120
FRAME_ENDS = b"\x1b[?2026l"
"""What a program writes after a frame, when the terminal said that it knows how to wait for it."""
# What programs ask of a terminal, and what one answers.
_ANSWERS = {
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
}


class SilenceError(Exception):
    """The program did not write in time what was waited for."""


class Terminal:
    """One program at work; ended when the block is left."""

    def __init__(self, command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
        """
        Args:
            command: The program and its arguments.
            variables: What its environment has besides.
        """
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {
            name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
        } | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.began = time.perf_counter()
        self._program = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment | dict(variables or {}),
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _: TracebackType | None,
    ) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._ours)

    def read(self, wait: float) -> bytes:
        """What the program wrote meanwhile; waits for it so many seconds."""
        ready, _, _ = select.select([self._ours], [], [], max(0.0, wait))
        if not ready:
            return b""
        try:
            written = os.read(self._ours, 1 << 16)
        except OSError:
            raise SilenceError("the program ended") from None
        for asked, answer in _ANSWERS.items():
            if asked in written:
                os.write(self._ours, answer)
        return written

    def until(self, *texts: bytes, within: float = 60.0, least: int = 0) -> float:
        """Wait until the program has written one of some texts, and so many bytes, from now on.

        Returns:
            When that was, as `time.perf_counter` has it.

        Raises:
            SilenceError: It was not in time.
        """
        seen, end = bytearray(), time.perf_counter() + within
        while not (len(seen) >= least and any(text in seen for text in texts)):
            left = end - time.perf_counter()
            if left <= 0:
                raise SilenceError(f"nothing of {texts!r} within {within:.0f} s")
            seen += self.read(left)
        return time.perf_counter()

    def settle(self, quiet: float = 0.3, within: float = 30.0) -> None:
        """Wait until the program has written nothing for a while."""
        end = time.perf_counter() + within
        while time.perf_counter() < end and self.read(quiet):
            pass

    def press(self, keys: str) -> float:
        """Type something.

        Returns:
            When that was.
        """
        os.write(self._ours, keys.encode())
        return time.perf_counter()

    def seconds_to_frame(self, keys: str, *, least: int = 0, within: float = 10.0) -> float:
        """Type something, and wait until a frame of at least so many bytes has been painted."""
        pressed = self.press(keys)
        return self.until(FRAME_ENDS, within=within, least=least) - pressed

    @property
    def resident(self) -> int:
        """The bytes of memory that the program has at most had in use, its children left out."""
        for line in Path(f"/proc/{self._program.pid}/status").read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        return 0
