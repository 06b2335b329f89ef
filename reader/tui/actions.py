"""Every action of the reader, once: bindings, footer, help and command palette are made from here.

Each has an id, so that a keymap can move it, and a sentence that says what it does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True)
class Action:
    """Something a person can ask for with a key."""

    name: str
    """Textual's action string: the method `action_<name>` of the screen or widget that owns it."""
    keys: str
    """Keys, comma-separated, as Textual names them; the first is the one that is shown."""
    label: str
    """One or two words for the footer."""
    help: str
    """What it does, as a sentence without its full stop."""
    group: str
    """The heading that it stands under on the help screen."""
    in_footer: bool = False
    key_display: str | None = None
    """The keys as the help and the footer write them, where Textual's names are clumsy."""

    @property
    def id(self) -> str:
        """What a keymap calls it."""
        return self.name.replace("(", ".").replace("'", "").replace(")", "").replace(", ", ".")


LIBRARY_TABLE = (
    Action("select_cursor", "enter", "Open", "Open the article under the cursor", "Library",
           in_footer=True),
    Action("cursor_down", "j", "Down", "The next article", "Library"),
    Action("cursor_up", "k", "Up", "The article before", "Library"),
)  # fmt: skip

LIBRARY = (
    Action("changes", "O", "Changes", "Look at annotations of texts that have changed", "Library",
           in_footer=True),
    Action("refresh_rows", "r", "Refresh", "Count annotations and progress anew", "Library"),
    Action("app.quit", "q", "Quit", "Leave pizhu", "Library", in_footer=True),
    Action("app.help", "question_mark", "Keys", "Show every key", "Library", in_footer=True,
           key_display="?"),
)  # fmt: skip

MOTIONS = (
    Action("row(1)", "j,down", "Down", "One line down", "Move", key_display="j ↓"),
    Action("row(-1)", "k,up", "Up", "One line up", "Move", key_display="k ↑"),
    Action("forward('character')", "l,right", "Right", "One character on", "Move",
           key_display="l →"),
    Action("backward('character')", "h,left", "Left", "One character back", "Move",
           key_display="h ←"),
    Action("forward('word')", "w,ctrl+right", "Word", "One word on", "Move"),
    Action("backward('word')", "W,ctrl+left", "Word back", "One word back", "Move"),
    Action("forward('sentence')", "right_parenthesis", "Sentence", "One sentence on", "Move",
           key_display=")"),
    Action("backward('sentence')", "left_parenthesis", "Sentence back", "One sentence back", "Move",
           key_display="("),
    Action("forward('paragraph')", "right_curly_bracket", "Paragraph", "One paragraph on", "Move",
           key_display="}"),
    Action("backward('paragraph')", "left_curly_bracket", "Paragraph back", "One paragraph back",
           "Move", key_display="{"),
    Action("row_edge(-1)", "0,home", "Line start", "To the line's beginning", "Move",
           key_display="0 home"),
    Action("row_edge(1)", "dollar_sign,end", "Line end", "To the line's end", "Move",
           key_display="$ end"),
    Action("page(1)", "space,pagedown", "Page", "One page down", "Move",
           key_display="space"),
    Action("page(-1)", "b,pageup", "Page back", "One page up", "Move", key_display="b pgup"),
    Action("edge(-1)", "g,ctrl+home", "Beginning", "To the article's beginning", "Move",
           key_display="g"),
    Action("edge(1)", "G,ctrl+end", "End", "To the article's end", "Move", key_display="G"),
    Action("screen.term(1)", "tab", "Term", "To the next glossary term", "Move", key_display="tab"),
    Action("screen.term(-1)", "shift+tab", "Term back", "To the glossary term before", "Move",
           key_display="⇧tab"),
    Action("screen.annotation(1)", "right_square_bracket", "Annotation", "To the next annotation", "Move",
           key_display="]"),
    Action("screen.annotation(-1)", "left_square_bracket", "Annotation back",
           "To the annotation before", "Move", key_display="["),
)  # fmt: skip

SELECTING = (
    Action("select", "v", "Select", "Begin to select; the motions then extend the selection",
           "Select", in_footer=True),
    Action("select_by(1, 'forward')", "shift+right", "Select on", "Select one character on",
           "Select", key_display="⇧→"),
    Action("select_by(1, 'backward')", "shift+left", "Select back", "Select one character back",
           "Select", key_display="⇧←"),
    Action("select_by(1, 'down')", "shift+down", "Select down", "Select one line down", "Select",
           key_display="⇧↓"),
    Action("select_by(1, 'up')", "shift+up", "Select up", "Select one line up", "Select",
           key_display="⇧↑"),
    Action("other_end", "o", "Other end", "Go to the other end of the selection", "Select"),
)  # fmt: skip

