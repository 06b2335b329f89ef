"""What Python and the system say of files comes out in the user's language, nothing of it lost."""

from __future__ import annotations

import errno
import json
import os
import tomllib
from collections.abc import Callable

import pytest

from annotations.foreign import by_parser, by_system
from reader.wording import choose


def problem(of: Callable[[], object]) -> Exception:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - whatever they raise is a ValueError
        of()
    return raised.value


@pytest.mark.parametrize(
    ("of", "english", "chinese"),
    [
        (
            lambda: tomllib.loads("a = 1\nb = x"),
            "Invalid value, at line 2, column 5",
            "值无效，在第 2 行第 5 个字符处",
        ),
        (
            lambda: tomllib.loads('a = "x'),
            "Unterminated string, at the end",
            "字符串没有收尾，在末尾",
        ),
        (lambda: json.loads("[1,\n x]"), "at line 2, column 2", "第 2 行第 2 个字符处"),
        (b"ab\xff".decode, "byte 2 is not utf-8", "第 2 字节不是 utf-8"),
        (lambda: int("x"), "invalid literal for int() with base 10: 'x'", None),
    ],
)
def test_a_parser(of: Callable[[], object], english: str, chinese: str | None) -> None:
    error = problem(of)
    assert by_parser(error) == english
    choose("zh-Hans")
    assert by_parser(error) == (chinese or english)


def test_every_usual_error_of_a_file_is_known() -> None:
    choose("zh-Hant")
    usual = (errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.EROFS)
    for number in (*usual, errno.ENOSPC, errno.EIO, errno.EMFILE, errno.ENAMETOOLONG, errno.EEXIST):
        assert not by_system(OSError(number, os.strerror(number))).isascii()
    assert by_system(OSError("what nobody knows")) == "what nobody knows"
