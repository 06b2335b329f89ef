"""Every key, from the one registry of actions; those of the present mode first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from reader.keymap import shown_key
from reader.text.cells import cell_widths
from reader.tui.actions import ALL, MODES, Action, action_of
from reader.tui.rebinding import is_unbound
from reader.tui.text import wrapped
from reader.wording import _, looked_up, marked

_KEYS_CELLS = 12
_HELP_CELLS = 58
_AROUND = 21
"""Cells of the screen beside what the keys do: frame, margins, scrollbar and the keys."""
_MOST_KEYS = 2
"""Keys of one action that are shown; a third is for terminals that lack the others."""


class HelpScreen(ModalScreen[None]):
    """A list of what the keys do, and of what the mouse does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,f1", "dismiss(None)", "Close"),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("space,pagedown", "page(1)", show=False),
        Binding("b,pageup", "page(-1)", show=False),
        Binding("g,home", "edge(-1)", show=False),
        Binding("G,end", "edge(1)", show=False),
    ]
    CSS = """
    HelpScreen {
        align: center middle;
        background: $background 60%;
        & > VerticalScroll {
            width: 84; max-width: 100%; height: auto; max-height: 90%;
            background: $surface; border: round $accent; padding: 0 2;
            scrollbar-size-vertical: 1;
        }
    }
    """

    def __init__(
        self, about: Screen[object], keys: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        """
        Args:
            about: The screen whose keys come first, as they are at this moment.
            keys: The reviewer's keys, by action id, where they are otherwise than they come.
        """
        super().__init__()
        self._keys = keys or {}
        self._here = list(_here(about))
        self._acting = frozenset(
            action.id
            for _node, binding, _enabled, _tooltip in about.active_bindings.values()
            if (action := action_of(binding)) is not None
        )

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = _("Keys")
            box.border_subtitle = "esc"
            yield Static(self._text(self.app.size.width), markup=False)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(Static).update(self._text(event.size.width))

    def _text(self, width: int) -> Content:
        """All lines, for a screen of so many cells."""
        return Content("\n").join(self._lines(max(1, min(_HELP_CELLS, width - _AROUND))))

    @property
    def _box(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_scroll(self, rows: int) -> None:
        self._box.scroll_relative(y=rows, animate=False)

    def action_page(self, pages: int) -> None:
        self._box.scroll_relative(y=pages * self._box.size.height, animate=False)

    def action_edge(self, side: int) -> None:
        if side < 0:
            self._box.scroll_home(animate=False)
        else:
            self._box.scroll_end(animate=False)

    def _lines(self, cells: int) -> Iterator[Content]:
        here = [action for action in _in_order(ALL) if action.id in self._acting]
        yield _title(_("Here"))
        for keys, does in self._here:
            yield _line(keys, does, cells)
        yield from self._groups(here, cells)
        yield _title(_("Mouse"))
        for gesture, does in _MOUSE:
            yield _line(_(gesture), _(does), cells)
        elsewhere = [action for action in _in_order(ALL) if action.id not in self._acting]
        if elsewhere:
            yield _title(_("At other times"))
            yield from self._groups(elsewhere, cells)

    def _groups(self, actions: Iterable[Action], cells: int) -> Iterator[Content]:
        for group, members in groupby(actions, key=lambda action: action.group):
            yield Content.styled(f"\n{looked_up(group)}", "bold")
            for does, alike in groupby(members, key=lambda action: action.help):
                shown = [keys_of(action, self._keys) for action in alike]
                yield _line(_shortened(shown), looked_up(does), cells)


_COUNTS = (
    marked("1 … 9"),
    marked(
        "With something selected, or a highlight under the cursor: the tag of that key; else how "
        "often the next key is meant, as in 5j"
    ),
)
_MOUSE = (
    (marked("click"), marked("Put the cursor there, and explain what is there")),
    (marked("rest"), marked("Explain the term or the mark under the mouse")),
    (marked("drag"), marked("Select; then click Highlight, Tag or Note in the footer")),
    (marked("double click"), marked("Select a word; a third click selects the sentence")),
    (marked("wheel"), marked("Scroll")),
)


def _here(about: Screen[object]) -> Iterator[tuple[str, str]]:
    """The keys of a screen that are not the registry's: those of dialogs; and what digits do."""
    if not about.is_modal:
        yield _(_COUNTS[0]), _(_COUNTS[1])
        yield "^p", _("Every action by its name")
        return
    seen: dict[str, list[str]] = {}
    for key, (_node, binding, _enabled, tooltip) in about.active_bindings.items():
        does = looked_up(tooltip or binding.description)
        if action_of(binding) is None and does:
            seen.setdefault(does, []).append(shown_key(key))
    for does, keys in seen.items():
        yield " ".join(keys[:_MOST_KEYS]), does


def _in_order(actions: Iterable[Action]) -> list[Action]:
    """Actions by group, the groups as the registry's modes have them."""
    groups = list(dict.fromkeys(action.group for mode in MODES.values() for action in mode))
    return sorted(actions, key=lambda action: groups.index(action.group))


def keys_of(action: Action, keys: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """An action's keys as a person would write them.

    Args:
        action: The action.
        keys: The reviewer's keys, by action id.
    """
    own = (keys or {}).get(action.id)
    if own is not None:
        return " ".join(shown_key(key) for key in own if not is_unbound(key)) or "–"
    if action.key_display:
        return action.key_display
    return action.keys.replace("ctrl+", "^").replace(",", " ")


def _shortened(keys: list[str]) -> str:
    """The keys of actions that do the same; a row of them is told by its ends."""
    return f"{keys[0]}–{keys[-1]}" if len(keys) > 2 else " ".join(keys)


def _title(words: str) -> Content:
    return Content.styled(f"\n{words}", "bold underline")


def _line(keys: str, does: str, cells: int) -> Content:
    gap = " " * max(1, _KEYS_CELLS - sum(cell_widths(keys)))
    first, *rest = wrapped(does, cells)
    under = "".join(f"\n{' ' * (_KEYS_CELLS + 2)}{line}" for line in rest)
    return Content.assemble(Content.styled(f"  {keys}", "bold"), gap, first, under)
