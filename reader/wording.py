"""What pizhu says to a person, in that person's language.

Invariant: a sentence is looked up when it is said, never while a module is imported, so that whatever
language is chosen at the start holds for all of it. Text of a source, tags and terms never pass here.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from annotations.wording import Said, translated_by

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
"""What `--lang` may say; English is what the sentences are written in."""

_DOMAIN = "pizhu"
_FOLDER = Path(__file__).with_name("locale")
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_TRADITIONAL = ("hant", "tw", "hk", "mo")
_LOCALES = {"en": "en", "zh-Hans": "zh_Hans:zh_CN", "zh-Hant": "zh_Hant:zh_TW:zh_HK"}

_chosen: str | None = None


def choose(language: str | None) -> None:
    """Speak a language from now on; None for the one that the locale asks for.

    The words of Python's own modules, such as argparse's, are looked up with ours, and the processes
    that are started from here speak the same language.
    """
    global _chosen  # noqa: PLW0603  # one language a process, like gettext's own
    _chosen = language_of(os.environ) if language is None else language
    os.environ["LANGUAGE"] = _LOCALES[_chosen]
    gettext.bindtextdomain(_DOMAIN, str(_FOLDER))
    gettext.textdomain(_DOMAIN)
    _translations.cache_clear()


def language() -> str:
    """The language that pizhu speaks, one of `LANGUAGES`."""
    return _chosen or language_of(os.environ)


def language_of(environment: Mapping[str, str]) -> str:
    """The language that a locale asks for.

    Args:
        environment: Variables as gettext reads them: LANGUAGE, LC_ALL, LC_MESSAGES, LANG.
    """
    for name in _VARIABLES:
        wanted = environment.get(name, "")
        if wanted:
            return next(filter(None, map(language_called, wanted.split(":"))), "en")
    return "en"


def language_called(name: str) -> str | None:
    """The language of a name such as `zh-Hant`, `zh_TW.UTF-8` or `en_GB`; None for those not spoken."""
    first, *rest = re.split(r"[.@]", name, maxsplit=1)[0].replace("-", "_").lower().split("_")
    if first == "zh":
        if "hans" in rest:
            return "zh-Hans"
        return "zh-Hant" if any(part in _TRADITIONAL for part in rest) else "zh-Hans"
    return "en" if first == "en" else None


def _(sentence: str) -> str:
    """The sentence in the reader's language; what it names goes in afterwards, by `format`."""
    return _translations().gettext(sentence)


def several(one: str, many: str, count: int) -> str:
    """The sentence for so many, in the reader's language."""
    return _translations().ngettext(one, many, count)


def marked(sentence: str) -> str:
    """The sentence itself, marked as one to translate where it is said."""
    return sentence


def spoken(sentence: str) -> str:
    """A sentence that was kept, in the reader's language; as it is when nothing is known of it."""
    return sentence.spoken(_) if isinstance(sentence, Said) else sentence


def looked_up(words: str) -> str:
    """Words that were marked, or a sentence that was kept, in the reader's language; never outside text."""
    return spoken(words) if isinstance(words, Said) else _(words) if words else ""


@cache
def _translations() -> gettext.NullTranslations:
    wanted = language()
    if wanted == "en":
        return gettext.NullTranslations()
    return gettext.translation(_DOMAIN, _FOLDER, [wanted.replace("-", "_")], fallback=True)


translated_by(_)

__all__ = [
    "LANGUAGES",
    "Said",
    "_",
    "choose",
    "language",
    "language_called",
    "language_of",
    "looked_up",
    "marked",
    "several",
    "spoken",
]
