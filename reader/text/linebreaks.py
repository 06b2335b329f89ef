"""Where a row of Chinese news text may end and the next begin.

The rules are those of "Requirements for Chinese Text Layout" (W3C clreq, "Prohibition Rules for Line
Start and Line End", "Prohibition Rules for Unbreakable Marks"); for words, numbers and quotes those of
UAX #14 (NU, PR, PO, QU, AL), simplified.
"""

from __future__ import annotations

import re

from reader.text.cells import cell_widths, is_plain

_NO_START = 1
"""May not begin a row: closing brackets and quotes, pauses and stops, dashes, per cent."""
_NO_END = 2
"""May not end a row: opening brackets and quotes, currency signs."""
_WORD = 4
"""Of a word or a number: no break between two of them."""
_SPACE = 8
"""Hangs: stays with the row before, where it needs no room."""
_JOINER = 16
"""Holds together the word characters on both its sides: 09:00, don't, and/or."""
_DIGIT = 32
_QUANTITY = 64
"""Stands in a unit that belongs to the number before it: 20億元, 87.7公頃."""
_MARK = 128
"""Belongs to the character before it, and takes its class."""
_QUOTE = 256
"""A straight quote: opening or closing, only a space beside it tells."""
_ODD = 512
"""May be of one cluster with a neighbour; says nothing about breaks by itself."""

_CLOSING = (
    "，。、；：！？．）」』】》〉〕〗〙〛］｝｠”’〞〟﹂﹄﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞､｡｣"
    "—–―─…⋯‥～〜~·‧・•･／％‰‱℃℉°′″¢￠々ー"
    ")]},.;:!?%-/’»›"
)
_OPENING = "（「『【《〈〔〖〘〚［｛｟“‘〝﹁﹃﹙﹛﹝｢([{«‹$＄￥¥£￡€₩￦№#@"
_WORD_MARKS = "-–_+=&#@$%<>\\|^*`~"
_JOINERS = "'’.:/?!,．："
_GLUE = "\u00a0\u202f\u2007"
_SCALES = "十百千萬万億亿兆"
_UNITS = (
    "平方公里|平方公尺|平方呎|平方米|立方米|公頃|公顷|公里|公尺|公斤|公噸|公吨|公升|千米|厘米|毫米|海里|英里"
    "|美元|港元|歐元|欧元|日圓|日元|英鎊|英镑|澳元|加元|新元|港幣|港币|人次|個月|个月|小時|小时|分鐘|分钟"
    "|元|年|月|日|號|号|時|时|分|秒|點|点|歲|岁|度|人|名|位|個|个|項|项|家|間|间|次|倍|成|宗|所|幢|棟|伙|層"
    "|层|樓|楼|米|噸|吨|呎|尺|寸|里|畝|亩|克|條|条|件|張|张|輛|辆|艘|架|場|场|屆|届|期|章|頁|页|類|类|種|种"
)
_NUMBER_WITH_UNIT = re.compile(rf"[0-9０-９]\+?[{_SCALES}多餘余]*(?:{_UNITS})?")
_QUANTITY_REACH = 8
"""Characters from a number's last digit to the end of the longest unit that is kept with it."""
_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")
_UNIT_AFTER_SPACE = re.compile(
    r"(?:[kKMGTPE]?(?:Wh?|Hz|B|bps|FLOPS)|[kcmnμ]?m[²³]?|[kmμ]?g|m?[lL]|[kK]?cal|ha|h|s|ms|°C|℃)(?![0-9A-Za-z])"
)


class _Classes(dict[str, int]):
    """The line breaking class of a code point, as a sum of the flags above; filled as it is asked."""

    def __missing__(self, character: str) -> int:
        value = 0
        plain = is_plain(character)
        if not plain:
            value |= _ODD
        if character.isalnum() and cell_widths(character) == b"\1":
            value |= _WORD
        elif not plain and not cell_widths("a" + character)[1]:
            value |= _MARK
        if character.isdecimal():
            value |= _WORD | _DIGIT
        if "Ａ" <= character <= "Ｚ" or "ａ" <= character <= "ｚ":
            value |= _WORD
        if character.isspace() and character not in _GLUE and plain:
            value |= _SPACE
        self[character] = value
        return value


def _classes() -> _Classes:
    classes = _Classes()
    for flag, characters in (
        (_NO_START, _CLOSING + _GLUE),
        (_NO_END, _OPENING + _GLUE),
        (_WORD, _WORD_MARKS),
        (_JOINER, _JOINERS),
        (_QUANTITY, _SCALES + "多餘余" + _UNITS.replace("|", "")),
        (_QUOTE, "\"'"),
    ):
        for character in characters:
            classes[character] |= flag
    return classes


_CLASS = _classes()


def may_break(text: str, at: int) -> bool:
    """Whether a row may end before and the next begin with the character at offset `at`.

    Args:
        text: One paragraph, without newlines.
        at: A grapheme cluster boundary inside it, neither its start nor its end.
    """
    before, after = _CLASS[text[at - 1]], _CLASS[text[at]]
    if not before | after:
        return True
    if after & (_NO_START | _SPACE | _MARK):
        return False
    if before & _SPACE:
        return _may_break_after_space(text, at, after)
    last = at - 1
    while before & _MARK and last:
        last -= 1
        before = _CLASS[text[last]]
    if before & _NO_END or (before | after) & _QUOTE:
        return False
    if after & _WORD:
        if before & _WORD:
            return False
        if before & _JOINER and last:
            joined = _DIGIT if text[last] in ",，" else _WORD
            return not (_CLASS[text[last - 1]] & joined and after & joined)
    if after & _QUANTITY and before & (_DIGIT | _QUANTITY):
        return not _is_in_quantity(text, at)
    return True


def _may_break_after_space(text: str, at: int, after: int) -> bool:
    last = at - 1
    while last >= 0 and _CLASS[text[last]] & _SPACE:
        last -= 1
    if last < 0:
        return False
    before = _CLASS[text[last]]
    if before & _NO_END and not before & _WORD:
        return False
    if before & _DIGIT and last == at - 2:
        if after & _DIGIT:
            return _THOUSANDS.match(text, at) is None
        return _UNIT_AFTER_SPACE.match(text, at) is None
    return True


def _is_in_quantity(text: str, at: int) -> bool:
    start = max(0, at - _QUANTITY_REACH)
    return any(
        match.start() < at < match.end()
        for match in _NUMBER_WITH_UNIT.finditer(text, start, at + _QUANTITY_REACH)
    )


def is_space(character: str) -> bool:
    """Whether `character` hangs at the end of a row: every white space but the no-break ones."""
    return bool(_CLASS[character] & _SPACE)


def is_plain_pair(before: str, after: str) -> bool:
    """Whether both are ordinary ideographs or the like, two clusters that may stand in two rows."""
    return not _CLASS[before] | _CLASS[after]


def can_stand_alone(text: str) -> bool:
    """Whether `text` has more than one character that is neither a closing mark nor a combining one."""
    return sum(not _CLASS[character] & (_NO_START | _MARK) for character in text) > 1


def is_tolerable(text: str, at: int) -> bool:
    """Whether a break here tears at most a word: it leaves no mark where none may stand."""
    before, after = _CLASS[text[at - 1]], _CLASS[text[at]]
    return not (after & (_NO_START | _SPACE | _MARK) or (before & _NO_END and not before & _WORD))
