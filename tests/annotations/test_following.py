"""A layer that another program writes: followed, and taken over when that program is gone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.corrections import CorrectionKind, new_correction
from annotations.database import LayerDatabase
from annotations.disk import Disk
from annotations.errors import LayerError
from annotations.span import Span
from annotations.store import Layer
from tests.annotations.disks import MemoryDisk
from tests.annotations.made import SOURCES, Clock, annotation

PATH = Path("/w/.pizhu/layers/wong.json")


def opened(disk: Disk, *, writing: bool = True) -> Layer:
    return Layer.open(PATH, creator="wong", clock=Clock(), disk=disk, writing=writing)


def shown(layer: Layer) -> list[tuple[str, str]]:
    return sorted((each.id, each.note) for each in layer)


def test_a_reader_follows_every_step() -> None:
    disk = MemoryDisk()
    reader = opened(disk, writing=False)
    writer = opened(disk)
    assert reader.follow() == frozenset()

    def follows(*sources: str) -> None:
        assert reader.follow() == set(sources)
        assert shown(reader) == shown(writer)
        for source in SOURCES:
            assert list(reader.index(source)) == writer.of_source(source)
        assert reader.follow() == frozenset()

    writer.add(annotation("a"), said="a")
    follows(SOURCES[0])
    writer.add(annotation("b", source=SOURCES[1]), annotation("c"), said="b")
    follows(SOURCES[0], SOURCES[1])
    writer.replace(replace(annotation("a"), note="改"), said="note")
    follows(SOURCES[0])
    writer.undo()
    follows(SOURCES[0])
    writer.remove("b", said="remove")
    follows(SOURCES[1])
    writer.correct(
        new_correction(
            kind=CorrectionKind.DROP,
            source=SOURCES[2],
            raw=[Span(1, 2)],
            creator="wong",
            clock=Clock(),
        ),
        said="drop",
    )
    follows(SOURCES[2])
    assert len(reader.corrections_of(SOURCES[2])) == 1
    writer.close()
    follows()
    writer = opened(disk)
    writer.add(annotation("d"), said="d")
    writer.close()
    follows(SOURCES[0])
    assert reader.read_only
    assert reader.notices == ()


def test_what_was_read_already_is_not_read_again_when_it_is_folded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    disk = MemoryDisk()
    writer = opened(disk)
    writer.add(annotation("a"), said="a")
    reader = opened(disk, writing=False)
    loaded: list[str] = []
    load = reader._storage._load

    def counted() -> None:
        loaded.append("again")
        load()

    monkeypatch.setattr(reader._storage, "_load", counted)
    writer.close()
    assert reader.follow() == frozenset()
    writer = opened(disk)
    writer.add(annotation("b"), said="b")
    assert reader.follow() == {SOURCES[0]}
    assert loaded == []
    writer.add(annotation("c"), said="c")
    writer.close()
    assert reader.follow() == {SOURCES[0]}
    assert loaded == ["again"]
    assert shown(reader) == [("a", ""), ("b", ""), ("c", "")]


def test_a_layer_edited_by_hand_is_followed() -> None:
    disk = MemoryDisk()
    writer = opened(disk)
    writer.add(annotation("a"), said="a")
    writer.close()
    reader = opened(disk, writing=False)
    edited = disk.names[PATH].seen.replace(b'"note": ""', '"note": "手寫"'.encode())
    disk.write_whole(PATH, edited)
    assert reader.follow() == {SOURCES[0]}
    assert shown(reader) == [("a", "手寫")]


def test_a_layer_that_becomes_unreadable_stays_as_it_was_read() -> None:
    disk = MemoryDisk()
    writer = opened(disk)
    writer.add(annotation("a"), said="a")
    reader = opened(disk, writing=False)
    disk.write_whole(PATH, b'{"_meta": {"1": {"schema": 99}}}')
    assert reader.follow() == frozenset()
    assert shown(reader) == [("a", "")]


@given(st.lists(st.integers(0, 5), max_size=25))
def test_whatever_is_done_and_whenever_it_is_looked(steps: list[int]) -> None:
    disk = MemoryDisk()
    writer, reader = opened(disk), opened(disk, writing=False)
    for number, step in enumerate(steps):
        match step:
            case 0 | 1:
                writer.add(annotation(f"n{number}", source=SOURCES[step]), said="add")
            case 2:
                writer.undo()
            case 3:
                writer.redo()
            case 4:
                writer.close()
                writer = opened(disk)
            case _:
                before = {source: reader.of_source(source) for source in SOURCES}
                changed = reader.follow()
                assert shown(reader) == shown(writer)
                for source in SOURCES:
                    assert source in changed or reader.of_source(source) == before[source]


def test_the_second_takes_over_when_the_first_has_closed() -> None:
    disk = MemoryDisk()
    first = opened(disk)
    first.add(annotation("a"), said="a")
    second = opened(disk)
    with pytest.raises(LayerError, match="open in another pizhu"):
        second.add(annotation("x"), said="x")
    first.add(annotation("b"), said="b")
    assert second.follow() == {SOURCES[0]}
    assert second.undoable == "a"
    first.close()
    assert second.read_only
    second.add(annotation("c"), said="c")
    assert not second.read_only
    assert second.notices == ()
    assert shown(second) == [("a", ""), ("b", ""), ("c", "")]
    second.undo()
    second.undo()
    assert shown(second) == [("a", "")]
    assert shown(opened(disk.after_kill())) == [("a", "")]


def test_one_that_was_opened_to_be_read_never_takes_over() -> None:
    disk = MemoryDisk()
    opened(disk).close()
    reader = opened(disk, writing=False)
    reader.follow()
    with pytest.raises(LayerError, match="only its reviewer may write it"):
        reader.add(annotation("x"), said="x")


def test_a_closed_layer_follows_nothing() -> None:
    disk = MemoryDisk()
    layer = opened(disk)
    layer.close()
    opened(disk).add(annotation("a"), said="a")
    assert layer.follow() == frozenset()
    assert len(layer) == 0


HOLDER = """
import sys
from pathlib import Path
from annotations.store import Layer
from tests.annotations.made import annotation

