"""The header of the desk: title of the conversation, clock and save status."""

from __future__ import annotations

from ....data.i18n.date_format import format_date
from ....data.kinds.role_words import name_or_role
from ....data.session.session import Session
from ....data.storage.saving.status import SaveStatus
from ....widgets.chrome.header import Header
from ....widgets.language import spoken, tr
from ...controllers.context.screen_context import ScreenContext
from ...formatting.clock import Clock, format_moment, today

_CLOCK_SECONDS = 0.5
"""Seconds between two updates of the clock."""


class DeskHeading:
    """Shows title, clock and save status of a conversation in a header."""

    def __init__(
        self, session: Session, header: Header, context: ScreenContext, clock: Clock
    ) -> None:
        self._session, self._header, self._context = session, header, context
        self._clock = clock

    def start(self) -> None:
        """Show the save status, and the clock from now on if the settings ask for one."""
        self.show_save_status(self._session.save_status)
        if self._context.settings.clock:
            self.show_clock()
            self._context.set_interval(_CLOCK_SECONDS, self.show_clock)

    def show_title(self) -> None:
        """Show the other's name, the title, date and time; and the writer's name if a guest.

        Where that does not fit, the weekday and the time go, then the date.
        """
        conversation, me = self._session.conversation, self._session.me
        header = conversation.header
        names = [p.name for p in conversation.partners if p.id != me]
        day, language = header.date, spoken().language
        when = format_date(day, language, today=today(), width="weekday") if day else ""
        short = format_date(day, language, today=today()) if day else ""
        parts = [*names, header.title]
        if self._session.writer != me:
            writer = name_or_role(conversation, self._session.writer)
            parts.insert(0, tr("desk.writer", name=writer))
        forms = (f"{when} {header.time}".strip(), short, "")
        self._header.show_title(
            *(" · ".join(part for part in (*parts, form) if part) for form in forms)
        )

    def show_clock(self) -> None:
        """Show the time spent, or the time of day."""
        self._header.show_clock(self._clock.text(self._session.conversation.header))

    def show_save_status(self, status: SaveStatus) -> None:
        """Show the save status in the header, and the cause of a failure in the status line."""
        self._header.show_save_status(status.state, format_moment(status.at))
        if status.cause:  # the whole reason, with its path, would not fit in the line
            self._context.show_status(tr("desk.save_failed", cause=status.cause))
        elif status.reason:
            self._context.show_status(tr(status.reason))
