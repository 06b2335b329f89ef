"""Layers of other versions, and the backups of them: migrated after a copy, or refused untouched."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from annotations import layer_file
from annotations.backups import LONGEST, NEWEST, Backups, superfluous
from annotations.disk import Disk
from annotations.errors import LayerError
from annotations.layer_file import Tables
from annotations.store import Layer
from tests.annotations.disks import Fault, MemoryDisk, Stop
from tests.annotations.made import NOON, Clock, annotation
from tests.annotations.test_crashes import PATH, opened, state


def mark_notes(tables: Tables) -> None:
    """A migration: every note ends with a mark."""
    for document in tables.get("annotations", {}).values():
        document["note"] += "!"


def written_by_the_first() -> MemoryDisk:
    disk = MemoryDisk()
    layer = opened(disk)
    layer.add(annotation("a", note="一"), said="a")
    layer.close()
    opened(disk).add(annotation("b", note="二"), said="b")
    return disk.after_kill()


def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer_file, "MIGRATIONS", (mark_notes,))


def notes(layer: Layer) -> list[str]:
    return [each.note for each in layer]


def test_an_older_layer_is_brought_up_to_date_after_a_backup(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    disk = written_by_the_first()
    before = {path.name: file.seen for path, file in disk.names.items()}
    newer(monkeypatch)
    layer = opened(disk)
    assert notes(layer) == ["一!", "二!"]
    assert "was brought up to date" in layer.notices[0]
    kept = {path.name: gzip.decompress(disk.names[path].seen) for path in disk.named(".gz")}
    assert sorted(kept.values()) == sorted(before.values())
    layer.add(annotation("c"), said="c")
    for left in (disk.after_kill(), *disk.after_power_cut()):
        again = opened(left)
        assert notes(again) == ["一!", "二!", ""]
        assert again.notices == ()


def test_a_reader_of_an_older_layer_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    disk = written_by_the_first()
    before = {path: file.seen for path, file in disk.names.items()}
    newer(monkeypatch)
    reader = Layer.open(PATH, creator="wong", disk=disk, writing=False)
    assert notes(reader) == ["一!", "二!"]
    assert {path: file.seen for path, file in disk.names.items()} == before


def test_a_cut_while_migrating_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written_by_the_first()
    newer(monkeypatch)
    wanted = state(opened(whole))
    assert whole.steps > 5
    for at in range(whole.steps):
        with monkeypatch.context() as patch:
            patch.setattr(layer_file, "MIGRATIONS", ())
            disk = written_by_the_first()
        disk.fault = Fault(at, Stop())
        with pytest.raises(Stop):
            opened(disk)
        for left in (disk.after_kill(), *disk.after_power_cut()):
            assert state(opened(left)) == wanted, at


def test_a_newer_program_s_journal_is_refused_by_an_older_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        newer(patch)
        disk = MemoryDisk()
        opened(disk).add(annotation("a"), said="a")
        assert notes(opened(disk.after_kill())) == [""]
    before = {path: file.seen for path, file in disk.names.items()}
    with pytest.raises(LayerError, match="written by a newer pizhu"):
        opened(disk.after_kill())
    assert {path: file.seen for path, file in disk.names.items()} == before


def test_a_new_layer_says_its_version(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    with Layer.open(path, creator="wong") as layer:
        layer.add(annotation("a"), said="a")
    assert json.loads(path.read_text())["_meta"]["1"]["schema"] == layer_file.newest()


def test_a_backup_a_day(tmp_path: Path) -> None:
    path, backups = tmp_path / "layers" / "wong.json", tmp_path / "backups"
    states = []
    for hour in (0, 13, 26, 39):
        at = NOON + timedelta(hours=hour)
        clock = partial(datetime.fromtimestamp, at.timestamp(), UTC)
        with Layer.open(path, creator="wong", clock=clock, backups=backups) as layer:
            layer.add(annotation(f"n{hour}"), said="n")
        states.append(path.read_bytes())
    kept = [gzip.decompress(each.read_bytes()) for each in sorted(backups.iterdir())]
    # Nothing was there before the first; the third came within a day of the second.
    assert kept == [states[0], states[2]]


def test_old_backups_are_thinned_out() -> None:
    moments = [datetime(2026, 11, 21, tzinfo=UTC) - timedelta(days=day) for day in range(400)]
    kept = [moment for moment in moments if moment not in superfluous(moments)]
    assert kept[:NEWEST] == moments[:NEWEST]
    assert NEWEST + 10 <= len(kept) <= NEWEST + 15
    assert kept[0] - kept[-1] <= LONGEST
    assert superfluous(kept) == []
    few = [datetime(year, 1, 1, tzinfo=UTC) for year in (2026, 2020, 2010)]
    assert superfluous(few) == []


def test_backups_take_away_only_their_own(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "chan.json.20200101T000000Z.gz").write_bytes(b"")
    for day in range(400):
        at = NOON + timedelta(days=day)
        clock = partial(datetime.fromtimestamp, at.timestamp(), UTC)
        Backups(tmp_path, Disk(), clock).keep_daily(tmp_path / "wong.json", b"{}")
    names = {each.name for each in tmp_path.iterdir()}
    assert {"notes.txt", "chan.json.20200101T000000Z.gz"} < names
    assert len(names) < 2 + NEWEST + 16


def test_a_refused_backup_does_not_hinder_the_layer(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("in the way")
    path = tmp_path / "wong.json"
    for name in ("a", "b"):
        with Layer.open(path, creator="wong", clock=Clock(), backups=tmp_path / "backups") as layer:
            layer.add(annotation(name), said=name)
    with Layer.open(path, creator="wong") as layer:
        assert [each.id for each in layer] == ["a", "b"]
