"""Damaged, foreign and newer files: never a wrong annotation, nothing thrown away, and a word said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from annotations.errors import LayerError
from annotations.store import Layer
from tests.annotations.disks import Fault, File, MemoryDisk, Stop, full
from tests.annotations.made import annotation
from tests.annotations.test_crashes import PATH, State, opened, state

JOURNAL = PATH.with_name("wong.json.journal")


@cache
def recorded() -> tuple[dict[Path, bytes], list[State]]:
    disk = MemoryDisk()
    layer = opened(disk)
    layer.add(annotation("a"), said="a")
    layer.close()
    layer = opened(disk)
    states = [state(layer)]
    layer.add(annotation("b", note="甲"), said="b")
    states.append(state(layer))
    layer.replace(replace(annotation("a"), note="改"), said="note")
    states.append(state(layer))
    return {path: file.seen for path, file in disk.names.items()}, states


def session() -> tuple[MemoryDisk, list[State]]:
    """A folded layer with two operations after it in the journal, and every state on the way."""
    files, states = recorded()
    return MemoryDisk({path: File(content, content) for path, content in files.items()}), states


def damaged(path: Path, content: bytes) -> MemoryDisk:
    """The disk of that session with one file's content changed."""
    files = recorded()[0] | {path: content}
    return MemoryDisk({path: File(content, content) for path, content in files.items()})


def kept_aside(disk: MemoryDisk) -> list[bytes]:
    return [disk.names[path].seen for path in disk.named(".damaged-2026")]


def test_a_journal_cut_anywhere_gives_what_was_before() -> None:
    disk, states = session()
    journal = disk.names[JOURNAL].seen
    found = []
    for length in range(len(journal)):
        disk = damaged(JOURNAL, journal[:length])
        layer = opened(disk)
        found.append(states.index(state(layer)))
        if length % 8 == 0 or journal[length : length + 1] == b"\n":
            layer.add(annotation("z"), said="z")
            assert state(opened(disk.after_kill())) == state(layer)
    assert found == sorted(found)
    assert set(found) == {0, 1, 2}


def test_a_flipped_bit_anywhere_in_the_journal_gives_what_was_before_and_is_told() -> None:
    disk, states = session()
    journal = disk.names[JOURNAL].seen
    for place in range(len(journal)):
        flipped = bytearray(journal)
        flipped[place] ^= 1 << place % 8
        disk = damaged(JOURNAL, bytes(flipped))
        layer = opened(disk)
        reached = states.index(state(layer))
        assert journal[:place].count(b"\n") - 1 <= reached or place < journal.index(b"\n")
        if reached < 2:
            assert kept_aside(disk) == [bytes(flipped)]
            assert "is kept as wong.json.journal.damaged-2026" in layer.notices[0]
        if place % 8:
            continue
        layer.add(annotation("z"), said="z")
        seen = state(layer)
        layer.close()
        again = opened(disk)
        assert state(again) == seen
        assert again.notices == ()
        assert len(kept_aside(disk)) <= 1


@pytest.mark.parametrize("hole", [b"", b"\0\0\0\n"])
def test_a_long_torn_line_before_a_short_one_is_cut_off(hole: bytes) -> None:
    disk, states = session()
    journal = disk.names[JOURNAL].seen.rstrip(b"\0")
    disk = damaged(JOURNAL, journal + b'00000000 {"annotations": "' + b"x" * 5000 + hole)
    layer = opened(disk)
    assert state(layer) == states[2]
    layer.add(annotation("z"), said="z")
    again = opened(disk.after_kill())
    assert state(again) == state(layer)
    assert layer.notices == again.notices == ()


def folded() -> MemoryDisk:
    """The disk of that session when it ended between the layer file and the new journal."""
    disk, _ = session()
    opened(disk)._storage._fold()
    return disk.after_kill()


