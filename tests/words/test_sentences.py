from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.span import Span
from reader.words import clause_spans, sentence_spans
from tests.counting import calls

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
PIECES = [
    *"。！？…；!?;.，,：:—、「」『』“”（）()\"' \n\r\u3000ab1香港\u2028",
    "3.5",
    "Mr.",
    "U.S.",
    "http://a.b?c=d",
]
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def parts(spans: list[Span], text: str) -> list[str]:
    return [text[span.start : span.end] for span in spans]


SENTENCES = {
    "two": ("他來了。我走了。", ["他來了。", "我走了。"]),
    "a closing quotation mark stays": ("他說「好。」然後走了", ["他說「好。」", "然後走了"]),
    "so do several": ("（他說『好！』）。走", ["（他說『好！』）", "。走"]),
    "marks in a row are one end": ("真的嗎？！是的……好", ["真的嗎？！", "是的……", "好"]),
    "a semicolon ends": ("一是基金；二是稅務；", ["一是基金；", "二是稅務；"]),
    "so does its half-width kin in Chinese": ("科技能力;第二", ["科技能力;", "第二"]),
    "but not in code": ("x &amp; y;z", ["x &amp; y;z"]),
    "a line's end always ends": ("香港\n科技\r\n園", ["香港", "科技", "園"]),
    "a line separator too": ("香港\u2028科技", ["香港", "科技"]),
    "indents are left out": ("　　香港。　　科技 ", ["香港。", "科技"]),
    "an ellipsis opens a sentence": ("「……我走了。」", ["「……我走了。」"]),
    "a decimal point": ("升3.5%至1.13。好", ["升3.5%至1.13。", "好"]),
    "an address": ("見http://a.hk/b.html?x=1!y 的頁。", ["見http://a.hk/b.html?x=1!y 的頁。"]),
    "an address with a space behind": ("見www.a.hk 的頁", ["見www.a.hk 的頁"]),
    "English": ("It ended. We left.", ["It ended.", "We left."]),
    "English in quotation marks": ('He said "it ended." We left.', ['He said "it ended."', "We left."]),
    "a quotation that opens": ('他走了。"你好"', ["他走了。", '"你好"']),
    "a quotation that closes": ('"他走了。"我說', ['"他走了。"', "我說"]),
    "an abbreviation": ("Dr. Chan met Mr. Fung.", ["Dr. Chan met Mr. Fung."]),
    "initials": ("J. Chan of the U.S. Army left. So", ["J. Chan of the U.S. Army left.", "So"]),
    "a number that opens the line": ("1. 香港\n12. 深圳", ["1. 香港", "12. 深圳"]),
    "a stop at the line's end": ("in 2019.\n香港", ["in 2019.", "香港"]),
    "half-width marks in Chinese": ("好!他說?是", ["好!", "他說?", "是"]),
    "Latin before the mark": ("買了WeLab!他說", ["買了WeLab!", "他說"]),
    "only marks": ("。。", ["。。"]),
    "nothing": ("", []),
    "white space": (" \n　", []),
}  # fmt: skip

CLAUSES = {
    "a comma": ("他來了，我走了。", ["他來了，", "我走了。"]),
    "a half-width comma in Chinese": ("他來了,我走了", ["他來了,", "我走了"]),
    "not in a number": ("達7,000萬人,好", ["達7,000萬人,", "好"]),
    "a colon before a quotation": ("他說：「好。」", ["他說：", "「好。」"]),
    "not in a time": ("於11:08更新,見http://a.hk", ["於11:08更新,", "見http://a.hk"]),
    "a long dash": ("他——陳家強——走了", ["他——", "陳家強——", "走了"]),
    "a short dash joins": ("企業成長—產業升級", ["企業成長—產業升級"]),
    "an enumeration comma joins": ("人流、物流，好", ["人流、物流，", "好"]),
    "a comma and a closing mark": ("「好，」他說", ["「好，」", "他說"]),
    "English": ("Well, it ended, then.", ["Well,", "it ended,", "then."]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SENTENCES.values(), ids=SENTENCES)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert parts(sentence_spans(text), text) == wanted


@pytest.mark.parametrize(("text", "wanted"), CLAUSES.values(), ids=CLAUSES)
def test_clauses(text: str, wanted: list[str]) -> None:
    assert parts(clause_spans(text), text) == wanted


@settings(deadline=None)
@given(texts)
def test_they_hold_every_character_that_is_not_white_space(text: str) -> None:
    for spans in (sentence_spans(text), clause_spans(text)):
        end = 0
        for span in spans:
            part = text[span.start : span.end]
            assert span.start >= end
            assert not text[end : span.start].strip()
            assert part
            assert part == part.strip()
            assert part.splitlines() == [part]
            end = span.end
        assert not text[end:].strip()


@settings(deadline=None)
@given(texts)
def test_a_clause_is_inside_one_sentence(text: str) -> None:
    sentences = sentence_spans(text)
    for clause in clause_spans(text):
        assert any(s.start <= clause.start and clause.end <= s.end for s in sentences)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
def test_sentences_of_a_seed_end_as_sentences_do(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    for span in sentence_spans(text):
        part = text[span.start : span.end]
        assert not any(end in part[:-2] for end in ("。香", "。在", "。他", "；二"))


def work(spans_of: Callable[[str], list[Span]], run: str, length: int) -> int:
    text = (run * length)[:length]
    return calls(lambda: spans_of(text))


@pytest.mark.parametrize("run", ["a. ", "1.", '."', "「。", "，", "1,1", "a;", "…", "。」", " "])
def test_work_grows_with_the_length(run: str) -> None:
    for spans_of in (sentence_spans, clause_spans):
        assert work(spans_of, run, 80_000) < 8 * work(spans_of, run, 10_000) * 1.5 + 100
