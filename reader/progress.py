"""How far long work is, and the wish that it stop: shared by the thread that works and who watches.

Invariant: one thread alone counts; anybody may read and anybody may ask it to stop. Nobody waits for
anybody, so that a screen that watches costs the work nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")


class Progress:
    """The state of one piece of long work."""

    def __init__(self, total: int | None = None) -> None:
        """
        Args:
            total: How many steps there are; None while nobody can tell.
        """
        self.total = total
        self.done = 0
        """Steps that are done."""
        self.is_stopped = False
        """Whether somebody wants the work to stop; the work looks at it between two steps."""
        self.is_finished = False
        """Whether nothing is being done any more, be it done or stopped."""

    @property
    def fraction(self) -> float | None:
        """How much is done, from 0 to 1; None while nobody can tell."""
        if not self.total:
            return None
        return min(1.0, self.done / self.total)

    def step(self, count: int = 1) -> None:
        """So many steps more are done."""
        self.done += count

    def stop(self) -> None:
        """Ask the work to stop."""
        self.is_stopped = True

    def finish(self) -> None:
        """Nothing is being done any more."""
        self.is_finished = True

    def over(self, steps: Iterable[_T]) -> Iterator[_T]:
        """Go through the steps of the work, counting each when it is done, until told to stop."""
        try:
            for step in steps:
                if self.is_stopped:
                    return
                yield step
                self.step()
        finally:
            self.finish()
