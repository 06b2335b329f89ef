"""The terms of the news: what they are called in English, what they mean, and where they stand.

Importing this package costs next to nothing; the entries are read by `Glossary.load`, and the matcher
is built when it is first asked.
"""

from __future__ import annotations

from reader.glossary.entries import CATEGORIES, Term, read_terms
from reader.glossary.matcher import Glossary, Match

__all__ = ["CATEGORIES", "Glossary", "Match", "Term", "read_terms"]
