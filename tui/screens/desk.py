"""The desk: the three panes around one session.

Edits come up from the panes as `Edited` and go down to the session in one line; what changed comes
back as one notice, and each pane repaints what of it is its own. Nothing here saves, merges or
knows a key.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import DescendantFocus, Resize
from textual.widgets.text_area import Selection

from ...data.errors import AfspraakError
from ...data.i18n.catalogue import current_language, tr
from ...data.i18n.date_format import format_date
from ...data.model.changes import Changes
from ...data.model.edits import Delete
from ...data.session.session import Session, SessionEvent
from ...data.settings.settings import Settings
from ...data.storage.autosave import SaveStatus
from ...data.system.notices import take_brief_notices
from ...widgets.chrome.dirty_compositor import DirtyRegionCompositor
from ...widgets.chrome.footer import Footer
from ...widgets.chrome.header import Header
from ...widgets.messages import (
    EditRequested,
    NoteRequested,
    PasteTruncated,
    RedoRequested,
    UndoRequested,
)
from ...widgets.notes.editor import NotesEditor
from ...widgets.primitives.pane import Pane
from ..controllers.approvals import ApprovalController
from ..controllers.autosave import POLL_SECONDS, AutosaveController
from ..controllers.edits import STATUS_SECONDS
from ..controllers.follow_up import FollowUpController
from ..controllers.location import Location
from ..controllers.private_answers import PrivateAnswers
from ..controllers.progress import ProgressController
from ..controllers.row_forms import RowForms
from ..controllers.search import SearchController
from ..controllers.search_bar import SearchBar
from ..controllers.sensitive_words import SensitiveWordHint
from ..controllers.shared_keyboard import SharedKeyboard
from ..controllers.sharing import SharingController
from ..formatting.clock import Clock, format_moment, today
from ..formatting.paths import shown_path
from ..keys import table as keys
from .desk_navigation import DeskNavigation
from .desk_panes import Agreements, Checklist, Notes

NARROW, WIDE = 60, 112
"""Widths in columns: below the first one pane at a time, from the second on three abreast."""


class Desk(
    RowForms,
    PrivateAnswers,
    DeskNavigation,
    SearchController,
    SensitiveWordHint,
    SharingController,
    ProgressController,
    ApprovalController,
    FollowUpController,
    AutosaveController,
):
    """One conversation on the screen. Closing it closes the session."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("desk")
    AUTO_FOCUS = ""

    def __init__(self, session: Session, place: Location | None = None) -> None:
        """`place` is where to begin; else in the checklist."""
        super().__init__()
        self._begin_at = place
        self._compositor = DirtyRegionCompositor()
        self.session = session
        self._heading = Header()
        add, agree = keys.first_key("list.add"), keys.first_key("notes.agree")
        self._checklist = Checklist(id="checklist", empty_hint=tr("desk.no_items", add=add))
        self._notes = Notes(session.apply, id="notes")
        no_agreements = tr("desk.no_agreements", add=add, agree=agree)
        self._agreements = Agreements(id="agreements", empty_hint=no_agreements)
        self._panes: tuple[Pane, ...] = (self._checklist, self._notes, self._agreements)
        self._finder = SearchBar()
        self._hints = Footer()
        self.clock = Clock()
        self.keyboard = SharedKeyboard(session, self.show_status, self._keyboard_handed)
        self._status_until = 0.0
        session.subscribe(self._noticed)
        self.active_pane: Pane = self._checklist

    @property
    def key_context(self) -> str:
        """Where the user is, in the words of the key table."""
        return str(self.active_pane.id)

    def compose(self) -> ComposeResult:
        """Yield the header, the three panes, the hidden search bar and the footer."""
        yield self._heading
        with Container(id="panes"):
            yield self._checklist
            with Container(id="talk"):
                yield self._notes
                yield self._agreements
        yield self._finder
        yield self._hints

    def on_mount(self) -> None:
        """Show everything, and begin in the checklist."""
        self._finder.display = False
        self._notes.load(self.session.notes)
        # Without a word to anybody: scrolling to the caret before there is a layout goes wrong.
        first = Selection.cursor(_first_place(self.session.notes.lines))
        self._notes.body.set_reactive(NotesEditor.selection, first)
        self.begin_private_answers(today())
        self._show_rows()
        self._show_save_status(self.session.save_status)
        self._show_clock()
        self._checklist.focus()
        self._show_hints()
        self.begin_autosave()
        self.begin_approvals()
        self.set_interval(POLL_SECONDS, self._tick)
        if self.session.recovered:
            self.show_status(tr("desk.recovered"))
        if self.session.damaged_journals:
            self.show_status(tr("desk.journal_damaged"))
        if self.session.save_status.read_only:
            self.show_status(tr("desk.read_only"))
        self.begin_sharing()
        self.call_after_refresh(self.begin_unread)
        self.call_after_refresh(self.begin_external_editor)
        if self._begin_at is not None:
            self.call_after_refresh(self.begin_at, self._begin_at)

    def on_unmount(self) -> None:
        """Let go of what editors may still have open."""
        self.external_editor.close()

    def on_resize(self, event: Resize) -> None:
        """Lay the panes out for this width."""
        self.set_class(event.size.width < NARROW, "-one")
        self.set_class(event.size.width >= WIDE, "-three")
        self._show_title()

    # What the panes tell

    @on(EditRequested)
    def _edited(self, message: EditRequested) -> None:
        if self.apply_edit(message.edit) and isinstance(message.edit, Delete):
            self.show_status(tr("desk.deleted", undo=keys.first_key("list.undo")))

    @on(UndoRequested)
    def _undo_requested(self) -> None:
        self.action_undo()

    @on(RedoRequested)
    def _redo_requested(self) -> None:
        self.action_redo()

    @on(NoteRequested)
    def _note_requested(self, message: NoteRequested) -> None:
        self.action_pane("notes")
        self._notes.go_to_section(message.section)

    @on(PasteTruncated)
    def _too_much_pasted(self, message: PasteTruncated) -> None:
        self.show_status(tr("desk.truncated", kept=message.kept, dropped=message.dropped))

    @on(DescendantFocus)
    def _focus_moved(self, message: DescendantFocus) -> None:
        for pane in self._panes:
            if pane in message.widget.ancestors_with_self and pane is not self.active_pane:
                self.active_pane = pane
                self._show_hints()
        self._mark_active()

    # What the session tells

    def _noticed(self, notice: SessionEvent) -> None:
        if isinstance(notice, SaveStatus):
            self._show_save_status(notice)
            return
        self.follow_approvals(notice)
        if not self._applying_remote:
            self.check_notes(notice)
            self.check_rows(notice)
        with self.tracking_unread(notice):
            self._notes.apply(notice, self.session.notes, follow=self._following)
            if notice.rows:
                self._show_rows(notice)
        if self._following:
            self._go_to_rows(notice)

    def _go_to_rows(self, changes: Changes) -> None:
        """Put the cursors on what changed."""
        lists = {"item": self._checklist, "agreement": self._agreements}
        for table, row_id in sorted(changes.rows):
            if table in lists:
                lists[table].select(row_id)

    _following = False
    """Whether caret and cursors go to what changes: after one's own undo."""

    # What the keys do

    def action_next_pane(self) -> None:
        """Focus the next pane, in the circle checklist, notes, agreements."""
        self._step_pane(1)

    def action_previous_pane(self) -> None:
        """Focus the previous pane in the circle."""
        self._step_pane(-1)

    def action_pane(self, name: str) -> None:
        """Focus the pane with this id: `checklist`, `notes` or `agreements`."""
        self._go_to(next(pane for pane in self._panes if pane.id == name))

    def action_enlarge(self) -> None:
        """One pane alone, or all three again."""
        self.toggle_class("-large")
        self._mark_active()

    def action_save(self) -> None:
        """Save now."""
        try:
            self.session.save()
        except AfspraakError as error:
            self.show_status(tr(error.message))
            return
        self.show_status(tr("desk.saved"))
        self._show_notices()

    def action_undo(self) -> None:
        """Take back the last step, in whichever pane it was."""
        self._step_back(self.session.undo, "desk.nothing_to_undo")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._step_back(self.session.redo, "desk.nothing_to_redo")

    def action_switch_writer(self) -> None:
        """Let the other partner write from now on, at the same keyboard."""
        self.keyboard.switch_writer()

    def action_export(self) -> None:
        """Write the minutes to a file in the folder where afspraak was started."""
        from ...data.exchange.export import export_session
        from ...data.system.paths import working_folder

        try:
            target = working_folder() / f"{self.session.path.stem}.md"
            export_session(self.session, target)
        except AfspraakError as error:
            self.show_status(tr(error.message))
            return
        told = "lock.desk.exported" if self.session.seal else "desk.exported"
        self.show_status(tr(told, path=shown_path(target)))

    async def action_leave(self) -> None:
        """Back to the notebook."""
        if self.close_session(ask=True):
            self.dismiss(None)

    def _tick(self) -> None:
        self._show_clock()
        self._show_notices()
        if self._status_until and time.monotonic() > self._status_until:
            self._status_until = 0.0
            self._hints.show_status("")
        self.expire_unread_summary()
        self.external_editor.poll()

    # Showing

    def _show_notices(self) -> None:
        """Say what happened to files by itself; leaving says it in full on the shell."""
        for line in take_brief_notices():
            self.show_status(line)

    def show_status(self, text: str) -> None:
        """Show `text`, about what just happened, in the last row for `STATUS_SECONDS`."""
        self._hints.show_status(text)
        self._status_until = time.monotonic() + STATUS_SECONDS

    def _step_back(self, step: Callable[[], bool], nothing: str) -> None:
        self._following = True
        self.show_status("")  # "deleted" is no longer true once it is back
        try:
            if not step():
                self.show_status(tr(nothing))
        finally:
            self._following = False

    def _step_pane(self, step: int) -> None:
        place = self._panes.index(self.active_pane)
        self._go_to(self._panes[(place + step) % len(self._panes)])

    def _go_to(self, pane: Pane) -> None:
        self.active_pane = pane
        self._mark_active()
        self.set_focus(pane.body)
        self._show_hints()

    def _mark_active(self) -> None:
        for pane in self._panes:
            pane.set_class(pane is self.active_pane, "-active")
        self.set_class(self.active_pane is self._checklist, "-list")

    def _show_rows(self, changes: Changes | None = None) -> None:
        conversation = self.session.conversation
        answers = self.session.private_answers()
        partners = changes is None or changes.touches("partner")
        if partners or changes is None or changes.touches("item"):
            self._checklist.show(conversation, answers, self.session.me)
        if partners or changes is None or changes.touches("agreement"):
            self._agreements.show(conversation, today())
        if partners:
            self._notes.show(conversation, self.session.me)
        if changes is None or changes.touches("header") or partners:
            self._show_title()

    def _keyboard_handed(self) -> None:
        self.hide_private_again(today())
        self._show_rows()

    def _show_title(self) -> None:
        conversation = self.session.conversation
        header = conversation.header
        names = [p.name for p in conversation.partners if p.id != self.session.me]
        day = header.date
        when = format_date(day, current_language(), today=today(), width="weekday") if day else ""
        parts = [*names, header.title, f"{when} {header.time}".strip()]
        if self.session.writer != self.session.me:
            writer = conversation.partner(self.session.writer)
            parts.insert(0, tr("desk.writer", name=writer.name if writer else ""))
        self._heading.show_title(" · ".join(part for part in parts if part))

    def _show_save_status(self, kept: SaveStatus) -> None:
        self._heading.show_save_status(format_moment(kept.at), kept.safe, kept.read_only)
        if not kept.safe:
            # A long path would leave no room for what matters.
            told = tr("desk.save_failed", cause=kept.cause) if kept.cause else kept.reason
            self.show_status(told)

    def _show_clock(self) -> None:
        if getattr(self.app, "settings", Settings()).clock:
            self._heading.show_clock(self.clock.text(self.session.conversation.header))

    def _show_hints(self) -> None:
        self._hints.show_pairs(keys.hints(self.key_context))


def _first_place(lines: list[str]) -> tuple[int, int]:
    """Where the caret begins: at the end of the line under the first heading."""
    row = min(1, len(lines) - 1)
    return row, len(lines[row])
