"""Time from command to first readable page, against a bare Textual app that shows the same text.

    python benchmarks/first_page.py [RUNS]

Both run in turn on a pseudo-terminal of 120 columns and 40 rows; printed are the medians and their
ratio. Only the ratio carries over to another machine.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

HERE = Path(__file__).parent
SENTENCE = "隨着河套深港科技創新合作區香港園區正式開園，兩地在創科領域的協同發展正邁向新台階。"
SIZES = (3_500, 1_000_000)
_ENOUGH = 120.0


def seconds_until(text: str, command: list[str]) -> float:
    """Seconds from starting a program to the moment at which it has written a text."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    began = time.perf_counter()
    program = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    os.close(theirs)
    seen = bytearray()
    while text.encode() not in seen:
        ready, _, _ = select.select([ours], [], [], _ENOUGH)
        assert ready, f"{command} showed nothing"
        seen += os.read(ours, 1 << 16)
    took = time.perf_counter() - began
    program.kill()
    program.wait()
    os.close(ours)
    return took


def main() -> None:
    """Print a line a size."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        for size in SIZES:
            path = Path(folder, f"{size}", "page.txt")
            path.parent.mkdir()
            paragraph = SENTENCE * 4
            count = max(1, size // (len(paragraph) + 2))
            body = "\n\n".join(f"{n}、{paragraph}" for n in range(count))
            path.write_text(f"河套香港園區開園記\n\n{body}\n", "utf-8")
            commands = {
                "pizhu": [sys.executable, "-m", "reader", str(path)],
                "bare": [sys.executable, str(HERE / "bare_app.py"), str(path)],
            }
            times: dict[str, list[float]] = {name: [] for name in commands}
            for run in range(runs + 1):
                for name, command in commands.items():
                    took = seconds_until("協同發展", command)
                    if run:
                        times[name].append(took)
            pizhu, bare = (statistics.median(times[name]) for name in commands)
            print(
                f"{size:>9} characters: pizhu {pizhu:.2f} s, bare {bare:.2f} s, × {pizhu / bare:.2f}"
            )


if __name__ == "__main__":
    main()
