"""The reviewer's choices between forms: kept as they were made, the nearest one holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reader.choices
from annotations.span import Span
from reader.choices import Choice, Choices, scopes
from reader.config import Settings, load_settings
from reader.doubts import doubts_of, open_spans
from reader.errors import ChoiceError
from reader.script import Config
from reader.session import Session
from reader.text.page import Script
from reader.views import ArticleView
from reader.workspace import Workspace

HANT = Script.TRADITIONAL
SHA = "ab" * 32
characters = st.characters(codec="utf-8")
short = st.text(characters, max_size=6)
some = st.text(characters, min_size=1, max_size=6)
made = st.builds(
    Choice, some, some, st.sampled_from([HANT, Script.SIMPLIFIED]), short, short
) | st.builds(Choice, some, some, st.just(HANT), source=some, at=st.integers(0, 10**7))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".pizhu" / "forms" / "阿明.toml"


@given(st.lists(made, max_size=5))
@settings(max_examples=30)
def test_what_is_kept_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[Choice]
) -> None:
    path = tmp_path_factory.mktemp("forms") / "forms.toml"
    choices = Choices(path)
    for choice in wanted:
        choices.keep(choice)
    last = list({choice.scope: choice for choice in wanted}.values())
    assert set(choices) == set(last)
    assert tuple(Choices(path)) == tuple(choices)
    for choice in tuple(choices):
        choices.take_back(choice)
    assert not tuple(Choices(path))


def test_the_nearest_choice_holds(path: Path) -> None:
    choices = Choices(path)

    def form(before: str, after: str, raw: int = 0, source: str = SHA) -> str | None:
        found = choices.at(HANT, "发", before, after, source, raw)
        return found.form if found else None

    assert form("染了", "。") is None
    here = Choice("发", "一", HANT, source=SHA, at=7)
    both, follows, precedes, wide = (
        Choice("发", name, HANT, before=c.before, after=c.after)
        for name, c in zip("二三四五", scopes(here, "了", "。")[1:], strict=True)
    )
    for choice, wanted in [(wide, "五"), (precedes, "四"), (follows, "三"), (both, "二")]:
        choices.keep(choice)
        assert form("染了", "。又") == wanted
    choices.keep(here)
    assert form("染了", "。又", 7) == "一"
    assert form("染了", "。又", 8) == "二"
    assert form("染了", "。又", 7, "cd" * 32) == "二"
    assert form("染了", "，") == "四"
    assert form("染", "。") == "三"
    assert form("染", "") == "五"
    assert choices.at(Script.SIMPLIFIED, "发", "", "", SHA, 7) is None
    choices.keep(Choice("发", "六", HANT))
    assert form("染", "") == "六"
    assert len(choices) == 5


def test_scopes_go_from_one_place_to_all() -> None:
    here = Choice("发", "髮", HANT, source=SHA, at=7)
    assert [choice.nearness for choice in scopes(here, "了", "。")] == [
        (True, 0), (False, 2), (False, 1), (False, 1), (False, 0),
    ]  # fmt: skip
    assert len(scopes(here, "", "")) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[forms]", "TOML"),
        ("forms = 3", "[[forms]]"),
        ("forms = [3]", "choice 1"),
        ('[[forms]]\ntext = "发"\nform = "髮"\n', "script"),
        ('[[forms]]\ntext = "发"\nform = "髮"\nscript = "Latin"\n', "Traditional, Simplified"),
        ('[[forms]]\nform = "髮"\nscript = "Traditional"\n', "text"),
        ('[[forms]]\ntext = 3\nform = "髮"\nscript = "Traditional"\n', "text"),
        ('[[forms]]\ntext = "发"\nform = "髮"\nscript = "Traditional"\nat = -1\n', "at"),
        ('[[forms]]\ntext = "发"\nform = "髮"\nscript = "Traditional"\nat = true\n', "at"),
        ('[[forms]]\ntext = "发"\nform = "髮"\nscript = "Traditional"\nat = 3\n', "source"),
        ('[[forms]]\ntext = "发"\nform = "髮"\nscript = "Traditional"\nwhy = "so"\n', "why"),
        (f'[[forms]]\ntext = "{"发" * 99}"\nform = "髮"\nscript = "Traditional"\n', "text"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_what_cannot_be_read_is_named_and_never_written(
    path: Path, content: str | bytes, said: str
) -> None:
    path.parent.mkdir(parents=True)
    good = Choice("发", "髮", HANT)
    choices = Choices(path)
    choices.keep(good)
    content = content.encode() if isinstance(content, str) else content
    path.write_bytes(content)
    with pytest.raises(ChoiceError) as refused:
        Choices(path)
    assert str(path) in str(refused.value)
    assert said in str(refused.value)
    with pytest.raises(ChoiceError):
        choices.keep(Choice("面", "麪", HANT))
    assert path.read_bytes() == content
    assert tuple(choices) == (good,)


def test_a_full_disk_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choices = Choices(path)
    choices.keep(Choice("发", "髮", HANT))
    before = path.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reader.choices, "write_whole", full)
    with pytest.raises(ChoiceError, match="No space left"):
        choices.keep(Choice("面", "麪", HANT))
    assert path.read_bytes() == before
    assert [choice.text for choice in choices] == ["发"]


@pytest.fixture
def session(tmp_path: Path) -> Any:
    text = (
        "染发店的里面\n\n他染了发，后来去了里面。范先生也在那里，这些软件里面的信息发展得很快。\n"
    )
    (tmp_path / "text.txt").write_text(text, "utf-8")
    session = Session(Workspace.open([str(tmp_path)]), Settings("阿明"))
    yield session
    session.close()


def first_view(session: Session) -> ArticleView:
    page = session.pages.of(session.workspace.paths[0])
    return session.flipped(ArticleView(page, page.articles[0]))


def test_a_choice_settles_a_doubt_and_taking_it_back_opens_it(session: Session) -> None:
    view = first_view(session)
    first, second = doubts_of(view)
    assert [each.doubt.text for each in (first, second)] == ["发", "范"]
    assert open_spans(view, Span(0, len(view.text))) == [first.span, second.span]
    here = first.choices(view, first.doubt.forms[1])[0]
    session.choices.keep(here)
    changed = session.shown_as(view, view.config)
    assert changed is not view
    assert "他染了髮" in changed.text
    assert doubts_of(changed)[0].choice == here
    assert open_spans(changed, Span(0, len(changed.text))) == [second.span]
    assert session.shown_as(changed, changed.config) is changed
    session.choices.take_back(here)
    assert session.shown_as(changed, changed.config).text == view.text


def test_a_choice_holds_in_every_variety_and_leaves_the_source_alone(session: Session) -> None:
    view = first_view(session)
    (doubt, _) = doubts_of(view)
    session.choices.keep(doubt.choices(view, doubt.doubt.forms[1])[0])
    for config in (Config.S2T, Config.S2HK, Config.S2HKP, Config.S2TW, Config.S2TWP):
        other = session.shown_as(view, config)
        assert "他染了髮" in other.text
        at = other.text.index("髮，")
        annotation = session.highlight(other, Span(at, at + 1))
        assert annotation.quote.exact == "发"
        assert [len(span) for span in annotation.raw] == [1]
    assert session.shown_as(view, None).text == view.article.text


def test_a_form_that_the_dictionaries_do_not_know_is_left_aside(session: Session) -> None:
    view = first_view(session)
    session.choices.keep(Choice("发", "花", HANT))
    other = session.shown_as(view, view.config)
    assert "他染了發" in other.text
    assert not any(each.is_settled for each in doubts_of(other))


def test_flipping_to_and_fro_converts_once(session: Session) -> None:
    view = first_view(session)
    printed = session.flipped(view)
    assert session.flipped(printed) is view
    assert session.flipped(session.flipped(printed)) is printed


@pytest.mark.parametrize(
    ("written", "config"),
    [
        ('traditional = "tw-phrases"', Config.S2TWP),
        ('traditional = "hk-phrases"', Config.S2HKP),
        ('traditional = "generic"', Config.S2T),
        ('simplified = "tw-phrases"', Config.TW2SP),
        ('simplified = "hk"', Config.HK2S),
    ],
)
def test_the_settings_name_every_variety(tmp_path: Path, written: str, config: Config) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(written, "utf-8")
    settings = load_settings(path, reviewer="阿明")
    assert getattr(settings, written.split(maxsplit=1)[0]) is config
