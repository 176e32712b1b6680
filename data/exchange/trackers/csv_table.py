"""Agreements as comma-separated values (RFC 4180), in UTF-8 with a row of names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from .tracked import Tracked

COLUMNS = (
    "id", "label", "kind", "text", "owner", "measure", "due", "evaluate_on", "status", "promise",
    "conversation", "slug",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet takes for a formula."""


def csv_table(agreements: Iterable[Tracked]) -> bytes:
    """Return the table. A text that a spreadsheet would calculate begins with an apostrophe."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for each in agreements:
        values = each._asdict() | {"id": each.uuid}
        writer.writerow(_cell(values[name]) for name in COLUMNS)
    return written.getvalue().encode()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
