"""How much of the long tables is tried: a quick share, or all with AFSPRAAK_WHOLE_TABLE=1.

Each commit has a share of its own, so that within a week or so all of a table is tried, and a
commit that was green once stays green.
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
"""Which share is tried. `.ci/run` says by AFSPRAAK_SAMPLE which commit its copy is of."""


def tries(whole: int) -> int:
    """How many of so many random cases are tried: a third, and ten where there are so many."""
    return whole if WHOLE else max(whole // 3, min(whole, 10))


def share(table: Iterable[T], of: int = 2) -> list[T]:
    """One in so many of a table's cells; `of` should not divide the length of its rows."""
    cells = list(table)
    return cells if WHOLE else cells[SAMPLE % of :: of]
