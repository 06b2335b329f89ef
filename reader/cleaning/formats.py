"""Writes cleaned pages out: as JSON for programs, as Markdown and plain text for people.

Invariant: pages are written one by one as they come, and JSON says everything that the page holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from reader.text.page import Article, Block, BlockKind, Dropped, Page
from reader.text.patterns import lazily
from reader.wording import _

Format = Literal["json", "jsonl", "markdown", "text"]

_MARKDOWN = lazily(r"([\\`*_{}\[\]<>|~&])")
_LINE_START = lazily(r"^(\s*)(?:([#+=-])|([0-9]{1,9})([.)]))")
_RULE = "—" * 12


def page_as_dict(page: Page, *, explain: bool = False) -> dict[str, Any]:
    """One page as `clean -f jsonl` prints it; offsets are code points, ends exclusive.

    Args:
        page: The page.
        explain: Whether every decision about it is told too, under `decisions`.
    """
    source = page.source
    said: dict[str, Any] = {
        "path": source.path,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "characters": len(source.raw),
    }
    if source.file_sha256 is not None:
        said["file_sha256"] = source.file_sha256
    cleaned = {
        "source": said,
        "articles": [_article_as_dict(article) for article in page.articles],
        "dropped": [_dropped_as_dict(dropped) for dropped in page.dropped],
    }
    if explain:
        from reader.cleaning.decisions import decisions_as_list

        cleaned["decisions"] = decisions_as_list(page)
    return cleaned


def render(
    pages: Iterable[Page],
    format: Format,  # noqa: A002 - the option's name
    *,
    explain: bool = False,
) -> Iterator[str]:
    """The pages in a format, a piece at a time; the pieces together are one document.

    Args:
        pages: The pages.
        format: What to write.
        explain: Whether every decision about a page is told after it, the most doubtful first.
    """
    if format == "jsonl":
        for page in pages:
            yield json.dumps(page_as_dict(page, explain=explain), ensure_ascii=False) + "\n"
    elif format == "json":
        opened = False
        for page in pages:
            yield (",\n" if opened else "[\n") + json.dumps(
                page_as_dict(page, explain=explain), ensure_ascii=False
            )
            opened = True
        yield "\n]\n" if opened else "[]\n"
    else:
        write = _article_as_markdown if format == "markdown" else _article_as_text
        between = "\n---\n\n" if format == "markdown" else f"\n{_RULE}\n\n"
        opened = False
        for page in pages:
            for article in page.articles:
                yield (between if opened else "") + write(article)
                opened = True
            if explain:
                yield (between if opened else "") + _explained(page, format)
                opened = True


def _explained(page: Page, format: Format) -> str:  # noqa: A002 - as above
    from reader.cleaning.decisions import explanation

    lines = [
        _("{path}: every decision, the most doubtful first").format(path=page.source.path),
        *explanation(page),
    ]
    if format == "markdown":
        lines = [_MARKDOWN.sub(r"\\\1", line) + "  " for line in lines]
    return "\n".join(lines) + "\n"


def _article_as_dict(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "script": article.script.value,
        "title": article.title,
        "blocks": [_block_as_dict(block) for block in article.blocks],
    }


def _block_as_dict(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "text": block.text,
        "spans": [[span.start, span.end] for span in block.spans],
        "joins": [
            {"at": join.at, "confidence": join.confidence, "reason": join.reason}
            for join in block.joins
        ],
        "flags": [flag.value for flag in block.flags],
    }


def _dropped_as_dict(dropped: Dropped) -> dict[str, Any]:
    said: dict[str, Any] = {
        "span": [dropped.span.start, dropped.span.end],
        "reason": dropped.reason.value,
    }
    if dropped.of is not None:
        said["of"] = [dropped.of.start, dropped.of.end]
    return said


def _article_as_text(article: Article) -> str:
    return "".join(f"{_one_line(block.text)}\n" for block in article.blocks)


def _article_as_markdown(article: Article) -> str:
    return "\n".join(_block_as_markdown(block) for block in article.blocks)


def _block_as_markdown(block: Block) -> str:
    text = _escaped(_one_line(block.text))
    if block.kind is BlockKind.HEADLINE:
        return f"# {text}\n"
    if block.kind is BlockKind.SUBHEADING:
        return f"## {text}\n"
    if block.kind is BlockKind.LIST_ITEM:
        return f"- {text}\n"
    if block.kind is BlockKind.CAPTION:
        return f"> {text}\n"
    if block.kind in (BlockKind.BYLINE, BlockKind.DATE):
        return f"*{text}*\n"
    if block.kind is not BlockKind.PARAGRAPH:
        return f"**{text}**\n"
    return f"{text}\n"


def _one_line(text: str) -> str:
    """A block on one line, whatever line ends and control characters the source had inside it."""
    return "".join(
        character if character >= " " and character not in "\x7f\u0085\u2028\u2029" else " "
        for character in text
    )


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    text = _MARKDOWN.sub(r"\\\1", text)
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)
