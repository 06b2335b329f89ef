"""What a person feels of pizhu's speed, in one run with what it is measured against.

    python benchmarks/speed.py [--runs N] [--largest CHARACTERS] [--files N] [NAME...]

Names are parts of the run (pages, keys, gaps, memory, folder, commands); without any, all. Programs run in
turn on a pseudo-terminal of 120 columns and 40 rows. Absolute times belong to one machine, ratios
carry over. epy and baca are measured too where they are found: on the PATH, or as the variables EPY and
BACA name them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from terminal import FRAME_ENDS, SilenceError, Terminal

HERE = Path(__file__).parent
SENTENCE = "隨着河套深港科技創新合作區香港園區正式開園，兩地在創科領域的協同發展正邁向新台階。"
SEEN = "協同發展".encode()
SIZES = (3_500, 1_000_000, 10_000_000)
KEYS = 50
_ENOUGH = 240.0


def text_of(size: int, *, one_line: bool = False) -> str:
    """A text of about so many characters, in paragraphs or all in one line."""
    if one_line:
        return SENTENCE * (size // len(SENTENCE)) + "\n"
    paragraph = SENTENCE * 4
    count = max(1, size // (len(paragraph) + 2))
    body = "\n\n".join(f"{n}、{paragraph}" for n in range(count))
    return f"河套香港園區開園記\n\n{body}\n"


def epub_of(text: str, path: Path) -> None:
    """The same text as the e-books that the peers read."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n") if line)
    head = '<?xml version="1.0" encoding="utf-8"?>'
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": f'{head}<container version="1.0" xmlns="urn:oasis:names:tc:'
        'opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf" media-type='
        '"application/oebps-package+xml"/></rootfiles></container>',
        "book.opf": f'{head}<package xmlns="http://www.idpf.org/2007/opf" version="2.0" '
        'unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>x'
        "</dc:title><dc:creator>x</dc:creator><dc:language>zh</dc:language><dc:identifier id="
        f'"id">{path}</dc:identifier></metadata><manifest><item id="p" href="p.xhtml" media-type='
        '"application/xhtml+xml"/><item id="n" href="n.ncx" media-type="application/x-dtbncx+xml"/>'
        '</manifest><spine toc="n"><itemref idref="p"/></spine></package>',
        "n.ncx": f'{head}<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head/>'
        '<docTitle><text>x</text></docTitle><navMap><navPoint id="a" playOrder="1"><navLabel><text>'
        'x</text></navLabel><content src="p.xhtml"/></navPoint></navMap></ncx>',
        "p.xhtml": f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
        f"<body>{paragraphs}</body></html>",
    }
    with zipfile.ZipFile(path, "w") as book:
        for name, content in files.items():
            book.writestr(name, content)


