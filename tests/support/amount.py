"""The share of the long tables that runs: a sample, or all with AFSPRAAK_WHOLE_TABLE=1.

Each commit has its own sample, so that about a week of commits covers a whole table, and a commit
that passed once passes again.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from ..checkout import ROOT

T = TypeVar("T")

WHOLE = bool(os.environ.get("AFSPRAAK_WHOLE_TABLE"))


def sample(root: Path, given: str | None) -> int:
    """Return a number (32 bits) for the commit that is checked out, or for what is `given`.

    Without a repository it is always the same.
    """
    commit = given or ""
    if not commit and (root / ".git").exists():
        command = ["git", "-C", str(root), "rev-parse", "HEAD"]
        try:
            commit = subprocess.run(
                command, capture_output=True, text=True, check=True
            ).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            commit = ""
    return int.from_bytes(sha256(commit.encode()).digest()[:4])


SAMPLE = sample(ROOT, os.environ.get("AFSPRAAK_SAMPLE"))
"""The number that selects the sample. `.ci/run` passes the commit of its copy in
AFSPRAAK_SAMPLE."""


def tries(whole: int) -> int:
    """The number of random cases to try: a third of `number`, or ten if it has as many."""
    return whole if WHOLE else max(whole // 3, min(whole, 10))


def share(table: Iterable[T], of: int = 2) -> list[T]:
    """One of `of` cells of a table; `of` should not divide the length of its rows."""
    cells = list(table)
    return cells if WHOLE else cells[SAMPLE % of :: of]
