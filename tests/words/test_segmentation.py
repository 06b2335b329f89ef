from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.words import is_warm, warm, word_spans

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
texts = st.text(
    st.sampled_from(
        "香港科学园的独角兽企业AI3.% \n\u3000，。「」、-éー\u0301\u200d\u00ad龘かカ한Ａ"
    )
    | st.characters(),
    max_size=60,
)


@pytest.fixture(scope="module", autouse=True)
def _words() -> None:
    warm()


def words(text: str) -> list[str]:
    return [text[span.start : span.end] for span in word_spans(text)]


CASES = {
    "prose": ("香港拥有世界级大学", ["香港", "拥有", "世界级", "大学"]),
    "punctuation is apart": ("香港，深圳。", ["香港", "，", "深圳", "。"]),
    "a run of punctuation": ("他说：「好。」", ["他", "说", "：「", "好", "。」"]),
    "white space": ("香港  \n　深圳", ["香港", "  \n　", "深圳"]),
    "Latin": ("WeLab和GOGOVAN", ["WeLab", "和", "GOGOVAN"]),
    "numbers": ("升至1.13%", ["升至", "1.13%"]),
    "accents": ("café和naïve", ["café", "和", "naïve"]),
    "decomposed accents": ("cafe\u0301店", ["cafe\u0301", "店"]),
    "a mark behind a space": ("香港 \u00ad深圳", ["香港", " ", "\u00ad", "深圳"]),
    "full-width letters": ("ＡＢＣ公司", ["ＡＢＣ", "公司"]),
    "kana": ("カタカナ语", ["カタカナ", "语"]),
    "rare ideographs stay apart": ("㐂㐃", ["㐂", "㐃"]),
    "a name with an at sign": ("SEAM@InnoHK", ["SEAM", "@", "InnoHK"]),
    "nothing": ("", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_words(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted


@given(texts)
@settings(deadline=None)
def test_they_tile_the_text(text: str) -> None:
    spans = word_spans(text)
    assert [span.start for span in spans] == [0, *(span.end for span in spans[:-1])][: len(spans)]
    assert "".join(words(text)) == text
    assert all(spans)
    for part in words(text):
        assert part.isspace() or not part[0].isspace()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
def test_words_proper_are_those_of_jieba(seed: Path) -> None:
    import jieba

    text = seed.read_text(encoding="utf-8")
    ours = [word for word in words(text) if word[0].isalnum() and "\u4e00" <= word[0] <= "\u9fff"]
    theirs = [word for word in jieba.cut(text) if word[0].isalnum() and word[0] >= "\u4e00"]
    assert ours == theirs


def test_the_dictionary_is_what_jieba_would_have_read() -> None:
    import jieba

    frequencies, total = jieba.Tokenizer.gen_pfdict(jieba.dt.get_dict_file())
    assert frequencies == jieba.dt.FREQ
    assert total == jieba.dt.total


def test_a_run_without_a_comma_takes_no_more_than_its_share() -> None:
    text = "龘靐齉爩" * 5_000
    assert "".join(words(text)) == text


def test_is_warm() -> None:
    assert is_warm()


def test_jieba_is_quiet_and_leaves_nothing_behind(tmp_path: Path) -> None:
    code = (
        "import sys, reader.words as words; "
        "assert 'jieba' not in sys.modules; assert not words.is_warm(); "
        "assert len(words.word_spans('香港拥有')) == 2; "
        "assert words.is_warm(); assert 'pkg_resources' not in sys.modules"
    )
    environment = {"TMPDIR": str(tmp_path), "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-X", "pycache_prefix=" + str(tmp_path / "none"), "-c", code],
        check=False, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())
    assert not (Path(tempfile.gettempdir()) / "jieba.cache").exists()


def test_its_logger_prints_nothing() -> None:
    assert not logging.getLogger("jieba").handlers
