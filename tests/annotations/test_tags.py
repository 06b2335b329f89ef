from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import TagError
from annotations.tags import COLOURS, DEFAULTS, KEYS, LONGEST_NAME, Tag, TagSet, tag_name
from tests.annotations.disks import Fault, File, MemoryDisk, Stop, full

PATH = Path("/w/.pizhu/tags.toml")
HAND_WRITTEN = """\
# what we look for
[[tags]]
name = "政策/資助"   # money
colour = "#E69F00"

[[tags]]
name = 'people'
key = "7"
since = 2024"""


def loaded(text: str) -> tuple[TagSet, MemoryDisk]:
    disk = MemoryDisk({PATH: File(text.encode())})
    return TagSet.load(PATH, disk=disk), disk


def text_of(disk: MemoryDisk) -> str:
    return disk.names[PATH].seen.decode()


def test_where_there_is_no_file() -> None:
    disk = MemoryDisk()
    tags = TagSet.load(PATH, disk=disk)
    assert tuple(tags) == DEFAULTS
    assert [tag.key for tag in tags] == ["1", "2", "3", "4", "5"]
    assert len({tag.colour for tag in tags}) == len(tags)
    assert all(tag.description.endswith(".") for tag in tags)
    assert disk.names == {}


def test_the_first_tag_added_makes_the_file() -> None:
    disk = MemoryDisk()
    tags = TagSet.load(PATH, disk=disk)
    added = tags.add(Tag("人物／角色"))
    assert added == Tag("人物／角色", colour=COLOURS[5], key="6")
    assert tuple(TagSet.load(PATH, disk=disk)) == (*DEFAULTS, added) == tuple(tags)
    assert tomllib.loads(text_of(disk))["tags"][0]["name"] == "policy/funding"


def test_what_people_wrote_stays() -> None:
    tags, disk = loaded(HAND_WRITTEN)
    assert [tag.colour for tag in tags] == ["#e69f00", "#56b4e9"]
    added = tags.add(Tag("question", description='Says "why?"\\\n\x01\u2028'))
    assert text_of(disk).startswith(HAND_WRITTEN + "\n\n[[tags]]\n")
    assert (added.key, added.colour) == ("1", "#009e73")
    assert tuple(TagSet.load(PATH, disk=disk)) == tuple(tags)


def test_finding() -> None:
    tags, _ = loaded(HAND_WRITTEN)
    people = tags.named(" people ")
    assert people is not None
    assert tags.by_key("7") == tags.by_key("７") == people
    assert tags.by_key("1") is tags.by_key("") is tags.named("nobody") is None
    assert len(tags) == 2


def test_another_program_may_have_added_meanwhile() -> None:
    first, disk = loaded(HAND_WRITTEN)
    second = TagSet.load(PATH, disk=disk)
    first.add(Tag("one"))
    second.add(Tag("two"))
    assert [tag.name for tag in second] == ["政策/資助", "people", "one", "two"]
    assert [tag.key for tag in second] == ["", "7", "1", "2"]
    with pytest.raises(TagError, match="already a tag “two”"):
        first.add(Tag("two"))


