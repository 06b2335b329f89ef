"""How well annotations find their places in an edited source.

    python benchmarks/anchoring.py [ROUNDS]

The pages are the seeds, and two that are made from them with much repetition. Annotations are made on
their cleaned articles; the raw text is then edited while every character is followed, so that the
truth is known. An annotation is *gone* when fewer than half of its characters were left in. Of those
that are not, printed is how many were placed; of all, how many were placed *wrong*, where no more
than half of its remaining characters are, and how many a reviewer finds by one key: placed, or
orphaned with the true place among the candidates.

Everything is drawn from numbered seeds, so two runs print the same.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from annotations.anchoring import alike
from annotations.model import Annotation, Status, new_annotation
from annotations.reanchoring import Placed, reanchor
from annotations.selectors import quoted
from annotations.span import Span
from reader.cleaning import clean
from reader.text.page import Page
from reader.text.source import Source, load

SEEDS = Path(__file__).parent.parent / "seeds"
LENGTHS = {"long": (10, 60), "short": (2, 4)}
EACH = 60
"""Annotations of one length on one page in one round."""
RATES = (0.02, 0.06)

Letter = tuple[str, int]
"""A character and its offset in the old raw text, or -1 when it is new."""
Edit = Callable[[list[Letter], Random, float], list[Letter]]


@dataclass(frozen=True)
class Tally:
    """What came of the annotations of one case."""

    outcomes: Counter[str]

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.outcomes + other.outcomes)

    def share(self, outcome: str, of: str = "all") -> float:
        """A percentage of those annotations that `of` counts."""
        return 100 * self.outcomes[outcome] / max(1, self.outcomes[of])


# The pages.


def pages() -> list[Page]:
    """The seeds, a page of their sentences where many stand twice, and a page of market reports."""
    loaded = [clean(load(str(path))) for path in sorted(SEEDS.glob("*.txt"))]
    rng = Random(1)  # noqa: S311 - drawn alike every time
    sentences = [s for page in loaded for s in _sentences(page)]
    paragraphs = []
    for number in range(30):
        chosen = [rng.choice(sentences) for _ in range(rng.randint(2, 5))]
        paragraphs.append(f"第{number + 1}點，" + "".join(chosen))
    return [*loaded, _page("repeated", paragraphs), _page("market", _market(rng))]


def _sentences(page: Page) -> list[str]:
    whole = "\n".join(article.text for article in page.articles)
    cut = whole.replace("。", "。\n").splitlines()
    return [line.strip() for line in cut if line.endswith("。") and 15 <= len(line) <= 90]


def _market(rng: Random) -> list[str]:
    names = ("騰訊", "港交所", "商湯", "滙豐", "友邦", "美團", "小米", "中移動", "建行", "平安")
    moves = ("升", "跌", "高開後回落，收市升", "低開後反彈，收市跌")
    lines = []
    for _ in range(24):
        name, other = rng.sample(names, 2)
        lines.append(
            f"{name}（{rng.randint(1, 9999):05d}）{rng.choice(moves)}{rng.randint(1, 99) / 10}%，"
            f"報{rng.randint(10, 9999) / 10}元，成交額{rng.randint(2, 300)}億元，表現較{other}為佳。"
            f"分析員認為，{name}的業績符合市場預期，料{other}下周公布業績前後仍會波動。"
        )
    return lines


def _page(name: str, paragraphs: Sequence[str]) -> Page:
    raw = "\n\n".join(paragraphs) + "\n"
    return clean(Source(name, hashlib.sha256(raw.encode()).hexdigest(), "utf-8", raw))


def annotated(page: Page, rng: Random, shortest: int, longest: int) -> list[Annotation]:
    """Annotations of stretches drawn from a page's articles, none beginning or ending in a space."""
    articles = [article for article in page.articles if len(article.text) > 2 * longest]
    made: list[Annotation] = []
    while len(made) < EACH:
        article = rng.choices(articles, [len(article.text) for article in articles])[0]
        length = rng.randint(shortest, longest)
        start = rng.randrange(len(article.text) - length)
        position = Span(start, start + length)
        chosen = article.text[start : start + length]
        if chosen != chosen.strip() or not any(map(str.isalnum, chosen)):
            continue
        made.append(
            new_annotation(
                source=page.source.sha256,
                article=article.id,
                title=article.title,
                raw=article.offsets.to_source(position),
                quote=quoted(article.text, position),
                position=position,
                creator="benchmark",
            )
        )
    return made


# The edits.


def scattered(letters: list[Letter], rng: Random, rate: float) -> list[Letter]:
    """Characters replaced, put in and taken out, here and there."""
    return _edited(letters, rng, lambda _: rng.random() < rate)


