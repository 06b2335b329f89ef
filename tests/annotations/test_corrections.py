"""Corrections of the cleaning: the values, and how a layer keeps them beside its annotations."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tinydb
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotations import history
from annotations.corrections import (
    Correction,
    CorrectionKind,
    adopted,
    from_document,
    new_correction,
    not_shared,
    to_document,
)
from annotations.disk import Disk
from annotations.errors import CorrectionError, LayerError
from annotations.model import is_instant
from annotations.plain import dumped
from annotations.span import Span
from annotations.store import Layer
from tests.annotations.disks import Fault, MemoryDisk, full
from tests.annotations.made import SOURCES, Clock, annotation, instants, texts

PATH = Path("/w/wong.json")


def correction(
    name: str,
    kind: CorrectionKind = CorrectionKind.DROP,
    *,
    raw: tuple[Span, ...] = (Span(10, 20),),
    onto: tuple[Span, ...] = (),
    value: str = "",
    source: str = SOURCES[0],
) -> Correction:
    return Correction(name, source, kind, raw, "wong", "2026-11-21T12:00:00Z", onto, value)


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    cuts = sorted(draw(st.sets(st.integers(0, 3000), min_size=8, max_size=8)))
    raw = [Span(cuts[0], cuts[1]), Span(cuts[2], cuts[3])][: draw(st.integers(1, 2))]
    onto = (Span(cuts[4], cuts[5]), Span(cuts[6], cuts[7]))[: draw(st.integers(1, 2))]
    kind = draw(st.sampled_from(CorrectionKind))
    values = {
        CorrectionKind.JOIN: ["", "following"],
        CorrectionKind.MOVE: ["", "new", "new following", "before following"],
        CorrectionKind.SPLIT: [""],
        CorrectionKind.DROP: [""],
    }
    return Correction(
        id=draw(st.uuids()).hex,
        source=draw(st.sampled_from(SOURCES)),
        kind=kind,
        raw=tuple(draw(st.permutations(raw))),
        creator=draw(texts),
        created=draw(instants),
        onto=onto,
        value=draw(st.sampled_from(values.get(kind, ["caption", "boilerplate"]))),
    )


@given(corrections(), st.integers(0, 10**6))
def test_what_is_written_is_read_again(made: Correction, order: int) -> None:
    made = replace(made, order=order)
    read = from_document(json.loads(dumped(to_document(made))))
    assert (read, read.order) == (made, order)
    assert from_document({**to_document(made), "later": 1}) == made


BROKEN: dict[str, dict[str, Any]] = {
    "no id": {"id": ""},
    "no source": {"source": "abc"},
    "nothing": {"raw": ()},
    "an empty span": {"raw": (Span(3, 3),)},
    "an empty span onto": {"onto": (Span(3, 3),)},
    "a character twice": {"raw": (Span(3, 5), Span(4, 6))},
    "a character joined to itself": {
        "kind": CorrectionKind.JOIN, "raw": (Span(3, 5),), "onto": (Span(4, 9),)
    },
    "no time": {"created": "yesterday"},
    "a join to nothing": {"kind": CorrectionKind.JOIN},
    "a move to nowhere": {"kind": CorrectionKind.MOVE},
    "an unknown word": {"kind": CorrectionKind.MOVE, "value": "new sideways"},
    "a word where there is none": {"value": "new"},
    "no kind": {"kind": CorrectionKind.KIND},
    "two kinds": {"kind": CorrectionKind.KEEP, "value": "caption date"},
    "nothing accepted": {"kind": CorrectionKind.ACCEPT},
}  # fmt: skip


@pytest.mark.parametrize("fields", BROKEN.values(), ids=BROKEN)
def test_what_is_no_correction(fields: dict[str, Any]) -> None:
    with pytest.raises(CorrectionError, match=r"^[A-Z“].*\.$"):
        replace(correction("a"), **fields)


@pytest.mark.parametrize(
    "fields",
    [{"raw": [[3, 2]]}, {"raw": [[True, 2]]}, {"raw": "x"}, {"kind": "bend"}, {"order": "1"}],
    ids=str,
)
def test_a_document_that_is_none(fields: dict[str, Any]) -> None:
    with pytest.raises(CorrectionError):
        from_document({**to_document(correction("a")), **fields})
    with pytest.raises(CorrectionError, match="“value” is missing"):
        from_document({k: v for k, v in to_document(correction("a")).items() if k != "value"})


def test_adopting_says_the_same_under_ones_own_name() -> None:
    clock = Clock()
    theirs = new_correction(
        source=SOURCES[1],
        kind=CorrectionKind.MOVE,
        raw=[Span(3, 9)],
        onto=[Span(1, 2)],
        value="before",
        creator="lee",
        clock=clock,
    )
    mine = adopted(theirs, "wong", clock)
    assert mine.gist == theirs.gist
    assert mine.creator == "wong"
    assert mine.id != theirs.id
    assert is_instant(mine.created)
    assert mine.created > theirs.created
    other = correction("x")
    assert not_shared([theirs, other], [mine]) == [other]


@pytest.fixture(params=["files", "memory"])
def disk(request: pytest.FixtureRequest) -> Disk:
    return Disk() if request.param == "files" else MemoryDisk()


def opened(path: Path, disk: Disk, *, writing: bool = True) -> Layer:
    return Layer.open(path, creator="wong", clock=Clock(), disk=disk, writing=writing)


def test_corrections_are_kept_in_their_order_whenever_they_were_made(
    tmp_path: Path, disk: Disk
) -> None:
    path = tmp_path / "wong.json"
    with opened(path, disk) as layer:
        # The ids and times say nothing of the order.
        assert [each.order for each in layer.correct(*map(correction, "zbx"), said="three")] == [
            1, 2, 3,
        ]  # fmt: skip
        layer.correct(correction("o", source=SOURCES[1]), said="elsewhere")
        layer.correct(correction("a"), said="one")
        assert len(layer) == 0
        assert list(layer) == []
    for writing in (True, False):
        with opened(path, disk, writing=writing) as layer:
            assert [each.id for each in layer.corrections_of(SOURCES[0])] == list("zbxa")
            assert [each.id for each in layer.corrections_of(SOURCES[1])] == ["o"]
            assert layer.corrections_of(SOURCES[2]) == []
            assert layer.corrections_of(SOURCES[0])[1] == correction("b")
            assert layer.notices == ()


def test_one_withdrawn_comes_back_to_its_place(tmp_path: Path, disk: Disk) -> None:
    path = tmp_path / "wong.json"
    with opened(path, disk) as layer:
        layer.correct(*map(correction, "cba"), said="three")
        layer.withdraw("b", said="withdraw")
        layer.correct(correction("d"), said="more")
    with opened(path, disk) as layer:
        assert [each.id for each in layer.corrections_of(SOURCES[0])] == list("cad")
        assert [layer.undo(), layer.undo()] == ["more", "withdraw"]
        assert [each.id for each in layer.corrections_of(SOURCES[0])] == list("cba")
        assert [layer.redo(), layer.redo(), layer.redo()] == ["withdraw", "more", None]
        assert [each.id for each in layer.corrections_of(SOURCES[0])] == list("cad")


def test_annotations_and_corrections_are_undone_by_one_key(tmp_path: Path, disk: Disk) -> None:
    path = tmp_path / "wong.json"
    with opened(path, disk) as layer:
        layer.add(annotation("a"), said="highlight")
        layer.correct(correction("a"), said="drop")
        layer.remove("a", said="delete")
    with opened(path, disk) as layer:
        assert layer.undo() == "delete"
        assert [each.id for each in layer] == ["a"]
        assert layer.undo() == "drop"
        assert layer.corrections_of(SOURCES[0]) == []
        assert [each.id for each in layer] == ["a"]
        assert layer.undo() == "highlight"
        assert [layer.redo(), layer.redo()] == ["highlight", "drop"]
    with opened(path, disk) as layer:
        assert layer.corrections_of(SOURCES[0]) == [correction("a")]
        assert [each.id for each in layer] == ["a"]


def test_what_is_refused(tmp_path: Path, disk: Disk) -> None:
    with opened(tmp_path / "wong.json", disk) as layer:
        layer.correct(correction("a"), said="drop")
        for twice in (["a"], ["b", "b"]):
            with pytest.raises(CorrectionError, match="same id"):
                layer.correct(*map(correction, twice), said="again")
        with pytest.raises(CorrectionError, match="no correction b"):
            layer.withdraw("b", said="none")
        assert layer.undoable == "drop"
        layer.correct(said="nothing")
        assert layer.undoable == "drop"
    with pytest.raises(LayerError, match="closed"):
        layer.correct(correction("b"), said="closed")
    assert layer.corrections_of(SOURCES[0]) == [correction("a")]


def test_another_reviewers_corrections_can_be_looked_at_and_adopted(tmp_path: Path) -> None:
    theirs = tmp_path / "lee.json"
    with opened(theirs, Disk()) as layer:
        layer.correct(correction("a"), correction("b", raw=(Span(1, 2),)), said="two")
    content = theirs.read_bytes()
    with (
        opened(theirs, Disk(), writing=False) as lee,
        opened(tmp_path / "wong.json", Disk()) as wong,
    ):
        found = lee.corrections_of(SOURCES[0])
        with pytest.raises(LayerError):
            lee.correct(correction("c"), said="not mine")
        mine = wong.correct(*(adopted(each, "wong") for each in found), said="adopt two")
        assert [each.gist for each in mine] == [each.gist for each in found]
        assert not_shared(found, wong.corrections_of(SOURCES[0])) == []
        assert wong.undo() == "adopt two"
        assert wong.corrections_of(SOURCES[0]) == []
    assert theirs.read_bytes() == content


def test_stock_tinydb_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    with opened(path, Disk()) as layer:
        layer.correct(correction("a"), said="drop")
    with tinydb.TinyDB(path, encoding="utf-8") as stock:
        assert stock.tables() == {"_meta", "corrections", "history"}
        assert stock.table("corrections").all() == [
            {
                "id": "a",
                "source": SOURCES[0],
                "kind": "drop",
                "raw": [[10, 20]],
                "onto": [],
                "value": "",
                "creator": "wong",
                "created": "2026-11-21T12:00:00Z",
                "order": 1,
            }
        ]


def test_one_that_cant_be_read_is_left_and_told(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    with opened(path, Disk()) as layer:
        layer.correct(correction("a"), correction("b"), said="two")
    found = json.loads(path.read_text())
    found["corrections"]["1"]["kind"] = "bend"
    path.write_text(json.dumps(found))
    with opened(path, Disk()) as layer:
        assert layer.corrections_of(SOURCES[0]) == [correction("b")]
        (notice,) = layer.notices
        assert "number 1 of its corrections is missing here" in notice
        layer.correct(correction("c"), said="c")
    assert json.loads(path.read_text())["corrections"]["1"]["kind"] == "bend"


def test_a_damaged_step_is_not_undone(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    with opened(path, Disk()) as layer:
        layer.correct(correction("a"), said="drop")
        layer.withdraw("a", said="withdraw")
    found = json.loads(path.read_text())
    found["history"]["2"]["corrections"]["a"]["raw"] = []
    path.write_text(json.dumps(found))
    with opened(path, Disk()) as layer:
        with pytest.raises(LayerError, match="its history was damaged"):
            layer.undo()
        assert layer.corrections_of(SOURCES[0]) == []
    found["history"]["2"]["corrections"] = ["a"]
    path.write_text(json.dumps(found))
    with opened(path, Disk()) as layer:
        assert layer.undoable == "drop"


def test_corrections_count_among_what_the_history_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_KEPT", 3)
    with opened(tmp_path / "wong.json", Disk()) as layer:
        layer.add(annotation("a"), annotation("b"), said="first")
        layer.correct(correction("a"), correction("b"), said="second")
        assert [layer.undo(), layer.undo()] == ["second", None]


class Corrected(RuleBasedStateMachine):
    """Steps on annotations and on corrections, through restarts, kills, power cuts and full disks."""

    @initialize()
    def begin(self) -> None:
        self.disk = MemoryDisk()
        self.steps: list[tuple[list[Correction], set[str]]] = [([], set())]
        self.at = 0
        self.open()

    def open(self) -> None:
        self.layer = opened(PATH, self.disk)
        assert self.layer.notices == ()

    def step(self, shown: list[Correction], annotated: set[str]) -> None:
        del self.steps[self.at + 1 :]
        self.steps.append((shown, annotated))
        self.at += 1

    @property
    def now(self) -> tuple[list[Correction], set[str]]:
        return self.steps[self.at]

    @rule(several=st.lists(corrections(), min_size=1, max_size=3, unique_by=lambda each: each.id))
    def correct(self, several: list[Correction]) -> None:
        shown, annotated = self.now
        fresh = [each for each in several if each.id not in {one.id for one in shown}]
        if fresh:
            self.layer.correct(*fresh, said="correct")
            self.step([*shown, *fresh], annotated)

    @rule(choice=st.integers(0, 20))
    def withdraw(self, choice: int) -> None:
        shown, annotated = self.now
        if shown:
            gone = shown[choice % len(shown)]
            self.layer.withdraw(gone.id, said="withdraw")
            self.step([each for each in shown if each is not gone], annotated)

    @rule(number=st.integers(0, 9))
    def annotate(self, number: int) -> None:
        shown, annotated = self.now
        if str(number) not in annotated:
            self.layer.add(annotation(str(number)), said="annotate")
            self.step(shown, {*annotated, str(number)})

    @rule()
    def undo(self) -> None:
        assert (self.layer.undo() is None) == (self.at == 0)
        self.at = max(0, self.at - 1)

    @rule()
    def redo(self) -> None:
        last = len(self.steps) - 1
        assert (self.layer.redo() is None) == (self.at == last)
        self.at = min(last, self.at + 1)

    @rule(after=st.integers(0, 3), partly=st.booleans(), made=corrections())
    def full_disk(self, after: int, partly: bool, made: Correction) -> None:
        self.disk.fault = Fault(self.disk.steps + after, full(), partly=partly)
        try:
            self.layer.correct(made, said="full")
        except LayerError:
            pass
        else:
            self.step([*self.now[0], made], self.now[1])
        self.disk.fault = None

    @rule(how=st.integers(-2, 15))
    def stop(self, how: int) -> None:
        if how == -2:
            self.layer.close()
        elif how == -1:
            self.disk = self.disk.after_kill()
        else:
            disks = list(self.disk.after_power_cut())
            self.disk = disks[how % len(disks)]
        self.open()

    @precondition(lambda self: hasattr(self, "layer"))
    @invariant()
    def same(self) -> None:
        shown, annotated = self.now
        assert {each.id for each in self.layer} == annotated
        for source in SOURCES:
            assert self.layer.corrections_of(source) == [
                each for each in shown if each.source == source
            ]


TestCorrected = pytest.mark.filterwarnings("error")(Corrected.TestCase)
Corrected.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
