"""`python -m reader` and the command `pizhu`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; see `reader.cli`."""
    from reader.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
