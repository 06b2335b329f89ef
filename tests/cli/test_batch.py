"""Many files: one outcome a file, in order, whatever happens to the process that is at work on it."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import batch
from reader.batch import _PENDING, _processes_worth_it, cleaned
from reader.cleaning import clean
from reader.cli import DONE, REFUSED, run
from reader.errors import SourceError
from reader.text.page import Page
from reader.text.source import load
from reader.workspace import load_page
from tests.cli import loads
from tests.cli.loads import by_first_word
from tests.conftest import NEWSPAPER, WEB_PAGE

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def files(folder: Path, *texts: str) -> list[str]:
    paths = [folder / f"{number}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    return [str(path) for path in paths]


def said(outcome: Page | SourceError) -> str:
    return outcome.problem if isinstance(outcome, SourceError) else outcome.source.raw


def test_a_page_comes_back_from_another_process_as_it_was() -> None:
    for path in (NEWSPAPER, WEB_PAGE):
        page = clean(load(path))
        assert [article.text for article in page.articles]
        assert pickle.loads(pickle.dumps(page)) == page  # noqa: S301 - it was dumped here


def test_two_processes_do_what_one_does_in_the_same_order(seeds: Path) -> None:
    paths = [str(path) for path in sorted(seeds.glob("*.txt"))] * 2
    paths.insert(1, str(seeds / "missing.txt"))
    outcomes = list(cleaned(paths, load_page, processes=2))
    alone = list(cleaned(paths, load_page, processes=1))
    assert list(map(said, outcomes)) == list(map(said, alone))
    assert [outcome for outcome in outcomes if isinstance(outcome, Page)] == [
        outcome for outcome in alone if isinstance(outcome, Page)
    ]


def test_whatever_a_file_does_to_its_process_the_rest_is_done(tmp_path: Path) -> None:
    texts = ["一", "exit", "二", "refuse", "fail", "三", "kill", "kill", "四", "五", "exit"]
    paths: list[str | SourceError] = [*files(tmp_path, *texts)]
    paths.insert(2, SourceError("folder", "this folder holds no text."))
    outcomes = list(cleaned(paths, by_first_word, encoding="utf-8", processes=2))
    exited = "the process that cleaned it ended with status 3"
    killed = f"the process that cleaned it ended by signal {signal.SIGKILL.value}"
    failed = "it can't be cleaned (RuntimeError: what nobody thought of)"
    wanted = ["一", exited, "this folder", "二", "it is refused.", failed]
    wanted += ["三", killed, killed, "四", "五", exited]
    for outcome, path, beginning in zip(outcomes, paths, wanted, strict=True):
        assert said(outcome).startswith(beginning)
        if isinstance(outcome, SourceError):
            assert outcome.path == (path.path if isinstance(path, SourceError) else path)
            assert "\n" not in str(outcome)


def test_one_process_goes_on_past_a_failure_too(tmp_path: Path) -> None:
    paths = files(tmp_path, "一", "fail", "二")
    problems = list(map(said, cleaned(paths, by_first_word, processes=1)))
    assert problems[0] == "一"
    assert "RuntimeError" in problems[1]
    assert problems[2] == "二"


def test_where_no_process_can_be_started_this_one_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def only_here(path: str, *, encoding: str | None) -> Page:
        return loads.page_of(Path(path).read_text(encoding or "utf-8"), path)

    # Every other process fails to find it, as one would fail that lacks the memory to begin.
    only_here.__module__, only_here.__qualname__ = loads.__name__, only_here.__name__
    monkeypatch.setattr(loads, only_here.__name__, only_here, raising=False)
    outcomes = cleaned(files(tmp_path, *"一二三四五六七八"), only_here, processes=2)
    assert "".join(map(said, outcomes)) == "一二三四五六七八"
    assert "only_here" in capfd.readouterr().err


def test_a_long_text_does_not_hold_up_what_is_soon_done(tmp_path: Path) -> None:
    """The first file is done only when the thirtieth is, which is far ahead of it."""
    os.mkfifo(tmp_path / "gate")
    texts = ["wait", *map(str, range(28)), "open"]
    outcomes = cleaned(files(tmp_path, *texts), by_first_word, processes=2)
    assert list(map(said, outcomes)) == texts


def test_no_more_is_begun_than_is_soon_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_WAITING", 0)
    paths = files(tmp_path, *map(str, range(40)))
    outcomes = cleaned(paths, by_first_word, processes=2)
    for wanted in range(5):
        assert said(next(outcomes)) == str(wanted)
    outcomes.close()
    begun = len(list(tmp_path.glob("*.begun")))
    assert 5 <= begun <= 5 + 2 * _PENDING


@pytest.mark.parametrize(
    ("sizes", "cores", "processes"),
    [([500_000] * 3, 2, 2), ([500_000] * 3, 8, 3), ([500_000] * 3, 1, 1), ([9_000] * 20, 2, 1)],
    ids=["two cores", "fewer files than cores", "one core", "soon done"],
)
def test_processes_are_started_where_it_is_worth_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: list[int], cores: int, processes: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    paths: list[str | SourceError] = [*files(tmp_path, *("x" * size for size in sizes))]
    assert _processes_worth_it(paths) == processes
    one = [paths[0], "-", SourceError("y", "it is bad."), str(tmp_path / "missing"), "a\0b"]
    assert _processes_worth_it(one) == 1


@pytest.fixture
def two_cores_for_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr("reader.batch._WORTH", 0)


@pytest.mark.usefixtures("two_cores_for_anything")
def test_the_command_takes_many_files_and_standard_input_among_them(
    seeds: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("題\n文。".encode("utf-16"))))
    bad = seeds / "bad.txt"
    bad.write_bytes(b"%PDF-1.7")
    assert run(["clean", str(NEWSPAPER), "-", str(seeds), "-f", "jsonl"]) == REFUSED
    captured = capsys.readouterr()
    pages = [json.loads(line)["source"] for line in captured.out.splitlines()]
    names = [str(NEWSPAPER), "-", *(str(seeds / path.name) for path in (NEWSPAPER, WEB_PAGE))]
    assert [page["path"] for page in pages] == names
    assert [page["encoding"] for page in pages] == ["utf-8", "utf-16", "utf-8", "utf-8"]
    assert captured.err == f"pizhu: {bad}: it is a PDF, not a text; save its text and read that.\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_wiped_off(
    seeds: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    (seeds / "bad.txt").write_bytes(b"")
    assert run(["clean", str(seeds), "-f", "jsonl"]) == REFUSED
    steps = terminal.getvalue().split("\r")
    assert [step for step in steps if "/" in step][:2] == ["1/3", "2/3"]
    assert "\x1b[Kpizhu: " in terminal.getvalue()
    assert terminal.getvalue().endswith("nothing to read.\n")
    terminal.truncate(0)
    assert run(["clean", str(NEWSPAPER), str(WEB_PAGE), "-f", "jsonl"]) == DONE
    assert terminal.getvalue().endswith("2/2\r\x1b[K")
    assert "/3" not in capsys.readouterr().out


def test_progress_is_not_shown_between_what_is_printed_there(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, err = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    assert run(["clean", str(seeds)]) == DONE
    assert err.getvalue() == ""


def test_an_interrupt_ends_it_at_once_and_quietly(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        # Whatever runs the tests in the background has told its children to ignore interrupts.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "os.sched_getaffinity = lambda _: {0, 1}\n"
        "from reader.cli import run\n"
        "sys.exit(run(['clean', sys.argv[1], '-f', 'jsonl']))\n"
    )
    for number in range(150):
        (tmp_path / f"{number}.txt").write_bytes(NEWSPAPER.read_bytes())
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        running.stdout.read(1)
        # As a terminal does it: to every process of the command.
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert err == b""
