"""Does a reviewer's corrections to a page, one after the other, after everything automatic.

Invariant: whatever the corrections, every raw character that is not white space stands in exactly
one block or is dropped once; a correction is done as a whole or not at all, and one that was not
done is named. The page that was given is not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from annotations.corrections import BEFORE, FOLLOWING, NEW, Correction, CorrectionKind
from annotations.span import Span
from reader.cleaning.pieces import (
    block_of,
    fragments_of,
    glued,
    inked,
    lines_in,
    offset_in,
    part,
    spans_between,
    with_kind,
)
from reader.cleaning.workbench import Slip, Workbench
from reader.text.page import BlockKind, Dropped, DropReason, Flag, Page
from reader.wording import Said

JOINED = Said("the reviewer joined them")
CLOSED_UP = Said("the reviewer dropped what stood between")
JOIN = "join"
"""What the value of an accepted decision says for a join; for others it is the drop's reason or
the flag."""

_KINDS = {kind.value: kind for kind in BlockKind}
_REASONS = frozenset(reason.value for reason in DropReason)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A page with a reviewer's corrections."""

    page: Page
    unfit: tuple[Correction, ...] = ()
    """Those that were not done, since what they speak of is not on the page as it is now."""


def apply(page: Page, corrections: Sequence[Correction]) -> Corrected:
    """Do corrections to a page in their order.

    What a correction asks for may stand there already (a newer cleaner may have seen it too); then
    there is nothing to do, and it fits.

    Args:
        page: As the cleaner made it.
        corrections: One reviewer's, of this source.
    """
    if not corrections:
        return Corrected(page)
    bench = Workbench(page)
    unfit = [
        correction
        for correction in corrections
        if correction.source != page.source.sha256 or not _DOING[correction.kind](bench, correction)
    ]
    if len(unfit) == len(corrections):
        return Corrected(page, tuple(unfit))
    return Corrected(bench.finished(), tuple(unfit))


def fits(page: Page, correction: Correction) -> bool:
    """Whether a correction can be done to a page as it stands."""
    return not apply(page, (correction,)).unfit


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of one block's text."""

    slip: Slip
    start: int
    end: int

    @property
    def is_fragment(self) -> bool:
        """Whether joins or the block's own edges bound it on both sides."""
        bounds = list(fragments_of(self.slip.block))
        return self.start in (a for a, _ in bounds) and self.end in (b for _, b in bounds)


def _part_on(bench: Workbench, spans: Sequence[Span]) -> _Part | None:
    """The stretch of one block that holds exactly these characters."""
    ink = inked(bench.raw, spans)
    slip = bench.slip_at(ink[0].start) if ink else None
    if slip is None or bench.slip_at(ink[-1].end - 1) is not slip:
        return None
    start, end = offset_in(slip.block, ink[0].start), offset_in(slip.block, ink[-1].end - 1) + 1
    same = start < end and inked(bench.raw, spans_between(slip.block, start, end)) == ink
    return _Part(slip, start, end) if same else None


def _accept(bench: Workbench, correction: Correction) -> bool:
    ink = inked(bench.raw, correction.raw)
    if not ink:
        return False
    value = correction.value
    slip = bench.slip_at(ink[0].start)
    if value in _REASONS:
        dropped = bench.dropped_on(ink)
        fits = dropped is not None and all(each.reason == value for each in dropped)
        if dropped is not None and fits:
            bench.sure_of(dropped)
        return fits
    if slip is None:
        return False
    block = slip.block
    if value == Flag.MISSING_START:
        return Flag.MISSING_START in block.flags and block.spans[0].start == ink[0].start
    if value == Flag.MISSING_END:
        return Flag.MISSING_END in block.flags and block.spans[-1].end == ink[-1].end
    if value != JOIN or not _follows(bench, slip, ink[0].start, correction.onto):
        return False
    return _be_sure(bench, slip, offset_in(block, ink[0].start))


def _be_sure(bench: Workbench, slip: Slip, at: int, reason: str = "") -> bool:
    """Give the join at an offset of a block's text all confidence; False when there is none."""
    block = slip.block
    joins = tuple(
        replace(join, confidence=1.0, reason=reason or join.reason) if join.at == at else join
        for join in block.joins
    )
    if all(join.at != at for join in block.joins):
        return False
    bench.change(slip, replace(block, joins=joins))
    return True


def _follows(bench: Workbench, slip: Slip, offset: int, onto: Sequence[Span]) -> bool:
    """Whether a raw character stands in its block right after these, if there are any."""
    ink = inked(bench.raw, onto)
    if not ink:
        return not onto
    before = slip.block.text[: offset_in(slip.block, offset)].rstrip()
    if not before:
        return False
    last = spans_between(slip.block, len(before) - 1, len(before))
    return last[0].end == ink[-1].end


