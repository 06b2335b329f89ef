"""What Python and the system say about files, in the user's language as far as it is known.

Invariant: a sentence that is not known stays as it was said; nothing is left out.
"""

from __future__ import annotations

import re

from annotations.wording import _, marked

_OF_THE_SYSTEM = (
    marked("Permission denied"),
    marked("Operation not permitted"),
    marked("No such file or directory"),
    marked("Not a directory"),
    marked("Is a directory"),
    marked("File exists"),
    marked("No space left on device"),
    marked("Disk quota exceeded"),
    marked("Read-only file system"),
    marked("Input/output error"),
    marked("File name too long"),
    marked("File too large"),
    marked("Too many open files"),
    marked("Too many levels of symbolic links"),
    marked("Device or resource busy"),
    marked("Invalid argument"),
    marked("Cannot allocate memory"),
    marked("Stale file handle"),
)
_OF_TOML = (
    marked("Invalid value"),
    marked("Invalid statement"),
    marked("Expected '=' after a key in a key/value pair"),
    marked("Expected newline or end of document after a statement"),
    marked("Expected ']' at the end of a table declaration"),
    marked("Expected ']]' at the end of an array declaration"),
    marked("Invalid initial character for a key part"),
    marked("Invalid date or datetime"),
    marked("Cannot overwrite a value"),
    marked("Unclosed array"),
    marked("Unclosed inline table"),
    marked("Unterminated string"),
    marked("Unescaped '\\' in a string"),
    marked("Found invalid character"),
)
_PLACE = r"(?P<problem>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)"
_END = r"(?P<problem>.*) \(at end of document\)"
_JSON_PLACE = r".*: line (?P<line>\d+) column (?P<column>\d+) \(char \d+\)"
_BYTE = r"'(?P<codec>[\w-]+)' codec can't decode bytes? .* in position (?P<byte>\d+).*"


def by_system(error: OSError) -> str:
    """What the system says of an error, without the file's name; no sentence, as it has no stop."""
    return _(error.strerror or str(error))


def by_parser(error: Exception) -> str:
    """What is wrong with a TOML or JSON text or its encoding, and where, for a sentence's brackets."""
    said = str(error)
    if found := re.fullmatch(_PLACE, said):
        problem = _(found["problem"])
        return _("{problem}, at line {line}, column {column}").format(
            problem=problem, line=found["line"], column=found["column"]
        )
    if found := re.fullmatch(_END, said):
        return _("{problem}, at the end").format(problem=_(found["problem"]))
    if found := re.fullmatch(_JSON_PLACE, said):
        return _("at line {line}, column {column}").format(
            line=found["line"], column=found["column"]
        )
    if found := re.fullmatch(_BYTE, said):
        return _("byte {byte} is not {codec}").format(byte=found["byte"], codec=found["codec"])
    return said


__all__ = ["by_parser", "by_system"]
