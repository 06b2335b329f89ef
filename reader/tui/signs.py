"""The sign of each tag, which says beside its colour which one it is.

Invariant: a sign takes one cell on every terminal (its East Asian Width is neutral or narrow), and no two
tags have the same one as long as there are signs.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotations.tags import Tag

UNTAGGED = "∙"
_KEYLESS = "▪▴▾▸◂◦✦✢✶❖⬩⬪⬫⬬⬭⬮"
"""For tags without a key; none is used for a kind of block in the margin."""


def sign_of(tag: Tag | None, tags: Iterable[Tag]) -> str:
    """One cell for a tag: its key, or a shape of its own; for no tag a dot.

    Args:
        tag: The tag, if there is one.
        tags: All tags of the workspace, in their order.
    """
    if tag is None:
        return UNTAGGED
    if tag.key:
        return tag.key
    keyless = [each.name for each in tags if not each.key]
    at = keyless.index(tag.name) if tag.name in keyless else 0
    return _KEYLESS[at % len(_KEYLESS)]
