"""Faults at every step of histories drawn at random: a few here, `make torture` draws many more.

`PIZHU_TORTURE` says how many.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.errors import LayerError
from annotations.store import Layer
from tests.annotations.disks import Fault, MemoryDisk, Stop, full
from tests.annotations.made import annotation
from tests.annotations.test_crashes import Run, opened, problem, state
from tests.annotations.test_damage import JOURNAL, damaged, kept_aside
from tests.annotations.test_damage import session as damaged_session
from tests.annotations.test_processes import WRITER

HISTORIES = int(os.environ.get("PIZHU_TORTURE", "1"))
IS_WHOLE = "PIZHU_TORTURE" in os.environ

Step = Callable[[Layer], object]


def history(seed: int) -> tuple[Step, ...]:
    """A dozen of steps as a reviewer may do them, sessions among them."""
    dice = random.Random(seed)  # noqa: S311 - it has to come out the same again

    def add(number: int) -> Step:
        many = [annotation(f"n{number}.{k}", (k, k + 4)) for k in range(dice.randint(1, 3))]
        return lambda layer: layer.add(*many, said=f"add {number}")

    def edit(number: int) -> Step:
        def do(layer: Layer) -> None:
            for each in list(layer)[:1]:
                layer.replace(replace(each, note=f"改{number}"), said=f"note {number}")

        return do

    def remove(number: int) -> Step:
        def do(layer: Layer) -> None:
            for each in list(layer)[-1:]:
                layer.remove(each.id, said=f"remove {number}")

        return do

    def session(_number: int) -> Step:
        return dice.choice((Layer.undo, Layer.redo, Layer.close))

    kinds = (add, add, edit, remove, session, session)
    return tuple(dice.choice(kinds)(number) for number in range(12))


def cut(steps: tuple[Step, ...], at: int, *, partly: bool) -> Run:
    run = Run(MemoryDisk(fault=Fault(at, Stop(), partly=partly)))
    with contextlib.suppress(Stop):
        run.go(steps)
    return run


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_kills_power_cuts_and_full_disks(seed: int) -> None:
    steps = history(seed)
    whole = Run(MemoryDisk())
    whole.go(steps)
    for at in range(whole.disk.steps + 1):
        for partly in (False, True):
            run = cut(steps, at, partly=partly)
            possible = run.possible(whole)
            assert problem(run.disk.after_kill(), possible) is None, at
            for disk in run.disk.after_power_cut():
                assert problem(disk, possible) is None, at
            refused(steps, whole, at, partly=partly)


def refused(steps: tuple[Step, ...], whole: Run, at: int, *, partly: bool) -> None:
    """A full disk refuses a step whole, and does it when asked again."""
    disk = MemoryDisk(fault=Fault(at, full(), partly=partly))
    layer = opened(disk)
    for step in steps:
        before = state(layer)
        try:
            step(layer)
        except LayerError:
            assert state(layer) == before
            step(layer)
        if step is Layer.close:
            layer = opened(disk)
    assert state(layer) == whole.states[-1]
    assert state(opened(disk.after_kill())) == whole.states[-1]


@pytest.mark.skipif(not IS_WHOLE, reason="make torture")
def test_every_bit_of_a_journal() -> None:
    disk, states = damaged_session()
    journal = disk.names[JOURNAL].seen
    for place in range(len(journal)):
        for bit in range(8):
            flipped = bytearray(journal)
            flipped[place] ^= 1 << bit
            disk = damaged(JOURNAL, bytes(flipped))
            reached = states.index(state(opened(disk)))
            assert reached == 2 or kept_aside(disk) == [bytes(flipped)]


@pytest.mark.parametrize("acknowledged", range(1, 101) if IS_WHOLE else [3])
def test_killed_again_and_again(tmp_path: Path, acknowledged: int) -> None:
    path = tmp_path / "wong.json"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(acknowledged):
            last = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        last = max([last, *map(int, writer.stdout.read().split())])
    with Layer.open(path, creator="wong") as layer:
        assert layer.notices == ()
        assert {f"n{number}" for number in range(last + 1)} <= {each.id for each in layer}
