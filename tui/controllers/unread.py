"""Unread changes on the desk: marks, the summary line, and stepping through them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from textual.screen import Screen

from ...data.i18n.catalogue import plural, tr
from ...data.model.changes import Changes, shift
from ...data.model.fields import field_key
from ...data.session.session import Session
from ...widgets.chrome.footer import Footer
from ...widgets.notes.pane import NotesPane
from ...widgets.primitives.pane import ListPane, Pane
from ...widgets.views.agreements import AgreementsPane
from ...widgets.views.checklist import ChecklistPane
from ..formatting.clock import format_when
from ..keys.table import first_key
from .shared_keyboard import SharedKeyboard

if TYPE_CHECKING:
    from ...data.session.unread import UnreadChanges

_SUMMARY_SECONDS = 20.0
"""Seconds that the unread summary stays, unless a key hides it sooner."""
AWAY_SECONDS = 300.0
"""Seconds without a key after which the user counts as away."""

_Row = tuple[ListPane, str]


class UnreadController(Screen[None]):
    """The part of the desk that marks unread changes and steps through them.

    The marks stay until the desk is closed or the user marks everything as read. Changes that the
    other makes while the user looks on are not unread, unless they happen out of view.
    """

    session: Session
    keyboard: SharedKeyboard
    active_pane: Pane
    _checklist: ChecklistPane
    _notes: NotesPane
    _agreements: AgreementsPane
    _hints: Footer
    _unread: UnreadChanges | None = None
    _last_read_at: datetime | None = None
    _begun = False
    _applying_remote = False
    _live = False
    _missed = False
    _summary_until = 0.0
    _last_key = 0.0

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line. Overridden by the desk."""
        raise NotImplementedError

    def action_pane(self, name: str) -> None:
        """Go to the pane with this id. Overridden by the desk."""
        raise NotImplementedError

    # Following changes

    def begin_unread(self) -> None:
        """Show what is unread, after the first frame: that need not wait for it."""
        marker = self.session.read_marker
        self._last_read_at = marker.at if marker else None
        self._last_key = time.monotonic()
        self._begun = True
        self._unread = self.session.unread_changes()
        if self._unread is not None:
            self._notes.mark_unread(self._is_unread)
            self._mark_rows()
            self._show_unread_summary()

    def keys_settled(self) -> None:
        """Note that the user is here."""
        self._last_key = time.monotonic()
        self._missed = False

    def mark_read(self) -> None:
        """Mark everything as read, unless the user was away or a guest writes."""
        if not self._missed and not self.session.has_guest:
            self.session.mark_read()

    @contextmanager
    def applying_remote_changes(self, *, live: bool) -> Iterator[None]:
        """Treat changes within this block as the other's; `live`: they are present too."""
        if self._unread is None and self._begun:
            from ...data.session.unread import UnreadChanges

            session = self.session
            self._unread = UnreadChanges(session.notes.note_lines(), session.fields, session.me)
            self._last_read_at = self._last_read_at or datetime.now().astimezone()
            self._notes.mark_unread(self._is_unread)
        before = self._unread.to_diff() if self._unread and not live else None
        self._applying_remote, self._live = True, live
        try:
            yield
        finally:
            self._applying_remote = False
        if self._unread and not live and self._unread.to_diff() != before:
            self._show_unread_summary()

    @contextmanager
    def tracking_unread(self, changes: Changes) -> Iterator[None]:
        """Update the unread changes; the panes show `changes` within this block."""
        unread = self._unread
        if unread is None:
            yield
            return
        watched = self._applying_remote and self._live and self._is_watching()
        self._missed = self._missed or (self._applying_remote and self._is_away())
        splices = changes.splices
        seen = [
            number
            for number, splice in enumerate(splices if watched and self._notes.display else ())
            if self._notes.in_view(shift(splice.start, splices[number + 1 :]))
        ]
        rows = self._rows_of(changes) if watched else {}
        in_view = {row for row in rows.values() if _is_in_view(row)}
        marked = unread.marked_ids if watched and changes.rows else frozenset()
        unread.follow(changes, self.session.fields, others=self._applying_remote, seen=seen)
        yield
        if not changes.rows:
            return
        for key in changes.rows if watched else ():
            row = rows.get(key)
            if row is None or (row[1] not in marked and (row in in_view or _is_in_view(row))):
                unread.mark_row_read(*key)
        self._mark_rows()

    def expire_unread_summary(self) -> None:
        """Hide the unread summary when its time is over."""
        if self._summary_until and time.monotonic() > self._summary_until:
            self._hide_unread_summary()

    # Actions

    def action_next_news(self) -> None:
        """Go to the next unread change, over all three panes, and start again at the end."""
        self._hide_unread_summary()
        stops = list(self._stops())
        if not stops:
            self.action_news()
            return
        here = self._current_stop()
        self._go_to_unread(*next((stop for stop in stops if stop[:2] > here), stops[0]))

    def action_news(self) -> None:
        """List all unread changes in words, and ask whether to mark them as read."""
        if self.keyboard.refuses():
            return
        self._hide_unread_summary()
        unread = self._unread
        if not unread:
            when = format_when(self._last_read_at)
            self.show_status(tr("unread.none.since", when=when) if when else tr("unread.none"))
            return
        from ...data.sync.merge_report import diff_lines
        from ..forms.confirm import Confirm

        conversation = self.session.conversation
        lines = diff_lines(unread.to_diff(), conversation)
        if unread.has_stance_changes:
            from ...data.approval.status import approval_statuses, status_lines

            fields, notes = self.session.fields, self.session.notes.note_lines()
            lines += status_lines(approval_statuses(conversation, fields, notes))

        def answered(seen: bool | None) -> None:
            if seen:
                self._clear_marks()

        title = tr("unread.title", when=format_when(self._last_read_at), name=self._other_name())
        form = Confirm(title, "\n".join(lines), yes=tr("unread.seen"), no=tr("unread.keep_marks"))
        self.app.push_screen(form, answered)

    def _clear_marks(self) -> None:
        if self._unread is not None:
            self._unread.mark_all_read()
            self._last_read_at = datetime.now().astimezone()
            self._notes.mark_unread(self._is_unread)
            self._mark_rows()
            self.show_status(tr("unread.cleared"))

    # Where the changes are

    def _stops(self) -> Iterator[tuple[int, int, str]]:
        """Yield the unread changes in order: number of the pane, index in it, id of the row."""
        if not self._unread:
            return
        marked, conversation = self._unread.marked_ids, self.session.conversation
        for index, item in enumerate(conversation.checklist):
            if item.id in marked:
                yield 0, index, item.id
        before = -1
        for line in self._unread.lines:
            if line != before + 1 or before < 0:  # only the first of consecutive lines
                yield 1, line, ""
            before = line
        for index, (_, agreement) in enumerate(conversation.numbered()):
            if agreement.id in marked:
                yield 2, index, agreement.id

    def _current_stop(self) -> tuple[int, int]:
        """Return the pane's number and the index in it where the user is, as in `_stops`."""
        pane, conversation = self.active_pane, self.session.conversation
        if pane is self._notes:
            return 1, self._notes.body.selection.end[0]
        number = 0 if pane is self._checklist else 2
        agreements = [agreement for _, agreement in conversation.numbered()]
        rows = [row.id for row in (agreements if number else conversation.checklist)]
        key = self._agreements.key if number else self._checklist.key
        return number, rows.index(key) if key in rows else -1

    def _go_to_unread(self, pane: int, index: int, row: str) -> None:
        shown = (self._checklist, self._notes, self._agreements)[pane]
        self.action_pane(str(shown.id))
        if shown is self._notes:
            self._notes.body.move_cursor((index, 0))
        elif isinstance(shown, ListPane) and not shown.select(row):
            self._checklist.view = "all"  # a private item of the other
            shown.select(row)

    def _rows_of(self, changes: Changes) -> dict[tuple[str, str], _Row]:
        """Return the changed rows that are in a list, by table and id."""
        found: dict[tuple[str, str], _Row] = {}
        for table, row_id in changes.rows:
            if table == "item":
                found[table, row_id] = self._checklist, row_id
            elif table == "agreement":
                found[table, row_id] = self._agreements, row_id
            elif table == "progress":
                agreement = self.session.fields.get(field_key(table, row_id, "agreement"), "")
                found[table, row_id] = self._agreements, str(agreement)
        return found

    def _is_watching(self) -> bool:
        """Return whether the user sees what happens on the desk."""
        return self.app.screen is self and not self._is_away()

    def _is_away(self) -> bool:
        return time.monotonic() - self._last_key > AWAY_SECONDS

    # Showing

    def _is_unread(self, line: int) -> bool:
        return self._unread is not None and self._unread.is_unread(line)

    def _mark_rows(self) -> None:
        marked = self._unread.marked_ids if self._unread is not None else frozenset()
        self._checklist.mark_unread(marked)
        self._agreements.mark_unread(marked)

    def _show_unread_summary(self) -> None:
        """Show one quiet line: how much is unread, and the key to step through it."""
        unread = self._unread
        if not unread:
            return
        agreements = {agreement.id for agreement in self.session.conversation.agreements}
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
            "press": first_key("desk.next_news"),
        }
        forms = ("changed", "changed.press", "changed.short", "changed.key")
        self._hints.show_unread(*(tr(f"unread.{form}", **values) for form in forms))
        self._summary_until = time.monotonic() + _SUMMARY_SECONDS

    def _hide_unread_summary(self) -> None:
        self._summary_until = 0.0
        self._hints.show_unread()

    def _other_name(self) -> str:
        """Return the other partner's first name, or a word for them."""
        partner = self.session.conversation.partner(self.session.other)
        return partner.name.split()[0] if partner and partner.name.strip() else tr("unread.other")


def _is_in_view(row: _Row) -> bool:
    pane, row_id = row
    return pane.display and pane.in_view(row_id)
