"""What other reviewers annotate shows, read only, while they work."""

from __future__ import annotations

import shutil
from pathlib import Path

from annotations.span import Span
from reader.config import Settings
from reader.others import Others
from reader.session import Session
from reader.views import ArticleView
from reader.workspace import Workspace
from tests.conftest import NEWSPAPER


def at_work(root: Path, reviewer: str) -> tuple[Session, ArticleView]:
    session = Session(Workspace.open([str(root)]), Settings(reviewer))
    page = session.workspace.page(str(root / NEWSPAPER.name))
    return session, ArticleView(page, page.articles[0])


def test_others_are_followed(seeds: Path) -> None:
    mine, view = at_work(seeds, "wong")
    others = Others(mine.workspace, mine.layer.path)
    source = view.page.source.sha256
    mine.highlight(view, Span(20, 24))
    assert others.poll() == frozenset()
    assert list(others.reviewers) == []

    theirs, their_view = at_work(seeds, "chan")
    first = theirs.highlight(their_view, Span(40, 46), tags=["question"])
    assert others.poll() == {source}
    assert others.reviewers == ("chan",)
    assert others.of_source(source) == [first]
    second = theirs.highlight(their_view, Span(30, 34))
    assert others.poll() == {source}
    assert others.of_source(source) == [second, first]
    assert others.overlapping(source, second.raw) == [second]
    theirs.layer.undo()
    assert others.poll() == {source}
    assert others.of_source(source) == [first]
    theirs.close()
    assert others.poll() == frozenset()
    assert others.of_source(source) == [first]
    assert others.problems == ()

    theirs.layer.path.unlink()
    Path(f"{theirs.layer.path}.journal").unlink()
    assert others.poll() == {source}
    assert others.of_source(source) == []
    others.close()
    mine.close()


def test_looking_at_others_leaves_nothing_behind(seeds: Path) -> None:
    session, view = at_work(seeds, "chan")
    session.highlight(view, Span(20, 24))
    session.close()
    before = {path: path.stat().st_mtime_ns for path in seeds.rglob("*") if path.is_file()}
    others = Others(Workspace.open([str(seeds)]), seeds / ".pizhu" / "layers" / "wong.json")
    others.poll()
    others.poll()
    others.close()
    after = {path: path.stat().st_mtime_ns for path in seeds.rglob("*") if path.is_file()}
    assert after == before


def test_a_layer_that_can_not_be_read_is_told_and_read_once_it_can(seeds: Path) -> None:
    session, view = at_work(seeds, "chan")
    session.highlight(view, Span(20, 24))
    session.close()
    content = session.layer.path.read_bytes()
    session.layer.path.write_text('{"_meta": {"1": {"schema": 99}}}')
    others = Others(session.workspace, seeds / ".pizhu" / "layers" / "wong.json")
    assert others.poll() == frozenset()
    assert "newer pizhu" in others.problems[0]
    session.layer.path.write_bytes(content)
    assert others.poll() == {view.page.source.sha256}
    assert others.problems == ()


def test_a_layer_copied_under_another_name_shows_nothing_twice(seeds: Path) -> None:
    session, view = at_work(seeds, "chan")
    session.highlight(view, Span(20, 24))
    session.close()
    for name in ("copy", "wong"):
        shutil.copy(session.layer.path, session.layer.path.with_name(f"{name}.json"))
    mine, view = at_work(seeds, "wong")
    mine.shows_others = True
    mine.follow()
    assert len(mine.annotations_of(view)) == 1
    assert mine.others_of(view) == []
    mine.layer.remove(next(iter(mine.layer)).id, said="remove")
    assert len(mine.others_of(view)) == 1
    mine.close()
