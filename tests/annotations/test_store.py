"""What a layer promises, on files and in memory."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import tinydb

from annotations import history
from annotations.database import LayerDatabase
from annotations.disk import Disk
from annotations.errors import AnnotationError, LayerError
from annotations.model import Status
from annotations.span import Span
from annotations.store import Layer
from tests.annotations.disks import MemoryDisk
from tests.annotations.made import SOURCES, Clock, annotation

Open = Callable[[], Layer]


@pytest.fixture(params=["files", "memory"])
def open_layer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Open one layer again and again; what is open is closed first."""
    disk = Disk() if request.param == "files" else MemoryDisk()
    layers: list[Layer] = []

    def open_again() -> Layer:
        for layer in layers:
            layer.close()
        path = tmp_path / ".pizhu" / "layers" / "wong.json"
        layers.append(Layer.open(path, creator="wong", clock=Clock(), disk=disk))
        return layers[-1]

    yield open_again
    for layer in layers:
        layer.close()


def ids(layer: Layer) -> list[str]:
    return [each.id for each in layer]


def test_what_is_added_is_there_and_stays(open_layer: Open) -> None:
    layer = open_layer()
    made = annotation("a", (5, 9), (2, 3), note="\udc80 改\u2028")
    moved = replace(annotation("b", source=SOURCES[1]), status=Status.MOVED)
    layer.add(made, moved, said="two")
    for _ in range(2):
        assert len(layer) == 2
        assert list(layer) == [made, moved]
        assert layer.get("a") == made
        assert layer.get("c") is None
        assert layer.of_source(SOURCES[0]) == [made]
        assert layer.index(SOURCES[0]).at(2) == [made]
        assert layer.index(SOURCES[2]).at(2) == []
        layer = open_layer()


def test_by_place(open_layer: Open) -> None:
    layer = open_layer()
    layer.add(annotation("long", (5, 9)), annotation("late", (6, 7)), said="x")
    index = layer.index(SOURCES[0])
    layer.add(annotation("short", (5, 6)), annotation("early", (4, 20)), said="x")
    assert [each.id for each in layer.of_source(SOURCES[0])] == ["early", "short", "long", "late"]
    assert layer.index(SOURCES[0]) is index


def test_the_index_follows(open_layer: Open) -> None:
    layer = open_layer()
    index = layer.index(SOURCES[0])
    other = layer.index(SOURCES[1])
    layer.add(annotation("a"), said="a")
    assert [each.id for each in index.at(3)] == ["a"]
    layer.replace(annotation("a", (50, 60), source=SOURCES[1]), said="moved")
    assert index.at(3) == []
    assert [each.id for each in other.at(50)] == ["a"]
    layer.undo()
    assert [each.id for each in index.at(3)] == ["a"]
    layer.undo()
    assert list(index) == list(other) == []


def test_undo_and_redo(open_layer: Open) -> None:
    layer = open_layer()
    assert layer.undo() is layer.redo() is None
    layer.add(annotation("a"), said="first")
    layer.replace(annotation("a", note="改"), said="second")
    layer.remove("a", said="third")
    assert (layer.undoable, layer.redoable) == ("third", None)
    layer = open_layer()
    assert layer.undo() == "third"
    layer = open_layer()
    assert layer.undo() == "second"
    assert (layer.undoable, layer.redoable) == ("first", "second")
    assert [each.note for each in layer] == [""]
    layer = open_layer()
    assert layer.redo() == "second"
    assert [each.note for each in layer] == ["改"]
    layer.add(annotation("b"), said="fourth")
    assert layer.redoable is None
    assert layer.redo() is None
    assert [layer.undo(), layer.undo(), layer.undo(), layer.undo()] == [
        "fourth",
        "second",
        "first",
        None,
    ]
    assert len(layer) == 0