def test_a_journal_that_was_taken_in_is_not_foreign() -> None:
    disk = folded()
    layer = opened(disk)
    assert state(layer) == session()[1][2]
    layer.add(annotation("z"), said="z")
    again = opened(disk.after_kill())
    assert state(again) == state(layer)
    assert again.notices == ()


@pytest.mark.parametrize("operations", [1, 2])
def test_a_journal_with_other_operations_than_were_taken_in_is_foreign(operations: int) -> None:
    other = damaged(JOURNAL, session()[0].names[JOURNAL].seen.splitlines(keepends=True)[0])
    layer = opened(other)
    for number in range(operations):
        layer.add(annotation(f"other{number}"), said="other")
    journal = other.names[JOURNAL].seen
    disk = folded()
    disk.names[JOURNAL].seen = journal
    layer = opened(disk)
    assert state(layer) == session()[1][2]
    assert kept_aside(disk) == [journal]
    assert "belongs to another state" in layer.notices[0]


def test_a_line_taken_out_of_the_journal_ends_it() -> None:
    disk, states = session()
    lines = disk.names[JOURNAL].seen.splitlines(keepends=True)
    disk = damaged(JOURNAL, lines[0] + lines[2])
    layer = opened(disk)
    assert state(layer) == states[0]
    assert kept_aside(disk) == [lines[0] + lines[2]]


def test_a_journal_of_another_state_is_set_aside() -> None:
    disk, _ = session()
    journal = disk.names[JOURNAL].seen
    layer_file = disk.names[PATH].seen
    other = json.loads(layer_file)
    other["annotations"]["1"]["note"] = "edited elsewhere"
    disk = damaged(PATH, json.dumps(other).encode())
    layer = opened(disk)
    assert [each.note for each in layer] == ["edited elsewhere"]
    assert kept_aside(disk) == [journal]
    (notice,) = layer.notices
    assert "belongs to another state of wong.json" in notice


def test_a_layer_edited_elsewhere_between_sessions_is_taken_as_it_is() -> None:
    disk, _ = session()
    opened(disk).close()
    other = json.loads(disk.names[PATH].seen)
    other["annotations"]["1"]["note"] = "edited elsewhere"
    disk.names[PATH] = File(json.dumps(other).encode())
    layer = opened(disk)
    assert layer.notices == ()
    layer.add(annotation("z"), said="z")
    assert {each.note for each in opened(disk.after_kill())} == {"edited elsewhere", "甲", ""}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"{", id="half"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"annotations": []}', id="a table that is a list"),
        pytest.param(b'{"annotations": {"x": {}}}', id="a document without a number"),
        pytest.param(b'{"annotations": {"1": 2}}', id="a document that is a number"),
        pytest.param(b'{"a":' * 100_000, id="too deep"),
        pytest.param(b'{"a": {"1": {"n": ' + b"9" * 6_000 + b"}}}", id="too long a number"),
    ],
)
def test_an_unreadable_layer_is_set_aside(content: bytes) -> None:
    disk = damaged(PATH, content)
    journal = disk.names[JOURNAL].seen
    layer = opened(disk)
    assert len(layer) == 0
    assert kept_aside(disk) == [content, journal]
    assert "wong.json can't be read" in layer.notices[0]
    layer.add(annotation("z"), said="z")
    layer.close()
    again = opened(disk)
    assert [each.id for each in again] == ["z"]
    assert again.notices == ()


def test_setting_aside_twice_within_a_second_keeps_both() -> None:
    disk = damaged(PATH, b"{")
    opened(disk).close()
    disk.names[PATH] = File(b"[")
    opened(disk).close()
    assert {b"{", b"["} <= set(kept_aside(disk))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{}", id="no tables"),
        pytest.param(b'{"_default": {"1": {"x": 1}}}', id="somebody else's table"),
    ],
)
def test_a_file_without_annotations_is_begun_and_keeps_its_tables(content: bytes) -> None:
    disk = MemoryDisk({PATH: File(content)})
    layer = opened(disk)
    assert layer.notices == ()
    layer.add(annotation("z"), said="z")
    layer.close()
    found = json.loads(disk.names[PATH].seen)
    assert found.items() >= json.loads(content or b"{}").items()


