"""Keeps what was asked for last, and lets go of the rest before it grows too heavy.

Invariant: the weights of what is kept never exceed the bound, but for the last thing that was put in,
which is always kept. May be used by several threads.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """A small, forgetful dictionary."""

    def __init__(self, bound: int) -> None:
        """
        Args:
            bound: What may be kept, in the unit in which things are weighed.
        """
        self._bound = bound
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """What is kept under a key, if it still is."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Key, value: Value, weight: int) -> None:
        """Keep something, instead of what was kept under its key."""
        with self._lock:
            self._drop(key)
            self._kept[key] = value, weight
            self._weight += weight
            while self._weight > self._bound and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))

    def forget(self, key: Key) -> None:
        """Let go of what is kept under a key, if anything is."""
        with self._lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        if key in self._kept:
            self._weight -= self._kept.pop(key)[1]

    def __len__(self) -> int:
        return len(self._kept)
