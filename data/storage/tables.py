"""The readable tables of a conversation file, to and from fields and notes.

People can read, search, compare and correct them: each item is a row, each line of the notes a
string. They hold everything but the history: a conversation can be rebuilt from them alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..i18n.catalogue import Message
from ..ids import PartnerId, RowId
from ..model.conversation import NoteLine
from ..model.fields import (
    FIXED_KEYS,
    GIVEN_ONCE,
    SINGLETON_ID,
    FieldKey,
    Fields,
    Value,
    clean_value,
    field_fault,
    row_exists,
    rows,
    value_kind,
)
from ..text.sanitize import clean_text, clip

if TYPE_CHECKING:
    from tinydb import TinyDB
    from tinydb.table import Document

TableRows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Table name -> its documents, in the order in which TinyDB numbers them."""

TABLE_NAMES = {
    "header": "header",
    "partner": "partners",
    "item": "checklist",
    "agreement": "agreements",
    "progress": "progress",
    "approval": "approvals",
}
"""The field table -> its name in the file."""

NOTES = "notes"
SYNC_TABLE = "_sync"
_OMITTED_ATTRIBUTES = {"deleted", "id"}
"""Attributes that are not copied: deleted rows are left out, and the id is in a row's key."""


class TableFault(Exception):
    """An error in the tables that a person must correct; `message` names row and fault."""

    def __init__(self, key: str, **values: object) -> None:
        self.message = Message(key, **values)
        super().__init__(self.message)


def to_tables(fields: Fields, notes: Iterable[NoteLine]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of these fields and notes, rows in the order in which screens show them.

    Invalid values, which an update of another program may hold, are left out and stay only in the
    document: with them `read_fields` could never open the file again.
    """
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLE_NAMES.values()}
    tables["header"].append({})
    found = sorted(rows(fields).items(), key=lambda entry: _sort_key(entry[0][1], entry[1]))
    for (table, row_id), row in found:
        attributes = {
            name: row[name]
            for name in sorted(row)
            if name not in _OMITTED_ATTRIBUTES and field_fault(table, name, row[name]) is None
        }
        if table == "header":
            if row_id == SINGLETON_ID:
                tables["header"][0] = attributes
        elif row_exists(row):
            tables[TABLE_NAMES[table]].append({"id": row_id} | attributes)
    lines = list(notes)
    tables[NOTES] = [{"lines": [line.text for line in lines], "by": [line.by for line in lines]}]
    return tables


def _sort_key(row_id: RowId, row: Mapping[str, Value]) -> tuple[str, RowId]:
    return (str(row.get("order", "")), row_id)


def readable_tables(database: TinyDB) -> dict[str, list[Document]]:
    """Return all documents of the tables for people: all tables but `_sync`."""
    return {name: database.table(name).all() for name in database.tables() if name != SYNC_TABLE}


def json_digest(value: object) -> str:
    """Return the SHA-256 of a JSON value, in hexadecimal; of tables it detects manual changes.

    The canonical form is JSON with sorted keys, no blanks and no escapes beyond JSON's own, UTF-8.
    """
    import hashlib  # OpenSSL takes longer to load than a first picture should

    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_fields(tables: Mapping[str, Sequence[Document]]) -> dict[FieldKey, Value]:
    """Return the fields in the documents of the tables, texts cleaned.

    Raises TableFault if a row has no id or a duplicate one, or a value is invalid.
    """
    fields: dict[FieldKey, Value] = {}
    for table, name in TABLE_NAMES.items():
        seen: set[str] = set()
        for row in tables.get(name, ()):
            number = row.doc_id
            row_id = SINGLETON_ID if table == "header" else row.get("id")
            if not isinstance(row_id, str) or not row_id or "/" in row_id:
                raise TableFault("conversation_file.row_id", table=name, number=number)
            if row_id in seen:
                raise TableFault(
                    "conversation_file.row_twice",
                    table=name,
                    number=number,
                    id=clip(row_id, 40),
                )
            seen.add(row_id)
            for attribute, value in row.items():
                if attribute == "id" and table != "header":
                    continue
                if fault := field_fault(table, attribute, value):
                    raise TableFault(
                        "conversation_file.value",
                        table=name,
                        number=number,
                        attribute=clip(attribute, 40),
                        fault=fault,
                    )
                key = FieldKey(table, RowId(row_id), attribute)
                text = str(value) if value_kind(table, attribute) == "ordinal" else value
                fields[key] = clean_value(attribute, text)
    return fields


def fields_becoming(
    now: Fields, wanted: Fields, kept: Collection[FieldKey] = ()
) -> dict[FieldKey, Value]:
    """Return the fields to set so that `now` becomes `wanted`, or has it already.

    A row that is not wanted is deleted, unless that would set one of `kept`.
    """
    wanted_rows = {key.row for key in wanted}
    changed: dict[FieldKey, Value] = dict(wanted)
    for key, value in now.items():
        if not key.table:
            continue
        deleted = FieldKey(*key.row, "deleted")
        if key in FIXED_KEYS or (value and key.attribute.startswith(GIVEN_ONCE)):
            changed.pop(key, None)  # the other partner's program refuses another value
        elif key.row not in wanted_rows:
            if deleted not in kept:
                changed[deleted] = True
        elif key.attribute == "deleted":
            changed[key] = bool(wanted.get(key, False))
        elif (
            key not in wanted
            and isinstance(value, str)
            and field_fault(key.table, key.attribute, value) is None
        ):
            changed[key] = ""  # a value that we do not accept was never in the tables
    return changed


def read_notes(database: TinyDB) -> list[NoteLine]:
    """Return the notes in the tables, cleaned. Raises TableFault if they are not text."""
    row = database.table(NOTES).get(doc_id=1)
    if row is None:
        return [NoteLine("")]
    lines, authors = row.get("lines"), row.get("by", [])
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise TableFault("conversation_file.notes")
    has_authors = isinstance(authors, list) and all(isinstance(author, str) for author in authors)
    line_authors: list[str] = (
        authors if has_authors and len(authors) == len(lines) else [""] * len(lines)
    )
    result: list[NoteLine] = []
    for line, author in zip(lines, line_authors, strict=True):
        result.extend(NoteLine(part, PartnerId(author)) for part in clean_text(line).split("\n"))
    return result or [NoteLine("")]
