"""What was decided about a page, how it is listed, and what is left to the reviewer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.span import Span, picked
from reader.cleaning import clean
from reader.cleaning.corrections import JOINED
from reader.cleaning.decisions import (
    DecisionKind,
    candidates,
    decisions,
    decisions_as_list,
    explanation,
)
from reader.cleaning.offers import offered
from reader.text.page import BlockKind, Dropped, DropReason, Flag, Page
from tests.cleaning.test_any_text import pages, source_of
from tests.cleaning.test_corrections import (
    assert_sound,
    by,
    done,
    newspaper,
    paper,
    texts,
    web_page,
)


def ink(page: Page, spans: tuple[Span, ...]) -> str:
    return "".join(picked(page.source.raw, spans).split())


def test_every_join_drop_and_flag_is_listed_once() -> None:
    for page in (newspaper(), web_page(), paper()):
        listed = decisions(page)
        blocks = [block for article in page.articles for block in article.blocks]
        kinds = [decision.kind for decision in listed]
        assert kinds.count(DecisionKind.JOIN) == sum(len(block.joins) for block in blocks)
        for flag in Flag:
            flagged = sum(flag in block.flags for block in blocks)
            assert kinds.count(DecisionKind(flag.value)) == flagged
        spans = [
            span
            for decision in listed
            if decision.kind in (DecisionKind.DUPLICATE, DecisionKind.BOILERPLATE)
            for span in decision.raw
        ]
        assert sorted(spans) == [dropped.span for dropped in page.dropped]
        assert all(decision.reason and 0 <= decision.confidence <= 1 for decision in listed)


def test_the_most_doubtful_come_first_and_what_the_reviewer_settled_last() -> None:
    page = newspaper()
    listed = decisions(page)
    assert [each.confidence for each in listed] == sorted(each.confidence for each in listed)
    corrections = [by(page).accept(listed[0])]
    settled = decisions(done(page, *corrections), corrections)
    assert [each.accepted for each in settled] == [False] * (len(listed) - 1) + [True]
    assert settled[-1].confidence == 1.0
    assert settled[-1].raw == listed[0].raw


def test_a_join_names_both_its_fragments() -> None:
    page = paper()
    (first, second) = [each for each in decisions(page) if each.kind is DecisionKind.JOIN]
    assert ink(page, first.of).endswith("投資三億")
    assert ink(page, first.raw).startswith("元，")
    assert ink(page, second.of).endswith("首階段")


def test_copies_and_what_a_browser_added_are_listed_in_runs() -> None:
    raw = "甲\n\n乙\n\n丙\n\n丁丁丁。"
    spans = [Span(0, 1), Span(3, 4), Span(6, 7)]
    page = clean(source_of(raw))
    menu = tuple(Dropped(span, DropReason.BOILERPLATE, confidence=0.8) for span in spans)
    (run, *_) = decisions(replace(page, articles=(), dropped=menu))
    assert run.raw == tuple(spans)
    assert run.confidence == 0.8
    mixed = (menu[0], replace(menu[1], reason=DropReason.BLANK), menu[2])
    assert len(decisions(replace(page, articles=(), dropped=mixed))) == 3


def test_the_reviewers_own_joins_and_drops_are_certain() -> None:
    page = paper()
    block = page.articles[0].blocks[1]
    corrections = [by(page).join(block.spans[1:], block.spans[:1]), by(page).drop(0, 2)]
    settled = [each for each in decisions(done(page, *corrections), corrections) if each.accepted]
    assert [(each.kind, each.confidence) for each in settled] == [
        (DecisionKind.JOIN, 1.0),
        (DecisionKind.REVIEWER, 1.0),
    ]


def test_a_refused_drop_comes_back() -> None:
    page = paper()
    (drop,) = [each for each in decisions(page) if each.kind is DecisionKind.BOILERPLATE]
    refusal = by(page).refuse(drop)
    assert refusal is not None
    assert texts(done(page, refusal))[0][0] == "A12"


def test_a_missing_end_can_be_accepted_but_not_refused() -> None:
    page = paper()
    apart = done(page, by(page).split(0, 1, page.articles[0].blocks[1].joins[0].at))
    missing = [each for each in decisions(apart) if each.kind is DecisionKind.MISSING_END]
    (end,) = missing
    assert by(apart).refuse(end) is None
    correction = by(apart).accept(end)
    assert [each.kind for each in decisions(done(apart, correction), [correction]) if each.accepted]


def test_the_text_and_the_json_say_the_same() -> None:
    for page in (newspaper(), web_page()):
        lines = list(explanation(page))
        listed = json.loads(json.dumps(decisions_as_list(page)))
        assert len(lines) == len(listed) == len(decisions(page))
        for line, said in zip(lines, listed, strict=True):
            assert said["kind"].replace("_", " ") in line
            assert said["reason"] in line
            assert f"{said['confidence']:.2f}" in line
            assert f"{said['raw'][0][0]}-{said['raw'][0][1]}" in line
            assert line.isprintable()


def test_an_explanation_lets_no_character_escape() -> None:
    page = paper()
    raw = page.source.raw.replace("A12", "\x1b\u202e2")
    page = replace(page, source=replace(page.source, raw=raw))
    assert all(line.isprintable() for line in explanation(page))
    accepted = by(page).accept(decisions(page)[-1])
    assert [line[:4] for line in explanation(page, [accepted])][-1] == "yes "


# Candidates


def test_a_fragment_is_offered_the_ends_that_it_may_go_on_from() -> None:
    page = newspaper()
    found = 0
    for a, article in enumerate(page.articles):
        for b, block in enumerate(article.blocks):
            for join in block.joins:
                after = done(page, by(page).split(a, b, join.at))
                best, *rest = candidates(after, a, b + 1)
                assert (best.article, best.block, best.leads) == (a, b, True)
                assert best.reason
                assert all(best.confidence >= each.confidence for each in rest)
                again = done(after, by(after).join(best.raw, best.onto))
                assert texts(again) == texts(page)
                found += 1
    assert found > 4


def test_an_open_end_is_offered_what_may_go_on_from_it() -> None:
    page = paper()
    apart = done(page, by(page).split(0, 1, page.articles[0].blocks[1].joins[0].at))
    found = candidates(apart, 0, 1)
    best = next(each for each in found if not each.leads)
    assert (best.article, best.block) == (0, 2)
    assert len(candidates(apart, 0, 1, most=1)) == 1


def test_what_is_joined_already_is_no_candidate() -> None:
    page = paper()
    at = page.articles[0].blocks[1].joins[0].at
    places = {(each.article, each.block) for each in candidates(page, 0, 1, at)}
    assert (0, 1) not in places
    assert candidates(page, 0, 1, at + 3) == candidates(page, 0, 1, at)


def test_a_headline_may_be_a_fragment_that_was_taken_for_one() -> None:
    page = paper()
    apart = done(page, by(page).split(0, 1, page.articles[0].blocks[1].joins[0].at))
    wrong = done(apart, by(apart).change_kind(0, 2, BlockKind.SUBHEADING))
    assert candidates(wrong, 0, 2)[0].block == 1


def test_a_page_without_open_ends_has_no_candidates() -> None:
    page = clean(source_of("標題\n\n一段話說完了，再也沒有別的。\n\n又一段話也說完了，就是這樣。"))
    assert candidates(page, 0, 1) == []


# Doubtful joins


def test_joins_that_are_not_sure_enough_are_offered_instead_of_made() -> None:
    page = newspaper()
    joins = [
        join.confidence
        for article in page.articles
        for each in article.blocks
        for join in each.joins
    ]
    sure = sorted(joins)[3]
    apart = offered(page, sure)
    assert_sound(apart)
    left = [
        join.confidence
        for article in apart.articles
        for each in article.blocks
        for join in each.joins
    ]
    assert sorted(left) == [each for each in sorted(joins) if each >= sure]
    assert sorted(offer.confidence for offer in apart.offers)[-3:] == sorted(joins)[:3]
    kinds = [decision.kind for decision in decisions(apart)]
    assert kinds.count(DecisionKind.OFFER) == len(apart.offers)
    assert kinds.count(DecisionKind.JOIN) == len(left)


@pytest.mark.parametrize("sure", [0.0, 0.85, 1.1])
def test_taking_every_offer_gives_the_page_as_the_cleaner_made_it(sure: float) -> None:
    page = newspaper()
    apart = offered(page, sure)
    taken = [by(apart).accept(each) for each in decisions(apart) if each.kind is DecisionKind.OFFER]
    whole = done(apart, *taken)
    assert texts(whole) == texts(page)
    assert whole.offers == ()
    by_reviewer = [
        join
        for article in whole.articles
        for block in article.blocks
        for join in block.joins
        if join.reason == JOINED
    ]
    assert len(by_reviewer) == len(taken)


def test_refusing_every_offer_leaves_the_page_as_it_stands() -> None:
    apart = offered(newspaper(), 1.1)
    refused = [by(apart).refuse(each) for each in decisions(apart)]
    after = done(apart, *(each for each in refused if each is not None))
    assert texts(after) == texts(apart)
    assert after.offers == ()


def test_a_join_that_was_missed_is_offered() -> None:
    page = paper()
    apart = done(page, by(page).split(0, 1, page.articles[0].blocks[1].joins[0].at))
    (offer,) = offered(apart, 0.0, least=0.01).offers
    assert ink(page, offer.onto).endswith("投資三億")
    assert ink(page, offer.raw).startswith("元，")


def test_a_page_without_doubts_is_the_very_same() -> None:
    page = web_page()
    assert offered(page, 0.9) is page


@settings(deadline=None, max_examples=60)
@given(pages, st.floats(0, 1.1), st.floats(0.05, 1))
def test_offers_lose_nothing_on_any_page(raw: str, sure: float, least: float) -> None:
    page = clean(source_of(raw))
    apart = offered(page, sure, least)
    assert_sound(apart)
    for offer in apart.offers:
        done(apart, by(apart).join(offer.raw, offer.onto))
    for article in range(len(apart.articles)):
        for block in range(len(apart.articles[article].blocks)):
            for candidate in candidates(apart, article, block):
                done(apart, by(apart).join(candidate.raw, candidate.onto))
