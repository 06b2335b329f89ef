"""The catalogue tells of every article what a list shows, and follows the reviewer's corrections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.span import merged
from reader.config import Settings
from reader.progress import Progress
from reader.session import Session
from reader.workspace import Workspace


@pytest.fixture
def session(seeds: Path) -> Iterator[Session]:
    session = Session(Workspace.open([str(seeds)]), Settings(reviewer="阿明"))
    yield session
    session.close()


def test_an_entry_says_what_the_article_is(session: Session) -> None:
    assert list(session.catalogue.read_all(Progress())) == list(session.workspace.paths)
    assert not session.catalogue.unread
    for entry in session.catalogue.entries:
        view = session.view_of(entry)
        assert entry.article == view.article.id
        assert entry.title == view.article.title
        assert entry.sha256 == view.page.source.sha256
        assert entry.characters == sum(len(block.text) for block in view.article.blocks)
        assert entry.spans == tuple(merged(s for block in view.article.blocks for s in block.spans))


def test_a_correction_changes_the_entries_of_its_page_alone(session: Session) -> None:
    list(session.catalogue.read_all(Progress()))
    before = session.catalogue.entries
    assert not session.catalogue.refresh()
    page = session.pages.of(before[0].path)
    number = next(n for n, article in enumerate(page.articles) if len(article.blocks) > 1)
    session.pages.correct(page, session.pages.corrector(page).drop(number, 1))
    assert session.catalogue.refresh()
    after = session.catalogue.entries
    assert after != before
    others = [entry for entry in before if entry.path != before[0].path]
    assert [entry for entry in after if entry.path != before[0].path] == others
    session.layer.undo()
    assert session.catalogue.refresh()
    assert session.catalogue.entries == before


def test_a_text_that_changed_on_disk_leaves_an_open_page_as_it_was_read(
    session: Session,
) -> None:
    path = session.workspace.paths[0]
    page = session.pages.of(path)
    Path(path).write_text("另一篇\n\n完全不同的內容，與先前無關。\n", "utf-8")
    session.workspace.forget(path)
    assert session.pages.again(page).source.sha256 == page.source.sha256
    assert session.pages.again(page).articles == page.articles
    assert session.pages.of(path).source.sha256 != page.source.sha256