def test_a_newer_layer_is_refused_and_not_touched() -> None:
    disk = damaged(PATH, b'{"_meta": {"1": {"schema": 2}}}')
    before = {path: file.seen for path, file in disk.names.items()}
    for _ in range(2):
        with pytest.raises(LayerError, match="written by a newer pizhu"):
            opened(disk)
    assert {path: file.seen for path, file in disk.names.items()} == before


def test_an_annotation_that_can_not_be_read_stays_in_the_file() -> None:
    disk, _ = session()
    opened(disk).close()
    found = json.loads(disk.names[PATH].seen)
    del found["annotations"]["1"]["quote"]
    found["annotations"]["7"] = found["annotations"]["2"]
    disk.names[PATH] = File(json.dumps(found).encode())
    layer = opened(disk)
    assert len(layer.notices) == 2
    assert [each.id for each in layer] == ["b"]
    second, first = layer.notices
    assert "number 1 of its annotations" in first
    assert "“quote” is missing" in first
    assert "stands there twice" in second
    layer.add(annotation("z"), said="z")
    layer.close()
    after = json.loads(disk.names[PATH].seen)["annotations"]
    assert after.items() >= found["annotations"].items()


def test_what_is_no_number_is_no_place_and_stays_in_the_file() -> None:
    disk, _ = session()
    opened(disk).close()
    found = json.loads(disk.names[PATH].seen)
    found["annotations"]["1"]["raw"] = [[float("nan"), 7]]
    disk.names[PATH] = File(json.dumps(found).encode())
    layer = opened(disk)
    assert [each.id for each in layer] == ["b"]
    assert "is not a pair of offsets" in layer.notices[0]
    layer.add(annotation("z"), said="z")
    layer.close()
    assert b'"raw": [[NaN, 7]]' in disk.names[PATH].seen


def test_a_reader_changes_nothing_of_a_damaged_journal() -> None:
    disk, states = session()
    writer = opened(disk)
    journal = disk.names[JOURNAL].seen
    disk.names[JOURNAL] = File(journal.rstrip(b"\0")[:-5] + b"x\n")
    before = {path: file.seen for path, file in disk.names.items()}
    reader = Layer.open(PATH, creator="chan", disk=disk)
    assert reader.read_only
    assert state(reader) == states[1]
    assert any("It was left as it is" in notice for notice in reader.notices)
    reader.close()
    assert {path: file.seen for path, file in disk.names.items()} == before
    assert not writer.read_only


def broken_layer() -> MemoryDisk:
    return damaged(PATH, b"{")


def broken_journal() -> MemoryDisk:
    disk, _ = session()
    journal = disk.names[JOURNAL].seen
    return damaged(JOURNAL, journal.rstrip(b"\0")[:-5] + b"x\n")


def foreign_journal() -> MemoryDisk:
    return damaged(PATH, b"{}")


@pytest.mark.parametrize("broken", [broken_layer, broken_journal, foreign_journal])
def test_a_cut_while_mending_throws_nothing_away(broken: Callable[[], MemoryDisk]) -> None:
    whole = broken()
    before = {path: file.seen for path, file in whole.names.items()}
    mended = opened(whole)
    notices, shown, aside = mended.notices, state(mended), kept_aside(whole)
    assert notices
    assert all(content in before.values() for content in aside)
    steps = whole.steps
    assert steps > 1
    for at in range(steps):
        for error in (Stop(), full()):
            disk = broken()
            disk.fault = Fault(at, error)
            try:
                layer = opened(disk)
            except Stop:
                pass
            else:
                assert layer.read_only
                assert "can only be read: the disk is full" in layer.notices[-1]
                assert state(layer) == shown
            for left in (disk.after_kill(), *disk.after_power_cut()):
                again = opened(left)
                assert state(again) == shown
                assert not again.read_only
                assert sorted(kept_aside(left)) == sorted(aside)
