"""Three languages: every sentence is translated, the right one is chosen, and files stay English."""

from __future__ import annotations

import ast
import gettext
import json
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Status
from annotations.store import Layer
from annotations.wording import Said
from reader import wording
from reader.cleaning.decisions import DecisionKind
from reader.cli import _OTHER_COMMANDS, run
from reader.names import name_of, said_name_of
from reader.script import Config, convert
from reader.text.page import BlockKind, DropReason
from reader.tui.actions import Action
from reader.wording import _, choose, language, language_of, looked_up, several, spoken
from tests import messages
from tests.annotations.made import annotation
from tests.conftest import NEWSPAPER

OTHERS = [usage for usage, _does in _OTHER_COMMANDS]
CHINESE = [name for name in wording.LANGUAGES if name != "en"]
CATALOGS = [name.replace("-", "_") for name in CHINESE]
_FIELD = re.compile(r"\{[^{}]*\}|%\(\w+\)[a-z]|%[a-z]")


# The catalogs


def said(message: Message) -> str:
    """What a message is translated with; Chinese has one form for every number. Else its English."""
    string = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
    return string or (message.id if isinstance(message.id, str) else message.id[-1])


@pytest.mark.parametrize("name", CATALOGS)
def test_every_sentence_of_the_sources_is_translated(name: str) -> None:
    """`make messages` takes new sentences in; docs/translating.md says how to translate them."""
    catalog = messages.catalog(name)
    known = {message.id for message in catalog if message.id}
    wanted = {sentence.id for sentence in messages.sentences()}
    assert wanted - known == set()
    assert known - wanted == set()
    assert messages.untranslated(catalog) == []
    assert not catalog.obsolete


@pytest.mark.parametrize("name", CATALOGS)
def test_a_translation_names_what_the_sentence_names(name: str) -> None:
    for message in messages.catalog(name):
        if message.id:
            many = message.id if isinstance(message.id, str) else message.id[-1]
            assert sorted(_FIELD.findall(many)) == sorted(_FIELD.findall(said(message))), many


@pytest.mark.parametrize("name", CATALOGS)
def test_the_compiled_catalog_is_the_one_that_is_read(name: str) -> None:
    path = messages.catalog_file(name).with_suffix(".mo")
    compiled = gettext.translation("pizhu", messages.LOCALES, [name])
    assert path.exists()
    for message in messages.catalog(name):
        if isinstance(message.id, str):
            assert not message.id or compiled.gettext(message.id) == said(message)
        elif said(message) != message.id[-1]:
            one, many = message.id
            assert compiled.ngettext(one, many, 2) == said(message)


@pytest.mark.parametrize("name", CATALOGS)
def test_a_chinese_sentence_has_chinese_punctuation(name: str) -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!\.)")
    for message in messages.catalog(name):
        if message.id:
            assert not half.search(_FIELD.sub("", said(message))), said(message)


def test_the_simplified_catalog_holds_no_traditional_character() -> None:
    own_script = {"繁體 or 简体", "（無標題）{title}"}
    for message in messages.catalog("zh_Hans"):
        if message.id and message.id not in own_script:
            assert convert(said(message), Config.T2S).text == said(message)


@pytest.mark.parametrize("name", CHINESE)
@pytest.mark.parametrize("kinds", [BlockKind, DropReason, DecisionKind, Status])
def test_every_kind_and_reason_has_a_name(kinds: type[BlockKind], name: str) -> None:
    choose(name)
    for kind in kinds:
        assert isinstance(said_name_of(kind), Said)
        assert not name_of(kind).isascii()


def test_nothing_is_looked_up_while_a_module_is_imported() -> None:
    """Or the language that is chosen afterwards would not hold for it."""
    for package in ("annotations", "reader"):
        for path in (messages.ROOT / package).rglob("*.py"):
            waiting: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
            while waiting:
                node = waiting.pop()
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                    waiting += [*node.args.defaults, *filter(None, node.args.kw_defaults)]
                    continue
                waiting += ast.iter_child_nodes(node)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    assert node.func.id not in ("_", "several", "spoken", "looked_up"), path


