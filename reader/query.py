"""What is searched for: words, or a regular expression, in either script.

Invariant: a query is compared with folded text (`reader.folding`), and a hit never crosses from one
paragraph into the next. A pattern that can't be right, or can't be bounded, never becomes a query.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from annotations.errors import PizhuError
from reader.folding import folded
from reader.wording import _

if TYPE_CHECKING:
    import regex

_LARGEST = 20_000
"""Characters of the largest pattern, every repetition of it written out."""
_LONGEST = 2_000
"""Characters of the longest query."""


class PatternError(PizhuError):
    """A regular expression that can't be searched for; the message says why."""


@dataclass(frozen=True)
class Query:
    """Something to find."""

    typed: str
    """As somebody typed it."""
    is_pattern: bool = False
    """Whether it is a regular expression."""
    also: tuple[str, ...] = ()
    """The same in other regions' words, such as 软件 for 軟體; patterns go by what was typed alone."""

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """What literal text is compared with: any of them is a hit."""
        wanted = (folded(text[:_LONGEST]) for text in (self.typed, *self.also))
        return tuple(dict.fromkeys(needle for needle in wanted if needle.strip()))

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to find."""
        return not self.typed.strip()

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The regular expression, folded like the text that it is compared with.

        Full-width signs of an input method, such as `（甲｜乙）`, act as their ASCII selves.

        Raises:
            PatternError: It is not finished, not right, or repeats beyond all bounds.
        """
        import regex

        if len(self.typed) > _LONGEST:
            raise PatternError(_("This pattern is too long."))
        pattern = _folded_pattern(self.typed)
        # Compiling writes every repetition out; a few digits could fill the memory.
        if _size(pattern) > _LARGEST:
            raise PatternError(_("This pattern repeats too often; make the numbers smaller."))
        if regex.search(r"\(\?(?:R|[+-]?\d|&|P>)", pattern):
            raise PatternError(_("A pattern can't contain itself here."))
        try:
            return regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
        except regex.error as error:
            raise PatternError(_bad(error)) from None
        except (RecursionError, MemoryError, OverflowError, ValueError):
            raise PatternError(_("This pattern is too deep to be searched for.")) from None


def _folded_pattern(typed: str) -> str:
    r"""The pattern with its text folded; ASCII stays as it is, since `\D` is not `\d`."""
    return "".join(
        typed_one if typed_one.isascii() else plain
        for typed_one, plain in zip(typed, folded(typed), strict=True)
    )


def _size(pattern: str) -> int:
    """How many characters' worth of pattern there are when every repetition is written out."""
    import regex

    sizes = [0]
    last = 0
    for token in regex.finditer(
        r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*+\]|\{(?P<least>\d+)?(?:,(?P<most>\d+)?)?\}|.",
        pattern,
        regex.DOTALL,
    ):
        if token["least"] or token["most"]:
            bounds = (token[name] for name in ("least", "most"))
            times = max(int(digits[:9]) for digits in bounds if digits)
            sizes[-1] += last * (max(1, times) - 1)
            last *= max(1, times)
        elif token[0] == "(":
            sizes.append(0)
        elif token[0] == ")" and len(sizes) > 1:
            last = max(1, sizes.pop())
            sizes[-1] += last
        else:
            last = 1
            sizes[-1] += 1
    return sum(sizes)


def _bad(error: Exception) -> str:
    """What is wrong with a pattern, as a sentence."""
    said, at = str(getattr(error, "msg", error)), getattr(error, "pos", None)
    problems = {
        "missing )": _("a bracket “(” is not closed"),
        "unbalanced parenthesis": _("a bracket “)” closes nothing"),
        "unterminated character set": _("a bracket “[” is not closed"),
        "nothing to repeat": _("there is nothing to repeat"),
        "multiple repeat": _("a repetition is repeated"),
        "bad escape (end of pattern)": _("nothing follows the backslash"),
        "bad character range": _("a range of characters runs backwards"),
    }
    problem = next((ours for theirs, ours in problems.items() if said.startswith(theirs)), said)
    if at is None:
        return _("This is no pattern yet: {problem}.").format(problem=problem)
    return _("This is no pattern yet: {problem} (character {n}).").format(problem=problem, n=at + 1)
