"""Undo and redo: what was done, newest last, kept with the layer so that a restart forgets nothing.

A step holds, for each annotation and correction that it touched, the document on the step's other
side: as it was before while the step is done, as it will be again while it is undone. To undo or
redo is to swap.

Invariant: undone steps stand behind all done ones; a new step takes their place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from annotations.wording import Said

Document: TypeAlias = dict[str, Any]
Documents: TypeAlias = dict[str, Document | None]
"""Id, then the document on the step's other side; None where there is none."""

MOST_STEPS = 1_000
"""Older steps are forgotten."""
MOST_KEPT = 100_000
"""Steps are forgotten, but for the newest, when all together hold more documents than this."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a step keeps, table by table."""

    annotations: Documents = field(default_factory=dict)
    corrections: Documents = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.annotations) + len(self.corrections)


class Steps(Protocol):
    """The table that steps are kept in, in the order of their numbers."""

    def __iter__(self) -> Iterator[Any]: ...
    def insert(self, document: Mapping[str, Any], /) -> int: ...
    def put(self, number: int, document: Mapping[str, Any], /) -> None: ...
    def remove(self, *, doc_ids: list[int]) -> object: ...


class History:
    """The steps of one layer.

    Its methods write to the table, so they must stand inside one of the storage's operations; when
    the operation fails, `reload` brings memory back to what the table holds.
    """

    def __init__(self, table: Steps) -> None:
        self._table = table
        self._done: deque[tuple[int, Document]] = deque()
        self._undone: list[tuple[int, Document]] = []
        self._kept = 0
        self.reload()

    def reload(self) -> None:
        """Take the steps from the table."""
        steps = sorted(
            ((step.doc_id, dict(step)) for step in self._table if _readable(step)),
            key=lambda step: step[0],
        )
        self._done = deque(step for step in steps if not step[1]["undone"])
        self._undone = [step for step in reversed(steps) if step[1]["undone"]]
        self._kept = sum(len(_kept(step)) for _, step in steps)

    @property
    def undoable(self) -> str | None:
        """What the newest done step said."""
        return _said(self._done)

    @property
    def redoable(self) -> str | None:
        """What the step undone last said."""
        return _said(self._undone)

    def record(self, said: str, at: str, kept: Kept) -> None:
        """Keep a new step; what was undone before can't be redone after it."""
        forgotten = self._undone
        self._undone = []
        step = _keeping({**_document(said), "at": at, "undone": False}, kept)
        self._kept += len(kept) - sum(len(_kept(old)) for _, old in forgotten)
        while self._done and (len(self._done) >= MOST_STEPS or self._kept > MOST_KEPT):
            oldest = self._done.popleft()
            self._kept -= len(_kept(oldest[1]))
            forgotten.append(oldest)
        if forgotten:
            self._table.remove(doc_ids=[number for number, _ in forgotten])
        self._done.append((self._table.insert(step), step))

    def next_undo(self) -> Kept:
        """What the step to be undone keeps."""
        return _kept(self._done[-1][1])

    def next_redo(self) -> Kept:
        """What the step to be redone keeps."""
        return _kept(self._undone[-1][1])

    def undone(self, kept: Kept) -> str:
        """Mark the newest done step as undone; `kept` is what stood before that.

        Returns:
            What the step said.
        """
        number, step = self._done.pop()
        swapped = _keeping({**step, "undone": True}, kept)
        self._undone.append((number, swapped))
        self._table.put(number, swapped)
        return _sentence(step)

    def redone(self, kept: Kept) -> str:
        """Mark the step undone last as done again, likewise."""
        number, step = self._undone.pop()
        swapped = _keeping({**step, "undone": False}, kept)
        self._done.append((number, swapped))
        self._table.put(number, swapped)
        return _sentence(step)


def _said(steps: Sequence[tuple[int, Document]]) -> str | None:
    try:
        return _sentence(steps[-1][1])
    except IndexError:  # none, or another thread has just taken the last
        return None


def _document(said: str) -> Document:
    """What a step said, and of what that was made when it can be said in other languages."""
    made_of = {"words": said.to_document()} if isinstance(said, Said) else {}
    return {"said": str(said), **made_of}


def _sentence(step: Mapping[str, Any]) -> str:
    english, words = str(step["said"]), step.get("words")
    return Said.from_document(english, words) if isinstance(words, dict) else english


def _keeping(step: Document, kept: Kept) -> Document:
    """The step with this kept; what it keeps of corrections is named only where there are any."""
    step = {**step, "kept": kept.annotations}
    step.pop("corrections", None)
    return {**step, "corrections": kept.corrections} if kept.corrections else step


def _kept(step: Mapping[str, Any]) -> Kept:
    return Kept(step["kept"], step.get("corrections", {}))


def _readable(step: Mapping[str, Any]) -> bool:
    match step:
        case {"said": str(), "undone": bool(), "kept": dict(kept)}:
            corrections = step.get("corrections", {})
            return isinstance(corrections, dict) and all(
                document is None or isinstance(document, dict)
                for document in (*kept.values(), *corrections.values())
            )
        case _:
            return False
