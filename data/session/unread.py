"""What the other did in a conversation since one last looked: which lines, which rows, what went.

It begins with the conversation as one last saw it and is told of every change after that, one's own
and the other's. What one does oneself is no news, and moves along what is; what the other did stays
news until it is `seen`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from ..crdt.replica import Replica
from ..crdt.snapshot import Snapshot
from ..crdt.time_travel import DocumentHistory, Replacement
from ..model.changes import Changes
from ..model.conversation import NoteLine
from ..model.conversation_diff import (
    ConversationDiff,
    NoteChanges,
    RowChange,
    RowNames,
    row_changes,
)
from ..model.fields import Fields, Value, field_key
from ..text.line_index import LineIndex
from ..text.splice import Splice
from ..text.text_diff import common_prefix_length

How = Literal["", "added", "changed"]


class _Line(NamedTuple):
    text: str
    by: str
    how: How = ""
    """What the other did to it; "" for nothing."""


class UnreadChanges:
    """What is new in one conversation. `me` is the partner to whom it is told."""

    def __init__(self, lines: Iterable[NoteLine], fields: Fields, me: str | None) -> None:
        """`lines` and `fields` are the conversation as it was last looked at."""
        self._me = me
        self._lines = [_Line(line.text, line.by) for line in lines] or [_Line("", "")]
        self._line_index = LineIndex(len(line.text) for line in self._lines)
        self._marked_line_count = 0
        self._removed: dict[str, int] = {}
        self._before = dict(fields)
        self._now = dict(fields)
        self._rows: tuple[RowChange, ...] | None = ()

    @classmethod
    def since(cls, replica: Replica, state: Snapshot, me: str | None) -> UnreadChanges:
        """What others did in a document since it had come so far.

        Raises ReplicaError where the document waits for what is missing, or never came so far.
        """
        past = DocumentHistory(replica)
        lines, gaps = past.diff_since(state)
        news = cls(lines, past.fields_at(state), me)
        for gap in gaps:
            for splice, others in _splices(gap, me):
                news._splice(splice, others=others)
        news._update_fields(replica.fields, others=True)
        return news

    def follow(
        self, changes: Changes, fields: Fields, *, others: bool, seen: Iterable[int] = ()
    ) -> None:
        """Follow a change, after which the fields are these.

        `others` tells that it is the other's, else it is one's own; with numbers of splices that
        were `seen` to happen.
        """
        known = set(seen)
        for number, splice in enumerate(changes.splices):
            self._splice(splice, others=others and splice.by != self._me and number not in known)
        if changes.rows:
            self._update_fields(fields, others=others)

    def mark_row_read(self, table: str, row_id: str) -> None:
        """A row is no news any more."""
        start = field_key(table, row_id, "")
        for key in [key for key in self._before.keys() | self._now.keys() if key.startswith(start)]:
            _set(self._before, key, self._now.get(key))
        self._rows = None

    def mark_all_read(self) -> None:
        """Nothing is news any more."""
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
        """Whether a line of the notes (from 0) is one that the other added or changed."""
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
    def marked_ids(self) -> frozenset[str]:
        """The ids of the items and agreements to mark; a word on how one is going marks it too."""
        found = set()
        for row in self.rows:
            if row.table == "progress":
                found.add(str(self._now.get(field_key("progress", row.id, "agreement"), "")))
            elif row.table in ("item", "agreement") and row.how != "removed":
                found.add(row.id)
        return frozenset(found)

    @property
    def has_stance_changes(self) -> bool:
        """Whether the other said where they stand, or took that back."""
        return any(
            key.startswith("approval/") and self._before.get(key) != self._now.get(key)
            for key in self._before.keys() | self._now.keys()
        )

    @property
    def removed_lines(self) -> int:
        """How many lines with words in them the other took away."""
        return sum(self._removed.values())

    def to_diff(self) -> ConversationDiff:
        """All of it, to be put in words."""
        added: dict[str, int] = {}
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
        # A line that is there before and after is the same line, whatever was cut and put around.
        head = common_prefix_length([line.text for line in old], texts)
        tail = common_prefix_length(
            [line.text for line in reversed(old[head:])], texts[head:][::-1]
        )
        old_lines, new_texts = old[head : len(old) - tail], texts[head : len(texts) - tail]
        both = min(len(old_lines), len(new_texts))
        new_lines: list[_Line] = []
        for number, text in enumerate(new_texts):
            if others:
                line = old_lines[number] if number < both else _Line("", splice.by, "added")
                new_lines.append(line._replace(text=text, how=line.how or "changed"))
                continue
            # One's own: the marks go where the text of the marked lines goes.
            parts = [old[0]] if column and not head + number else []
            parts += [old[-1]] if rest and head + number == len(texts) - 1 else []
            how: How = next((part.how for part in parts if part.how), "")
            new_lines.append(_Line(text, old_lines[number].by if number < both else splice.by, how))
        if others:
            for line in old_lines[both:]:
                if line.how != "added" and line.text.strip():
                    self._removed[line.by] = self._removed.get(line.by, 0) + 1
        self._marked_line_count += sum(bool(line.how) for line in new_lines) - sum(
            bool(line.how) for line in old_lines
        )
        index = first + head
        self._lines[index : index + len(old_lines)] = new_lines
        self._line_index.replace(first, last + 1, map(len, texts))


def _splices(gap: Replacement, me: str | None) -> Iterable[tuple[Splice, bool]]:
    """A gap as splices, each with whether it is another's; what went is whose text came there."""
    came: list[tuple[str, str, bool]] = []
    for text, by in gap.inserted:
        if came and came[-1][2] == (by != me):
            came[-1] = (came[-1][0] + text, came[-1][1] or by, by != me)
        else:
            came.append((text, by, by != me))
    deleted, start = gap.deleted, gap.start
    if not came:
        yield Splice(start, deleted, ""), True
    elif deleted and not came[0][2] and len(came) > 1:
        yield Splice(start, deleted, ""), True
        deleted = 0
    for text, by, others in came:
        yield Splice(start, deleted, text, by), others
        start, deleted = start + len(text), 0


def _set(fields: dict[str, Value], key: str, value: Value | None) -> None:
    if value is None:
        fields.pop(key, None)
    else:
        fields[key] = value