def test_when_all_keys_and_colours_are_taken() -> None:
    disk = MemoryDisk({PATH: File(b"")})
    tags = TagSet.load(PATH, disk=disk)
    for number in range(12):
        tags.add(Tag(f"t{number}"))
    assert [tag.key for tag in tags] == [*KEYS, "", ""]
    assert [tag.colour for tag in tags][8:] == list(COLOURS[:4])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" policy/funding\n", "policy/funding"),
        ("cafe\u0301", "café"),
        ("人物 角色", "人物 角色"),
        ("\U00031350\ue000", "\U00031350\ue000"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_names(typed: str, name: str) -> None:
    assert tag_name(typed) == Tag(typed).name == name


@pytest.mark.parametrize(
    "typed",
    ["", " ", "/", "a/", "/a", "a//b", "a/ b", "a /b", "a\tb", "a\x1bb", "a\u202eb", "a\ud800", "a\u2028b",
     "x" * (LONGEST_NAME + 1)],
)  # fmt: skip
def test_names_that_are_refused(typed: str) -> None:
    with pytest.raises(TagError):
        Tag(typed)


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#1234567"])
def test_colours_that_are_refused(colour: str) -> None:
    with pytest.raises(TagError, match="not a colour"):
        Tag("a", colour=colour)


@pytest.mark.parametrize("key", ["a", "10", "１"])
def test_keys_that_are_refused(key: str) -> None:
    with pytest.raises(TagError, match="choose a digit"):
        Tag("a", key=key)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[[tags]\n", "is not TOML"),
        (b"\xff", "is not UTF-8"),
        (b"tags = 3", "not a list"),
        (b"tags = [3]", "tag 1: A tag must have a name"),
        (b'[[tags]]\nkey = "1"', "tag 1: A tag must have a name"),
        (b'[[tags]]\nname = "a"\n[[tags]]\nname = "b/"', "tag 2: .* empty level"),
        (b'[[tags]]\nname = "a"\nkey = 1', "tag 1: Its key must be text in quotation marks"),
        (b'[[tags]]\nname = "a"\n[[tags]]\nname = "a"', "already a tag “a”"),
        (b'[[tags]]\nname="a"\nkey="1"\n[[tags]]\nname="b"\nkey="1"', "the key 1 is “a”'s"),
    ],
)
def test_a_broken_file_is_told_and_never_written(content: bytes, problem: str) -> None:
    tags, disk = loaded(HAND_WRITTEN)
    disk.names[PATH].seen = content
    for attempt in (lambda: TagSet.load(PATH, disk=disk), lambda: tags.add(Tag("x"))):
        with pytest.raises(TagError, match=problem) as refused:
            attempt()
        assert str(refused.value).startswith(str(PATH))
    assert disk.names[PATH].seen == content


def test_a_list_that_can_not_be_added_to() -> None:
    text = 'tags = [{name = "a"}]\n'
    tags, disk = loaded(text)
    with pytest.raises(TagError, match="form that can't be added to"):
        tags.add(Tag("b"))
    assert text_of(disk) == text


def test_tables_that_follow_the_tags_stay() -> None:
    tags, disk = loaded(HAND_WRITTEN + "\n[other]\nx = 1\n")
    tags.add(Tag("b"))
    assert tomllib.loads(text_of(disk))["other"] == {"x": 1}


def test_a_taken_key_is_refused() -> None:
    tags, _ = loaded(HAND_WRITTEN)
    with pytest.raises(TagError, match=re.escape("the key 7 is “people”'s")):
        tags.add(Tag("b", key="7"))


def test_while_another_program_changes_the_file() -> None:
    tags, disk = loaded(HAND_WRITTEN)
    held = disk.lock(PATH.with_name("tags.toml.lock"))
    assert held is not None
    with pytest.raises(TagError, match="being changed by another pizhu"):
        tags.add(Tag("b"))
    disk.close(held)
    tags.add(Tag("b"))


def test_whole_or_not_at_all() -> None:
    _, disk = loaded(HAND_WRITTEN)
    TagSet.load(PATH, disk=disk).add(Tag("b"))
    steps, after = disk.steps, text_of(disk)
    for at in range(steps):
        for error in (Stop(), full()):
            tags, disk = loaded(HAND_WRITTEN)
            disk.names[PATH].synced = HAND_WRITTEN.encode()
            disk.fault = Fault(at, error, partly=True)
            with pytest.raises((Stop, TagError)):
                tags.add(Tag("b"))
            for left in (disk.after_kill(), *disk.after_power_cut()):
                assert text_of(left) in {HAND_WRITTEN, after}


def test_on_real_files(tmp_path: Path) -> None:
    tags = TagSet.load(tmp_path / ".pizhu" / "tags.toml")
    tags.add(Tag("b"))
    assert [tag.name for tag in TagSet.load(tags.path)][-1] == "b"
    tags.path.unlink()
    tags.path.mkdir()
    with pytest.raises(TagError, match="can't be read"):
        TagSet.load(tags.path)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_description_can_be_written(description: str) -> None:
    tags, disk = loaded("")
    tags.add(Tag("b", description=description))
    assert [tag.description for tag in TagSet.load(PATH, disk=disk)] == [description]
