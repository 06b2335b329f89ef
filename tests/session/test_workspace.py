"""Where texts are found, and where what is said of them lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import reader.workspace as workspace_module
from reader.config import Settings, load_settings, reviewer_file_stem
from reader.errors import SettingsError, SourceError
from reader.paths import places_file
from reader.places import Place, ReadingPlaces
from reader.script import Config
from reader.workspace import Workspace


def test_a_folder_is_searched_by_name_and_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "c.md", ".hidden.txt", "sub/d.text", ".git/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("題", "utf-8")
    workspace = Workspace.open([str(tmp_path)])
    assert [os.path.relpath(path, tmp_path) for path in workspace.paths] == [
        "a.TXT",
        "b.txt",
        "sub/d.text",
    ]


def test_a_workspace_above_goes_first(seeds: Path) -> None:
    (seeds.parent / ".pizhu").mkdir()
    text = next(seeds.glob("*.txt"))
    for path in (seeds, text):
        assert Workspace.open([str(path)]).root == seeds.parent


def test_texts_of_two_folders_share_the_folder_above_them(seeds: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.txt").write_text("題", "utf-8")
    workspace = Workspace.open([str(seeds), str(other / "x.txt")])
    assert workspace.root == tmp_path
    assert len(workspace.paths) == 3
    source = workspace.page(str(other / "x.txt")).source
    assert workspace.relative(source) == "other/x.txt"


@pytest.mark.parametrize("name", ["nothing", "missing.txt"])
def test_what_is_not_there_is_refused_by_name(tmp_path: Path, name: str) -> None:
    if name == "nothing":
        (tmp_path / name).mkdir()
    with pytest.raises(SourceError, match=name):
        Workspace.open([str(tmp_path / name)])


def test_a_folder_that_cannot_be_written_keeps_its_annotations_in_the_home(
    seeds: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so the system's answer is given in its place.
    monkeypatch.setattr(os, "access", lambda *_: False)
    folder = Workspace.open([str(seeds)]).folder
    assert folder.is_relative_to(own_home)
    assert folder != Workspace.open([str(seeds.parent)]).folder


def test_texts_inside_the_installed_package_are_annotated_in_the_home(
    seeds: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace_module, "__file__", str(seeds.parent / "workspace.py"))
    assert Workspace.open([str(seeds)]).folder.is_relative_to(own_home)


def test_settings_have_defaults_and_say_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    assert load_settings(path, reviewer="小華") == Settings("小華", Config.S2HK)
    path.write_text('reviewer = "阿明"\ntraditional = "tw"\nsure = 0.9\n', "utf-8")
    assert load_settings(path) == Settings("阿明", Config.S2TW, 0.9)
    for content in (
        "=",
        'colour = "red"',
        'traditional = "jp"',
        "sure = 2",
        "sure = true",
        "reviewer = 3",
        'reviewer = "."',
    ):
        path.write_text(content, "utf-8")
        with pytest.raises(SettingsError, match=r"settings\.toml"):
            load_settings(path)


@pytest.mark.parametrize(
    ("name", "stem"),
    [("阿明", "阿明"), ("a/../b", "a_.._b"), (" x ", "x"), ("..", ""), ("\x00", "_")],
)
def test_a_reviewers_file_never_leaves_its_folder(name: str, stem: str) -> None:
    assert reviewer_file_stem(name) == stem


def test_places_are_kept_and_what_was_read_stays_read() -> None:
    places = ReadingPlaces(places_file())
    places.keep("0" * 64, "a", Place(120, 0.8))
    places.keep("0" * 64, "a", Place(10, 0.2))
    places.save()
    assert ReadingPlaces(places_file()).of("0" * 64, "a") == Place(10, 0.8)
