"""Every action of the reader, once: bindings, footer, help and command palette are made from here.

Each has an id, so that a keymap can move it, and a sentence that says what it does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from reader.wording import Said, marked

_OWN = ("List", "Compare", "Doubts", "Library")
"""Groups whose actions a keymap calls by the group's name too, since others have the same names."""


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
        """What a keymap calls it, such as `flip`, `row.1` or `compare.undo`."""
        name = self.name.removeprefix("app.").removeprefix("screen.")
        plain = name.replace("(", ".").replace("'", "").replace(")", "").replace(", ", ".")
        return f"{self.group.lower()}.{plain}" if self.group in _OWN else plain


LIBRARY_TABLE = (
    Action("select_cursor", "enter", "Open", "Open the article under the cursor", "Library",
           in_footer=True),
    Action("cursor_down", "j,down", "Down", "The next article", "Library", key_display="j ↓"),
    Action("cursor_up", "k,up", "Up", "The article before", "Library", key_display="k ↑"),
    Action("lines_page(1)", "space,pagedown", "Page", "One page down", "Library",
           key_display="space"),
    Action("lines_page(-1)", "b,pageup", "Page back", "One page up", "Library",
           key_display="b pgup"),
    Action("lines_edge(-1)", "g,home", "Beginning", "To the first article", "Library",
           key_display="g"),
    Action("lines_edge(1)", "G,end", "End", "To the last article", "Library", key_display="G"),
)  # fmt: skip

LIBRARY = (
    Action("refresh_rows", "r", "Refresh", "Count annotations and progress anew", "Library"),
    Action("filter", "slash", "Filter", "List only some articles: by words, tag, script, date, or "
           "whether they were read", "Library", in_footer=True, key_display="/"),
    Action("sort", "s", "Sort", "Sort the articles", "Library", in_footer=True),
    Action("turn_order", "S", "Turn round", "Turn the order round", "Library"),
    Action("stop", "escape", "Stop", "Stop the reading of many texts, else take the filter away",
           "Library", key_display="esc"),
    Action("app.quit", "q", "Quit", "Leave pizhu", "Library", in_footer=True),
    Action("app.help", "question_mark", "Keys", "Show every key", "Library", in_footer=True,
           key_display="?"),
    Action("changes", "O", "Changes", "Look at annotations of texts that have changed", "Library",
           in_footer=True),
)  # fmt: skip

FILTER_LINE = (
    Action("screen.end_filter", "escape", "No filter", "Take the filter away", "Library",
           in_footer=True, key_display="esc"),
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
        Action(f"tag_key('{key}')", key, Said("Tag {key}", key=key),
               "Tag the selection, or the highlight under the cursor, with the tag of that key",
               "Annotate")
        for key in "123456789"
    ),
    Action("tag", "t", "Tag", "Tag the selection or the highlight under the cursor; a new tag can be "
           "typed", "Annotate", in_footer=True),
    Action("back", "q", "Back", "Back to the library", "Read", in_footer=True),
    Action("app.help", "question_mark", "Keys", "Show every key", "Read", in_footer=True,
           key_display="?"),
    Action("note", "c", "Note", "Write a note on the selection or the highlight under the cursor",
           "Annotate", in_footer=True),
    Action("delete", "d,delete", "Delete", "Delete the highlight under the cursor", "Annotate",
           in_footer=True, key_display="d"),
    Action("undo", "u", "Undo", "Undo the last change", "Annotate", in_footer=True),
    Action("redo", "ctrl+r,U", "Redo", "Do again what was undone", "Annotate", key_display="^r U"),
    Action("list", "a", "List", "Go to the list of annotations", "Read", in_footer=True),
    Action("others", "B", "Others", "Show what other reviewers annotated, or hide it", "Read"),
    Action("every", "e", "Every", "Tag every occurrence of the selection, or of the term under the "
           "cursor", "Annotate", in_footer=True),
    Action("search", "slash", "Search", "Search the article, in both scripts at once", "Read",
           in_footer=True, key_display="/"),
    Action("hit(1)", "n", "Next hit", "To the next hit", "Read"),
    Action("hit(-1)", "N", "Hit before", "To the hit before", "Read"),
    Action("compare", "equals_sign", "Compare", "Compare the page with its raw text, and correct "
           "the cleaning", "Read", in_footer=True, key_display="="),
    Action("views", "S", "Views", "Choose among all views of the article: as printed, Simplified, "
           "Traditional of Hong Kong or Taiwan, with the words of a place", "Read", in_footer=True),
    Action("mark_doubts", "x", "Mark doubts", "Mark the characters that may have another form in "
           "this script, or leave them unmarked", "Read"),
    Action("doubts", "X", "Doubts", "List the characters that may have another form in this script, "
           "and choose", "Read", in_footer=True),
    Action("changes", "O", "Changes", "Look at annotations of texts that have changed", "Read"),
    Action("leave", "escape", "Leave", "Close the popup, end the selection or the search, leave the list",
           "Read", key_display="esc"),
)  # fmt: skip

