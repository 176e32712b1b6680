"""Unread changes: the other partner's changes of notes and rows since the read marker.

It starts from the conversation as the user last saw it, and follows every later change of either
partner. The user's own changes are not unread, but move the marks of unread text; the other's stay
unread until they are marked as read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from ..crdt.replica import Replica
from ..crdt.snapshot import Snapshot
from ..crdt.time_travel import DocumentHistory, Replacement
from ..ids import NOBODY, PartnerId, RowId
from ..model.changes import Changes
from ..model.conversation import NoteLine
from ..model.conversation_diff import (
    ConversationDiff,
    NoteChanges,
    RowChange,
    RowNames,
    row_changes,
)
from ..model.fields import FieldKey, Fields, Value
from ..text.line_index import LineIndex
from ..text.splice import Splice
from ..text.text_diff import common_prefix_length

How = Literal["", "added", "changed"]


class _Line(NamedTuple):
    text: str
    by: PartnerId
    how: How = ""
    """How the other partner changed it; "" if they did not."""


class UnreadChanges:
    """The unread changes of one conversation. `me` is the partner who reads."""

    def __init__(self, lines: Iterable[NoteLine], fields: Fields, me: PartnerId | None) -> None:
        """`lines` and `fields` are the conversation as the user last saw it."""
        self._me = me
        self._lines = [_Line(line.text, line.by) for line in lines] or [_Line("", NOBODY)]
        self._line_index = LineIndex(len(line.text) for line in self._lines)
        self._marked_line_count = 0
        self._removed: dict[PartnerId, int] = {}
        self._before = dict(fields)
        self._now = dict(fields)
        self._rows: tuple[RowChange, ...] | None = ()

    @classmethod
    def since(cls, replica: Replica, snapshot: Snapshot, me: PartnerId | None) -> UnreadChanges:
        """Return the changes of others in a document since a snapshot.

        Raises ReplicaError if an update is missing, or the document never had that snapshot.
        """
        history = DocumentHistory(replica)
        lines, replacements = history.diff_since(snapshot)
        unread = cls(lines, history.fields_at(snapshot), me)
        for replacement in replacements:
            for splice, others in _splices(replacement, me):
                unread._splice(splice, others=others)
        unread._update_fields(replica.fields, others=True)
        return unread

    def follow(
        self, changes: Changes, fields: Fields, *, others: bool, seen: Iterable[int] = ()
    ) -> None:
        """Follow a change; `fields` are those after it.

        `others` is true for a change of the other partner; `seen` are the indices of its splices
        that the user saw on the screen as they were made.
        """
        seen_numbers = set(seen)
        for number, splice in enumerate(changes.splices):
            self._splice(
                splice, others=others and splice.by != self._me and number not in seen_numbers
            )
        if changes.rows:
            self._update_fields(fields, others=others)

    def mark_row_read(self, table: str, row_id: RowId) -> None:
        """Mark a row as read."""
        for key in self._before.keys() | self._now.keys():
            if key.row == (table, row_id):
                _set(self._before, key, self._now.get(key))
        self._rows = None

    def mark_all_read(self) -> None:
        """Mark everything as read."""
        self._lines = [line._replace(how="") for line in self._lines]
        self._marked_line_count = 0
        self._removed.clear()
        self._before = dict(self._now)
        self._rows = ()

    def __bool__(self) -> bool:
        return bool(
            self._marked_line_count or self._removed or self.rows or self.has_stance_changes
        )

    def is_unread(self, line: int) -> bool:
        """Return whether the other added or changed a line of the notes (from 0)."""
        return bool(self._marked_line_count and line < len(self._lines) and self._lines[line].how)

    @property
    def lines(self) -> list[int]:
        """The numbers of the lines (from 0) that the other added or changed."""
        return [number for number, line in enumerate(self._lines) if line.how]

    @property
    def rows(self) -> tuple[RowChange, ...]:
        """The rows that the other added, changed or removed."""
        if self._rows is None:
            names = RowNames(self._before, self._now)
            self._rows = tuple(row_changes(self._before, self._now, names))
        return self._rows

    @property
    def marked_ids(self) -> frozenset[RowId]:
        """The ids of the items and agreements to mark; a progress entry marks its agreement too."""
        found: set[RowId] = set()
        for row in self.rows:
            if row.table == "progress":
                agreement = self._now.get(FieldKey("progress", row.id, "agreement"), "")
                found.add(RowId(str(agreement)))
            elif row.table in ("item", "agreement") and row.how != "removed":
                found.add(row.id)
        return frozenset(found)

    @property
    def has_stance_changes(self) -> bool:
        """Whether the other took or withdrew a stance."""
        return any(
            key.table == "approval" and self._before.get(key) != self._now.get(key)
            for key in self._before.keys() | self._now.keys()
        )

    @property
    def removed_lines(self) -> int:
        """The number of non-blank lines that the other removed."""
        return sum(self._removed.values())

    def to_diff(self) -> ConversationDiff:
        """Return all unread changes as a diff, for the report."""
        added: dict[PartnerId, int] = {}
        changed = 0
        for line in self._lines:
            if line.how == "changed":
                changed += 1
            elif line.how and line.text.strip():
                added[line.by] = added.get(line.by, 0) + 1
        any_line = bool(self._marked_line_count or self._removed)
        return ConversationDiff(
            NoteChanges(added, changed, dict(self._removed), any_line), self.rows
        )

    def _update_fields(self, fields: Fields, *, others: bool) -> None:
        for key in [*(fields.keys() | self._now.keys())]:
            value = fields.get(key)
            if value != self._now.get(key):
                _set(self._now, key, value)
                if not others:
                    _set(self._before, key, value)
                self._rows = None

    def _splice(self, splice: Splice, *, others: bool) -> None:
        first, column = self._line_index.locate(splice.start)
        last, end = self._line_index.locate(splice.start + splice.deleted)
        old = self._lines[first : last + 1]
        rest = old[-1].text[end:]
        texts = f"{old[0].text[:column]}{splice.text}{rest}".split("\n")
        # A line that is the same before and after keeps its mark.
        head = common_prefix_length([line.text for line in old], texts)
        tail = common_prefix_length(
            [line.text for line in reversed(old[head:])], texts[head:][::-1]
        )
        old_lines, new_texts = old[head : len(old) - tail], texts[head : len(texts) - tail]
        common = min(len(old_lines), len(new_texts))
        new_lines: list[_Line] = []
        for number, text in enumerate(new_texts):
            if others:
                line = old_lines[number] if number < common else _Line("", splice.by, "added")
                new_lines.append(line._replace(text=text, how=line.how or "changed"))
                continue
            # The user's own change: marks stay with the text of the marked lines.
            parts = [old[0]] if column and not head + number else []
            parts += [old[-1]] if rest and head + number == len(texts) - 1 else []
            how: How = next((part.how for part in parts if part.how), "")
            new_lines.append(
                _Line(text, old_lines[number].by if number < common else splice.by, how)
            )
        if others:
            for line in old_lines[common:]:
                if line.how != "added" and line.text.strip():
                    self._removed[line.by] = self._removed.get(line.by, 0) + 1
        self._marked_line_count += sum(bool(line.how) for line in new_lines) - sum(
            bool(line.how) for line in old_lines
        )
        index = first + head
        self._lines[index : index + len(old_lines)] = new_lines
        self._line_index.replace(first, last + 1, map(len, texts))


def _splices(replacement: Replacement, me: PartnerId | None) -> Iterable[tuple[Splice, bool]]:
    """Yield a replacement as (splice, whether it is another's).

    A deletion counts as made by the author who inserted text at its position.
    """
    runs: list[tuple[str, PartnerId, bool]] = []
    for text, by in replacement.inserted:
        if runs and runs[-1][2] == (by != me):
            runs[-1] = (runs[-1][0] + text, runs[-1][1] or by, by != me)
        else:
            runs.append((text, by, by != me))
    deleted, start = replacement.deleted, replacement.start
    if not runs:
        yield Splice(start, deleted, ""), True
    elif deleted and not runs[0][2] and len(runs) > 1:
        yield Splice(start, deleted, ""), True
        deleted = 0
    for text, by, others in runs:
        yield Splice(start, deleted, text, by), others
        start, deleted = start + len(text), 0


def _set(fields: dict[FieldKey, Value], key: FieldKey, value: Value | None) -> None:
    if value is None:
        fields.pop(key, None)
    else:
        fields[key] = value
