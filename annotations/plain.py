"""JSON text that any program can read: UTF-8, Chinese characters as themselves.

Invariant: what `dumped` returns can always be encoded in UTF-8 and reads back as the same value,
a lone surrogate included (it is written as its escape).
"""

from __future__ import annotations

import json
import re
from typing import Any

from annotations.wording import _, marked

type_names = {
    dict: marked("an object"),
    list: marked("a list"),
    str: marked("a text"),
    int: marked("a whole number"),
}
"""What JSON calls the types that we ask for, to put into a sentence."""

_encode = json.JSONEncoder(ensure_ascii=False).encode
_SURROGATE = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def dumped(value: object) -> str:
    """One line of JSON."""
    text = _encode(value)
    if _encodable(text):
        return text
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def paired(text: str) -> str:
    """The text with a high and a low surrogate side by side made the one character they stand for.

    JSON can't tell the two apart, so what is to be stored must not hold such a pair.
    """
    if _encodable(text):
        return text
    return _PAIR.sub(
        lambda found: found[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text
    )


def _encodable(text: str) -> bool:
    """Whether there is no surrogate in the text; many times faster than to search for one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def field(document: dict[str, Any], name: str, kind: type) -> Any:
    """The document's field of that name.

    Raises:
        ValueError: It is not there, or not of that kind; the message says which.
    """
    if name not in document:
        raise ValueError(_("“{name}” is missing").format(name=name))
    value = document[name]
    if type(value) is not kind:
        raise ValueError(_("“{name}” is not {kind}").format(name=name, kind=_(type_names[kind])))
    return value
