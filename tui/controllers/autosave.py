"""Autosave of the desk's session: poll the scheduler, and close the session at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.screen import Screen

from ...data.errors import AfspraakError
from ...data.i18n.catalogue import tr

if TYPE_CHECKING:
    from ...data.session.session import Session
    from ...data.storage.autosave import SaveJob
    from ..forms.elsewhere import LeaveWithoutCopy

POLL_SECONDS = 0.5
"""Seconds between two questions to the scheduler."""


class AutosaveController(Screen[None]):
    """The part of the desk that has its session saved; jobs run in a thread."""

    session: Session
    _session_closed = False

    def begin_autosave(self) -> None:
        """Start polling the autosave scheduler."""
        self.set_interval(POLL_SECONDS, self._poll)

    def close_session(self, *, ask: bool) -> bool:
        """Save and close the session.

        Returns False if the save failed and `ask` is set: then the user is being asked what to do.
        """
        if self._session_closed:
            return True
        if ask:
            try:
                self.session.finish()  # if the user stays, journal and sharing go on
            except AfspraakError as error:
                self._ask_to_leave(tr(error.message))
                return False
        self.mark_read()
        try:
            self.session.close()
        except AfspraakError as error:
            if ask:
                self._ask_to_leave(tr(error.message))
                return False
        self._session_closed = True
        self.end_sharing()  # last: closing a stuck connection takes a while
        return True

    def end_sharing(self) -> None:
        """Stop sharing, if the session is shared. Overridden by the sharing controller."""

    def mark_read(self) -> None:
        """Mark everything as read. Overridden by the unread controller."""

    def more_commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield commands for the palette that have no key: title, callback."""
        if not self.session.save_status.safe:
            yield tr("save_copy.command"), lambda: self._offer_copy(leaving=False)

    def _ask_to_leave(self, reason: str) -> None:
        self._offer_copy(reason, leaving=True)

    def _offer_copy(self, reason: str = "", *, leaving: bool) -> None:
        """Offer to write a whole copy elsewhere; with `leaving` also to leave without one."""
        from ...data.maintenance.save_copy import write_copy
        from ..formatting.clock import today
        from ..forms.confirm import Notice
        from ..forms.elsewhere import LeaveWithoutCopy, SaveCopyForm

        session = self.session

        def answered(chosen: Path | LeaveWithoutCopy | None) -> None:
            if chosen is None:
                return
            if isinstance(chosen, LeaveWithoutCopy):
                self._leave_unsaved(3)
                return
            try:
                write_copy(session, chosen)
            except AfspraakError as error:
                self._offer_copy(tr(error.message), leaving=leaving)
                return
            text = tr("save_copy.written.text", path=chosen, slug=session.path.stem)
            after = (lambda _: self._leave_unsaved(0)) if leaving else None
            self.app.push_screen(Notice(tr("save_copy.written"), text), after)

        form = SaveCopyForm(
            session.path.stem, reason or session.save_status.reason, leaving, today()
        )
        self.app.push_screen(form, answered)

    def _leave_unsaved(self, status: int) -> None:
        """Leave, though the conversation file does not hold everything."""
        self._session_closed = True
        self.end_sharing()
        self.app.exit(status)

    def _poll(self) -> None:
        job = None if self._session_closed else self.session.next_job(time.monotonic())
        if job is not None:
            self._run_job(job)

    @work(thread=True, group="keeping")
    def _run_job(self, job: SaveJob) -> None:
        job.run()
        self.app.call_from_thread(self._job_done, job)

    def _job_done(self, job: SaveJob) -> None:
        if not self._session_closed:
            self.session.complete_job(job)
