"""The statistics: what is packed is read back, and what ships answers sensibly."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cleaning.model.folding import folded
from reader.cleaning.model.grams import Grams, shipped
from reader.cleaning.model.train import counted, main, packed

TEXT = "我們的城市，我們的港口。\n" * 40


def test_what_is_packed_is_read_back() -> None:
    counts = counted([(1, folded(TEXT, {}))])
    grams = Grams(packed(counts, {ord("們"): ord("们")}))
    for gram, count in counts.items():
        assert grams.count(gram) == pytest.approx(count, rel=0.4)
    assert grams.count("港城") == 0
    assert grams.folded("我們 AI 2025") == "我们a0"


def test_the_same_texts_give_the_same_bytes(tmp_path: Path) -> None:
    text, folding = tmp_path / "a.txt", tmp_path / "folding.txt"
    text.write_text(TEXT, "utf-8")
    folding.write_text("們\t们\n", "utf-8")
    outputs = [tmp_path / "one.bin", tmp_path / "two.bin"]
    for output in outputs:
        main([str(output), str(folding), f"2:{text}"])
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a table"):
        Grams(b"something else")


@pytest.mark.parametrize("script", ["港口", "們是", "们是"])
def test_both_scripts_are_known(script: str) -> None:
    grams = shipped()
    assert grams.count(grams.folded(script)) > 0


def test_words_hold_together() -> None:
    grams = shipped()
    assert grams.association("窗", "口") > 5
    assert grams.association("的", "的") < 2
    assert grams.expectation("口", "窗") > grams.expectation("山", "窗")
