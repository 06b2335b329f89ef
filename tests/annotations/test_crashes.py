"""Kills, power cuts and full disks at every step lose nothing that was acknowledged."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from annotations.errors import LayerError
from annotations.store import Layer
from tests.annotations.disks import Fault, MemoryDisk, Stop, full
from tests.annotations.made import Clock, annotation

PATH = Path("/w/.pizhu/layers/wong.json")

State = tuple[frozenset[tuple[str, str]], str | None, str | None]


def state(layer: Layer) -> State:
    """All that a reviewer can see of a layer."""
    marked = frozenset((each.id, each.note) for each in layer)
    assert marked == {(each.id, each.note) for each in layer.of_source(annotation("x").source)}
    return marked, layer.undoable, layer.redoable


def opened(disk: MemoryDisk) -> Layer:
    return Layer.open(PATH, creator="wong", clock=Clock(), disk=disk)


STEPS: tuple[Callable[[Layer], object], ...] = (
    lambda layer: layer.add(annotation("a"), said="a"),
    lambda layer: layer.add(annotation("b", (9, 12)), annotation("c", (20, 22)), said="b and c"),
    Layer.undo,
    Layer.redo,
    lambda layer: layer.replace(replace(annotation("a"), note="改"), said="note"),
    Layer.close,
    lambda layer: layer.add(annotation("d", (40, 50), (60, 70)), said="d"),
    lambda layer: layer.remove("b", "c", said="remove"),
    Layer.undo,
    Layer.close,
    lambda layer: layer.add(annotation("e"), said="e"),
)


@dataclass
class Run:
    """One session after another, each step acknowledged before the next."""

    disk: MemoryDisk
    states: list[State] = field(default_factory=list)
    """After no step, and after each acknowledged one."""
    acknowledged: int = 0
    """How many steps of the disk had been taken when the last one was acknowledged."""

    def possible(self, whole: Run) -> list[State]:
        """What may be found after a cut: the step under way may have come through, or not."""
        done = len(self.states) - 1
        under_way = self.disk.steps > self.acknowledged + 1  # the last was the cut itself
        return whole.states[done : done + 1 + under_way]

    def go(self, steps: tuple[Callable[[Layer], object], ...] = STEPS) -> None:
        layer = opened(self.disk)
        self.states.append(state(layer))
        for step in steps:
            step(layer)
            if step is Layer.close:
                layer = opened(self.disk)
            self.states.append(state(layer))
            self.acknowledged = self.disk.steps


@pytest.fixture(scope="module")
def whole() -> Run:
    run = Run(MemoryDisk())
    run.go()
    assert len(set(run.states)) > len(STEPS) // 2
    return run


def cut(at: int, *, partly: bool = False, without_sync: int | None = None) -> Run:
    run = Run(MemoryDisk(fault=Fault(at, Stop(), partly=partly), without_sync=without_sync))
    with contextlib.suppress(Stop):
        run.go()
    return run


def problem(disk: MemoryDisk, possible: list[State]) -> str | None:
    """What is wrong with a disk that should show one of these states and go on from there."""
    layer = opened(disk)
    if layer.notices or disk.named("damaged"):
        return f"notices: {layer.notices}"
    if state(layer) not in possible:
        return f"another state: {state(layer)}"
    layer.add(annotation("z"), said="z")
    seen = state(layer)
    layer.close()
    again = opened(disk)
    return None if state(again) == seen and not again.notices else "it does not go on"


def cuts(whole: Run) -> range:
    """Every step at which to cut, and the end."""
    return range(whole.disk.steps + 1)


@pytest.mark.parametrize("partly", [False, True])
def test_a_kill_at_any_step(whole: Run, partly: bool) -> None:
    for at in cuts(whole):
        run = cut(at, partly=partly)
        assert problem(run.disk.after_kill(), run.possible(whole)) is None, at


@pytest.mark.parametrize("partly", [False, True])
def test_a_power_cut_at_any_step(whole: Run, partly: bool) -> None:
    for at in cuts(whole):
        run = cut(at, partly=partly)
        for disk in run.disk.after_power_cut():
            assert problem(disk, run.possible(whole)) is None, at


def test_a_power_cut_right_after_a_kill_was_mended(whole: Run) -> None:
    for at in cuts(whole):
        run = cut(at, partly=True)
        disk = run.disk.after_kill()
        layer = opened(disk)
        before = state(layer)
        layer.add(annotation("y"), said="y")
        after = state(layer)
        for left in disk.after_power_cut():
            assert state(opened(left)) == after, at
        assert before in run.possible(whole)


def violations(whole: Run, without_sync: int) -> Iterator[str]:
    for at in cuts(whole):
        try:
            run = cut(at, without_sync=without_sync)
        except BaseException as error:  # noqa: BLE001 - any failure is one that was seen
            yield repr(error)
            continue
        for disk in run.disk.after_power_cut():
            try:
                wrong = problem(disk, run.possible(whole))
            except LayerError as error:
                wrong = str(error)
            if wrong:
                yield wrong


def test_a_missing_sync_is_seen(whole: Run) -> None:
    unseen = [
        (sync, whole.disk.kinds[sync])
        for sync in range(whole.disk.syncs)
        if next(violations(whole, sync), None) is None
    ]
    assert unseen == []


def test_a_full_disk_at_any_step_refuses_the_step_and_changes_nothing(whole: Run) -> None:
    for at in cuts(whole):
        for partly in (False, True):
            disk = MemoryDisk(fault=Fault(at, full(), partly=partly))
            layer = opened(disk)
            refused: list[str] = []
            for step in STEPS:
                before = state(layer)
                try:
                    step(layer)
                except LayerError as error:
                    refused.append(str(error))
                    assert state(layer) == before
                    assert state(opened(disk.after_kill())) == before
                    step(layer)
                if step is Layer.close:
                    layer = opened(disk)
            assert len(refused) <= 1
            assert all("the disk is full; make room" in sentence for sentence in refused)
            assert state(layer) == whole.states[-1], at
            for left in disk.after_power_cut():
                assert state(opened(left)) == whole.states[-1]


def test_a_disk_that_fails_for_good_keeps_what_was_acknowledged(whole: Run) -> None:
    for at in cuts(whole):
        disk = MemoryDisk(fault=Fault(at, full(), lasting=True, partly=True))
        layer = opened(disk)
        done = 0
        for step in STEPS:
            before = state(layer)
            try:
                step(layer)
            except LayerError:
                assert state(layer) == before
                break
            if step is Layer.close:
                layer = opened(disk)
            done += 1
        layer.close()
        left = disk.after_kill()
        assert state(opened(left)) in whole.states[done : done + 2]


@pytest.mark.parametrize("partly", [False, True])
def test_a_checkpoint_that_fails_loses_nothing(partly: bool) -> None:
    def begun() -> tuple[MemoryDisk, Layer]:
        disk = MemoryDisk()
        layer = opened(disk)
        layer.add(annotation("a"), said="a")
        layer.add(annotation("b"), said="b")
        return disk, layer

    disk, layer = begun()
    before = disk.steps
    layer._storage.checkpoint()
    for step in range(disk.steps - before):
        for again in (False, True):
            disk, layer = begun()
            disk.fault = Fault(disk.steps + step, full(), partly=partly)
            with pytest.raises(LayerError, match="can't be written: the disk is full"):
                layer._storage.checkpoint()
            if again:
                layer._storage.checkpoint()
            layer.add(annotation("c"), said="c")
            layer.undo()
            layer.add(annotation("d"), said="d")
            for left in (disk.after_kill(), *disk.after_power_cut()):
                found = opened(left)
                assert state(found) == state(layer)
                assert found.notices == ()
