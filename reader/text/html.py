"""Web pages: which texts are HTML, what they say of their encoding, and the article in them.

Invariant: what a page says is what trafilatura takes out of it, and nobody else imports trafilatura.
"""

from __future__ import annotations

import re
from pathlib import Path

from reader.errors import SourceError
from reader.text.decoding import codec_called
from reader.text.patterns import lazily
from reader.wording import _

SUFFIXES = frozenset({".html", ".htm", ".xhtml"})

_HEAD = 4096
"""Bytes or characters at the beginning in which a page says what it is; browsers look at 1024."""
# Atomic, so that a beginning full of comments is not gone through in every grouping of them.
_BEGINNING = r"(?:<\?xml[^>]*>|(?><!--.*?-->)|\s)*+<(?:!doctype\s+html|html)(?:\s[^<>]*)?>"
_BEGINNING_OF_TEXT = lazily(_BEGINNING, re.IGNORECASE | re.DOTALL)
_BEGINNING_OF_BYTES = lazily(_BEGINNING.encode(), re.IGNORECASE | re.DOTALL)
_DECLARATION = lazily(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)

_LEAST_SIZE = "60"
"""Characters below which trafilatura distrusts an extraction: it expects 250, a long Latin sentence,
and runs the paragraphs of shorter pages together; Chinese says as much in a quarter."""


def is_html(text: str, path: str) -> bool:
    """Whether a decoded file is HTML, by its name's ending or by its beginning."""
    return _is_named_html(path) or _BEGINNING_OF_TEXT.match(text[:_HEAD]) is not None


def declared_encoding(content: bytes, path: str) -> str | None:
    """The codec that an HTML file names in its head, if it is HTML and names one that there is."""
    head = content[:_HEAD]
    if not (_is_named_html(path) or _BEGINNING_OF_BYTES.match(head)):
        return None
    declaration = _DECLARATION.search(head)
    if declaration is None:
        return None
    try:
        codec = codec_called(declaration[1].decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return None
    # What could be read here as ASCII is in none of these.
    return None if codec.startswith(("utf-16", "utf-32", "utf-7")) else codec


def article_text(page: str, path: str) -> str:
    """The article's headline and text, a paragraph a line, without navigation and the like.

    Raises:
        SourceError: The optional package that does this is not installed, or finds no article.
    """
    import logging

    try:
        from trafilatura import bare_extraction
        from trafilatura.settings import use_config
    except ImportError:
        raise SourceError(
            path,
            _(
                "it is HTML, which pizhu reads after “pip install 'pizhu[html]'”; install that, or "
                "save the page's text and read that."
            ),
        ) from None
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        # What they log about odd pages says nothing that the refusal below doesn't.
        logging.getLogger(name).addHandler(logging.NullHandler())
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _LEAST_SIZE)
    document = bare_extraction(page, include_comments=False, with_metadata=True, config=config)
    text = getattr(document, "text", None)
    if not text:
        raise SourceError(path, _("no article is found in this HTML; save its text and read that."))
    title = getattr(document, "title", None)
    # The headline often stands outside of what is found to be the article.
    return f"{title}\n{text}" if title and title not in text else str(text)


def _is_named_html(path: str) -> bool:
    return Path(path).suffix.lower() in SUFFIXES
