"""The header of the desk: title of the conversation, clock and save status."""

from __future__ import annotations

from functools import partial

from ....data.session.session import Session
from ....data.storage.saving.status import SaveStatus
from ....widgets.chrome.header import Header
from ....widgets.language import tr
from ...controllers.context.screen_context import ScreenContext
from ...formatting.clock import format_moment
from ...formatting.talk_clock import TalkClock
from ...formatting.titles import desk_titles

_CLOCK_SECONDS = 0.5
"""Seconds between two updates of the clock."""


class DeskHeading:
    """Shows title, clock and save status of a conversation in a header."""

    def __init__(
        self, session: Session, header: Header, context: ScreenContext, clock: TalkClock | None
    ) -> None:
        """Bind to a session and a header; without a clock the header shows none."""
        self._session, self._header, self._context = session, header, context
        self._clock = clock

    def start(self) -> None:
        """Show the save status, and the clock from now on."""
        self.show_save_status(self._session.save_status)
        if self._clock is not None:
            self._show_clock(self._clock)
            self._context.set_interval(_CLOCK_SECONDS, partial(self._show_clock, self._clock))

    def show_title(self) -> None:
        """Show the title of the conversation, in the form that fits."""
        self._header.show_title(*desk_titles(self._session.conversation, self._session.me))

    def _show_clock(self, clock: TalkClock) -> None:
        """Show the time spent, or the time of day."""
        self._header.show_clock(clock.face(self._session.conversation.header))

    def show_save_status(self, status: SaveStatus) -> None:
        """Show the save status in the header, and the cause of a failure in the status line."""
        self._header.show_save_status(status.state, format_moment(status.at))
        if status.cause:  # the whole reason, with its path, would not fit in the line
            self._context.show_status(tr("desk.save_failed", cause=status.cause))
        elif status.reason:
            self._context.show_status(tr(status.reason))
