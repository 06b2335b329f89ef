"""Texts to try everything on: strategies for odd ones, lines of the seeds for real ones."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.conftest import NEWSPAPER, WEB_PAGE

SEED_LINES = tuple(
    line
    for seed in (NEWSPAPER, WEB_PAGE)
    for line in seed.read_text(encoding="utf-8").splitlines()
    if line
)

CLUSTERS = (
    *"香港科技創新，。、；：！？「」『』（）《》【】“”‘’—…～·％",
    *"abcXYZ0123456789 ,.:;!?()[]%$-/'\"",
    *("\u3000", "\u00a0", "ＡＩ", "１２", "々", "한", "ｶﾞ"),
    *("e\u0301", "\u0e01\u0e33", "\u0915\u094d\u0937", "❤\ufe0f", "☀\ufe0f", "葛\U000e0100", "️a"),
    *("👍🏽", "🇭🇰", "👨\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈", "😀", "\u1112\u1161\u11ab"),
    *("\x1b", "\x00", "\t", "\x7f", "\x85", "\u200b", "\u202e", "\u2028", "\ufeff", "\u00ad"),
    *("\ue000", "\ufffe", "\U000e0041", "\u3164", "\U0010ffff", "𠮷"),
    *("——", "……", "3 000", "10%", "87.7公頃", "https://a.bc/d-e/f?g=h"),
)
"""Pieces that texts are put together from."""

pieced_texts = st.lists(st.sampled_from(CLUSTERS), max_size=60).map("".join)
any_texts = st.text(st.characters(exclude_characters="\n"), max_size=40)
odd_texts = st.one_of(pieced_texts, any_texts)
"""Texts without newlines, mostly of what a news page may hold, some of anything."""
