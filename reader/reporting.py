"""What `pizhu doctor` says of a workspace: for a person, and as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from reader.doctor import Examined
from reader.repair import Repaired
from reader.wording import _, several
from reader.workspace import Workspace

VERSION = 1
"""Of the JSON's form."""


def as_text(workspace: Workspace, examined: Examined, repaired: Repaired | None) -> Iterator[str]:
    """The lines for a person: what was done, what is wrong, and the sum of it."""
    if repaired:
        yield from repaired.done
        yield _("Everything as it was before lies in {folder}.").format(folder=repaired.backup)
    for finding in examined.findings:
        yield _("{file}: {problem}").format(file=finding.file, problem=finding.problem)
    yield _("{folder}: {layers}, {annotations}, {corrections}, {texts}.").format(
        folder=workspace.folder,
        layers=several("{count} layer", "{count} layers", examined.layers).format(
            count=examined.layers
        ),
        annotations=several(
            "{count} annotation", "{count} annotations", examined.annotations
        ).format(count=examined.annotations),
        corrections=several(
            "{count} correction", "{count} corrections", examined.corrections
        ).format(count=examined.corrections),
        texts=several("{count} kept text", "{count} kept texts", examined.texts).format(
            count=examined.texts
        ),
    )
    count = len(examined.wrong)
    if not count:
        yield _("Nothing is wrong.")
        return
    yield several("{count} thing is wrong.", "{count} things are wrong.", count).format(count=count)


def as_json(workspace: Workspace, examined: Examined, repaired: Repaired | None) -> Iterator[str]:
    """The same as one line of JSON."""
    yield json.dumps(
        {
            "version": VERSION,
            "workspace": str(workspace.root),
            "folder": str(workspace.folder),
            "is_wrong": bool(examined.wrong),
            "layers": examined.layers,
            "annotations": examined.annotations,
            "corrections": examined.corrections,
            "texts": examined.texts,
            "findings": [asdict(finding) for finding in examined.findings],
            "repaired": repaired and {"backup": str(repaired.backup), "done": list(repaired.done)},
        },
        ensure_ascii=True,
    )
