"""Every exception that pizhu raises on purpose; each message is one sentence for a person.

PizhuError
├── AnnotationError            an annotation that can't be what it says
├── CorrectionError            a correction of the cleaning that can't be what it says
├── LayerError                 a reviewer's file that can't be read or written
├── TagError                   a tag set that can't be read
├── FormatError                an exchange file that can't be read
└── in reader.errors
    ├── SourceError            a text that can't be read
    ├── SettingsError          settings that say something that can't be
    ├── WorkspaceError         a folder of texts that can't be opened
    └── GlossaryError          glossary data that can't be used
"""

from __future__ import annotations


class PizhuError(Exception):
    """The root of the tree; `str()` of it is a sentence that may be shown as it is."""


class AnnotationError(PizhuError):
    """An annotation of nothing, or one whose parts contradict each other."""


class CorrectionError(PizhuError):
    """A correction of nothing, or one that lacks what its kind needs."""


class LayerError(PizhuError):
    """A reviewer's layer that can't be opened, read or written."""


class TagError(PizhuError):
    """A tag name or a tag file that breaks the rules."""


class FormatError(PizhuError):
    """An exchange file that does not say what its format demands."""
