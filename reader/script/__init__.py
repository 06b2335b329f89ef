"""Between the two scripts: conversion with an exact offset map, its doubts, and folding for search.

Invariant: converting is a view. It never touches the text that it is given, and every character of
what it returns can be traced to the characters that it stands for.

Importing this package costs next to nothing; dictionaries are read on first use, or by `warm` ahead
of it. Everything here may be called from several threads at once.
"""

from __future__ import annotations

from reader.script.conversion import Choose, Conversion, Open, convert
from reader.script.cutting import FULL_STOPS, cut_after, cut_before, cuts
from reader.script.dictionaries import Config, is_warm, warm
from reader.script.doubts import Doubt, Form, certain_in, doubts, forms_of
from reader.script.folding import fold

__all__ = [
    "FULL_STOPS",
    "Choose",
    "Config",
    "Conversion",
    "Doubt",
    "Form",
    "Open",
    "certain_in",
    "convert",
    "cut_after",
    "cut_before",
    "cuts",
    "doubts",
    "fold",
    "forms_of",
    "is_warm",
    "warm",
]
