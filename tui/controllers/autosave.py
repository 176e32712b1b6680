"""Autosave of the desk's session: poll the scheduler, and close the session."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ...data.errors import AfspraakError
from ...data.ids import Slug
from ...data.storage.saving.status import Saving
from ...widgets.language import tr
from .context.controller_context import Dialogs, Timers, Workers
from .context.show_errors import show_errors

if TYPE_CHECKING:
    from ...data.session.session import Session
    from ...data.storage.saving.autosave import SaveJob
    from ..forms.elsewhere import LeaveWithoutCopy

POLL_SECONDS = 0.5
"""Seconds between two polls of the scheduler."""


class AutosaveContext(Dialogs, Timers, Workers, Protocol):
    """The context that autosave uses."""

    def close(self) -> None:
        """Stop all calls to the screen, because its session is closed."""

    def exit(self, status: int) -> None:
        """End the program with this exit status."""


class AutosaveController:
    """Saves and closes a session; save jobs run in a thread."""

    def __init__(
        self,
        session: Session,
        context: AutosaveContext,
        mark_read: Callable[[], None],
        stop_sharing: Callable[[], None],
    ) -> None:
        """Bind to a session.

        `mark_read` is called before the session is closed, `stop_sharing` after it.
        """
        self._session, self._context = session, context
        self._mark_read, self._stop_sharing = mark_read, stop_sharing
        self._closed = False
        self._journal_waits = False

    def start(self) -> None:
        """Show the findings of opening the session, and start to poll the scheduler."""
        if self._session.replicas.recovered:
            self._context.show_status(tr("desk.recovered"))
        if self._session.replicas.damaged_journals:
            self._context.show_status(tr("desk.journal_damaged"))
        self._journal_waits = bool(self._session.replicas.waiting_journals)
        if self._journal_waits:
            self._context.show_status(tr("desk.journal_waits"))
        if self._session.save_status.state is Saving.READ_ONLY:
            self._context.show_status(tr("desk.read_only"))
        self._context.set_interval(POLL_SECONDS, self._poll)

    def save(self) -> None:
        """Save now, and show the result."""
        with show_errors(self._context.show_status):
            self._session.save()
            self._context.show_status(tr("desk.saved"))
            self._show_notices()

    def close(self, *, ask: bool) -> bool:
        """Save and close the session.

        Returns False if the save failed and `ask` is set: then a form asks whether to leave.
        """
        if self._closed:
            return True
        if ask:
            try:
                self._session.finish()  # if the user stays, journal and sharing go on
            except AfspraakError as error:
                self._ask_to_leave(tr(error.message))
                return False
        self._mark_read()
        try:
            self._session.close()
        except AfspraakError as error:
            if ask:
                self._ask_to_leave(tr(error.message))
                return False
        self._end()
        return True

    def commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield commands for the palette that have no key: title, callback."""
        if self._session.save_status.state is Saving.FAILED:
            yield tr("save_copy.command"), lambda: self._offer_copy(leaving=False)

    def _ask_to_leave(self, reason: str) -> None:
        self._offer_copy(reason, leaving=True)

    def _offer_copy(self, reason: str = "", *, leaving: bool) -> None:
        """Open the form to write a copy to another folder; with `leaving` also to leave without."""
        from ...data.maintenance.save_copy import write_copy
        from ..formatting.clock import today
        from ..forms.confirm import Notice
        from ..forms.elsewhere import LeaveWithoutCopy, SaveCopyForm

        session = self._session

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
            self._context.push_screen(Notice(tr("save_copy.written"), text), after)

        if not reason and (failed := session.save_status.reason):
            reason = tr(failed)
        form = SaveCopyForm(Slug(session.path.stem), reason, leaving, today())
        self._context.push_screen(form, answered)

    def _leave_unsaved(self, status: int) -> None:
        """End the program, though the conversation file lacks changes."""
        self._end()
        self._context.exit(status)

    def _end(self) -> None:
        self._closed = True
        self._context.close()
        self._stop_sharing()  # last: closing a stuck connection takes a while

    def _show_notices(self) -> None:
        """Show new notices in brief; the program prints them in full when it ends."""
        if (notices := self._session.user.notices) is not None:
            for line in notices.take_brief():
                self._context.show_status(tr(line))

    def _poll(self) -> None:
        self._show_notices()
        job = None if self._closed else self._session.autosave.next_job(time.monotonic())
        if job is not None:
            self._context.run_worker(self._run_job(job), group="saving")

    async def _run_job(self, job: SaveJob) -> None:
        await asyncio.to_thread(job.run)
        if not self._closed:
            self._session.autosave.complete_job(job)
            if self._journal_waits and not self._session.replicas.waiting_journals:
                self._journal_waits = False
                self._context.show_status(tr("desk.journal_arrived"))
