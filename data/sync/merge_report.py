"""Describe the changes that a merged copy or the other partner made, as text and as JSON."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ..approval.status import status_lines
from ..i18n.catalogue import Catalogue, Message
from ..i18n.date_format import format_date
from ..ids import PartnerId, RowId
from ..kinds.role_words import name_or_role
from ..model.conversation import Conversation
from ..model.conversation_diff import (
    Conflict,
    ConversationDiff,
    ModifyDeleteConflict,
    NoteChanges,
    RowChange,
)
from ..model.fields import Value, spec_of
from ..system.files.atomic_files import previous_copy
from ..system.files.file_errors import display_path
from ..text.sanitize import clean_line

if TYPE_CHECKING:
    from .merge_file import MergeResult

_OF_ITEM = {"state": "ticked", "remark": "answered", "rating": "rated"}
"""Attribute of an item -> the report's group for its change; others are in `changed`."""


def report_lines(words: Catalogue, merged: MergeResult) -> list[str]:
    """Return the result as lines of text; those under a heading are indented."""
    if not merged.has_changes:
        return [words("merge.nothing", file=display_path(merged.file))]
    report = _Words(words, merged.conversation, merged.shared, merged.private)
    heading = "merge.replace" if merged.replaced else "merge.from"
    heading_from = words(
        f"{heading}.dry_run" if merged.dry_run else heading, file=display_path(merged.file)
    )
    sections = (
        (heading_from, list(report.all())),
        (words("merge.both"), list(report.conflicts())),
        (words("merge.removed"), list(report.hidden())),
        (
            words("merge.void" if merged.voided_approvals else "merge.approval_status"),
            status_lines(words, merged.approval_status),
        ),
    )
    result: list[str] = []
    for heading, lines in sections:
        if lines:
            result += [heading, *(f"  {line}" for line in lines)]
    if merged.replaced and result:
        result += _after_replacing(words, merged)
    return result or [words("merge.history", file=display_path(merged.file))]


def _after_replacing(words: Catalogue, merged: MergeResult) -> Iterator[str]:
    """Yield what becomes of the rest, and how to go back."""
    if merged.is_shared:
        yield words("merge.replace.shared")
    if not merged.dry_run:
        slug, before = (
            display_path(shlex.quote(os.fspath(name)))
            for name in (merged.path.stem, previous_copy(merged.path))
        )
        yield words("merge.replace.undo", slug=slug, file=before)


def diff_lines(words: Catalogue, diff: ConversationDiff, conversation: Conversation) -> list[str]:
    """Return a line for each change; `conversation` is as it is afterwards."""
    return list(_Words(words, conversation, diff, ConversationDiff()).all())


def merge_faults(merged: MergeResult) -> list[Message]:
    """Return messages about parts of the copy that could not be merged."""
    faults = [Message("check.journal", path=display_path(path)) for path in merged.damaged_journals]
    return (
        faults
        if merged.is_complete
        else [*faults, Message("merge.partly", file=display_path(merged.file))]
    )


def report_dict(words: Catalogue, merged: MergeResult) -> dict[str, Any]:
    """Return the merge result as JSON-ready values: changes by id, conflicts with both values."""
    return {
        "path": merged.path,
        "file": merged.file,
        "dry_run": merged.dry_run,
        "new": merged.has_changes,
        "notes": {
            "added": merged.shared.notes.added,
            "changed": merged.shared.notes.changed,
            "removed": merged.shared.notes.removed,
        },
        "rows": merged.shared.rows,
        "conflicts": merged.shared.conflicts,
        "removed_and_changed": merged.shared.modify_delete_conflicts,
        "private": {"rows": _answers(merged.private), "conflicts": merged.private.conflicts},
        "void": merged.voided_approvals,
        "standing": status_lines(words, merged.approval_status),
        "faults": merge_faults(merged),
    }


def _answers(private: ConversationDiff) -> list[RowChange]:
    """Return the private answers that came in; a private file holds hardly anything else."""
    return [row for row in private.rows if row.table == "item"]


