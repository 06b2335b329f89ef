"""Assigns open ends to beginnings so that the whole page comes out likeliest.

Invariant: the result is a matching without circles; on small components it is the best there is
(Kuhn 1955, along cheapest paths), on large ones greedy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import log

Edge = tuple[int, int, float]
"""Tail, head, probability."""

_LARGE = 120
"""Components with more ends than this are assigned greedily, since the best is cubic in their size."""


def assign(edges: Iterable[Edge], least: float) -> list[Edge]:
    """The matching with the greatest sum of log odds over `least`, circles cut at their weakest link."""
    strong = [edge for edge in edges if edge[2] > least]
    chosen: list[Edge] = []
    for component in _components(strong):
        tails = {tail for tail, _, _ in component}
        chosen += _greedy(component) if len(tails) > _LARGE else _best(component, least)
    return _without_circles(chosen)


def _components(edges: list[Edge]) -> list[list[Edge]]:
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        leader.setdefault(node, node)
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for tail, head, _ in edges:
        leader[find(("tail", tail))] = find(("head", head))
    grouped: defaultdict[tuple[str, int], list[Edge]] = defaultdict(list)
    for edge in edges:
        grouped[find(("tail", edge[0]))].append(edge)
    return list(grouped.values())


def _greedy(edges: list[Edge]) -> list[Edge]:
    tails: set[int] = set()
    heads: set[int] = set()
    chosen = []
    for edge in sorted(edges, key=lambda edge: (-edge[2], edge[0], edge[1])):
        if edge[0] not in tails and edge[1] not in heads:
            tails.add(edge[0])
            heads.add(edge[1])
            chosen.append(edge)
    return chosen


def _best(edges: list[Edge], least: float) -> list[Edge]:
    """The best matching of a component, each tail free to stay alone at no gain."""
    tails = sorted({tail for tail, _, _ in edges})
    heads = sorted({head for _, head, _ in edges})
    gain = {(tail, head): _log_odds(chance) - _log_odds(least) for tail, head, chance in edges}
    chances = {(tail, head): chance for tail, head, chance in edges}
    alone = [0.0] * len(tails)
    costs = [[-gain.get((tail, head), -1.0) for head in heads] + alone for tail in tails]
    return [
        (tails[row], heads[column], chances[tails[row], heads[column]])
        for row, column in enumerate(_cheapest(costs))
        if column < len(heads) and (tails[row], heads[column]) in chances
    ]


def _cheapest(costs: list[list[float]]) -> list[int]:
    """The column of each row so that the sum of costs is least; no fewer columns than rows."""
    width = len(costs[0])
    row_price = [0.0] * len(costs)
    column_price = [0.0] * width
    row_of: list[int | None] = [None] * width
    for row in range(len(costs)):
        _augment(row, costs, row_price, column_price, row_of)
    columns = [0] * len(costs)
    for column, row_there in enumerate(row_of):
        if row_there is not None:
            columns[row_there] = column
    return columns


def _augment(
    row: int,
    costs: list[list[float]],
    row_price: list[float],
    column_price: list[float],
    row_of: list[int | None],
) -> None:
    """Find a place for one more row along the cheapest path of exchanges."""
    slack = [
        cost - row_price[row] - price for cost, price in zip(costs[row], column_price, strict=True)
    ]
    came_from: list[int | None] = [None] * len(slack)
    visited: dict[int, int] = {}
    while True:
        column = min((at for at in range(len(slack)) if at not in visited), key=slack.__getitem__)
        step = slack[column]
        row_price[row] += step
        for seen, holder in visited.items():
            column_price[seen] -= step
            row_price[holder] += step
        slack = [value if at in visited else value - step for at, value in enumerate(slack)]
        holder_here = row_of[column]
        if holder_here is None:
            break
        visited[column] = holder_here
        for at, cost in enumerate(costs[holder_here]):
            through = cost - row_price[holder_here] - column_price[at]
            if at not in visited and through < slack[at]:
                slack[at], came_from[at] = through, column
    while (previous := came_from[column]) is not None:
        row_of[column] = row_of[previous]
        column = previous
    row_of[column] = row


def _without_circles(chosen: list[Edge]) -> list[Edge]:
    following = {tail: (head, chance) for tail, head, chance in chosen}
    settled: set[int] = set()
    for start in list(following):
        path: dict[int, None] = {}
        at = start
        while at in following and at not in settled and at not in path:
            path[at] = None
            at = following[at][0]
        if at in path:
            circle = list(path)[list(path).index(at) :]
            del following[min(circle, key=lambda tail: following[tail][1])]
        settled.update(path)
    return [(tail, head, chance) for tail, (head, chance) in following.items()]


def _log_odds(chance: float) -> float:
    chance = min(max(chance, 1e-9), 1 - 1e-9)
    return log(chance / (1 - chance))
