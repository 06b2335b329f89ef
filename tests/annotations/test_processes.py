"""Real processes on real files: killed, and two at once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import tinydb

from annotations.errors import LayerError
from annotations.store import Layer
from tests.annotations.made import annotation

WRITER = """
import sys
from pathlib import Path
from annotations.store import Layer
from tests.annotations.made import annotation

layer = Layer.open(Path(sys.argv[1]), creator="wong")
for number in range(1000):
    layer.add(annotation(f"n{number}"), said=f"n{number}")
    print(number, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 2, 7, 40])
def test_a_process_killed_after_an_acknowledged_add_loses_nothing(
    tmp_path: Path, acknowledged: int
) -> None:
    path = tmp_path / "layers" / "wong.json"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        for _ in range(acknowledged):
            last = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        last = max([last, *map(int, writer.stdout.read().split())])
    with Layer.open(path, creator="wong") as layer:
        assert layer.notices == ()
        found = {each.id for each in layer}
        assert {f"n{number}" for number in range(last + 1)} <= found
        assert len(found) <= last + 2
    with tinydb.TinyDB(path) as stock:
        assert {each["id"] for each in stock.table("annotations")} == found


def test_a_second_process_reads_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with Layer.open(path, creator="wong") as second:
            assert second.read_only
            assert second.get("n0") is not None
            assert "open in another pizhu" in second.notices[0]
            with pytest.raises(LayerError, match="close the other one"):
                second.add(annotation("x"), said="x")
            with pytest.raises(LayerError, match="close the other one"):
                second.undo()
            assert second.get("x") is None
        writer.kill()
    with Layer.open(path, creator="wong") as after:
        assert not after.read_only


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="Linux lists a process's files")
def test_no_open_file_is_left_to_a_child(tmp_path: Path) -> None:
    def files_of_a_child() -> str:
        script = "import os; print(sorted(os.listdir('/proc/self/fd')))"
        run = [sys.executable, "-c", script]
        return subprocess.run(
            run, capture_output=True, check=True, text=True, close_fds=False
        ).stdout

    before = files_of_a_child()
    with Layer.open(tmp_path / "wong.json", creator="wong") as layer:
        layer.add(annotation("a"), said="a")
        assert files_of_a_child() == before


CRAMPED = """
import resource, signal, sys
from pathlib import Path
from annotations.errors import LayerError
from annotations.store import Layer
from tests.annotations.made import annotation

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
with Layer.open(Path(sys.argv[1]), creator="wong") as layer:
    try:
        for number in range(1000):
            layer.add(annotation(f"n{number}"), said="n")
    except LayerError as error:
        print(error)
    assert layer.get(f"n{number}") is None
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    layer.add(annotation("after"), said="after")
    print(number, flush=True)
    sys.stdin.readline()
"""


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    path = tmp_path / "wong.json"
    with subprocess.Popen(
        [sys.executable, "-c", CRAMPED, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert "was not changed: the system says “File too large”" in writer.stdout.readline()
        number = int(writer.stdout.readline())
        writer.kill()
    with Layer.open(path, creator="wong") as layer:
        assert layer.notices == ()
        assert {each.id for each in layer} == {f"n{each}" for each in range(number)} | {"after"}
