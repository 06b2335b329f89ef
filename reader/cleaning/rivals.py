"""Compares each of many pairs with the other pairs that want the same end or the same beginning.

Invariant: what is found for a pair depends on the pairs of its own group alone.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]


def lead(values: Floats, groups: Integers, alone: float) -> Floats:
    """How far each value is above the best other one of its group.

    Args:
        values: One a pair.
        groups: The group of each pair, numbered from 0.
        alone: What the best other one is taken to be where there is none, and at least is.
    """
    order = np.lexsort((values, groups))
    sorted_values, sorted_groups = values[order], groups[order]
    top = np.append(sorted_groups[1:] != sorted_groups[:-1], True)
    best, second = np.full((2, int(groups.max()) + 1), alone, np.float32)
    np.maximum.at(best, sorted_groups[top], sorted_values[top])
    np.maximum.at(second, sorted_groups[~top], sorted_values[~top])
    first = np.empty(len(values), bool)
    first[order] = top
    return values - np.where(first, second[groups], best[groups])


def share(values: Floats, groups: Integers) -> Floats:
    """The logarithm of each pair's share of its group, where none of them has the value 0."""
    most = np.zeros(int(groups.max()) + 1, np.float32)
    np.maximum.at(most, groups, values)
    weights = np.bincount(groups, np.exp(values - most[groups])) + np.exp(-most)
    shares: Floats = values - most[groups] - np.log(weights[groups]).astype(np.float32)
    return shares
