"""Unread changes on the desk: their marks, the summary line, and stepping through them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from ...data.ids import RowId
from ...data.model.changes import Changes, shift
from ...data.model.fields import FieldKey
from ...data.session.session import Session
from ...widgets.language import plural, spoken, tr
from ...widgets.primitives.pane import ListPane
from ..formatting.clock import format_when
from .context.controller_context import Dialogs, Foreground, RunningTimer, Timers
from .context.panes import Panes
from .shared_keyboard import SharedKeyboard

if TYPE_CHECKING:
    from ...data.session.unread import UnreadChanges

_SUMMARY_SECONDS = 20.0
"""Seconds that the unread summary stays, unless a key hides it sooner."""
AWAY_SECONDS = 300.0
"""Seconds without a key after which the user counts as away."""

_Row = tuple[ListPane, RowId]


class _Source(Enum):
    """The origin of the changes that the desk follows now."""

    HERE = auto()
    """This keyboard, or the disk."""
    EARLIER = auto()
    """The other partner, who made them before this user was connected."""
    LIVE = auto()
    """The other partner, who is present now."""


class UnreadContext(Dialogs, Foreground, Timers, Protocol):
    """The context that unread changes use."""


class UnreadController:
    """Marks unread changes in the panes, counts them, and steps through them.

    The marks stay until the desk closes or the user marks everything as read. A change of the other
    partner that the user sees happen is not unread.
    """

    def __init__(
        self,
        session: Session,
        context: UnreadContext,
        panes: Panes,
        keyboard: SharedKeyboard,
        show_summary: Callable[..., None],
    ) -> None:
        """Bind to a session.

        `show_summary` shows the first of its arguments that fits; without arguments it shows none.
        """
        self._session, self._context = session, context
        self._panes, self._keyboard = panes, keyboard
        self._show_summary_forms = show_summary
        self._unread: UnreadChanges | None = None
        self._last_read_at: datetime | None = None
        self._started = False
        self._source = _Source.HERE
        self._has_missed_changes = False
        self._summary_timer: RunningTimer | None = None
        self._last_key = time.monotonic()

    # Following changes

    def start(self) -> None:
        """Show the unread changes; called after the first frame, which need not wait for it."""
        marker = self._session.read_marker.value
        self._last_read_at = marker.at if marker else None
        self._last_key = time.monotonic()
        self._started = True
        self._unread = self._session.read_marker.unread_changes()
        if self._unread is not None:
            self._panes.notes.mark_unread(self._is_unread)
            self._mark_rows()
            self._show_summary()

    def note_key(self) -> None:
        """Record that the user is present, and has missed no change."""
        self._last_key = time.monotonic()
        self._has_missed_changes = False

    def mark_read(self) -> None:
        """Mark everything as read, unless the user was away or a guest writes."""
        if not self._has_missed_changes and not self._session.has_guest:
            self._session.read_marker.mark_read()

    @contextmanager
    def receiving(self, *, live: bool) -> Iterator[None]:
        """Treat changes within this block as the other's; `live`: who is present now."""
        if self._unread is None and self._started:
            from ...data.session.unread import UnreadChanges

            session = self._session
            self._unread = UnreadChanges(session.notes.note_lines(), session.fields, session.me)
            self._last_read_at = self._last_read_at or datetime.now().astimezone()
            self._panes.notes.mark_unread(self._is_unread)
        before = self._unread.to_diff() if self._unread and not live else None
        self._source = _Source.LIVE if live else _Source.EARLIER
        try:
            yield
        finally:
            self._source = _Source.HERE
        if self._unread and not live and self._unread.to_diff() != before:
            self._show_summary()

    @contextmanager
    def follow(self, changes: Changes) -> Iterator[None]:
        """Update the unread changes; the caller shows `changes` in the panes within this block."""
        unread = self._unread
        if unread is None:
            yield
            return
        watched = self._source is _Source.LIVE and self._is_watching()
        self._has_missed_changes = self._has_missed_changes or (
            self.is_receiving and self._is_away()
        )
        splices = changes.splices
        seen = [
            number
            for number, splice in enumerate(
                splices if watched and self._panes.notes.display else ()
            )
            if self._panes.notes.in_view(shift(splice.start, splices[number + 1 :]))
        ]
        rows = self._rows_of(changes) if watched else {}
        in_view = {row for row in rows.values() if _is_in_view(row)}
        marked = unread.marked_ids if watched and changes.rows else frozenset()
        unread.follow(changes, self._session.fields, others=self.is_receiving, seen=seen)
        yield
        if not changes.rows:
            return
        for key in changes.rows if watched else ():
            row = rows.get(key)
            if row is None or (row[1] not in marked and (row in in_view or _is_in_view(row))):
                unread.mark_row_read(*key)
        self._mark_rows()

    @property
    def is_receiving(self) -> bool:
        """Whether the changes that the desk follows now are the other partner's."""
        return self._source is not _Source.HERE

    # Actions

    def next(self) -> None:
        """Go to the next unread change in the three panes; after the last one, to the first."""
        self._hide_summary()
        positions = list(self._positions())
        if not positions:
            self.open()
            return
        here = self._current_position()
        later = (position for position in positions if position[:2] > here)
        self._go_to_unread(*next(later, positions[0]))

    def open(self) -> None:
        """List all unread changes in words, and ask whether to mark them as read."""
        if self._keyboard.refuses():
            return
        self._hide_summary()
        unread = self._unread
        if not unread:
            when = format_when(self._last_read_at)
            self._context.show_status(
                tr("unread.none.since", when=when) if when else tr("unread.none")
            )
            return
        from ...data.sync.merge_report import diff_lines
        from ..forms.dialog.confirm import Confirm

        conversation = self._session.conversation
        lines = diff_lines(spoken(), unread.to_diff(), conversation)
        if unread.has_stance_changes:
            from ...data.approval.status import approval_statuses, status_lines

            fields, notes = self._session.fields, self._session.notes.note_lines()
            lines += status_lines(spoken(), approval_statuses(conversation, fields, notes))

        def answered(seen: bool | None) -> None:
            if seen:
                self._clear_marks()

        title = tr("unread.title", when=format_when(self._last_read_at), name=self._other_name())
        form = Confirm(title, "\n".join(lines), yes=tr("unread.seen"), no=tr("unread.keep_marks"))
        self._context.push_screen(form, answered)

    def _clear_marks(self) -> None:
        if self._unread is not None:
            self._unread.mark_all_read()
            self._last_read_at = datetime.now().astimezone()
            self._panes.notes.mark_unread(self._is_unread)
            self._mark_rows()
            self._context.show_status(tr("unread.cleared"))

    # Positions of unread changes

    def _positions(self) -> Iterator[tuple[int, int, RowId]]:
        """Yield the positions of unread changes in order: pane index, line or row index, row id.

        All indexes count from 0; the row id is "" for a line of the notes.
        """
        if not self._unread:
            return
        marked, conversation = self._unread.marked_ids, self._session.conversation
        for index, item in enumerate(conversation.checklist):
            if item.id in marked:
                yield 0, index, item.id
        before = -1
        for line in self._unread.lines:
            if line != before + 1 or before < 0:  # only the first of consecutive lines
                yield 1, line, RowId("")
            before = line
        for index, agreement in enumerate(conversation.agreements):
            if agreement.id in marked:
                yield 2, index, agreement.id

    def _current_position(self) -> tuple[int, int]:
        """Return pane index and row index of the user, as in `_positions`; row -1 if none."""
        pane, conversation = self._panes.active, self._session.conversation
        if pane is self._panes.notes:
            return 1, self._panes.notes.body.selection.end[0]
        number = 0 if pane is self._panes.checklist else 2
        shown = conversation.agreements if number else conversation.checklist
        rows: list[str] = [row.id for row in shown]
        key = self._panes.agreements.key if number else self._panes.checklist.key
        return number, rows.index(key) if key in rows else -1

    def _go_to_unread(self, pane: int, index: int, row: RowId) -> None:
        shown = self._panes.all[pane]
        self._panes.go_to(str(shown.id))
        if shown is self._panes.notes:
            self._panes.notes.body.move_cursor((index, 0))
        elif isinstance(shown, ListPane) and not shown.select(row):
            self._panes.checklist.view = "all"  # a private item of the other
            shown.select(row)

    def _rows_of(self, changes: Changes) -> dict[tuple[str, RowId], _Row]:
        """Return the changed rows that are in a list, by table and id."""
        found: dict[tuple[str, RowId], _Row] = {}
        for table, row_id in changes.rows:
            if table == "item":
                found[table, row_id] = self._panes.checklist, row_id
            elif table == "agreement":
                found[table, row_id] = self._panes.agreements, row_id
            elif table == "progress":
                agreement = self._session.fields.get(FieldKey(table, row_id, "agreement"), "")
                found[table, row_id] = self._panes.agreements, RowId(str(agreement))
        return found

    def _is_watching(self) -> bool:
        """Return whether the desk is the topmost screen, and the user is not away."""
        return self._context.is_on_top and not self._is_away()

    def _is_away(self) -> bool:
        return time.monotonic() - self._last_key > AWAY_SECONDS

    # Showing

    def _is_unread(self, line: int) -> bool:
        return self._unread is not None and self._unread.is_unread(line)

    def _mark_rows(self) -> None:
        marked = self._unread.marked_ids if self._unread is not None else frozenset()
        self._panes.checklist.mark_unread(marked)
        self._panes.agreements.mark_unread(marked)

    def _show_summary(self) -> None:
        """Show one line for `_SUMMARY_SECONDS`: the counts of unread changes, and the key."""
        unread = self._unread
        if not unread:
            return
        agreements = {agreement.id for agreement in self._session.conversation.agreements}
        items = sum(row.table == "item" and row.how != "removed" for row in unread.rows)
        counts = {
            "line": len(unread.lines),
            "item": items,
            "agreement": len(agreements & unread.marked_ids),
        }
        parts = [plural(f"unread.{name}", count) for name, count in counts.items() if count]
        rows_removed = sum(row.how == "removed" and row.table != "progress" for row in unread.rows)
        if removed := unread.removed_lines + rows_removed:
            parts.append(tr("unread.removed", count=removed))
        if (
            unread.has_stance_changes
            or not parts
            or any(row.table in ("header", "partner") for row in unread.rows)
        ):
            parts.append(tr("unread.more"))
        values = {
            "when": format_when(self._last_read_at),
            "name": self._other_name(),
            "what": ", ".join(parts),
            "press": self._context.first_key("desk.next_news"),
        }
        forms = ("changed", "changed.press", "changed.short", "changed.key")
        self._hide_summary()
        self._show_summary_forms(*(tr(f"unread.{form}", **values) for form in forms))
        self._summary_timer = self._context.set_timer(_SUMMARY_SECONDS, self._hide_summary)

    def _hide_summary(self) -> None:
        if self._summary_timer is not None:
            self._summary_timer.stop()
            self._summary_timer = None
        self._show_summary_forms()

    def _other_name(self) -> str:
        """Return the other partner's first name, or a word for them."""
        names = self._session.conversation.name_of(self._session.other).split()
        return names[0] if names else tr("unread.other")


def _is_in_view(row: _Row) -> bool:
    pane, row_id = row
    return pane.display and pane.in_view(row_id)
