"""What was asked for last is kept, within a bound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.recent import Recent


def test_the_least_recently_asked_goes_first() -> None:
    kept: Recent[str, int] = Recent(3)
    for n, key in enumerate("abc"):
        kept.put(key, n, 1)
    assert kept.get("a") == 0
    kept.put("d", 3, 1)
    assert kept.get("b") is None
    assert [kept.get(key) for key in "acd"] == [0, 2, 3]
    kept.forget("a")
    assert kept.get("a") is None


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 9))))
def test_weights_stay_within_the_bound_but_for_the_last(puts: list[tuple[str, int]]) -> None:
    kept: Recent[str, int] = Recent(10)
    for key, weight in puts:
        kept.put(key, weight, weight)
        assert kept.get(key) == weight
        weights = [found for each in "abcd" if (found := kept.get(each)) is not None]
        kept.get(key)
        assert sum(weights) <= 10 or len(kept) == 1
