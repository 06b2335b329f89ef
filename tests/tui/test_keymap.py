"""The reviewer's own keys, from the file to the footer; what is wrong with it is told and left out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from textual.widgets import Static

from reader.cli import run
from reader.keymap import key_called, read_keymap
from reader.paths import keymap_file
from reader.text.page import Script
from reader.tui.actions import ALL, MODES
from reader.tui.keys import keys_as_toml, present_keymap
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.reading import ReadingScreen
from tests.tui.conftest import reader_on

FUNDS = "引入專業基金"
DEFAULTS = {"down": ["j", "down"], "flip": ["s"], "tag": ["t"], "enter.one": ["enter"], "enter.two": ["enter"]}  # fmt: skip
ONE_MODE = {"Reading": list(DEFAULTS)}


def write(content: str) -> Path:
    path = keymap_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        ('flip = "F"', {"flip": ("F",)}),
        ('flip = ["F", "ctrl+f"]', {"flip": ("F", "ctrl+f")}),
        ('tag = "?"', {"tag": ("question_mark",)}),
        ("flip = []", {"flip": ()}),
        ('"enter.one" = "x"', {"enter.one": ("x",)}),
        ('enter.one = "x"', {"enter.one": ("x",)}),
        ('[enter]\none = "x"', {"enter.one": ("x",)}),
        ('flip = "t"\ntag = "s"', {"flip": ("t",), "tag": ("s",)}),
        ('flip = "s"', {}),
    ],
)
def test_what_a_keymap_says(content: str, keys: dict[str, tuple[str, ...]]) -> None:
    keymap = read_keymap(write(content), DEFAULTS, ONE_MODE)
    assert keymap.keys == keys
    assert not keymap.problems


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('tag = "T"\nflap = "F"', "line 2: there is no action “flap”; did you mean “flip”?"),
        ('tag = "T"\nflip = "kontrol"', "line 2: “kontrol”, for “flip”, is no key."),
        ('tag = "T"\nflip = "shift+a"', "line 2: “shift+a”, for “flip”, is no key."),
        ('tag = "T"\nflip = 3', "line 2: the keys of “flip” have to be in quotes."),
        ('tag = "T"\nflip = "j"', "line 2: “j” would do “down” and “flip” in the mode “Reading”;"),
        ('tag = "T"\nflip = "T"', "line 2: “T” would do “flip” and “tag” in the mode “Reading”;"),
    ],
)
def test_what_is_wrong_is_told_by_name_and_line_and_the_rest_holds(content: str, told: str) -> None:
    keymap = read_keymap(write(content), DEFAULTS, ONE_MODE)
    [problem] = keymap.problems
    assert f"keymap.toml, {told}" in problem
    assert keymap.keys == {"tag": ("T",)}


def test_a_file_that_is_no_toml_leaves_all_keys_as_they_come() -> None:
    keymap = read_keymap(write("flip = "), DEFAULTS, ONE_MODE)
    assert not keymap.keys
    assert "it is not TOML" in keymap.problems[0]


@pytest.mark.parametrize("key", ["", "+", "ctrl+", "hyper+a", "ctrl+shift", "aa"])
def test_what_is_no_key(key: str) -> None:
    assert (key_called(key) is None) == (key != "+")


def test_no_key_has_two_meanings_in_a_mode_that_it_should_not_have() -> None:
    """As they come, two actions share a key only where one is possible when the other is not."""
    allowed = {("highlight", "explain"), ("list.jump", "highlight"), ("list.jump", "explain")}
    for actions in MODES.values():
        ids = {action.id for action in actions}
        assert len(ids) == len(actions)
    for one in MODES["Reading"]:
        for other in MODES["Reading"]:
            shared = set(one.keys.split(",")) & set(other.keys.split(","))
            if one.id < other.id and shared:
                assert (other.id, one.id) in allowed, (one.id, other.id, shared)


def test_what_is_printed_is_a_keymap_that_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["keys"]) == 0
    printed = capsys.readouterr().out
    assert set(tomllib.loads(printed)) >= {"flip", "row.1", "compare.undo"}
    write(printed)
    keymap = present_keymap()
    assert not keymap.keys
    assert not keymap.problems
    write('flip = "ctrl+f"')
    assert 'flip = ["ctrl+f"]' in "".join(keys_as_toml(present_keymap()))


def test_every_action_has_an_id_of_its_own() -> None:
    assert len({action.id for action in ALL}) == len(ALL)


async def test_moved_keys_act_and_are_shown(seeds: Path) -> None:
    write('flip = "ctrl+f"\n"row.1" = ["ctrl+j"]\ntag = []\n[library]\nselect_cursor = "ctrl+o"\n')
    async with reader_on(seeds) as hand:
        await hand.press("ctrl+o")
        await hand.until(lambda: hand.reading.is_furnished)
        before = hand.pane.view.script
        await hand.press("s")
        assert hand.pane.view.script is before, "the old key does nothing"
        await hand.press("ctrl+f")
        assert {before, hand.pane.view.script} == {Script.TRADITIONAL, Script.SIMPLIFIED}
        row = hand.pane.setting.row_of(hand.pane.cursor)
        await hand.press("j", "down")
        assert hand.pane.setting.row_of(hand.pane.cursor) == row
        await hand.press("3", "ctrl+j")
        assert hand.pane.setting.row_of(hand.pane.cursor) > row
        await hand.press("v", "t")
        assert isinstance(hand.app.screen, ReadingScreen), "no key tags any more"
        await hand.click_footer("Tag")
        await hand.until(lambda: type(hand.app.screen).__name__ == "TagPalette")
        await hand.press("escape", "escape", "question_mark")
        shown = str(hand.app.screen.query_one(Static).content)
        assert "  ^f          Flip between" in shown


async def test_problems_are_said_at_the_start(seeds: Path) -> None:
    write('flip = "j"\nflap = "x"\n')
    async with reader_on(seeds) as hand:
        await hand.until(lambda: len(list(hand.app._notifications)) >= 2)
        said = "\n".join(each.message for each in hand.app._notifications)
        assert "“j” would do “row.1” and “flip”" in said or "“flip” and “row.1”" in said
        assert "there is no action “flap”" in said


async def test_help_begins_with_the_keys_of_the_mode(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.press("question_mark")
        in_library = str(hand.app.screen.query_one(Static).content)
        await hand.press("escape")
        await hand.open(FUNDS)
        await hand.press("question_mark")
        assert isinstance(hand.app.screen, HelpScreen)
        reading = str(hand.app.screen.query_one(Static).content)
        here, _, elsewhere = reading.partition("At other times")
        assert "Flip between" in here
        assert "The next article" in elsewhere
        assert "The next article" in in_library.partition("At other times")[0]
        assert "Flip between" in in_library.partition("At other times")[2]


async def test_help_comes_in_a_text_field_too_and_tells_its_keys(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("v", "l", "t", "f1")
        assert isinstance(hand.app.screen, HelpScreen)
        await hand.press("f1", "escape")
        assert hand.selected


async def test_the_palette_does_every_action_of_the_mode(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        offered = {
            command.title.split(" (")[0]: command
            for command in hand.app.get_system_commands(hand.app.screen)
        }
        assert {"Script", "Search", "Select", "Page", "End", "Compare"} <= set(offered)
        assert "Highlight" not in offered, "there is nothing selected"
        await offered["End"].callback()
        assert hand.pane.cursor == hand.pane.motions.last
        before = hand.pane.view.script
        await offered["Script"].callback()
        assert hand.pane.view.script is not before
