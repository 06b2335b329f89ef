"""The command line: what is asked for, by which words, and how it ends.

Exit status: 0 done, 1 something in the input was refused (said by name, the rest done), 2 usage.
Everything heavy is imported by the command that needs it, so that the rest start at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import PizhuError

if TYPE_CHECKING:
    from reader.text.page import Page

DONE, REFUSED, USAGE = 0, 1, 2

_READ_HELP = """\
Read and annotate Chinese news in the terminal.

Give texts, or folders of texts; without any, the current folder is opened, or the texts that come
with pizhu when it holds none. Press ? in the reader for its keys.

other commands:
  pizhu clean PATH...    take pages apart and print their articles
  pizhu export [PATH]    print what was annotated, for a team or a program
"""


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for.

    Returns:
        The exit status.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    commands = {"clean": _clean, "export": _export}
    command = commands.get(arguments[0]) if arguments else None
    try:
        return command(arguments[1:]) if command else _read(arguments)
    except PizhuError as error:
        return _refuse(error)
    except BrokenPipeError:
        # Whoever read our output has gone; a second error while Python flushes it helps nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130


def _refuse(error: PizhuError) -> int:
    print(f"pizhu: {_printable(str(error))}", file=sys.stderr)
    return REFUSED


def _printable(message: str) -> str:
    """A message without control characters: a file's name may hold any."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)


def _read(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "pizhu", description=_READ_HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a text, or a folder of texts")
    parser.add_argument(
        "--reviewer", metavar="NAME", help="who annotates (default: who is logged in)"
    )
    parser.add_argument("--version", action="version", version=f"pizhu {version('pizhu')}")
    options = parser.parse_args(arguments)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            "pizhu: the reader needs a terminal; “pizhu clean” and “pizhu export” do without one.",
            file=sys.stderr,
        )
        return USAGE
    from reader.config import load_settings
    from reader.paths import settings_file
    from reader.session import Session
    from reader.workspace import Workspace

    settings = load_settings(settings_file(), reviewer=options.reviewer)
    workspace = Workspace.open(options.paths or [_default_path()])
    session = Session(workspace, settings)
    try:
        from reader.tui.app import PizhuApp

        PizhuApp(session).run()
    finally:
        session.close()
    return DONE


def _default_path() -> str:
    from reader.errors import SourceError
    from reader.paths import bundled_seeds
    from reader.workspace import texts_under

    here = Path()
    try:
        texts_under(here)
    except SourceError:
        return str(bundled_seeds())
    return str(here)


def _clean(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "pizhu clean", description="Take pages apart and print their articles."
    )
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a text, a folder of texts, or - for standard input",
    )
    parser.add_argument(
        "-f", "--format", choices=["json", "jsonl", "markdown", "text"], default="text"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write there instead of printing")
    options = parser.parse_args(arguments)
    from reader.cleaning.formats import render
    from reader.workspace import expanded, load_page

    status = DONE

    def pages() -> Iterator[Page]:
        nonlocal status
        for path in expanded(options.paths):
            try:
                yield load_page(path)
            except PizhuError as error:
                status = _refuse(error)

    _put(render(pages(), options.format), options.output)
    return status


def _export(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "pizhu export", description="Print what was annotated in a folder of texts."
    )
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="a text or a folder")
    parser.add_argument("-f", "--format", choices=["json"], default="json")
    parser.add_argument("-o", "--output", metavar="FILE", help="write there instead of printing")
    parser.add_argument("--tag", metavar="T", help="only what bears this tag, or one below it")
    parser.add_argument("--by", metavar="NAME", help="only what this reviewer annotated")
    options = parser.parse_args(arguments)
    from annotations.formats import FORMATS
    from reader.exporting import export
    from reader.workspace import Workspace

    workspace = Workspace.open([options.path], may_be_empty=True)
    exported = export(workspace, tag=options.tag, by=options.by)
    _put([FORMATS[options.format].serialise(exported)], options.output)
    return DONE


def _put(pieces: Iterable[str], output: str | None) -> None:
    """Print text, or write it to a file whole or not at all."""
    if output is None:
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
        return
    from reader.paths import write_whole

    try:
        write_whole(Path(output), "".join(pieces).encode())
    except OSError as error:
        raise PizhuError(f"{output}: it can't be written ({error.strerror}).") from None
