"""The controllers of the desk, wired to each other and to the events of the session."""

from __future__ import annotations

from functools import partial

from ....data.model.changes import Changes
from ....data.session.listeners import SessionEvent
from ....data.session.session import Session
from ....data.storage.saving.status import SaveStatus
from ....widgets.chrome.footer import Footer
from ....widgets.chrome.header import Header
from ...controllers.approvals import ApprovalController
from ...controllers.autosave import AutosaveController
from ...controllers.context.location import Location
from ...controllers.context.panes import Panes
from ...controllers.context.screen_context import ScreenContext
from ...controllers.cursor_detail import CursorDetail
from ...controllers.hints import HintsController
from ...controllers.rows.edits import EditController
from ...controllers.rows.private_answers import PrivateAnswers
from ...controllers.rows.progress import ProgressController
from ...controllers.rows.ratings import RatingController
from ...controllers.rows.row_forms import RowForms
from ...controllers.search import SearchController
from ...controllers.search_bar import SearchBar
from ...controllers.sensitive_words import SensitiveWordHint
from ...controllers.shared_keyboard import SharedKeyboard
from ...controllers.sharing import SharingController
from ...controllers.unread import UnreadController
from ...formatting.clock import today
from ...formatting.talk_clock import TalkClock
from .heading import DeskHeading
from .navigation import DeskNavigation

_DAY_SECONDS = 0.5
"""Seconds between two looks at the calendar."""


class DeskControllers:
    """One controller for each subject; `start` them when the desk is mounted."""

    def __init__(
        self,
        session: Session,
        context: ScreenContext,
        panes: Panes,
        header: Header,
        footer: Footer,
        finder: SearchBar,
    ) -> None:
        self._session, self._context, self._panes = session, context, panes
        self._day = today()
        clock = TalkClock() if context.settings.clock else None
        self.heading = DeskHeading(session, header, context, clock)
        self.keyboard = SharedKeyboard(session, context, self._writer_changed)
        self.private = PrivateAnswers(session, context, self.keyboard, panes.checklist.hide_private)
        self.edits = EditController(session, context)
        self.detail = CursorDetail(panes, context)
        self.hints = HintsController(
            session, context, footer.show_hint, wanted=context.settings.hints
        )
        self.forms = RowForms(
            session, context, self.edits, lambda: self.private.hidden, panes.select
        )
        self.progress = ProgressController(session, context, self.edits)
        self.ratings = RatingController(session, context)
        self.sensitive_words = SensitiveWordHint(session, context)
        self.approvals = ApprovalController(session, context, header.show_note)
        self.search = SearchController(panes, finder)
        self.unread = UnreadController(session, context, panes, self.keyboard, footer.show_unread)
        self.sharing = SharingController(
            session,
            context,
            panes,
            self.keyboard,
            self.unread,
            footer.show_presence,
            context.show_alert,
            header.show_share,
        )
        self.autosave = AutosaveController(
            session,
            context,
            self.unread.mark_read,
            self.sharing.stop,
            partial(self.unread.receiving, live=False),
        )
        self.navigation = DeskNavigation(session, context, self.keyboard, self.private, clock)

    def start(self, location: Location | None) -> None:
        """Show the session and follow it; go to `location` after the first frame."""
        self._context.subscribe(self._session, self._noticed)
        self._panes.load_notes(self._session)
        self.private.begin(self._day)
        self._show_rows()
        self.heading.start()
        self.autosave.start()
        self.approvals.start()
        self.sharing.start()
        self.hints.enter("checklist")
        self._context.call_after_refresh(self.unread.start)  # the first frame need not wait
        self.navigation.start()
        self._context.set_interval(_DAY_SECONDS, self._follow_calendar)
        if location is not None:
            self._context.call_after_refresh(partial(self.search.reveal, location))

    def close(self) -> None:
        """Unsubscribe from the session, and release the copies that editors may have open."""
        self._context.close()
        self.autosave.stop()
        self.navigation.external_editor.close()

    def _noticed(self, event: SessionEvent) -> None:
        if isinstance(event, SaveStatus):
            self.heading.show_save_status(event)
            return
        self.approvals.follow(event)
        if event.touches("header"):
            self._context.call_after_refresh(self.sharing.follow)
        if not self.unread.is_receiving:
            self.sensitive_words.check(event)
        stepping = self.edits.is_stepping
        with self.unread.follow(event):
            self._panes.notes.apply(event, self._session.notes, follow=stepping)
            if event.rows:
                self._show_rows(event)
        if stepping:
            self._panes.select_rows(event)

    def _follow_calendar(self) -> None:
        """When a day begins, show the other the ratings that they may see from it on.

        From the day of the talk on, private answers are hidden.
        """
        if (day := today()) == self._day:
            return
        self._day = day
        self.private.hide_again(day)
        self._session.sync.settle_ratings()
        self._show_rows()

    def _writer_changed(self) -> None:
        self.private.hide_again(today())
        self._panes.show_writer(self._session)
        self._show_rows()

    def _show_rows(self, changes: Changes | None = None) -> None:
        """Show the changed rows; without `changes` all rows."""
        self._panes.show_rows(self._session, changes)
        self.detail.follow()
        if changes is None or changes.touches("header") or changes.touches("partner"):
            self.heading.show_title()