class _Words:
    """Words for the changes of a conversation and of its private file."""

    def __init__(
        self,
        words: Catalogue,
        conversation: Conversation,
        shared: ConversationDiff,
        private: ConversationDiff,
    ) -> None:
        self._words = words
        self._conversation = conversation
        self._shared, self._private = shared, private

    def all(self) -> Iterator[str]:
        """Yield a line for each kind of change."""
        yield from self._notes(self._shared.notes)
        grouped: dict[str, list[str]] = {}
        for row in self._shared.rows:
            for group, text in self._row(row):
                grouped.setdefault(group, []).append(text)
        if answers := [row.text or "…" for row in _answers(self._private)]:
            grouped["private_answers"] = answers
        for group, texts in grouped.items():
            names = list(dict.fromkeys(texts))
            yield self._words(f"merge.{group}", count=len(names), what=", ".join(names))

    def conflicts(self) -> Iterator[str]:
        """Yield a line for each field that both set."""
        for diff, private in ((self._shared, False), (self._private, True)):
            for conflict in diff.conflicts:
                what = self._field_of_row(conflict, private)
                if conflict.attribute == "order":
                    yield self._words("merge.conflict.order", what=what)
                    continue
                here, copy = (
                    self._value(conflict, value) for value in (conflict.here, conflict.copy)
                )
                yield self._words(
                    f"merge.conflict.{conflict.stays}", what=what, here=here, copy=copy
                )

    def hidden(self) -> Iterator[str]:
        """Yield a line for each row that one partner removed while the other changed it."""
        for conflict in self._shared.modify_delete_conflicts:
            if conflict.table == "approval":
                yield self._words(
                    f"merge.stance_removed.{conflict.removed}",
                    name=self._name(PartnerId(conflict.id)),
                )
                continue
            what = ", ".join(
                self._field(conflict.table, part, conflict.id) for part in conflict.attributes
            )
            yield self._words(
                f"merge.removed.{conflict.removed}", row=self._row_title(conflict), what=what
            )

    def _notes(self, notes: NoteChanges) -> Iterator[str]:
        for how, count in (("added", notes.added), ("removed", notes.removed)):
            if count:
                what = ", ".join(f"{self._name(by)} {number}" for by, number in count.items())
                yield self._words(f"merge.notes.{how}", count=sum(count.values()), what=what)
        if notes.changed:
            yield self._words("merge.notes.changed", count=notes.changed)
        if notes.text_changed and not (notes.added or notes.changed or notes.removed):
            yield self._words("merge.notes.blank")

    def _row(self, row: RowChange) -> Iterator[tuple[str, str]]:
        """Yield the headings under which a row's change is reported, with its words."""
        if row.table in ("header", "partner"):
            for part in row.values:
                yield "header", self._field(row.table, part, row.id)
        elif row.table == "progress":
            yield "progress", self._row_title(row)
        elif row.how != "changed":
            yield f"{row.table}.{row.how}", self._row_title(row)
        elif row.table == "agreement":
            parts = [self._field(row.table, part, row.id) for part in row.values]
            yield "agreement.changed", f"{self._row_title(row)} ({', '.join(parts)})"
        else:
            for part, value in row.values.items():
                kind, _, by = part.partition("/")
                group = "item." + _OF_ITEM.get(kind, "changed")
                detail = self._name(PartnerId(by)) if by else self._field(row.table, part, row.id)
                if kind == "state":
                    detail = self._choice("merge.state", value or "open")
                yield group, f"{self._row_title(row)} ({detail})"

    def _field_of_row(self, conflict: Conflict, private: bool) -> str:
        part = (
            self._words("merge.field.private")
            if private
            else self._field(conflict.table, conflict.attribute, conflict.id)
        )
        row = self._row_title(conflict)
        return self._words("merge.of_row", row=row, what=part) if row else part

    def _row_title(self, row: RowChange | Conflict | ModifyDeleteConflict) -> str:
        """Return `R1 Portal`; "" for a row that is the only one of its kind, or a person."""
        if row.table in ("header", "partner", "approval"):
            return ""
        label = self._words.text(row.label)
        return f"{label} {row.text}".strip() or "…"

    def _name(self, partner_id: PartnerId) -> str:
        partner = self._conversation.partner(partner_id)
        if partner is None:
            return self._words("merge.nobody")
        return self._words.text(name_or_role(self._conversation, partner.id))

    def _field(self, table: str, attribute: str, row_id: RowId) -> str:
        """Return a field's name in words, to stand within a line."""
        kind, _, by = attribute.partition("/")
        if by:
            return (
                self._words(f"merge.field.{kind}", name=self._name(PartnerId(by)))
                if kind in _OF_ITEM
                else kind
            )
        if table == "approval":
            return self._words(
                f"merge.field.stance.{attribute}", name=self._name(PartnerId(row_id))
            )
        own = f"form.header.{row_id}" if table == "partner" else f"form.{table}.{attribute}"
        for key in (f"merge.field.{attribute}", own, f"form.agreement.{attribute}"):
            if key in self._words:
                label = self._words(key)
                return label[:1].lower() + label[1:]
        return clean_line(attribute)

    def _value(self, conflict: Conflict, value: Value) -> str:
        """Return a value in words, quoted in full: a losing value appears nowhere else."""
        kind = conflict.attribute.partition("/")[0]
        if value == "":
            return self._words("merge.value.empty")
        if isinstance(value, bool):
            return self._words("merge.value.removed" if value else "merge.value.there")
        if isinstance(value, int):
            return str(value)
        choices = {
            "state": "merge.state",
            "rating": "conversation.rating",
            "stance": "approval.form.stance",
        }
        start = choices.get(kind, f"form.{conflict.table}.{kind}")
        if f"{start}.{value}" in self._words:
            return self._words(f"{start}.{value}")
        if spec_of(conflict.table, conflict.attribute).value == "date":
            try:
                return format_date(date.fromisoformat(str(value)), self._words.language)
            except ValueError:
                pass
        return self._words("merge.value.text", text=str(value))

    def _choice(self, start: str, value: Value) -> str:
        key = f"{start}.{value}"
        return self._words(key) if key in self._words else str(value)
