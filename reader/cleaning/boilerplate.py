"""Tells an article's lines from what a web page or a printer puts around them.

Invariant: nothing is dropped from a page that is nothing but articles; a page with long runs of short
lines (menus, lists of links) keeps the stretch that holds its prose, and its title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.cleaning.lines import Fragment
from reader.cleaning.related import told_in_full
from reader.text.patterns import lazily
from reader.text.radicals import without_radicals

_MENU_RUN = 7
"""So many short lines in a row, without a mark of punctuation, are a menu and no article."""

_INTERFACE = lazily(
    r"^(?:查看|顯示|显示|閱讀|阅读|瀏覽|浏览)?更多(?:相片|圖片|图片|照片|影片|視頻|视频|新聞|新闻|內容|内容|文章|資訊|资讯|報道|报道|消息|精彩\S{0,4}|[>》…]+)?$"
    r"|^(?:(?:展開|展开|收起)(?:全文|更多)?|(?:閱讀|阅读|瀏覽|浏览)全文|(?:加載|加载|載入|载入)(?:中|更多)\S{0,3}"
    r"|(?:點擊|点击)(?:查看|進入|进入|閱讀|阅读|播放|下載|下载)\S{0,6}|按此\S{0,6})$"
    r"|^(?:你|您|猜你|(?:你|您)?可能)(?:或|或者|也許|也许|還|还)?(?:會|会)?(?:也)?(?:感|有)?(?:興趣|喜歡|兴趣|喜欢|想看|愛看|爱看)(?:的\S{0,6})?$"
    r"|^(?:相關|相关|推薦|推荐|熱門|热门|精彩|最新|延伸)(?:推薦|推荐|閱讀|阅读|文章|新聞|新闻|報道|报道|鏈接|链接|連結|链结|專題|专题|主題|主题|標籤|标签|消息|資訊)?[:：]?$"
    r"|^(?:分享|收藏|列印|打印|轉發|转发|複製連結|复制链接|訂閱|订阅|登入|登錄|登录|註冊|注册|讚好|點讚|点赞|評論|评论|留言|字體|字号|字號|打賞)(?:大小)?[:：]?$"
    r"|^(?:分享|轉發|转发|收藏)(?:到|至|給|给)\S{0,6}$"
    r"|^(?:(?:上|下)一(?:篇|頁|页|則|则)|返回(?:首頁|首页|頂部|顶部|上一頁|上一页|列表|目錄|目录)|回到(?:頂部|顶部|首頁|首页))(?:[:：\s].*)?$",
    re.IGNORECASE,
)
_LINK = lazily(
    r"https?://|www\.|skip to"
    r"|下載\S{0,12}(?:app|程式|客戶端)|下载\S{0,12}(?:app|客户端)|(?:追蹤|讚好|like)\S*\s*(?:fb|facebook|ig|instagram)|訂閱telegram",
    re.IGNORECASE,
)
_LINK_SIGN = lazily("[/.pPbBgG式端]")
"""One of these is in everything that `_LINK` finds; most lines hold none, and need no search."""
_RELATED = lazily(r"^(?:相關|相关|推薦|推荐|熱門|热门|延伸|更多|你可能|猜你|下一篇|上一篇)")
_LEGAL = lazily(
    r"免責聲明|免责声明|版權所有|版权所有|版權聲明|版权声明|未經授權|未经授权|不得轉載|不得转载|謝絕轉載|all rights reserved|copyright|©"
    r"|^[(（]?(?:本文|以上內容|以上内容|文章)(?:來自|来自|轉自|转自|由)\S{0,30}(?:下載|下载|轉載|转载|授權|授权)",
    re.IGNORECASE,
)
_LEGAL_SIGN = lazily("[聲声權权授載载rR©]")
"""One of these is in everything that `_LEGAL` finds."""
_BARS = lazily(r"[｜︱|]")
_TAGS = 3
"""So many bars divide a list of tags or links."""
_LEAST_SHARE = 0.3
"""A web page's article holds at least this share of the page's prose."""
_BOOK = 4_000.0
"""What is worth more than this is longer than any article on the web."""
_PROSE = 0.6
_SHORT_STORY = 8.0
_LONG_STORY = 25.0
"""Worth that is prose; that a short article has; that no second stretch of a web page has by chance."""
_HEAD_ZONE = 40
_FAR = 60
_SIGNED_WITHIN = 6
"""How many lines a date, buttons and pictures may fill between a headline and its text; how far off a
headline may stand at most; and how soon after the text a byline."""
_SHORTEST_TITLE = 5
_LONGEST_TITLE = 80
"""Characters that a headline has at least, and at most."""
_LATE = 0.5
"""What ends an article stands after at least this share of the page's prose."""
_FURNITURE = lazily(
    r"^(?:[-–—]?\s*[0-9]{1,4}\s*[-–—]?|第?\s*[0-9]{1,3}\s*[頁页版]|[A-Z][0-9]{1,3}|[0-9]{1,3}\s*/\s*[0-9]{1,3}"
    r"|[0-9]{1,2}[:：][0-9]{2}|(?:[【\[(]\s*[0-9]{1,3}\s*[】\])]\s*){2,}|\+[0-9]{1,3}|[×xX]|[|｜/]+)$"
)
_SECTION = lazily(r"^(?:[A-Z]{1,2}[0-9]{1,2}\s*\w{2,6}|\w{2,6}\s*[A-Z]{1,2}[0-9]{1,2})$")
_NUMBERED_SECTION = lazily(r"^[A-Z]{0,2}[0-9]{1,2}\s*[^\W\d]")
_DAY = lazily(r"[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日\s*星期[一二三四五六日天]")
_EDITED = lazily(r"(?:責任編輯|责任编辑|責編|责编|美術編輯|美术编辑|編輯|编辑)\s*[:：/／]")
"""What names a page: its number and its section; the day that it is of; who made it up."""
_PRINTED = 4
"""Where one in so many fragments is of several lines, the text was wrapped as it was printed."""
_NO_LETTER = lazily(r"[\W_]+")
_SPLIT = lazily(r"\s*(?:[|｜_]|\s[-–—]+\s|--)\s*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of fragments that reads as an article."""

    begin: int
    """Index of its first prose."""
    end: int
    """Index of its last fragment."""
    worth: float
    """About a twelfth of its prose's characters, less what stands between."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Which fragments are articles' and which one is known to be the page's headline."""

    keep: tuple[bool, ...]
    headlines: frozenset[int]
    """Indices of fragments that repeat the page's own title, and head the article."""
    web: bool
    """Whether menus stood on the page."""


def bare(text: str) -> str:
    """The letters and digits of a text, for comparing titles."""
    return _NO_LETTER.sub("", text)


def find_boilerplate(fragments: Sequence[Fragment]) -> Kept:
    """Say which fragments are articles'; of a page that holds any, some are."""
    noise = [_is_noise(fragment) for fragment in fragments]
    _spare_dates(fragments, noise)
    _mark_latin_edges(fragments, noise)
    _mark_running_titles(fragments, noise)
    worth = [_worth(fragment, lost) for fragment, lost in zip(fragments, noise, strict=True)]
    menus = _menus(fragments, worth)
    titles = _title_lines(fragments)
    if menus or _is_web(fragments, titles):
        stretches = _stretches(worth)
        body = _anchored(stretches, titles) or _only(stretches, worth)
        if body is not None:
            return _web_page(fragments, noise, worth, body, titles)
        for menu in menus:
            noise[menu.start : menu.stop] = [True] * len(menu)
    if all(noise):
        noise = [False] * len(fragments)
    return Kept(tuple(not lost for lost in noise), frozenset(), web=False)


def _is_noise(fragment: Fragment) -> bool:
    text, look = fragment.text, fragment.look
    if look.editor or _FURNITURE.match(text):
        return True
    if look.size <= 160 and _is_legal(text):
        return True
    if not look.closed and len(_BARS.findall(text)) >= _TAGS:
        return True
    if look.size > 60 or (look.closed and look.marks > 1):
        return False
    close = "".join(text.split())
    return _is_interface(text) or (close != text and _is_interface(close))


def _is_interface(text: str) -> bool:
    """Whether it is a label of a web page's own, or holds a link."""
    if _INTERFACE.match(text):
        return True
    return _LINK_SIGN.search(text) is not None and _LINK.search(text) is not None


def _is_legal(text: str) -> bool:
    """Whether it says who has which rights."""
    return _LEGAL_SIGN.search(text) is not None and _LEGAL.search(text) is not None


def _spare_dates(fragments: Sequence[Fragment], noise: list[bool]) -> None:
    """A year, a day or an hour is no page's number where it stands right under the first line."""
    for index in range(1, len(fragments)):
        if not fragments[index].look.date or noise[index - 1]:
            return
        noise[index] = False


def _mark_latin_edges(fragments: Sequence[Fragment], noise: list[bool]) -> None:
    """A page of ideographs may begin or end with a line without any: a browser's, not the article's."""
    wide = sum(fragment.look.wide for fragment in fragments)
    if wide * 2 < sum(min(fragment.look.size, 400) for fragment in fragments):
        return
    for index in (0, len(fragments) - 1):
        look = fragments[index].look
        if not look.wide and not look.date and look.size < 80 and len(fragments) > 2:
            noise[index] = True


def _mark_running_titles(fragments: Sequence[Fragment], noise: list[bool]) -> None:
    """What a printer sets over and under a page's columns: its number, its section, the day's date.

    Only of text that was wrapped as it was printed; elsewhere a date is an article's.
    """
    if sum(len(fragment.lines) > 1 for fragment in fragments) * _PRINTED < len(fragments):
        return
    titles = [
        index
        for index, fragment in enumerate(fragments)
        if fragment.look.size <= _LONGEST_TITLE and _is_running_title(fragment)
    ]
    for index in titles:
        noise[index] = True
        for beside in (index - 2, index - 1, index + 1, index + 2):
            if 0 <= beside < len(fragments) and fragments[beside].look.date:
                noise[beside] = True


def _is_running_title(fragment: Fragment) -> bool:
    text = without_radicals(fragment.text)
    if _SECTION.match(text):
        return True
    if fragment.look.closed or not _DAY.search(text):
        return False
    return fragment.look.editor or bool(_NUMBERED_SECTION.match(text) or _EDITED.search(text))


def _worth(fragment: Fragment, lost: bool) -> float:
    """How much a line speaks for being inside an article; below nothing: against."""
    look = fragment.look
    if lost:
        return -1.0
    if look.prose:
        return min(look.size, 160) / 12 if look.marks or look.size < 40 else 1.0
    if look.picture or look.byline or look.date:
        return 0.5
    if look.item and look.size >= 24 and (look.marks or look.closed):
        return 1.0
    return -1.0 if look.size < 40 else -0.5


def _menus(fragments: Sequence[Fragment], worth: Sequence[float]) -> list[range]:
    """Long runs of short lines without a mark."""
    menus: list[range] = []
    start = 0
    for index, (fragment, value) in enumerate(zip(fragments, worth, strict=True)):
        if value >= 0 or fragment.look.marks:
            if index - start >= _MENU_RUN:
                menus.append(range(start, index))
            start = index + 1
    if len(fragments) - start >= _MENU_RUN:
        menus.append(range(start, len(fragments)))
    return menus


def _stretches(worth: Sequence[float]) -> list[Stretch]:
    """Stretches of prose, as far as the lines between are worth crossing."""
    found: list[Stretch] = []
    total, low = 0.0, 0
    begin = end = 0
    best = 0.0
    for index, value in enumerate(worth):
        low = low + 1 if value < 0 else 0
        if total <= 0 or low > _MENU_RUN:
            if best > 0:
                found.append(Stretch(begin, end, best))
            total, best, begin = 0.0, 0.0, index
        total += value
        if total > best:
            best, end = total, index
    if best > 0:
        found.append(Stretch(begin, end, best))
    trimmed = []
    for stretch in found:
        begin = stretch.begin
        while begin < stretch.end and worth[begin] < _PROSE:
            begin += 1
        trimmed.append(Stretch(begin, stretch.end, stretch.worth))
    return trimmed


def _anchored(stretches: Sequence[Stretch], titles: Sequence[int]) -> Stretch | None:
    """The stretch that stands nearest below the page's title."""
    headed = [
        (stretch.begin - title, stretch)
        for stretch in stretches
        if stretch.worth >= _SHORT_STORY
        for title in titles
        if 0 <= stretch.begin - title <= _HEAD_ZONE
    ]
    return min(headed, key=lambda found: (found[0], found[1].begin))[1] if headed else None


def _only(stretches: Sequence[Stretch], worth: Sequence[float]) -> Stretch | None:
    """The one stretch that is an article; None when there are several, as on a newspaper's page."""
    if not stretches:
        return None
    best = max(stretches, key=lambda stretch: stretch.worth)
    others = [s for s in stretches if s is not best and s.worth >= _LONG_STORY]
    prose = sum(max(0.0, value) for value in worth)
    if others or best.worth > _BOOK or best.worth < _LEAST_SHARE * prose:
        return None
    return best


def _web_page(
    fragments: Sequence[Fragment],
    noise: Sequence[bool],
    worth: Sequence[float],
    body: Stretch,
    titles: Sequence[int],
) -> Kept:
    begin = body.begin
    end = _end(fragments, noise, worth, begin, body.end)
    headline = _headline(fragments, begin, titles)
    keep = [False] * len(fragments)
    for index in range(begin if headline is None else headline, end + 1):
        look = fragments[index].look
        if index == headline:
            keep[index] = True
        elif index < begin:
            keep[index] = look.date or look.byline or look.picture
        else:
            keep[index] = not noise[index]
    for index in range(end + 1, min(end + _SIGNED_WITHIN, len(fragments))):
        keep[index] = fragments[index].look.byline and not noise[index]
    story = told_in_full(fragments, noise, end)
    for index in story:
        keep[index] = True
    return Kept(tuple(keep), frozenset(() if headline is None else (headline,)), web=True)


def _end(
    fragments: Sequence[Fragment],
    noise: Sequence[bool],
    worth: Sequence[float],
    begin: int,
    end: int,
) -> int:
    """Where the body ends: before an editor's name or a legal notice that stands late in it."""
    whole = sum(max(0.0, value) for value in worth[begin : end + 1])
    read = 0.0
    for index in range(begin, end + 1):
        read += max(0.0, worth[index])
        if noise[index] and read > whole * _LATE and _closes(fragments[index]):
            return index
    return end


def _closes(fragment: Fragment) -> bool:
    """Whether a line says that the article is over."""
    text = fragment.text
    return fragment.look.editor or _is_legal(text) or bool(_RELATED.match(text))


def _title_lines(fragments: Sequence[Fragment]) -> list[int]:
    """Lines that say what the browser's title says, which is the page's first or second line."""
    found = []
    parts = {bare(part) for fragment in fragments[:1] for part in _SPLIT.split(fragment.text)}
    titles = [bare(fragment.text) for fragment in fragments[:2]]
    suffixed = bool(fragments) and bool(_SPLIT.search(fragments[0].text))
    for index, fragment in enumerate(fragments[1:], 1):
        if fragment.look.size > _LONGEST_TITLE:
            continue
        name = bare(fragment.text)
        again = name in parts or name in titles[:index]
        if len(name) >= _SHORTEST_TITLE and (again or (suffixed and titles[0].startswith(name))):
            found.append(index)
    return found


def _is_web(fragments: Sequence[Fragment], titles: Sequence[int]) -> bool:
    """Whether the first line adds a site's name to what a later line says: a browser's title."""
    whole = bare(fragments[0].text) if fragments else ""
    return any(bare(fragments[index].text) != whole for index in titles if index > 1) and bool(
        _SPLIT.search(fragments[0].text)
    )


def _headline(fragments: Sequence[Fragment], begin: int, titles: Sequence[int]) -> int | None:
    """The line before the body that says what the page's title says, by its date if there are several."""
    found = [index for index in titles if begin - _FAR <= index <= begin]
    for index in found:
        if any(near.look.date or near.look.byline for near in fragments[index + 1 : index + 3]):
            return index
    return found[-1] if found else None
