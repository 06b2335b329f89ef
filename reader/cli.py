"""The command line: what is asked for, by which words, and how it ends.

Exit status: 0 done, 1 something in the input was refused (said by name, the rest done), 2 usage.
Everything heavy is imported by the command that needs it, so that the rest start at once.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import PizhuError
from annotations.foreign import by_system
from reader import __version__
from reader.arguments import Parser, speaking
from reader.wording import _, choose, marked

if TYPE_CHECKING:
    from reader.text.page import Page

DONE, REFUSED, USAGE = 0, 1, 2

_READ_HELP = (
    marked("Read and annotate Chinese news in the terminal."),
    marked(
        "Give texts, or folders of texts; without any, the current folder is opened, or the texts\n"
        "that come with pizhu when it holds none. Press ? in the reader for its keys."
    ),
)
_OTHER_COMMANDS = (
    ("clean PATH...", marked("take pages apart and print their articles")),
    ("export [PATH]", marked("print what was annotated, for a team or a program")),
    ("doctor [PATH]", marked("check what pizhu keeps beside the texts, and mend it")),
    ("keys", marked("print the keys as a file that can be changed")),
)


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for.

    Returns:
        The exit status.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = speaking(arguments)
    commands = {"clean": _clean, "doctor": _doctor, "export": _export, "keys": _keys}
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


def _overview() -> str:
    """What the command without a word is for, and what the others are."""
    others = [f"  pizhu {usage:<17}{_(does)}" for usage, does in _OTHER_COMMANDS]
    return "\n\n".join((*map(_, _READ_HELP), "\n".join((_("other commands:"), *others)))) + "\n"


def _read(arguments: Sequence[str]) -> int:
    parser = Parser("pizhu", description=_overview())
    parser.add_argument("paths", nargs="*", metavar="PATH", help=_("a text, or a folder of texts"))
    parser.add_argument(
        "--reviewer", metavar="NAME", help=_("who annotates (default: who is logged in)")
    )
    _add_encoding(parser)
    parser.add_argument(
        "--version",
        action="version",
        version=f"pizhu {__version__}",
        help=_("show the version and exit"),
    )
    options = parser.parse_args(arguments)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            "pizhu:",
            _("the reader needs a terminal; “pizhu clean” and “pizhu export” do without one."),
            file=sys.stderr,
        )
        return USAGE
    # Nothing of what is made up to the first page is garbage; it is not gone through for any.
    gc.disable()
    # Threads that read and clean give way to keys five times as often as they would by themselves.
    sys.setswitchinterval(0.001)
    from reader.config import load_settings
    from reader.paths import settings_file
    from reader.workspace import Workspace

    settings = load_settings(settings_file(), reviewer=options.reviewer)
    workspace = Workspace.open(options.paths or [_default_path()], encoding=options.encoding)
    from reader.tui.rounds import read

    read(workspace, settings)
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
    parser = Parser("pizhu clean", description=_("Take pages apart and print their articles."))
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help=_("a text, a folder of texts, or - for standard input"),
    )
    parser.add_argument(
        "-f", "--format", choices=["json", "jsonl", "markdown", "text"], default="text"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help=_("write there instead of printing"))
    parser.add_argument(
        "--explain", action="store_true", help=_("tell every decision too, the most doubtful first")
    )
    _add_encoding(parser)
    options = parser.parse_args(arguments)
    from reader.batch import cleaned
    from reader.cleaning.formats import render
    from reader.errors import SourceError
    from reader.workspace import expanded, load_page

    paths = list(expanded(options.paths))
    progress = _Progress(len(paths), beside_output=options.output is None)
    status = DONE

    def pages() -> Generator[Page, None, None]:
        nonlocal status
        with closing(cleaned(paths, load_page, encoding=options.encoding)) as outcomes, progress:
            for outcome in outcomes:
                progress.step()
                if isinstance(outcome, SourceError):
                    progress.clear()
                    status = _refuse(outcome)
                else:
                    yield outcome

    with closing(pages()) as wanted:
        _put(render(wanted, options.format, explain=options.explain), options.output)
    return status


class _Progress:
    """How many of the files are done, on standard error, where somebody may be waiting for it."""

    def __init__(self, total: int, *, beside_output: bool) -> None:
        # What is printed on the same terminal shows well enough how far things are.
        seen = sys.stderr.isatty() and not (beside_output and sys.stdout.isatty())
        self._wanted = seen and total > 1
        self._total = total
        self._done = 0
        self._visible = False

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.clear()

    def step(self) -> None:
        self._done += 1
        if self._wanted:
            print(f"\r{self._done}/{self._total}", end="", file=sys.stderr, flush=True)
            self._visible = True

    def clear(self) -> None:
        if self._visible:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._visible = False


def _add_encoding(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        type=_encoding,
        help=_("what the texts are encoded in (default: told from each text)"),
    )


def _encoding(name: str) -> str:
    from reader.text.decoding import codec_called

    try:
        return codec_called(name)
    except LookupError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _export(arguments: Sequence[str]) -> int:
    parser = Parser("pizhu export", description=_("Print what was annotated in a folder of texts."))
    parser.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help=_("a text or a folder")
    )
    parser.add_argument("-f", "--format", choices=["json"], default="json")
    parser.add_argument("-o", "--output", metavar="FILE", help=_("write there instead of printing"))
    parser.add_argument("--tag", metavar="T", help=_("only what bears this tag, or one below it"))
    parser.add_argument("--by", metavar="NAME", help=_("only what this reviewer annotated"))
    options = parser.parse_args(arguments)
    from annotations.formats import FORMATS
    from reader.exporting import export
    from reader.workspace import Workspace

    workspace = Workspace.open([options.path], may_be_empty=True)
    exported = export(workspace, tag=options.tag, by=options.by)
    _put([FORMATS[options.format].serialise(exported)], options.output)
    return DONE


def _doctor(arguments: Sequence[str]) -> int:
    parser = Parser(
        "pizhu doctor",
        description=_("Check what pizhu keeps beside a folder of texts, and mend it."),
    )
    parser.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help=_("a text or a folder")
    )
    parser.add_argument("--json", action="store_true", help=_("print what was found as JSON"))
    parser.add_argument(
        "--repair", action="store_true", help=_("mend what can be mended, after a backup")
    )
    options = parser.parse_args(arguments)
    if options.json:
        # A program reads the same, whatever the person speaks.
        choose("en")
    from reader.doctor import examine
    from reader.repair import repair
    from reader.reporting import as_json, as_text
    from reader.workspace import Workspace

    workspace = Workspace.open([options.path], may_be_empty=True)
    examined = examine(workspace)
    repaired = repair(workspace, examined.findings) if options.repair else None
    if repaired:
        examined = examine(workspace)
    report = as_json if options.json else as_text
    _put((_printed(line) for line in report(workspace, examined, repaired)), None)
    return REFUSED if examined.wrong else DONE


def _printed(line: str) -> str:
    return f"{_printable(line)}\n"


def _keys(arguments: Sequence[str]) -> int:
    parser = Parser(
        "pizhu keys",
        description=_("Print the present keys; what is kept of it in keymap.toml can be changed."),
    )
    parser.add_argument("-o", "--output", metavar="FILE", help=_("write there instead of printing"))
    options = parser.parse_args(arguments)
    from reader.tui.keys import keys_as_toml, present_keymap

    keymap = present_keymap()
    for problem in keymap.problems:
        print(f"pizhu: {_printable(problem)}", file=sys.stderr)
    _put(keys_as_toml(keymap), options.output)
    return REFUSED if keymap.problems else DONE


def _put(pieces: Iterable[str], output: str | None) -> None:
    """Print text, or write it to a file whole or not at all."""
    if output is None:
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
        return
    from reader.paths import write_whole

    try:
        write_whole(Path(output), (piece.encode() for piece in pieces))
    except OSError as error:
        raise PizhuError(
            _("{path}: it can't be written ({why}).").format(path=output, why=by_system(error))
        ) from None
