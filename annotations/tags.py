"""The team's tags: their names, colours and keys, in a file that people may edit.

Invariant: names and keys are unique, and the file is only ever added to. What people wrote there,
comments included, stays; a file that can't be read is never written.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from annotations.disk import Disk, reason
from annotations.errors import TagError
from annotations.foreign import by_parser
from annotations.wording import _, marked

LONGEST_NAME = 64
"""In code points; a name must fit into a line of the screen."""

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")
"""The keys that set a tag, in the order in which new tags get them."""

COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#d55e00", "#cc79a7", "#0072b2", "#f0e442", "#882255")
"""Told apart by the colour-blind too: Okabe and Ito, Color Universal Design, 2008; Tol's wine for black."""

_COLOUR = re.compile("#[0-9a-f]{6}").fullmatch
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""General categories of Unicode that would hide in a name."""
_FIELDS = ("name", "colour", "key", "description")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag; an empty colour or key means that the tag set chooses."""

    name: str
    """In Chinese or any other script, NFC; `/` parts the levels, as in `policy/funding`."""
    colour: str = ""
    """As `#rrggbb`."""
    key: str = ""
    """The digit that sets the tag; empty when it has none."""
    description: str = ""
    """When to use it, in a sentence."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", tag_name(self.name))
        object.__setattr__(self, "colour", self.colour.lower())
        if self.colour and not _COLOUR(self.colour):
            raise TagError(
                _("“{colour}” is not a colour; write one such as #e69f00.").format(
                    colour=self.colour
                )
            )
        if self.key and self.key not in KEYS:
            raise TagError(_("“{key}” can't be a tag's key; choose a digit.").format(key=self.key))
        if any("\ud800" <= character <= "\udfff" for character in self.description):
            raise TagError(
                _("The description of “{name}” is not valid text; write it anew.").format(
                    name=self.name
                )
            )


def tag_name(text: str) -> str:
    """The name that a person meant: trimmed, in NFC.

    Raises:
        TagError: It is empty, too long, holds an invisible character, or a level without a name.
    """
    name = unicodedata.normalize("NFC", text.strip())
    if not name:
        raise TagError(_("A tag must have a name."))
    if len(name) > LONGEST_NAME:
        raise TagError(
            _("“{name}…” is too long for a tag; {most} characters are the most.").format(
                name=name[:20], most=LONGEST_NAME
            )
        )
    for character in name:
        if unicodedata.category(character) in _INVISIBLE:
            raise TagError(
                _("A tag's name can't hold the invisible character U+{code:04X}.").format(
                    code=ord(character)
                )
            )
    if any(level != level.strip() or not level for level in name.split("/")):
        raise TagError(
            _("“{name}” has an empty level; write levels as in policy/funding.").format(name=name)
        )
    return name


DEFAULTS = (
    Tag(
        "policy/funding",
        COLOURS[0],
        "1",
        marked("Money: budgets, funds, subsidies, tax, patient capital."),
    ),
    Tag(
        "policy/measure",
        COLOURS[1],
        "2",
        marked("A scheme, law, target or body that is set up or changed."),
    ),
    Tag(
        "people/quote",
        COLOURS[2],
        "3",
        marked("What a named person or body says, with who says it."),
    ),
    Tag("claim/number", COLOURS[3], "4", marked("A figure, share, rank or date to be checked.")),
    Tag("question", COLOURS[4], "5", marked("Unclear, contradictory or missing; to be asked.")),
)
"""What a workspace without a tag file has: for reviewers of news about innovation policy."""


class TagSet:
    """The tags of one workspace, in the order of the file."""

    def __init__(self, path: Path, tags: tuple[Tag, ...], *, disk: Disk | None = None) -> None:
        self.path = path
        """Where the tags are kept; the file is made when the first tag is added."""
        self._disk = disk or Disk()
        self._tags = tags

    @classmethod
    def load(cls, path: Path, *, disk: Disk | None = None) -> Self:
        """Read a tag file; where there is none, the tags are `DEFAULTS`.

        Raises:
            TagError: The file can't be read or breaks a rule; it is left as it is.
        """
        disk = disk or Disk()
        content = _read(path, disk)
        return cls(path, DEFAULTS if content is None else _parsed(content, path), disk=disk)

    def __len__(self) -> int:
        return len(self._tags)

    def __iter__(self) -> Iterator[Tag]:
        return iter(self._tags)

    def named(self, name: str) -> Tag | None:
        """The tag of this name, however it is normalised or trimmed."""
        name = unicodedata.normalize("NFC", name.strip())
        return next((tag for tag in self._tags if tag.name == name), None)

    def by_key(self, key: str) -> Tag | None:
        """The tag that this digit sets; a full-width digit counts as its ASCII self."""
        key = unicodedata.normalize("NFKC", key)
        return next((tag for tag in self._tags if key and tag.key == key), None)

    def add(self, tag: Tag) -> Tag:
        """Add a tag to the file as it is now, and to this set with all others that came meanwhile.

        Args:
            tag: What is empty of its colour and key is chosen: the next free key, if there is one,
                and the colour that is used least.

        Returns:
            The tag as it was added.

        Raises:
            TagError: Its name or key is taken, or the file can't be read or written.
        """
        try:
            self._disk.make_folder(self.path.parent)
            lock = self.path.with_name(self.path.name + ".lock")
            held = self._disk.lock(lock)
        except OSError as error:
            raise TagError(
                _("{path} was not changed: {why}").format(path=self.path, why=reason(error))
            ) from error
        if held is None:
            raise TagError(
                _("{path} is being changed by another pizhu; do it again.").format(path=self.path)
            )
        try:
            return self._add(tag)
        finally:
            self._disk.unlock(lock, held)

    def _add(self, tag: Tag) -> Tag:
        content = _read(self.path, self._disk)
        tags = DEFAULTS if content is None else _parsed(content, self.path)
        chosen = _completed(tag, tags)
        together = _checked((*tags, chosen), self.path)
        if content is None:
            text = _HEAD + "".join(map(_block, together))
        else:
            before = content.decode("utf-8-sig")
            text = before + ("" if before.endswith("\n") or not before else "\n") + _block(chosen)
        try:
            whole = _parsed(text.encode(), self.path) == together
        except TagError:
            whole = False
        if not whole:
            raise TagError(
                _(
                    "{path} writes its tags in a form that can't be added to; write each as a table that "
                    "begins with [[tags]], or add the tag there by hand."
                ).format(path=self.path)
            )
        try:
            self._disk.write_whole(self.path, text.encode())
        except OSError as error:
            raise TagError(
                _("{path} was not changed: {why}").format(path=self.path, why=reason(error))
            ) from error
        self._tags = together
        return chosen


_HEAD = "# The team's tags. Colours are #rrggbb; a key is a digit, or empty.\n"


def _completed(tag: Tag, others: tuple[Tag, ...]) -> Tag:
    taken = {other.key for other in others}
    key = tag.key or next((key for key in KEYS if key not in taken), "")
    return replace(tag, colour=tag.colour or _next_colour(others), key=key)


def _checked(tags: tuple[Tag, ...], path: Path) -> tuple[Tag, ...]:
    names: set[str] = set()
    keys: dict[str, str] = {}
    for tag in tags:
        if tag.name in names:
            raise TagError(
                _("{path}: there is already a tag “{name}”; choose another name.").format(
                    path=path, name=tag.name
                )
            )
        if tag.key in keys:
            raise TagError(
                _("{path}: the key {key} is “{other}”'s; give “{name}” another.").format(
                    path=path, key=tag.key, other=keys[tag.key], name=tag.name
                )
            )
        names.add(tag.name)
        if tag.key:
            keys[tag.key] = tag.name
    return tags


def _read(path: Path, disk: Disk) -> bytes | None:
    try:
        return disk.read(path)
    except OSError as error:
        raise TagError(
            _("{path} can't be read: {why}").format(path=path, why=reason(error))
        ) from error


def _parsed(content: bytes, path: Path) -> tuple[Tag, ...]:
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise TagError(_("{path} is not UTF-8; save it as UTF-8.").format(path=path)) from None
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise TagError(
            _("{path} is not TOML ({problem}); mend it, or move it away.").format(
                path=path, problem=by_parser(problem)
            )
        ) from None
    entries = found.get("tags", [])
    if not isinstance(entries, list):
        raise TagError(
            _("{path}: “tags” is not a list; write each tag as a table [[tags]].").format(path=path)
        )
    tags: list[Tag] = []
    for place, entry in enumerate(entries, 1):
        try:
            tags.append(_tag(entry))
        except TagError as problem:
            raise TagError(
                _("{path}, tag {place}: {problem}").format(path=path, place=place, problem=problem)
            ) from None
    return _checked(_coloured(tags), path)


def _coloured(tags: list[Tag]) -> tuple[Tag, ...]:
    """The tags, each with a colour: where people wrote none, the one that those above use least."""
    coloured: list[Tag] = []
    for tag in tags:
        coloured.append(replace(tag, colour=tag.colour or _next_colour(coloured)))
    return tuple(coloured)


def _next_colour(tags: Iterable[Tag]) -> str:
    used = Counter(tag.colour for tag in tags)
    return min(COLOURS, key=lambda colour: used[colour])


def _tag(entry: Any) -> Tag:
    if not isinstance(entry, dict) or "name" not in entry:
        raise TagError(_("A tag must have a name."))
    for name, value in entry.items():
        if name in _FIELDS and not isinstance(value, str):
            raise TagError(_("Its {name} must be text in quotation marks.").format(name=name))
    return Tag(**{name: entry[name] for name in _FIELDS if name in entry})


def _block(tag: Tag) -> str:
    fields = ((name, getattr(tag, name)) for name in _FIELDS)
    return "\n[[tags]]\n" + "".join(f"{name} = {_quoted(value)}\n" for name, value in fields)


def _quoted(text: str) -> str:
    """A TOML basic string: what may not stand there as itself is escaped (TOML 1.0, “String”)."""
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    out = []
    for character in text:
        if character in escapes:
            out.append(escapes[character])
        elif unicodedata.category(character) in _INVISIBLE:
            out.append(f"\\U{ord(character):08x}")
        else:
            out.append(character)
    return f'"{"".join(out)}"'
