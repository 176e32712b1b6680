"""Autosave of the desk's session: poll the scheduler, and close the session."""

from __future__ import annotations

import asyncio
import shlex
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ...data.errors import AfspraakError
from ...data.i18n.catalogue import Message
from ...data.ids import Slug
from ...data.storage.changes_on_disk import RemovedFile
from ...data.storage.saving.autosave import DiskReading
from ...data.storage.saving.disk_watch import watch_files
from ...data.storage.saving.status import Saving
from ...data.storage.siblings import journal_folder, private_path
from ...data.system.files.file_errors import display_path
from ...widgets.language import tr
from ..formatting.findings import opening_findings
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

    def show_news(self, text: str) -> None:
        """Show a sentence that is no answer to a key, unless a lasting line is to be read."""

    def close(self) -> None:
        """Stop all calls to the screen, because its session is closed."""

    def dismiss(self) -> None:
        """Close the screen."""

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
        receiving: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """Bind to a session.

        `mark_read` is called before the session is closed, `stop_sharing` after it. Changes of the
        other partner that are found in the file are taken over within `receiving`.
        """
        self._receiving = receiving
        self._session, self._context = session, context
        self._mark_read, self._stop_sharing = mark_read, stop_sharing
        self._closed = False
        self._journal_waits = False
        self._disk_changed = False
        self._stop_watching: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Show the findings of opening the session, and start to poll the scheduler."""
        self._journal_waits = bool(self._session.replicas.waiting_journals)
        if words := opening_findings(self._session):
            self._context.show_status(words)
        path = self._session.path
        self._stop_watching = watch_files((path, private_path(path)), self._note_disk_change)
        self._context.set_interval(POLL_SECONDS, self._poll)

    def stop(self) -> None:
        """Stop watching the files."""
        self._stop_watching()

    def save(self) -> None:
        """Save now, also a file that is known to be removed, and show the result."""
        with show_errors(self._context.show_status):
            self._session.autosave.recreate()
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
            except RemovedFile as error:
                if error.is_journaled:
                    self._ask_about_removed(error)
                else:
                    self._ask_to_leave(tr(error.message))
                return False
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

    def _ask_about_removed(self, error: RemovedFile) -> None:
        """Ask whether to write a removed file again, or to leave without."""
        from ..forms.dialog.confirm import Choice

        def answered(answer: str | None) -> None:
            if answer == "again":
                try:
                    self._session.autosave.recreate()
                except AfspraakError as failure:
                    self._ask_to_leave(tr(failure.message))
                    return
                if self.close(ask=True):
                    self._context.dismiss()
            elif answer == "leave":
                self._leave_removed()

        answers = {name: tr(f"desk.removed.{name}") for name in ("again", "leave", "stay")}
        question = tr("desk.removed", file=display_path(error.path.name))
        self._context.push_screen(Choice(question, tr("desk.removed.detail"), answers), answered)

    def _leave_removed(self) -> None:
        """Close the session without its file; its journal stays, and a notice says so."""
        path, user = self._session.path, self._session.user
        with suppress(AfspraakError):
            self._session.close()
        values = {
            "file": display_path(path),
            "folder": display_path(journal_folder(path)),
            "slug": display_path(shlex.quote(path.stem)),
        }
        user.notify(Message("desk.removed.left", **values), Message("desk.removed.left.brief"))
        self._end()
        self._context.dismiss()

    def _ask_to_leave(self, reason: str) -> None:
        self._offer_copy(reason, leaving=True)

    def _offer_copy(self, reason: str = "", *, leaving: bool) -> None:
        """Open the form to write a copy to another folder; with `leaving` also to leave without."""
        from ...data.maintenance.save_copy import write_copy
        from ..formatting.clock import today
        from ..forms.dialog.confirm import Notice
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
        if self._disk_changed and not self._closed:
            self._read_disk()
        job = None if self._closed else self._session.autosave.next_job(time.monotonic())
        if job is not None:
            self._context.run_worker(self._run_job(job), group="saving")

    def _note_disk_change(self) -> None:
        """Record that a file changed; called in another thread. The next poll reads it."""
        self._disk_changed = True

    def _read_disk(self) -> None:
        """Take over what other programs changed in the files."""
        self._disk_changed = False
        session = self._session
        with self._receiving() if session.sync.has_others_on_disk() else nullcontext():
            reading = session.autosave.read_disk()
        if reading is DiskReading.AGAIN or self._is_file_gone:
            self._disk_changed = True
        elif reading is DiskReading.TAKEN_OVER:
            self._context.show_news(tr("desk.disk_changed"))

    @property
    def _is_file_gone(self) -> bool:
        return any(durable.is_removed for durable in self._session.replicas)

    async def _run_job(self, job: SaveJob) -> None:
        await asyncio.to_thread(job.run)
        if not self._closed:
            self._session.autosave.complete_job(job)
            if self._journal_waits and not self._session.replicas.waiting_journals:
                self._journal_waits = False
                self._context.show_status(tr("desk.journal_arrived"))
            self._disk_changed |= job.changed_on_disk
