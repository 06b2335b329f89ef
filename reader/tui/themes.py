"""The themes: ink on paper by day and by night, with the vermilion of a proofreader's brush.

Invariant: in every theme whose colours are ours each colour that text is written in can be read on each
ground that it is written on, with a contrast of 4.5 at the least (WCAG 2.2, 1.4.3; 7 in the theme of high
contrast, 1.4.6). The terminal's theme has no colours of ours: it names the terminal's own, and tells
everything by weight, underline and reversal, so that it also serves where colours are not wanted at all.
"""

from __future__ import annotations

from textual.theme import Theme

NIGHT = Theme(
    name="pizhu-night",
    primary="#e0735c",
    secondary="#8fb0a9",
    accent="#d8b46a",
    foreground="#dcd7ca",
    background="#17181c",
    surface="#1f2127",
    panel="#282b33",
    warning="#d8b46a",
    error="#e0735c",
    success="#8fb573",
    dark=True,
    variables={
        "term": "#a9c4dc",
        "quiet": "#9a9589",
        "footer-key-foreground": "#e0735c",
        "block-cursor-foreground": "#17181c",
        "block-cursor-background": "#d8b46a",
    },
)

PAPER = Theme(
    name="pizhu-paper",
    primary="#a8321f",
    secondary="#3d6660",
    accent="#7c5a10",
    foreground="#24221e",
    background="#f6f1e4",
    surface="#eee7d6",
    panel="#e5dcc6",
    warning="#7c5a10",
    error="#a8321f",
    success="#3f6a26",
    dark=False,
    variables={
        "term": "#23527c",
        "quiet": "#635e54",
        "footer-key-foreground": "#a8321f",
        "block-cursor-foreground": "#f6f1e4",
        "block-cursor-background": "#7c5a10",
    },
)

CONTRAST = Theme(
    name="pizhu-contrast",
    primary="#ffd75e",
    secondary="#7fe0ff",
    accent="#ffb86b",
    foreground="#ffffff",
    background="#000000",
    surface="#101010",
    panel="#262626",
    warning="#ffb86b",
    error="#ff9d9d",
    success="#8df58d",
    dark=True,
    variables={
        "term": "#9fe8ff",
        "quiet": "#d0d0d0",
        "footer-key-foreground": "#ffd75e",
        "block-cursor-foreground": "#000000",
        "block-cursor-background": "#ffd75e",
        "block-cursor-text-style": "bold underline",
    },
)

TERMINAL = Theme(
    name="pizhu-terminal",
    ansi=True,
    primary="ansi_red",
    secondary="ansi_magenta",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    warning="ansi_red",
    error="ansi_red",
    success="ansi_default",
    dark=True,
    variables={
        # Named by widgets of Textual, which ask for them in such a theme.
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "term": "ansi_default",
        "quiet": "ansi_default",
        "footer-key-foreground": "ansi_red",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "reverse",
        "block-cursor-blurred-foreground": "ansi_default",
        "block-cursor-blurred-background": "ansi_default",
        "block-cursor-blurred-text-style": "bold underline",
        "block-hover-background": "ansi_default",
        "input-selection-foreground": "ansi_default",
        "border": "ansi_default",
        "border-blurred": "ansi_default",
        "scrollbar": "ansi_default",
        "scrollbar-background": "ansi_default",
    },
)

THEMES = {"night": NIGHT, "paper": PAPER, "contrast": CONTRAST, "terminal": TERMINAL}
"""The themes by what the setting `theme` calls them."""
