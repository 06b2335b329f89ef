"""A layer file written anew out of its own lines says just what one written from nothing says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import layer_file
from annotations.layer_file import Mark, Tables
from annotations.layer_lines import rewritten
from tests.annotations.made import texts

documents = st.dictionaries(texts, texts | st.none() | st.lists(texts, max_size=2), max_size=3)
tables_made = st.dictionaries(
    st.sampled_from(["annotations", "corrections", "history", "12", 'odd "name": {']) | texts,
    st.dictionaries(st.integers(1, 12).map(str), documents, max_size=6),
    max_size=4,
)
MARK = Mark("0" * 64, 3, 7)


def plain(tables: Tables) -> Tables:
    """The tables as JSON gives them back: it can't tell two surrogates from a character."""
    found: Tables = json.loads(json.dumps(tables))
    return {name: table for name, table in found.items() if name != layer_file.META}


@given(tables_made, tables_made)
def test_rewriting_says_the_same_as_writing(before: Tables, after: Tables) -> None:
    before, after = plain(before), plain(after)
    content = layer_file.content(before, Mark("", 0, 0))
    changed = {
        (name, number): number in before.get(name, {})
        for name in {**before, **after}
        for number in {**before.get(name, {}), **after.get(name, {})}
        if before.get(name, {}).get(number) != after.get(name, {}).get(number)
    }
    assert rewritten(content, after, changed, MARK) == layer_file.content(after, MARK)


TABLES: Tables = {"annotations": {"1": {"id": "a"}, "2": {"id": "b"}}, "history": {"1": {}}}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(json.dumps(TABLES).encode(), id="stock TinyDB"),
        pytest.param(json.dumps(TABLES, indent=1).encode() + b"\n", id="indented"),
        pytest.param(
            layer_file.content(TABLES, MARK).replace(b'},\n"2"', b'}, "2"'), id="two in a line"
        ),
        pytest.param(layer_file.content(TABLES, MARK).rstrip(), id="no line end"),
        pytest.param(layer_file.content(TABLES, MARK) + b"\n\n", id="empty lines"),
        pytest.param(layer_file.content({**TABLES, "annotations": {}}, MARK), id="fewer"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_file_laid_out_otherwise_is_not_taken_apart(content: bytes) -> None:
    assert rewritten(content, TABLES, {}, MARK) is None


def test_the_mark_is_read_from_the_head_alone() -> None:
    content = layer_file.content(TABLES, MARK)
    assert layer_file.mark(content) == MARK
    assert layer_file.mark(content[: content.index(b"annotations")] + b"\xff" * 2000) == MARK
    assert layer_file.mark(layer_file.content(TABLES, Mark("", 0, 0))) is None
    assert layer_file.mark(b"") is None
    assert layer_file.mark(b'{"_meta": {') is None
