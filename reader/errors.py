"""Errors of the reader; they hang on the tree that `annotations.errors` draws."""

from __future__ import annotations

from annotations.errors import PizhuError
from reader.wording import _


class SourceError(PizhuError):
    """A text that can't be read; the message names it and says the way out."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(_("{path}: {problem}").format(path=path, problem=problem))
        self.path = path
        """The path as it was given."""
        self.problem = problem
        """What is wrong and what to do, without the path."""


class SettingsError(PizhuError):
    """The user's settings say something that can't be."""


class WorkspaceError(PizhuError):
    """A folder of texts that can't be opened."""


class ChoiceError(PizhuError):
    """Choices of forms that can't be read or kept."""


class GlossaryError(PizhuError):
    """A file of terms that can't be read, or an entry of it that is not as it should be."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(_("{path}: {problem}").format(path=path, problem=problem))
        self.path = path
        """The path as it was given."""
        self.problem = problem
        """Which entry, what is wrong and what to do, without the path."""