def test_steps_are_forgotten_from_the_oldest(
    open_layer: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_STEPS", 3)
    layer = open_layer()
    for name in "abcde":
        layer.add(annotation(name), said=name)
    layer = open_layer()
    assert [layer.undo() for _ in range(4)] == ["e", "d", "c", None]
    assert ids(layer) == ["a", "b"]


def test_a_large_step_makes_others_forgotten_but_can_be_undone(
    open_layer: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_KEPT", 3)
    layer = open_layer()
    layer.add(annotation("a"), said="a")
    layer.add(*map(annotation, "bcdef"), said="many")
    assert [layer.undo(), layer.undo()] == ["many", None]
    assert ids(layer) == ["a"]
    assert layer.redo() == "many"
    assert len(layer) == 6


def test_steps_that_can_not_be_redone_no_longer_count(
    open_layer: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_KEPT", 3)
    layer = open_layer()
    for _ in range(5):
        layer.add(annotation("x"), said="x")
        layer.undo()
    for name in "abc":
        layer.add(annotation(name), said=name)
    assert [layer.undo() for _ in range(4)] == ["c", "b", "a", None]


def test_nothing_is_no_step(open_layer: Open) -> None:
    layer = open_layer()
    layer.add(said="nothing")
    layer.remove(said="nothing")
    assert layer.undoable is None


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(lambda layer: layer.add(annotation("a"), said="x"), id="there already"),
        pytest.param(lambda layer: layer.add(*map(annotation, "bb"), said="x"), id="twice"),
        pytest.param(lambda layer: layer.replace(annotation("b"), said="x"), id="replace unknown"),
        pytest.param(
            lambda layer: layer.replace(*map(annotation, "aa"), said="x"), id="replace twice"
        ),
        pytest.param(lambda layer: layer.remove("a", "b", said="x"), id="remove unknown"),
    ],
)
def test_a_step_that_makes_no_sense_changes_nothing(
    open_layer: Open, step: Callable[[Layer], None]
) -> None:
    layer = open_layer()
    layer.add(annotation("a"), said="a")
    with pytest.raises(AnnotationError):
        step(layer)
    assert ids(layer) == ["a"]
    assert layer.undoable == "a"


def test_after_closing_every_change_is_refused(open_layer: Open) -> None:
    layer = open_layer()
    layer.add(annotation("a"), said="a")
    layer.close()
    layer.close()
    for change in (
        lambda: layer.add(annotation("b"), said="b"),
        lambda: layer.add(said="nothing"),
        layer.undo,
    ):
        with pytest.raises(LayerError, match="is closed"):
            change()
    assert ids(layer) == ["a"]


def test_opening_again_and_again_grows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    with Layer.open(path, creator="wong") as layer:
        layer.add(annotation("a"), said="a")
    files = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert set(files) == {"wong.json", "wong.json.journal"}
    for _ in range(3):
        with Layer.open(path, creator="wong") as layer:
            assert len(layer) == 1
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == files


def test_looking_makes_no_layer(tmp_path: Path) -> None:
    with Layer.open(tmp_path / "layers" / "wong.json", creator="wong"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_plain_tinydb(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    with Layer.open(path, creator="wong") as layer:
        layer.add(annotation("a", note="\udc80 耐心資本"), annotation("b"), said="two")
        layer.remove("b", said="one")
        made = list(layer)
    with tinydb.TinyDB(path) as stock:
        assert stock.tables() == {"_meta", "annotations", "history"}
        (found,) = stock.table("annotations").search(tinydb.where("id") == "a")
        assert found["note"] == "\udc80 耐心資本"
        assert stock.table("_meta").all()[0]["schema"] == 1
        stock.table("annotations").update({"note": "stock"}, doc_ids=[found.doc_id])
    text = path.read_text("utf-8")
    assert "\\u8010" in text  # this is how stock TinyDB writes
    with Layer.open(path, creator="wong") as layer:
        assert layer.notices == ()
        assert list(layer) == [replace(made[0], note="stock")]
        layer.add(annotation("c"), said="c")
    assert "耐心資本" in path.read_text("utf-8")


def test_history_that_was_tampered_with_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    with Layer.open(path, creator="wong") as layer:
        layer.add(annotation("a"), said="a")
        layer.add(annotation("b"), said="b")
    found = json.loads(path.read_text("utf-8"))
    found["history"]["2"]["kept"] = ["b"]
    path.write_text(json.dumps(found), "utf-8")
    with Layer.open(path, creator="wong") as layer:
        assert layer.undo() == "a"
        assert ids(layer) == ["b"]
        layer.remove("b", said="b")
    found = json.loads(path.read_text("utf-8"))
    found["history"]["3"]["kept"]["b"]["raw"] = []
    path.write_text(json.dumps(found), "utf-8")
    with Layer.open(path, creator="wong") as layer:
        with pytest.raises(LayerError, match="its history was damaged"):
            layer.undo()
        assert ids(layer) == []


def test_a_folder_that_may_not_be_written_is_read(tmp_path: Path) -> None:
    disk = MemoryDisk()
    path = tmp_path / "wong.json"
    with Layer.open(path, creator="wong", disk=disk) as layer:
        layer.add(annotation("a"), said="a")
    disk.read_only = True
    with Layer.open(path, creator="wong", disk=disk) as layer:
        assert layer.read_only
        assert "this account may not write there" in layer.notices[0]
        assert ids(layer) == ["a"]
        with pytest.raises(LayerError, match="change the permissions or work on a copy"):
            layer.remove("a", said="x")
        assert ids(layer) == ["a"]


def test_a_layer_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wong.json").mkdir()
    with pytest.raises(LayerError, match=r"wong\.json can't be read"):
        Layer.open(tmp_path / "wong.json", creator="wong")
    with pytest.raises(LayerError):  # and the lock was given back
        Layer.open(tmp_path / "wong.json", creator="wong")


def test_a_long_journal_is_folded_on_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.journal._FOLD_AT_LEAST", 1000)
    disk = MemoryDisk()
    path = tmp_path / "wong.json"
    first = Layer.open(path, creator="wong", disk=disk)
    for name in "abc":
        first.add(annotation(name), said=name)
    left = disk.after_kill()
    with Layer.open(path, creator="wong", disk=left) as layer:
        assert len(left.names[path.with_name("wong.json.journal")].seen.splitlines()) == 1
        assert len(layer) == 3
        assert [layer.undo() for _ in range(4)] == ["c", "b", "a", None]


def test_threads_may_write_and_look_at_once(tmp_path: Path) -> None:
    with Layer.open(tmp_path / "wong.json", creator="wong") as layer:
        index = layer.index(SOURCES[0])
        done = threading.Event()
        failures: list[Exception] = []

        def look() -> None:
            try:
                while not done.is_set():
                    index.overlapping([Span(0, 10_000)])
                    list(layer)
                    layer.of_source(SOURCES[0])
            except Exception as error:  # noqa: BLE001 - any failure is told below
                failures.append(error)

        def write(name: str) -> None:
            for number in range(40):
                layer.add(annotation(f"{name}{number}", (number, number + 1)), said=name)

        looking = threading.Thread(target=look)
        writing = [threading.Thread(target=write, args=(name,)) for name in "ab"]
        for thread in (looking, *writing):
            thread.start()
        for thread in writing:
            thread.join()
        done.set()
        looking.join()
        assert failures == []
        assert len(index.overlapping([Span(0, 10_000)])) == len(layer) == 80


def test_as_a_tinydb_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "any.json"
    with LayerDatabase(path) as database:
        table = database.table("words")
        table.insert_multiple([{"word": "窗口", "n": 1}, {"word": "成為", "n": 2}])
        table.update({"n": 3}, tinydb.where("word") == "窗口")
        table.upsert({"word": "某些", "n": 4}, tinydb.where("word") == "某些")
        table.remove(tinydb.where("n") == 2)
        with pytest.raises(ValueError, match="already exists"):
            table.insert(tinydb.table.Document({"word": "重複"}, 1))
        database.table("gone").insert({})
        database.drop_table("gone")
        database.table("empty").insert({})
        database.table("empty").truncate()
        words = {each["word"]: each["n"] for each in table}
        assert words == {"窗口": 3, "某些": 4}
    with LayerDatabase(path) as database:
        assert {each["word"]: each["n"] for each in database.table("words")} == words
        assert len(database.table("empty")) == 0
        assert "gone" not in database.tables()


def test_another_reviewers_layer_is_read_without_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "chan.json"
    with Layer.open(path, creator="chan") as theirs:
        theirs.add(annotation("a"), said="a")
        files = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
        with Layer.open(path, creator="wong", writing=False) as layer:
            assert layer.read_only
            assert layer.notices == ()
            assert ids(layer) == ["a"]
            with pytest.raises(LayerError, match="only its reviewer may write it"):
                layer.undo()
        assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == files
    assert len(Layer.open(tmp_path / "nobody" / "x.json", creator="wong", writing=False)) == 0
    assert not (tmp_path / "nobody").exists()


def test_a_reader_tries_again_when_the_writer_folds_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"

    class Meanwhile(MemoryDisk):
        """Lets the writer close between the reader's two readings, once."""

        def read(self, path: Path) -> bytes | None:
            found = super().read(path)
            if reading and writers:
                writers.pop().close()
            return found

    disk = Meanwhile()
    reading = False
    writers = [Layer.open(path, creator="wong", disk=disk)]
    writers[0].add(annotation("a"), said="a")
    reading = True
    layer = Layer.open(path, creator="chan", writing=False, disk=disk)
    assert not writers
    assert ids(layer) == ["a"]
