"""What the screen of a notebook shows, answered by the index in one go.

Open agreements come along, so that a move of the cursor asks nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from ...i18n.catalogue import Message
from ...ids import Slug
from ...model.agreement_label import agreement_label
from ..agreement_query import query_agreements
from ..summary import SUFFIX, Summary

_ROWS = (
    "SELECT name, agreement.kind, number, text, owner, due, percent FROM agreement"
    " JOIN file ON file.id = agreement.file AND file.copy_of = x''"
    " WHERE status = 'open' ORDER BY file.id, due = '', due, agreement.rowid"
)

Row = tuple[str, str, str, str, str, int | None]
"""Kind, number, text, owner, due date and percentage of an agreement, as the index has them."""


class OpenAgreement(NamedTuple):
    """An open agreement of a conversation."""

    kind: str
    number: str
    text: str
    owner: str
    due: date | None
    percent: int | None
    """How far it is, 0 to 100; None if nobody said."""

    @property
    def label(self) -> Message:
        """The label of the agreement, such as `R1`."""
        return agreement_label(self.kind, self.number)


class Board(NamedTuple):
    """The conversations of a notebook, and their open agreements."""

    summaries: Sequence[Summary] = ()
    agreements: Mapping[Slug, Sequence[Row]] = {}
    """By conversation: the open ones, earliest due date first, those without one last."""
    late: int = 0
    """How many open agreements are late; one that was carried over is one."""

    def open_in(self, slug: Slug) -> list[OpenAgreement]:
        """Return the open agreements of a conversation."""
        return [
            OpenAgreement(
                kind, number, text, owner, date.fromisoformat(due) if due else None, percent
            )
            for kind, number, text, owner, due, percent in self.agreements.get(slug, ())
        ]


def open_agreements(connection: sqlite3.Connection) -> dict[Slug, list[Row]]:
    """Return the open agreements of each conversation. Raises sqlite3.Error."""
    found: dict[Slug, list[Row]] = {}
    name: bytes | None = None
    rows: list[Row] = []
    for each, *row in connection.execute(_ROWS):
        if each != name:
            name, rows = each, []
            found[Slug(os.fsdecode(each).removesuffix(SUFFIX))] = rows
        rows.append((*row,))
    return found


def count_late(connection: sqlite3.Connection, folder: Path, today: date) -> int:
    """Return how many open agreements were due before `today`. Raises sqlite3.Error."""
    due = query_agreements(connection, folder, today - timedelta(days=1))
    return sum(not row.is_support for row in due)
