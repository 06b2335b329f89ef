"""A reviewer's corrections, done to pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.corrections import Correction, CorrectionKind, new_correction
from annotations.errors import CorrectionError
from annotations.span import Span, merged, picked
from reader.cleaning import clean
from reader.cleaning.correcting import Corrector
from reader.cleaning.corrections import CLOSED_UP, JOINED, apply, fits
from reader.cleaning.decisions import DecisionKind, candidates, decisions
from reader.cleaning.pieces import article_of, fragments_of, spans_between
from reader.text.page import Block, BlockKind, Dropped, DropReason, Flag, Join, Offer, Page
from reader.text.source import Source, load
from tests.cleaning.test_any_text import pages, source_of
from tests.cleaning.whole import assert_nothing_lost
from tests.conftest import NEWSPAPER, WEB_PAGE


@cache
def newspaper() -> Page:
    return clean(load(NEWSPAPER))


@cache
def web_page() -> Page:
    return clean(load(WEB_PAGE))


PAPER = """\
A12

風電站明年動工

市政府昨日公布新的計劃，風電站將在明年春天動工，投資三億

元，預計兩年之後完成，屆時可供應五萬戶居民的用電。

更多的細節將在下個月公布，居民可以到市政廳查閱文件。

港口擴建獲批

交通部門上周批准港口擴建，工程將分為三個階段進行，首階段

