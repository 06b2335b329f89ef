"""The library without a screen: what a filter lets through, and the order."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.span import Span
from reader.catalogue import Entry
from reader.config import Settings
from reader.listing import Filter, Listing, Sort, iso_date, parsed
from reader.places import Place, ReadingPlaces
from reader.session import Session
from reader.text.page import Script
from reader.workspace import Workspace
from tests.tui.conftest import REVIEWER

ENTRIES = [
    Entry("f/b.txt", "1" * 64, "a", "耐心資本", False, "2025-06-03", Script.TRADITIONAL, 9, (Span(0, 9),)),
    Entry("f/a.txt", "2" * 64, "b", "香港园区", False, "2025年7月", Script.SIMPLIFIED, 9, (Span(0, 9),)),
    Entry("f/c.txt", "3" * 64, "c", "ＡＩ與人", True, "", Script.TRADITIONAL, 9, (Span(0, 9),)),
    Entry("f/c.txt", "3" * 64, "d", "OpenAI", False, "二〇二四年十二月三十一日", Script.NEITHER, 9, (Span(9, 18),)),
]  # fmt: skip


@pytest.fixture
def listing(seeds: Path, tmp_path: Path) -> Listing:
    times = iter((3.0, 2.0))
    places = ReadingPlaces(tmp_path / "places.json", clock=lambda: next(times))
    places.keep("1" * 64, "a", Place(0, 1.0))
    places.keep("2" * 64, "b", Place(0, 0.4))
    session = Session(Workspace.open([str(seeds)]), Settings(reviewer=REVIEWER))
    return Listing(session.layer, places)


def titles(listing: Listing, typed: str, sort: Sort = Sort.FILE, *, turned: bool = False) -> str:
    found = listing.arranged(ENTRIES, parsed(typed), sort, turned=turned)
    return "".join(entry.article for entry in found)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "abcd"),
        ("资本", "a"),
        ("園區", "b"),
        ("ai", "cd"),
        ("ＡＩ", "cd"),
        ("ai 與", "c"),
        ("-ai", "ab"),
        ("c.txt", "cd"),
        ('"與人"', "c"),
        ("script:hant", "ac"),
        ("script:简体", "b"),
        ("字體：繁", "ac"),
        ("-script:none", "abc"),
        ("date:2025", "ab"),
        ("date:2025-06", "a"),
        ("date:2025-07..", "b"),
        ("date:..2025-06", "ad"),
        ("date:2024-12-31..2025-06-03", "ad"),
        ("日期：二〇二五年七月", "b"),
        ("-date:2025", "cd"),
        ("unread", "cd"),
        ("未讀", "cd"),
        ("read", "a"),
        ("begun", "b"),
        ("noted", ""),
        ("tag:政策", ""),
        ("tag:", "abcd"),
        ("unread script:hant ai", "c"),
        ("http://x", ""),
    ],
)
def test_filter_lets_through(listing: Listing, typed: str, expected: str) -> None:
    assert titles(listing, typed) == expected
    assert not parsed(typed).problems


@pytest.mark.parametrize("typed", ["date:soon", "script:latin", "date:..", "date:2025..x"])
def test_what_is_not_understood_is_told_and_filters_nothing(listing: Listing, typed: str) -> None:
    [problem] = parsed(typed).problems
    assert problem.endswith(".")
    assert titles(listing, typed) == "abcd"
    assert titles(listing, f"{typed} ai") == "cd"


@pytest.mark.parametrize(
    ("sort", "up", "down"),
    [
        (Sort.FILE, "abcd", "dcba"),
        (Sort.TITLE, "cdab", "badc"),
        (Sort.DATE, "dabc", "badc"),
        (Sort.NAME, "bacd", "cdab"),
        (Sort.PROGRESS, "bacd", "abcd"),
        (Sort.LAST_READ, "bacd", "abcd"),
    ],
)
def test_order_goes_both_ways_and_what_lacks_comes_last(
    listing: Listing, sort: Sort, up: str, down: str
) -> None:
    assert titles(listing, "", sort) == up
    assert titles(listing, "", sort, turned=True) == down


def test_tags_and_notes_are_those_of_the_annotations_in_the_article(
    seeds: Path, tmp_path: Path
) -> None:
    with_tags = Session(Workspace.open([str(seeds)]), Settings(reviewer=REVIEWER))
    for path in with_tags.workspace.paths:
        with_tags.catalogue.read(path)
    entry, *others = with_tags.catalogue.entries
    view = with_tags.view_of(entry)
    with_tags.tag_named("政策/資金")
    with_tags.highlight(view, Span(0, 3), tags=["政策/資金"])
    listing = Listing(with_tags.layer, ReadingPlaces(tmp_path / "places.json"))
    for typed in ("tag:政策", "tag:政策/资金", "tag:资金", "noted"):
        assert listing.arranged([entry, *others], parsed(typed), Sort.FILE) == [entry], typed
    assert listing.arranged([entry, *others], parsed("-noted"), Sort.FILE) == others
    assert listing.arranged([*others, entry], Filter(), Sort.NOTES)[0] == entry
    with_tags.close()


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2025-06-03", "2025-06-03"),
        ("2025年6月3日 10:20", "2025-06-03"),
        ("２０２５年６月", "2025-06"),
        ("二〇二五年六月三日", "2025-06-03"),
        ("二零二五年十一月二十日", "2025-11-20"),
        ("二〇二五年十月十日", "2025-10-10"),
        ("2025.6.3", "2025-06-03"),
        ("昨天", ""),
    ],
)
def test_printed_dates(printed: str, iso: str) -> None:
    assert iso_date(printed) == iso
