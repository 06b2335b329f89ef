"""The doctor: what is wrong with a workspace is said, what can be mended is, and nothing is lost."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.disk import Disk
from annotations.model import Status
from annotations.span import Span
from annotations.store import Layer
from reader.cli import run
from reader.config import Settings
from reader.doctor import Finding, examine
from reader.paths import settings_file
from reader.session import Session
from reader.views import ArticleView
from reader.workspace import Workspace
from tests.conftest import NEWSPAPER, WEB_PAGE


class Ward:
    """A workspace with two reviewers' annotations, and what the doctor says of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".pizhu"
        self.layer = self.folder / "layers" / "wong.json"
        self.journal = self.folder / "layers" / "wong.json.journal"
        self.ids: dict[str, list[str]] = {}
        for reviewer in ("wong", "chan"):
            session = Session(self.workspace, Settings(reviewer))
            for name in (NEWSPAPER.name, WEB_PAGE.name):
                page = session.workspace.page(str(root / name))
                view = ArticleView(page, page.articles[0])
                for start in (20, 40, 60):
                    session.highlight(view, Span(start, start + 6), tags=["question"])
            self.ids[reviewer] = [each.id for each in session.layer]
            session.close()

    @property
    def workspace(self) -> Workspace:
        return Workspace.open([str(self.root)], may_be_empty=True)

    def findings(self, kind: str | None = None) -> list[Finding]:
        return [f for f in examine(self.workspace).findings if kind in (None, f.kind)]

    def doctor(self, *options: str) -> int:
        return run(["doctor", str(self.root), *options])

    def found(self, reviewer: str = "wong") -> list[str]:
        path = self.folder / "layers" / f"{reviewer}.json"
        with Layer.open(path, creator=reviewer, writing=False) as layer:
            assert layer.notices == ()
            return [each.id for each in layer]


