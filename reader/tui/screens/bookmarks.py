"""The list of bookmarks, in this text and in others."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from annotations.foreign import by_system
from reader.bookmarks import Bookmark, Bookmarks
from reader.text.cells import cell_widths
from reader.tui.actions import BOOKMARK_LIST, bindings
from reader.tui.painting import BOOKMARK
from reader.tui.screens.panel import Panel
from reader.tui.text import fitted, padded
from reader.wording import _


class BookmarksScreen(Panel[Bookmark]):
    """Answers with the bookmark to go to."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BOOKMARK_LIST)

    def __init__(self, bookmarks: Bookmarks, sha256: str | None = None) -> None:
        """
        Args:
            bookmarks: The user's.
            sha256: The text that is read; its bookmarks come first.
        """
        super().__init__(_("Bookmarks"), _("There is no bookmark yet; m sets one in the text."))
        self._bookmarks = bookmarks
        self._sha256 = sha256
        self._listed = self._sorted()

    def _sorted(self) -> list[Bookmark]:
        self._bookmarks.refresh()
        return sorted(self._bookmarks.all(), key=lambda each: each.sha256 != self._sha256)

    def count(self) -> int:
        return len(self._listed)

    def line(self, index: int, cells: int) -> Content:
        bookmark = self._listed[index]
        is_here = bookmark.sha256 == self._sha256
        lead = f"{BOOKMARK if is_here else ' '} "
        title = padded(bookmark.title, min(24, cells // 3))
        rest = cells - len(lead) - sum(cell_widths(title)) - 2
        return Content.assemble(
            Content.styled(lead, "bold"),
            Content.styled(title, "dim" if not is_here else ""),
            f"  {fitted(bookmark.excerpt, max(1, rest))}",
        )

    def answer(self, index: int) -> Bookmark:
        return self._listed[index]

    def action_drop_bookmark(self) -> None:
        if not self._listed:
            return
        try:
            self._bookmarks.unset(self._listed[self.listing.cursor])
        except OSError as error:
            self.notify(
                _("The bookmark can't be saved ({why}).").format(why=by_system(error)),
                severity="error",
                markup=False,
            )
            return
        self._listed = self._sorted()
        self.list_anew()
