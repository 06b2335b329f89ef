"""Ends the reader when its terminal has gone.

Invariant: no reader outlives its terminal. A hang-up usually comes as a signal, which ends the program; where
it doesn't (under `nohup`, or without a controlling terminal) Textual would read the end of its input over and
over, for good.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from threading import Event, Thread

_PATIENCE = 5.0
"""Seconds in which a reader ends in good order; what was annotated is on disk before that."""
_STATUS = 129
"""What a shell gives a program that a hang-up ended."""


def leave_with_terminal(terminal: int, leave: Callable[[], None]) -> Event:
    """Watch a terminal, from a thread, and end the program when it has gone.

    Args:
        terminal: The terminal's file descriptor.
        leave: Asks the program to end; called from the thread, and given a few seconds.

    Returns:
        Set when the terminal has gone.
    """
    gone = Event()
    if hasattr(select, "poll"):
        Thread(target=_watch, args=(terminal, leave, gone), name="hangup", daemon=True).start()
    return gone


def _watch(terminal: int, leave: Callable[[], None], gone: Event) -> None:
    if not _hung_up(terminal):
        return
    gone.set()
    Thread(target=leave, name="leaving", daemon=True).start()
    time.sleep(_PATIENCE)
    # Still here: it waits for a screen that takes nothing any more.
    os._exit(_STATUS)


def _hung_up(terminal: int) -> bool:
    """Wait for as long as the terminal is there; False where the system can't tell."""
    poll = select.poll()
    poll.register(terminal, 0)
    return any(events & (select.POLLHUP | select.POLLERR) for _, events in poll.poll())
