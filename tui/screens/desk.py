"""The desk: the three panes around one session.

The desk composes panes and controllers and passes on what each is to do: edits come up from the
panes as messages and go down to the session; its changes come back as one event, and each pane
repaints what of it is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import DescendantFocus, Resize
from textual.screen import Screen

from ...data.i18n.catalogue import tr
from ...data.model.changes import Changes
from ...data.session.listeners import SessionEvent
from ...data.session.session import Session
from ...data.storage.saving.status import SaveStatus
from ...widgets import messages
from ...widgets.chrome.dirty_compositor import DirtyRegionCompositor
from ...widgets.chrome.footer import Footer
from ...widgets.chrome.header import Header
from ..controllers.approvals import ApprovalController
from ..controllers.autosave import POLL_SECONDS, AutosaveController
from ..controllers.edits import EditController
from ..controllers.location import Location
from ..controllers.panes import DeskPane, Panes
from ..controllers.private_answers import PrivateAnswers
from ..controllers.progress import ProgressController
from ..controllers.ratings import RatingController
from ..controllers.row_forms import FormRequest, RowForms
from ..controllers.screen_context import ScreenContext
from ..controllers.search import SearchController
from ..controllers.search_bar import SearchBar
from ..controllers.sensitive_words import SensitiveWordHint
from ..controllers.shared_keyboard import SharedKeyboard
from ..controllers.sharing import SharingController
from ..controllers.unread import UnreadController
from ..formatting.clock import Clock, today
from ..keys import table as keys
from .desk_heading import DeskHeading
from .desk_navigation import DeskNavigation
from .desk_panes import Agreements, Checklist, Notes

NARROW, WIDE = 60, 112
"""Widths in columns: below the first one pane at a time, from the second on three abreast."""


class Desk(Screen[None]):
    """One conversation on the screen. Closing it closes the session."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("desk")
    AUTO_FOCUS = ""

    def __init__(self, session: Session, location: Location | None = None) -> None:
        """Build the desk; it begins at `location`, or else in the checklist."""
        super().__init__()
        self._begin_at = location
        self._compositor = DirtyRegionCompositor()
        self.session = session
        self.next_path: Path | None = None
        """The conversation to open after this desk closes, if any."""
        self._header, self._finder, self._hints = Header(), SearchBar(), Footer()
        add, agree = keys.first_key("list.add"), keys.first_key("notes.agree")
        checklist = Checklist(id="checklist", empty_hint=tr("desk.no_items", add=add))
        no_agreements = tr("desk.no_agreements", add=add, agree=agree)
        agreements = Agreements(id="agreements", empty_hint=no_agreements)
        self._panes = panes = Panes(
            checklist, Notes(session.apply, id="notes"), agreements, self._pane_activated
        )
        self._screen_context = context = ScreenContext(self, session, self._header, self._hints)
        clock = Clock()
        self._heading = DeskHeading(session, self._header, context, clock)
        self._keyboard = keyboard = SharedKeyboard(
            session, context.show_status, self._writer_changed
        )
        self._private = PrivateAnswers(session, context, keyboard, checklist.hide_private)
        self._edits = EditController(session, context)
        self._forms = RowForms(session, context, self._edits, lambda: self._private.hidden)
        self._progress = ProgressController(session, context, self._edits)
        self._ratings = RatingController(session)
        self._sensitive_words = SensitiveWordHint(session, context)
        self._approvals = ApprovalController(session, context, self._header.show_note)
        self._search = SearchController(panes, self._finder)
        self._unread = UnreadController(session, context, panes, keyboard, self._hints.show_unread)
        self.sharing = SharingController(
            session, context, panes, keyboard, self._unread, self._hints.show_presence
        )
        self._autosave = AutosaveController(
            session, context, self._unread.mark_read, self.sharing.stop
        )

        self._navigation = DeskNavigation(session, context, keyboard, self._private, clock)

    @property
    def active_pane(self) -> DeskPane:
        """The pane to which the keys of this context apply."""
        return self._panes.active

    @property
    def key_context(self) -> str:
        """Where the user is, in the words of the key table."""
        return str(self.active_pane.id)

    def compose(self) -> ComposeResult:
        """Yield the header, the three panes, the hidden search bar and the footer."""
        yield self._header
        with Container(id="panes"):
            yield self._panes.checklist
            with Container(id="talk"):
                yield self._panes.notes
                yield self._panes.agreements
        yield self._finder
        yield self._hints

    def on_mount(self) -> None:
        """Show everything, and begin in the checklist."""
        context = self._screen_context
        context.subscribe(self._noticed)
        self._finder.display = False
        self._panes.load_notes(self.session)
        self._private.begin(today())
        self._show_rows()
        self._heading.show_save_status(self.session.save_status)
        self._show_clock()
        self._panes.checklist.focus()
        self._show_hints()
        self._autosave.start()
        self._approvals.start()
        context.set_interval(POLL_SECONDS, self._show_clock)
        self.sharing.start()
        context.call_after_refresh(self._unread.start)  # the first frame need not wait for it
        self._navigation.start()
        if self._begin_at is not None:
            context.call_after_refresh(partial(self._search.reveal, self._begin_at))

    def on_unmount(self) -> None:
        """Let go of the session, and of what editors may still have open."""
        self._screen_context.close()
        self._navigation.external_editor.close()

    def on_resize(self, event: Resize) -> None:
        """Lay the panes out for this width."""
        self.set_class(event.size.width < NARROW, "-one")
        self.set_class(event.size.width >= WIDE, "-three")
        self._heading.show_title()

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line for some seconds."""
        self._screen_context.show_status(text)

    def keys_settled(self) -> None:
        """Note that the user is here; called when no key is on its way."""
        self._unread.note_key()

    def close_session(self, *, ask: bool) -> bool:
        """Save and close the session. Return False if that failed and the user is being asked."""
        return self._autosave.close(ask=ask)

    def more_commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield commands for the palette that have no key: title, callback."""
        yield from self._autosave.commands()

    # Messages of the panes

    @on(messages.EditRequested)
    def _edit(self, message: messages.EditRequested) -> None:
        self._edits.apply(message.edit)

    @on(messages.AgreementFormRequested)
    @on(messages.ItemFormRequested)
    @on(messages.AnswerFormRequested)
    def _open_form(self, message: FormRequest) -> None:
        self._forms.open(message)

    @on(messages.ProgressFormRequested)
    def _open_progress(self, message: messages.ProgressFormRequested) -> None:
        self._progress.open(message.agreement_id)

    @on(messages.RatingRequested)
    def _rate(self, message: messages.RatingRequested) -> None:
        self.show_status(self._ratings.step(message.item_id))

    @on(messages.DisclosureRequested)
    def _disclose(self, message: messages.DisclosureRequested) -> None:
        self._private.show(message.item_id)

    @on(messages.NoteRequested)
    def _go_to_section(self, message: messages.NoteRequested) -> None:
        self._panes.go_to("notes")
        self._panes.notes.go_to_section(message.section)

    @on(messages.PasteTruncated)
    def _paste_truncated(self, message: messages.PasteTruncated) -> None:
        self.show_status(tr("desk.truncated", kept=message.kept, dropped=message.dropped))

    @on(messages.FindRequested)
    def _find(self, message: messages.FindRequested) -> None:
        self._search.find(message.words, message.forward)

    @on(messages.SearchBarClosed)
    def _close_search(self) -> None:
        self._search.close()

    @on(DescendantFocus)
    def _focus_moved(self, message: DescendantFocus) -> None:
        if self._panes.follow_focus(message.widget):
            self._show_hints()
        self._mark_active()

    # Keys

    def action_next_pane(self) -> None:
        """Focus the next pane, in the circle checklist, notes, agreements."""
        self._panes.step(1)

    def action_previous_pane(self) -> None:
        """Focus the previous pane in the circle."""
        self._panes.step(-1)

    def action_pane(self, name: str) -> None:
        """Focus the pane with this id: `checklist`, `notes` or `agreements`."""
        self._panes.go_to(name)

    def action_enlarge(self) -> None:
        """Show one pane alone, or all three again."""
        self.toggle_class("-large")
        self._mark_active()

    def action_save(self) -> None:
        """Save now."""
        self._autosave.save()

    @on(messages.UndoRequested)
    def action_undo(self) -> None:
        """Undo the last step, in whichever pane it was."""
        self._edits.undo()

    @on(messages.RedoRequested)
    def action_redo(self) -> None:
        """Redo the step that was undone last."""
        self._edits.redo()

    @on(messages.SearchRequested)
    def action_search(self) -> None:
        """Open the search bar for the active pane."""
        self._search.open()

    def action_switch_writer(self) -> None:
        """Let the other partner write from now on, at the same keyboard."""
        self._keyboard.switch_writer()

    def action_hide_private(self) -> None:
        """Hide private answers, or show them again on this screen."""
        self._private.toggle()

    def action_share(self) -> None:
        """Ask with whom to share, and share; or reconnect, where that helps."""
        self.sharing.share()

    def action_to_other(self) -> None:
        """Go to where the other partner is."""
        self.sharing.go_to_peer()

    def action_next_news(self) -> None:
        """Go to the next unread change."""
        self._unread.next()

    def action_news(self) -> None:
        """List all unread changes in words, and ask whether to mark them as read."""
        self._unread.open()

    def action_approve(self) -> None:
        """Open the approval form."""
        self._approvals.open()

    def action_header(self) -> None:
        """Edit the header: title, date, place, job profile, goals, competencies, names."""
        self._forms.open_header()

    def action_export(self) -> None:
        """Write the minutes to a file in the folder where afspraak was started."""
        self._navigation.export()

    def action_edit_outside(self) -> None:
        """Open the notes in the user's own editor."""
        self._navigation.external_editor.open()
        self._panes.go_to("notes")

    def action_competencies(self) -> None:
        """Show all competencies, with the ratings of both partners."""
        self._navigation.open_competencies()

    def action_overview(self) -> None:
        """Show the overview of all agreements."""
        self._navigation.open_overview()

    def action_history(self) -> None:
        """Show the history of the notes."""
        self._navigation.open_history()

    def action_look_back(self) -> None:
        """Show the minutes of the previous conversation."""
        self._navigation.open_previous_minutes()

    def action_follow_up(self) -> None:
        """Begin the follow-up of this conversation, or open the one that exists."""
        self._navigation.begin_follow_up(self._open_next)

    def action_leave(self) -> None:
        """Close the session, and return to the notebook."""
        if self.close_session(ask=True):
            self.dismiss(None)

    # Helpers

    def _open_next(self, path: Path) -> None:
        if self.close_session(ask=True):
            self.next_path = path
            self.dismiss(None)

    def _noticed(self, event: SessionEvent) -> None:
        if isinstance(event, SaveStatus):
            self._heading.show_save_status(event)
            return
        self._approvals.follow(event)
        if not self._unread.is_receiving:
            self._sensitive_words.check(event)
        stepping = self._edits.is_stepping
        with self._unread.follow(event):
            self._panes.notes.apply(event, self.session.notes, follow=stepping)
            if event.rows:
                self._show_rows(event)
        if stepping:
            self._panes.select_rows(event)

    def _show_clock(self) -> None:
        if self._screen_context.settings.clock:
            self._heading.show_clock()

    def _pane_activated(self) -> None:
        self._mark_active()
        self.set_focus(self.active_pane.body)
        self._show_hints()

    def _writer_changed(self) -> None:
        self._private.hide_again(today())
        self._show_rows()

    def _mark_active(self) -> None:
        for pane in self._panes.all:
            pane.set_class(pane is self.active_pane, "-active")
        self.set_class(self.active_pane is self._panes.checklist, "-list")

    def _show_hints(self) -> None:
        self._hints.show_pairs(keys.hints(self.key_context))

    def _show_rows(self, changes: Changes | None = None) -> None:
        """Show the rows that changed; without `changes` all of them."""
        self._panes.show_rows(self.session, changes)
        if changes is None or changes.touches("header") or changes.touches("partner"):
            self._heading.show_title()