FINDING = (
    # In the library and in an article alike.
    Action("app.search_library", "F", "Search all", "Search the whole library, in both scripts at "
           "once", "Find"),
    Action("app.turn(-1)", "H,alt+left", "Back", "Back to where you were before, in whichever article",
           "Find", key_display="H"),
    Action("app.turn(1)", "L,alt+right", "Forward", "Forward again to where you were", "Find",
           key_display="L"),
    Action("app.bookmarks", "M", "Bookmarks", "The list of bookmarks", "Find"),
    Action("app.opened", "A", "Open articles", "The articles that are open", "Find"),
    Action("app.recent", "R", "Recent", "Texts and folders that were opened lately", "Find"),
)  # fmt: skip

FINDING_HERE = (
    Action("hits", "f", "Hits", "The list of hits of the search", "Find"),
    Action("outline", "T", "Outline", "The headlines and subheadings of the page", "Find"),
    Action("bookmark", "m", "Bookmark", "Set a bookmark at the cursor's line, or take it away", "Find"),
    Action("app.neighbour(1)", "J", "Next article", "The next article of the library", "Find"),
    Action("app.neighbour(-1)", "K", "Article before", "The article before, in the library", "Find"),
)  # fmt: skip

_PATTERN = Action("pattern", "ctrl+t", "Pattern", "Search for a regular expression, or for plain "
                  "text again", "Search line", in_footer=True)  # fmt: skip

SEARCH_BAR = (
    _PATTERN,
    Action("list_hits", "ctrl+l", "Hits", "The list of hits with what stands around them",
           "Search line", in_footer=True),
    Action("give_up", "escape", "Give up", "End the search, and go back to where it began",
           "Search line", in_footer=True, key_display="esc"),
)  # fmt: skip

TYPESETTING = (
    Action("measure(2)", "plus", "Wider", "Longer lines", "Layout", key_display="+"),
    Action("measure(-2)", "minus", "Narrower", "Shorter lines", "Layout", key_display="-"),
    Action("punctuation", "P", "Punctuation", "Show half-width punctuation full-width, or as it is "
           "printed", "Layout"),
    Action("page_settings", "comma", "Layout", "How the page is set: lines, spacing, columns, "
           "punctuation, colours", "Layout", key_display=","),
)  # fmt: skip

PAGE_SETTINGS = (
    Action("change(1)", "l,right", "More", "The setting's next value", "Layout", key_display="l →"),
    Action("change(-1)", "h,left", "Less", "The value before", "Layout", key_display="h ←"),
    Action("line(1)", "j,down", "Down", "The next setting", "Layout", key_display="j ↓"),
    Action("line(-1)", "k,up", "Up", "The setting before", "Layout", key_display="k ↑"),
    Action("close", "escape,q,comma", "Close", "Close the panel", "Layout", key_display="esc q ,"),
)  # fmt: skip

PANEL = (
    Action("close", "escape,q", "Close", "Close the panel, and go back to where you were", "List",
           key_display="esc q"),
)  # fmt: skip

LIBRARY_SEARCH = (
    _PATTERN,
    Action("type", "slash", "Type", "Type something else to search for", "Search all", in_footer=True,
           key_display="/"),
    Action("stop_or_close", "escape,q", "Stop or close", "Stop the search, or close the panel",
           "Search all", in_footer=True, key_display="esc q"),
)  # fmt: skip

BOOKMARK_LIST = (
    Action("drop_bookmark", "d,delete", "Take away", "Take the bookmark away", "Bookmarks", in_footer=True,
           key_display="d"),
)  # fmt: skip

OPENED_LIST = (
    Action("close_article", "d,delete", "Close", "Close the article: it is no longer among those that are open",
           "Open articles", in_footer=True, key_display="d"),
)  # fmt: skip

RECENT_LIST = (
    Action("forget", "d,delete", "Forget", "Take it out of the list", "Recent", in_footer=True,
           key_display="d"),
)  # fmt: skip

