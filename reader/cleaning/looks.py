"""What can be said of a fragment by looking at its text alone.

Invariant: a look depends on nothing but the text, treats both scripts and both sets of punctuation
alike, and knows no site's own words: only how newsrooms and web pages write everywhere.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.text.patterns import lazily

CLOSERS = "」』”’）)】》〉〕]\"'"
_PARTNER = dict(zip("「『“‘（【《〈(", "」』”’）】》〉)", strict=True))
_ONE_OF_TWO = lazily(f"[{''.join(map(re.escape, (*_PARTNER, *_PARTNER.values())))}]")
_SENTENCE_ENDS = "。！？!?…｡"
_MARK = lazily("[，。、；：！？,;!?]")
_WIDE = lazily("[\u2e80-\U0010ffff]+")
"""Characters as broad as ideographs, by and large."""

_PICTURE_SIGN = lazily(r"^[◀▶▲▼◄►△▽◁▷↑↓←→↖↗↘↙◤◥◢◣]")
_CREDIT = lazily(
    r"(?:[(（]\s*[^()（）]{0,24}(?:攝影?|摄影?|圖|图|圖片|图片|相片|照片|截圖|截图|提供|資料|资料|影片)\s*[)）][。.]?"
    r"|(?:圖片|图片|資料圖|资料图|效果圖|效果图|示意圖|示意图|報道截圖|报道截图|報道截图)。?"
    r"|[\s。.，/／]\S{2,14}\s*(?:攝|摄)(?:影)?(?:報道|报道)?)$"
)
_CREDIT_ENDS = frozenset(")）片圖图攝摄影道")
"""With one of these a credit ends, a full stop aside; to search every text for one would take long."""
_PICTURED = lazily(
    r"^(?:圖|图)\s*(?:[:：/／]|[一二三四五六七八九十0-9]+\s*[:：])|^(?:圖為|图为|圖說|图说|資料圖片?|资料图片?)"
)

_LIST_ITEM = lazily(
    r"^(?:[-–—•●■◆◇○□★☆▪·‧*✓✔➤]\s*(?=\S)|[0-9]{1,2}[.、)）](?![0-9])|[(（][0-9一二三四五六七八九十]{1,3}[)）]|[①-⑳])"
)
_DASHES = lazily(r"^[-–—*·]{2,}|^[-–](?=[0-9])")
_NUMBERED = lazily(
    r"^(?:第?[一二三四五六七八九十]{1,3}(?:[、，,．.：:]|\s(?=\S))|[0-9]{1,2}[.、．]\s*)"
)

_NUMERALS = frozenset("第一二三四五六七八九十")
"""With one of these such a number begins, or with a digit."""
_FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = "\u3400", "\u9fff"

_ROLE = (
    r"(?:記者|记者|通訊員|通讯员|作者|撰文|撰稿|採訪|采访|編譯|编译|特派員|特派员|評論員|评论员|文字|整理"
    r"|報道|报道|報導|报导)"
)
_BYLINE = lazily(
    rf"^(?:[(（【]?\S{{0,14}}?{_ROLE}\S{{0,8}}?\s*[:：/／\s]\s*\S{{1,4}}[^，。]{{0,30}}"
    rf"|(?:文|撰文|作者|記者|记者|by)\s*[:：/／│|]\s*\S[^，。]{{0,24}}"
    r"|(?:[^\s，。：:]{2,8}\s){0,2}[^\s，。：:]{0,8}(?:記者|记者|通訊員|通讯员)(?:\s[^\s，。：:]{2,4}){1,4}"
    r"|[^，。：:\s]{2,12}(?:報道|报道|報導|报导)"
    r"|(?:本[報报刊網网台社][訊讯]?|特[約约派]|[^\s，。：:]{1,4}[報报社網网刊台])(?:記者|记者|通訊員|通讯员)[\u4e00-\u9fff]{2,4}"
    r"|[■●◎]\s*\S{2,12}(?:記者|记者)\s*[^，。]{2,20})[)）】]?$",
    re.IGNORECASE,
)
_BYLINE_SIGN = lazily("[者員员文稿訪访譯译理道導导bB]")
"""One of these is in everything that `_BYLINE` finds."""
_EDITOR = lazily(
    r"^[(（【\[]?\s*(?:責任編輯|责任编辑|責編|责编|編輯|编辑|美術編輯|美术编辑|校對|校对|版面設計|美編|美编)\s*[:：/／]"
)

_DATE = lazily(
    r"(?:19|20)[0-9]{2}\s*[-/.年]\s*[01]?[0-9]\s*[-/.月]\s*[0-3]?[0-9]\s*日?"
    r"|[0-3]?[0-9]/[01]?[0-9]/(?:19|20)[0-9]{2}|[01]?[0-9]月[0-3]?[0-9]日"
)
_STAMP = lazily(
    r"^(?:(?:19|20)[0-9]{2}|[0-1]?[0-9]/[0-3]?[0-9]|(?:[0-2]?[0-9][:：][0-5][0-9]\s*(?:更新|建立|發布|发布|發佈)?\s*){1,2})$"
)
_TIME = lazily(
    r"[0-2]?[0-9][:：][0-5][0-9](?:[:：][0-5][0-9])?|HKT|[AP]M\b|上午|下午|星期[一二三四五六日天]",
    re.IGNORECASE,
)
_DATELINE = lazily(
    r"^[(（【\[]?[^，。：:]{2,24}?(?:訊|讯|電|电|報道|报道|報導|报导|專訪|专访)"
    r"(?:[)）】\]:：]|\s|\s*[(（](?:記者|记者))|^[(（【\[][^)）】\]]{2,24}(?:訊|讯|電|电|報道|报道|報導|报导)[)）】\]]"
)
_IDEOGRAPH = r"[^\W\d_a-zA-Z]"
_SPACED = lazily(
    rf"(?:{_IDEOGRAPH}|[」』”》？！])[ \u3000]+(?:{_IDEOGRAPH}|[「『“《])|[｜︱|]|^[【［]"
)
_DIVIDER = lazily(r"[ \u3000｜︱|【［]")
"""Without one of these, nothing is spaced …"""
_DIGIT = lazily(r"[0-9]")
"""… and without one of these, nothing is a date."""
_YEAR = lazily(r"(?<![0-9])(?:19|20)[0-9]{2}(?=年)")


class Look(NamedTuple):
    """What a text looks like."""

    size: int
    """Characters that are not white space."""
    marks: int
    """Punctuation marks that sentences are made of."""
    closed: bool
    """Whether it ends as a sentence ends."""
    picture: bool
    """Whether it bears a picture's sign, or a photographer's credit."""
    item: bool
    """Whether it begins as an item of a list."""
    numbered: bool
    """Whether it begins with a number, as parts of an article do."""
    byline: bool
    """Whether it names who wrote."""
    editor: bool
    """Whether it names who edited, which is no part of an article."""
    date: bool
    """Whether it holds little but a date."""
    wide: int
    """How many of its first characters are as wide as ideographs."""
    spaced: bool
    """Whether spaces or bars divide its ideographs, as they divide titles, and no full stop does."""

    torn: bool
    """Whether it breaks off at a comma, or between a bracket and its partner: no title does."""

    @property
    def prose(self) -> bool:
        """Whether it reads as (part of) a paragraph."""
        if self.picture or self.byline or self.date or self.editor:
            return False
        if self.spaced and not self.closed:
            return False
        return (
            (self.closed and self.size >= 7)
            or (self.marks >= 1 and self.size >= 40)
            or (self.marks >= 2 and self.size >= 22)
        )


def look_at(text: str) -> Look:
    """Say what a text looks like."""
    head = text[:400]
    # Most begin with an ideograph, and so with no sign.
    signed = not _FIRST_IDEOGRAPH <= head[:1] <= _LAST_IDEOGRAPH
    size = len("".join(text.split())) if len(text) < 400 else len(text)
    short = size <= 80
    date = short and _holds_date_only(text)
    editor = size <= 40 and _EDITOR.match(text) is not None
    return Look(
        size=size,
        marks=len(_MARK.findall(head)),
        closed=ends_sentence(text),
        picture=bool(
            (signed and _PICTURE_SIGN.match(head))
            or (size <= 220 and (_is_credited(text) or (short and _PICTURED.match(text))))
        ),
        item=signed and bool(_LIST_ITEM.match(head)) and not _DASHES.match(head),
        numbered=(signed or head[0] in _NUMERALS) and bool(_NUMBERED.match(head)),
        byline=size <= 40
        and not date
        and not editor
        and _BYLINE_SIGN.search(text) is not None
        and _BYLINE.match(text) is not None,
        editor=editor,
        date=date,
        wide=sum(map(len, _WIDE.findall(head))),
        torn=size <= 120 and is_torn(text),
        spaced=size <= 120
        and "。" not in text
        and bool(_DIVIDER.search(text) and _SPACED.search(text)),
    )


def ends_sentence(text: str) -> bool:
    """Whether the last mark, closing quotes and brackets aside, ends a sentence."""
    bare = text.rstrip(CLOSERS + " \u3000")
    return bool(bare) and (
        bare[-1] in _SENTENCE_ENDS or (bare[-1] == "." and "\u3400" > bare[-2:-1] > " ")
    )


def is_open(text: str) -> bool:
    """Whether a paragraph breaks off: its last mark ends no sentence and introduces nothing."""
    return not ends_sentence(text) and text[-1:] not in (":", "：", "—", ">", "》", "；", ";")


def is_torn(text: str) -> bool:
    """Whether it ends at a comma, or holds half of a pair of brackets or quotes."""
    if text[-1:] in ("，", "、", ",") or text[:1] in ("，", "、", "。", "；"):
        return True
    waiting: list[str] = []
    for character in _ONE_OF_TWO.findall(text):
        if character in _PARTNER:
            waiting.append(_PARTNER[character])
        elif not waiting or waiting.pop() != character:
            return True
    return bool(waiting)


def points_at_picture(text: str) -> bool:
    """Whether it begins with an arrow, as captions beside a picture do."""
    return bool(_PICTURE_SIGN.match(text))


def starts_anew(text: str) -> bool:
    """Whether a line can't go on with the one before: a picture's sign, an item, a byline."""
    look = look_at(text)
    return points_at_picture(text) or look.item or look.byline


def begins_report(text: str) -> bool:
    """Whether it begins with a dateline, as first paragraphs do: who reports, from where."""
    return bool(_DATELINE.match(text[:60]))


def years_named(text: str) -> list[int]:
    """The years that a text names."""
    return [int(year) for year in _YEAR.findall(text)]


def date_year(text: str) -> int | None:
    """The year of the date that a line holds."""
    found = re.search(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])", text)
    return int(found.group(1)) if found else None


def _is_credited(text: str) -> bool:
    """Whether it ends with a photographer's credit."""
    return not _CREDIT_ENDS.isdisjoint(text[-3:]) and bool(_CREDIT.search(text))


def _holds_date_only(text: str) -> bool:
    if not _DIGIT.search(text):
        return False
    found = _DATE.search(text)
    if not found:
        return bool(_STAMP.match(text))
    if found.start() <= 2 and _TIME.match(text[found.end() :].lstrip()) and not ends_sentence(text):
        return True
    rest = _TIME.sub("", _DATE.sub("", text))
    words = sum(character.isalnum() for character in rest)
    return words <= 16 and not any(mark in rest for mark in "，。；！？") and found.start() <= 16
