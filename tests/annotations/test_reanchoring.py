from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import check, is_same
from annotations.diff import Diff, diffed, resemblance
from annotations.errors import AnnotationError
from annotations.ink import Inked, inked
from annotations.model import Annotation, Status
from annotations.reanchoring import Placed, placed_by_hand, reanchor
from annotations.script import are_opposed, is_converted
from annotations.selectors import quoted, widened
from annotations.span import Span, merged, picked
from reader.script import Config, convert
from tests.annotations.made import annotation, any_annotation

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "anchoring.py"
NEW = "f" * 64
FAMILY = "👨\u200d👩\u200d👧"
PAGE = """河套合作區香港園區正式開園

隨着河套深港科技創新合作區香港園區於去年底正式開園，兩地在創科領域的協同發展正邁向新台階。
業界認為，深化合作將有效發揮互補優勢，促進創新要素高效流動，為香港建設國際創科中心注入新動能。

思謀科技負責人透露，公司在深港創科走廊構建產業價值網絡，形成從前沿研究到全球交付的鏈條。
思謀的研發團隊在深圳將技術理念轉化為可工程化部署的方案，並通過自有工廠快速驗證與迭代。

陳家強表示，香港商業營運模式有助初創企業在大灣區壯大，耐心資本是關鍵。
"""


def marking(raw: str, exact: str, *, after: str = "") -> Annotation:
    """An annotation of the first such characters behind some others, quoted from the raw text."""
    start = raw.index(exact, raw.index(after))
    span = Span(start, start + len(exact))
    return replace(annotation("a"), raw=(span,), quote=quoted(raw, span))


def placed(raw: str, exact: str, new: str, *, after: str = "") -> Placed:
    return reanchor([marking(raw, exact, after=after)], raw, new, NEW)[0]


def there(found: Placed, new: str) -> str:
    return picked(new, found.annotation.raw)


# One change at a time.

ADVERTISEMENT = "訂閱電子報，每日接收最新消息\n熱門：香港　深圳　科技\n\n"
FIRST, SECOND, THIRD, FOURTH = PAGE.strip().split("\n\n")


@pytest.mark.parametrize(
    ("exact", "old", "new", "status", "found"),
    [
        pytest.param("創科", "耐心資本", "長期資本", Status.EXACT, "創科", id="an edit behind it"),
        pytest.param("耐心資本", "去年底", "", Status.MOVED, "耐心資本", id="an edit before it"),
        pytest.param("去年底", "去年底", "今年初", Status.ORPHAN, "", id="replaced"),
        pytest.param("耐心資本", "耐心資本", "耐性資本", Status.FUZZY, "耐性資本", id="in it"),
        pytest.param("耐心資本", "耐心資本", "忍心資本", Status.FUZZY, "忍心資本", id="its first"),
        pytest.param("耐心資本", "耐心資本", "耐心資金", Status.FUZZY, "耐心資金", id="its last"),
        pytest.param("耐心資本", "耐心資本", "耐心的資本", Status.FUZZY, "耐心的資本", id="put in"),
        pytest.param("耐心資本", "耐心資本", "耐資本", Status.FUZZY, "耐資本", id="taken out"),
        pytest.param("耐心資本", "耐心資本", "", Status.ORPHAN, "", id="gone"),
        pytest.param(
            "互補優勢", "互補優勢", "互補\n優勢", Status.MOVED, "互補優勢", id="re-flowed"
        ),
        pytest.param(
            "正邁向新台階。\n業界認",
            "\n業",
            "業",
            Status.MOVED,
            "正邁向新台階。業界認",
            id="joined",
        ),
        pytest.param(
            "香港商業", THIRD, ADVERTISEMENT, Status.MOVED, "香港商業", id="all before gone"
        ),
        pytest.param("香港商業", FOURTH, "", Status.ORPHAN, "", id="its paragraph gone"),
    ],
)
def test_one_change(exact: str, old: str, new: str, status: Status, found: str) -> None:
    assert old in PAGE
    edited = PAGE.replace(old, new)
    result = placed(PAGE, exact, edited)
    assert result.status is status
    if status is Status.ORPHAN:
        assert result.annotation == replace(result.before, status=Status.ORPHAN)
    else:
        assert inked(there(result, edited)) == found
        assert result.annotation.source == NEW
        assert result.annotation.quote == result.before.quote
        assert 0 < result.score <= 1


def test_other_boilerplate_and_another_order() -> None:
    edited = f"{ADVERTISEMENT}{FIRST}\n\n{FOURTH}\n\n{THIRD}\n\n{SECOND}\n\n{ADVERTISEMENT}"
    for exact in ("兩地", "耐心資本", "思謀科技負責人", "國際創科中心", "方案，並"):
        result = placed(PAGE, exact, edited)
        assert (result.status, there(result, edited)) == (Status.MOVED, exact)


