"""The server of an SSH connection as its first version was: it does not say who wrote an update."""

from __future__ import annotations

import sys
from pathlib import Path

from afspraak.data.sync.ssh import server


def main() -> None:
    """Answer on standard input and output."""
    server.VERSION = 1  # type: ignore[attr-defined]
    server.serve(Path(), sys.stdin.fileno(), sys.stdout.fileno())


if __name__ == "__main__":
    main()
