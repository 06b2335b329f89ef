"""Search of a whole workspace without a screen: here, in other processes, with the reviewer's pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import library_search
from reader.config import Settings
from reader.library_search import LibrarySearch
from reader.query import PatternError, Query
from reader.search import Patience, find_all
from reader.session import Session
from reader.text.page import BlockKind
from reader.workspace import Workspace


def session_on(folder: Path) -> Session:
    return Session(Workspace.open([str(folder)]), Settings(reviewer="ming"))


def searched(session: Session, query: Query) -> LibrarySearch:
    search = LibrarySearch(session, query)
    search.run()
    return search


@pytest.mark.parametrize(
    "query",
    [Query("香港"), Query("创科"), Query("[0-9]{4}年", is_pattern=True), Query("沒有這些字")],
)
def test_every_article_is_searched_and_every_hit_has_its_line(seeds: Path, query: Query) -> None:
    session = session_on(seeds)
    search = searched(session, query)
    expected = [
        (article.id, len(hits))
        for path in session.workspace.paths
        for article in session.pages.of(path).articles
        if len(hits := find_all(article.text, query))
    ]
    assert [(found.article, found.count) for found in search.found] == expected
    assert search.count == sum(count for _, count in expected)
    for found in search.found:
        raw = session.pages.of(found.path).source.raw
        for line in found.lines:
            assert raw[line.raw] == line.exact[0]
            assert "\n" not in line.before + line.exact + line.after
    session.close()


def test_other_processes_find_the_same(
    seeds: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with capfd.disabled():
        session = session_on(seeds)
        here = searched(session, Query("香港")).found
        monkeypatch.setattr(library_search, "_MANY", 0)
        assert searched(session, Query("香港")).found == here
        assert searched(session, Query("沒有這些字")).found == []
        session.close()


def test_what_the_reviewer_dropped_is_not_found(
    seeds: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with capfd.disabled():
        session = session_on(seeds)
        path = session.workspace.paths[0]
        page = session.pages.of(path)
        before = searched(session, Query("耐心資本"))
        article, block = next(
            (a, b)
            for a, article in enumerate(page.articles)
            for b, block in enumerate(article.blocks)
            if "耐心資本" in block.text and block.kind is BlockKind.PARAGRAPH
        )
        session.pages.correct(page, session.pages.corrector(page).drop(article, block))
        after = searched(session, Query("耐心資本"))
        assert after.count < before.count
        monkeypatch.setattr(library_search, "_MANY", 0)
        assert searched(session, Query("耐心資本")).found == after.found
        session.close()


def test_it_stops_when_told_and_when_a_pattern_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Patience, "LEAST", 0.05)
    (tmp_path / "1.txt").write_text("河套香港園區開園\n\n香港園區正式開園。\n", "utf-8")
    (tmp_path / "2.txt").write_text("沒完沒了\n\n" + "香" * 3_000 + "港。\n", "utf-8")
    (tmp_path / "3.txt").write_text("河套香港園區開園\n\n香港園區又再開園。\n", "utf-8")
    session = session_on(tmp_path)
    search = searched(session, Query("香港|(香|香香)+$", is_pattern=True))
    assert search.is_given_up
    assert search.progress.is_finished
    names = [Path(found.path).name for found in search.found]
    assert names[0] == "1.txt"
    assert "3.txt" not in names
    stopped = LibrarySearch(session, Query("香港"))
    stopped.progress.stop()
    stopped.run()
    assert stopped.found == []
    with pytest.raises(PatternError):
        LibrarySearch(session, Query("(", is_pattern=True))
    session.close()


def test_a_text_that_cant_be_read_is_passed_over(seeds: Path) -> None:
    session = session_on(seeds)
    Path(session.workspace.paths[0]).unlink()
    search = searched(session, Query("香港"))
    assert search.progress.done == len(session.workspace.paths)
    session.close()
