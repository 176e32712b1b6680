"""How much is tried: a share that stays quick always, all of it with AFSPRAAK_WHOLE_TABLE=1.

The share is another one each day, so that in a week or so all of a table was tried.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeVar

T = TypeVar("T")

WHOLE = bool(os.environ.get("AFSPRAAK_WHOLE_TABLE"))
_TODAY = datetime.now(UTC).date().toordinal()
DAY = int(os.environ.setdefault("AFSPRAAK_TEST_DAY", str(_TODAY)))
"""Which share is tried: any number. All workers have the same, also those begun after midnight."""


def tries(whole: int) -> int:
    """How many of so many random cases are tried: a third, and ten where there are so many."""
    return whole if WHOLE else max(whole // 3, min(whole, 10))


def share(table: Iterable[T], of: int = 2) -> list[T]:
    """One in so many of a table's cells; `of` should not divide the length of its rows."""
    cells = list(table)
    return cells if WHOLE else cells[DAY % of :: of]
