"""README says what the program does: an undocumented key or command fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.cli import run
from reader.tui.actions import ALL
from reader.tui.screens.help import keys_of

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ACTIONS = ALL


def test_every_key_stands_in_the_readme() -> None:
    prose = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
    documented = set(" ".join(re.findall(r"`([^`]+)`", prose)).split())
    keys = {key for action in ACTIONS for key in keys_of(action).split()}
    assert keys - documented == set()


def test_every_action_says_what_it_does() -> None:
    for action in ACTIONS:
        assert action.label
        assert action.help
        assert not action.help.endswith(".")


def test_every_option_stands_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ([], ["clean"], ["export"], ["doctor"]):
        with pytest.raises(SystemExit):
            run([*command, "--help"])
        options = re.findall(r"(?<![\w-])--[a-z]+", capsys.readouterr().out)
        wanted = {"-o" if option == "--output" else option for option in options}
        wanted = {"-f" if option == "--format" else option for option in wanted}
        assert all(option in README for option in wanted - {"--help", "--version"}), wanted


@pytest.mark.parametrize("document", ["README.md", "docs/architecture.md", "docs/annotations.md"])
def test_links_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / document).parent.joinpath(target).exists(), target
