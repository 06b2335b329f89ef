"""The sentences of the interface and their catalogs: `python -m tests.messages` brings these up to date.

It takes every sentence out of the sources, merges them into each language's `.po`, where a new one
stands empty until somebody translates it, and compiles what is translated (docs/translating.md).
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, DataTable, Input, OptionList, SelectionList, TextArea

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "reader" / "locale"
LANGUAGES = ("zh_Hans", "zh_Hant")
_PACKAGES = ("annotations", "reader")

_SENTENCES = {
    "_": (0,),
    "marked": (0,),
    "Said": (0,),
    "several": (0, 1),
    # A label, what it does, and the heading that it stands under on the help screen.
    "Action": (2, 3, 4),
    # What a dialog's own key does.
    "Binding": (2,),
}
"""Which arguments of a call are sentences; of `several`, the two of them are one message."""
_NAMED = {"Action": ("label", "help", "group"), "Binding": ("description", "tooltip")}
_OF_TEXTUAL: tuple[type[Widget], ...] = (
    Screen,
    ScrollableContainer,
    Button,
    DataTable,
    Input,
    OptionList,
    SelectionList,
    TextArea,
)
"""The widgets whose own keys the help tells of."""


@dataclass(frozen=True)
class Sentence:
    """A message as gettext knows it."""

    one: str
    many: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.one, self.many) if self.many else self.one


def sentences() -> dict[Sentence, list[str]]:
    """Every sentence of the sources, with the files that it stands in."""
    found: dict[Sentence, set[str]] = defaultdict(set)
    for package in _PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            for sentence in _of_file(path):
                found[sentence].add(name)
    for widget in _OF_TEXTUAL:
        for binding in widget.BINDINGS:
            if isinstance(binding, Binding) and binding.description:
                found[Sentence(binding.description)].add("textual")
    return {sentence: sorted(files) for sentence, files in found.items()}


def _of_file(path: Path) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name = node.func.id
        places = _SENTENCES.get(name, ())
        words = [node.args[place] for place in places if place < len(node.args)]
        words += [each.value for each in node.keywords if each.arg in _NAMED.get(name, ())]
        texts = [text for word in words if (text := _text(word)) is not None]
        if name == "several":
            if len(texts) == 2:
                yield Sentence(*texts)
        else:
            yield from map(Sentence, texts)


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        return node.value
    return None


def template() -> Catalog:
    """A catalog of all sentences, none translated."""
    catalog = Catalog(project="pizhu", charset="utf-8", fuzzy=False)
    for sentence, files in sorted(sentences().items(), key=lambda each: (each[1], each[0].one)):
        flags = ["python-brace-format"] if "{" in sentence.one else []
        catalog.add(sentence.id, locations=[(file, 0) for file in files], flags=flags)
    return catalog


def catalog_file(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "pizhu.po"


def catalog(language: str) -> Catalog:
    """What is translated into a language."""
    with catalog_file(language).open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> Catalog:
    """Merge the sources' sentences into a language's catalog, and write it in both forms."""
    path = catalog_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    merged = catalog(language) if path.exists() else Catalog(locale=language, fuzzy=False)
    merged.update(template(), no_fuzzy_matching=True)
    merged.obsolete.clear()
    # Whatever differs from run to run would only make the files differ.
    merged.revision_date = merged.creation_date = datetime(2026, 11, 22, tzinfo=UTC)
    merged.project, merged.version = "pizhu", language
    merged.msgid_bugs_address = merged.last_translator = merged.language_team = ""
    merged.header_comment = f"# pizhu in {language}; see docs/translating.md"
    with path.open("wb") as file:
        write_po(file, merged, width=0, include_lineno=False, sort_by_file=True)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, merged)
    return merged


def untranslated(catalog: Catalog) -> list[str]:
    """The sentences that are missing or only guessed."""
    return [
        str(message.id)
        for message in catalog
        if message.id and (message.fuzzy or not message.string or not all(message.string))
    ]


def main() -> int:
    """Update every catalog.

    Returns:
        1 while something is untranslated, else 0.
    """
    status = 0
    for language in LANGUAGES:
        updated = update(language)
        missing = untranslated(updated)
        print(f"{language}: {len(updated)} messages, {len(missing)} to translate")
        for message in missing:
            print(f"  {message}")
        status = status or bool(missing)
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
