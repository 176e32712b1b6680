"""The agreements of all conversations: which are open, whose they are, and what is due."""

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
"""All that share an id with one that is due: which of them is the newest is not told here."""


class FoundAgreement(NamedTuple):
    """An agreement and the conversation it is in; of one carried over, the newest."""

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
        """What the panes call it, in the user's language: `R1`."""
        return f"{tr(f'pane.kind.{self.kind}')}{self.number}"

    @property
    def conversation(self) -> str:
        """The conversation: with whom, and its title."""
        return " · ".join(part for part in (self.partner, self.title) if part) or self.slug

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.status == "open"

    def is_late(self, today: date) -> bool:
        """Whether it should have been done before `today`."""
        return self.is_open and self.due is not None and self.due < today

    def belongs_to(self, name: str) -> bool:
        """Whether its owner is called so: the whole name or the first one, in any case."""
        wanted = clean_line(name).casefold()
        owner = self.owner.casefold()
        return bool(wanted) and wanted in (owner, *owner.split()[:1])


def due_until(agreements: Iterable[FoundAgreement], until: date) -> list[FoundAgreement]:
    """The open ones that are due on `until` or before, the late ones among them."""
    return [row for row in agreements if row.is_open and row.due is not None and row.due <= until]


def by_urgency(agreements: Iterable[FoundAgreement]) -> list[FoundAgreement]:
    """Open ones first, by due date, those without one last; then what is done or dropped."""
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
    """Every agreement once, by urgency; with `until` what is due by then, or what is open.

    Raises sqlite3.Error.
    """
    if until:
        rows = connection.execute(_COLUMNS + _OPEN.format(due=_DUE), (until.isoformat(),))
    elif open_only:
        rows = connection.execute(_COLUMNS + _OPEN.format(due=""))
    else:
        rows = connection.execute(_COLUMNS)
    together: dict[str, list[tuple[tuple[str, str], FoundAgreement]]] = {}
    for row_id, name, *told, due, look, status, carried, created, day in rows:
        path = folder / os.fsdecode(name)
        rest = [_day(due), _day(look), status, carried]
        found = FoundAgreement(row_id, path.stem, path, *told, *rest)
        together.setdefault(row_id, []).append(((created, day), found))
    found_once = [row for alike in together.values() for row in _newest(alike)]
    if until:
        found_once = due_until(found_once, until)
    elif open_only:
        found_once = [row for row in found_once if row.is_open]
    return by_urgency(found_once)


def _newest(alike: list[tuple[tuple[str, str], FoundAgreement]]) -> list[FoundAgreement]:
    """The newest of an agreement that was carried over; else all: a copied file is no follow-up.

    The newest is one that no other was carried over from, in the conversation begun last.
    """
    if len(alike) == 1 or not any(row.carried_from for _, row in alike):
        return [row for _, row in alike]
    older = {row.carried_from for _, row in alike}
    newest = [entry for entry in alike if entry[1].slug not in older] or alike
    return [max(newest, key=lambda entry: (entry[0], entry[1].slug))[1]]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
