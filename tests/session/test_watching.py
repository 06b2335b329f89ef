"""What became of files: told once they stay as they are, never in halves."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.watching import Seen, Watcher


def looked(watcher: Watcher) -> Seen:
    """Two looks, as a file is told of that was the same in both."""
    first, second = watcher.look(), watcher.look()
    assert not (first and second)
    return first or second


def test_a_new_text_is_told_of_once_and_other_files_never(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("舊", "utf-8")
    watcher = Watcher([str(tmp_path)])
    assert not looked(watcher)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "new.txt").write_text("新", "utf-8")
    (tmp_path / "picture.png").write_bytes(b"")
    (tmp_path / ".hidden.txt").write_text("藏", "utf-8")
    assert looked(watcher) == Seen(appeared=(str(tmp_path / "sub" / "new.txt"),))
    assert not looked(watcher)


def test_a_file_that_is_being_written_is_not_told_of_before_it_is_whole(tmp_path: Path) -> None:
    watcher = Watcher([str(tmp_path)])
    path = tmp_path / "slow.txt"
    for length in range(1, 5):
        path.write_text("字" * length, "utf-8")
        assert not watcher.look()
    assert watcher.look() == Seen(appeared=(str(path),))


def test_a_change_is_told_of_even_when_size_and_second_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲", "utf-8")
    watcher = Watcher([str(path)])
    before = path.stat().st_mtime_ns
    path.write_text("乙", "utf-8")
    os.utime(path, ns=(before + 1000, before + 1000))
    assert looked(watcher) == Seen(changed=(str(path),))
    assert not looked(watcher)


def test_a_file_that_an_editor_replaces_is_changed_and_not_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲", "utf-8")
    watcher = Watcher([str(tmp_path)])
    path.unlink()
    assert not watcher.look()
    path.write_text("甲乙", "utf-8")
    assert not watcher.look()
    assert watcher.look() == Seen(changed=(str(path),))


def test_what_is_gone_is_told_of_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲", "utf-8")
    watcher = Watcher([str(tmp_path)])
    path.unlink()
    assert looked(watcher) == Seen(gone=(str(path),))
    assert not looked(watcher)


def test_a_folder_that_went_away_takes_its_texts_with_it_and_may_come_back(tmp_path: Path) -> None:
    folder, away = tmp_path / "folder", tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "a.txt").write_text("甲", "utf-8")
    watcher = Watcher([str(folder)])
    folder.rename(away)
    assert looked(watcher) == Seen(gone=(str(folder / "a.txt"),))
    away.rename(folder)
    assert looked(watcher) == Seen(appeared=(str(folder / "a.txt"),))


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(1, 3)), max_size=8))
def test_what_was_told_adds_up_to_what_is_there(
    tmp_path_factory: object, states: list[dict[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("watched")  # type: ignore[attr-defined]
    watcher = Watcher([str(folder)])
    told: set[str] = set()
    for state in states:
        for name in "abc":
            path = folder / f"{name}.txt"
            if name in state:
                path.write_text("字" * state[name], "utf-8")
            else:
                path.unlink(missing_ok=True)
        for seen in (watcher.look(), watcher.look(), watcher.look()):
            assert not told & set(seen.appeared)
            assert set(seen.changed) <= told
            assert set(seen.gone) <= told
            told = (told | set(seen.appeared)) - set(seen.gone)
        assert told == {str(folder / f"{name}.txt") for name in state}
