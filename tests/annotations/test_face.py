import subprocess
import sys
from types import ModuleType

import pytest

import annotations
from annotations import formats


@pytest.mark.parametrize("package", [annotations, formats], ids=lambda package: package.__name__)
def test_every_name_of_the_face_is_there(package: ModuleType) -> None:
    assert len(set(package.__all__)) == len(package.__all__)
    for name in package.__all__:
        assert getattr(package, name) is not None
        assert name in dir(package)


def test_the_face_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="no attribute 'tinydb'"):
        annotations.tinydb  # type: ignore[attr-defined] # noqa: B018 - that is what is tested


def test_the_face_and_the_homes_agree() -> None:
    assert sorted(annotations._HOME) == sorted(annotations.__all__)
    for name, home in annotations._HOME.items():
        thing = getattr(annotations, name)
        if isinstance(thing, type):
            assert thing.__module__.startswith(f"annotations.{home}")


def test_spans_alone_load_little() -> None:
    script = "import sys, annotations.span; print('tinydb' in sys.modules, 'regex' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert done.stdout.split() == ["False", "False"]
