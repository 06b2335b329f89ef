"""The JSON that teams get: `pizhu/1`, described by the JSON Schema beside this file.

Invariant: `parse(serialise(x)) == x`, and serialising what was parsed gives the same text again,
whatever the white space was. Strict: a field that the schema does not name is refused, since it
could not be kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from annotations.errors import AnnotationError, FormatError, TagError
from annotations.foreign import by_parser
from annotations.formats.export import SHA256, Export, SourceRef
from annotations.model import Annotation, from_document, is_instant, to_document
from annotations.plain import dumped, field
from annotations.tags import Tag
from annotations.wording import _

FORMAT = "pizhu/1"
"""What the field `format` says."""

OFFSETS = "code points, end exclusive"
"""What the field `offsets` says."""

_TOP = ("format", "exported", "offsets", "sources", "tags", "annotations")
_SOURCE = ("id", "path", "encoding", "characters")
_TAG = ("name", "colour", "key", "description")
_ANNOTATION = tuple(each.name for each in fields(Annotation))
_QUOTE = ("exact", "prefix", "suffix")
_POSITION = ("start", "end")
_Item = TypeVar("_Item")


def serialise(export: Export) -> str:
    """The export as JSON text: an item a line, in the order of the export, ending in a line end."""
    head = {"format": FORMAT, "exported": export.exported, "offsets": OFFSETS}
    lines = [f"{dumped(name)}: {dumped(value)}" for name, value in head.items()]
    lines += [
        _list("sources", [_plain(source, _SOURCE) for source in export.sources]),
        _list("tags", [_plain(tag, _TAG) for tag in export.tags]),
        _list("annotations", [_annotation(annotation) for annotation in export.annotations]),
    ]
    return "{" + ",\n ".join(lines) + "}\n"


def parse(text: str) -> Export:
    """The export that this JSON text holds.

    Raises:
        FormatError: It is not JSON, not of this format, or breaks its schema; the message says where.
    """
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        raise FormatError(
            _("This is not JSON ({problem}); export it again.").format(problem=by_parser(problem))
        ) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        what = found.get("format") if isinstance(found, dict) else None
        raise FormatError(
            _(
                "This is not of the format {format}, but says {what!r}; name its format, or export it "
                "again from pizhu."
            ).format(format=FORMAT, what=what)
        )
    return _read(_("The file"), _export, found)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the format."""
    from importlib import resources

    text = resources.files(__package__).joinpath("pizhu-1.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _list(name: str, items: Sequence[object]) -> str:
    return f'"{name}": [' + ",".join(f"\n  {dumped(item)}" for item in items) + "]"


def _plain(value: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _annotation(annotation: Annotation) -> dict[str, Any]:
    document = to_document(annotation)
    document["source"] = SHA256 + annotation.source
    return document


def _export(found: dict[str, Any]) -> Export:
    _refuse_unknown(found, _TOP)
    if field(found, "offsets", str) != OFFSETS:
        raise ValueError(_("its offsets are not “{offsets}”").format(offsets=OFFSETS))
    exported = field(found, "exported", str)
    if not is_instant(exported):
        raise ValueError(
            _("“{exported}” is not a time such as 2026-11-21T20:00:00Z").format(exported=exported)
        )
    return Export(
        exported,
        _items(found, "sources", _source),
        _items(found, "tags", _tag),
        _items(found, "annotations", _annotation_of),
    )


def _items(
    found: dict[str, Any], name: str, read: Callable[[dict[str, Any]], _Item]
) -> tuple[_Item, ...]:
    return tuple(
        [
            _read(_("Number {place} of “{name}”").format(place=place, name=name), read, item)
            for place, item in enumerate(field(found, name, list), 1)
        ]
    )


def _read(where: str, read: Callable[[dict[str, Any]], _Item], item: object) -> _Item:
    """What is read from an item, with the place added to what may be wrong with it."""
    if not isinstance(item, dict):
        raise FormatError(_("{where} is not an object; export it again.").format(where=where))
    try:
        return read(item)
    except (AnnotationError, TagError) as problem:
        raise FormatError(
            _("{where} breaks a rule. {problem}").format(where=where, problem=problem)
        ) from None
    except ValueError as problem:
        raise FormatError(
            _("{where} can't be read: {problem}; export it again.").format(
                where=where, problem=problem
            )
        ) from None


def _source(item: dict[str, Any]) -> SourceRef:
    _refuse_unknown(item, _SOURCE)
    source = SourceRef(
        _hashed(field(item, "id", str)),
        field(item, "path", str),
        field(item, "encoding", str),
        field(item, "characters", int),
    )
    if source.characters < 0:
        raise ValueError(_("“characters” is below zero"))
    return source


def _tag(item: dict[str, Any]) -> Tag:
    _refuse_unknown(item, _TAG)
    tag = Tag(*(field(item, name, str) for name in _TAG))
    if _plain(tag, _TAG) != item:
        raise ValueError(
            _("its name is not trimmed and in NFC, or its colour not in small letters")
        )
    return tag


def _annotation_of(item: dict[str, Any]) -> Annotation:
    _refuse_unknown(item, _ANNOTATION)
    _refuse_unknown(field(item, "quote", dict), _QUOTE)
    _refuse_unknown(field(item, "position", dict), _POSITION)
    source = _hashed(field(item, "source", str))
    return from_document({**item, "source": source.removeprefix(SHA256)})


def _hashed(name: str) -> str:
    digest = name.removeprefix(SHA256)
    if digest == name or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise ValueError(
            _("“{name}” is not {sha256} and 64 hexadecimal digits").format(name=name, sha256=SHA256)
        )
    return name


def _refuse_unknown(item: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in item:
        if name not in names:
            raise ValueError(_("the format knows no field “{name}”").format(name=name))
