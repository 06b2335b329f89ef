from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from reader.errors import GlossaryError
from reader.glossary import CATEGORIES, Glossary, Term, read_terms
from reader.glossary.entries import OWN_FOLDER, own_files
from reader.script import Config, convert

TERMS = [term for path in own_files() for term in read_terms(path)]

REQUIRED = {
    "耐心資本": "patient capital",
    "新質生產力": "new quality productive forces",
    "一國兩制": "One Country, Two Systems",
    "大灣區": "Guangdong-Hong Kong-Macao Greater Bay Area (GBA)",
    "河套": "Hetao Shenzhen-Hong Kong Science and Technology Innovation Co-operation Zone",
    "港深創新及科技園": "Hong Kong-Shenzhen Innovation and Technology Park (HSITP)",
    "獨角獸": "unicorn",
    "新型工業化": "new industrialisation",
    "新型工業化資助計劃": "New Industrialisation Funding Scheme (NIFS)",
    "新型工業加速計劃": "New Industrialisation Acceleration Scheme (NIAS)",
    "十五五": "15th Five-Year Plan",
    "產學研1+計劃": "Research, Academic and Industry Sectors One-plus Scheme (RAISe+ Scheme)",
    "InnoHK": "InnoHK Research Clusters",
    "港投公司": "Hong Kong Investment Corporation Limited (HKIC)",
    "創科創投基金": "Innovation and Technology Venture Fund (ITVF)",
    "創科產業引導基金": "Innovation and Technology Industry-Oriented Fund (ITIF)",
    "新田科技城": "San Tin Technopole",
    "中試": "pilot production",
    "濕實驗室": "wet laboratory",
    "智方便": "iAM Smart",
    "數碼企業身份": "Digital Corporate Identity (CorpID)",
    "跨境通辦": "Cross-boundary Public Services",
    "四流": "",
    "杭州六小龍": "Six Little Dragons of Hangzhou",
    "香港微電子研發院": "Hong Kong Microelectronics Research and Development Institute",
    "香港人工智能研發院": "Hong Kong AI Research and Development Institute",
    "數碼港人工智能超算中心": "Cyberport AI Supercomputing Centre (AISC)",
    "投資推廣署": "Invest Hong Kong (InvestHK)",
    "前沿科技研究支援計劃": "Frontier Technology Research Support Scheme",
    "創科加速器先導計劃": "I&T Accelerator Pilot Scheme",
    "數碼": "digital",
    "人工智能": "artificial intelligence (AI)",
    "出海": "going global",
    "落地": "taking effect on the ground",
    "閉環": "closed loop",
}


def test_there_are_enough_terms() -> None:
    assert len(TERMS) >= 250


def test_each_category_has_a_file_of_its_own_sorted() -> None:
    assert sorted(OWN_FOLDER.glob("*.toml")) == own_files()
    for path in own_files():
        terms = read_terms(path)
        assert {term.category.replace(" ", "_") for term in terms} == {path.stem}
        assert [term.hant for term in terms] == sorted(term.hant for term in terms)


def test_no_two_terms_share_a_form() -> None:
    forms = [form for term in TERMS for form in term.forms]
    assert [form for form, times in Counter(forms).items() if times > 1] == []


@pytest.mark.parametrize(("form", "english"), REQUIRED.items(), ids=REQUIRED)
def test_a_required_term(form: str, english: str) -> None:
    term = Glossary(TERMS).find(form)
    assert term is not None
    assert term.english == english
    assert term.english or term.unsure


def test_every_entry_is_whole_and_plain() -> None:
    for term in TERMS:
        assert term.category in CATEGORIES, term
        assert re.search(r"[.)]$", term.definition), term
        assert len(re.findall(r"[a-z)\"][.] [A-Z\"\u4e00-\u9fff]", term.definition)) <= 2, term
        assert len(term.definition) <= 420, term
        assert not term.unsure or term.unsure.endswith("."), term
        assert term.english or term.unsure, term


def test_the_simplified_forms_are_the_converted_ones() -> None:
    assert [term.hant for term in TERMS if convert(term.hant, Config.T2S).text != term.hans] == []


def test_every_form_is_there_as_any_view_shows_it() -> None:
    for term in TERMS:
        for form in term.forms:
            simplified = convert(form, Config.T2S).text
            views = [
                convert(simplified, view).text for view in (Config.S2HK, Config.S2TW, Config.S2T)
            ]
            assert {simplified, *views} <= set(term.forms), term


def test_every_category_is_used() -> None:
    assert {term.category for term in TERMS} == set(CATEGORIES)
    assert list(CATEGORIES) == sorted(CATEGORIES)


GOOD = "[[term]]\nhant = '濕實驗室'\nhans = '湿实验室'\ndefinition = 'A laboratory.'\ncategory = 'x'\nsource = 'y'\n"
BAD = {
    "no TOML": ("hant = ", "is not TOML"),
    "another table": (GOOD + "[other]\n", "'other' where only"),
    "a single table": (GOOD.replace("[[term]]", "[term]"), "in double brackets"),
    "no table": ("term = [1]", "term 1 is no table"),
    "a missing key": (GOOD.replace("source = 'y'\n", ""), "term 1 (濕實驗室): source is missing"),
    "an empty key": (GOOD.replace("'A laboratory.'", "' '"), "definition is missing or empty"),
    "no name": (GOOD.replace("hant = '濕實驗室'\n", ""), "term 1: hant is missing"),
    "an unknown key": (GOOD + "colour = 'red'\n", "has 'colour'; the keys are hant, hans"),
    "a number": (GOOD.replace("'x'", "1"), "category must be text"),
    "aliases of a wrong kind": (GOOD + "aliases = 'a'\n", "aliases must be a list of texts"),
    "an empty alias": (GOOD + "aliases = ['']\n", "the form '' must not be empty"),
    "a line break in a form": (GOOD + 'aliases = ["a\\nb"]\n', "hold a line break"),
    "a bidi control in a form": (GOOD + 'aliases = ["a\\u202eb"]\n', "a control character"),
    "a form of two terms": (GOOD + GOOD, "term 2 (濕實驗室): the form '濕實驗室' belongs to 濕實驗室"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "said"), BAD.values(), ids=BAD)
def test_a_bad_file_is_named_with_its_entry(written: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(GlossaryError) as caught:
        read_terms(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert said in caught.value.problem


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="can't be read: No such file"):
        read_terms(tmp_path / "none.toml")


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_bytes(GOOD.encode("big5", errors="replace"))
    with pytest.raises(GlossaryError, match="is not UTF-8"):
        read_terms(path)


def test_a_good_file(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(GOOD.replace("'A laboratory.'", "'''\nA\n  laboratory.\n'''"), encoding="utf-8")
    (term,) = read_terms(path)
    assert term == Term("濕實驗室", "湿实验室", "", "A laboratory.", "x", "y")
    assert (
        Glossary.load(path).find("湿实验室") is term or Glossary.load(path).find("湿实验室") == term
    )


def test_importing_reads_nothing() -> None:
    code = (
        "import sys, reader.glossary; "
        "assert not {'tomllib', 'ahocorasick_rs', 'opencc', 'jieba', 'textual'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
