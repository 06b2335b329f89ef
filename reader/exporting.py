"""Collects what the reviewers of a workspace annotated, for a team or a program."""

from __future__ import annotations

from dataclasses import replace

from annotations.anchoring import check
from annotations.formats.export import Export, SourceRef
from annotations.model import Annotation, Status, instant, now
from annotations.tags import TagSet
from reader.errors import SourceError
from reader.text.source import Source
from reader.workspace import Workspace


def export(workspace: Workspace, *, tag: str | None = None, by: str | None = None) -> Export:
    """Everything that was annotated in a workspace, by all its reviewers.

    Args:
        workspace: Where the texts and layers are.
        tag: Only annotations that bear this tag or one below it (`policy` takes `policy/funding`).
        by: Only this reviewer's.

    Raises:
        LayerError: A layer can't be read.
        TagError: The tags can't be read.
    """
    chosen: list[Annotation] = []
    layers = workspace.layer_files()
    if layers:
        from annotations.store import Layer
    for path in layers:
        with Layer.open(path, creator=path.stem, writing=False) as layer:
            chosen += [
                annotation
                for annotation in layer
                if (by is None or annotation.creator == by)
                and (
                    tag is None or any(t == tag or t.startswith(f"{tag}/") for t in annotation.tags)
                )
            ]
    present: dict[str, Source] = {}
    # Texts are read for what is said of them alone.
    for path_name in workspace.paths if chosen else ():
        try:
            source = workspace.source(path_name)
        except SourceError:
            continue
        present.setdefault(source.sha256, source)
    sources: dict[str, SourceRef] = {}
    annotations: list[Annotation] = []
    for annotation in sorted(chosen, key=lambda each: (each.source, each.raw, each.id)):
        found = present.get(annotation.source)
        status = check(annotation, found.raw) if found else Status.ORPHAN
        sources[annotation.source] = _source_ref(workspace, annotation.source, found)
        annotations.append(replace(annotation, status=status))
    return Export(
        exported=instant(now()),
        sources=tuple(sources.values()),
        tags=tuple(TagSet.load(workspace.tags_file)),
        annotations=tuple(annotations),
    )


def _source_ref(workspace: Workspace, sha256: str, found: Source | None) -> SourceRef:
    """What is known of a source: from the text itself, else from the copy that was kept."""
    source = found or workspace.kept_source(sha256)
    if source is None:
        # Of a text that is neither there nor kept, nothing but its hash is known.
        return SourceRef(id=f"sha256:{sha256}", path="", encoding="", characters=0)
    return SourceRef(
        id=f"sha256:{sha256}",
        path=workspace.relative(source) if found else source.path,
        encoding=source.encoding,
        characters=len(source.raw),
    )
