"""Write one conversation to the index: its summary, its agreements, its lines of text.

Private preparation cannot get in: it is in files of its own, which are never passed here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

from ..ids import PartnerId
from .listed_agreement import COLUMNS

if TYPE_CHECKING:
    from ..model.conversation import Agreement, ChecklistItem, Conversation, Header
    from .summary import Summary

TextKind = Literal["header", "agreement", "note", "remark", "item", "approval"]
"""The part of a conversation that a text is from."""

_TextRow = tuple[TextKind, int | str, str, str]
"""Kind of text, number (a line of the notes, an agreement within its kind), label, text."""


def write_conversation(
    connection: sqlite3.Connection,
    name: bytes,
    mark: str,
    summary: Summary,
    conversation: Conversation,
) -> None:
    """Write a conversation, replacing its rows; `name` and `mark` are its file and fingerprint."""
    from ..model.agreements.progress import last_percent  # reading the index has no use for it

    delete_conversation(connection, name)
    header = conversation.header
    file = connection.execute(
        f"INSERT INTO file VALUES (NULL{', ?' * 25})",  # noqa: S608 - nothing but question marks
        (
            name,
            mark,
            summary.title,
            header.period,
            summary.kind,
            summary.partner,
            "\n".join(summary.names),
            _stored(summary.date),
            summary.time,
            summary.done,
            summary.items,
            summary.open_agreements,
            summary.agreements,
            "\n".join(summary.approved),
            "\n".join(summary.approval_void),
            "\n".join(summary.prepared),
            header.created,
            summary.kind_title,
            summary.me,
            "\n".join(summary.prepared_by),
            int(summary.talked),
            _stored(summary.next_on),
            "\n".join(map(_stored, summary.due)),
            header.previous,
            None,
        ),
    ).lastrowid
    blanks = ", ".join("?" for _ in ("file", "number", "id", *COLUMNS, "percent"))
    connection.executemany(
        f"INSERT INTO agreement VALUES ({blanks})",  # noqa: S608 - nothing but question marks
        [
            (
                *(file, number, row.id),
                *(_stored(getattr(row, name)) for name in COLUMNS),
                last_percent(row),
            )
            for number, row in conversation.numbered()
        ],
    )
    connection.executemany(
        "INSERT INTO line VALUES (NULL, ?, ?, ?, ?, ?)",
        [(file, *row) for row in _texts(conversation) if row[-1].strip()],
    )
    connection.execute(
        "INSERT INTO words (rowid, text, about)"
        " SELECT told.id, told.text, about FROM told JOIN line USING (id) WHERE file = ?",
        (file,),
    )


def delete_conversation(connection: sqlite3.Connection, name: bytes) -> bool:
    """Delete the conversation with this file name; return False if the index had none."""
    row = connection.execute("SELECT id FROM file WHERE name = ?", (name,)).fetchone()
    if row is None:
        return False
    connection.execute(
        "INSERT INTO words (words, rowid, text, about)"
        " SELECT 'delete', told.id, told.text, about FROM told JOIN line USING (id)"
        " WHERE file = ?",
        row,
    )
    for statement in (
        "DELETE FROM line WHERE file = ?",
        "DELETE FROM agreement WHERE file = ?",
        "DELETE FROM lineage WHERE file = ?",
        "DELETE FROM file WHERE id = ?",
    ):
        connection.execute(statement, row)
    connection.execute("UPDATE file SET copy_of = NULL WHERE copy_of = ?", (name,))
    return True


def _texts(conversation: Conversation) -> Iterator[_TextRow]:
    """Yield all text that both partners can read, in the order in which hits are shown."""
    header = conversation.header
    names = " · ".join(partner.name for partner in conversation.partners)
    for text in (names, *_searched(header)):
        yield ("header", 0, "", text)
    for number, row in conversation.numbered():
        yield ("agreement", number, row.kind, _agreement_text(row))
    for line_number, line in enumerate(conversation.notes, 1):
        yield ("note", line_number, "", line.text)
    for item in conversation.checklist:
        for partner, remark in item.remarks.items():
            for text in remark.split("\n"):
                yield ("remark", 0, _name(conversation, partner), text)
    for item in conversation.checklist:
        for text in _searched(item):
            yield ("item", 0, item.section, text)
    for approval in conversation.approvals:
        for text in approval.remark.split("\n"):
            yield ("approval", 0, _name(conversation, approval.partner), text)


def _agreement_text(row: Agreement) -> str:
    parts = (*_searched(row), *(entry.text for entry in row.progress))
    return " · ".join(part.replace("\n", " ") for part in parts if part)


def _searched(row: Header | Agreement | ChecklistItem) -> Iterator[str]:
    """Yield the texts of a row that a search finds, line by line; not those of the partners."""
    row_type: type = type(row)
    for name, has_lines in _searched_fields(row_type):
        text: str = getattr(row, name)
        yield from text.split("\n") if has_lines else (text,)


@cache
def _searched_fields(row_type: type) -> tuple[tuple[str, bool], ...]:
    """Return the names of the texts of a row that a search finds, and whether they have lines."""
    from ..model.field_spec import view

    return tuple(
        (name, spec.value == "block")
        for name, spec in view(row_type, "search").items()
        if spec.is_text and not spec.prefix
    )


def _name(conversation: Conversation, partner_id: PartnerId) -> str:
    partner = conversation.partner(partner_id)
    return conversation.short_name(partner.name) if partner else partner_id


def _stored(value: str | date | None) -> str:
    """Return a value as the index stores it: a date in ISO 8601, "" for none."""
    return value.isoformat() if isinstance(value, date) else value or ""