@pytest.fixture
def ward(seeds: Path) -> Ward:
    return Ward(seeds)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_sound_workspace(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(ward.root)
    assert ward.doctor() == 0
    out = capsys.readouterr().out
    assert "2 layers, 12 annotations, 0 corrections, 2 kept texts" in out
    assert out.endswith("Nothing is wrong.\n")
    assert ward.doctor("--repair") == 0
    assert files(ward.root) == before


def test_a_folder_that_nobody_annotated(seeds: Path) -> None:
    assert run(["doctor", str(seeds), "--repair"]) == 0
    assert not (seeds / ".pizhu").exists()


def test_no_such_folder_is_refused(tmp_path: Path) -> None:
    assert run(["doctor", str(tmp_path / "none")]) == 1


def test_a_wrong_option_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as ended:
        run(["doctor", "--mend"])
    assert ended.value.code == 2


def cut_in_half(content: bytes) -> bytes:
    """The file without its second half, cut inside a line."""
    return content[: len(content) // 2]


def scratched(content: bytes) -> bytes:
    """The file with one byte in the middle of a line made another."""
    at = content.index(b'"2": {')
    return content[:at] + b"\xff" + content[at + 1 :]


@pytest.mark.parametrize("damage", [cut_in_half, scratched])
def test_what_is_left_of_a_damaged_layer_comes_back(
    ward: Ward, damage: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(damage)
    content = damage(ward.layer.read_bytes())
    ward.layer.write_bytes(content)
    whole = [name for name in ward.ids["wong"] if f'"{name}", "source"'.encode() in content]
    assert ward.doctor() == 1
    out = capsys.readouterr().out
    assert ".pizhu/layers/wong.json" in out
    assert "can't be read" in out
    assert "can be saved from it; “pizhu doctor --repair” does so" in out
    assert ward.layer.read_bytes() == content
    assert ward.doctor("--repair") == 0
    found = ward.found()
    assert set(found) <= set(ward.ids["wong"])
    assert len(found) >= len(whole) - 1 >= 1
    assert ward.found("chan") == ward.ids["chan"]
    (backup,) = ward.workspace.backups.glob("before-repair-*")
    assert (backup / "layers" / "wong.json").read_bytes() == content
    assert ward.findings() == []


def test_what_was_set_aside_before_comes_back_and_can_be_undone(ward: Ward) -> None:
    content = ward.layer.read_bytes()
    ward.layer.write_bytes(content[:-3])
    with Layer.open(ward.layer, creator="wong") as layer:
        assert len(layer) == 0
    (finding,) = ward.findings("aside")
    assert set(finding.annotations) == set(ward.ids["wong"])
    assert ward.doctor("--repair") == 0
    assert ward.found() == ward.ids["wong"]
    assert ward.findings() == []
    with Layer.open(ward.layer, creator="wong") as layer:
        assert layer.undo() is not None
        assert len(layer) == 0


def test_changes_behind_a_damaged_one_come_back(ward: Ward) -> None:
    layer = Layer.open(ward.layer, creator="wong")
    first, *others = layer
    fresh = [replace(first, id=f"fresh{number}") for number in range(3)]
    for each in fresh:
        layer.add(each, said="fresh")
    journal, before = ward.journal.read_bytes().rstrip(b"\0"), ward.layer.read_bytes()
    layer.close()
    # As it was before the layer was closed, with a bit of the first change turned round.
    lines = journal.splitlines(keepends=True)
    ward.layer.write_bytes(before)
    ward.journal.write_bytes(
        lines[0] + b"0" + lines[1][1:-9] + b"x" + lines[1][-8:] + b"".join(lines[2:])
    )
    (finding,) = ward.findings("layer")
    assert "2 annotations that are missing can be saved" in finding.problem
    assert ward.doctor("--repair") == 0
    assert set(ward.found()) == {*ward.ids["wong"], "fresh1", "fresh2"}
    assert len(others) == 5


def test_an_annotation_that_can_not_be_read_is_told_and_kept(ward: Ward) -> None:
    tables = json.loads(ward.layer.read_text())
    del tables["annotations"]["2"]["quote"]
    ward.layer.write_text(json.dumps(tables))
    (finding,) = ward.findings("layer")
    assert "number 2 of its annotations" in finding.problem
    assert "“quote” is missing" in finding.problem
    before = ward.layer.read_bytes()
    assert ward.doctor("--repair") == 1
    assert ward.layer.read_bytes() == before


def test_a_newer_layer_is_told_and_not_touched(ward: Ward) -> None:
    ward.layer.write_text('{"_meta": {"1": {"schema": 99}}}')
    (finding,) = ward.findings("layer")
    assert "written by a newer pizhu" in finding.problem
    assert ward.doctor("--repair") == 1
    assert ward.layer.read_text() == '{"_meta": {"1": {"schema": 99}}}'


def changed(ward: Ward, **fields: object) -> str:
    with Layer.open(ward.layer, creator="wong") as layer:
        first = next(iter(layer))
        layer.replace(replace(first, **fields), said="x")  # type: ignore[arg-type]
    return first.id


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [((Span(5, 9),), "does not say"), ((Span(10**6, 10**6 + 4),), "behind the end of the text")],
)
def test_an_annotation_that_stands_elsewhere(
    ward: Ward, spans: tuple[Span, ...], sentence: str
) -> None:
    name = changed(ward, raw=spans)
    (finding,) = ward.findings()
    assert (finding.kind, finding.annotations) == ("place", (name,))
    assert sentence in finding.problem
    assert ward.doctor() == 1


def test_an_orphan(ward: Ward) -> None:
    name = changed(ward, raw=(Span(5, 9),), status=Status.ORPHAN)
    (finding,) = ward.findings()
    assert (finding.kind, finding.annotations) == ("orphan", (name,))
    assert "1 annotation has lost its place" in finding.problem


def test_a_tag_that_nobody_knows_is_added(ward: Ward) -> None:
    changed(ward, tags=("政策/資金",))
    (finding,) = ward.findings()
    assert finding.kind == "tag"
    assert "1 annotation bears the tag “政策/資金”" in finding.problem
    assert ward.doctor("--repair") == 0
    assert "政策/資金" in ward.workspace.tags_file.read_text("utf-8")


def copies(ward: Ward) -> Iterator[Path]:
    return (ward.folder / "sources").iterdir()


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress("別的文字".encode())])
def test_a_damaged_copy_of_a_text_is_made_anew(ward: Ward, content: bytes) -> None:
    copy = next(copies(ward))
    whole = copy.read_bytes()
    copy.write_bytes(content)
    assert [finding.kind for finding in ward.findings()] == ["copy"]
    assert ward.doctor("--repair") == 0
    assert copy.read_bytes() == whole