READING = (
    # The most wanted first: a narrow footer shows them, the rest by its wheel.
    Action("highlight", "enter", "Highlight", "Highlight the selection", "Annotate",
           in_footer=True),
    Action("explain", "enter", "Explain", "Explain what is under the cursor: a term, a repaired "
           "break, an annotation", "Read", in_footer=True),
    Action("flip", "s", "Script", "Flip between Traditional and Simplified", "Read",
           in_footer=True),
    *(
        Action(f"tag_key('{key}')", key, f"Tag {key}",
               "Tag the selection, or the highlight under the cursor, with the tag of that key",
               "Annotate")
        for key in "123456789"
    ),
    Action("tag", "t", "Tag", "Tag the selection or the highlight under the cursor; a new tag can be "
           "typed", "Annotate", in_footer=True),
    Action("note", "c", "Note", "Write a note on the selection or the highlight under the cursor",
           "Annotate", in_footer=True),
    Action("delete", "d,delete", "Delete", "Delete the highlight under the cursor", "Annotate",
           in_footer=True, key_display="d"),
    Action("undo", "u", "Undo", "Undo the last change", "Annotate", in_footer=True),
    Action("redo", "ctrl+r,U", "Redo", "Do again what was undone", "Annotate", key_display="^r U"),
    Action("back", "q", "Back", "Back to the library", "Read", in_footer=True),
    Action("app.help", "question_mark", "Keys", "Show every key", "Read", in_footer=True,
           key_display="?"),
    Action("list", "a", "List", "Go to the list of annotations", "Read", in_footer=True),
    Action("every", "e", "Every", "Tag every occurrence of the selection, or of the term under the "
           "cursor", "Annotate", in_footer=True),
    Action("search", "slash", "Search", "Search the article, in both scripts at once", "Read",
           in_footer=True, key_display="/"),
    Action("hit(1)", "n", "Next hit", "To the next hit", "Read"),
    Action("hit(-1)", "N", "Hit before", "To the hit before", "Read"),
    Action("compare", "equals_sign", "Compare", "Compare the page with its raw text, and correct "
           "the cleaning", "Read", in_footer=True, key_display="="),
    Action("changes", "O", "Changes", "Look at annotations of texts that have changed", "Read"),
    Action("leave", "escape", "Leave", "Close the popup, end the selection or the search, leave the list",
           "Read", key_display="esc"),
)  # fmt: skip

ANNOTATION_LIST = (
    Action("jump", "enter", "Jump", "Jump to the annotation in the text", "List", in_footer=True),
    Action("cursor_down", "j", "Down", "The next annotation", "List"),
    Action("cursor_up", "k", "Up", "The annotation before", "List"),
)

RAW = (
    Action("piece(1)", "j,down", "Next", "The next piece of the raw text", "Compare",
           key_display="j ↓"),
    Action("piece(-1)", "k,up", "Previous", "The piece before", "Compare", key_display="k ↑"),
    Action("piece_page(1)", "space,pagedown", "Page", "One page down", "Compare",
           key_display="space"),
    Action("piece_page(-1)", "b,pageup", "Page back", "One page up", "Compare",
           key_display="b pgup"),
    Action("piece_edge(-1)", "g,home", "Beginning", "To the page's beginning", "Compare",
           key_display="g"),
    Action("piece_edge(1)", "G,end", "End", "To the page's end", "Compare", key_display="G"),
)  # fmt: skip

COMPARE = (
    Action("accept", "y", "Accept", "Say that the decision here is right", "Compare",
           in_footer=True),
    Action("refuse", "r", "Refuse", "Undo the decision here", "Compare", in_footer=True),
    Action("cut", "x", "Cut", "Cut here: before the cursor in the clean text, before the piece in "
           "the raw one", "Compare", in_footer=True),
    Action("join", "p", "Join", "Join this piece with one that may belong to it", "Compare",
           in_footer=True),
    Action("put_back", "i", "Put back", "Put back what was dropped", "Compare", in_footer=True),
    Action("drop", "d", "Drop", "Drop this block", "Compare", in_footer=True),
    Action("kind", "t", "Kind", "Change what kind of block this is", "Compare", in_footer=True),
    Action("move", "m", "Move", "Move this block to another article, or to a new one", "Compare", in_footer=True),
    Action("others", "o", "Others", "Look at other reviewers' corrections, and adopt them",
           "Compare", in_footer=True),
    Action("undo", "u", "Undo", "Undo the last change", "Compare", in_footer=True),
    Action("redo", "ctrl+r,U", "Redo", "Do again what was undone", "Compare", key_display="^r U"),
    Action("decision(1)", "n", "Doubt", "To the next decision of the list", "Compare",
           in_footer=True),
    Action("decision(-1)", "N", "Doubt before", "To the decision before", "Compare"),
    Action("back", "q,escape", "Back", "Back to the article", "Compare", in_footer=True,
           key_display="q"),
    Action("app.help", "question_mark", "Keys", "Show every key", "Compare", in_footer=True,
           key_display="?"),
)  # fmt: skip


def bindings(actions: Iterable[Action]) -> list[BindingType]:
    """Textual's bindings for some actions."""
    return [
        Binding(
            key,
            action.name,
            action.label,
            show=action.in_footer and first,
            key_display=action.key_display,
            tooltip=action.help,
            id=action.id if first else f"{action.id}.{key}",
        )
        for action in actions
        for first, key in _keys(action)
    ]


def _keys(action: Action) -> Iterable[tuple[bool, str]]:
    return ((n == 0, key) for n, key in enumerate(action.keys.split(",")))
