"""Shows half-width punctuation of Chinese text full-width, as it is set in print (clreq 4.1).

Invariant: character n of what is shown stands for character n of the text, so that no offset changes;
and what is shown for a character depends on no more than its surroundings, so that any stretch of a text
can be shown by itself. Punctuation of Latin words, numbers, times and addresses stays as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.text.patterns import lazily

_FORMS = dict(zip(",.;:!?()~-｡｢｣､･", "，。；：！？（）～—。「」、・", strict=True))
_CANDIDATE = lazily(r"[,.;:!?()~\"｡｢｣､･]|(?<!-)--(?!-)")
_CJK = lazily(
    r"[\u2e80-\u2fff\u3001-\u303f\u3041-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)
_CLOSERS = frozenset(")\"'”’」』》】〉〕%％°")
_OPENERS = frozenset("(\"'“‘「『《【〈〔 ")
_AROUND = 4
"""Brackets, quotes and spaces that are looked past for what a mark belongs to."""
_NEAR = 60
"""Characters within which a bracket's other half is looked for, and Chinese at a sentence's end."""
_LONGEST_QUOTED = 20_000
"""Characters; in a longer paragraph quotes are not counted, and stay."""


CLOSED = "\N{WORD JOINER}"
"""Stands for a space that takes no cell, wherever a row is given character for character."""


class Shown(NamedTuple):
    """A stretch of text with full-width punctuation."""

    text: str
    """As many characters as the stretch."""
    closed: tuple[int, ...]
    """Offsets in it of spaces that take no cell, since the full-width mark beside them has its own."""


def stretch(text: str, start: int, end: int, *, is_full_width: bool) -> Shown:
    """A stretch of a text, as it is or with full-width punctuation."""
    return full_width(text, start, end) if is_full_width else Shown(text[start:end], ())


def full_width(text: str, start: int, end: int) -> Shown:
    """Show a stretch of a text with full-width punctuation.

    Args:
        text: One paragraph.
        start: Where the stretch begins.
        end: Where it ends.
    """
    found: dict[int, str] = {}
    closed: set[int] = set()
    # A mark just outside may close a space that is inside.
    for match in _CANDIDATE.finditer(text, max(0, start - 1), min(len(text), end + 1)):
        for at in range(match.start(), match.end()):
            form = _form(text, at)
            if form is None:
                continue
            found[at] = form
            beside = at - 1 if form == "（" else at + 1
            if form in "，。；：！？）（" and _is_single_space(text, beside):
                closed.add(beside)
    if not found:
        return Shown(text[start:end], ())
    characters = list(text[start:end])
    for at, form in found.items():
        if start <= at < end:
            characters[at - start] = form
    within = sorted(at - start for at in closed if start <= at < end)
    return Shown("".join(characters), tuple(within))


def _form(text: str, at: int) -> str | None:
    """What the mark at `at` is shown as; None to leave it."""
    mark = text[at]
    if mark not in _FORMS and mark != '"':
        return None
    if mark == '"':
        return _quote(text, at)
    if mark in "()":
        is_chinese = _is_chinese_bracket(text, at)
    elif mark == ".":
        is_chinese = _is_full_stop(text, at)
    elif mark in "~-":
        is_chinese = _is_cjk(text, at - 1 - (mark == text[at - 1 : at])) and _is_cjk(
            text, at + 1 + (mark == text[at + 1 : at + 2])
        )
    elif mark in ",;:!?":
        is_chinese = _is_pause(text, at)
    else:
        is_chinese = True
    return _FORMS[mark] if is_chinese else None


def _is_pause(text: str, at: int) -> bool:
    if text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
        return False
    if _follows_chinese(text, at):
        return True
    after = _base_after(text, at)
    if after < len(text):
        return _is_cjk(text, after)
    return text[at] in "!?" and _is_among_chinese(text, at)


def _is_full_stop(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if "." in (before, after) or (after.isascii() and after.isalnum()):
        return False
    if _follows_chinese(text, at):
        return True
    if before in ("%", "％") and before:
        return not after or _is_cjk(text, _base_after(text, at))
    # After a Latin word only the last stop is one: the others may be of an abbreviation.
    word = re.search(r"[A-Za-z0-9.]+\Z", text[max(0, at - _NEAR) : at])
    ends_text = not text[at + 1 :].strip() if len(text) - at < _NEAR else False
    is_word = word is not None and "." not in word[0] and (len(word[0]) > 1 or word[0].isdigit())
    return ends_text and is_word and _is_among_chinese(text, at)


def _is_chinese_bracket(text: str, at: int) -> bool:
    partner = _partner(text, at)
    places = {at - 1, at + 1}
    if partner is not None:
        places |= {partner - 1, partner + 1}
    return any(_is_cjk(text, place) for place in places)


def _partner(text: str, at: int) -> int | None:
    """Where a bracket's other half is, if it is near."""
    step = 1 if text[at] == "(" else -1
    depth = 0
    stop = min(len(text), at + _NEAR) if step > 0 else max(-1, at - _NEAR)
    for place in range(at, stop, step):
        depth += {"(": step, ")": -step}.get(text[place], 0)
        if depth == 0:
            return place
    return None


def _quote(text: str, at: int) -> str | None:
    """An opening or a closing quote for a straight one, by its place in the paragraph."""
    if len(text) > _LONGEST_QUOTED or text.count('"') % 2:
        return None
    is_opening = text.count('"', 0, at) % 2 == 0
    partner = text.find('"', at + 1) if is_opening else text.rfind('"', 0, at)
    places = (at - 1, at + 1, partner - 1, partner + 1)
    if not any(_is_cjk(text, place) for place in places):
        return None
    return "“" if is_opening else "”"


def _follows_chinese(text: str, at: int) -> bool:
    """Whether the mark at `at` stands after Chinese, or after a bracket that is set as Chinese."""
    if text[at - 1 : at] == ")" and _is_chinese_bracket(text, at - 1):
        return True
    return _is_cjk(text, _base_before(text, at))


def _is_cjk(text: str, at: int) -> bool:
    return 0 <= at < len(text) and _CJK.match(text, at) is not None


def _is_among_chinese(text: str, at: int) -> bool:
    return _CJK.search(text, max(0, at - _NEAR), at) is not None


def _base_before(text: str, at: int) -> int:
    """Where the character is that a mark follows, closing brackets and quotes left out."""
    before = at - 1
    while before > at - _AROUND and before >= 0 and text[before] in _CLOSERS:
        before -= 1
    return before


def _base_after(text: str, at: int) -> int:
    after = at + 1
    while after < at + _AROUND and after < len(text) and text[after] in _OPENERS:
        after += 1
    return after


def _is_single_space(text: str, at: int) -> bool:
    return text[at : at + 1] == " " and " " not in (text[at - 1 : at], text[at + 1 : at + 2])
