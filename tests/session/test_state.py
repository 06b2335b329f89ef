"""The user's own files: places, bookmarks, what was opened lately; whole, shared, never lost."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.span import Span
from reader.bookmarks import Bookmark, Bookmarks
from reader.lately import Lately
from reader.places import Place, ReadingPlaces
from reader.state import Entries, StateFile
from reader.text.source import load
from tests.conftest import NEWSPAPER

SHA = "0" * 64
OTHER = "1" * 64


class Clock:
    """Goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def bookmark(at: int, sha256: str = SHA) -> Bookmark:
    return Bookmark(sha256, at, "a", "開園記", "香港園區", "/texts/a.txt")


def test_places_of_two_programs_are_both_kept(tmp_path: Path) -> None:
    path, clock = tmp_path / "places.json", Clock()
    one, two = (ReadingPlaces(path, clock=clock) for _ in range(2))
    one.keep(SHA, "a", Place(10, 0.9))
    two.keep(SHA, "a", Place(20, 0.2))
    two.keep(OTHER, "b", Place(30, 0.3))
    two.save()
    one.keep(SHA, "c", Place(40, 0.4))
    one.save()
    kept = ReadingPlaces(path)
    assert kept.of(SHA, "a") == Place(20, 0.9), "the later place, and what was read stays read"
    assert kept.of(OTHER, "b") == Place(30, 0.3)
    assert kept.of(SHA, "c") == Place(40, 0.4)
    assert one.of(OTHER, "b") == Place(30, 0.3)


def test_places_without_a_time_are_still_read(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    path.write_text(json.dumps({SHA: {"a": [10, 0.5]}}))
    place = ReadingPlaces(path).of(SHA, "a")
    assert place == Place(10, 0.5)
    assert place is not None
    assert place.when == 0


def test_a_renamed_file_has_the_same_place(tmp_path: Path) -> None:
    first = tmp_path / "first.txt"
    shutil.copy(NEWSPAPER, first)
    places = ReadingPlaces(tmp_path / "places.json")
    places.keep(load(str(first)).sha256, "a", Place(10, 0.5))
    places.save()
    second = first.rename(tmp_path / "second.txt")
    again = ReadingPlaces(tmp_path / "places.json")
    assert again.of(load(str(second)).sha256, "a") == Place(10, 0.5)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_damaged_file_is_kept_aside_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "places.json"
    path.write_bytes(content)
    places = ReadingPlaces(path)
    assert places.of(SHA, "a") is None
    [notice] = places.notices
    assert "places.damaged-1.json" in notice
    assert (tmp_path / "places.damaged-1.json").read_bytes() == content
    places.keep(SHA, "a", Place(1, 0.1))
    places.save()
    assert ReadingPlaces(path).of(SHA, "a") == Place(1, 0.1)
    path.write_bytes(b"again")
    assert "places.damaged-2.json" in ReadingPlaces(path).notices[0]
    assert (tmp_path / "places.damaged-1.json").read_bytes() == content


def test_what_is_right_in_a_damaged_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    stored = {SHA: {"a": [10, 0.5, 3]}, OTHER: {"b": "nonsense"}}
    path.write_text(json.dumps(stored))
    places = ReadingPlaces(path)
    assert places.of(SHA, "a") == Place(10, 0.5)
    assert places.of(OTHER, "b") is None
    assert json.loads((tmp_path / "places.damaged-1.json").read_bytes()) == stored
    places.keep(SHA, "c", Place(1, 0.1))
    places.save()
    assert not ReadingPlaces(path).notices
    assert len(list(tmp_path.glob("*.damaged-*"))) == 1


def test_a_file_that_cant_be_written_says_so_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.json"
    marks = Bookmarks(path)
    marks.set(bookmark(1))
    before = path.read_bytes()
    path.unlink()
    path.mkdir()
    with pytest.raises(OSError, match=r".+"):
        marks.set(bookmark(2))
    assert marks.of(SHA)[0].at == 1
    assert len(marks.of(SHA)) == 1
    path.rmdir()
    path.write_bytes(before)
    assert len(Bookmarks(path).of(SHA)) == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from("01"), st.booleans(), st.sampled_from([SHA, OTHER]), st.integers(0, 4)
        )
    )
)
def test_bookmarks_of_two_programs_are_what_either_did(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, bool, str, int]]
) -> None:
    path = tmp_path_factory.mktemp("state") / "bookmarks.json"
    programs = {name: Bookmarks(path) for name in "01"}
    expected: set[tuple[str, int]] = set()
    for name, is_set, sha256, at in steps:
        if is_set:
            programs[name].set(bookmark(at, sha256))
            expected.add((sha256, at))
        else:
            programs[name].unset(bookmark(at, sha256))
            expected.discard((sha256, at))
    kept = Bookmarks(path)
    assert {(each.sha256, each.at) for each in kept.all()} == expected
    for sha256 in (SHA, OTHER):
        offsets = [each.at for each in kept.of(sha256)]
        assert offsets == sorted(offsets)
    assert kept.within(SHA, Span(2, 4)) == [each for each in kept.of(SHA) if 2 <= each.at < 4]


def test_what_was_opened_lately_is_listed_once_the_latest_first(tmp_path: Path) -> None:
    lately = Lately(tmp_path / "recent.json", clock=Clock())
    folder, text = tmp_path / "folder", tmp_path / "a.txt"
    folder.mkdir()
    text.touch()
    lately.add([str(folder)])
    lately.add([str(text), "-"])
    assert [each.path for each in lately.all()] == [text, folder]
    assert [each.is_folder for each in lately.all()] == [False, True]
    lately.add([folder])
    assert [each.path for each in lately.all()] == [folder, text]
    folder.rmdir()
    assert [each.is_there() for each in lately.all()] == [False, True]
    lately.forget(folder)
    assert [each.path for each in lately.all()] == [text]
    for number in range(150):
        lately.add([f"/{number}"])
    assert len(lately.all()) == 100


def _count(path: str, name: str) -> None:
    file = StateFile(Path(path), lambda entry: isinstance(entry, int))
    for number in range(20):
        key = f"{name}{number}"

        def add(entries: Entries, key: str = key) -> None:
            entries[key] = 1

        file.change(add)


def test_programs_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    context = multiprocessing.get_context("spawn")
    programs = [context.Process(target=_count, args=(str(path), name)) for name in "ab"]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
        assert program.exitcode == 0
    assert len(StateFile(path, lambda _: True).read()) == 40
