"""Annotations made for tests, and hypothesis strategies for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import strategies as st

from annotations.model import Annotation, Quote, Status
from annotations.span import Span

SOURCES = tuple(f"{number:064x}" for number in range(3))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Clock:
    """A clock that moves on by a second each time it is asked."""

    def __init__(self) -> None:
        self._seconds = count()

    def __call__(self) -> datetime:
        return NOON + timedelta(seconds=next(self._seconds))


def annotation(
    name: str, *spans: tuple[int, int], source: str = SOURCES[0], note: str = ""
) -> Annotation:
    """A small annotation whose id is `name`; without spans it marks four characters."""
    raw = tuple(Span(*span) for span in spans) or (Span(3, 7),)
    return Annotation(
        id=name,
        source=source,
        article="a1",
        title="耐心資本",
        raw=raw,
        quote=Quote("耐心資本", "發展", "的"),
        position=Span(0, 4),
        tags=("policy/funding",),
        note=note,
        creator="wong",
        created="2026-11-21T12:00:00Z",
        modified="2026-11-21T12:00:00Z",
    )


texts = st.text(st.characters(codec=None) | st.sampled_from("耐心資本\ud83d\udc80\u2028\x00\x85"))
"""Any text, surrogates, alone and in pairs, among it."""

spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 3000), st.integers(1, 900)
)
raws = st.lists(spans, min_size=1, max_size=3).map(
    lambda found: tuple(
        span
        for place, span in enumerate(found)
        if not any(span.overlaps(other) for other in found[:place])
    )
)
instants = st.datetimes(datetime(1, 1, 1), datetime(9999, 1, 1)).map(  # noqa: DTZ001 - only its form
    lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
)
quotes = st.builds(Quote, texts.filter(bool), texts, texts)
any_annotation = st.builds(
    Annotation,
    id=st.uuids().map(lambda name: name.hex) | texts.filter(bool),
    source=st.sampled_from(SOURCES),
    article=texts,
    title=texts,
    raw=raws,
    quote=quotes,
    position=spans,
    tags=st.lists(texts.filter(bool), unique=True, max_size=3).map(tuple),
    note=texts,
    creator=texts,
    created=instants,
    modified=instants,
    status=st.sampled_from(Status),
)
