"""A long article is shown before all of it is converted: what is shown is what it will be."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reader.views
from annotations.span import Span
from reader.choices import Choices
from reader.cleaning import clean
from reader.doubts import doubts_of, open_spans
from reader.script import FULL_STOPS, Config, convert, cuts, doubts
from reader.script.dictionaries import chain
from reader.text.page import Article, Page
from reader.text.source import decode
from reader.views import ArticleView, conversions_of
from tests.counting import calls

SENTENCES = (
    "他换了内存条和鼠标，用打印机打印了数据库里的信息。",
    "坐出租车回家！",
    "人工智能和云计算都是互联网公司的业务，软件用户很多；",
    "染发店在里面，茶几周围没有人。",
)


def article_of(text: str) -> tuple[Page, Article]:
    page = clean(decode(text.encode(), "x.txt"))
    return page, page.articles[0]


def long_text(paragraphs: int, sentences: int) -> str:
    paragraph = "".join(SENTENCES[n % len(SENTENCES)] for n in range(sentences))
    return "\n\n".join(f"第{n}段，{paragraph}" for n in range(paragraphs)) + "\n"


PAGES = [article_of(long_text(12, 9)), article_of(long_text(2, 120))]
configs = st.sampled_from(conversions_of(PAGES[0][1].script))


def test_a_full_stop_is_in_no_phrase() -> None:
    for config in Config:
        steps = chain(config)
        for step in (*steps.steps, *([steps.segmentation] if steps.segmentation else [])):
            for dictionary in step.dictionaries:
                for key in dictionary.entries:
                    assert not set(FULL_STOPS) & set(key)


@given(which=st.sampled_from(PAGES), config=configs, data=st.data())
def test_a_part_is_what_the_whole_has_there(
    which: tuple[Page, Article], config: Config, data: st.DataObject
) -> None:
    page, article = which
    start = data.draw(st.integers(0, len(article.text)))
    span = Span(start, data.draw(st.integers(start, min(len(article.text), start + 300))))
    part = ArticleView(page, article, config, part=span)
    whole = ArticleView(page, article, config)
    assert part.is_part_of(whole)
    assert part.text.count("\n") == whole.text.count("\n")
    there, wanted = part.from_article.to_target(span), whole.from_article.to_target(span)
    assert [part.text[s.start : s.end] for s in there] == [
        whole.text[s.start : s.end] for s in wanted
    ]
    # The rest stands as it was printed, and the map is exact over all of it.
    everything = Span(0, len(article.text))
    assert part.from_article.to_target(everything) == (Span(0, len(part.text)),)
    assert part.from_article.to_source(Span(0, len(part.text))) == (everything,)
    assert "\n".join(part.texts) == part.text
    assert [part.text[at - 1 : at] for at in part.block_starts[1:]] == ["\n"] * (
        len(article.blocks) - 1
    )


@given(which=st.sampled_from(PAGES), config=configs)
def test_a_whole_view_is_its_blocks(which: tuple[Page, Article], config: Config) -> None:
    page, article = which
    view = ArticleView(page, article, config)
    wanted = tuple(convert(block.text, config).text for block in article.blocks)
    assert view.texts == wanted
    assert view.text == "\n".join(wanted)
    for start, text in zip(view.block_starts, wanted, strict=True):
        assert view.text[start : start + len(text)] == text


def test_a_long_article_is_converted_around_the_reader_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader.views, "LONG", 200)
    monkeypatch.setattr(reader.views, "_BEYOND", 50)
    page, article = PAGES[0]
    printed = ArticleView(page, article)
    middle = Span(len(article.text) // 2, len(article.text) // 2 + 20)
    part = printed.flipped(Config.S2TWP, around=middle)
    assert part.part is not None
    assert part.shows(middle)
    assert not part.shows(Span(0, 1))
    assert part.flipped(Config.S2TWP, around=middle) is printed
    assert part.completed(lambda: True) is None
    whole = part.completed()
    assert whole is not None
    assert part.is_part_of(whole)
    assert whole.text == ArticleView(page, article, Config.S2TWP).text
    # Once it is there, it is what is flipped to.
    assert printed.flipped(Config.S2TWP, around=middle) is whole
    assert whole.flipped(Config.S2TWP, around=middle) is printed


def test_the_work_of_a_flip_does_not_grow_with_the_article(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    choices = Choices(tmp_path_factory.mktemp("none") / "forms.toml")

    def work(sentences: int) -> int:
        page, article = article_of(SENTENCES[0] + "".join(SENTENCES) * sentences + "\n")
        printed = ArticleView(page, article)
        around = Span(len(article.text) // 2, len(article.text) // 2 + 500)
        printed.flipped(Config.S2HK, choices=choices, around=around)
        return calls(lambda: printed.flipped(Config.S2TWP, choices=choices, around=around))

    assert len(SENTENCES[0] + "".join(SENTENCES) * 1_600) > reader.views.LONG
    assert work(6_400) < 1.2 * work(1_600)


@given(text=st.text(st.sampled_from("中文。！，a"), max_size=400), length=st.integers(1, 50))
def test_cuts_lie_behind_full_stops(text: str, length: int) -> None:
    found = cuts(text, length)
    assert found[0] == 0
    assert found[-1] == len(text)
    assert found == sorted(set(found))
    assert all(text[at - 1] in FULL_STOPS for at in found[1:-1])
    assert all(b - a >= length for a, b in pairwise(found[:-1]))


@given(which=st.sampled_from(PAGES), config=configs)
def test_doubts_found_part_by_part_are_those_of_the_whole(
    which: tuple[Page, Article], config: Config
) -> None:
    page, article = which
    view = ArticleView(page, article, config)
    found = [
        (each.block, each.doubt.span, each.doubt.forms)
        for each in doubts_of(view, with_certain=True)
    ]
    assert found == [
        (index, doubt.span, doubt.forms)
        for index, block in enumerate(article.blocks)
        for doubt in doubts(block.text, config, with_certain=True)
    ]
    assert found
    everything = Span(0, len(view.text))
    assert open_spans(view, everything) == [each.span for each in doubts_of(view)]
