"""Colours that can be read, and told apart by everybody."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from textual.color import Color
from textual.theme import Theme

from annotations.tags import COLOURS, Tag
from reader.config import THEMES as NAMES
from reader.tui.colours import READABLE, contrast, luminance, of_terminal, readable, tinted
from reader.tui.painting import _STRENGTH as STRENGTH
from reader.tui.signs import UNTAGGED, sign_of
from reader.tui.themes import CONTRAST, THEMES

OURS = [theme for theme in THEMES.values() if not theme.ansi]
GROUNDS = ("background", "surface", "panel")
WRITTEN = ("foreground", "primary", "secondary", "accent", "warning", "error", "success")

Vector = tuple[float, float, float]

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 2009: severity 1.0, on linear RGB.
DEFICIENCIES: dict[str, tuple[Vector, Vector, Vector]] = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def seen(colour: Color, deficiency: str) -> Vector:
    """CIE Lab (D65) of a colour as somebody sees it."""
    rgb = [linear(part / 255) for part in colour.rgb]
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, rgb, strict=True))))
        for row in DEFICIENCIES[deficiency]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883

    def f(part: float) -> float:
        return part ** (1 / 3) if part > (6 / 29) ** 3 else part / (3 * (6 / 29) ** 2) + 4 / 29

    return 116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))


def ciede2000(one: Vector, other: Vector) -> float:
    """The colour difference of CIE 142-2001."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = h2 - h1
    if c1 * c2 == 0:
        turn = 0
    elif turn > 180:
        turn -= 360
    elif turn < -180:
        turn += 360
    dl, dc = l2 - l1, c2 - c1
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2
    if c1 * c2:
        hm = hm / 2 if abs(h1 - h2) <= 180 else (hm + 360) / 2 if hm < 360 else (hm - 360) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(hm - 30))
        + 0.24 * math.cos(math.radians(2 * hm))
        + 0.32 * math.cos(math.radians(3 * hm + 6))
        - 0.20 * math.cos(math.radians(4 * hm - 63))
    )
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = (
        -2
        * math.sqrt(cm**7 / (cm**7 + 25**7))
        * math.sin(math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2))))
    )
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh))


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        # Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula", 2005, table 1.
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_itself_is_right(one: Vector, other: Vector, difference: float) -> None:
    assert ciede2000(one, other) == pytest.approx(difference, abs=1e-4)


def written(theme: Theme) -> dict[str, Color]:
    found = {name: Color.parse(getattr(theme, name)) for name in WRITTEN}
    found |= {
        name: Color.parse(theme.variables[name])
        for name in ("term", "quiet", "footer-key-foreground")
    }
    return found


@pytest.mark.parametrize("theme", OURS, ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    least = 7 if theme is CONTRAST else READABLE
    for ground in GROUNDS:
        under = Color.parse(getattr(theme, ground))
        for name, colour in written(theme).items():
            assert contrast(colour, under) >= least, (ground, name)
    block = (theme.variables[f"block-cursor-{part}"] for part in ("foreground", "background"))
    assert contrast(*map(Color.parse, block)) >= least


@pytest.mark.parametrize("theme", OURS, ids=lambda theme: theme.name)
def test_text_under_any_highlights_can_be_read(theme: Theme) -> None:
    text, ground = Color.parse(theme.foreground), Color.parse(theme.background)
    tags = [Color.parse(colour) for colour in COLOURS]
    for first in tags:
        once = tinted(ground, first, text, STRENGTH)
        assert contrast(once, text) >= READABLE
        assert once != ground
        for second in tags:
            assert contrast(tinted(once, second, text, STRENGTH), text) >= READABLE


@pytest.mark.parametrize("theme", OURS, ids=lambda theme: theme.name)
def test_signs_in_the_margin_can_be_read(theme: Theme) -> None:
    text, ground = Color.parse(theme.foreground), Color.parse(theme.background)
    for colour in COLOURS:
        assert contrast(readable(Color.parse(colour), ground, text), ground) >= READABLE


APART, APART_AS_GROUNDS = 10.0, 4.0
"""CIEDE2000; 2.3 is about what one just sees side by side."""


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_tag_colours_are_told_apart_by_everybody(deficiency: str) -> None:
    for one, other in combinations(COLOURS, 2):
        difference = ciede2000(
            seen(Color.parse(one), deficiency), seen(Color.parse(other), deficiency)
        )
        assert difference >= APART, (one, other, difference)


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("theme", OURS, ids=lambda theme: theme.name)
def test_highlights_are_told_apart_from_each_other_and_from_none(
    theme: Theme, deficiency: str
) -> None:
    text, ground = Color.parse(theme.foreground), Color.parse(theme.background)
    grounds = [ground] + [tinted(ground, Color.parse(colour), text, STRENGTH) for colour in COLOURS]
    for one, other in combinations(grounds, 2):
        assert ciede2000(seen(one, deficiency), seen(other, deficiency)) >= APART_AS_GROUNDS


def test_each_tag_colour_becomes_another_of_the_terminals_own() -> None:
    assert [of_terminal(Color.parse(colour)).hex for colour in COLOURS] == [
        *("ansi_yellow", "ansi_bright_blue", "ansi_green", "ansi_red"),
        *("ansi_bright_magenta", "ansi_blue", "ansi_bright_yellow", "ansi_magenta"),
    ]
    assert of_terminal(Color.parse("#8a8f98")).hex == "ansi_default"


def test_the_settings_name_every_theme() -> None:
    assert tuple(THEMES) == NAMES


def test_black_and_white_are_as_far_apart_as_can_be() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert luminance(Color.parse("#fff")) == pytest.approx(1)
    greys = [Color(n, n, n) for n in range(0, 256, 15)]
    assert all(luminance(a) < luminance(b) for a, b in pairwise(greys))


def test_every_tag_has_a_sign_of_its_own() -> None:
    tags = [Tag(f"甲{n}", key=str(n) if n < 3 else "") for n in range(12)]
    signs = [sign_of(tag, tags) for tag in tags]
    assert len({*signs, UNTAGGED}) == 13
    assert sign_of(None, tags) == UNTAGGED
    assert all(len(sign) == 1 for sign in signs)
