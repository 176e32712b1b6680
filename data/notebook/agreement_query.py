"""Query the agreements of all conversations: by owner, open or due.

Support that is promised by a day is a line of its own, as somebody else may owe it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ..i18n.catalogue import Catalogue, Message
from ..ids import RowId, Slug
from ..model.agreement_label import agreement_label
from ..model.agreement_numbers import AgreementNumber, parse_number
from ..text.plain_words import search_words
from .listed_agreement import COLUMNS, ListedAgreement
from .places.record import renamed_in

_COLUMNS = (
    "SELECT name, partner, title, number, created, date, agreement.id, "  # noqa: S608 - our names
    + ", ".join(f"agreement.{name}" for name in COLUMNS)
    + " FROM agreement JOIN file ON file.id = agreement.file AND file.copy_of = x''"
)
_OPEN = " WHERE agreement.id IN (SELECT id FROM agreement WHERE status = 'open'{due})"
_DUE = (
    " AND due BETWEEN '0' AND ?1 UNION ALL SELECT id FROM agreement"
    " WHERE status = 'open' AND support_due BETWEEN '0' AND ?1 AND support_done = ''"
)
"""Selects every agreement with the id of a due one; `_newest` chooses among them later."""


class FoundAgreement(NamedTuple):
    """A line about an agreement and its conversation; if it was carried over, the newest of both.

    The line is about the agreement itself, or about the support that was promised with it.
    """

    agreement: ListedAgreement
    slug: Slug
    path: Path
    partner: str
    title: str
    number: str
    """Its number within its kind, such as `2`."""
    is_support: bool = False
    """Whether the line is about the support."""

    @property
    def label(self) -> Message:
        """The label of the agreement, such as `R1`."""
        return agreement_label(self.agreement.kind, self.number)

    @property
    def due(self) -> date | None:
        """The day by which it is due."""
        return self.agreement.support_due if self.is_support else self.agreement.due

    @property
    def owner(self) -> str:
        """The name of who sees to it: the owner of the agreement, or who supports."""
        return self.agreement.support_by if self.is_support else self.agreement.owner

    @property
    def status(self) -> str:
        """The status: open, done or dropped. Support ends with its agreement at the latest."""
        given = self.is_support and self.agreement.support_done is not None
        return "done" if given else self.agreement.status

    def text_in(self, words: Catalogue) -> str:
        """Return the text of the agreement, or what the support is and with which agreement."""
        if not self.is_support:
            return self.agreement.text or "…"
        support = self.agreement.support or "…"
        return words("due.support", label=words(self.label), support=support)

    @property
    def conversation(self) -> str:
        """The conversation: the other partner and the title."""
        return " · ".join(part for part in (self.partner, self.title) if part) or self.slug

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor dropped."""
        return self.status == "open"

    def is_late(self, today: date) -> bool:
        """Return whether it is open and was due before `today`."""
        return self.is_open and self.due is not None and self.due < today

    def belongs_to(self, name: str) -> bool:
        """Return whether the name of its owner has these words; accents and case do not count."""
        wanted, owner = search_words(name), search_words(self.owner)
        return bool(wanted) and set(wanted) <= set(owner)


def due_until(agreements: Iterable[FoundAgreement], until: date) -> list[FoundAgreement]:
    """Return the open agreements that are due on `until` or before, late ones too."""
    return [row for row in agreements if row.is_open and row.due is not None and row.due <= until]


def by_urgency(agreements: Iterable[FoundAgreement]) -> list[FoundAgreement]:
    """Return the open agreements by due date, undated ones last; then the done or dropped ones."""

    def urgency(row: FoundAgreement) -> tuple[bool, date, str, str, AgreementNumber, bool]:
        due, number = row.due or date.max, parse_number(row.number) or AgreementNumber(0)
        return not row.is_open, due, row.slug, row.agreement.kind, number, row.is_support

    return sorted(agreements, key=urgency)


def query_agreements(
    connection: sqlite3.Connection,
    folder: Path,
    until: date | None = None,
    *,
    open_only: bool = False,
) -> list[FoundAgreement]:
    """Return each agreement once, by urgency, and dated support in a line of its own.

    With `until` or `open_only` only the lines that are open, or open and due.

    Raises sqlite3.Error.
    """
    if until:
        rows = connection.execute(_COLUMNS + _OPEN.format(due=_DUE), (until.isoformat(),))
    elif open_only:
        rows = connection.execute(_COLUMNS + _OPEN.format(due=""))
    else:
        rows = connection.execute(_COLUMNS)
    by_id: dict[RowId, list[tuple[tuple[str, str], FoundAgreement]]] = {}
    for name, partner, title, number, created, day, row_id, *columns in rows:
        path = folder / os.fsdecode(name)
        agreement = ListedAgreement.from_columns(row_id, columns)
        found = FoundAgreement(agreement, Slug(path.stem), path, partner, title, number)
        by_id.setdefault(row_id, []).append(((created, day), found))
    names = renamed_in(folder)
    newest = (row for same in by_id.values() for row in _newest(same, names))
    agreements = [line for row in newest for line in _with_support(row)]
    if until:
        agreements = due_until(agreements, until)
    elif open_only:
        agreements = [row for row in agreements if row.is_open]
    return by_urgency(agreements)


def _with_support(row: FoundAgreement) -> tuple[FoundAgreement, ...]:
    return (row, row._replace(is_support=True)) if row.agreement.support_due else (row,)


def _newest(
    same: list[tuple[tuple[str, str], FoundAgreement]], names: Mapping[Slug, Slug]
) -> list[FoundAgreement]:
    """Return the newest of an agreement that was carried over; else all of them.

    `names` leads from earlier names of conversations to the present ones.

    The newest is the one from which no other was carried over; of several, the one in the
    conversation created last. Without any `carried_from` they are in copies of one file.
    """
    sources = (row.agreement.carried_from for _, row in same)
    older = {names.get(slug, slug) for slug in sources}
    if len(same) == 1 or not any(older):
        return [row for _, row in same]
    newest = [entry for entry in same if entry[1].slug not in older] or same
    return [max(newest, key=lambda entry: (entry[0], entry[1].slug))[1]]
