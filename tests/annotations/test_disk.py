from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from annotations.disk import Disk, reason


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "the disk is full; make room and do it again."),
        (errno.EDQUOT, "the disk is full; make room and do it again."),
        (
            errno.EACCES,
            "this account may not write there; change the permissions or work on a copy.",
        ),
        (errno.EROFS, "that disk can only be read; work on a copy."),
        (errno.EIO, "the system says “Input/output error”; check the disk and do it again."),
    ],
)
def test_reasons(number: int, sentence: str) -> None:
    assert reason(OSError(number, os.strerror(number))) == sentence


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    disk = Disk()
    folder = tmp_path / "a" / "b"
    disk.make_folder(folder)
    disk.make_folder(folder)
    assert disk.read(folder / "x") is None
    disk.write_whole(folder / "x", b"one")
    disk.write_whole(folder / "x", b"two")
    assert disk.read(folder / "x") == b"two"
    assert [each.name for each in folder.iterdir()] == ["x"]


def test_what_can_not_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(OSError, match="directory"):
        Disk().write_whole(tmp_path / "x", b"one")
    assert [each.name for each in tmp_path.iterdir()] == ["x"]


def test_writing_in_place(tmp_path: Path) -> None:
    disk = Disk()
    disk.write_whole(tmp_path / "x", b"one")
    handle = disk.change(tmp_path / "x")
    disk.write(handle, b"two", 3)
    disk.write(handle, b"b", 1)
    disk.sync(handle)
    disk.truncate(handle, 5)
    disk.close(handle)
    assert disk.read(tmp_path / "x") == b"obetw"


def test_a_lock_is_held_once(tmp_path: Path) -> None:
    disk = Disk()
    held = disk.lock(tmp_path / "lock")
    assert held is not None
    assert disk.lock(tmp_path / "lock") is None
    disk.close(held)
    again = disk.lock(tmp_path / "lock")
    assert again is not None
    disk.close(again)


def test_a_lock_that_is_let_go_while_it_is_asked_for_is_taken_on_the_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, disk = tmp_path / "lock", Disk()
    held = disk.lock(path)
    assert held is not None
    flock = fcntl.flock
    asked: list[int] = []

    def slow(handle: int, how: int) -> None:
        """Between opening and locking, the other one lets go."""
        if not asked:
            asked.append(handle)
            disk.unlock(path, held)
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", slow)
    mine = disk.lock(path)
    assert mine is not None
    assert disk.is_locked(path)
    disk.unlock(path, mine)
    assert not path.exists()


def test_a_lock_says_who_holds_it(tmp_path: Path) -> None:
    path, disk = tmp_path / "lock", Disk()
    path.write_text("another-machine-with-a-long-name 4711\n")
    held = disk.lock(path)
    assert held is not None
    assert path.read_text() == f"{os.uname().nodename} {os.getpid()}\n"
    disk.unlock(path, held)


def test_looking_tells_a_change(tmp_path: Path) -> None:
    path, disk = tmp_path / "x", Disk()
    assert disk.look(path) is None
    disk.write_whole(path, b"one and two")
    before = disk.look(path, 4)
    assert before is not None
    assert before[3] == b"and two"
    assert disk.look(path, 4) == before
    disk.write_whole(path, b"one and two")
    assert disk.look(path, 4) != before


def test_an_empty_folder_goes_a_full_one_stays(tmp_path: Path) -> None:
    disk = Disk()
    made = disk.make_folder(tmp_path / "a" / "b")
    assert made == [tmp_path / "a", tmp_path / "a" / "b"]
    disk.remove_empty(tmp_path / "a")
    assert (tmp_path / "a" / "b").is_dir()
    disk.remove_empty(tmp_path / "a" / "b")
    assert not (tmp_path / "a" / "b").exists()