def clustered(letters: list[Letter], rng: Random, rate: float) -> list[Letter]:
    """The same in bursts of 8 to 24 characters, every second of which is touched."""
    touched: set[int] = set()
    while len(touched) < rate * len(letters):
        start = rng.randrange(len(letters))
        touched |= {at for at in range(start, start + rng.randint(8, 24)) if rng.random() < 0.5}
    return _edited(letters, rng, touched.__contains__)


def _edited(letters: list[Letter], rng: Random, is_touched: Callable[[int], bool]) -> list[Letter]:
    edited: list[Letter] = []
    for at, letter in enumerate(letters):
        if letter[0].isspace() or not is_touched(at):
            edited.append(letter)
            continue
        # The same character again could not be told from the one that was there.
        beside = {character for character, _ in letters[max(0, at - 1) : at + 2]}
        while (drawn := rng.choice(letters)[0]).isspace() or drawn in beside:
            pass
        edited += rng.choice(([], [(drawn, -1)], [letter, (drawn, -1)]))
    return edited


def rewritten(letters: list[Letter], rng: Random, rate: float) -> list[Letter]:
    """Whole sentences in the place of others that are not like them.

    What the two have in common at their ends counts as left in: nobody could tell it from that.
    """
    text = "".join(character for character, _ in letters)
    ends = [0] + [at + 1 for at, character in enumerate(text) if character in "。\n"]
    sentences = [Span(a, b) for a, b in pairwise(ends) if b - a >= 10]
    rng.shuffle(sentences)
    chosen: list[Span] = []
    while sum(map(len, chosen)) < rate * len(letters):
        chosen.append(sentences.pop())
    gone = {text[span.start : span.end] for span in chosen}
    pool = [other for span in sentences if (other := text[span.start : span.end]) not in gone]
    for span in sorted(chosen, reverse=True):
        there = text[span.start : span.end]
        while alike(there, other := rng.choice(pool)) > _UNLIKE:
            pass
        most = min(len(there), len(other))
        head = next((n for n in range(most) if there[n] != other[n]), most)
        tail = next((n for n in range(most - head) if there[-1 - n] != other[-1 - n]), most - head)
        middle = [(character, -1) for character in other[head : len(other) - tail]]
        letters = [*letters[: span.start + head], *middle, *letters[span.end - tail :]]
    return letters


_UNLIKE = 0.4
"""The greatest likeness of two sentences of which one can be said to replace the other."""


def fetched_again(letters: list[Letter], rng: Random, rate: float) -> list[Letter]:
    """Other boilerplate above, below and between the paragraphs, other line ends, and edits."""
    flowed: list[Letter] = []
    width = rng.randint(24, 60)
    column = 0
    for letter in scattered(letters, rng, rate):
        column = 0 if letter[0] == "\n" else column + 1
        flowed.append(letter)
        if column == width:
            flowed.append(("\n", -1))
            column = 0
        if letter[0] == "\n" and rng.random() < 0.1:
            flowed += _new(rng.choice(_FURNITURE))
    above = "".join(rng.choice(_FURNITURE) for _ in range(rng.randint(2, 8)))
    below = "".join(rng.choice(_FURNITURE) for _ in range(rng.randint(2, 12)))
    return [*_new(above), *flowed, *_new(below)]


_FURNITURE = (
    "首頁 | 新聞 | 財經 | 創科 | 副刊\n",
    "版權所有 不得轉載\n",
    "相關文章：大灣區創新科技發展論壇在港舉行\n",
    "熱門：香港　深圳　科技　合作區　人工智能\n",
    "分享至 Facebook Twitter WhatsApp\n",
    "更多相片\n",
    "編輯推介：河套合作區第二期工程下月動工，料帶來逾萬職位\n",
    "訂閱電子報，每日接收最新消息\n",
    "【下一篇】專家：香港應把握科研產業化的機遇\n",
)


def _new(text: str) -> list[Letter]:
    return [(character, -1) for character in text]


def paragraphs_moved(letters: list[Letter], rng: Random, rate: float) -> list[Letter]:
    """Every paragraph somewhere else, and edits."""
    lines = _lines(letters)
    rng.shuffle(lines)
    return scattered([letter for line in lines for letter in line], rng, rate)


def columns_moved(letters: list[Letter], rng: Random, rate: float) -> list[Letter]:
    """The text in columns that end anywhere, in another order, and edits."""
    columns: list[list[Letter]] = []
    at = 0
    while at < len(letters):
        height = rng.randint(200, 700)
        columns.append([*letters[at : at + height], ("\n", -1)])
        at += height
    rng.shuffle(columns)
    return scattered([letter for column in columns for letter in column], rng, rate)


