"""The outline of a page: its headlines and subheadings, the present place marked."""

from __future__ import annotations

from textual.content import Content

from reader.outline import heading_at, outline
from reader.tui.screens.panel import Panel
from reader.tui.text import fitted
from reader.views import ArticleView
from reader.visits import Visit
from reader.wording import _

_HERE = "● "
_INDENT = "   "


class OutlineScreen(Panel[Visit]):
    """Answers with where to go."""

    def __init__(self, view: ArticleView, here: Visit) -> None:
        """
        Args:
            view: The article as it is shown.
            here: The reader's place in it.
        """
        super().__init__(
            _("Outline of {name}").format(name=view.page.source.name),
            _("No heading stands on this page."),
        )
        self._view = view
        self._headings = outline(view)
        offset = 0 if here.raw is None else view.from_raw.target_at(here.raw) or 0
        self._here = heading_at(self._headings, view, offset)

    def count(self) -> int:
        return len(self._headings)

    def first(self) -> int:
        return self._here

    def line(self, index: int, cells: int) -> Content:
        heading = self._headings[index]
        is_here = index == self._here
        lead = (_HERE if is_here else "  ") + _INDENT * heading.level
        text = (
            heading.text
            if heading.is_headline
            else _("（無標題）{title}").format(title=heading.text)
        )
        style = "" if heading.level else "bold"
        line = Content.styled(fitted(text, max(1, cells - len(lead) - 2)), style)
        return Content.assemble(Content.styled(lead, "$accent bold"), line)

    def answer(self, index: int) -> Visit:
        heading = self._headings[index]
        source = self._view.page.source
        return Visit(
            source.path,
            source.sha256,
            heading.article.id,
            heading.article.title,
            raw=heading.raw,
            config=self._view.config,
        )