def test_a_copy_elsewhere_is_not_the_place() -> None:
    edited = PAGE.replace("創科領域的", "科研領域的")
    result = placed(PAGE, "創科", edited)
    assert "創科" in edited
    assert result.status is Status.ORPHAN or "科研" in there(result, edited)
    gone = PAGE.replace(SECOND, "據悉，有關部門將於下月公布詳情，屆時會再作交代。")
    result = placed(PAGE, "創科", gone)
    assert result.status is Status.ORPHAN
    assert any("創科" in candidate.excerpt for candidate in result.candidates)


def test_the_right_one_of_many() -> None:
    lines = [f"第{n}項：{name}科技獲投資香港科技園" for n, name in enumerate("甲乙丙丁戊己庚辛")]
    raw = "\n".join(lines)
    edited = "\n".join(["引言", *lines[:2], *lines[3:]])
    for n, name in enumerate("甲乙丙丁戊己庚辛"):
        result = placed(raw, "科技園", edited, after=name)
        if name == "丙":
            assert result.status is Status.ORPHAN
        else:
            line = edited.rfind("\n", 0, result.annotation.raw[0].start) + 1
            assert edited.startswith(lines[n], line)


def test_several_spans_stay_several() -> None:
    raw = "前文在此。發展耐心\n廣告：訂閱電子報\n資本的重要性在於長期。後文也在此。"
    first, second = raw.index("耐心"), raw.index("資本")
    wanted = replace(
        annotation("a"),
        raw=(Span(first, first + 2), Span(second, second + 2)),
        quote=quoted("耐心資本", Span(0, 4)),
    )
    edited = "新的引言。" + raw.replace("訂閱電子報", "每日接收最新消息")
    [result] = reanchor([wanted], raw, edited, NEW)
    assert result.status is Status.MOVED
    assert [picked(edited, [span]) for span in result.annotation.raw] == ["耐心", "資本"]


def test_one_span_parted_by_an_advertisement() -> None:
    exact = "深化合作將有效發揮互補優勢"
    edited = PAGE.replace("將有效", f"將\n\n{ADVERTISEMENT}有效")
    result = placed(PAGE, exact, edited)
    assert (result.status, there(result, edited)) == (Status.MOVED, exact)
    assert len(result.annotation.raw) == 2


def test_never_across_scripts() -> None:
    simplified = convert(PAGE, Config.T2S).text
    wanted = [marking(PAGE, exact) for exact in ("耐心", "香港", "合作", "產業價值", SECOND[:40])]
    for raw in (PAGE, None):
        for result in reanchor(wanted, raw, simplified, NEW):
            assert result.status is Status.ORPHAN
            assert result.candidates == ()


def test_scripts() -> None:
    assert are_opposed("香港創業", "香港创业")
    assert not are_opposed("香港創業", "香港創業创业")
    assert not are_opposed("香港", "香港创业")
    assert is_converted("耐心資本", "耐心资本")
    assert not is_converted("耐心資本", "耐心資金")
    assert not is_converted("資本与资本", "资本与資本")


def test_clusters_stay_whole() -> None:
    raw = f"一家人{FAMILY}在公園裏散步，天氣很好，大家都高興。"
    edited = "昨天，" + raw.replace("公園", "e\u0301公園")
    result = placed(raw, "人" + FAMILY, edited)
    assert there(result, edited) == "人" + FAMILY
    grown = raw.replace("步，", "步\u0301，")
    result = placed(raw, "散步", grown)
    assert (result.status, there(result, grown)) == (Status.FUZZY, "散步\u0301")


def test_blanks_go_with_their_neighbours() -> None:
    raw = "香港園區 正式開園，兩地協同發展"
    result = placed(raw, " ", "新聞：" + raw)
    assert (result.status, result.annotation.raw) == (Status.MOVED, (Span(7, 8),))
    assert placed(raw, " ", raw.replace(" ", "")).status is Status.ORPHAN
    assert reanchor([result.before], None, raw, NEW)[0].status is Status.ORPHAN


# Without the old text.


def test_by_quote_alone() -> None:
    edited = ADVERTISEMENT + PAGE.replace("去年底", "今年初")
    for exact in ("耐心資本", "國際創科中心", "業界認為，深化合作將有效發揮互補優勢"):
        [result] = reanchor([marking(PAGE, exact)], None, edited, NEW)
        assert (result.status, there(result, edited)) == (Status.MOVED, exact)
    [same] = reanchor([marking(PAGE, "耐心資本")], None, PAGE, NEW)
    assert same.status is Status.EXACT


