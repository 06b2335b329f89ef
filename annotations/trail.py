"""Where the characters of one annotation went, and what went with them.

Invariant: a trail says what the difference of two texts says, and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from annotations.candidates import SCRIPT_AROUND
from annotations.diff import Diff
from annotations.ink import inked, whole_clusters
from annotations.model import Annotation
from annotations.script import are_opposed
from annotations.span import Span, merged, union

_AROUND = 12
"""How many inked characters on either side are its company; the nearest count most."""
_SLACK = 4
"""By how many characters one of the company may have shifted against the quote."""
_INSERTED = 12
"""The longest insertion that a highlight spreads over; a longer one parts it."""
_INSTEAD = 24
"""How far away the nearest character that came along may be, for what stands between to count."""
_CONTEXT = 32
"""How many inked characters on either side surround a quote."""


class Trail:
    """One annotation followed from the old text into the new one."""

    def __init__(self, annotation: Annotation, diff: Diff) -> None:
        self.annotation = annotation
        self.diff = diff
        self._parts = [part for span in annotation.raw if (part := diff.old.within(span))]
        self._found = [
            (at, place)
            for part in self._parts
            for at in range(part.start, part.end)
            if (place := diff.to_new(at)) is not None
        ]

    @property
    def length(self) -> int:
        """How many inked characters are marked."""
        return sum(map(len, self._parts))

    @cached_property
    def raw(self) -> tuple[Span, ...]:
        """Where they stand in the new raw text, in reading order; empty when none does."""
        if shifted := self._shifted():
            whole = whole_clusters(self.diff.new.raw, shifted)
            old = self.annotation.raw
            # A highlight that was made inside a cluster stays as it was made.
            return whole if whole_clusters(self.diff.old.raw, old) == old else shifted
        return self.diff.new.raw_spans(self._ink)

    @cached_property
    def share(self) -> float:
        """How much of what was marked came along, less what it would spread over besides."""
        spread = sum(map(len, self._ink))
        return len(self._found) / max(self.length, spread) if self._found else float(bool(self.raw))

    @cached_property
    def company(self) -> float:
        """How much of what stood next to it stands next to it still, from 0 to 1.

        The better side counts three times as much as the other, since an edit, or the end of a
        passage that moved, may take away one of them. A text's end has no side.
        """
        if not self._found:
            return 1.0
        first, last = self._found[0], self._found[-1]
        before, after = self._parts[0].start, self._parts[-1].end
        sides = (
            self._kept(range(before - 1, max(-1, before - 1 - _AROUND), -1), first),
            self._kept(range(after, min(len(self.diff.old), after + _AROUND)), last),
        )
        present = [side for side in sides if side is not None]
        return (max(present) + sum(present) / len(present)) / 2 if present else 1.0

    def _kept(self, around: Iterable[int], edge: tuple[int, int]) -> float | None:
        shift = edge[1] - edge[0]
        kept = total = 0
        for weight, at in zip(range(_AROUND, 0, -1), around, strict=False):
            place = self.diff.to_new(at)
            total += weight
            if place is not None and abs(place - at - shift) <= _SLACK:
                kept += weight
        return kept / total if total else None

    @property
    def surroundings(self) -> tuple[str, str]:
        """What stood before and after it, without white space: as quoted, else as in the old text."""
        quote, old = self.annotation.quote, self.diff.old.text
        if quote.prefix or quote.suffix or not self._parts:
            return inked(quote.prefix), inked(quote.suffix)
        before, after = self._parts[0].start, self._parts[-1].end
        return old[max(0, before - _CONTEXT) : before], old[after : after + _CONTEXT]

    @property
    def instead(self) -> Span | None:
        """The inked characters of the new text between those that stood around it, if they are few."""
        if not self._parts:
            return None
        start, end = self._parts[0].start, self._parts[-1].end
        back = range(start - 1, max(-1, start - 1 - _INSTEAD), -1)
        before = next(((at, p) for at in back if (p := self.diff.to_new(at)) is not None), None)
        ahead = range(end, min(len(self.diff.old), end + _INSTEAD))
        after = next(((at, p) for at in ahead if (p := self.diff.to_new(at)) is not None), None)
        if before is None or after is None:
            return None
        first = before[1] + 1 + start - 1 - before[0]
        past = after[1] - (after[0] - end)
        return Span(first, past) if 0 < past - first <= 2 * self.length + _INSTEAD else None

    def is_opposed(self) -> bool:
        """Whether it stood in one script and its place in the new text is printed in the other."""
        if not self._found:
            return False
        old, (at, place) = self.diff.old.text, self._found[0]
        new = self.diff.new.text
        around = [
            text[max(0, ink - SCRIPT_AROUND) : ink + SCRIPT_AROUND]
            for text, ink in ((old, at), (new, place))
        ]
        return around[0] != around[1] and are_opposed(*around)

    def _shifted(self) -> tuple[Span, ...]:
        """Its raw spans moved as they are, when each stands unchanged in the new raw text."""
        old, new = self.diff.old, self.diff.new
        moved = []
        for span in self.annotation.raw:
            part = old.within(span)
            # Blank spans go with the characters that they stand between.
            first, last = (part.start, part.end - 1) if part else (part.start - 1, part.start)
            if first < 0 or last >= len(old):
                return ()
            places = self.diff.to_new(first), self.diff.to_new(last)
            if places[0] is None or places[1] is None or places[1] - places[0] != last - first:
                return ()
            by = new.offsets[places[0]] - old.offsets[first]
            if span.start + by < 0 or (
                new.raw[span.start + by : span.end + by] != old.raw[span.start : span.end]
            ):
                return ()
            if not part and new.offsets[places[1]] - old.offsets[last] != by:
                return ()
            moved.append(span.shifted(by))
        return tuple(moved)

    @cached_property
    def _ink(self) -> tuple[Span, ...]:
        """The inked characters of the new text that it marks, in reading order."""
        spans: list[Span] = []
        for part in self._parts:
            last: tuple[int, int] | None = None
            for at in range(part.start, part.end):
                place = self.diff.to_new(at)
                if place is None:
                    continue
                start = place
                if last is None:
                    start = self._from(part.start, at, place)
                elif 0 < place - last[1] - 1 <= max(_INSERTED, 2 * (at - last[0] - 1)):
                    start = last[1] + 1
                spans.append(Span(start, place + 1))
                last = at, place
            if last is not None:
                spans[-1] = Span(spans[-1].start, self._until(part.end, *last))
        joined = merged(spans)
        if sum(map(len, joined)) == sum(map(len, union(joined))):
            return joined
        return merged(Span(place, place + 1) for _, place in self._found)

    def _from(self, start: int, at: int, place: int) -> int:
        """Where its beginning goes when its first character that came along is not its first."""
        before = self.diff.to_new(start - 1) if start else -1
        if before is None or not 0 <= place - before - 1 <= 2 * (at - start):
            return place
        return before + 1

    def _until(self, end: int, at: int, place: int) -> int:
        """Where its end goes when its last character that came along is not its last."""
        after = self.diff.to_new(end) if end < len(self.diff.old) else len(self.diff.new)
        if after is None or not 0 <= after - place - 1 <= 2 * (end - 1 - at):
            return place + 1
        return after
