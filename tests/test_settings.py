"""The settings' file: what it may say, how it is told that something is wrong, how one line is changed."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import SETTINGS, Settings, load_settings, remember
from reader.errors import SettingsError
from reader.text.typography import PLAIN, Typography


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


RIGHT: dict[str, tuple[Any, ...]] = {
    "theme": ("night", "paper", "contrast", "terminal"),
    "measure": (10, 42, 60),
    "margin": (2, 20),
    "spacing": (0, 1),
    "indent": (0, 1, 2),
    "justify": (True, False),
    "hanging": (True, False),
    "columns": (1, 2, "auto"),
    "full_width": (True, False),
    "ambiguous": (1, 2),
}
WRONG: dict[str, tuple[str, ...]] = {
    "theme": ('"nord"', "1"),
    "measure": ("9", "61", '"42"', "42.0", "true"),
    "margin": ("1", "21"),
    "spacing": ("2", "-1", "false"),
    "indent": ("3", "true"),
    "justify": ("1", '"yes"'),
    "hanging": ("0",),
    "columns": ("3", '"2"', "true"),
    "full_width": ('"true"',),
    "ambiguous": ("0", "3", "true"),
    "sure": ("2", "true", '"0.7"'),
    "reviewer": ("3", '"."'),
    "traditional": ('"jp"', "1"),
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, vs in RIGHT.items() for v in vs])
def test_what_a_setting_may_be_is_taken_and_remembered(file: Path, name: str, value: Any) -> None:
    remember(file, name, value)
    assert getattr(load_settings(file, reviewer="阿明"), name) == value


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, vs in WRONG.items() for v in vs])
def test_what_it_may_not_be_is_refused_in_a_sentence(file: Path, name: str, value: str) -> None:
    file.write_text(f"{name} = {value}\n", "utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(file)
    sentence = str(refused.value)
    assert sentence.startswith(f"{file}: “{name}” is ")
    assert sentence.endswith(".")


def test_every_setting_of_the_page_has_a_test() -> None:
    assert {field.name for field in fields(Typography)} < set(RIGHT)
    assert set(RIGHT) < set(WRONG) <= set(SETTINGS)


def test_every_setting_stands_in_the_readme() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    table = readme[readme.index("## Settings") :]
    assert all(f"`{name}`" in table for name in SETTINGS)


def test_every_setting_of_the_page_is_told_in_its_document() -> None:
    document = Path(__file__).parent.parent / "docs" / "setting.md"
    assert all(f"| `{name}` |" in document.read_text("utf-8") for name in RIGHT)


def test_an_unknown_setting_is_named_with_those_that_there_are(file: Path) -> None:
    file.write_text("colour = 1\n", "utf-8")
    with pytest.raises(SettingsError, match=r"“colour”.*measure"):
        load_settings(file)


def test_the_settings_say_how_pages_are_set() -> None:
    assert Settings("阿明").typography == PLAIN
    settings = Settings("阿明", measure=30, hanging=True, full_width=True, ambiguous=2)
    assert settings.typography == Typography(30, hanging=True, full_width=True, ambiguous=2)


def test_remembering_changes_one_line_and_nothing_else(file: Path) -> None:
    before = '# mine\nmeasure = 30  # for reading\n\n\nreviewer = "阿明"\n'
    file.write_text(before, "utf-8")
    remember(file, "measure", 32)
    assert file.read_text("utf-8") == before.replace("30", "32")
    remember(file, "columns", "auto")
    assert file.read_text("utf-8") == before.replace("30", "32") + 'columns = "auto"\n'


def test_a_file_without_a_last_newline_is_added_to(file: Path) -> None:
    file.write_text("spacing = 1", "utf-8")
    remember(file, "justify", True)
    assert file.read_text("utf-8") == "spacing = 1\njustify = true\n"


def test_what_can_not_be_changed_by_itself_is_left_alone(file: Path) -> None:
    for content in ('"measure" = 30\n', "measure =", "[reading]\nmeasure = 3\n[reading]\n"):
        file.write_text(content, "utf-8")
        with pytest.raises(SettingsError, match=r"settings\.toml"):
            remember(file, "measure", 32)
        assert file.read_text("utf-8") == content


def test_settings_before_a_table_stay_before_it(file: Path) -> None:
    file.write_text("spacing = 1\n[later]\nmeasure = 5\n", "utf-8")
    remember(file, "measure", 32)
    assert tomllib.loads(file.read_text("utf-8")) == {
        "spacing": 1,
        "measure": 32,
        "later": {"measure": 5},
    }


names = st.sampled_from([(name, value) for name, values in RIGHT.items() for value in values])


@given(st.lists(names, max_size=12))
def test_the_last_word_about_each_setting_holds(said: list[tuple[str, Any]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        for name, value in said:
            remember(file, name, value)
        settings = load_settings(file, reviewer="阿明")
        assert all(getattr(settings, name) == value for name, value in dict(said).items())