class Bench:
    """One run over some programs."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder = folder
        self.runs = runs
        self.peers = {name: found for name in ("epy", "baca") if (found := _peer(name))}

    def variables(self) -> dict[str, str]:
        """A home of its own, so that nothing is resumed."""
        home = tempfile.mkdtemp(dir=self.folder)
        return {"HOME": home} | {
            f"XDG_{name}_HOME": f"{home}/{name}" for name in ("STATE", "CONFIG", "DATA", "CACHE")
        }

    def written(self, size: int, *, one_line: bool = False) -> Path:
        """The text of a size, in a folder of its own."""
        path = self.folder / f"{size}{'-line' * one_line}" / "page.txt"
        if not path.exists():
            path.parent.mkdir()
            path.write_text(text_of(size, one_line=one_line), "utf-8")
        return path

    def pizhu(self, path: Path) -> list[str]:
        return [sys.executable, "-m", "reader", str(path)]

    def bare(self, path: Path) -> list[str]:
        return [sys.executable, str(HERE / "bare_app.py"), str(path)]

    def first_page(self, command: Sequence[str]) -> float:
        """Seconds from command to first readable page."""
        with Terminal(command, self.variables()) as terminal:
            return terminal.until(SEEN, within=_ENOUGH) - terminal.began

    # Parts

    def pages(self, sizes: Sequence[int]) -> Iterator[str]:
        """Command to first readable page."""
        yield "| first page | pizhu | bare Textual app | ratio | epy | baca |\n|---|---|---|---|---|---|"
        for size in sizes:
            for one_line in (False, True):
                path = self.written(size, one_line=one_line)
                commands = {"pizhu": self.pizhu(path), "bare": self.bare(path)}
                if self.peers and not one_line:
                    book = path.with_suffix(".epub")
                    epub_of(path.read_text("utf-8"), book)
                    commands |= {name: [*peer, str(book)] for name, peer in self.peers.items()}
                runs = (
                    self.runs if size < 1_000_000 else min(self.runs, 3 if size < 10_000_000 else 1)
                )
                found = self._alternating(commands, runs, warm_up=size < 1_000_000)
                peers = " | ".join(found.get(name, "not installed" if name not in self.peers else "–")
                                   for name in self.peers_named)  # fmt: skip
                what = f"{size:,} characters{', one line' if one_line else ''}"
                ratio = _ratio(found["pizhu"], found["bare"])
                yield f"| {what} | {found['pizhu']} | {found['bare']} | {ratio} | {peers} |"

    peers_named = ("epy", "baca")

    def _alternating(
        self, commands: dict[str, list[str]], runs: int, *, warm_up: bool
    ) -> dict[str, str]:
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(runs + warm_up):
            for name, command in commands.items():
                try:
                    took = self.first_page(command)
                except SilenceError:
                    took = float("inf")
                if run >= warm_up:
                    times[name].append(took)
        return {name: _seconds(statistics.median(each)) for name, each in times.items()}

    def keys(self, sizes: Sequence[int]) -> Iterator[str]:
        """Key to the end of the frame that it brings about."""
        size = sizes[-1]
        yield f"| key, at {size:,} characters | median | worst of {KEYS} |\n|---|---|---|"
        for one_line in (False, True):
            path = self.written(size, one_line=one_line)
            with Terminal(self.pizhu(path), self.variables()) as terminal:
                terminal.until(SEEN, within=_ENOUGH)
                terminal.settle(3.0, within=_ENOUGH)
                where = ", one line" if one_line else ""
                yield _latencies(f"page down{where}", terminal, " ")
                yield _latencies(f"script{where}", terminal, "s")
                terminal.press("g/協同發展\r")
                terminal.settle(2.0, within=_ENOUGH)
                yield _latencies(f"next hit{where}", terminal, "n")

    def gaps(self, sizes: Sequence[int]) -> Iterator[str]:
        """How long a key may have to wait while everything else is loaded."""
        yield "| longest wait of a key | from first page on |\n|---|---|"
        for size in sizes:
            with Terminal(self.pizhu(self.written(size)), self.variables()) as terminal:
                terminal.until(SEEN, within=_ENOUGH)
                yield f"| {size:,} characters | {_longest_wait(terminal, 'lh', 12.0) * 1e3:.0f} ms |"

    def memory(self, sizes: Sequence[int]) -> Iterator[str]:
        """What the largest text takes above an app without any."""
        size = sizes[-1]
        tiny = self.folder / "tiny.txt"
        tiny.write_text(SENTENCE, "utf-8")
        resident = {}
        for name, command in (
            ("bare", self.bare(tiny)),
            ("pizhu, nothing", self.pizhu(self.written(sizes[0]))),
            ("pizhu", self.pizhu(self.written(size))),
        ):
            with Terminal(command, self.variables()) as terminal:
                terminal.until(SEEN, within=_ENOUGH)
                terminal.settle(5.0, within=_ENOUGH)
                resident[name] = terminal.resident
        a_character = (resident["pizhu"] - resident["bare"]) / size
        growth = (resident["pizhu"] - resident["pizhu, nothing"]) / (size - sizes[0])
        yield "| memory at most in use | |\n|---|---|"
        yield f"| bare Textual app, one sentence | {resident['bare'] / 2**20:.0f} MiB |"
        yield f"| pizhu, {sizes[0]:,} characters | {resident['pizhu, nothing'] / 2**20:.0f} MiB |"
        yield f"| pizhu, {size:,} characters | {resident['pizhu'] / 2**20:.0f} MiB |"
        yield f"| a character, above the bare app | {a_character:.1f} bytes |"
        yield f"| a character, above pizhu with a short text | {growth:.1f} bytes |"

    def folder_of(self, files: int) -> Iterator[str]:
        """A folder of many small texts, read beside what a person does."""
        folder = self.folder / "many"
        for n in range(files):
            path = folder / f"{n // 500:03}" / f"{n:05}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            paragraphs = "\n\n".join(f"第{n}之{part}，{SENTENCE}" for part in range(4))
            path.write_text(f"第{n}則新聞：香港園區開園\n\n{paragraphs}\n", "utf-8")
        with Terminal([sys.executable, "-m", "reader", str(folder)], self.variables()) as terminal:
            listed = terminal.until("則新聞".encode(), within=_ENOUGH) - terminal.began
            longest, ended, seen = 0.0, terminal.began, bytearray()
            done = f"{files} articles".encode()
            for n in range(100_000):
                pressed = terminal.press("jk"[n % 2])
                painted = terminal.until(FRAME_ENDS, within=_ENOUGH)
                longest = max(longest, painted - pressed)
                seen = (seen + terminal.read(max(0.0, pressed + 0.03 - time.perf_counter())))[
                    -20_000:
                ]
                if done in seen or time.perf_counter() - terminal.began > _ENOUGH:
                    ended = time.perf_counter()
                    break
            resident = terminal.resident
        yield f"| a folder of {files:,} texts | |\n|---|---|"
        yield f"| command to the first titles | {listed:.2f} s |"
        yield f"| command to all titles | {ended - terminal.began:.1f} s |"
        yield f"| longest wait of a key meanwhile | {longest * 1e3:.0f} ms |"
        yield f"| memory at most in use | {resident / 2**20:.0f} MiB |"

    def commands(self) -> Iterator[str]:
        """Commands without a screen."""
        seeds = str(HERE.parent / "seeds")
        commands = {
            "python -c pass": ["-c", "pass"],
            "pizhu --version": ["-m", "reader", "--version"],
            "pizhu export": ["-m", "reader", "export", seeds],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _run in range(2 * self.runs + 1):
            for name, arguments in commands.items():
                began = time.perf_counter()
                subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
                times[name].append(time.perf_counter() - began)
        pass_took = statistics.median(times["python -c pass"])
        yield "| command | | ratio |\n|---|---|---|"
        for name, each in times.items():
            took = statistics.median(each)
            yield f"| `{name}` | {took * 1e3:.0f} ms | × {took / pass_took:.1f} |"


def _latencies(what: str, terminal: Terminal, key: str) -> str:
    took = []
    for _ in range(KEYS):
        took.append(terminal.seconds_to_frame(key, least=200))
        terminal.settle(0.1)
    median, worst = statistics.median(took), max(took)
    return f"| {what} | {median * 1e3:.0f} ms | {worst * 1e3:.0f} ms |"


def _longest_wait(terminal: Terminal, keys: str, seconds: float) -> float:
    """The longest wait of keys that are pressed one after the other, 50 a second at most."""
    longest, end, n = 0.0, time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        pressed = terminal.press(keys[n % len(keys)])
        painted = terminal.until(FRAME_ENDS, within=_ENOUGH)
        longest = max(longest, painted - pressed)
        n += 1
        terminal.read(max(0.0, pressed + 0.02 - time.perf_counter()))
    return longest


def _peer(name: str) -> list[str] | None:
    command = os.environ.get(name.upper()) or shutil.which(name)
    return [command] if command else None


def _seconds(took: float) -> str:
    return f"over {_ENOUGH:.0f} s" if took == float("inf") else f"{took:.2f} s"


def _ratio(ours: str, theirs: str) -> str:
    if theirs.startswith("over"):
        return f"below × {float(ours.split(maxsplit=1)[0]) / _ENOUGH:.2f}"
    return f"× {float(ours.split(maxsplit=1)[0]) / float(theirs.split(maxsplit=1)[0]):.2f}"


def main() -> None:
    """Print a table a part."""
    parser = argparse.ArgumentParser(description="What a person feels of pizhu's speed.")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("parts", nargs="*")
    options = parser.parse_args()
    sizes = [size for size in SIZES if size <= options.largest]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.runs)
        for name in Bench.peers_named:
            if name not in bench.peers:
                print(f"{name} is not installed, and left out.", file=sys.stderr)
        parts: dict[str, Callable[[], Iterator[str]]] = {
            "commands": bench.commands,
            "pages": lambda: bench.pages(sizes),
            "gaps": lambda: bench.gaps(sizes),
            "keys": lambda: bench.keys(sizes),
            "memory": lambda: bench.memory(sizes),
            "folder": lambda: bench.folder_of(options.files),
        }
        for name, part in parts.items():
            if not options.parts or name in options.parts:
                for line in part():
                    print(line, flush=True)
                print(flush=True)


if __name__ == "__main__":
    main()
