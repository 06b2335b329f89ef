"""Pages as PDF tools print them: paragraphs come back, articles stay apart, nothing is lost."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from annotations.span import Span
from reader.cleaning import clean
from reader.text.page import Block, BlockKind, DropReason, Page
from reader.text.source import Source
from tests.cleaning import printed
from tests.cleaning.printed import WAYS, Piece, articles, bare
from tests.cleaning.whole import assert_nothing_lost


def cleaned(raw: str) -> Page:
    page = clean(Source("-", "0" * 64, "utf-8", raw))
    assert_nothing_lost(page)
    return page


def blocks_of(raw: str) -> list[Block]:
    return [block for article in cleaned(raw).articles for block in article.blocks]


@pytest.fixture(scope="module")
def page() -> list[list[Piece]]:
    return articles()


@pytest.mark.parametrize("measure", [12, 15, 18])
@pytest.mark.parametrize("way", WAYS)
def test_paragraphs_come_back(way: str, measure: int, page: list[list[Piece]]) -> None:
    found = Counter(bare(block.text) for block in blocks_of(WAYS[way](page, measure)))
    wanted = [
        bare(piece.text)
        for article in page
        for piece in article
        if piece.kind is BlockKind.PARAGRAPH
    ]
    missing = [text for text in wanted if not found[text]]
    assert len(missing) <= 1, missing


@pytest.mark.parametrize("way", WAYS)
def test_articles_stay_apart(way: str, page: list[list[Piece]]) -> None:
    came = cleaned(WAYS[way](page, 15)).articles
    texts = [bare(article.text) for article in came]
    holders = []
    for article in page:
        paragraphs = [bare(piece.text) for piece in article if piece.kind is BlockKind.PARAGRAPH]
        held = Counter(
            at for text in paragraphs for at, whole in enumerate(texts) if text[:20] in whole
        )
        at, times = held.most_common(1)[0]
        assert times >= len(paragraphs) - 1
        holders.append(at)
    assert len(set(holders)) >= len(page) - 1


@pytest.mark.parametrize("way", WAYS)
def test_running_titles_are_dropped(way: str, page: list[list[Piece]]) -> None:
    kept = {bare(block.text) for block in blocks_of(WAYS[way](page, 15))}
    assert not kept & {
        bare(title) for title in (*printed.RUNNING_TITLE, "".join(printed.RUNNING_TITLE))
    }


FILLER = (
    "　　市政府昨日公布新計劃，三年內在\n沿海興建五座風力發電站，供應全市一\n成用電，預計可創造二千個職位。\n"
    "　　環保團體表示歡迎，但指選址貼近\n候鳥棲息地，促當局先完成評估，再諮\n詢漁民與居民，才決定落實與否。\n"
)


def only_new(raw: str) -> list[str]:
    """The paragraphs of a text printed after two others that show the measure."""
    return [block.text for block in blocks_of(FILLER + raw)][2:]


@pytest.mark.parametrize("end", ["\n", " \n", "\r\n"])
def test_latin_words_are_divided_where_a_line_ends(end: str) -> None:
    text = f"　　發展局發表有關粵港澳Greater Bay{end}Area的報告，建議加強區內的合作{end}。"
    assert only_new(text) == ["發展局發表有關粵港澳Greater Bay Area的報告，建議加強區內的合作。"]


def test_ideographs_are_put_together_without_a_space() -> None:
    (found,) = only_new("　　發展局發表有關粵港澳大灣區與前\n海的報告，建議加強區內的合作。")
    assert found == "發展局發表有關粵港澳大灣區與前海的報告，建議加強區內的合作。"


def test_a_number_runs_on_over_a_line_end() -> None:
    (found,) = only_new("　　發展局發表有關報告稱，項目耗資13\n500萬元，建議加強區內的合作。")
    assert "耗資13500萬元" in found


def test_a_hyphen_that_only_the_line_end_put_there_is_dropped_and_said() -> None:
    raw = FILLER + "　　發展局發表有關可持續的develop-\nment報告，建議加強區內的合作。"
    page = cleaned(raw)
    assert page.articles[-1].blocks[-1].text.startswith("發展局發表有關可持續的development報告")
    (dropped,) = page.dropped
    assert raw[dropped.span.start : dropped.span.end] == "-"
    assert dropped.reason is DropReason.BLANK


def test_a_word_that_is_written_with_a_hyphen_elsewhere_keeps_it() -> None:
    raw = "　　發展局發表self-help計劃的詳情。\n　　發展局發表有關居民互助的self-\nhelp報告，建議加強區內的合作。"
    assert "self-help報告" in only_new(raw)[-1]


def test_stretched_lines_are_closed_up() -> None:
    raw = "　　發展局發表有關粵港澳大灣區與前\n海 的 報 告 ， 建 議 加 強 區 內 各 市 的 創 科\n合作，並諮詢公眾。"
    assert only_new(raw) == [
        "發展局發表有關粵港澳大灣區與前海的報告，建議加強區內各市的創科合作，並諮詢公眾。"
    ]


def test_radicals_are_read_as_ideographs_and_kept_as_they_are() -> None:
    raw = "2026年3⽉9⽇ 星期⼀ 10:20\n" + FILLER
    dates = [block.text for block in blocks_of(raw) if block.kind is BlockKind.DATE]
    assert dates == ["2026年3⽉9⽇ 星期⼀ 10:20"]


def test_a_headline_set_from_top_to_bottom_is_one_block() -> None:
    raw = "深\n港\n創\n科\n新\n路\n" + FILLER
    first = blocks_of(raw)[0]
    assert (first.text, len(first.spans)) == ("深港創科新路", 6)


def test_a_caption_in_small_type_is_one_block() -> None:
    raw = (
        FILLER
        + "▲發展局昨日展出大灣區三座新電站的模型，\n吸引不少市民前往參觀拍照留念。\n"
        + FILLER
    )
    (caption,) = [block for block in blocks_of(raw) if block.kind is BlockKind.CAPTION]
    assert caption.text.endswith("模型，吸引不少市民前往參觀拍照留念。")


def test_offsets_of_wrapped_text_are_exact(page: list[list[Piece]]) -> None:
    for way in WAYS.values():
        raw = way(page, 13)
        for article in cleaned(raw).articles:
            for block, start in zip(article.blocks, article.block_starts, strict=True):
                for at in range(0, len(block.text), 7):
                    (place,) = article.offsets.to_source(Span(start + at, start + at + 1))
                    assert bare(raw[place.start : place.end]) == bare(block.text[at])


def test_spans_ascend_within_a_column(page: list[list[Piece]]) -> None:
    for block in blocks_of(printed.plain(page, 15)):
        assert all(a.end <= b.start for a, b in pairwise(block.spans)) or block.joins
