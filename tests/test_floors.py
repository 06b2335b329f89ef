"""The core stands without a screen: what import-linter can't see because it happens at run time."""

from __future__ import annotations

import subprocess
import sys

import pytest

CORE = (
    "annotations", "reader.cleaning", "reader.session", "reader.views", "reader.motions",
    "reader.repair", "reader.others",
)  # fmt: skip


@pytest.mark.parametrize("module", CORE)
def test_core_imports_neither_textual_nor_the_heavy_dictionaries(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "heavy = {'textual', 'jieba', 'opencc', 'ahocorasick_rs'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
