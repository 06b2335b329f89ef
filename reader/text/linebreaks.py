"""Where a row of Chinese news text may end and the next begin.

The rules are those of "Requirements for Chinese Text Layout" (W3C clreq; sections as of 2026, the names
in brackets are the lasting anchors of the document):

- 6.1.1 Prohibition rules for line start and line end [prohibition_rules_for_line_start_end], the strict
  level: no pause, stop, closing bracket or quote, connector, interpunct, solidus, dash or ellipsis at a
  row's start, no opening bracket or quote at its end.
- 6.1.2 Prohibition rules for unbreakable marks [prohibition_rules_for_unbreakable_marks]: `——` and `……`
  are one; a number keeps its digits, sign, currency, per cent and unit.
- 6.1.3 Hanging punctuation marks at line end [hanging_punctuation_marks_at_line_end], on request.
- 6.1.4 Words in Western languages are broken at their hyphens only.

For words, numbers and quotes the classes are those of UAX #14 (NU, PR, PO, QU, AL), simplified; for
Japanese those of JLREQ 3.1.7 (no small kana or sound mark at a row's start); a Korean word keeps its
syllables together. What is compressed in print to push a mark in (挤进) can't be compressed in whole
cells: here a mark is always pushed out with the character before it (推出).
"""

from __future__ import annotations

from reader.text.cells import cell_widths, is_plain
from reader.text.patterns import lazily

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
_NUMERAL = 1024
"""A Chinese numeral, which may belong to a date or a share: 三月四日, 百分之三十."""
_HANGS = 2048
"""A pause or a stop that may hang in the margin."""

_CLOSING = (
    "，。、；：！？．）」』】》〉〕〗〙〛］｝｠”’〞〟﹂﹄﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞､｡｣"
    "—–―─⸺⸻…⋯‥～〜~·‧・•･／％‰‱℃℉°′″¢￠㎡㎥㎢㎏㎎㎜㎝㎞㏄々〻ーヽヾゝゞ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯｰ"
    ")]},.;:!?%-/’»›"
)
_OPENING = "（「『【《〈〔〖〘〚［｛｟“‘〝﹁﹃﹙﹛﹝｢([{«‹$＄￥¥£￡€₩￦№#@±"
_HANGING = "，。、；：！？．﹐﹑﹒,.;:!?､｡"
_WORD_MARKS = "-–_+=&#@$%<>\\|^*`~−"
_JOINERS = "'’.:/?!,．："
_GLUE = "\u00a0\u202f\u2007"
_SCALES = "十百千萬万億亿兆"
_UNITS = (
    "平方公里|平方公尺|平方呎|平方米|立方米|公頃|公顷|公里|公尺|公斤|公噸|公吨|公升|千米|厘米|毫米|海里|英里"
    "|美元|港元|歐元|欧元|日圓|日元|英鎊|英镑|澳元|加元|新元|港幣|港币|人次|個月|个月|小時|小时|分鐘|分钟"
    "|元|年|月|日|號|号|時|时|分|秒|點|点|歲|岁|度|人|名|位|個|个|項|项|家|間|间|次|倍|成|宗|所|幢|棟|伙|層"
    "|层|樓|楼|米|噸|吨|呎|尺|寸|里|畝|亩|克|條|条|件|張|张|輛|辆|艘|架|場|场|屆|届|期|章|頁|页|類|类|種|种"
)
_NUMBER_WITH_UNIT = lazily(rf"[0-9０-９]\+?[{_SCALES}多餘余]*(?:{_UNITS})?")
_QUANTITY_REACH = 8
"""Characters from a number's last digit to the end of the longest unit that is kept with it."""
_NUMERALS = "〇○零一二三四五六七八九十"
_D, _N = "[0-9０-９]", f"[{_NUMERALS}]"
# Dates, times of day and shares, which are read as one: 2019年3月4日, 二〇一九年, 10時30分, 百分之三十.
_WHOLE = lazily(
    rf"{_D}{{2,4}} ?年 ?{_D}{{1,2}} ?月(?: ?{_D}{{1,2}} ?[日號号])?"
    rf"|{_D}{{1,2}} ?月 ?{_D}{{1,2}} ?[日號号]"
    rf"|{_D}{{1,2}} ?[時时點点] ?{_D}{{1,2}} ?分(?: ?{_D}{{1,2}} ?秒)?"
    rf"|{_N}{{2,4}}年(?:{_N}{{1,3}}月(?:{_N}{{1,3}}[日號号])?)?"
    rf"|{_N}{{1,3}}月{_N}{{1,3}}[日號号]"
    rf"|百分之(?: ?{_D}+(?:[.．]{_D}+)?|[{_NUMERALS}百點点]+)"
)
_WHOLE_PARTS = "年月日號号時时點点分秒百之"
_WHOLE_REACH = 18
"""Characters of the longest of them, and a little."""
_THOUSANDS = lazily(r"[0-9]{3}(?![0-9])")
_UNIT_AFTER_SPACE = lazily(
    r"(?:[kKMGTPE]?(?:Wh?|Hz|B|bps|FLOPS)|[kcmnμ]?m[²³]?|[kmμ]?g|m?[lL]|[kK]?cal|ha|h|s|ms|°C|℃)(?![0-9A-Za-z])"
    rf"|[{_SCALES}]|{_UNITS}"
)


