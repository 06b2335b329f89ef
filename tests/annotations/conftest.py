from __future__ import annotations

from collections.abc import Iterator

import pytest

from annotations import journal_file


@pytest.fixture(scope="session", autouse=True)
def few_zeros_ahead() -> Iterator[None]:
    """Keep the journals of tests short, so that every byte of one can be tried."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal_file, "AHEAD", 64)
        yield
