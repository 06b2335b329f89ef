"""A line that shows how far long work is and lets it be stopped; not there while there is none.

Invariant: the line looks at the work a few times a second, however fast the work goes; the work posts
no messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from reader.progress import Progress
from reader.text.cells import cell_widths
from reader.tui.text import padded
from reader.wording import _

_LOOKS = 10
"""How often a second the line looks at the work."""
_UNHURRIED = 2
"""Looks after which work that is still going on is shown: what is done at once shows no line."""


class ProgressLine(Widget):
    """One line: what is being done, how far it is, and how to stop it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"progress--done"}
    DEFAULT_CSS = """
    ProgressLine {
        height: 1; padding: 0; background: $panel; color: $foreground; display: none;
        & > .progress--done { background: $primary 35%; text-style: bold; }
        &:hover { text-style: underline; }
    }
    """

    @dataclass
    class Ended(Message):
        """The work that was followed is done, or was stopped."""

        work: Progress

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.work: Progress | None = None
        """What is followed; None when there is nothing."""
        self._sentence = ""
        self._looks = 0
        self._timer: Timer | None = None

    def follow(self, work: Progress, sentence: str) -> None:
        """Show how far some work is until it ends, instead of what was followed before.

        Args:
            work: The work, begun or about to be.
            sentence: What is being done, marked for translation; may name `{done}` and `{total}`.
        """
        self.work = work
        self._sentence = sentence
        self._looks = 0
        if self._timer is None:
            self._timer = self.set_interval(1 / _LOOKS, self._look)
        self._timer.resume()

    def stop(self) -> bool:
        """Ask the work to stop.

        Returns:
            Whether there was anything to stop.
        """
        if self.work is None or self.work.is_finished or self.work.is_stopped:
            return False
        self.work.stop()
        self.refresh()
        return True

    def on_click(self) -> None:
        self.stop()

    def _look(self) -> None:
        work = self.work
        if work is None or work.is_finished:
            self.display = False
            self.work = None
            if self._timer is not None:
                self._timer.pause()
            if work is not None:
                self.post_message(self.Ended(work))
            return
        self._looks += 1
        if self._looks >= _UNHURRIED:
            self.display = True
            self.refresh()

    def render(self) -> Content:
        """The sentence at the left, how to stop it at the right, what is done in another colour."""
        work = self.work
        if work is None:
            return Content("")
        total = "…" if work.total is None else f"{work.total:,}"
        said = _(self._sentence).format(done=f"{work.done:,}", total=total)
        how = _("stopping …") if work.is_stopped else _("esc or a click stops it")
        fraction = work.fraction
        right = f" {how} " if fraction is None else f" {fraction:.0%} · {how} "
        width = self.size.width
        if sum(cell_widths(said + right)) > width:
            right = "" if fraction is None else f" {fraction:.0%} "
        right_cells = sum(cell_widths(right))
        line = f" {padded(said, max(0, width - right_cells - 1))}{right}"
        ends = accumulate(cell_widths(line))
        filled = sum(1 for end in ends if end <= width * (fraction or 0))
        return Content(line).stylize(self.get_visual_style("progress--done"), 0, filled)
