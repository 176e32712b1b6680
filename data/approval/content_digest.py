"""The content digest that an approval is bound to, and the changes since.

The digest is SHA-256 over canonical JSON of the readable tables of header, partners, checklist,
notes and agreements. Excluded are approvals, the progress log, logins, the numbers of agreements
(each is given once), the lines that they were drafted from, the times of changes, and the document
in `_sync`.
Default and empty values are excluded too, so that ticking and unticking, or writing and deleting,
leads back to the same digest: empty texts, the default of a column (`usual` below), and a rating of
`undiscussed`.

Anybody can compute it from the conversation file alone, after
`import hashlib, json; tables = json.load(open("anna.json", encoding="utf-8"))`:

    usual = {"header": {"kind": "planning", "language": "en", "minutes": 60}, "checklist": {"belongs": "both", "kind": "question", "state": "open"}, "agreements": {"kind": "result", "status": "open"}}
    counts = lambda t, k, v: k.split("/")[0] not in ("login", "number", "highest", "changed", "drafted_from") and v not in ("", usual.get(t, {}).get(k)) and not (v == "undiscussed" and k.startswith("rating/"))
    content = {name: [{k: v for k, v in row.items() if counts(name, k, v)} for row in tables.get(name, {}).values()] for name in ("header", "partners", "checklist", "notes", "agreements")}
    print(hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest())
"""  # noqa: E501 - four lines to copy

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from ..i18n.catalogue import Message
from ..ids import RowId
from ..lazy_dataclass import columns, dataclass
from ..model.agreement_label import agreement_label
from ..model.agreement_numbers import HIGHEST, held_numbers, parse_number, settle
from ..model.conversation import AGREEMENT_KINDS, Approval, NoteLine
from ..model.fields import NEUTRAL, ROW_TYPES, SPECS, FieldKey, Fields
from ..storage.tables import TABLE_NAMES, TableRows, json_digest, to_tables
from ..text.sanitize import clip

APPROVED = ("header", "partners", "checklist", "notes", "agreements")
"""The tables that the digest covers, by their names in the file."""

_EXCLUDED = {spec.prefix or name for (_, name), spec in SPECS.items() if not spec.digest}
"""Columns that are not content: logins, numbers of agreements, times of changes."""
_DEFAULTS = {
    (TABLE_NAMES[table], name): column.default
    for table, row_type in ROW_TYPES.items()
    for name, column in columns(row_type).items()
}
"""Table in the file and column -> the value that counts as not filled in."""
_WHOLE_TABLES = {"header": "header", "partners": "partners", "notes": "notes"}
"""Tables that are compared as a whole."""
_BY_ROW = {"agreements": "agreement", "checklist": "item"}
"""Tables that are compared row by row -> the table name in the keys of their parts."""
_WHOLE_TABLE = RowId("")
"""The row of a change of a whole table."""
_HASH_DIGITS = 10
"""Hexadecimal digits of a part's hash. The digest detects a change; this hash only locates it."""
_MAX_NAME_LENGTH = 24
"""The most code points of an item's text that are shown."""

