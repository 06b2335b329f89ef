"""Regular expressions that are compiled when they are first needed.

Python compiles an expression anew in every process, and one of Chinese characters takes up to
milliseconds: together more than a page takes to be cleaned. Many are asked only of some texts.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Lazy:
    """Stands for a compiled expression; has its methods from the first time that one is asked for."""

    def __init__(self, pattern: Any, flags: re.RegexFlag | int) -> None:
        self._expression = pattern, flags

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        found: object = getattr(re.compile(*self._expression), name)
        # The next time it is found without coming here.
        setattr(self, name, found)
        return found


def lazily(pattern: AnyStr, flags: re.RegexFlag | int = 0) -> re.Pattern[AnyStr]:
    """The expression, to be compiled when it is first used."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))