# Choosing


@pytest.mark.parametrize(
    ("environment", "spoken_there"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_SG"}, "zh-Hans"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_HK.Big5-HKSCS"}, "zh-Hant"),
        ({"LANG": "zh_Hans_HK.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_CN", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "en_US", "LC_ALL": "zh_MO@x"}, "zh-Hant"),
        ({"LANG": "en_US", "LANGUAGE": "zh_TW:en"}, "zh-Hant"),
        ({"LANG": "en_US", "LANGUAGE": "fr:zh_CN"}, "zh-Hans"),
    ],
)
def test_the_locale_chooses(environment: dict[str, str], spoken_there: str) -> None:
    assert language_of(environment) == spoken_there


@pytest.mark.parametrize("command", [[], *([name] for name, *_ in map(str.split, OTHERS))])
@pytest.mark.parametrize(("name", "word"), [("zh-Hant", "說明"), ("zh-Hans", "帮助")])
def test_the_help_of_a_command_in_a_language(
    command: list[str], name: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run([*command, "--lang", name, "--help"])
    said = capsys.readouterr().out
    assert word in said
    assert language() == name
    # Names, examples and what Python's argparse does not look up are all that stays.
    words = re.sub(
        r"--?[a-z-]+|[A-Z]{1,}|pizhu [a-z]*|\{.*?\}|en\|zh-Han[st]\|zh-Han[st]", "", said
    )
    assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", words), words


@pytest.mark.parametrize("where", [["--lang", "zh-Hant", "clean"], ["clean", "--lang=zh-Hant"]])
def test_a_text_is_refused_in_the_language(
    where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*where, "nosuch.txt"]) == 1
    assert capsys.readouterr().err == "pizhu: nosuch.txt：沒有這個檔案，請檢查名稱。\n"


def test_a_wrong_argument_is_told_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--lang", "zh-Hans", "clean", "--nosuch", "x"])
    assert "不认识的参数：--nosuch" in capsys.readouterr().err


def test_a_language_that_is_not_spoken_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["clean", "--lang", "fr", "x"])
    assert "'fr'" in capsys.readouterr().err


def test_what_follows_two_hyphens_is_no_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["clean", "--", "--lang", "zh-Hans"]) == 1
    assert "--lang: there is no such file" in capsys.readouterr().err


def test_the_settings_name_a_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reader.paths import settings_file

    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('language = "zh-Hans"\n', "utf-8")
    monkeypatch.setenv("LANGUAGE", "zh_TW")
    assert run(["clean", "nosuch.txt"]) == 1
    assert "没有这个文件" in capsys.readouterr().err
    assert run(["--lang", "en", "clean", "nosuch.txt"]) == 1
    assert "there is no such file" in capsys.readouterr().err


def test_json_is_the_same_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    outputs = set()
    for name in wording.LANGUAGES:
        assert run(["clean", "--lang", name, "-f", "json", "--explain", str(NEWSPAPER)]) == 0
        outputs.add(capsys.readouterr().out)
    assert len(outputs) == 1
    reasons = {d["reason"] for d in json.loads(outputs.pop())[0]["decisions"]}
    assert all(reason[:1].isascii() or reason.startswith("“") for reason in reasons)


def test_what_doctor_tells_a_program_is_english(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("一", "utf-8")
    (tmp_path / ".pizhu").mkdir()
    (tmp_path / ".pizhu" / "tags.toml").write_text("[", "utf-8")
    run(["doctor", "--lang", "zh-Hans", str(tmp_path)])
    assert "不是 TOML" in capsys.readouterr().out
    run(["doctor", "--lang", "zh-Hans", "--json", str(tmp_path)])
    assert "is not TOML" in capsys.readouterr().out


def test_decisions_are_explained_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["clean", "--lang", "zh-Hans", "-f", "text", "--explain", str(NEWSPAPER)]) == 0
    said = capsys.readouterr().out.partition("全部判断，最可疑的在前\n")[2]
    assert said
    assert not re.search(r"[a-z]{2,} [a-z]{2,}", said)