layer = Layer.open(Path(sys.argv[1]), creator="wong")
layer.add(annotation("first"), said="first")
print("ready", flush=True)
for line in sys.stdin:
    layer.add(annotation(line.strip()), said=line.strip())
    print("done", flush=True)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "layers" / "wong.json")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def says(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{word}\n")
    process.stdin.flush()
    assert process.stdout.readline() == "done\n"


def test_a_killed_process_is_taken_over_from(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    path = tmp_path / "layers" / "wong.json"
    with Layer.open(path, creator="wong") as second:
        assert f"process {holder.pid}" in second.notices[0]
        says(holder, "later")
        assert second.follow() == {SOURCES[0]}
        assert second.get("later") is not None
        assert second.read_only
        holder.kill()
        holder.wait()
        assert path.with_name("wong.json.lock").exists()
        second.follow()
        assert not second.read_only
        assert second.notices == ()
        second.add(annotation("mine"), said="mine")
    assert not path.with_name("wong.json.lock").exists()
    with Layer.open(path, creator="wong") as after:
        assert sorted(each.id for each in after) == ["first", "later", "mine"]


def test_a_lock_file_left_by_another_machine_hinders_nobody(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    path.with_name("wong.json.lock").write_text("dead-machine 4711\n")
    with Layer.open(path, creator="wong") as layer:
        assert layer.notices == ()
        layer.add(annotation("a"), said="a")


def test_a_lock_whose_file_was_taken_away_by_hand_is_given_anew(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    # The way out where a file server still holds the lock of a machine that is gone.
    path = tmp_path / "layers" / "wong.json"
    lock = path.with_name("wong.json.lock")
    lock.unlink()
    with Layer.open(path, creator="wong") as layer:
        assert not layer.read_only
        assert lock.exists()
    assert holder.poll() is None


def test_whoever_lets_go_of_a_lock_leaves_the_lock_of_another(tmp_path: Path) -> None:
    disk, path = Disk(), tmp_path / "lock"
    old = disk.lock(path)
    assert old is not None
    path.unlink()
    new = disk.lock(path)
    assert new is not None
    disk.unlock(path, old)
    assert disk.is_locked(path)
    disk.unlock(path, new)
    assert not path.exists()


def test_the_storage_alone_can_be_followed(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    with LayerDatabase(path) as database, LayerDatabase(path, writing=False) as reader:
        database.table("x").insert({"a": 1})
        assert reader.storage.follow() == [("x", "1", None, {"a": 1})]
