"""What came in with a copy or from the other, in the user's words, and as values for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ..approval.status import status_lines
from ..i18n.catalogue import catalogue, current_language, tr
from ..i18n.date_format import format_date
from ..model.conversation import Conversation
from ..model.conversation_diff import (
    Conflict,
    ConversationDiff,
    ModifyDeleteConflict,
    NoteChanges,
    RowChange,
)
from ..model.fields import Value
from ..system.file_errors import display_path
from ..text.sanitize import clean_line

if TYPE_CHECKING:
    from .merge_file import MergeResult

_OF_ITEM = {"state": "ticked", "remark": "answered", "rating": "rated"}
"""What an item's change is told as; any other is a change of the item itself."""


def report_lines(merged: MergeResult) -> list[str]:
    """What happened, a line each, those under a heading indented."""
    if not merged.has_changes:
        return [tr("merge.nothing", file=display_path(merged.file))]
    told = _Words(merged.conversation, merged.shared, merged.private)
    came = tr("merge.dry_run" if merged.dry_run else "merge.from", file=display_path(merged.file))
    sections = (
        (came, list(told.all())),
        (tr("merge.both"), list(told.conflicts())),
        (tr("merge.removed"), list(told.hidden())),
        (
            tr("merge.void" if merged.voided_approvals else "merge.approval_status"),
            status_lines(merged.approval_status),
        ),
    )
    result: list[str] = []
    for heading, what in sections:
        if what:
            result += [heading, *(f"  {line}" for line in what)]
    return result or [tr("merge.history", file=display_path(merged.file))]


def diff_lines(told: ConversationDiff, conversation: Conversation) -> list[str]:
    """What came in, a line each; `conversation` is as it is afterwards."""
    return list(_Words(conversation, told, ConversationDiff()).all())


def merge_faults(merged: MergeResult) -> list[str]:
    """What of the copy could not come in, in words."""
    told = [tr("check.journal", path=display_path(path)) for path in merged.damaged_journals]
    return (
        told if merged.is_complete else [*told, tr("merge.partly", file=display_path(merged.file))]
    )


def report_dict(merged: MergeResult) -> dict[str, Any]:
    """The same for programs: what happened to what, by ids, with both values where they differ."""
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
        "standing": status_lines(merged.approval_status),
        "faults": merge_faults(merged),
    }


def _answers(private: ConversationDiff) -> list[RowChange]:
    """The private answers that came in; a private file holds hardly anything else."""
    return [row for row in private.rows if row.table == "item"]