# Sentences


def test_numbers_choose_between_one_and_many() -> None:
    one, many = "{count} annotation placed", "{count} annotations placed"
    assert [several(one, many, n).format(count=n) for n in (1, 2)] == [
        "1 annotation placed",
        "2 annotations placed",
    ]
    choose("zh-Hant")
    assert several(one, many, 1).format(count=1) == "已安置 1 項批註"


def test_nothing_is_looked_up_of_nothing() -> None:
    choose("zh-Hans")
    assert looked_up("") == ""
    assert looked_up("a person's own words") == "a person's own words"


def test_an_action_is_marked_by_being_one() -> None:
    """What actions say needs no `marked`: the arguments of `Action` are taken as they stand."""
    fields = list(Action.__dataclass_fields__)
    places = messages._SENTENCES["Action"]
    assert tuple(fields[place] for place in places) == messages._NAMED["Action"]


SAID = Said("call {quote} a {kind}", quote="「甲{乙}」", kind=Said("list item"))


def test_a_kept_sentence_is_its_english_text() -> None:
    assert SAID == "call 「甲{乙}」 a list item"
    assert json.dumps({"said": SAID}) == json.dumps({"said": str(SAID)})
    assert type(str(SAID)) is str


def test_a_kept_sentence_is_spoken_in_the_language_of_the_moment() -> None:
    assert spoken(SAID) == SAID
    choose("zh-Hans")
    assert spoken(SAID) == "把「甲{乙}」改为列表项"
    assert spoken("call 「甲」 a thing") == "call 「甲」 a thing"


@pytest.mark.parametrize(
    "keep",
    [
        lambda: pickle.loads(pickle.dumps(SAID)),  # noqa: S301 - as it comes from a worker
        lambda: Said.from_document(str(SAID), json.loads(json.dumps(SAID.to_document()))),
    ],
    ids=["pickled", "in a file"],
)
def test_a_kept_sentence_comes_back_with_its_parts(keep: Callable[[], str]) -> None:
    assert keep() == SAID
    choose("zh-Hant")
    assert spoken(keep()) == "把「甲{乙}」改為列表項"


@given(
    st.text(),
    st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.lists(st.text())),
)
def test_whatever_a_file_says_is_a_sentence(sentence: str, fields: dict[str, object]) -> None:
    document = {"sentence": sentence, "fields": fields}
    kept = Said.from_document("as it was", json.loads(json.dumps(document)))
    for name in wording.LANGUAGES:
        choose(name)
        assert spoken(kept) in ("as it was", _(sentence))


def test_fields_that_do_not_fit_leave_the_english() -> None:
    choose("zh-Hans")
    words = {"sentence": "call {quote} a {kind}", "fields": {"quote": "「甲」"}}
    assert spoken(Said.from_document("call 「甲」 it", words)) == "call 「甲」 it"


def test_an_undo_is_told_in_the_language_of_whoever_undoes_it(tmp_path: Path) -> None:
    path = tmp_path / "layer.json"
    with Layer.open(path, creator="阿明") as layer:
        layer.add(annotation("a1"), said=Said("highlight {quote}", quote="「甲」"))
    assert '"said": "highlight 「甲」"' in path.read_text("utf-8")
    choose("zh-Hans")
    with Layer.open(path, creator="阿明") as layer:
        assert spoken(layer.undoable or "") == "高亮「甲」"
        assert spoken(layer.undo() or "") == "高亮「甲」"
        assert spoken(layer.redoable or "") == "高亮「甲」"
