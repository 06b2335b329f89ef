"""Learn the network that tells which beginning an open end goes on in.

    python -m reader.cleaning.model.train_pairs CORPUS OUTPUT [STEPS]

CORPUS is a folder of texts, one paragraph a line, `.txt` or `.txt.xz`, related paragraphs near each
other. The network that pizhu ships was learned from the Hong Kong Legislative Council Hansard 2012–13,
laws and government reports, and LCTT translations. It needs PyTorch, which pizhu itself does not. The
same texts on one thread give the same bytes.

Paragraphs are cut at random places; each end is to find its own beginning among those of the whole
batch, some of them from the same document or from the true beginnings of paragraphs, and each
beginning its own end (the contrast of van den Oord and others 2018). One reading of a window serves
several cuts, since a recurrent network leaves its state at each character. The window that is read
ahead and the one that is read back are apart by chance: were they the same, to count characters
would be enough to know which end and which beginning belong together.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from reader.cleaning.model.grams import shipped
from reader.cleaning.model.pairs import STEPS, UNKNOWN, normal
from reader.cleaning.model.train import read_text

SHARES = {"hansard": 10, "reports": 4, "lctt": 5, "laws": 5}
"""How many documents of each text a batch holds; any other text counts like `_SHARE`."""
_SHARE = 4
_DOCUMENT = 8
"""So many neighbouring paragraphs count as one document."""
_WINDOW = 64
_APART = (-16, 28)
"""How far the window that is read back may begin after the one that is read ahead."""
_SHORTEST = 80
"""Characters of a paragraph."""
_CUTS = 6
_MARGIN = 6
"""A cut leaves at least so many characters of each window."""
_RARE = 30
"""A character met less often is unknown."""
_EMBEDDED, _STATE, _JOINED = 112, 192, 160
_STEPS = 1500
_RATE = 3e-3
_START_WEIGHT = 6.0
"""A true beginning counts for so many of the other false continuations."""
_LONE = 0.1
"""The share of ends whose beginning is hidden from them."""
_SEED = 20261121


@dataclass(frozen=True)
class Batch:
    """Windows of text with the places at which they are cut."""

    ahead: torch.Tensor
    """Numbers of the characters that are read ahead, (windows, characters)."""
    back: torch.Tensor
    """And of those that are read back."""
    ends: torch.Tensor
    """How many of the first lie before each cut, (windows, cuts), ascending."""
    begins: torch.Tensor
    """And how many of the second."""
    opens: torch.Tensor
    """Whether the second begin where a paragraph begins."""


class Encoder(nn.Module):  # type: ignore[misc]  # PyTorch need not be there
    """Two recurrent readers that meet at a cut."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(characters, _EMBEDDED)
        self.forward_reader = nn.GRU(_EMBEDDED, _STATE)
        self.backward_reader = nn.GRU(_EMBEDDED, _STATE)
        self.tail = nn.Linear(_STATE, _JOINED)
        self.head = nn.Linear(_STATE, _JOINED)
        self.tail_bias = nn.Linear(_STATE, 1)
        self.head_bias = nn.Linear(_STATE, 1)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores of every end with every beginning, and of the true beginnings, last columns."""
        ahead, _ = self.forward_reader(self._embedded(batch.ahead))
        back, _ = self.backward_reader(self._embedded(batch.back).flip(0))
        back = back.flip(0)
        rows = torch.arange(len(batch.ends))[:, None].expand_as(batch.ends)
        ends = ahead[batch.ends - 1, rows].reshape(-1, _STATE)
        begins = back[batch.begins, rows].reshape(-1, _STATE)
        starts = back[0, batch.opens]
        heads = torch.cat([begins, starts])
        scores = self.tail(ends) @ self.head(heads).T / _JOINED**0.5
        return scores, self.tail_bias(ends), self.head_bias(heads).T

    def _embedded(self, windows: torch.Tensor) -> torch.Tensor:
        return functional.dropout(self.embedding(windows.T), 0.1, self.training)


def loss_of(encoder: Encoder, batch: Batch, lone: torch.Tensor) -> torch.Tensor:
    """How surprised the network is of the true continuations."""
    scores, tail_bias, head_bias = encoder(batch)
    scores = scores + tail_bias + head_bias
    count = batch.ends.numel()
    window = torch.arange(count) // _CUTS
    place = torch.arange(count) % _CUTS
    earlier = (window[:, None] == window[None]) & (place[None] < place[:, None])
    scores[:, :count] = scores[:, :count].masked_fill(earlier, -1e4)
    starts = scores[:, count:] + float(np.log(_START_WEIGHT))
    own = torch.arange(count)
    hidden = torch.zeros(count, count, dtype=torch.bool)
    hidden[own[lone], own[lone]] = True
    rivals = scores[:, :count].masked_fill(hidden, -1e4)
    nothing = torch.zeros(count, 1)
    by_tail = functional.cross_entropy(
        torch.cat([rivals, starts, nothing], 1), own.masked_fill(lone, scores.shape[1])
    )
    by_head = functional.cross_entropy(
        torch.cat([scores[:, :count].T, torch.zeros(count, 1)], 1), own
    )
    nobody = functional.softplus(torch.logsumexp(scores[:, count:], 0)).mean()
    return by_tail + by_head + 0.1 * nobody


class Texts:
    """The paragraphs to learn from."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # a seed must repeat
        simplified = shipped().simplified
        self._numbers: dict[str, int] = {}
        counts: Counter[str] = Counter()
        texts: dict[str, list[str]] = {}
        for path in sorted(folder.glob("*.txt*")):
            lines = normal(read_text(path), simplified).split("\n")
            texts[path.name.split(".")[0]] = [line for line in lines if len(line) >= _SHORTEST]
            for line in lines:
                counts.update(line)
        known = sorted(c for c, n in counts.items() if n >= _RARE and "\u0020" < c < "\ufffe")
        self.characters = "".join(known)
        self._numbers = {character: at for at, character in enumerate(self.characters, UNKNOWN + 1)}
        self._texts = texts

    def batch(self) -> Batch:
        """Windows of as many documents as the shares say."""
        ahead, back, ends, begins, opens = [], [], [], [], []
        for name, paragraphs in self._texts.items():
            for _ in range(SHARES.get(name, _SHARE)):
                first = self._random.randrange(len(paragraphs) - _DOCUMENT)
                for paragraph in paragraphs[first : first + _DOCUMENT]:
                    start, other = self._starts(len(paragraph) - _WINDOW)
                    cuts = self._cuts(start, other)
                    ahead.append(self._numbered(paragraph[start : start + _WINDOW]))
                    back.append(self._numbered(paragraph[other : other + _WINDOW]))
                    ends.append([cut - start for cut in cuts])
                    begins.append([cut - other for cut in cuts])
                    opens.append(other == 0)
        return Batch(*map(torch.tensor, (ahead, back, ends, begins, opens)))

    def _starts(self, last: int) -> tuple[int, int]:
        """Where the two windows begin; often where the paragraph begins or where it ends."""
        chance = self._random.random()
        apart = self._random.randint(*_APART)
        if chance < 0.35:
            return min(last, abs(apart) * 16 // 28), 0
        if chance < 0.5:
            return max(0, last - abs(apart)), last
        start = self._random.randint(max(0, -apart), max(0, -apart, last - max(0, apart)))
        return min(start, last), min(max(0, start + apart), last)

    def _cuts(self, start: int, other: int) -> list[int]:
        low, high = max(start + _MARGIN, other), min(start, other - _MARGIN) + _WINDOW
        step = (high - low) / _CUTS
        return [int(low + step * (at + self._random.random())) for at in range(_CUTS)]

    def _numbered(self, text: str) -> list[int]:
        return [
            UNKNOWN if self._random.random() < 0.02 else self._numbers.get(character, UNKNOWN)
            for character in text
        ]


def learned(texts: Texts, steps: int) -> Encoder:
    """A network that was shown so many batches."""
    torch.manual_seed(_SEED)
    encoder = Encoder(len(texts.characters) + UNKNOWN + 1)
    optimizer = torch.optim.AdamW(
        encoder.parameters(), lr=_RATE, weight_decay=0.01, betas=(0.9, 0.98)
    )
    begun = time.monotonic()
    shown = 0.0
    for step in range(steps):
        warm = min(1.0, (step + 1) / 100)
        for group in optimizer.param_groups:
            group["lr"] = _RATE * warm * max(0.02, 1 - step / steps)
        batch = texts.batch()
        lone = torch.rand(batch.ends.numel()) < _LONE
        loss = loss_of(encoder, batch, lone)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimizer.step()
        shown += loss.item()
        if step % 20 == 19:
            print(
                f"{step + 1} of {steps}: {shown / 20:.3f}, {time.monotonic() - begun:.0f} s",
                flush=True,
            )
            shown = 0.0
    return encoder


def packed(encoder: Encoder, characters: str) -> dict[str, npt.NDArray[np.generic]]:
    """The network as `pairs.PairNetwork` reads it."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "characters": np.frombuffer(characters.encode("utf-32-le"), "<u4")
    }
    weights = {name: tensor.numpy() for name, tensor in encoder.state_dict().items()}
    embedding = weights["embedding.weight"].copy()
    embedding[0] = 0
    matrices = {"embedding": embedding}
    for side, reader in (("tail", "forward_reader"), ("head", "backward_reader")):
        matrices[f"{side}.taken"] = weights[f"{reader}.weight_ih_l0"]
        matrices[f"{side}.kept"] = weights[f"{reader}.weight_hh_l0"]
        biases = [weights[f"{reader}.bias_ih_l0"], weights[f"{reader}.bias_hh_l0"]]
        arrays[f"{side}.biases"] = np.stack(biases).astype("<f2")
        even = _JOINED**0.25
        matrices[f"{side}.joined"] = np.concatenate(
            [weights[f"{side}.weight"] / even, weights[f"{side}_bias.weight"]]
        )
        joined = [weights[f"{side}.bias"] / even, weights[f"{side}_bias.bias"]]
        arrays[f"{side}.joined.bias"] = np.concatenate(joined).astype("<f2")
    for name, matrix in matrices.items():
        scale = (np.abs(matrix).max(axis=1) / STEPS).astype("<f2")
        steps = matrix / np.maximum(scale.astype(np.float32), 1e-7)[:, None]
        arrays[name] = np.clip(np.rint(steps), -STEPS, STEPS).astype(np.int8)
        arrays[f"{name}.scale"] = scale
    return arrays


def main(arguments: list[str]) -> None:
    """Learn from the texts of a folder."""
    folder, output, *more = arguments
    torch.set_num_threads(1)
    texts = Texts(Path(folder), _SEED)
    encoder = learned(texts, int(more[0]) if more else _STEPS)
    np.savez(output, **packed(encoder, texts.characters))  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1:])
