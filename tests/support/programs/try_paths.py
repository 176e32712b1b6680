"""Try every possible access to some paths as a user, and print the successes as JSON.

    try_paths.py LISTING FOLDER

LISTING is a JSON file with the paths; FOLDER belongs to the user and receives the links.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path


def _open(path: str, flags: int) -> None:
    os.close(os.open(path, flags))


ATTEMPTS: dict[str, Callable[[str, str], object]] = {
    "list": lambda path, link: list(Path(path).iterdir()),
    "stat inside": lambda path, link: os.stat(f"{path}/."),  # noqa: PTH116 - Path drops the dot
    "read": lambda path, link: Path(path).read_bytes(),
    "write": lambda path, link: _open(path, os.O_RDWR),
    "make": lambda path, link: _open(f"{path}/mine", os.O_CREAT | os.O_EXCL | os.O_WRONLY),
    "link": os.link,
}
"""The attempts on a path, with the path of a possible link to it."""


def main(listing: str, folder: str) -> None:
    """Make all attempts on all paths."""
    succeeded: list[str] = []
    for path in json.loads(Path(listing).read_text("utf-8")):
        for name, attempt in ATTEMPTS.items():
            try:
                attempt(path, f"{folder}/{len(succeeded)}l")
            except OSError:
                continue
            succeeded.append(f"{name} {path}")
    print(json.dumps(succeeded))


if __name__ == "__main__":
    main(*sys.argv[1:])
