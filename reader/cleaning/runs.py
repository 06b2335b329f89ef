"""Cuts a page into runs of blocks and brings each run that a cut paragraph ends to its continuation.

Invariant: every unit stands in exactly one run, and comes out once; only joined units are fused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reader.cleaning.breaks import Breaks
from reader.cleaning.classify import Part
from reader.cleaning.headings import Heading
from reader.cleaning.leads import first_column
from reader.cleaning.lines import Fragment
from reader.cleaning.units import Unit
from reader.text.page import BlockKind


@dataclass(slots=True)
class Run:
    """Units that stay side by side when cut paragraphs are put together."""

    units: list[Unit] = field(default_factory=list)
    opens: bool = False
    """Whether an article begins here …"""
    headed: bool = False
    """… with its headline, not just because the one before has ended."""


@dataclass(slots=True)
class _Progress:
    """What has been read of the article at hand."""

    begun: bool = False
    """Whether anything but captions, which make no article."""
    body: bool = False
    """Whether any of its text."""
    ended: bool = False
    """Whether the byline that closes it."""
    only_list: bool = False
    """Whether nothing but a list, as in a box of facts."""

    def ends_before(self, part: Part, *, broken: bool) -> bool:
        """Whether a block of this part can't be the same article's."""
        if self.ended and part in (Part.PARAGRAPH, Part.LIST_ITEM, Part.HEADING):
            return True
        return broken and self.only_list

    def read(self, part: Part, *, divides: bool) -> None:
        """Take note of one more block."""
        self.begun = self.begun or part is not Part.CAPTION
        if part is Part.BYLINE:
            self.ended = self.body
        elif part is Part.LIST_ITEM:
            self.only_list = self.only_list or not self.body
            self.body = True
        elif part is Part.PARAGRAPH:
            self.body, self.only_list = True, False
        elif part is Part.HEADING and divides:
            self.only_list = False


def cut_runs(
    units: Sequence[Unit],
    parts: Sequence[Part],
    breaks: Breaks,
    headings: Sequence[Heading],
    *,
    whole: bool = False,
) -> list[Run]:
    """Cut the page where an article begins and where a paragraph was cut and moved.

    Args:
        units: The blocks, in the page's order.
        parts: The part of each fragment.
        breaks: The joins.
        headings: The groups of headings.
        whole: The units are one article's.
    """
    opening = {heading.members[0] for heading in headings if heading.heads}
    in_head = {index for heading in headings if heading.heads for index in heading.members}
    goes_on = _read_on(breaks)
    tails, heads = goes_on.keys(), set(goes_on.values())
    runs = [Run(opens=True)]
    progress = _Progress()
    for unit in units:
        first = unit.members[0]
        part = parts[first]
        ends = progress.ends_before(part, broken=first in breaks.missing_start)
        starts = not whole and progress.begun and (first in opening or ends)
        if starts:
            progress = _Progress()
        if (starts or first in heads) and runs[-1].units:
            runs.append(Run())
        runs[-1].opens = runs[-1].opens or starts
        runs[-1].headed = runs[-1].headed or first in opening
        runs[-1].units.append(unit)
        progress.read(part, divides=first not in in_head)
        if unit.members[-1] in tails:
            runs.append(Run())
    return [run for run in runs if run.units]


def linked(fragments: Sequence[Fragment], runs: list[Run], breaks: Breaks) -> list[Run]:
    """Bring each run that a cut paragraph ends to the run that goes on with it.

    Runs that were put together stand where one of them has a headline, else where the last one stood.
    """
    runs, following = _without_circles(fragments, runs, breaks)
    before = {after: at for at, after in following.items()}
    joined = {join.tail: join.head for join in breaks.joins}
    placed: dict[int, Run] = {}
    for at in range(len(runs)):
        if at in following:
            continue
        chain = [at]
        while chain[-1] in before:
            chain.append(before[chain[-1]])
        chain.reverse()
        stands = next((place for place in chain if runs[place].headed), at)
        units = _fused([runs[place] for place in chain], joined)
        placed[stands] = Run(units, runs[stands].opens)
    return [placed[place] for place in sorted(placed)]


def _read_on(breaks: Breaks) -> dict[int, int]:
    """From each paragraph that a break cut to what is read after it, joined or only likely."""
    following = {join.tail: join.head for join in breaks.joins}
    for tail, head in breaks.likely:
        end = head
        while end in following:
            end = following[end]
        if end != tail:
            following[tail] = head
    return following


def _following(runs: Sequence[Run], reading: Mapping[int, int]) -> dict[int, int]:
    """From each run that a cut paragraph ends to the run that begins with the rest of it."""
    by_head = {run.units[0].members[0]: at for at, run in enumerate(runs)}
    found = {}
    for at, run in enumerate(runs):
        head = reading.get(run.units[-1].members[-1], -1)
        if head in by_head:
            found[at] = by_head[head]
    return found


def _without_circles(
    fragments: Sequence[Fragment], runs: list[Run], breaks: Breaks
) -> tuple[list[Run], dict[int, int]]:
    """Undo every circle in which runs go on, and say from which run to which they go on then.

    What is only likely gives way. Where all are joined, a run is cut: there a column begins that no
    join betrays.
    """
    reading = _read_on(breaks)
    joined = {join.tail for join in breaks.joins}
    cuts: dict[int, int] = {}
    for circle in _circles(_following(runs, reading)):
        tails = [runs[place].units[-1].members[-1] for place in circle]
        if not joined.issuperset(tails):
            for tail in set(tails) - joined:
                del reading[tail]
            continue
        longer = next(place for place in circle if len(runs[place].units) > 1)
        firsts = [unit.members[0] for unit in runs[longer].units]
        title = _headline_above(fragments, runs[: longer + 1])
        cuts[longer] = first_column(fragments, firsts, title)
    parted: list[Run] = []
    for place, run in enumerate(runs):
        cut = cuts.get(place, len(run.units))
        parted.append(Run(run.units[:cut], run.opens, run.headed))
        if cut < len(run.units):
            parted.append(Run(run.units[cut:]))
    return parted, _following(parted, reading)


def _circles(following: Mapping[int, int]) -> list[list[int]]:
    """The circles in which runs go on, each from some run on."""
    settled: set[int] = set()
    circles = []
    for start in following:
        path: dict[int, None] = {}
        at = start
        while at in following and at not in settled and at not in path:
            path[at] = None
            at = following[at]
        if at in path:
            circle = [at]
            while following[circle[-1]] != at:
                circle.append(following[circle[-1]])
            circles.append(circle)
        settled.update(path)
    return circles


def _headline_above(fragments: Sequence[Fragment], runs: Sequence[Run]) -> str:
    """The headline of the article that the last of the runs stands in, as far as the page says."""
    for run in reversed(runs):
        headlines = [unit for unit in run.units if unit.kind is BlockKind.HEADLINE]
        if headlines or run.opens:
            return "".join(fragments[unit.members[0]].text for unit in headlines)
    return ""


def _fused(runs: Sequence[Run], joined: Mapping[int, int]) -> list[Unit]:
    units: list[Unit] = []
    for run in runs:
        first = run.units[0]
        if units and joined.get(units[-1].members[-1]) == first.members[0]:
            units[-1] = Unit(units[-1].members + first.members, units[-1].kind)
            units += run.units[1:]
        else:
            units += run.units
    return units