def test_by_quote_alone_only_where_nowhere_else_is_as_good() -> None:
    wanted = marking(PAGE, "耐心資本")
    [result] = reanchor([wanted], None, PAGE + "\n" + PAGE, NEW)
    assert result.status is Status.ORPHAN
    assert len(result.candidates) == 2
    bare = replace(wanted, quote=replace(wanted.quote, prefix="", suffix=""))
    assert reanchor([bare], None, PAGE, NEW)[0].status is Status.ORPHAN


def test_an_annotation_of_another_text_is_placed_by_its_quote() -> None:
    wanted = replace(marking(PAGE, "耐心資本"), raw=(Span(0, 4),))
    [result] = reanchor([wanted], PAGE, ADVERTISEMENT + PAGE, NEW)
    assert there(result, ADVERTISEMENT + PAGE) == "耐心資本"


# What comes after.


def test_fuzzy_stays_fuzzy_and_comes_back() -> None:
    changed = PAGE.replace("耐心資本", "耐性資本")
    first = placed(PAGE, "耐心資本", changed)
    assert check(first.annotation, changed) is Status.FUZZY
    [second] = reanchor([first.annotation], changed, ADVERTISEMENT + changed, "e" * 64)
    assert second.status is Status.FUZZY
    [back] = reanchor([second.annotation], ADVERTISEMENT + changed, PAGE, first.before.source)
    assert (back.annotation.raw, back.annotation.quote) == (first.before.raw, first.before.quote)
    assert back.status in {Status.MOVED, Status.EXACT}


def test_an_orphan_comes_back_from_where_it_stood() -> None:
    gone = placed(PAGE, "耐心資本", PAGE.replace(FOURTH, ""))
    assert gone.status is Status.ORPHAN
    [back] = reanchor([gone.annotation], PAGE, ADVERTISEMENT + PAGE, NEW)
    assert back.status is Status.MOVED


def test_by_hand() -> None:
    edited = PAGE.replace(FOURTH, "") + "另外，有人談到耐心資本。"
    orphan = placed(PAGE, "耐心資本", edited)
    best = orphan.candidates[0]
    assert "耐心資本" in best.excerpt
    assert orphan.score == best.score == max(each.score for each in orphan.candidates)
    chosen = placed_by_hand(orphan.annotation, best.raw, edited, NEW)
    assert (chosen.status, picked(edited, chosen.raw)) == (Status.MOVED, "耐心資本")
    other = placed_by_hand(orphan.annotation, [Span(0, 2)], edited, NEW)
    assert (other.status, other.source) == (Status.FUZZY, NEW)
    with pytest.raises(AnnotationError):
        placed_by_hand(orphan.annotation, [Span(10_000, 10_002)], edited, NEW)


def test_what_took_its_place_is_a_candidate() -> None:
    edited = PAGE.replace("耐心資本是關鍵", "長遠眼光更重要")
    result = placed(PAGE, "耐心資本", edited)
    assert result.status is Status.ORPHAN
    assert any("長遠" in candidate.excerpt for candidate in result.candidates)


# Any text at all.