class _Classes(dict[str, int]):
    """The line breaking class of a code point, as a sum of the flags above; filled as it is asked."""

    def __missing__(self, character: str) -> int:
        value = _OF_OUR_OWN.get(character, 0)
        plain = is_plain(character)
        if not plain:
            value |= _ODD
        if character.isalnum() and cell_widths(character) == b"\1":
            value |= _WORD
        elif not plain and not cell_widths("a" + character)[1]:
            value |= _MARK
        if character.isdecimal():
            value |= _WORD | _DIGIT
        if "Ａ" <= character <= "Ｚ" or "ａ" <= character <= "ｚ" or _is_of_word(character):
            value |= _WORD
        if character.isspace() and character not in _GLUE and plain:
            value |= _SPACE
        self[character] = value
        return value


def _is_of_word(character: str) -> bool:
    """Whether it is a Hangul syllable or letter: a Korean word is not broken."""
    return "\uac00" <= character <= "\ud7a3" or "\u3131" <= character <= "\u318e"


def _classes() -> dict[str, int]:
    classes: dict[str, int] = {}
    for flag, characters in (
        (_NO_START, _CLOSING + _GLUE),
        (_NO_END, _OPENING + _GLUE),
        (_WORD, _WORD_MARKS),
        (_JOINER, _JOINERS),
        (_QUANTITY, _SCALES + "多餘余" + _UNITS.replace("|", "")),
        (_QUOTE, "\"'"),
        (_NUMERAL, _NUMERALS + _WHOLE_PARTS),
        (_HANGS, _HANGING),
    ):
        for character in characters:
            classes[character] = classes.get(character, 0) | flag
    return classes


_OF_OUR_OWN = _classes()
"""What is said of single characters above; the rest is told when a character is first met."""
_CLASS = _Classes()


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
    if _is_numeric(before) and _is_numeric(after) and _is_in_whole(text, at):
        return False
    if after & _WORD and before & (_WORD | _JOINER):
        return not _is_one_word(text, last, after)
    if after & _QUANTITY and before & (_DIGIT | _QUANTITY):
        return not _is_in_quantity(text, at)
    return True


def _is_one_word(text: str, last: int, after: int) -> bool:
    """Whether the character at `last`, of a word or joining two, is of one word with what follows."""
    if _CLASS[text[last]] & _WORD:
        return True
    joined = _DIGIT if text[last] in ",，" else _WORD
    return bool(last and _CLASS[text[last - 1]] & joined and after & joined)


def _may_break_after_space(text: str, at: int, after: int) -> bool:
    last = at - 1
    while last >= 0 and _CLASS[text[last]] & _SPACE:
        last -= 1
    if last < 0:
        return False
    before = _CLASS[text[last]]
    if before & _NO_END and not before & _WORD:
        return False
    if last == at - 2 and _is_numeric(before) and _is_numeric(after) and _is_in_whole(text, at):
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


def _is_numeric(value: int) -> bool:
    return bool(value & (_NUMERAL | _DIGIT))


def _is_in_whole(text: str, at: int) -> bool:
    """Whether `at` is inside a date, a time of day or a share."""
    start = max(0, at - _WHOLE_REACH)
    return any(
        match.start() < at < match.end()
        for match in _WHOLE.finditer(text, start, at + _WHOLE_REACH)
    )


def may_hang(text: str, at: int) -> bool:
    """Whether the character at `at` is a pause or a stop, which may stand in the margin."""
    return bool(_CLASS[text[at]] & _HANGS)


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
