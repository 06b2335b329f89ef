"""Every decision that the cleaner took about a page, for a person to look through.

Invariant: what is listed is what stands on the page; a decision that a reviewer took or accepted is
certain, and the rest come with the cleaner's own probability, the most doubtful first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Any

from annotations.corrections import Correction, CorrectionKind
from annotations.span import Span, picked
from reader.cleaning.continuations import Candidate, candidates, likeliest_halves
from reader.cleaning.corrections import CLOSED_UP, JOINED
from reader.cleaning.pieces import fragments_of, inked, spans_between
from reader.names import name_of
from reader.text.cells import cells
from reader.text.page import Block, Dropped, DropReason, Flag, Page
from reader.wording import Said, _, spoken

_SUREST = 0.97
"""That a half is nowhere on the page is never surer: it may not even be a half."""
_DOUBTFUL = 0.9
"""What is dropped with less confidence is a decision apart from what is surely dropped beside it."""
_SHOWN = 12
"""So many characters of a text are shown on either side of a cut."""
_MOST_PLACES = 3
"""So many places are named one by one."""
_MOST_SHOWN = 40
"""So many of a text that was dropped."""


class DecisionKind(StrEnum):
    """What was decided."""

    JOIN = "join"
    """The fragment `raw` goes on after the fragment `of`."""
    OFFER = "offer"
    """The same, but too doubtful to be done: the reviewer decides."""
    MISSING_START = "missing_start"
    """The page does not hold the beginning of the block `raw`."""
    MISSING_END = "missing_end"
    """The page does not hold the end of the block `raw`."""
    DUPLICATE = "duplicate"
    """`raw` repeats `of` and was dropped."""
    BOILERPLATE = "boilerplate"
    """`raw` is no article's and was dropped."""
    BLANK = "blank"
    """`raw` says nothing and was dropped."""
    REVIEWER = "reviewer"
    """The reviewer dropped `raw`."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about a page."""

    kind: DecisionKind
    raw: tuple[Span, ...]
    """The raw characters that it is about."""
    of: tuple[Span, ...]
    """The others that it brings them together with; often none."""
    confidence: float
    """Estimated probability, from 0 to 1, that it is right; 1 for what a reviewer decided."""
    reason: str
    """Why, in words for the reviewer."""
    accepted: bool = False
    """Whether the reviewer took it, or said that it is right."""


def decisions(page: Page, corrections: Sequence[Correction] = ()) -> list[Decision]:
    """All decisions on a page, the most doubtful first, then in the page's order.

    Args:
        page: The page, with the reviewer's corrections done.
        corrections: These corrections, which tell what was accepted.
    """
    found = [*_of_blocks(page), *_of_offers(page), *_of_dropped(page)]
    settled = _settled(page, corrections)
    if settled:
        for at, decision in enumerate(found):
            if (decision.kind.value, inked(page.source.raw, decision.raw)) in settled:
                found[at] = replace(decision, confidence=1.0, accepted=True)
    return sorted(found, key=lambda each: (each.accepted, each.confidence))


def _settled(page: Page, corrections: Sequence[Correction]) -> set[tuple[str, tuple[Span, ...]]]:
    """What a reviewer said is right: the kind of decision and the characters."""
    return {
        (correction.value, inked(page.source.raw, correction.raw))
        for correction in corrections
        if correction.kind is CorrectionKind.ACCEPT
    }


def decisions_as_list(page: Page, corrections: Sequence[Correction] = ()) -> list[dict[str, Any]]:
    """The same as plain JSON values; offsets are code points, ends excluded."""
    return [
        {
            "kind": decision.kind.value,
            "raw": [[span.start, span.end] for span in decision.raw],
            "of": [[span.start, span.end] for span in decision.of],
            "confidence": round(decision.confidence, 3),
            "reason": decision.reason,
            "accepted": decision.accepted,
        }
        for decision in decisions(page, corrections)
    ]


def explanation(page: Page, corrections: Sequence[Correction] = ()) -> Iterator[str]:
    """The same as text in the reader's language, a line a decision."""
    raw = page.source.raw
    for decision in decisions(page, corrections):
        sure = _padded(_("yes"), 4) if decision.accepted else f"{decision.confidence:.2f}"
        places = _places(decision.raw)
        shown = _shown(raw, decision)
        kind = _padded(name_of(decision.kind), 13)
        yield f"{sure}  {kind}  {places}  {shown}  {spoken(decision.reason)}"


def _places(spans: tuple[Span, ...]) -> str:
    """Where a decision lies, in a few words: the JSON has every span."""
    if len(spans) <= _MOST_PLACES:
        return ",".join(f"{span.start}-{span.end}" for span in spans)
    return f"{spans[0].start}-{spans[0].end},…,{spans[-1].start}-{spans[-1].end}"


def _padded(words: str, width: int) -> str:
    return words + " " * (width - cells(words))


