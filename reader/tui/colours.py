"""What eyes make of colours: contrast, and how far two colours are apart for whom.

Invariant: nothing here knows a theme; colours come in and colours or figures go out.
"""

from __future__ import annotations

from functools import lru_cache

from textual.color import Color

READABLE = 4.5
"""The least contrast of text with what is under it (WCAG 2.2, 1.4.3, level AA)."""

_STEPS = 24
_GREY = 0.15
_OF_TERMINAL = (
    *((32, "red"), (75, "yellow"), (170, "green"), (200, "cyan")),
    *((265, "blue"), (345, "magenta"), (361, "red")),
)
"""The hues, in degrees, up to which a colour counts as one of the terminal's."""


def luminance(colour: Color) -> float:
    """Relative luminance, 0 for black to 1 for white (WCAG 2.2)."""
    red, green, blue = (_linear(part / 255) for part in colour.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=512)
def tinted(ground: Color, colour: Color, text: Color, strength: float) -> Color:
    """A ground with as much of a colour in it as leaves the text on it readable.

    Args:
        ground: What is under the text now.
        colour: What is laid over it.
        text: The text's colour.
        strength: How much of the colour to take at most, 0 to 1.
    """
    for step in range(_STEPS, 0, -1):
        mixed = ground.blend(colour, strength * step / _STEPS)
        if contrast(mixed, text) >= READABLE:
            return mixed
    return ground


@lru_cache(maxsize=512)
def of_terminal(colour: Color) -> Color:
    """Whichever of the terminal's own colours comes nearest in hue; its default for a grey."""
    hue, saturation, lightness = colour.hsl
    if saturation < _GREY:
        return Color.parse("ansi_default")
    name = next(name for past, name in _OF_TERMINAL if hue * 360 < past)
    return Color.parse(f"ansi_{'bright_' if lightness >= 0.5 else ''}{name}")


@lru_cache(maxsize=512)
def readable(colour: Color, ground: Color, text: Color) -> Color:
    """A colour brought towards the text's so far that it can be read on a ground itself."""
    for step in range(_STEPS + 1):
        mixed = colour.blend(text, step / _STEPS)
        if contrast(mixed, ground) >= READABLE:
            return mixed
    return text
