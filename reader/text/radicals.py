"""Radicals that stand for ideographs: what PDF tools print where a font draws both with one shape.

Invariant: one code point for one, so that offsets hold; a text itself is never changed by it, only
what is looked up, compared or counted.
"""

from __future__ import annotations

import re
import unicodedata

_SUPPLEMENT = (
    "⺁厂⺇几⺉刂⺋㔾⺍⺌⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺖忄⺗心⺘扌⺙攵⺛旡⺝月⺞歺⺟母⺠民⺡氵⺢水⺣灬⺤爫⺥爫⺦丬⺨犭⺩王"
    "⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳罓⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角"
    "⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻢马⻣骨"
    "⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Of the block CJK Radicals Supplement, each with its ideograph (Unicode, EquivalentUnifiedIdeograph);
of the Kangxi Radicals the compatibility decompositions say as much."""

RADICALS = {
    **{code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)},
    **dict(zip(map(ord, _SUPPLEMENT[::2]), map(ord, _SUPPLEMENT[1::2]), strict=True)),
}
"""From the code points of radicals to those of their ideographs."""

_ANY = re.compile("[\u2e80-\u2fd5]")


def without_radicals(text: str) -> str:
    """The text with an ideograph for every radical, of the same length."""
    return text.translate(RADICALS) if _ANY.search(text) else text