def _lines(letters: list[Letter]) -> list[list[Letter]]:
    lines: list[list[Letter]] = [[]]
    for letter in letters:
        lines[-1].append(letter)
        if letter[0] == "\n":
            lines.append([])
    return lines


EDITS: dict[str, Edit] = {
    "scattered edits": scattered,
    "clustered edits": clustered,
    "sentences rewritten": rewritten,
    "fetched again": fetched_again,
    "paragraphs moved": paragraphs_moved,
    "columns moved": columns_moved,
}


# The count.


def followed(raw: str, letters: Sequence[Letter]) -> dict[int, set[int]]:
    """Where each old raw character that was left in is now.

    A line that stands several times is one line: whichever of its copies holds the character's
    counterpart will do, since nobody could tell them apart.
    """
    now = {old: at for at, (_, old) in enumerate(letters) if old >= 0}
    copies: dict[str, list[int]] = {}
    at = 0
    for line in raw.splitlines(keepends=True):
        copies.setdefault(line.strip(), []).append(at + len(line) - len(line.lstrip()))
        at += len(line)
    went = {old: {place} for old, place in now.items()}
    for line, starts in copies.items():
        if len(starts) > 1:
            for within in range(len(line)):
                places = {now[start + within] for start in starts if start + within in now}
                went |= {start + within: places for start in starts if start + within in now}
    return went


def outcome(placed: Placed, raw: str, went: dict[int, set[int]]) -> Counter[str]:
    """How one annotation of a raw text fared; `went` says where each of its characters is now."""
    marked = [
        at
        for span in placed.before.raw
        for at in range(span.start, span.end)
        if not raw[at].isspace()
    ]
    truth = [went[at] for at in marked if at in went]
    is_left = 2 * len(truth) >= len(marked)
    counted = Counter({"all": 1, "left": int(is_left), placed.status.value: 1})

    def is_right(spans: Sequence[Span]) -> bool:
        here = {at for span in spans for at in range(span.start, span.end)}
        return 2 * sum(not here.isdisjoint(places) for places in truth) > len(truth)

    if placed.status is not Status.ORPHAN:
        right = is_right(placed.annotation.raw)
        counted["right" if right else "wrong"] += 1
        counted["placed"] += int(is_left and right)
        counted["found"] += int(is_left and right)
    else:
        counted["found"] += int(is_left and any(is_right(each.raw) for each in placed.candidates))
    return counted


def measured(
    page: Page, edit: Edit, rate: float, length: str, number: int, *, is_kept: bool = True
) -> Tally:
    """Annotate a page, edit it and place the annotations.

    Args:
        page: The page to annotate.
        edit: How its raw text is edited.
        rate: How much of it, from 0 to 1.
        length: A name in `LENGTHS`.
        number: The round; another one draws other annotations and other edits.
        is_kept: Whether the old raw text is there to compare with.
    """
    rng = Random(f"{page.source.name} {edit.__name__} {rate} {length} {number}")  # noqa: S311
    wanted = annotated(page, rng, *LENGTHS[length])
    raw = page.source.raw
    letters = edit([(character, at) for at, character in enumerate(raw)], rng, rate)
    new_raw = "".join(character for character, _ in letters)
    went = followed(raw, letters)
    total: Counter[str] = Counter()
    for placed in reanchor(wanted, raw if is_kept else None, new_raw, "f" * 64):
        total += outcome(placed, raw, went)
    return Tally(total)


def main() -> None:
    """Print a table for texts whose old version was kept, and one for those where it is lost."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    texts = pages()
    began = time.perf_counter()
    for is_kept in (True, False):
        print("With the old text" if is_kept else "\nBy quote, prefix and suffix alone")
        print(f"{'':36}{'n':>6}{'gone':>7}{'placed':>9}{'wrong':>9}{'one key':>9}")
        for rate in RATES:
            for length in LENGTHS:
                whole = Tally(Counter())
                for name, edit in EDITS.items():
                    tally = Tally(Counter())
                    for page in texts:
                        for number in range(rounds):
                            tally += measured(page, edit, rate, length, number, is_kept=is_kept)
                    _print(f"{rate:.0%} {length:6}{name}", tally)
                    whole += tally
                _print(f"{rate:.0%} {length:6}all", whole)
    print(f"\n{time.perf_counter() - began:.0f} s")


def _print(name: str, tally: Tally) -> None:
    counts = tally.outcomes
    gone = 100 - tally.share("left")
    print(
        f"{name:36}{counts['all']:>6}{gone:>6.1f}%{tally.share('placed', 'left'):>8.2f}%"
        f"{tally.share('wrong'):>8.2f}%{tally.share('found', 'left'):>8.2f}%"
    )


if __name__ == "__main__":
    main()