How = Literal["changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Content:
    """The content that an approval given now covers: its digest, and its parts as JSON text."""

    digest: str
    parts: str


@dataclass(frozen=True, slots=True)
class ContentChange:
    """A change since an approval: of a whole table, or of the row `id`.

    `table` is `header`, `partners` or `notes`, or for a row `agreement` or `item`; `content` if the
    change cannot be named.
    """

    table: str
    id: RowId = _WHOLE_TABLE
    how: How = "changed"
    label: Message | None = None
    """The label of an agreement, such as R2; if it was removed, the label that it had."""
    text: str = ""
    """The text of an agreement or item, clipped; empty if it is not known any more."""

    def describe_briefly(self) -> Message | str:
        """Return the shortest description: `notes`, `R2`, `What went well`."""
        if self.table not in _BY_ROW.values():
            return Message(f"approval.part.{self.table}")
        return self.label or self.text or Message("approval.part.item")

    def describe(self) -> Message | str:
        """Return a description with text and kind of change: `R2 (Runbook)`, `R3 (removed)`."""
        details: list[Message | str] = [self.text] if self.label and self.text else []
        if self.how != "changed":
            details.append(Message(f"approval.how.{self.how}"))
        what = self.describe_briefly()
        return Message("approval.detailed", what=what, details=tuple(details)) if details else what


def content(fields: Fields, notes: Iterable[NoteLine]) -> Content:
    """Return the approvable content of a conversation's fields and notes."""
    return content_of(to_tables(fields, notes))


def content_of(tables: TableRows) -> Content:
    """Return the approvable content of the readable tables of a conversation file."""
    approved = _approved_rows(tables)
    parts = _parts(approved, _numbers(tables))
    return Content(json_digest(approved), json.dumps(parts, separators=(",", ":")))


def digest_of(tables: TableRows) -> str:
    """Return the digest alone, for lists, which do not show the changes."""
    return json_digest(_approved_rows(tables))


def changed_since(approval: Approval, now: Content, fields: Fields) -> tuple[ContentChange, ...]:
    """Return the changes since an approval: tables, agreements, items; empty while it holds.

    `fields` are those of the conversation now: they contain the texts, of removed rows too if the
    conversation is open. A change that cannot be named (in an approval without parts) is `content`.
    """
    if approval.digest == now.digest:
        return ()
    before, after = _read_parts(approval.parts), _read_parts(now.parts)
    changes = list(_content_changes(before, after, fields)) if before else []
    return tuple(changes) or (ContentChange("content"),)


def _is_significant(table: str, attribute: str, value: object) -> bool:
    """Return whether a value counts as content; the rule is at the top of this file."""
    column, slash, _ = attribute.partition("/")
    usual = NEUTRAL.get(column + slash) if slash else _DEFAULTS.get((table, column))
    return column not in _EXCLUDED and value not in ("", usual)


def _approved_rows(tables: TableRows) -> dict[str, list[dict[str, Any]]]:
    """Return the approved rows by table, without default and empty values."""
    return {
        name: [
            {key: value for key, value in row.items() if _is_significant(name, key, value)}
            for row in tables.get(name, ())
        ]
        for name in APPROVED
    }


def _numbers(tables: TableRows) -> Mapping[tuple[RowId, str], str]:
    """Return the number of each agreement, by its id and kind."""
    rows, header = tables.get("agreements", ()), [*tables.get("header", ()), {}][0]
    held = [each for row in rows for each in held_numbers(row, RowId(str(row.get("id", ""))))]
    highest = {name.partition("/")[2]: str(header[name]) for name in header if _is_highest(name)}
    return settle(held, highest).numbers


def _is_highest(name: str) -> bool:
    return name.startswith(f"{HIGHEST}/")


def _parts(
    rows_by_table: Mapping[str, list[dict[str, Any]]], numbers: Mapping[tuple[RowId, str], str]
) -> dict[str, str]:
    """Return each part's short hash; that of an agreement is followed by its kind and number."""
    parts = {
        part: json_digest(rows_by_table[name])[:_HASH_DIGITS]
        for name, part in _WHOLE_TABLES.items()
    }
    for name, part in _BY_ROW.items():
        for row in rows_by_table[name]:
            value = json_digest(row)[:_HASH_DIGITS]
            if part == "agreement":
                kind = str(row.get("kind", "result"))
                value += f" {kind} {numbers[RowId(str(row.get('id', ''))), kind]}"
            parts[f"{part}/{row.get('id', '')}"] = value
    return parts


def _read_parts(text: str) -> dict[str, str]:
    """Return the parts in an approval; empty if the text is malformed."""
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(parts, dict):
        return {}
    return {key: value for key, value in parts.items() if isinstance(value, str)}


def _content_changes(
    before: Mapping[str, str], after: Mapping[str, str], fields: Fields
) -> Iterator[ContentChange]:
    for part in _WHOLE_TABLES.values():
        if before.get(part) != after.get(part):
            yield ContentChange(part)
    rows = [key for key in (*after, *(key for key in before if key not in after)) if "/" in key]
    for table in _BY_ROW.values():
        for key in rows:
            name, _, row_text = key.partition("/")
            row_id = RowId(row_text)
            old, new = before.get(key, ""), after.get(key, "")
            if name != table or old.split(" ")[0] == new.split(" ")[0]:
                continue
            how: How = "changed" if old and new else "added" if new else "removed"
            text = clip(str(fields.get(FieldKey(table, row_id, "text"), "")), _MAX_NAME_LENGTH)
            yield ContentChange(table, row_id, how, _label(new or old), text)


def _label(value: str) -> Message | None:
    """Return `R2`, from the kind and number after the hash in an agreement's part."""
    _, kind, number = [*value.split(" "), "", ""][:3]
    is_valid = kind in AGREEMENT_KINDS and parse_number(number) is not None
    return agreement_label(kind, number) if is_valid else None
