"""Learn how far each thing that speaks for a pair of fragments is to be trusted.

    python -m reader.cleaning.model.train_judge CORPUS PAGES… OUTPUT

CORPUS is a folder of texts, `.txt` or `.txt.xz`, one paragraph a line, related paragraphs near each
other; `library.TEXTS` names those that are used. Each PAGES is a folder with texts in `pages/`, or in
`seeds/`, and in `gold/` what they hold, by lines (see `library`). Options set how much is learned.

The weights that pizhu ships were learned from the Hong Kong Legislative Council Hansard 2012–13, laws
and government reports, LCTT translations, and newspaper pages made from whole articles with gold known
by construction; and from the articles of news pages on the web, and one of pizhu's seed documents. Laws
count only in the statistics and in the network whose word is weighed here.

Most pages are made anew of the articles (see `made_pages`). Of pages in `pages/` that are named by a
number, the even ones are learned from, as they stand too, and the odd ones are left to measure with:
no page is made of an article that stands on one of them. Pages by other names only lend their
articles. Pages in `seeds/` are learned from as they stand, and lend none.

The second network learns to weigh a made page's pairs beside their rivals by what a first one says
that was not taught that page; so each half of the pages has its own first network, and what is written
is the mean of the two.

It needs PyTorch, which pizhu itself does not. The same texts on one thread give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reader.cleaning.breaks import open_ends
from reader.cleaning.candidates import Candidates
from reader.cleaning.model.grams import shipped
from reader.cleaning.model.judge import beside_rivals
from reader.cleaning.model.library import Library
from reader.cleaning.model.made_pages import KnownPage

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

_DRAWS, _PAGES_A_DRAW = 5, 700
_EPOCHS, _EPOCHS_BESIDE = 14, 12
_HIDDEN, _HIDDEN_BESIDE = 20, 8
_RATE, _RATE_BESIDE = 3e-3, 5e-3
_DECAY, _DECAY_BESIDE = 0.01, 1e-4
_DROPPED = 0.1
_AS_PRINTED, _OF_SEEDS = 2, 50
"""For how many made pages a page as it stands counts, and, twice over, a seed: both are few."""
_BATCH = 4
"""Pages."""
_RARE = -3.0
"""Most pairs do not belong together."""
_SEED = 0


@dataclass(frozen=True)
class Learned:
    """One network."""

    taken: Floats
    bias: Floats
    out: Floats
    rest: np.float32

    def scores(self, features: Floats) -> Floats:
        """What it makes of each pair, in nats."""
        hidden = np.tanh(features @ self.taken + self.bias)
        return np.asarray(hidden @ self.out + self.rest, np.float32)

    def named(self, name: str) -> dict[str, Floats]:
        """Its arrays as `judge.Judge` reads them."""
        return {
            f"{name}.in": self.taken,
            f"{name}.bias": self.bias,
            f"{name}.out": self.out,
            f"{name}.rest": np.asarray(self.rest, np.float32),
        }


@dataclass(frozen=True)
class Pairs:
    """The pairs of a page that come into question."""

    evidence: Floats
    tails: Integers
    heads: Integers
    true: Floats
    """1 for each that belongs together, else 0."""


def pairs_of(page: KnownPage) -> Pairs | None:
    """The pairs of a page; None where nothing breaks off or nothing could go on."""
    ends = open_ends(page.fragments, page.parts)
    if not ends:
        return None
    candidates = Candidates(page.fragments, page.parts, ends, shipped())
    tails, heads = candidates.tails, candidates.heads
    if not len(tails):
        return None
    index = candidates.paragraphs
    true = [
        (index[tail], index[head]) in page.joins for tail, head in zip(tails, heads, strict=True)
    ]
    return Pairs(candidates.evidence, tails, heads, np.array(true, np.float32))


def learned(
    features: Sequence[Floats],
    truth: Sequence[Floats],
    hidden: int,
    epochs: int,
    *,
    rate: float = _RATE,
    decay: float = _DECAY,
    dropped: float = 0.0,
) -> Learned:
    """A network that was shown each page so many times."""
    import torch
    from torch import nn

    torch.manual_seed(_SEED)
    every = np.concatenate(features)
    middle, spread = every.mean(0), every.std(0) + 1e-2
    shown = [torch.from_numpy(((page - middle) / spread).astype(np.float32)) for page in features]
    wanted = [torch.from_numpy(page) for page in truth]
    inner, outer = nn.Linear(every.shape[1], hidden), nn.Linear(hidden, 1)
    with torch.no_grad():
        outer.bias.fill_(_RARE)
    optimizer = torch.optim.AdamW(
        [*inner.parameters(), *outer.parameters()], lr=rate, weight_decay=decay
    )
    order = np.random.default_rng(_SEED)
    steps, step = epochs * (len(shown) // _BATCH), 0
    for _ in range(epochs):
        shuffled = order.permutation(len(shown))
        for first in range(0, len(shown) - _BATCH + 1, _BATCH):
            batch = shuffled[first : first + _BATCH]
            x, y = torch.cat([shown[at] for at in batch]), torch.cat([wanted[at] for at in batch])
            for group in optimizer.param_groups:
                group["lr"] = rate * (1 - step / steps)
            step += 1
            if dropped:
                x = nn.functional.dropout(x, dropped) * (1 - dropped)
            values = outer(torch.tanh(inner(x)))[:, 0]
            losses = nn.functional.binary_cross_entropy_with_logits(values, y, reduction="none")
            loss = losses.sum() / y.sum().clamp(min=1)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    taken = (inner.weight.detach().numpy() / spread).T
    bias = inner.bias.detach().numpy() - middle @ taken
    return Learned(
        taken.astype(np.float32),
        bias.astype(np.float32),
        outer.weight.detach().numpy()[0],
        np.float32(outer.bias.item()),
    )


def judges(pages: Sequence[Pairs], epochs: int, epochs_beside: int) -> tuple[Learned, Learned]:
    """The network that weighs each pair by itself, and the one that weighs it beside its rivals."""
    halves = []
    for half in (0, 1):
        others = [page for at, page in enumerate(pages) if at % 2 != half]
        evidence, truth = [page.evidence for page in others], [page.true for page in others]
        halves.append(learned(evidence, truth, _HIDDEN, epochs, dropped=_DROPPED))
    beside = [
        beside_rivals(halves[at % 2].scores(page.evidence), page.evidence, page.tails, page.heads)
        for at, page in enumerate(pages)
    ]
    second = learned(
        beside,
        [page.true for page in pages],
        _HIDDEN_BESIDE,
        epochs_beside,
        rate=_RATE_BESIDE,
        decay=_DECAY_BESIDE,
    )
    first = Learned(
        np.concatenate([half.taken for half in halves], 1),
        np.concatenate([half.bias for half in halves]),
        np.concatenate([half.out / 2 for half in halves]),
        np.float32(np.mean([half.rest for half in halves])),
    )
    return first, second


def main(arguments: list[str]) -> None:
    """Learn from the texts and pages of folders."""
    parser = argparse.ArgumentParser(prog="train_judge")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("output", type=Path)
    parser.add_argument("--draws", type=int, default=_DRAWS)
    parser.add_argument("--pages-a-draw", type=int, default=_PAGES_A_DRAW)
    parser.add_argument("--as-printed", type=int, default=_AS_PRINTED)
    parser.add_argument("--of-seeds", type=int, default=_OF_SEEDS)
    parser.add_argument("--epochs", type=int, default=_EPOCHS)
    parser.add_argument("--epochs-beside", type=int, default=_EPOCHS_BESIDE)
    chosen = parser.parse_args(arguments)
    import torch

    torch.set_num_threads(1)
    library = Library(chosen.corpus, chosen.pages)
    made: list[KnownPage] = []
    for draw in range(1, chosen.draws + 1):
        made += library.made(draw, chosen.pages_a_draw)
    pages = [pairs for page in made if (pairs := pairs_of(page))]
    for known, times in (
        (library.printed, chosen.as_printed),
        (library.seeds, 2 * chosen.of_seeds),
    ):
        pages += [pairs for page in known if (pairs := pairs_of(page))] * times
    first, second = judges(pages, chosen.epochs, chosen.epochs_beside)
    np.savez(chosen.output, **first.named("pair"), **second.named("rivals"))  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1:])