def _shown(raw: str, decision: Decision) -> str:
    text = picked(raw, decision.raw)
    if decision.kind in (DecisionKind.JOIN, DecisionKind.OFFER):
        before = picked(raw, decision.of)
        return f"…{_line(before[-_SHOWN:])}｜{_line(text[:_SHOWN])}…"
    if decision.kind is DecisionKind.MISSING_START:
        return f"｜{_line(text[:_SHOWN])}…"
    if decision.kind is DecisionKind.MISSING_END:
        return f"…{_line(text[-_SHOWN:])}｜"
    return _line(text) if len(text) <= _MOST_SHOWN else f"{_line(text[:_MOST_SHOWN])}…"


def _line(text: str) -> str:
    """A text that can't leave its line, nor turn it about."""
    return "".join(character if character.isprintable() else " " for character in text)


def _of_blocks(page: Page) -> Iterator[Decision]:
    offered = {offer.raw[0].start for offer in page.offers}
    offered_to = {offer.onto[-1].end for offer in page.offers}
    likeliest = _Likeliest(page)
    for article in page.articles:
        for block in article.blocks:
            yield from _joins(block)
            # Where the other half is offered, to take or to refuse the offer is the question.
            if Flag.MISSING_START in block.flags and block.spans[0].start not in offered:
                yield Decision(
                    DecisionKind.MISSING_START,
                    block.spans,
                    (),
                    min(_SUREST, 1 - likeliest.before(block.spans)),
                    Said(
                        "it begins in the middle of a sentence, and nothing on the page leads up to it"
                    ),
                )
            if Flag.MISSING_END in block.flags and block.spans[-1].end not in offered_to:
                yield Decision(
                    DecisionKind.MISSING_END,
                    block.spans,
                    (),
                    min(_SUREST, 1 - likeliest.after(block.spans)),
                    Said("it breaks off in a sentence, and nothing on the page goes on with it"),
                )


class _Likeliest:
    """How likely the likeliest other half of each fragment is: that none is right is what remains."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def before(self, spans: tuple[Span, ...]) -> float:
        """Probability of the likeliest beginning of a fragment that lacks it."""
        return self._chances[0].get(spans[0].start, 0.0)

    def after(self, spans: tuple[Span, ...]) -> float:
        """Probability of the likeliest end of a fragment that lacks it."""
        return self._chances[1].get(spans[-1].end, 0.0)

    @cached_property
    def _chances(self) -> tuple[dict[int, float], dict[int, float]]:
        before: dict[int, float] = {}
        after: dict[int, float] = {}
        for tail, head, chance in likeliest_halves(self._page):
            before[head] = max(chance, before.get(head, 0.0))
            after[tail] = max(chance, after.get(tail, 0.0))
        return before, after


def _joins(block: Block) -> Iterator[Decision]:
    fragments = [spans_between(block, start, end) for start, end in fragments_of(block)]
    for join, (before, after) in zip(block.joins, pairwise(fragments), strict=True):
        own = join.reason in (JOINED, CLOSED_UP)
        yield Decision(DecisionKind.JOIN, after, before, join.confidence, join.reason, own)


def _of_offers(page: Page) -> Iterator[Decision]:
    for offer in page.offers:
        yield Decision(DecisionKind.OFFER, offer.raw, offer.onto, offer.confidence, offer.reason)


_WHY = {
    DropReason.DUPLICATE: Said("the page holds the same text once more"),
    DropReason.BOILERPLATE: Said("it belongs to the web page or the printer, not to an article"),
    DropReason.BLANK: Said("it says nothing"),
    DropReason.REVIEWER: Said("the reviewer dropped it"),
}


def _of_dropped(page: Page) -> Iterator[Decision]:
    """A decision for each run of drops that stand side by side for the same reason."""
    raw = page.source.raw
    runs: list[list[Dropped]] = []
    for dropped in sorted(page.dropped, key=lambda each: each.span):
        if runs and _goes_on(raw, runs[-1][-1], dropped):
            runs[-1].append(dropped)
        else:
            runs.append([dropped])
    for run in runs:
        yield Decision(
            DecisionKind(run[0].reason.value),
            tuple(each.span for each in run),
            tuple(dict.fromkeys(each.of for each in run if each.of is not None)),
            min(each.confidence for each in run),
            _WHY[run[0].reason],
            accepted=run[0].reason is DropReason.REVIEWER,
        )


def _goes_on(raw: str, one: Dropped, other: Dropped) -> bool:
    if one.reason is not other.reason or len(inked(raw, (one.span, other.span))) > 1:
        return False
    if (one.confidence < _DOUBTFUL) != (other.confidence < _DOUBTFUL):
        return False
    if one.of is None or other.of is None or one.of == other.of:
        return one.of == other.of
    return one.of.end <= other.of.start and len(inked(raw, (one.of, other.of))) == 1


__all__ = [
    "Candidate",
    "Decision",
    "DecisionKind",
    "candidates",
    "decisions",
    "decisions_as_list",
    "explanation",
]