LINE_LIST = (
    Action("choose", "enter", "Go there", "Go to what the line stands for", "List"),
    Action("line(1)", "j,down", "Down", "One line down", "List", key_display="j ↓"),
    Action("line(-1)", "k,up", "Up", "One line up", "List", key_display="k ↑"),
    Action("lines_page(1)", "space,pagedown", "Page", "One page down", "List", key_display="space"),
    Action("lines_page(-1)", "b,pageup", "Page back", "One page up", "List", key_display="b pgup"),
    Action("lines_edge(-1)", "g,home", "Beginning", "To the beginning", "List", key_display="g"),
    Action("lines_edge(1)", "G,end", "End", "To the end", "List", key_display="G"),
)  # fmt: skip

ANNOTATION_LIST = (
    Action("jump", "enter", "Jump", "Jump to the annotation in the text", "List", in_footer=True),
    Action("cursor_down", "j", "Down", "The next annotation", "List"),
    Action("cursor_up", "k", "Up", "The annotation before", "List"),
)

DOUBTS = (
    Action("choose", "enter", "Choose", "Choose a form, and where it holds", "Doubts"),
    Action("jump", "g", "Go there", "Go to the character in the text", "Doubts"),
    Action("take_back", "d,delete", "Take back", "Take back what was chosen", "Doubts",
           key_display="d"),
    Action("undo", "u", "Undo", "Undo the last change of this list", "Doubts"),
    Action("all", "a", "All", "List those too whose usual form is as good as certain, or leave them "
           "out", "Doubts"),
    Action("close", "escape,q", "Close", "Back to the article", "Doubts", key_display="esc q"),
)  # fmt: skip

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
    Action("decision(1)", "n", "Doubt", "To the next decision of the list", "Compare",
           in_footer=True),
    Action("decision(-1)", "N", "Doubt before", "To the decision before", "Compare"),
    Action("accept", "y", "Accept", "Say that the decision here is right", "Compare",
           in_footer=True),
    Action("refuse", "r", "Refuse", "Undo the decision here", "Compare", in_footer=True),
    # Next to the commonest, so that a narrow footer shows them too.
    Action("back", "q,escape", "Back", "Back to the article", "Compare", in_footer=True,
           key_display="q"),
    Action("app.help", "question_mark", "Keys", "Show every key", "Compare", in_footer=True,
           key_display="?"),
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
)  # fmt: skip


MODES: dict[str, tuple[Action, ...]] = {
    marked("Reading"): (*READING, *TYPESETTING, *SELECTING, *MOTIONS, *FINDING_HERE, *FINDING),
    marked("List of annotations"): (
        *ANNOTATION_LIST,
        *READING,
        *TYPESETTING,
        *FINDING_HERE,
        *FINDING,
    ),
    marked("Search line"): SEARCH_BAR,
    marked("Page settings"): PAGE_SETTINGS,
    marked("Lists"): (*LINE_LIST, *PANEL),
    marked("Search of the library"): (*LINE_LIST, *LIBRARY_SEARCH),
    marked("List of bookmarks"): (*LINE_LIST, *PANEL, *BOOKMARK_LIST),
    marked("List of open articles"): (*LINE_LIST, *PANEL, *OPENED_LIST),
    marked("List of what was opened lately"): (*LINE_LIST, *PANEL, *RECENT_LIST),
    marked("Comparing, raw text"): (*RAW, *COMPARE),
    marked("Comparing, clean text"): (*COMPARE, *SELECTING, *MOTIONS),
    marked("Doubts"): DOUBTS,
    marked("Library"): (*LIBRARY_TABLE, *LIBRARY, *FINDING),
    marked("Filter line"): FILTER_LINE,
}
"""What the keys can do at one time: in one mode, a key has one meaning."""

ALL: tuple[Action, ...] = tuple(
    {action.id: action for actions in MODES.values() for action in actions}.values()
)
"""Every action, once."""

_BY_ID = {action.id: action for action in ALL}


def action_of(binding: Binding) -> Action | None:
    """The action that a binding was made from; None for one of Textual's own."""
    return _BY_ID.get(binding.id or "")


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
            id=action.id,
        )
        for action in actions
        for first, key in _keys(action)
    ]


def _keys(action: Action) -> Iterable[tuple[bool, str]]:
    return ((n == 0, key) for n, key in enumerate(action.keys.split(",")))
