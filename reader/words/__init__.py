"""Where words, clauses and sentences begin and end.

Words are jieba's; sentences and clauses need no dictionary. Importing this package costs next to
nothing: jieba is imported and its dictionary read on the first call of `word_spans`, or by `warm`
ahead of it, which may run in a thread.
"""

from __future__ import annotations

from reader.words.dictionary import is_warm, warm
from reader.words.segmentation import word_spans
from reader.words.sentences import clause_spans, sentence_spans

__all__ = ["clause_spans", "is_warm", "sentence_spans", "warm", "word_spans"]
