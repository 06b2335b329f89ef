"""Between the two scripts: conversion with an exact offset map, and folding for search.

Invariant: converting is a view. It never touches the text that it is given, and every character of
what it returns can be traced to the characters that it stands for.

Importing this package costs next to nothing; dictionaries are read on first use, or by `warm` ahead
of it. Everything here may be called from several threads at once.
"""

from __future__ import annotations

from reader.script.conversion import Conversion, convert
from reader.script.dictionaries import Config, is_warm, warm
from reader.script.folding import fold

__all__ = ["Config", "Conversion", "convert", "fold", "is_warm", "warm"]