def test_a_damaged_copy_whose_text_is_gone(ward: Ward) -> None:
    for path in (NEWSPAPER, WEB_PAGE):
        (ward.root / path.name).unlink()
    assert ward.findings() == []
    copy = next(copies(ward))
    copy.write_bytes(b"no gzip")
    (finding,) = ward.findings("copy")
    assert "from a backup or from version control" in finding.problem
    assert ward.doctor("--repair") == 1
    copy.unlink()
    (finding,) = ward.findings()
    assert finding.kind == "text"
    assert "6 annotations" in finding.problem


def test_a_text_without_a_copy_gets_one(ward: Ward) -> None:
    copy = next(copies(ward))
    whole = copy.read_bytes()
    copy.unlink()
    assert [finding.kind for finding in ward.findings()] == ["uncopied"]
    assert ward.doctor("--repair") == 0
    assert copy.read_bytes() == whole


@pytest.mark.parametrize("codec", ["big5hkscs", "gb18030", "utf-16"])
def test_a_copy_of_a_text_in_another_encoding_is_sound(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(("創新科技發展局長表示，香港園區正式開園。" * 20).encode(codec))
    workspace = Workspace.open([str(tmp_path)])
    workspace.keep_source(workspace.source(str(path)))
    assert examine(workspace).findings == []


@pytest.mark.parametrize("name", ["tags.toml", "glossary.toml", "forms/wong.toml"])
def test_broken_toml(ward: Ward, name: str) -> None:
    path = ward.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("[[tags]\n")
    assert [(each.kind, each.file) for each in ward.findings()] == [("toml", f".pizhu/{name}")]
    assert ward.doctor("--repair") == 1
    assert path.read_text() == "[[tags]\n"


def test_broken_settings(ward: Ward) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("measure = 3")
    (finding,) = ward.findings()
    assert finding.kind == "toml"
    assert "measure" in finding.problem


def test_leftovers_go_to_the_backup(ward: Ward) -> None:
    left = [ward.folder / "layers" / "wong.json.new", ward.folder / ".tags.toml.ab12_xyz"]
    for path in left:
        path.write_bytes(b"half")
    assert ward.findings() == []
    for path in left:
        os.utime(path, (0, 0))
    assert [finding.kind for finding in ward.findings()] == ["leftover"] * 2
    assert ward.doctor("--repair") == 0
    assert not any(path.exists() for path in left)
    (backup,) = ward.workspace.backups.glob("before-repair-*")
    assert (backup / "layers" / "wong.json.new").read_bytes() == b"half"


def test_locks(ward: Ward) -> None:
    lock = ward.layer.with_name("wong.json.lock")
    held = Disk().lock(lock)
    assert held is not None
    (finding,) = ward.findings()
    assert (finding.kind, finding.is_wrong, finding.can_be_mended) == ("held", False, False)
    assert str(os.getpid()) in finding.problem
    assert ward.doctor("--repair") == 0
    assert lock.exists()
    os.close(held)
    (finding,) = ward.findings()
    assert (finding.kind, finding.is_wrong) == ("lock", False)
    assert ward.doctor("--repair") == 0
    assert not lock.exists()


def test_what_is_open_elsewhere_is_left_alone(
    ward: Ward, capsys: pytest.CaptureFixture[str]
) -> None:
    with Layer.open(ward.layer, creator="wong"):
        content = ward.layer.read_bytes()[:-3]
        ward.layer.write_bytes(content)
        assert ward.doctor("--repair") == 1
        assert "is open in another pizhu" in capsys.readouterr().out
        assert ward.layer.read_bytes() == content


def test_json(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    name = changed(ward, tags=("新標籤",))
    assert ward.doctor("--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["is_wrong"] is True
    assert (told["version"], told["layers"], told["annotations"]) == (1, 2, 12)
    (finding,) = told["findings"]
    assert (finding["kind"], finding["annotations"]) == ("tag", [name])
    assert ward.doctor("--json", "--repair") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["findings"] == []
    assert Path(told["repaired"]["backup"]).is_dir()


def test_the_doctor_comes_without_screen_and_dictionaries(ward: Ward) -> None:
    code = (
        "import sys\nfrom reader.cli import run\n"
        f"status = run(['doctor', {str(ward.root)!r}])\n"
        "heavy = {'textual', 'rich', 'jieba', 'opencc'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else status)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