class _Words:
    """The words for what came in to a conversation, and to its private file."""

    def __init__(
        self, conversation: Conversation, shared: ConversationDiff, private: ConversationDiff
    ) -> None:
        self._conversation = conversation
        self._shared, self._private = shared, private

    def all(self) -> Iterator[str]:
        """Everything that came in."""
        yield from self._notes(self._shared.notes)
        grouped: dict[str, list[str]] = {}
        for row in self._shared.rows:
            for group, one in self._row(row):
                grouped.setdefault(group, []).append(one)
        if answers := [row.text or "…" for row in _answers(self._private)]:
            grouped["private_answers"] = answers
        for group, what in grouped.items():
            names = list(dict.fromkeys(what))
            yield tr(f"merge.{group}", count=len(names), what=", ".join(names))

    def conflicts(self) -> Iterator[str]:
        """A line for each field that both set."""
        for told, private in ((self._shared, False), (self._private, True)):
            for one in told.conflicts:
                what = self._what(one, private)
                if one.attribute == "order":
                    yield tr("merge.conflict.order", what=what)
                    continue
                here, copy = (self._value(one, value) for value in (one.here, one.copy))
                yield tr(f"merge.conflict.{one.stays}", what=what, here=here, copy=copy)

    def hidden(self) -> Iterator[str]:
        """A line for each row that one removed while the other changed it."""
        for one in self._shared.modify_delete_conflicts:
            if one.table == "approval":
                yield tr(f"merge.stance_removed.{one.removed}", name=self._name(one.id))
                continue
            what = ", ".join(self._field(one.table, part, one.id) for part in one.attributes)
            yield tr(f"merge.removed.{one.removed}", row=self._called(one), what=what)

    def _notes(self, notes: NoteChanges) -> Iterator[str]:
        for how, count in (("added", notes.added), ("removed", notes.removed)):
            if count:
                what = ", ".join(f"{self._name(by)} {number}" for by, number in count.items())
                yield tr(f"merge.notes.{how}", count=sum(count.values()), what=what)
        if notes.changed:
            yield tr("merge.notes.changed", count=notes.changed)
        if notes.text_changed and not (notes.added or notes.changed or notes.removed):
            yield tr("merge.notes.blank")

    def _row(self, row: RowChange) -> Iterator[tuple[str, str]]:
        """Under which heading a change of a row is told, and how."""
        if row.table in ("header", "partner"):
            for part in row.values:
                yield "header", self._field(row.table, part, row.id)
        elif row.table == "progress":
            yield "progress", self._called(row)
        elif row.how != "changed":
            yield f"{row.table}.{row.how}", self._called(row)
        elif row.table == "agreement":
            parts = [self._field(row.table, part, row.id) for part in row.values]
            yield "agreement.changed", f"{self._called(row)} ({', '.join(parts)})"
        else:
            for part, value in row.values.items():
                kind, _, by = part.partition("/")
                group = "item." + _OF_ITEM.get(kind, "changed")
                detail = self._name(by) if by else self._field(row.table, part, row.id)
                if kind == "state":
                    detail = self._choice("merge.state", value)
                yield group, f"{self._called(row)} ({detail})"

    def _what(self, one: Conflict, private: bool) -> str:
        part = (
            tr("merge.field.private") if private else self._field(one.table, one.attribute, one.id)
        )
        row = self._called(one)
        return tr("merge.of_row", row=row, what=part) if row else part

    def _called(self, row: RowChange | Conflict | ModifyDeleteConflict) -> str:
        """`R1 Portal`; "" of what is the only one of its kind, or a person."""
        if row.table in ("header", "partner", "approval"):
            return ""
        return f"{row.label} {row.text}".strip() or "…"

    def _name(self, partner_id: str) -> str:
        partner = self._conversation.partner(partner_id)
        if partner is None:
            return tr("merge.nobody")
        return clean_line(partner.name) or tr(f"conversation.role.{partner.role}")

    def _field(self, table: str, attribute: str, row_id: str) -> str:
        """A field in words, to stand within a line."""
        kind, _, by = attribute.partition("/")
        if by:
            return tr(f"merge.field.{kind}", name=self._name(by)) if kind in _OF_ITEM else kind
        if table == "approval":
            return tr(f"merge.field.stance.{attribute}", name=self._name(row_id))
        own = f"form.header.{row_id}" if table == "partner" else f"form.{table}.{attribute}"
        for key in (f"merge.field.{attribute}", own, f"form.agreement.{attribute}"):
            if key in catalogue(current_language()):
                label = tr(key)
                return label[:1].lower() + label[1:]
        return clean_line(attribute)

    def _value(self, one: Conflict, value: Value) -> str:
        """A value in words; a text between quotes, all of it: the one that goes is told here."""
        kind = one.attribute.partition("/")[0]
        if value == "":
            return tr("merge.value.empty")
        if isinstance(value, bool):
            return tr("merge.value.removed" if value else "merge.value.there")
        if isinstance(value, int):
            return str(value)
        choices = {
            "state": "merge.state",
            "rating": "conversation.rating",
            "stance": "approval.form.stance",
            "belongs": "form.item.belongs",
        }
        start = choices.get(kind, f"form.{one.table}.{kind}")
        if f"{start}.{value}" in catalogue(current_language()):
            return tr(f"{start}.{value}")
        if kind in ("date", "next_on", "due", "evaluate_on"):
            try:
                return format_date(date.fromisoformat(str(value)), current_language())
            except ValueError:
                pass
        return tr("merge.value.text", text=clean_line(str(value)))

    def _choice(self, start: str, value: Value) -> str:
        key = f"{start}.{value}"
        return tr(key) if key in catalogue(current_language()) else clean_line(str(value))
