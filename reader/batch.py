"""Cleans many files, on all cores, in the order given.

Invariant: every path comes to exactly one outcome, a page or the reason why there is none, whatever
happens to the process that was at work on it; and no more outcomes exist at a time than a few for
each process.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext, redirect_stderr, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from reader.errors import SourceError
from reader.text.source import STANDARD_INPUT
from reader.wording import _

_WORTH = 1_000_000
"""Bytes of texts from which two processes are done sooner than one, for all that they have to start."""
_AHEAD = 2
"""Files that a process is given at a time, so that it need not wait for the next one."""
_PENDING = 3
"""Files for each process that may be begun before an earlier one is done, and more of them as long as …"""
_WAITING = 1_000_000
"""… they are of so many bytes together: one long text need not hold up what is soon done."""
_GRACE = 5.0
"""Seconds that a process gets to be gone once its end of the pipe is."""


Made = TypeVar("Made")
_Made_co = TypeVar("_Made_co", covariant=True)


class Load(Protocol[_Made_co]):
    """Makes something of a path (no plain string), as `reader.workspace.load_page` makes a page.

    Another process finds it by its name, so it is a function of a module.
    """

    def __call__(self, path: str, *, encoding: str | None) -> _Made_co: ...


def cleaned(
    paths: Sequence[str | SourceError],
    load: Load[Made],
    *,
    encoding: str | None = None,
    processes: int | None = None,
    aside: bool = False,
) -> Generator[Made | SourceError, None, None]:
    """Clean files, each as soon as there is room for it.

    Args:
        paths: Files and `-`, or why there is none.
        load: What makes a page, or what is wanted of it, of a path.
        encoding: The codec to decode them with; without one, it is told from their bytes.
        processes: How many work at a time; by itself, as many as there are cores and as is worth it.
        aside: Whether this process has something else to do, so that even one is another one.

    Yields:
        For each path, in order, what was made of it, or why there is none. Closing the generator, as any
        exception does, ends the work.
    """
    if processes is None:
        processes = _processes_worth_it(paths)
    if processes < 2 and not aside:
        for path in paths:
            yield _outcome(path, load, encoding)
    else:
        yield from _Crew(paths, load, encoding, processes).outcomes()


def _processes_worth_it(paths: Sequence[str | SourceError]) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    size = sum(map(_size, paths))
    return min(cores or 1, len(paths)) if size >= _WORTH else 1


def _size(path: str | SourceError) -> int:
    """Bytes of a file; 0 for what is none."""
    if isinstance(path, str) and path != STANDARD_INPUT:
        with suppress(OSError, ValueError):
            return Path(path).stat().st_size
    return 0


def _outcome(path: str | SourceError, load: Load[Made], encoding: str | None) -> Made | SourceError:
    if isinstance(path, SourceError):
        return path
    try:
        return load(path, encoding=encoding)
    except SourceError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one file, the rest is done
        return uncleanable(path, error)


def uncleanable(path: str, error: Exception) -> SourceError:
    """What a person is told when the cleaning itself failed at a text."""
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return SourceError(
        path,
        _("it can't be cleaned ({said}); please report this with the text that causes it.").format(
            said=said
        ),
    )


class _Worker:
    """A process that cleans what it is sent, one after the other."""

    def __init__(self, load: Load[object], encoding: str | None) -> None:
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(
            target=_work, args=(theirs, load, encoding), name="pizhu clean", daemon=True
        )
        with _standard_error_of_a_file(), _interrupts_held_back():
            self.process.start()
        theirs.close()
        self.ready = False
        """Whether it came so far as to begin."""
        self.given: deque[int] = deque()
        """What it was sent and has not answered yet, in order."""

    def end(self, *, died: bool = False) -> str:
        """End it.

        Args:
            died: Whether it hung up by itself, so that how it ended is worth waiting for.

        Returns:
            How it ended.
        """
        self.connection.close()
        if died:
            self.process.join(_GRACE)
        self.process.terminate()
        self.process.join()
        code = self.process.exitcode or 0
        self.process.close()
        return (
            _("by signal {code}").format(code=-code)
            if code < 0
            else _("with status {code}").format(code=code)
        )


class _Crew(Generic[Made]):
    """Some workers, and the outcomes that have to wait for an earlier one."""

    def __init__(
        self,
        paths: Sequence[str | SourceError],
        load: Load[Made],
        encoding: str | None,
        processes: int,
    ) -> None:
        self._paths = paths
        self._load = load
        self._encoding = encoding
        self._processes = processes
        self._workers: list[_Worker] = []
        self._returned: deque[int] = deque()
        """What was given to a worker that died without touching it."""
        self._next = 0
        """The first one that was not given out yet."""
        self._done: dict[int, Made | SourceError] = {}
        self._past = 0
        """The first one after that which is wanted first …"""
        self._reach = 0
        """… the first one that may not be begun yet …"""
        self._weight = 0
        """… and of how many bytes those between are."""

    def outcomes(self) -> Generator[Made | SourceError, None, None]:
        try:
            for _ in range(self._processes):
                self._hire()
            for index in range(len(self._paths)):
                self._give_out(index)
                while index not in self._done:
                    if self._workers:
                        self._collect()
                        self._give_out(index)
                    else:
                        # Not one process could be started; this one does what it can.
                        self._done[index] = _outcome(self._paths[index], self._load, self._encoding)
                yield self._done.pop(index)
        finally:
            for worker in self._workers:
                worker.end()

    def _hire(self) -> None:
        # Where there can be no more processes, those that there are do the work.
        with suppress(OSError):
            self._workers.append(_Worker(self._load, self._encoding))

    def _give_out(self, first_wanted: int) -> None:
        """Give each worker enough to do, but nothing too far ahead of what is wanted first."""
        end = self._end(first_wanted)
        for round_ in range(_AHEAD):
            for worker in self._workers:
                while len(worker.given) <= round_:
                    index = self._take(end)
                    if index is None:
                        return
                    path = self._paths[index]
                    if isinstance(path, SourceError) or path == STANDARD_INPUT:
                        # Standard input is this process's own.
                        self._done[index] = _outcome(path, self._load, self._encoding)
                        continue
                    worker.given.append(index)
                    # One that died will be found out by what it doesn't answer.
                    with suppress(OSError):
                        worker.connection.send(path)

    def _end(self, first_wanted: int) -> int:
        """The first file that is too far ahead of the one that is wanted first."""
        while self._past <= first_wanted:
            if self._past < self._reach:
                self._weight -= _size(self._paths[self._past])
            self._past += 1
        self._reach = max(self._reach, self._past)
        surely = min(len(self._paths), first_wanted + _PENDING * self._processes)
        while self._reach < len(self._paths):
            size = _size(self._paths[self._reach])
            if self._reach >= surely and self._weight + size > _WAITING:
                break
            self._weight += size
            self._reach += 1
        return self._reach

    def _take(self, end: int) -> int | None:
        if self._returned:
            return self._returned.popleft()
        if self._next >= end:
            return None
        self._next += 1
        return self._next - 1

    def _collect(self) -> None:
        """Wait for an answer, or for the end of a worker, and take it down."""
        answered = wait([worker.connection for worker in self._workers])
        for worker in [worker for worker in self._workers if worker.connection in answered]:
            try:
                answer = worker.connection.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if not worker.ready:
                worker.ready = True
                continue
            index = worker.given.popleft()
            path = self._paths[index]
            self._done[index] = (
                SourceError(str(path), answer) if isinstance(answer, str) else answer
            )

    def _bury(self, worker: _Worker) -> None:
        """Refuse the file that ended a worker, and hire another one for the rest."""
        self._workers.remove(worker)
        how = worker.end(died=True)
        if worker.ready:
            if worker.given:
                index = worker.given.popleft()
                self._done[index] = SourceError(
                    str(self._paths[index]),
                    _(
                        "the process that cleaned it ended {how}, as when memory runs out; clean it alone, on "
                        "a larger machine or in parts."
                    ).format(how=how),
                )
            self._hire()
        # One that never began says nothing of its file, and the next one would fare no better.
        self._returned.extendleft(reversed(worker.given))


def _work(connection: Connection, load: Load[object], encoding: str | None) -> None:
    """What a worker does, until nobody is left to send it paths."""
    with suppress(EOFError, OSError):
        connection.send("ready")
        while True:
            outcome = _outcome(connection.recv(), load, encoding)
            connection.send(outcome.problem if isinstance(outcome, SourceError) else outcome)


@contextmanager
def _standard_error_of_a_file() -> Iterator[None]:
    """Start a process from under a screen, which has put what is no file in standard error's place."""
    try:
        is_file = sys.stderr.fileno() >= 0
    except (AttributeError, OSError, ValueError):
        is_file = False
    with nullcontext() if is_file else redirect_stderr(sys.__stderr__):
        yield


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Start a process that Ctrl+C does not reach: the terminal sends it to all, and one answers."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It is started with the first process and would let interrupts through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
