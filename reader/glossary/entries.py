"""A term and the file that terms are written in.

The file is TOML: one `[[term]]` after another, each with the keys that `Term` has, where a line break
in prose counts as a space. Whoever reads an
entry must be able to tell what is known from what is guessed, so an entry has a source, and a key
for what is not certain.

Invariant: a `Term` that was read has a form in either script, a definition, a category and a source,
and no form of it holds white space at its ends, a line break or a control character.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from annotations.foreign import by_parser, by_system
from reader.errors import GlossaryError
from reader.wording import _, marked

OWN_FOLDER = Path(__file__).parent / "data"
"""The terms that come with pizhu, one file a category, each sorted by its Traditional form."""

CATEGORIES = (
    marked("event"),
    marked("expression"),
    marked("finance"),
    marked("funding"),
    marked("government service"),
    marked("institution"),
    marked("organisation"),
    marked("place"),
    marked("policy"),
    marked("scheme"),
    marked("technology"),
    marked("usage"),
)
"""The categories of the terms that come with pizhu; a team's own file may use others."""


@dataclass(frozen=True)
class Term:
    """A name or an expression that a reader may want explained."""

    hant: str
    """In Traditional characters, as Hong Kong writes it."""
    hans: str
    """In Simplified characters."""
    english: str
    """The official English name, or the usual one of an expression; empty when there is none."""
    definition: str
    """One to three plain sentences in English."""
    category: str
    """What kind of thing it is; one of `CATEGORIES` in the file that comes with pizhu."""
    source: str
    """Who says so: the body, the address or the law that the facts come from."""
    aliases: tuple[str, ...] = ()
    """Other forms under which it stands in texts, of either script or of none."""
    unsure: str = ""
    """One sentence that says what of this entry is not certain; empty when all of it is."""

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Everything that stands for the term in a text, without repetition."""
        return tuple(dict.fromkeys((self.hant, self.hans, *self.aliases)))


def own_files() -> list[Path]:
    """The files of the terms that come with pizhu, in the order of `CATEGORIES`."""
    return [OWN_FOLDER / f"{category.replace(' ', '_')}.toml" for category in CATEGORIES]


_KEYS = frozenset(field.name for field in fields(Term))
_REQUIRED = ("hant", "hans", "definition", "category", "source")


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read the terms of a file, in its order.

    Args:
        path: A TOML file of `[[term]]` tables.

    Raises:
        GlossaryError: The file can't be read, is no TOML, or an entry lacks something, has something
            that no entry has, or shares a form with another. The message names the file, the entry
            and the way out.
    """
    import tomllib

    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GlossaryError(
            str(path), _("can't be read: {why}").format(why=by_system(error))
        ) from error
    except UnicodeDecodeError as error:
        raise GlossaryError(str(path), _("is not UTF-8; save it as UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise GlossaryError(
            str(path), _("is not TOML: {error}").format(error=by_parser(error))
        ) from error
    tables = written.pop("term", [])
    if written:
        raise GlossaryError(
            str(path),
            _("has {keys} where only [[term]] may stand").format(keys=_listed(written)),
        )
    if not isinstance(tables, list):
        raise GlossaryError(str(path), _("has a [term]; write [[term]], in double brackets"))
    terms = tuple(_term(path, number, table) for number, table in enumerate(tables, 1))
    _check_forms(path, terms)
    return terms


def _term(path: Path, number: int, table: object) -> Term:
    if not isinstance(table, dict):
        raise GlossaryError(
            str(path),
            _("term {number} is no table; write [[term]] above its keys").format(number=number),
        )
    name = table.get("hant")
    entry = (
        _("term {number} ({name})").format(number=number, name=name)
        if isinstance(name, str) and name
        else _("term {number}").format(number=number)
    )
    if unknown := set(table) - _KEYS:
        known = ", ".join(field.name for field in fields(Term))
        raise GlossaryError(
            str(path),
            _("{entry} has {keys}; the keys are {known}").format(
                entry=entry, keys=_listed(unknown), known=known
            ),
        )
    values: dict[str, Any] = {"english": "", **table}
    aliases = values.pop("aliases", [])
    for key, value in values.items():
        if not isinstance(value, str):
            raise GlossaryError(
                str(path),
                _("{entry}: {key} must be text in quotation marks").format(entry=entry, key=key),
            )
    for key in _REQUIRED:
        if not values.get(key, "").strip():
            raise GlossaryError(
                str(path), _("{entry}: {key} is missing or empty").format(entry=entry, key=key)
            )
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise GlossaryError(
            str(path), _("{entry}: aliases must be a list of texts").format(entry=entry)
        )
    prose = values.keys() - {"hant", "hans"}
    cleaned = {key: " ".join(values[key].split()) for key in prose}
    term = Term(**{**values, **cleaned}, aliases=tuple(aliases))
    for form in term.forms:
        if not form or form != form.strip() or any(map(_is_control, form)):
            raise GlossaryError(
                str(path),
                _(
                    "{entry}: the form {form!r} must not be empty, nor begin or end with a space, nor hold "
                    "a line break or a control character"
                ).format(entry=entry, form=form),
            )
    return term


def _check_forms(path: Path, terms: Iterable[Term]) -> None:
    owners: dict[str, Term] = {}
    for number, term in enumerate(terms, 1):
        for form in term.forms:
            if form in owners:
                raise GlossaryError(
                    str(path),
                    _(
                        "term {number} ({name}): the form {form!r} belongs to {owner} already"
                    ).format(number=number, name=term.hant, form=form, owner=owners[form].hant),
                )
            owners[form] = term


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(repr(key) for key in sorted(keys))
