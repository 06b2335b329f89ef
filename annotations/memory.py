"""Keeps the search for garbage out of the way of what is large and lasts.

Invariant: outside of `without_pauses`, Python searches for garbage as it did before.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Made:
    """What was made meanwhile."""

    is_lasting: bool = False
    """Whether it is so much, and stays so long, that it should never be searched for garbage."""


@contextmanager
def without_pauses() -> Iterator[Made]:
    """Make what holds no garbage, however much it is: without this, a third of the time goes to search it.

    What is lasting is left out of every later search too, with all else that is there at the time.
    A program that has put off all searching decides by itself when to begin.
    """
    made = Made()
    if not gc.isenabled():
        yield made
        return
    gc.disable()
    try:
        yield made
        if made.is_lasting:
            gc.freeze()
    finally:
        gc.enable()