def _split(bench: Workbench, correction: Correction) -> bool:
    ink = inked(bench.raw, correction.raw)
    slip = bench.slip_at(ink[0].start) if ink else None
    if slip is None:
        return False
    at = offset_in(slip.block, ink[0].start)
    if slip.block.text[:at].strip():
        if not _follows(bench, slip, ink[0].start, correction.onto):
            return False
        bench.cut(slip, at)
    bench.refused.add(ink[0].start)
    return True


def _join(bench: Workbench, correction: Correction) -> bool:
    head, tail = _part_on(bench, correction.raw), _part_on(bench, correction.onto)
    if head is None or tail is None or not (head.is_fragment and tail.is_fragment):
        return False
    if head.slip is tail.slip and tail.end == head.start:
        return _be_sure(bench, head.slip, head.start, JOINED)
    first = inked(bench.raw, correction.raw)[0].start
    last = inked(bench.raw, correction.onto)[-1].end - 1
    if head.slip is tail.slip and head.start < tail.start:
        # Else the paragraph would be joined to itself.
        bench.cut(head.slip, head.end)
    after = _at(bench, first)
    bench.cut(after, offset_in(after.block, first))
    before = _at(bench, last)
    bench.cut(before, offset_in(before.block, last) + 1)
    after, before = _at(bench, first), _at(bench, last)
    following = _following(after, before) if FOLLOWING in correction.words else []
    bench.change(after)
    (whole,) = bench.change(before, glued(bench.raw, before.block, after.block, JOINED))
    if following:
        bench.move(following, whole)
    return True


def _at(bench: Workbench, offset: int) -> Slip:
    slip = bench.slip_at(offset)
    assert slip is not None  # noqa: S101 - for the type checker: it was there before the cut
    return slip


def _following(slip: Slip, until: Slip | None = None) -> list[Slip]:
    """The blocks after one in its article, as far as another one."""
    slips = slip.sheet.slips
    rest = slips[slips.index(slip) + 1 :]
    return rest[: rest.index(until)] if until in rest else rest


def _keep(bench: Workbench, correction: Correction) -> bool:
    kind = _KINDS.get(correction.value)
    if kind is None:
        return False
    there = bench.block_on(correction.raw)
    if there is not None:
        bench.change(there, with_kind(there.block, kind))
        return True
    dropped = bench.dropped_on(correction.raw)
    if dropped is None:
        return False
    ink = inked(bench.raw, correction.raw)
    onto = inked(bench.raw, correction.onto)
    beside, after = (
        (bench.slip_at(onto[-1].end - 1), True) if onto else bench.slip_around(ink[0].start)
    )
    if correction.onto and beside is None:
        return False
    bench.undrop(dropped, ink)
    bench.insert(block_of(bench.raw, ink, kind), beside, after=after)
    return True


def _drop(bench: Workbench, correction: Correction) -> bool:
    if bench.dropped_on(correction.raw) is not None:
        return True
    stretch = _part_on(bench, correction.raw)
    if stretch is None:
        return False
    block = stretch.slip.block
    gone = spans_between(block, stretch.start, stretch.end)
    left = [
        each
        for each in (part(block, 0, stretch.start), part(block, stretch.end, len(block.text)))
        if each is not None
    ]
    if len(left) > 1:
        left = [glued(bench.raw, left[0], left[1], CLOSED_UP)]
    bench.change(stretch.slip, *left)
    bench.drop(Dropped(span, DropReason.REVIEWER) for span in lines_in(bench.raw, gone))
    return True


def _kind(bench: Workbench, correction: Correction) -> bool:
    slip = bench.block_on(correction.raw)
    kind = _KINDS.get(correction.value)
    if slip is None or kind is None:
        return False
    bench.change(slip, with_kind(slip.block, kind))
    return True


def _move(bench: Workbench, correction: Correction) -> bool:
    slip = bench.block_on(correction.raw)
    if slip is None:
        return False
    slips = [slip, *_following(slip)] if FOLLOWING in correction.words else [slip]
    if NEW in correction.words:
        if len(slips) < len(slip.sheet.slips):
            bench.move_to_new(slips)
        return True
    onto = inked(bench.raw, correction.onto)
    before = BEFORE in correction.words
    beside = bench.slip_at(onto[0].start if before else onto[-1].end - 1) if onto else None
    if beside is None or beside in slips:
        return False
    bench.move(slips, beside, after=not before)
    return True


_DOING: dict[CorrectionKind, Callable[[Workbench, Correction], bool]] = {
    CorrectionKind.ACCEPT: _accept,
    CorrectionKind.SPLIT: _split,
    CorrectionKind.JOIN: _join,
    CorrectionKind.KEEP: _keep,
    CorrectionKind.DROP: _drop,
    CorrectionKind.KIND: _kind,
    CorrectionKind.MOVE: _move,
}
