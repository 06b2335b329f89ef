"""Pages as a reviewer left them: what the cleaner made, with the reviewer's corrections.

Invariant: a correction changes which characters stand where, never a character, and annotations lie
on the characters; so nothing here has to move an annotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.corrections import Correction, CorrectionKind, adopted, not_shared
from annotations.errors import CorrectionError
from annotations.foreign import by_system
from annotations.model import Clock, now
from annotations.span import Span, picked
from annotations.store import Layer
from reader.config import SURE
from reader.errors import SourceError
from reader.names import name_of, said_name_of
from reader.recent import Recent
from reader.text.page import Page
from reader.text.source import Source
from reader.wording import Said, _, spoken
from reader.workspace import Workspace, weight_of

if TYPE_CHECKING:
    from reader.cleaning.correcting import Corrector
    from reader.cleaning.corrections import Corrected
    from reader.cleaning.decisions import Decision

_SHOWN = 8
_KEPT = 12_000_000
"""Characters of corrected pages that are kept for when they are asked for again."""


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
        self.sure = sure
        """The least confidence at which a join is made."""
        self._clock = clock
        # By the text's hash: a page is that of a text as it was read, whatever its file holds since.
        self._known: Recent[tuple[str, bool], tuple[tuple[Correction, ...], Corrected]] = Recent(
            _KEPT
        )

    def of(self, path: str) -> Page:
        """The page of a text.

        Raises:
            SourceError: The text can't be read.
        """
        page = self._workspace.page(path)
        return self._of(page.source, page).page

    def again(self, page: Page, *, with_offers: bool = False) -> Page:
        """The same page with the corrections of this moment.

        Args:
            page: The page.
            with_offers: Whether the joins that are only offered come with it; to find them takes
                longer than to clean the page.
        """
        return self._of(page.source, with_offers=with_offers).page

    def unfit(self, page: Page) -> tuple[Correction, ...]:
        """The corrections that no longer fit: they are shown, never done in silence."""
        return self._of(page.source, with_offers=True).unfit

    def _of(
        self, source: Source, page: Page | None = None, *, with_offers: bool = False
    ) -> Corrected:
        corrections = tuple(self._layer.corrections_of(source.sha256))
        key = source.sha256, with_offers
        known = self._known.get(key)
        # The same text under another name is another page: it says which name it was read by.
        if known is None or known[0] != corrections or known[1].page.source.path != source.path:
            page = page or self._workspace.page_of(source)
            corrected = self._corrected(page, corrections, with_offers=with_offers)
            known = corrections, corrected
            self._known.put(key, known, weight_of(page))
        return known[1]

    def _corrected(
        self, page: Page, corrections: tuple[Correction, ...], *, with_offers: bool
    ) -> Corrected:
        from reader.cleaning.corrections import Corrected, apply

        # What is offered instead of made is another page; what is offered besides is not.
        if with_offers or corrections or least_sure(page) < self.sure:
            from reader.cleaning.offers import offered

            page = offered(page, self.sure)
        return apply(page, corrections) if corrections else Corrected(page)

    def decisions(self, page: Page) -> list[Decision]:
        """Every decision about a page (one with its offers), the most doubtful first."""
        from reader.cleaning.decisions import decisions

        return decisions(page, self._layer.corrections_of(page.source.sha256))

    def corrector(self, page: Page) -> Corrector:
        """Makes corrections of what the reviewer points at on a page."""
        from reader.cleaning.correcting import Corrector

        return Corrector(page, self._layer.creator, self._clock)

    def correct(self, page: Page, correction: Correction) -> Page:
        """Say something against the cleaning, as one undoable step.

        Returns:
            The page as it is then.

        Raises:
            CorrectionError: It can't be done to the page.
            LayerError: It can't be saved; nothing has changed then.
            SourceError: The text itself can't be kept beside it; nothing has changed then.
        """
        from reader.cleaning.corrections import fits

        if not fits(page, correction):
            raise CorrectionError(_("This can't be done here."))
        self._keep(page)
        self._layer.correct(correction, said=described(correction, page.source.raw))
        return self.again(page, with_offers=True)

    def _keep(self, page: Page) -> None:
        """Keep the raw text that is corrected, to find the places again in a later version of it."""
        try:
            self._workspace.keep_source(page.source)
        except OSError as error:
            raise SourceError(
                page.source.path,
                _("its text can't be kept in {folder} ({why}).").format(
                    folder=self._workspace.folder, why=by_system(error)
                ),
            ) from None

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
        self._keep(page)
        who = ", ".join(dict.fromkeys(each.creator for each in corrections))
        self._layer.correct(
            *copies, said=Said("adopt {count} of {who}", count=len(copies), who=who)
        )
        return self.again(page, with_offers=True)


def least_sure(page: Page) -> float:
    """The confidence of the most doubtful join on a page."""
    confidences = (
        join.confidence
        for article in page.articles
        for block in article.blocks
        for join in block.joins
    )
    return min(confidences, default=1.0)


def described(correction: Correction, raw: str) -> str:
    """What a correction says, in a few words."""
    text = " ".join(picked(raw, correction.raw).split())
    about = f"「{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}」"
    match correction.kind:
        case CorrectionKind.JOIN:
            before = " ".join(picked(raw, correction.onto).split())
            onto = f"「…{before[-_SHOWN:]}」"
            return Said("join {onto} and {quote}", onto=onto, quote=about)
        case CorrectionKind.SPLIT:
            return Said("cut before {quote}", quote=about)
        case CorrectionKind.KEEP:
            return Said("put back {quote}", quote=about)
        case CorrectionKind.DROP:
            return Said("drop {quote}", quote=about)
        case CorrectionKind.KIND:
            kind = said_name_of(correction.value)
            return Said("call {quote} a {kind}", quote=about, kind=kind)
        case CorrectionKind.MOVE:
            return Said("move {quote}", quote=about)
        case CorrectionKind.ACCEPT:
            return Said("accept {quote}", quote=about)


def break_shown(raw: str, onto: Sequence[Span], after: Sequence[Span]) -> str:
    """The two sides of a break, in brief."""
    before = " ".join(picked(raw, onto).split())[-_SHOWN:]
    behind = " ".join(picked(raw, after).split())[:_SHOWN]
    return f"…{before}│{behind}…"


def decision_shown(decision: Decision, raw: str) -> str:
    """A decision on one line, in the reader's language."""
    sure = "  ✓" if decision.accepted else f"{decision.confidence:4.0%}"
    if decision.of and decision.kind in ("join", "offer"):
        text = break_shown(raw, decision.of, decision.raw)
    else:
        text = f"{' '.join(picked(raw, decision.raw).split())[:_SHOWN]}…"
    return f"{sure}  {name_of(decision.kind)}  {text}  {spoken(decision.reason)}"