texts = st.lists(
    st.sampled_from("耐心資本资，。\n \u3000\u2028\u0301")
    | st.sampled_from(["香港", "創科", "\n\n", "\r\n", FAMILY, "e\u0301"])
    | st.sampled_from(["深港創科協同發展", "加速香港智造進程，"]),
    max_size=40,
).map("".join)


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same with stretches taken out, put in and moved."""
    old = draw(texts)
    new = old
    for _ in range(draw(st.integers(0, 4))):
        start, end = sorted((draw(st.integers(0, len(new))), draw(st.integers(0, len(new)))))
        piece = new[start:end]
        rest = new[:start] + new[end:]
        at = draw(st.integers(0, len(rest)))
        new = rest[:at] + draw(st.sampled_from([piece, "", "新"])) + rest[at:]
    return old, new if draw(st.booleans()) else draw(texts)


@st.composite
def marked(draw: st.DrawFn, raw: str) -> Annotation:
    whole = [0, *(found.end() for found in regex.finditer(r"\X", raw))]
    bounds = draw(st.lists(st.sampled_from(whole), min_size=2, max_size=4, unique=True).map(sorted))
    spans = merged(Span(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False))
    return replace(annotation("a"), raw=spans, quote=quoted(raw, spans))


@given(versions())
def test_a_difference_pairs_the_same_characters_once(pair: tuple[str, str]) -> None:
    difference = diffed(*pair)
    old: Counter[int] = Counter()
    new: Counter[int] = Counter()
    for run in difference.runs:
        assert run.length > 0
        here = difference.old.text[run.old : run.old_end]
        assert here == difference.new.text[run.new : run.new_end]
        assert len(here) == run.length
        old.update(range(run.old, run.old_end))
        new.update(range(run.new, run.new_end))
    assert not old or max(old.values()) == max(new.values()) == 1
    for offset, character in enumerate(pair[0]):
        place = difference.raw_to_new(offset)
        assert place is None or pair[1][place] == character
        assert place is None or not character.isspace()


@given(texts)
def test_ink(raw: str) -> None:
    ink = Inked(raw)
    assert ink.text == "".join(raw[at] for at in ink.offsets) == inked(raw)
    whole = ink.raw_spans([Span(0, len(ink))]) if len(ink) else ()
    assert inked(picked(raw, whole)) == ink.text
    assert all(widened(raw, span) == span for span in whole)
    assert all("\n" not in raw[span.start : span.end] or "\r\n" in raw for span in whole)


@given(versions(), st.data(), st.booleans())
def test_nothing_is_lost_and_nothing_is_claimed_in_vain(
    pair: tuple[str, str], data: st.DataObject, is_kept: bool
) -> None:
    old, new = pair
    if not old:
        return
    wanted = data.draw(st.lists(marked(old), max_size=4))
    results = reanchor(wanted, old if is_kept else None, new, NEW)
    assert [result.before for result in results] == wanted
    for result in results:
        now = result.annotation
        assert replace(
            now, raw=result.before.raw, source=result.before.source, status=Status.EXACT
        ) == (result.before)
        if result.status is Status.ORPHAN:
            assert now.source == result.before.source
        else:
            assert now.source == NEW
            assert all(span.end <= len(new) for span in now.raw)
            assert all(widened(new, span) == span for span in now.raw)
            assert check(now, new) is result.status
        if result.status in {Status.EXACT, Status.MOVED}:
            assert is_same(now.quote.exact, picked(new, now.raw))
        if result.status is Status.EXACT:
            assert now.raw == result.before.raw
        assert len(result.candidates) <= 5
        for candidate in result.candidates:
            chosen = placed_by_hand(now, candidate.raw, new, NEW)
            assert chosen.raw == candidate.raw
            assert inked(picked(new, chosen.raw))


@given(texts.filter(bool), st.data())
def test_the_same_text_changes_nothing(raw: str, data: st.DataObject) -> None:
    wanted = data.draw(st.lists(marked(raw), max_size=4))
    for result in reanchor(wanted, raw, raw, NEW):
        assert result.annotation == replace(result.before, source=NEW)
        assert (result.status, result.score) == (Status.EXACT, 1.0)


@given(st.lists(any_annotation, max_size=3), texts | st.none(), texts)
def test_any_annotation_at_all(wanted: list[Annotation], old: str | None, new: str) -> None:
    results = reanchor(wanted, old, new, NEW)
    assert [result.annotation.id for result in results] == [each.id for each in wanted]


# How well, and how fast enough.


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("anchoring_benchmark", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_bounds_of_the_benchmark(benchmark: ModuleType) -> None:
    pages = benchmark.pages()
    for rate, most_wrong in ((0.02, 0.0), (0.06, 0.2)):
        total = benchmark.Tally(Counter())
        for place, length in enumerate(benchmark.LENGTHS):
            for edit in benchmark.EDITS.values():
                for page in pages[place::2]:
                    total += benchmark.measured(page, edit, rate, length, 0)
        assert total.outcomes["all"] == 2 * 6 * 2 * benchmark.EACH
        assert total.share("wrong") <= most_wrong
        assert total.share("placed", "left") >= 93


def test_long_texts_take_no_longer_than_their_length() -> None:
    """A paragraph may follow another only so often before each step looks at all of them."""
    lines = [f"第{n}段，{n * n}戶居民已遷入新居，第{n % 7}期工程如期完成。" for n in range(4000)]
    raw = "\n".join(lines)
    found: Diff = diffed(raw, "\n".join(lines[2000:] + lines[:2000]))
    assert sum(run.length for run in found.runs) > 0.99 * len(found.old)


def test_resemblance() -> None:
    assert resemblance(PAGE, PAGE.replace("\n", " ")) == 1
    assert resemblance(PAGE, ADVERTISEMENT + PAGE.replace("耐心", "耐性")) > 0.8
    assert resemblance(PAGE, ADVERTISEMENT) < 0.1
    assert resemblance("", "") == 1
    assert resemblance("短", "短") == 1
    assert resemblance("短", "長") == 0