在今年秋天展開，涉及新的碼頭和倉庫，造價由港務局承擔。
"""


LINES = [line for line in PAPER.split("\n") if line][1:]


def block_on(*lines: int, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    """A block of lines of the paper, one joined to the other."""
    found = [LINES[line] for line in lines]
    spans = tuple(Span(PAPER.index(line), PAPER.index(line) + len(line)) for line in found)
    ends = list(accumulate(map(len, found)))
    joins = tuple(Join(at, 0.9, "the sentence goes on") for at in ends[:-1])
    return Block(kind, "".join(found), spans, joins)


def paper() -> Page:
    """Two articles, in each a paragraph that was cut in two and put together."""
    source = source_of(PAPER)
    headline = BlockKind.HEADLINE
    articles = (
        article_of(source, [block_on(0, kind=headline), block_on(1, 2), block_on(3)]),
        article_of(source, [block_on(4, kind=headline), block_on(5, 6)]),
    )
    return Page(source, articles, (Dropped(Span(0, 3), DropReason.BOILERPLATE),))


def texts(page: Page) -> list[list[str]]:
    return [[block.text for block in article.blocks] for article in page.articles]


def by(page: Page) -> Corrector:
    return Corrector(page, "wong")


def done(page: Page, *corrections: Correction) -> Page:
    """The page with corrections that all fit."""
    corrected = apply(page, corrections)
    assert corrected.unfit == ()
    assert_sound(corrected.page)
    return corrected.page


def assert_sound(page: Page) -> None:
    assert_nothing_lost(page)
    ids = [article.id for article in page.articles]
    assert len(set(ids)) == len(ids)
    for article in page.articles:
        headlines = [block.text for block in article.blocks if block.kind is BlockKind.HEADLINE]
        whole = headlines[0] if headlines else article.blocks[0].text
        assert " ".join(whole.splitlines()).startswith(article.title[:10])
        for block in article.blocks:
            places = [0, *(join.at for join in block.joins), len(block.text)]
            assert all(a < b for a, b in pairwise(places))
            assert block.text == block.text.strip()
    assert list(page.dropped) == sorted(page.dropped, key=lambda dropped: dropped.span)


# Each kind by itself


def test_without_corrections_the_page_is_the_very_same() -> None:
    page = newspaper()
    assert apply(page, ()).page is page


def test_split_takes_a_join_apart() -> None:
    page = paper()
    block = page.articles[0].blocks[1]
    after = done(page, by(page).split(0, 1, block.joins[0].at))
    first, second = after.articles[0].blocks[1:3]
    assert first.text.endswith("投資三億")
    assert second.text.startswith("元，預計")
    assert first.joins == second.joins == ()
    assert first.flags == (Flag.MISSING_END,)
    assert second.flags == (Flag.MISSING_START,)
    assert after.articles[1] is page.articles[1]


def test_split_cuts_where_the_cleaner_saw_one_paragraph() -> None:
    page = paper()
    block = page.articles[0].blocks[1]
    after = done(page, by(page).split(0, 1, block.text.index("預計")))
    first, second = after.articles[0].blocks[1:3]
    assert first.text.endswith("元，")
    assert first.joins == block.joins
    assert second.text.startswith("預計")
    assert second.joins == ()


def test_a_split_and_a_join_give_the_page_back_but_for_who_joined() -> None:
    page = paper()
    after = done(page, by(page).split(0, 1, page.articles[0].blocks[1].joins[0].at))
    (candidate, *_) = candidates(after, 0, 2)
    assert (candidate.article, candidate.block, candidate.leads) == (0, 1, True)
    whole = done(after, by(after).join(candidate.raw, candidate.onto))
    assert texts(whole) == texts(page)
    (join,) = whole.articles[0].blocks[1].joins
    assert join == replace(page.articles[0].blocks[1].joins[0], confidence=1.0, reason=JOINED)
    assert whole.articles[0].blocks[1].flags == ()
    assert [article.id for article in whole.articles] == [article.id for article in page.articles]


def test_words_of_one_line_that_were_split_are_joined_with_their_blank() -> None:
    page = clean(source_of("標題\n\n報告稱 Smart City 的計劃，將在明年展開。"))
    at = page.articles[0].blocks[1].text.index("City")
    after = done(page, by(page).split(0, 1, at))
    first, second = after.articles[0].blocks[1:]
    assert first.text.endswith("Smart")
    assert texts(done(after, by(after).join(second.spans, first.spans))) == texts(page)


def test_join_brings_a_fragment_to_another_article_and_undoes_what_was_wrong() -> None:
    page = paper()
    wrong, right = page.articles[0].blocks[1], page.articles[1].blocks[1]
    head = wrong.spans[1:]
    after = done(page, by(page).join(head, right.spans[:1]))
    assert texts(after)[0][1].endswith("投資三億")
    assert texts(after)[1][1].endswith("首階段元，預計兩年之後完成，屆時可供應五萬戶居民的用電。")
    assert texts(after)[1][2].startswith("在今年秋天")
    assert after.articles[0].blocks[1].flags == (Flag.MISSING_END,)


def test_join_may_bring_the_column_that_follows() -> None:
    page = paper()
    tail, head = page.articles[1].blocks[1], page.articles[0].blocks[1]
    after = done(page, by(page).join(head.spans[1:], tail.spans[1:], following=True))
    assert len(after.articles[0].blocks) == 2
    assert texts(after)[1][2] == texts(page)[0][2]


def test_join_backwards_in_one_paragraph_changes_the_order() -> None:
    page = paper()
    block = page.articles[0].blocks[1]
    after = done(page, by(page).join(block.spans[:1], block.spans[1:]))
    assert after.articles[0].blocks[1].text.startswith("元，預計")
    assert after.articles[0].blocks[1].text.endswith("投資三億")
    assert after.articles[0].id == page.articles[0].id


def test_drop_a_block_and_keep_it_again() -> None:
    page = paper()
    after = done(page, by(page).drop(0, 2))
    _, dropped = after.dropped
    assert dropped.reason is DropReason.REVIEWER
    assert picked(PAPER, [dropped.span]) == texts(page)[0][2]
    again = done(after, by(after).keep([dropped.span]))
    assert texts(again) == texts(page)
    assert again == page


def test_drop_a_part_closes_the_paragraph_up() -> None:
    page = paper()
    text = page.articles[0].blocks[2].text
    at = text.index("居民可以")
    after = done(page, by(page).drop(0, 2, Span(at - 4, at)))
    block = after.articles[0].blocks[2]
    assert block.text == text[: at - 4] + text[at:]
    assert [(join.at, join.reason) for join in block.joins] == [(at - 4, CLOSED_UP)]


def test_an_article_that_is_dropped_whole_is_gone() -> None:
    page = paper()
    after = done(page, by(page).drop(1, 0), by(page).drop(1, 1))
    assert texts(after) == texts(page)[:1]
    assert len(after.dropped) == 4


def test_keep_stands_where_the_source_has_it_or_where_it_is_told() -> None:
    page = web_page()
    dropped = next(each for each in page.dropped if each.reason is DropReason.DUPLICATE)
    after = done(page, by(page).keep([dropped.span], BlockKind.CAPTION))
    (kept,) = [
        block
        for article in after.articles
        for block in article.blocks
        if block.spans == (dropped.span,)
    ]
    assert kept.kind is BlockKind.CAPTION
    assert dropped not in after.dropped
    after = done(page, by(page).keep([dropped.span], BlockKind.DECK, (0, 3)))
    assert after.articles[0].blocks[4].spans == (dropped.span,)


def test_keep_a_part_of_what_was_dropped() -> None:
    page = paper()
    after = done(page, by(page).keep([Span(1, 3)], after=(1, 1)))
    assert texts(after)[1][-1] == "12"
    assert after.dropped == (Dropped(Span(0, 1), DropReason.BOILERPLATE),)
    first = done(page, by(page).keep([Span(1, 3)]))
    assert texts(first)[0][:2] == ["12", LINES[0]]


def test_change_a_kind() -> None:
    page = paper()
    after = done(page, by(page).change_kind(0, 2, BlockKind.CAPTION))
    assert after.articles[0].blocks[2].kind is BlockKind.CAPTION
    headed = done(page, by(page).change_kind(0, 0, BlockKind.KICKER))
    assert headed.articles[0].headless()


def test_a_new_headline_gives_the_article_its_title() -> None:
    page = clean(source_of("市政府昨日公布新的計劃，風電站將在明年春天動工。"))
    assert page.articles[0].headless()
    after = done(page, by(page).change_kind(0, 0, BlockKind.HEADLINE))
    assert after.articles[0].title == page.articles[0].blocks[0].text


def test_move_to_another_article_and_back() -> None:
    page = paper()
    after = done(page, by(page).move(0, 2, (1, 1)))
    assert texts(after)[1][2] == texts(page)[0][2]
    assert [article.id for article in after.articles] == [article.id for article in page.articles]
    again = done(after, by(after).move(1, 2, (0, 1)))
    assert again == page


def test_move_before_a_block() -> None:
    page = paper()
    after = done(page, by(page).move(1, 0, (0, 0), before=True, following=True))
    assert texts(after) == [texts(page)[1] + texts(page)[0]]
    assert after.articles[0].id == page.articles[0].id


def test_begin_an_article() -> None:
    page = paper()
    after = done(page, by(page).begin_article(0, 1))
    assert texts(after) == [texts(page)[0][:1], texts(page)[0][1:], texts(page)[1]]
    start = PAPER.index("市政府")
    assert after.articles[1].id == f"{page.source.sha256[:12]}-{start}"
    alone = done(page, by(page).begin_article(0, 1, following=False))
    assert texts(alone)[0] == [texts(page)[0][0], texts(page)[0][2]]
    first = done(page, by(page).begin_article(0, 0, following=False))
    assert texts(first)[0] == texts(page)[0][:1]
    assert done(page, by(page).begin_article(0, 0)) == page


def test_accept_makes_a_join_certain_and_moves_nothing() -> None:
    page = paper()
    doubtful = decisions(page)[0]
    assert doubtful.kind is DecisionKind.JOIN
    correction = by(page).accept(doubtful)
    after = done(page, correction)
    assert texts(after) == texts(page)
    accepted = [decision for decision in decisions(after, [correction]) if decision.accepted]
    assert accepted == [replace(doubtful, confidence=1.0, accepted=True)]


# What fits and what does not


def made(page: Page, kind: CorrectionKind, raw: Span, onto: Span | None, value: str) -> Correction:
    return new_correction(
        source=page.source.sha256, kind=kind, raw=[raw], onto=[onto] if onto else [], value=value,
        creator="wong",
    )  # fmt: skip


INSIDE, HEADLINE, GONE = Span(20, 25), Span(5, 12), Span(0, 3)
"""Of the paper: part of a paragraph, a whole block, what was dropped."""

UNFIT = {
    "split in what was dropped": (CorrectionKind.SPLIT, GONE, None, ""),
    "split from another": (CorrectionKind.SPLIT, INSIDE, HEADLINE, ""),
    "join no fragment": (CorrectionKind.JOIN, INSIDE, HEADLINE, ""),
    "join to no fragment": (CorrectionKind.JOIN, HEADLINE, INSIDE, ""),
    "join what was dropped": (CorrectionKind.JOIN, GONE, HEADLINE, ""),
    "keep what stands": (CorrectionKind.KEEP, INSIDE, None, "caption"),
    "keep more than was dropped": (CorrectionKind.KEEP, Span(0, 12), None, "caption"),
    "keep beyond the end": (CorrectionKind.KEEP, Span(9000, 9005), None, "caption"),
    "keep nothing but white space": (CorrectionKind.KEEP, Span(3, 5), None, "caption"),
    "keep as nothing known": (CorrectionKind.KEEP, GONE, None, "chorus"),
    "drop across blocks": (CorrectionKind.DROP, Span(8, 20), None, ""),
    "kind of no block": (CorrectionKind.KIND, INSIDE, None, "caption"),
    "kind unknown": (CorrectionKind.KIND, HEADLINE, None, "chorus"),
    "move no block": (CorrectionKind.MOVE, INSIDE, HEADLINE, ""),
    "move beside what was dropped": (CorrectionKind.MOVE, HEADLINE, GONE, ""),
    "accept no join": (CorrectionKind.ACCEPT, INSIDE, None, "join"),
    "accept what was kept": (CorrectionKind.ACCEPT, INSIDE, None, "boilerplate"),
    "accept another reason": (CorrectionKind.ACCEPT, GONE, None, "duplicate"),
    "accept what is whole": (CorrectionKind.ACCEPT, HEADLINE, None, "missing_start"),
    "accept anything": (CorrectionKind.ACCEPT, HEADLINE, None, "fate"),
}


@pytest.mark.parametrize(("kind", "raw", "onto", "value"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit_is_named_and_not_done(
    kind: CorrectionKind, raw: Span, onto: Span | None, value: str
) -> None:
    page = paper()
    bad = made(page, kind, raw, onto, value)
    corrected = apply(page, (bad,))
    assert corrected.unfit == (bad,)
    assert corrected.page == page
    assert not fits(page, bad)
    good = by(page).drop(1, 1)
    corrected = apply(page, [good, bad])
    assert corrected.unfit == (bad,)
    assert corrected.page == done(page, good)
    assert fits(page, good)


def test_another_sources_corrections_do_not_fit() -> None:
    page = paper()
    other = replace(by(page).drop(0, 2), source="1" * 64)
    assert apply(page, [other]).unfit == (other,)


def test_a_block_can_t_stand_beside_itself() -> None:
    page = paper()
    with pytest.raises(CorrectionError):
        by(page).move(0, 1, (0, 1))
    correction = by(page).move(0, 1, (0, 2), following=True)
    assert apply(page, [correction]).unfit == (correction,)


def test_what_the_page_says_already_fits() -> None:
    page = paper()
    block = page.articles[0].blocks[1]
    split = by(page).split(0, 1, block.joins[0].at)
    drop = by(page).drop(0, 2)
    join = by(page).join(block.spans[1:], block.spans[:1])
    assert texts(done(page, split, split, drop, drop)) == texts(done(page, split, drop))
    assert texts(done(page, join, join)) == texts(page)
    keep = by(page).keep(page.articles[0].blocks[2].spans, BlockKind.LIST_ITEM)
    assert done(page, keep).articles[0].blocks[2].kind is BlockKind.LIST_ITEM


def test_corrections_survive_a_cleaner_that_sees_lines_otherwise() -> None:
    page = paper()
    block = page.articles[0].blocks[1]
    whole = Span(block.spans[0].start, block.spans[0].end)
    finer = (Span(whole.start, whole.start + 5), Span(whole.start + 5, whole.end), block.spans[1])
    blocks = list(page.articles[0].blocks)
    blocks[1] = replace(block, spans=finer)
    other = replace(
        page, articles=(replace(page.articles[0], blocks=tuple(blocks)), page.articles[1])
    )
    corrector = by(page)
    done(other, corrector.change_kind(0, 1, BlockKind.CAPTION), corrector.drop(0, 1))
    done(other, corrector.join(block.spans[1:], page.articles[1].blocks[1].spans[:1]))


# Offers


def offering() -> Page:
    """The paper with a join of its first article not made, but offered."""
    page = paper()
    block = page.articles[0].blocks[1]
    apart = done(page, by(page).split(0, 1, block.joins[0].at))
    return replace(apart, offers=(Offer(block.spans[1:], block.spans[:1], 0.7, "perhaps"),))


def test_an_offer_is_taken() -> None:
    page = offering()
    (offer,) = [each for each in decisions(page) if each.kind is DecisionKind.OFFER]
    after = done(page, by(page).accept(offer))
    assert texts(after) == texts(paper())
    assert after.offers == ()


def test_an_offer_is_refused() -> None:
    page = offering()
    (offer,) = [each for each in decisions(page) if each.kind is DecisionKind.OFFER]
    refusal = by(page).refuse(offer)
    assert refusal is not None
    after = done(page, refusal)
    assert texts(after) == texts(page)
    assert after.offers == ()
    head = page.offers[0].raw[0]
    short = made(page, CorrectionKind.SPLIT, Span(head.start, head.start + 2), None, "")
    assert done(page, short).offers == ()


def test_an_offer_stands_while_something_else_is_corrected() -> None:
    page = offering()
    assert done(page, by(page).drop(1, 0)).offers == page.offers
    assert done(page, by(page).drop(0, 1)).offers == ()


# Annotations


def test_an_annotation_stays_on_its_characters() -> None:
    page = newspaper()
    article = next(each for each in page.articles if any(block.joins for block in each.blocks))
    index = page.articles.index(article)
    number, block = next((n, block) for n, block in enumerate(article.blocks) if block.joins)
    start = article.block_starts[number] + block.joins[0].at
    marked = Span(start - 2, start + 2)
    raw = article.offsets.to_source(marked)
    text = article.text[marked.start : marked.end]
    assert picked(page.source.raw, raw) == text
    corrector = by(page)
    for corrections in (
        [corrector.change_kind(index, number, BlockKind.CAPTION)],
        [corrector.begin_article(index, number)],
        [corrector.move(index, number, ((index + 1) % len(page.articles), 0))],
    ):
        after = done(page, *corrections)
        (home,) = [each for each in after.articles if each.offsets.to_target(*raw)]
        (there,) = home.offsets.to_target(*raw)
        assert home.text[there.start : there.end] == text
    parted = done(page, corrector.split(index, number, block.joins[0].at))
    found = [
        each.text[span.start : span.end]
        for each in parted.articles
        for span in each.offsets.to_target(*raw)
    ]
    assert "".join(found) == text


# Anything at all

steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["split", "join", "keep", "drop", "kind", "move", "new", "accept", "refuse", "odd"]
        ),
        st.booleans(),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
    ),
    max_size=14,
)
Step = tuple[str, bool, int, int, int]


def chosen(page: Page, step: Step) -> Correction | None:
    """A correction of the page as numbers choose it, if it has what they want."""
    name, flag, x, y, z = step
    if name == "odd":
        return odd(page, step)
    if name == "keep":
        return kept(page, step)
    corrector = by(page)
    if name in ("accept", "refuse"):
        listed = decisions(page)
        return getattr(corrector, name)(listed[x % len(listed)]) if listed else None
    places = [(a, b) for a, each in enumerate(page.articles) for b in range(len(each.blocks))]
    if not places:
        return None
    a, b = places[x % len(places)]
    block = page.articles[a].blocks[b]
    if name == "split":
        return corrector.split(a, b, 1 + z % (len(block.text) - 1)) if block.text[1:] else None
    if name == "drop":
        at = y % len(block.text)
        part = Span(at, at + 1 + z % (len(block.text) - at))
        return corrector.drop(a, b, part if flag else None)
    if name == "kind":
        return corrector.change_kind(a, b, list(BlockKind)[z % len(BlockKind)])
    if name == "new":
        return corrector.begin_article(a, b, following=flag)
    return brought(page, step, (a, b), places[y % len(places)])


def kept(page: Page, step: Step) -> Correction | None:
    _, flag, x, y, z = step
    if not page.dropped:
        return None
    span = page.dropped[x % len(page.dropped)].span
    if flag and len(span) > 2:
        span = Span(span.start + y % 2, span.end - z % 2)
    return by(page).keep([span], list(BlockKind)[y % len(BlockKind)])


def brought(
    page: Page, step: Step, one: tuple[int, int], other: tuple[int, int]
) -> Correction | None:
    name, flag, x, y, z = step
    if one == other:
        return None
    if name == "move":
        return by(page).move(*one, other, before=flag, following=z % 2 == 0)
    blocks = [page.articles[article].blocks[block] for article, block in (one, other)]
    head, tail = (
        spans_between(block, *bounds[number % len(bounds)])
        for block, number in zip(blocks, (x + z, y + z), strict=True)
        for bounds in [list(fragments_of(block))]
    )
    return by(page).join(head, tail, following=flag)


def odd(page: Page, step: Step) -> Correction | None:
    """A correction of raw characters that were chosen without looking."""
    _, flag, x, y, z = step
    size = len(page.source.raw) + 1
    raw, onto = Span(x % size, x % size + 1 + y % 9), Span(z % size, z % size + 1 + y % 7)
    kind = list(CorrectionKind)[x % len(CorrectionKind)]
    value = {
        CorrectionKind.ACCEPT: "join",
        CorrectionKind.KEEP: "caption",
        CorrectionKind.KIND: "date",
        CorrectionKind.MOVE: "new" if flag else "before",
    }.get(kind, "")
    try:
        return made(page, kind, raw, onto, value)
    except CorrectionError:
        return None


def assert_sound_whatever(page: Page, steps: Sequence[Step]) -> None:
    corrections: list[Correction] = []
    now = page
    for step in steps:
        # Half of them speak of the page as it was, which may fit no more.
        correction = chosen(now if step[1] else page, step)
        if correction is not None:
            corrections.append(correction)
            now = apply(page, corrections).page
            assert_nothing_lost(now)
    corrected = apply(page, corrections)
    assert_sound(corrected.page)
    assert corrected == apply(page, corrections)
    assert set(corrected.unfit) <= set(corrections)
    fitting = [each for each in corrections if each not in corrected.unfit]
    assert apply(page, fitting) == replace(corrected, unfit=())
    for article in corrected.page.articles:
        spans = merged(span for block in article.blocks for span in block.spans)
        first = min(span.start for span in spans)
        offset = int(article.id.rpartition("-")[2])
        assert offset == first or any(offset in span for span in spans)


_calm = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@settings(_calm, max_examples=60)
@given(st.sampled_from([newspaper, web_page, paper]), steps)
def test_nothing_is_lost_on_the_seeds(page: object, steps: list[Step]) -> None:
    assert callable(page)
    assert_sound_whatever(page(), steps)


@settings(_calm, max_examples=120)
@given(pages, steps)
def test_nothing_is_lost_on_any_page(raw: str, steps: list[Step]) -> None:
    assert_sound_whatever(clean(source_of(raw)), steps)


def test_a_page_without_articles_takes_what_is_kept() -> None:
    page = clean(Source("-", "0" * 64, "utf-8", "風電站明年動工"))
    page = done(page, by(page).drop(0, 0))
    assert page.articles == ()
    assert texts(done(page, by(page).keep([page.dropped[0].span]))) == [["風電站明年動工"]]
