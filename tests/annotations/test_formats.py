from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.formats import FORMATS, Export, SourceRef
from annotations.formats.pizhu_json import parse, schema, serialise
from annotations.model import Annotation
from annotations.plain import paired
from annotations.tags import DEFAULTS, Tag
from tests.annotations.made import SOURCES, annotation, any_annotation, instants, texts

VALIDATOR = jsonschema.Draft202012Validator(schema())
MADE = annotation("a", (3, 7), (20, 21), note="注")
REF = SourceRef(f"sha256:{SOURCES[0]}", "seeds/x.txt", "utf-8", 3451)
EXPORT = Export("2026-11-21T20:00:00Z", (REF,), DEFAULTS[:1], (MADE,))

json_texts = texts.map(paired)
refs = st.builds(
    SourceRef,
    st.sampled_from(SOURCES).map(lambda digest: f"sha256:{digest}"),
    json_texts,
    json_texts,
    st.integers(0, 10**9),
)


@st.composite
def exports(draw: st.DrawFn) -> Export:
    made: list[Annotation] = draw(
        st.lists(any_annotation, max_size=4, unique_by=lambda each: each.id)
    )
    used = {f"sha256:{each.source}" for each in made}
    sources = draw(st.lists(refs, max_size=3, unique_by=lambda each: each.id))
    sources += [replace(REF, id=name) for name in sorted(used - {each.id for each in sources})]
    tags = draw(st.lists(st.sampled_from([*DEFAULTS, Tag("政策/資助")]), unique=True))
    return Export(draw(instants), tuple(sources), tuple(tags), tuple(made))


@given(exports())
def test_there_and_back(export: Export) -> None:
    for form in FORMATS.values():
        text = form.serialise(export)
        assert form.parse(text) == export
        assert form.serialise(form.parse(text)) == text
        assert text.encode().decode() == text


@given(exports())
def test_every_export_fits_the_schema(export: Export) -> None:
    found = json.loads(serialise(export))
    VALIDATOR.validate(found)
    # However another program lays the JSON out, exporting again gives the same text.
    assert serialise(parse(json.dumps(found, indent=4))) == serialise(export)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_text() -> None:
    assert serialise(EXPORT) == (
        '{"format": "pizhu/1",\n'
        ' "exported": "2026-11-21T20:00:00Z",\n'
        ' "offsets": "code points, end exclusive",\n'
        ' "sources": [\n'
        f'  {{"id": "sha256:{SOURCES[0]}", "path": "seeds/x.txt", "encoding": "utf-8", '
        '"characters": 3451}],\n'
        ' "tags": [\n'
        '  {"name": "policy/funding", "colour": "#e69f00", "key": "1", "description": '
        '"Money: budgets, funds, subsidies, tax, patient capital."}],\n'
        ' "annotations": [\n'
        f'  {{"id": "a", "source": "sha256:{SOURCES[0]}", "article": "a1", "title": "耐心資本", '
        '"raw": [[3, 7], [20, 21]], "quote": {"exact": "耐心資本", "prefix": "發展", "suffix": "的"}, '
        '"position": {"start": 0, "end": 4}, "tags": ["policy/funding"], "note": "注", '
        '"creator": "wong", "created": "2026-11-21T12:00:00Z", "modified": "2026-11-21T12:00:00Z", '
        '"status": "exact"}]}\n'
    )


def changed(path: str, value: Any) -> dict[str, Any]:
    """The export as JSON with one field set, or taken out for a value of `...`."""
    found: dict[str, Any] = json.loads(serialise(EXPORT))
    *steps, last = path.split(".")
    at: Any = found
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return found


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("format", "pizhu/2", "says 'pizhu/2'"),
        ("format", ..., "says None"),
        ("offsets", "UTF-16", "offsets are not"),
        ("exported", "today", "not a time"),
        ("extra", 1, "no field “extra”"),
        ("tags", ..., "“tags” is missing"),
        ("tags", {}, "“tags” is not a list"),
        ("tags", [1], "Number 1 of “tags” is not an object"),
        ("tags.0.name", "a//b", "Number 1 of “tags” breaks a rule. .* empty level"),
        ("tags.0.colour", "red", "not a colour"),
        ("tags.0.colour", "#E69F00", "small letters"),
        ("tags.0.name", " a", "not trimmed"),
        ("tags.0.shape", "round", "no field “shape”"),
        ("sources.0.id", SOURCES[0], "64 hexadecimal digits"),
        ("sources.0.characters", -1, "below zero"),
        ("sources.0.characters", "many", "not a whole number"),
        ("sources", [], "not among the sources"),
        ("annotations.0.source", SOURCES[0], "64 hexadecimal digits"),
        ("annotations.0.source", f"sha256:{SOURCES[1]}", "source of annotation a is not among"),
        ("annotations.0.raw", [], "Number 1 of “annotations” breaks a rule"),
        ("annotations.0.quote.exact", ..., "“exact” is missing"),
        ("annotations.0.quote.lang", "zh", "no field “lang”"),
        ("annotations.0.position.unit", "x", "no field “unit”"),
        ("annotations.0.status", "lost", "not a valid Status"),
        ("annotations.0.seen", True, "no field “seen”"),
    ],
)
def test_what_is_refused(path: str, value: Any, problem: str) -> None:
    found = changed(path, value)
    with pytest.raises(FormatError, match=problem):
        parse(json.dumps(found))
    if path not in {"sources", "annotations.0.source", "tags.0.name"} or value == SOURCES[0]:
        assert not VALIDATOR.is_valid(found)


@pytest.mark.parametrize("name", ["sources", "tags", "annotations"])
def test_what_stands_twice_is_refused(name: str) -> None:
    found = json.loads(serialise(EXPORT))
    found[name] *= 2
    with pytest.raises(FormatError, match="stands there twice"):
        parse(json.dumps(found))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, "\ufeff{}"])
def test_what_is_not_the_format(text: str) -> None:
    with pytest.raises(FormatError):
        parse(text)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse("\ufeff" + serialise(EXPORT)) == EXPORT
