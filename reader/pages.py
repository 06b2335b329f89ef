"""Pages as a reviewer left them: what the cleaner made, with the reviewer's corrections.

Invariant: a correction changes which characters stand where, never a character, and annotations lie
on the characters; so nothing here has to move an annotation.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotations.corrections import Correction, CorrectionKind, adopted, not_shared
from annotations.errors import CorrectionError
from annotations.model import Clock, now
from annotations.span import picked
from annotations.store import Layer
from reader.cleaning.correcting import Corrector
from reader.cleaning.corrections import Corrected, apply, fits
from reader.cleaning.decisions import Decision, decisions
from reader.cleaning.offers import offered
from reader.config import SURE
from reader.text.page import Page
from reader.workspace import Workspace

_SHOWN = 8


class Pages:
    """The pages of a workspace, with one reviewer's corrections."""

    def __init__(
        self, workspace: Workspace, layer: Layer, *, sure: float = SURE, clock: Clock = now
    ) -> None:
        """
        Args:
            workspace: The texts.
            layer: The reviewer's.
            sure: The least confidence at which a join is made; others are offered.
            clock: Tells the time at which corrections are made.
        """
        self._workspace = workspace
        self._layer = layer
        self._sure = sure
        self._clock = clock
        self._offered: dict[str, Page] = {}
        self._corrected: dict[str, tuple[tuple[Correction, ...], Corrected]] = {}

    def of(self, path: str) -> Page:
        """The page of a text.

        Raises:
            SourceError: The text can't be read.
        """
        return self._of(path).page

    def again(self, page: Page) -> Page:
        """The same page with the corrections of this moment."""
        return self.of(page.source.path)

    def unfit(self, page: Page) -> tuple[Correction, ...]:
        """The corrections that no longer fit: they are shown, never done in silence."""
        return self._of(page.source.path).unfit

    def _of(self, path: str) -> Corrected:
        page = self._offered.get(path)
        if page is None:
            page = self._offered[path] = offered(self._workspace.page(path), self._sure)
        corrections = tuple(self._layer.corrections_of(page.source.sha256))
        known = self._corrected.get(path)
        if known is None or known[0] != corrections:
            known = self._corrected[path] = (corrections, apply(page, corrections))
        return known[1]

    def decisions(self, page: Page) -> list[Decision]:
        """Every decision about a page, the most doubtful first."""
        return decisions(page, self._layer.corrections_of(page.source.sha256))

    def corrector(self, page: Page) -> Corrector:
        """Makes corrections of what the reviewer points at on a page."""
        return Corrector(page, self._layer.creator, self._clock)

    def correct(self, page: Page, correction: Correction) -> Page:
        """Say something against the cleaning, as one undoable step.

        Returns:
            The page as it is then.

        Raises:
            CorrectionError: It can't be done to the page.
            LayerError: It can't be saved; nothing has changed then.
        """
        if not fits(page, correction):
            raise CorrectionError("This can't be done here.")
        self._layer.correct(correction, said=described(correction, page.source.raw))
        return self.again(page)

    def of_others(self, page: Page) -> list[Correction]:
        """What other reviewers said against the cleaning of this page, and this one did not.

        Raises:
            LayerError: A layer can't be read.
        """
        mine = self._layer.corrections_of(page.source.sha256)
        found: list[Correction] = []
        for path in self._workspace.layer_files():
            if path == self._layer.path:
                continue
            with Layer.open(path, creator=path.stem, writing=False) as layer:
                theirs = layer.corrections_of(page.source.sha256)
            found += not_shared(theirs, [*mine, *found])
        return found

    def adopt(self, page: Page, corrections: Sequence[Correction]) -> Page:
        """Say what other reviewers said, in one undoable step; see `correct`."""
        copies = [adopted(each, self._layer.creator, self._clock) for each in corrections]
        who = ", ".join(dict.fromkeys(each.creator for each in corrections))
        self._layer.correct(*copies, said=f"adopt {len(copies)} of {who}")
        return self.again(page)


def described(correction: Correction, raw: str) -> str:
    """What a correction says, in a few words."""
    text = " ".join(picked(raw, correction.raw).split())
    about = f"「{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}」"
    match correction.kind:
        case CorrectionKind.JOIN:
            before = " ".join(picked(raw, correction.onto).split())
            return f"join 「…{before[-_SHOWN:]}」 and {about}"
        case CorrectionKind.SPLIT:
            return f"cut before {about}"
        case CorrectionKind.KEEP:
            return f"put back {about}"
        case CorrectionKind.DROP:
            return f"drop {about}"
        case CorrectionKind.KIND:
            return f"call {about} a {correction.value.replace('_', ' ')}"
        case CorrectionKind.MOVE:
            return f"move {about}"
        case CorrectionKind.ACCEPT:
            return f"accept {about}"
