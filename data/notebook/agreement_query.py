"""Query the agreements of all conversations: open, owned by somebody, or due."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..i18n.catalogue import tr
from ..text.sanitize import clean_line

_COLUMNS = (
    "SELECT agreement.id, name, partner, title, agreement.kind, number, text, owner, measure, due,"
    " evaluate_on, status, carried_from, created, date"
    " FROM agreement JOIN file ON file.id = agreement.file"
)
_OPEN = " WHERE agreement.id IN (SELECT id FROM agreement WHERE status = 'open'{due})"
_DUE = " AND due BETWEEN '0' AND ?"
"""Selects all that share an id with one that is due; which of them is the newest is decided
later."""


class FoundAgreement(NamedTuple):
    """An agreement and its conversation; the newest one of an agreement that was carried over."""

    id: str
    slug: str
    path: Path
    partner: str
    title: str
    kind: str
    number: int
    """Its number within its kind, from 1."""
    text: str
    owner: str
    measure: str
    due: date | None
    evaluate_on: date | None
    status: str
    carried_from: str

    @property
    def label(self) -> str:
        """Its label in the user's language: `R1`."""
        return f"{tr(f'pane.kind.{self.kind}')}{self.number}"

    @property
    def conversation(self) -> str:
        """The conversation: the other partner and the title."""
        return " · ".join(part for part in (self.partner, self.title) if part) or self.slug

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.status == "open"

    def is_late(self, today: date) -> bool:
        """Return whether it should have been done before `today`."""
        return self.is_open and self.due is not None and self.due < today

    def belongs_to(self, name: str) -> bool:
        """Return whether its owner has this name: the whole name or the first one, in any case."""
        wanted = clean_line(name).casefold()
        owner = self.owner.casefold()
        return bool(wanted) and wanted in (owner, *owner.split()[:1])


def due_until(agreements: Iterable[FoundAgreement], until: date) -> list[FoundAgreement]:
    """Return the open ones that are due on `until` or before, including late ones."""
    return [row for row in agreements if row.is_open and row.due is not None and row.due <= until]


def by_urgency(agreements: Iterable[FoundAgreement]) -> list[FoundAgreement]:
    """Sort: open ones first, by due date, those without one last; then done or dropped ones."""
    return sorted(
        agreements,
        key=lambda row: (not row.is_open, row.due or date.max, row.slug, row.kind, row.number),
    )


def query_agreements(
    connection: sqlite3.Connection,
    folder: Path,
    until: date | None = None,
    *,
    open_only: bool = False,
) -> list[FoundAgreement]:
    """Return every agreement once, by urgency; with `until`, those due by then; or the open ones.

    Raises sqlite3.Error.
    """
    if until:
        rows = connection.execute(_COLUMNS + _OPEN.format(due=_DUE), (until.isoformat(),))
    elif open_only:
        rows = connection.execute(_COLUMNS + _OPEN.format(due=""))
    else:
        rows = connection.execute(_COLUMNS)
    by_id: dict[str, list[tuple[tuple[str, str], FoundAgreement]]] = {}
    for row_id, name, *columns, due, evaluate_on, status, carried, created, day in rows:
        path = folder / os.fsdecode(name)
        rest = [_day(due), _day(evaluate_on), status, carried]
        found = FoundAgreement(row_id, path.stem, path, *columns, *rest)
        by_id.setdefault(row_id, []).append(((created, day), found))
    agreements = [row for same in by_id.values() for row in _newest(same)]
    if until:
        agreements = due_until(agreements, until)
    elif open_only:
        agreements = [row for row in agreements if row.is_open]
    return by_urgency(agreements)


def _newest(same: list[tuple[tuple[str, str], FoundAgreement]]) -> list[FoundAgreement]:
    """Return the newest of an agreement that was carried over; else all of them.

    The newest is one that no other was carried over from, in the conversation begun last. Without
    any `carried_from`, a file was copied, which makes no follow-up.
    """
    if len(same) == 1 or not any(row.carried_from for _, row in same):
        return [row for _, row in same]
    older = {row.carried_from for _, row in same}
    newest = [entry for entry in same if entry[1].slug not in older] or same
    return [max(newest, key=lambda entry: (entry[0], entry[1].slug))[1]]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
