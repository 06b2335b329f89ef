"""Web pages: captions that nothing marks, a second story below the first, and how sure a loss is."""

from __future__ import annotations

from reader.cleaning import clean
from reader.cleaning.decisions import DecisionKind, decisions
from reader.text.page import BlockKind, DropReason, Page
from reader.text.source import Source
from tests.cleaning.whole import assert_nothing_lost

TITLE = "沿海興建五座風電站 供應全市一成用電"
STORY = (
    "市政府昨日公布新計劃，三年內在沿海興建五座風力發電站，供應全市一成用電，預計可創造二千個職位。"
    "環保團體表示歡迎，但指選址貼近候鳥棲息地，促當局先完成評估，再諮詢漁民與居民，才決定落實與否。"
)
MENU = ["首頁", "要聞", "財經", "體育", "娛樂", "副刊", "教育", "影片", "專題"]
SECOND = "漁民憂風電站影響生計 促政府賠償"
SECOND_STORY = (
    "多個漁民團體昨日召開記者會，擔憂新建的風電站會影響生計，促政府盡快商討賠償。團體代表說，沿海漁場"
    "是數百戶漁民的命脈，一旦施工，魚群便會離開。政府發言人回應說，正與漁民商討賠償方案，並會委託學者"
    "評估風電站對漁場的影響，預料年底前有結果公布。團體又說，會在下月到政府總部外請願。"
)


def cleaned(lines: list[str]) -> Page:
    page = clean(Source("-", "0" * 64, "utf-8", "\n".join(lines)))
    assert_nothing_lost(page)
    return page


def web_page(*body: str, after: tuple[str, ...] = ()) -> Page:
    head = [f"{TITLE} | 沿海日報", *MENU, TITLE, "2026-03-09 10:20"]
    return cleaned([*head, *body, "相關新聞", *after, *MENU])


def kinds(page: Page) -> dict[str, BlockKind]:
    return {block.text: block.kind for article in page.articles for block in article.blocks}


def test_a_short_paragraph_before_the_body_says_what_a_picture_shows() -> None:
    caption = "風電站模型昨日首度展出。"
    assert kinds(web_page(caption, STORY, STORY[::1], STORY * 2))[caption] is BlockKind.CAPTION


def test_short_paragraphs_in_a_row_are_a_gallery() -> None:
    gallery = [
        "選址附近的泥灘是候鳥覓食之處。",
        "漁船停泊在避風塘內。",
        "居民在簡介會上發言，促請當局交代。",
    ]
    found = kinds(web_page(STORY, *gallery, STORY * 2))
    assert [found[text] for text in gallery] == [BlockKind.CAPTION] * 3


def test_verse_is_no_gallery_and_a_last_word_no_caption() -> None:
    verse = ["明者處事，莫尚於中。", "優哉游哉，與道相從。", "首陽為拙，柳惠為工。"]
    last = "當局說會再公布詳情。"
    found = kinds(web_page(STORY, *verse, STORY * 2, last))
    assert [found[text] for text in (*verse, last)] == [BlockKind.PARAGRAPH] * 4


def test_a_second_story_told_in_full_is_kept() -> None:
    found = kinds(web_page(STORY, STORY * 2, after=(SECOND, SECOND_STORY)))
    assert SECOND in found
    assert SECOND_STORY in found


def test_links_to_other_stories_are_not_kept() -> None:
    teaser = f"{SECOND_STORY[:60]}…"
    found = kinds(web_page(STORY, STORY * 2, after=(SECOND, teaser)))
    assert SECOND not in found
    assert teaser not in found


def test_prose_that_was_dropped_near_the_article_is_doubted_first() -> None:
    teaser = f"{SECOND_STORY[:60]}，詳情請看內文。"
    page = web_page(STORY, STORY * 2, after=(SECOND, teaser))
    first, *rest = [
        decision for decision in decisions(page) if decision.kind is DecisionKind.BOILERPLATE
    ]
    raw = page.source.raw
    assert raw[first.raw[0].start : first.raw[-1].end] == teaser
    assert all(first.confidence < other.confidence for other in rest)
    menus = [each for each in page.dropped if each.reason is DropReason.BOILERPLATE]
    assert min(each.confidence for each in menus) < 0.9 < max(each.confidence for each in menus)


def test_copies_of_one_caption_are_one_decision() -> None:
    caption = "風電站模型昨日首度展出，吸引市民參觀。(資料圖片)"
    page = cleaned([TITLE, "", STORY, "", caption, "", caption, "", caption, "", STORY[:50]])
    (decision,) = [each for each in decisions(page) if each.kind is DecisionKind.DUPLICATE]
    assert len(decision.raw) == 2
    assert len(decision.of) == 1
