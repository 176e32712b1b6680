"""What exactly an approval is given to: a digest of the content, and what changed since.

The digest is SHA-256 over canonical JSON of the readable tables of header, partners, checklist,
notes and agreements. What happens around the content is not in it: approvals, the progress log,
login names, the document in `_sync`. Neither is what says nothing, so that ticking and unticking,
or writing and wiping out, leads back to the same digest: empty texts, the word `open` where it is a
state, and a rating of `undiscussed`.

Anybody can work it out from the conversation's file alone, after
`import hashlib, json; tables = json.load(open("anna.json", encoding="utf-8"))`:

    said = lambda k, v: k != "login" and v != "" and (v != "open" or k not in ("state", "status")) and not (v == "undiscussed" and k.startswith("rating/"))
    told = {name: [{k: v for k, v in row.items() if said(k, v)} for row in tables.get(name, {}).values()] for name in ("header", "partners", "checklist", "notes", "agreements")}
    print(hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest())
"""  # noqa: E501 - three lines to copy

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..i18n.catalogue import tr
from ..model.conversation import Approval, NoteLine
from ..model.fields import Fields, field_key
from ..storage.tables import TableRows, json_digest, to_tables
from ..text.sanitize import clip

APPROVED = ("header", "partners", "checklist", "notes", "agreements")
"""The tables that an approval is given to, by their names in the file."""

_WHOLE_TABLES = {"header": "header", "partners": "partners", "notes": "notes"}
"""Tables of which only the whole is compared."""
_BY_ROW = {"agreements": "agreement", "checklist": "item"}
"""Tables compared row by row -> how the parts of their rows begin."""
_HASH_DIGITS = 10
"""Hexadecimal figures of a part's hash. It only names a change; that there is one, the digest says.
"""
_MAX_NAME_LENGTH = 24
"""Characters of an item's text that are enough to know it by."""

How = Literal["changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Content:
    """What an approval given now would be given to: its digest, and its parts as JSON text."""

    digest: str
    parts: str


@dataclass(frozen=True, slots=True)
class ContentChange:
    """One thing that is not as it was approved. `table` is that of the fields: agreement, item."""

    table: str
    id: str = ""
    how: How = "changed"
    label: str = ""
    """Of an agreement: its label, such as R2; of one that was removed, the label it had then."""
    text: str = ""
    """The text of an agreement or item, clipped; empty where it is not known any more."""

    def describe_briefly(self) -> str:
        """It in as few of the user's words as can be: `notes`, `R2`, `What went well`."""
        if self.table not in _BY_ROW.values():
            return tr(f"approval.part.{self.table}")
        return self.label or self.text or tr("approval.part.item")

    def describe(self) -> str:
        """It in the user's words, with what happened to it: `R2 (Runbook)`, `R3 (removed)`."""
        told = [self.text] if self.label and self.text else []
        if self.how != "changed":
            told.append(tr(f"approval.how.{self.how}"))
        return self.describe_briefly() + (f" ({', '.join(told)})" if told else "")


def content(fields: Fields, notes: Iterable[NoteLine]) -> Content:
    """What an approval would be given to now, of a conversation's fields and notes."""
    return content_of(to_tables(fields, notes))


def content_of(tables: TableRows) -> Content:
    """What an approval would be given to, of the readable tables of a conversation's file."""
    approved = _approved_rows(tables)
    return Content(json_digest(approved), json.dumps(_parts(approved), separators=(",", ":")))


def digest_of(tables: TableRows) -> str:
    """The digest alone, for lists: what changed is not asked there."""
    return json_digest(_approved_rows(tables))


def changed_since(approval: Approval, now: Content, fields: Fields) -> tuple[ContentChange, ...]:
    """What differs from what was approved, in the order of the screen; nothing where it holds.

    `fields` are those of the conversation now: they know the texts, of removed rows too where the
    conversation is open. What cannot be named (an approval that tells no parts) is `content`.
    """
    if approval.digest == now.digest:
        return ()
    before, after = _read_parts(approval.parts), _read_parts(now.parts)
    found = list(_content_changes(before, after, fields)) if before else []
    return tuple(found) or (ContentChange("content"),)


def _is_significant(attribute: str, value: object) -> bool:
    """Whether a value says anything of the content; the rule is told at the top of this file."""
    if attribute == "login" or value == "":
        return False
    if value == "open" and attribute in ("state", "status"):
        return False
    return not (value == "undiscussed" and attribute.startswith("rating/"))


def _approved_rows(tables: TableRows) -> dict[str, list[dict[str, Any]]]:
    """What is approved, by table: rows without what says nothing."""
    return {
        name: [
            {key: value for key, value in row.items() if _is_significant(key, value)}
            for row in tables.get(name, ())
        ]
        for name in APPROVED
    }


def _parts(rows_by_table: Mapping[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Part -> short hash; behind that of an agreement stand its kind and number."""
    parts = {
        part: json_digest(rows_by_table[name])[:_HASH_DIGITS]
        for name, part in _WHOLE_TABLES.items()
    }
    count: dict[str, int] = {}
    for name, part in _BY_ROW.items():
        for row in rows_by_table[name]:
            value = json_digest(row)[:_HASH_DIGITS]
            if part == "agreement":
                kind = str(row.get("kind", "result"))
                count[kind] = count.get(kind, 0) + 1
                value += f" {kind} {count[kind]}"
            parts[f"{part}/{row.get('id', '')}"] = value
    return parts


def _read_parts(text: str) -> dict[str, str]:
    """The parts that an approval tells; none where its text is not ours."""
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
            name, _, row_id = key.partition("/")
            then, now = before.get(key, ""), after.get(key, "")
            if name != table or then.split(" ")[0] == now.split(" ")[0]:
                continue
            how: How = "changed" if then and now else "added" if now else "removed"
            text = clip(str(fields.get(field_key(table, row_id, "text"), "")), _MAX_NAME_LENGTH)
            yield ContentChange(table, row_id, how, _label(now or then), text)


def _label(value: str) -> str:
    """`R2`, out of what stands behind the hash of an agreement's part."""
    _, kind, number = [*value.split(" "), "", ""][:3]
    known = kind in ("result", "development", "other") and number.isdecimal()
    return f"{tr(f'pane.kind.{kind}')}{number}" if known else ""
