from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.span import Span
from reader.glossary import Glossary, Match, Term
from reader.script import Config, convert
from tests.counting import calls

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def term(hant: str, hans: str = "", *aliases: str) -> Term:
    return Term(hant, hans or hant, hant, "A thing.", "x", "y", aliases)


TERMS = [
    term("河套", "河套", "河套合作區", "河套合作区"),
    term("合作區香港", "合作区香港"),
    term("大灣區", "大湾区", "GBA"),
    term("Invest GBA", "Invest GBA", "InvestGBA"),
    term("InnoHK"),
    term("AI"),
    term("AI效能", "AI效能"),
    term("效能提升", "效能提升"),
    term("產學研1+計劃", "产学研1+计划", "產學研", "产学研"),
    term("3D"),
    term("[b]"),
]  # fmt: skip
GLOSSARY = Glossary(TERMS)

CASES = {
    "Traditional": ("在大灣區發展", ["大灣區"]),
    "Simplified": ("在大湾区发展", ["大湾区"]),
    "both in one text": ("大灣區和大湾区", ["大灣區", "大湾区"]),
    "the longest wins": ("河套合作區", ["河套合作區"]),
    "the leftmost wins": ("河套合作區香港", ["河套合作區"]),
    "what is left is matched": ("的合作區香港", ["合作區香港"]),
    "side by side": ("河套河套", ["河套", "河套"]),
    "never across a line's end": ("大灣\n區和河\r套", []),
    "Latin among ideographs": ("用AI和InnoHK平台", ["AI", "InnoHK"]),
    "Latin among punctuation": ("(AI)、「InnoHK」", ["AI", "InnoHK"]),
    "Latin behind an at sign": ("SEAM@InnoHK", ["InnoHK"]),
    "not inside a Latin word": ("OpenAI的CHAIN和InnoHKs", []),
    "not before a digit": ("AI2和AI_x", []),
    "not beside an accented letter": ("éAI和AIé", []),
    "nor beside a full-width letter": ("ＸAI", []),
    "kana is no Latin": ("のAIの", ["AI"]),
    "capitals matter": ("ai和innohk", []),
    "a Latin edge before ideographs": ("AI效能提升", ["AI效能"]),
    "a form that fails hides no other": ("OpenAI效能提升", ["效能提升"]),
    "a space inside": ("設立Invest GBA", ["Invest GBA"]),
    "without it": ("設立InvestGBA", ["InvestGBA"]),
    "the short form at a boundary": ("the GBA.", ["GBA"]),
    "a digit and a sign": ("第三輪「產學研1+計劃」", ["產學研1+計劃"]),
    "its short form": ("產學研結合", ["產學研"]),
    "a digit at the edge": ("2 3D 33D", ["3D"]),
    "markup is text": ("[b]大灣區[/b][@click=app.quit]河套", ["[b]", "大灣區", "河套"]),
    "control characters stand between": ("大\x00灣區\x1b[2J河套\u202e", ["河套"]),
    "zero width too": ("大\u200b灣區大灣區\u200b", ["大灣區"]),
    "half of a surrogate pair": ("\ud800大灣區\udfff", ["大灣區"]),
    "beyond the basic plane": ("😀大灣區𠮷河套", ["大灣區", "河套"]),
    "nothing": ("", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES.values(), ids=CASES)
def test_matches(text: str, wanted: list[str]) -> None:
    matches = GLOSSARY.matches(text)
    assert [text[match.span.start : match.span.end] for match in matches] == wanted
    for match in matches:
        assert GLOSSARY.find(text[match.span.start : match.span.end]) is match.term


PIECES = [
    *"河套合作區香港大灣湾区產產學研1+計劃[b]AIGBA效能提升\n ",
    "OpenAI",
    "InnoHK",
    "\ud800",
    "河套合作區",
]
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(deadline=None)
@given(texts)
def test_matches_ascend_and_none_is_missed(text: str) -> None:
    matches = GLOSSARY.matches(text)
    covered: set[int] = set()
    end = 0
    for match in matches:
        assert match.span.start >= end
        end = match.span.end
        covered.update(range(match.span.start, match.span.end))
        assert "\n" not in text[match.span.start : match.span.end]
    for entry in TERMS:
        for form in entry.forms:
            at = text.find(form)
            # A form of ideographs that stands somewhere is matched, or something there is.
            if at >= 0 and not form.isascii() and not form.startswith("AI"):
                assert covered & set(range(at, at + len(form)))


@settings(deadline=None)
@given(texts)
def test_at_is_one_of_the_matches(text: str) -> None:
    by_offset: dict[int, Match] = {}
    for match in GLOSSARY.matches(text):
        by_offset.update(dict.fromkeys(range(match.span.start, match.span.end), match))
    for offset in range(-1, len(text) + 2):
        assert GLOSSARY.at(text, offset) == by_offset.get(offset)


def test_at_in_a_very_long_line() -> None:
    text = "一" * 100_000 + "大灣區" + "一" * 100_000
    assert GLOSSARY.at(text, 100_001) == Match(Span(100_000, 100_003), TERMS[2])
    # However long the line is, only what stands around the place is looked at.
    short = text[98_000:102_000]
    assert (
        calls(lambda: GLOSSARY.at(text, 100_001)) <= calls(lambda: GLOSSARY.at(short, 2_001)) + 20
    )


def test_a_later_term_has_the_form() -> None:
    ours, theirs = term("大灣區", "大湾区"), term("灣區", "湾区", "大灣區")
    glossary = Glossary([ours, theirs])
    assert glossary.find("大灣區") is theirs
    assert glossary.find("大湾区") is ours
    assert list(glossary) == [ours, theirs]
    assert len(glossary) == 2
    assert glossary.find("區") is None


def test_no_terms() -> None:
    assert Glossary([]).matches("大灣區") == []


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
def test_both_scripts_of_a_seed_match_alike(seed: Path) -> None:
    glossary = Glossary.load()
    text = seed.read_text(encoding="utf-8")
    simplified = convert(text, Config.T2S).text
    matches = glossary.matches(text)
    assert len(matches) > 60
    assert glossary.matches(simplified) == matches


@pytest.mark.parametrize("text", ["公司來港投資", "OpenAI", "WeLabs", "PFLOPS3"])
def test_what_is_no_term(text: str) -> None:
    assert Glossary.load().matches(text) == []
