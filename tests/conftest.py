"""What every test gets: a home of its own, and copies of the seeds that it may annotate."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from reader import wording

# A loaded machine is slow now and then; how fast things are is the benchmarks' business.
settings.register_profile("pizhu", deadline=None)
settings.load_profile("pizhu")

SEEDS = Path(__file__).parent.parent / "seeds"
NEWSPAPER = SEEDS / "000_81c997eaab12c138.txt"
WEB_PAGE = SEEDS / "003_3d423242fde0aab0.txt"


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keeps every test away from the settings, places and caches of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    # Words are read into a cache once, not once a test; nothing of a person's own is in there.
    cache = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    wording.choose("en")
    return home


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder with copies of both seeds."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for path in (NEWSPAPER, WEB_PAGE):
        shutil.copy(path, folder)
    return folder
