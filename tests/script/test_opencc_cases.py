"""OpenCC's own test cases, as they ship with its dictionaries."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from reader.script import Config, convert
from tests.script.conftest import by_the_rules, data_folder

_WRITTEN = (data_folder() / "test_data" / "testcases.json").read_text(encoding="utf-8")
# OpenCC's reader of JSON takes a comma after the last member; Python's does not.
_PARSED = json.loads(re.sub(r",(\s*[}\]])", r"\1", _WRITTEN))
CASES = [
    (Config(config), case["input"], expected)
    for case in _PARSED["cases"]
    for config, expected in case["expected"].items()
]


def test_all_of_them_are_here() -> None:
    assert len(CASES) >= 556
    assert {config for config, _, _ in CASES} == set(Config)


@pytest.mark.parametrize("config", list(Config))
def test_every_case_of_a_configuration(config: Config) -> None:
    wrong = {
        text: (made, expected)
        for to, text, expected in CASES
        if to is config and (made := convert(text, config).text) != expected
    }
    assert wrong == {}


@pytest.mark.parametrize("config", list(Config))
def test_the_rules_that_other_tests_hold_to_are_openccs(config: Config) -> None:
    for to, text, expected in CASES:
        if to is config:
            assert by_the_rules(config, text) == expected


def test_the_librarys_engine_does_the_replacing() -> None:
    code = (
        "import opencc.opencc as library\n"
        "asked = []\n"
        "class Tree(library.StringTree):\n"
        "    def __init__(self, piece):\n"
        "        asked.append(piece)\n"
        "        super().__init__(piece)\n"
        "library.StringTree = Tree\n"
        "from reader.script import Config, convert\n"
        "assert convert('头发里面', Config.S2T).text == '頭髮裏面'\n"
        "assert asked == ['头发', '里面'], asked\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
