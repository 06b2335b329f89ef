"""The themes: ink on paper by day and by night, with the vermilion of a proofreader's brush."""

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
        "quiet": "#938e82",
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
        "quiet": "#6b665b",
        "footer-key-foreground": "#a8321f",
        "block-cursor-foreground": "#f6f1e4",
        "block-cursor-background": "#7c5a10",
    },
)

THEMES = (NIGHT, PAPER)
