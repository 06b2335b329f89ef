"""What a reviewer can do without a screen, and that all of it is kept."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from annotations.errors import AnnotationError, LayerError
from annotations.formats.pizhu_json import parse, schema, serialise
from annotations.model import Status
from annotations.span import Span, picked
from reader.config import Settings
from reader.exporting import export
from reader.session import Session
from reader.views import ArticleView
from reader.workspace import Workspace
from tests.conftest import NEWSPAPER


def session_on(folder: Path, reviewer: str = "阿明") -> Session:
    return Session(Workspace.open([str(folder)]), Settings(reviewer))


def view_of(session: Session, title: str) -> ArticleView:
    for path in session.workspace.paths:
        page = session.workspace.page(path)
        for article in page.articles:
            if article.title.startswith(title):
                return ArticleView(page, article)
    raise AssertionError(title)


def span_of(view: ArticleView, text: str) -> Span:
    start = view.text.index(text)
    return Span(start, start + len(text))


def test_annotations_round_trip_from_store_to_export_to_schema(seeds: Path) -> None:
    session = session_on(seeds)
    view = view_of(session, "引入專業基金").flipped(session.settings.traditional)
    tagged = session.highlight(view, span_of(view, "耐心资本"), tags=["policy/funding"])
    noted = session.highlight(view, span_of(view, "双向奔赴"), note="一個比喻")
    session.close()

    exported = export(Workspace.open([str(seeds)]))
    text = serialise(exported)
    jsonschema.validate(json.loads(text), schema())
    assert parse(text) == exported
    assert serialise(parse(text)) == text
    assert {each.id for each in exported.annotations} == {tagged.id, noted.id}
    raw = NEWSPAPER.read_text("utf-8")
    for annotation in exported.annotations:
        assert picked(raw, annotation.raw) == annotation.quote.exact
        position = annotation.position
        assert view.article.text[position.start : position.end] == annotation.quote.exact
    [source] = exported.sources
    assert (source.path, source.encoding, source.characters) == (
        NEWSPAPER.name,
        "utf-8",
        len(raw),
    )


def test_export_goes_by_tag_and_by_reviewer(seeds: Path) -> None:
    for reviewer, tag in (("阿明", "policy/funding"), ("小華", "question")):
        session = session_on(seeds, reviewer)
        view = view_of(session, "引入專業基金")
        session.highlight(view, span_of(view, "耐心資本"), tags=[tag])
        session.close()
    workspace = Workspace.open([str(seeds)])
    assert len(export(workspace).annotations) == 2
    [policy] = export(workspace, tag="policy").annotations
    assert policy.creator == "阿明"
    assert export(workspace, tag="polic").annotations == ()
    [question] = export(workspace, by="小華").annotations
    assert question.tags == ("question",)


def test_export_while_the_reader_is_open_changes_nothing(seeds: Path) -> None:
    session = session_on(seeds)
    view = view_of(session, "引入專業基金")
    session.highlight(view, span_of(view, "耐心資本"))
    layers = seeds / ".pizhu" / "layers"
    before = {path.name: path.read_bytes() for path in layers.iterdir()}
    assert len(export(Workspace.open([str(seeds)])).annotations) == 1
    assert {path.name: path.read_bytes() for path in layers.iterdir()} == before
    session.highlight(view, span_of(view, "邱達根"))
    session.close()


def test_annotations_of_a_text_that_is_gone_or_changed_are_exported_as_orphans(
    seeds: Path,
) -> None:
    session = session_on(seeds)
    view = view_of(session, "引入專業基金")
    session.highlight(view, span_of(view, "耐心資本"))
    session.close()
    (seeds / NEWSPAPER.name).write_text("另一篇文章\n\n內容已經不同了。\n", "utf-8")
    exported = export(Workspace.open([str(seeds)]))
    assert exported.annotations[0].status is Status.ORPHAN
    assert exported.sources[0].path == NEWSPAPER.name, "known from the kept text"
    for path in seeds.glob("*.txt"):
        path.unlink()
    for path in (seeds / ".pizhu" / "sources").iterdir():
        path.unlink()
    exported = export(Workspace.open([str(seeds)], may_be_empty=True))
    assert exported.annotations[0].status is Status.ORPHAN
    jsonschema.validate(json.loads(serialise(exported)), schema())


def test_the_raw_text_of_an_annotated_source_is_kept(seeds: Path) -> None:
    session = session_on(seeds)
    view = view_of(session, "引入專業基金")
    session.highlight(view, span_of(view, "耐心資本"))
    session.close()
    [kept] = (seeds / ".pizhu" / "sources").iterdir()
    assert kept.name == f"{view.page.source.sha256}.txt.gz"
    assert gzip.decompress(kept.read_bytes()).decode() == view.page.source.raw
    again = Workspace.open([str(seeds)]).kept_source(view.page.source.sha256)
    assert again is not None
    assert (again.raw, again.path) == (view.page.source.raw, NEWSPAPER.name)


def test_an_annotation_of_nothing_is_refused(seeds: Path) -> None:
    session = session_on(seeds)
    view = view_of(session, "引入專業基金")
    newline = view.text.index("\n")
    for nothing in (Span(0, 0), Span(newline, newline + 1)):
        with pytest.raises(AnnotationError):
            session.highlight(view, nothing)
    assert len(session.layer) == 0
    session.close()


def test_overlapping_annotations_are_found_the_shortest_first(seeds: Path) -> None:
    session = session_on(seeds)
    view = view_of(session, "引入專業基金")
    long = session.highlight(view, span_of(view, "壯大「耐心資本」"))
    short = session.highlight(view, span_of(view, "耐心資本"))
    at = view.text.index("心資本")
    found = [shown.annotation.id for shown in session.annotations_at(view, at)]
    assert found == [short.id, long.id]
    assert session.count(view.page, view.article) == 2
    assert session.count(view.page, view.page.articles[0]) == 0
    session.close()


def test_a_second_program_reads_and_is_told(seeds: Path) -> None:
    first = session_on(seeds)
    view = view_of(first, "引入專業基金")
    first.highlight(view, span_of(view, "耐心資本"))
    second = session_on(seeds)
    assert second.layer.notices
    assert len(second.layer) == 1
    with pytest.raises(LayerError):
        second.highlight(view, span_of(view, "邱達根"))
    second.close()
    first.close()


def test_explanations_name_terms_joins_missing_beginnings_and_annotations(seeds: Path) -> None:
    session = session_on(seeds)
    view = view_of(session, "引入專業基金")
    term = session.explain(view, view.text.index("耐心資本") + 1).term
    assert term is not None
    assert term.english
    broken = view_of(session, "前沿研究")
    at = broken.text.index("口，確保")
    for side in (at - 1, at):
        join = session.explain(broken, side).join
        assert join is not None
        assert "窗口" in join.reason
    headless = view_of(session, "景，")
    assert session.explain(headless, 0).is_missing_start
    annotation = session.highlight(view, span_of(view, "乏資本"), tags=["question"])
    explained = session.explain(view, view.text.index("乏資本"))
    assert explained.annotations == (annotation,)
    assert not session.explain(view, view.text.index("從來"))
    session.close()


def test_new_tags_are_in_the_workspaces_file(seeds: Path) -> None:
    session = session_on(seeds)
    session.tag_named("政策/資金")
    session.close()
    table = tomllib.loads((seeds / ".pizhu" / "tags.toml").read_text("utf-8"))
    assert "政策/資金" in json.dumps(table, ensure_ascii=False)
