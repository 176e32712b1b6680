"""The preview of the minutes: what an export of the conversation would hold now."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from ...data.errors import AfspraakError
from ...data.exchange.export import export_session, session_minutes
from ...data.kinds.record_form import record_form_of
from ...data.minutes.edition import Version
from ...data.model.changes import Changes
from ...data.session.session import Session
from ...widgets.drawing.title_rule import Title
from ...widgets.language import tr
from ...widgets.messages import FindRequested, SearchBarClosed, SearchRequested
from ...widgets.views.minutes import MinutesPane
from ..controllers.approvals import ApprovalController
from ..controllers.context.controller_context import RunningTimer
from ..controllers.export import write_minutes
from ..controllers.search_bar import SearchBar
from ..keys import table as keys
from .framed_screen import SessionView

IDLE_SECONDS = 0.7
"""Seconds without a change of the conversation before its minutes are written again."""


class Minutes(MinutesPane):
    """The minutes, with the key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings("minutes"),
        *keys.bindings("reading"),
    ]


class MinutesScreen(SessionView[Minutes]):
    """The minutes of the desk's session as they would be exported now; they follow its changes."""

    key_context = "minutes"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.active_pane = Minutes(id="minutes")
        self._finder = SearchBar()
        self._approvals = ApprovalController(session, self._screen_context, self._heading.show_note)
        self._version = Version.FULL
        self._waiting: RunningTimer | None = None

    def body(self) -> Iterable[Widget]:
        """Yield the minutes and the hidden search bar."""
        yield self.active_pane
        yield self._finder

    def on_mount(self) -> None:
        """Show the minutes."""
        self._finder.display = False
        self._heading.show_title(tr("preview.title", title=self._session.conversation.header.title))
        self._approvals.start()
        self._show()

    def follow(self, changes: Changes) -> None:
        """Write the minutes again when the changes pause."""
        self._approvals.follow(changes)
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self._screen_context.set_timer(IDLE_SECONDS, self._show)

    def action_export(self) -> None:
        """Write the version that is shown to a file in the folder where afspraak was started."""
        session = self._session
        write_minutes(
            session.path,
            self._version,
            session.conversation,
            partial(export_session, session),
            self._screen_context,
            locked=session.seal is not None,
        )

    def action_approve(self) -> None:
        """Open the approval form."""
        self._approvals.open()

    def action_version(self) -> None:
        """Show the other version: the full record, or the version for a personnel file."""
        if not self._has_versions:
            self.show_status(tr("preview.no_file_version"))
            return
        self._version = Version.FULL if self._version is Version.FILE else Version.FILE
        self._show()
        self.active_pane.action_first()

    @on(SearchRequested)
    def _search(self) -> None:
        self._finder.display = True
        self._finder.focus()

    @on(FindRequested)
    def _find(self, message: FindRequested) -> None:
        self._finder.show_found(self.active_pane.find(message.words, message.forward))

    @on(SearchBarClosed)
    def _close_search(self) -> None:
        self._finder.display = False
        self.active_pane.focus()

    def _show(self) -> None:
        pane = f"preview.pane.{self._version}" if self._has_versions else "preview.pane.long"
        self.active_pane.show_title(Title((tr(pane), tr("preview.pane"))))
        self.active_pane.show(self._readable())

    def _readable(self) -> str:
        """Return the minutes in Markdown; the reason if they cannot be written."""
        try:
            return session_minutes(self._session, self._version)
        except AfspraakError as error:
            return tr(error.message)

    @property
    def _has_versions(self) -> bool:
        return record_form_of(self._session.conversation).has_file_version
