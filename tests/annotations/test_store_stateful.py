"""A layer against a plain model, through restarts, kills, power cuts and full disks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from annotations.errors import LayerError
from annotations.model import Annotation
from annotations.span import Span
from annotations.store import Layer
from tests.annotations.disks import Fault, MemoryDisk, full
from tests.annotations.made import SOURCES, Clock, any_annotation, texts

PATH = Path("/w/wong.json")
Shown = dict[str, Annotation]


class LayerMachine(RuleBasedStateMachine):
    made: Bundle[str] = Bundle("made")

    @initialize()
    def begin(self) -> None:
        self.disk = MemoryDisk()
        self.shown: Shown = {}
        self.done: list[tuple[str, Shown]] = []
        self.undone: list[tuple[str, Shown]] = []
        self.open()

    def open(self) -> None:
        self.layer = Layer.open(PATH, creator="wong", clock=Clock(), disk=self.disk)
        assert self.layer.notices == ()
        assert not self.disk.named("damaged")

    def step(self, said: str, shown: Shown) -> None:
        self.done.append((said, self.shown))
        self.undone.clear()
        self.shown = shown

    @rule(target=made, annotation=any_annotation, said=texts)
    def add(self, annotation: Annotation, said: str) -> str:
        if annotation.id not in self.shown:
            self.layer.add(annotation, said=said)
            self.step(said, {**self.shown, annotation.id: annotation})
        return annotation.id

    @rule(several=st.lists(any_annotation, min_size=2, unique_by=lambda each: each.id))
    def add_several(self, several: list[Annotation]) -> None:
        fresh = {each.id: each for each in several if each.id not in self.shown}
        if fresh:
            self.layer.add(*fresh.values(), said="several")
            self.step("several", {**self.shown, **fresh})

    @rule(name=made, other=any_annotation)
    def change(self, name: str, other: Annotation) -> None:
        if name in self.shown:
            other = replace(other, id=name)
            self.layer.replace(other, said="change")
            self.step("change", {**self.shown, name: other})

    @rule(name=consumes(made))
    def remove(self, name: str) -> None:
        if name in self.shown:
            self.layer.remove(name, said="remove")
            self.step("remove", {key: each for key, each in self.shown.items() if key != name})

    @rule()
    def undo(self) -> None:
        if self.done:
            said, before = self.done.pop()
            self.undone.append((said, self.shown))
            self.shown = before
            assert self.layer.undo() == said
        else:
            assert self.layer.undo() is None

    @rule()
    def redo(self) -> None:
        if self.undone:
            said, after = self.undone.pop()
            self.done.append((said, self.shown))
            self.shown = after
            assert self.layer.redo() == said
        else:
            assert self.layer.redo() is None

    @rule(after=st.integers(0, 3), partly=st.booleans(), annotation=any_annotation)
    def full_disk(self, after: int, partly: bool, annotation: Annotation) -> None:
        if annotation.id in self.shown:
            return
        self.disk.fault = Fault(self.disk.steps + after, full(), partly=partly)
        try:
            self.layer.add(annotation, said="full")
        except LayerError:
            pass
        else:
            self.step("full", {**self.shown, annotation.id: annotation})
        self.disk.fault = None

    @rule()
    def reopen(self) -> None:
        self.layer.close()
        self.open()

    @rule()
    def kill(self) -> None:
        self.disk = self.disk.after_kill()
        self.open()

    @rule(choice=st.integers(0, 15))
    def cut_the_power(self, choice: int) -> None:
        disks = list(self.disk.after_power_cut())
        self.disk = disks[choice % len(disks)]
        self.open()

    @precondition(lambda self: hasattr(self, "layer"))
    @invariant()
    def same(self) -> None:
        assert {each.id: each for each in self.layer} == self.shown
        assert self.layer.undoable == (self.done[-1][0] if self.done else None)
        assert self.layer.redoable == (self.undone[-1][0] if self.undone else None)
        for source in SOURCES:
            here = [each for each in self.shown.values() if each.source == source]
            here.sort(key=lambda each: (each.raw[0].start, len(each), each.id))
            assert self.layer.of_source(source) == here
            asked = Span(500, 1500)
            assert self.layer.index(source).overlapping([asked]) == [
                each for each in here if any(span.overlaps(asked) for span in each.raw)
            ]


TestLayer = pytest.mark.filterwarnings("error")(LayerMachine.TestCase)
LayerMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
