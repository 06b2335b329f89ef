"""Text from outside: nothing of it is read as markup, none of its control characters get out."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from textual.widgets import OptionList

from annotations.tags import Tag
from tests.tui.conftest import NARROW, WIDE, Hand, reader_on

HEADLINE = "標題[bold]與[/nothing]標記"
MARKUP = "這是[@click=app.exit]一段[/]話，[A]與[red]不[/x]見了[[]]。"
CONTROLS = "清屏\x1b[2J、響鈴\x07、退格\x08、\x9b31m與\x9d52;c;eA==\x9c也在此行之中。"
BIDI = "倒轉\u202e文字\u202c，隔離\u2066文字\u2069，零寬\u200b字\u200d元\ufeff，軟\u00ad連字符。"
BREAKS = "換\u2028行\u2029與\x85換\x0b頁\x0c都在一行之中，並無遺漏。"
PAGE = f"{HEADLINE}\n\n{MARKUP}\n\n{CONTROLS}\n\n{BIDI}\n\n{BREAKS}\n"


def on_screen(hand: Hand) -> str:
    """Every character that the screen at hand sends to the terminal, row by row."""
    rows = hand.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in row) for row in rows)


def is_safe(text: str) -> bool:
    return all(
        character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp", "Cs")
        for character in text
    )


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_no_control_character_of_a_page_reaches_the_terminal(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    (tmp_path / "hostile.txt").write_text(PAGE, "utf-8", newline="")
    async with reader_on(tmp_path, size=size) as hand:
        assert is_safe(on_screen(hand))
        for text in (MARKUP, HEADLINE):
            offset = await hand.go_to(text[:4])
            assert hand.pane.view.text.startswith(text, offset)
        for way in ("s", "g", "G", "space", "b"):
            await hand.press(way)
            assert is_safe(on_screen(hand))
        assert "[@click=app.exit]一段[/]话" in "".join(
            hand.pane.setting.text_of(y) for y in range(len(hand.pane.setting))
        )


async def test_every_control_character_shows_as_one_and_keeps_its_offset(tmp_path: Path) -> None:
    (tmp_path / "hostile.txt").write_text(PAGE, "utf-8", newline="")
    async with reader_on(tmp_path) as hand:
        setting = hand.pane.setting
        for y in range(len(setting)):
            row = setting.row(y)
            if row.kind is not None:
                assert len(setting.text_of(y)) == row.end - row.start
        await hand.go_to("退格")
        await hand.press("v", "l", "l", "enter")
        [shown] = hand.session.annotations_of(hand.pane.view)
        assert shown.annotation.quote.exact == "退格\x08"
        assert is_safe(on_screen(hand)), "the list of annotations shows it safely too"


async def test_markup_in_tags_notes_and_file_names_is_text(tmp_path: Path) -> None:
    folder = tmp_path.parent / "[red]文件[bold]"
    folder.mkdir()
    (folder / "a[bold].txt").write_text(PAGE, "utf-8", newline="")
    (folder / "b.txt").write_text("第二篇文章的標題\n\n這是第二篇文章的內容。\n", "utf-8")
    async with reader_on(folder) as hand:
        assert "[red]文件[bold]" in on_screen(hand)
        assert "a[bold].txt" in on_screen(hand)
        await hand.open("標題")
        hand.session.tags.add(Tag("[b]標籤[/b]"))
        await hand.go_to("退格")
        await hand.press("v", "l", "t", *"[b]", "enter")
        assert "[b]標籤[/b]" in on_screen(hand)
        await hand.press("c", *"[i]x[/i][/]", "ctrl+s")
        assert "[i]x[/i][/]" in on_screen(hand)
        await hand.press("enter")
        assert "[b]標籤[/b]" in on_screen(hand)
        await hand.press("escape", "t")
        options = hand.app.screen.query_one(OptionList)
        assert options.option_count
        assert "[b]標籤[/b]" in on_screen(hand)
