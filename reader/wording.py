"""What pizhu says to a person, in that person's language.

Invariant: a sentence is looked up when it is said, never while a module is imported, so that whatever
language is chosen at the start holds for all of it. Text of a source, tags and terms never pass here.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
"""What `--lang` may say; English is what the sentences are written in."""

_DOMAIN = "pizhu"
_FOLDER = Path(__file__).with_name("locale")
_TRADITIONAL = ("hant", "tw", "hk", "mo")

_chosen: str | None = None


def choose(language: str | None) -> None:
    """Speak a language from now on; None for the one that the locale asks for."""
    global _chosen  # noqa: PLW0603  # one language a process, like gettext's own
    _chosen = language
    _translations.cache_clear()


def language() -> str:
    """The language that pizhu speaks, one of `LANGUAGES`."""
    return _chosen or language_of(os.environ)


def language_of(environment: Mapping[str, str]) -> str:
    """The language that a locale asks for.

    Args:
        environment: Variables as gettext reads them: LANGUAGE, LC_ALL, LC_MESSAGES, LANG.
    """
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = environment.get(name, "").split(":")[0]
        if wanted:
            parts = wanted.split(".")[0].replace("-", "_").lower().split("_")
            if parts[0] != "zh":
                return "en"
            return "zh-Hant" if any(part in _TRADITIONAL for part in parts) else "zh-Hans"
    return "en"


def _(sentence: str) -> str:
    """The sentence in the reader's language; what it names goes in afterwards, by `format`."""
    return _translations().gettext(sentence)


def several(one: str, many: str, count: int) -> str:
    """The sentence for so many, in the reader's language."""
    return _translations().ngettext(one, many, count)


def marked(sentence: str) -> str:
    """The sentence itself, marked as one to translate where it is said."""
    return sentence


@cache
def _translations() -> gettext.NullTranslations:
    spoken = language()
    if spoken == "en":
        return gettext.NullTranslations()
    return gettext.translation(_DOMAIN, _FOLDER, [spoken.replace("-", "_")], fallback=True)


__all__ = ["LANGUAGES", "_", "choose", "language", "language_of", "marked", "several"]
