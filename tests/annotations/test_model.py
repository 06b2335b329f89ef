from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given

from annotations.errors import AnnotationError
from annotations.model import (
    Annotation,
    Quote,
    Status,
    from_document,
    instant,
    new_annotation,
    new_id,
    to_document,
)
from annotations.plain import dumped, paired
from annotations.span import Span
from tests.annotations.made import NOON, SOURCES, Clock, annotation, any_annotation, texts


@given(any_annotation)
def test_json_gives_back_every_annotation(made: Annotation) -> None:
    assert from_document(json.loads(dumped(to_document(made)).encode())) == made


@given(texts)
def test_any_text_can_be_written(text: str) -> None:
    assert json.loads(dumped(text).encode()) == paired(text)
    assert paired(paired(text)) == paired(text)
    assert "\n" not in dumped(text)


def test_a_new_annotation() -> None:
    made = new_annotation(
        source=SOURCES[1],
        article="a1",
        title="題",
        raw=[Span(5, 7), Span(1, 2)],
        quote=Quote("資本的"),
        position=Span(0, 3),
        creator="wong",
        tags=["policy/funding"],
        note="注",
        clock=lambda: NOON,
    )
    assert made.created == made.modified == "2026-11-21T12:00:00Z"
    assert made.status is Status.EXACT
    assert made.raw == (Span(5, 7), Span(1, 2))
    assert made.tags == ("policy/funding",)
    assert len(made) == 3
    assert made.place == (5, 3, made.id)


def test_ids_sort_by_time_and_are_uuids_of_version_7() -> None:
    clock = Clock()
    ids = [new_id(clock()) for _ in range(50)]
    assert ids == sorted(ids)
    assert len({new_id(NOON) for _ in range(100)}) == 100
    assert {(len(each), each[12]) for each in ids} == {(32, "7")}
    assert {each[16] for each in ids} <= set("89ab")


def test_an_edit_says_when() -> None:
    made = annotation("a", note="old")
    edited = made.edited(lambda: NOON + timedelta(hours=1), note="new")
    assert edited == replace(made, note="new", modified="2026-11-21T13:00:00Z")
    assert made.edited(lambda: NOON, tags=("x",)).note == "old"


def test_moments_are_stored_in_utc() -> None:
    hong_kong = timezone(timedelta(hours=8))
    assert instant(datetime(2026, 11, 21, 20, tzinfo=hong_kong)) == "2026-11-21T12:00:00Z"
    assert instant(NOON.astimezone(UTC)) == "2026-11-21T12:00:00Z"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("raw", (), "at least one character"),
        ("raw", (Span(3, 3),), "at least one character"),
        ("raw", (Span(3, 5), Span(7, 7)), "at least one character"),
        ("raw", (Span(3, 5), Span(4, 6)), "the same character twice"),
        ("raw", (Span(8, 9), Span(3, 9)), "the same character twice"),
        ("id", "", "must have an id"),
        ("source", "sha256:00", "not the SHA-256"),
        ("source", "A" * 64, "not the SHA-256"),
        ("created", "yesterday", "not a time"),
        ("modified", "2026-11-21T20:00:00+08:00", "not a time"),
        ("modified", "２026-11-21T20:00:00Z", "not a time"),
        ("tags", ("",), "tags must have names"),
        ("tags", ("a", "a"), "once each"),
    ],
)
def test_what_is_no_annotation(field: str, value: Any, problem: str) -> None:
    with pytest.raises(AnnotationError, match=problem):
        replace(annotation("a"), **{field: value})


def test_a_quote_of_nothing() -> None:
    with pytest.raises(AnnotationError):
        Quote("", "before", "after")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": None}, "“id” is not a text"),
        ({"raw": [[3]]}, "pair of offsets"),
        ({"raw": [[3, "5"]]}, "pair of offsets"),
        ({"raw": [[True, 5]]}, "pair of offsets"),
        ({"raw": [[5, 3]]}, "not a span"),
        ({"raw": "3-5"}, "“raw” is not a list"),
        ({"quote": "耐心"}, "“quote” is not an object"),
        ({"quote": {"exact": "x", "prefix": ""}}, "“suffix” is missing"),
        ({"position": {"start": 1.5, "end": 2}}, "“start” is not a whole number"),
        ({"position": {"start": True, "end": 2}}, "“start” is not a whole number"),
        ({"tags": [1]}, "not the name of a tag"),
        ({"status": "lost"}, "not a valid Status"),
        ({"created": "x"}, "not a time"),
    ],
)
def test_a_document_that_is_no_annotation(change: dict[str, Any], problem: str) -> None:
    document = to_document(annotation("a"))
    assert from_document({**document, "unknown": 1}) == annotation("a")
    with pytest.raises(AnnotationError, match=problem):
        from_document({**document, **change})
    for name in document:
        less = {key: value for key, value in document.items() if key != name}
        with pytest.raises(AnnotationError, match=f"“{name}” is missing"):
            from_document(less)
