"""The notes in an external editor: its result is merged or offered, and never lost."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from textual.app import SuspendNotSupported

from ...data.errors import AfspraakError, StorageError, UsageError
from ...data.session.working_copies.edited_notes import EditedNotes
from ...data.session.working_copies.find_working_copies import (
    RETENTION_SECONDS,
    find_working_copies,
)
from ...data.session.working_copies.working_copy import WorkingCopy
from ...data.storage.saving.status import Saving
from ...data.system.files.file_errors import display_path
from ...data.system.paths import home_relative
from ...widgets.language import tr
from ..formatting.clock import format_when
from ..terminal.editor_command import EditorCommand, EditorResult
from .context.controller_context import Dialogs, Suspendable, Timers
from .context.show_errors import show_errors

if TYPE_CHECKING:
    from ...data.session.session import Session
    from ...data.system.files.file_identity import FileIdentity
    from ..forms.left_text import LeftoverChoice


_MAX_NAMED = 3
"""The number of other files, saved beside the working copy, that a message names."""


POLL_SECONDS = 0.5
"""Seconds between two checks of the files that editors may have open."""


class EditorContext(Dialogs, Suspendable, Timers, Protocol):
    """The context that an external editor uses."""

    def lock_if_idle(self) -> None:
        """Lock the screens if nobody has typed for the idle time of the settings."""


class ExternalEditor:
    """Opens the notes of a session in an editor, and watches their working copies."""

    def __init__(self, session: Session, context: EditorContext) -> None:
        self._session, self._context = session, context
        self._watched: dict[WorkingCopy, tuple[FileIdentity | None, bool]] = {}
        """Copies that an editor may still have open: the identity of the file at the
        last poll, and whether the content at that identity has been handled."""
        self._offered: deque[tuple[WorkingCopy, str]] = deque()
        """Copies to ask about, one at a time, with a sentence on how the editor ended, or ""."""
        self._asking = False
        self._editor = ""

    def open(self) -> None:
        """Open the editor with the present notes."""
        session = self._session
        with show_errors(self._context.show_status):
            command = EditorCommand()
            session.replicas.fsync_journals()  # the base has to be on the disk as well
            copy = WorkingCopy.create(session.path, session.notes.text, session.writer)
            self._edit(copy, command)

    def begin(self) -> None:
        """Offer the leftover copies of earlier editors, and watch copies that may still be open."""
        self._context.set_interval(POLL_SECONDS, self._poll)
        if self._session.save_status.state is Saving.READ_ONLY:
            return
        with suppress(StorageError):
            for copy in find_working_copies(self._session.path):
                if not copy.acquire():
                    continue  # in use by another process
                if copy.read().has_content:
                    self._offered.append((copy, ""))
                elif copy.age > RETENTION_SECONDS:
                    copy.remove()
                else:
                    self._watched[copy] = (copy.identity, True)
        self._offer_next()

    def _poll(self) -> None:
        """Merge the watched copies that were saved; an identity counts from its second poll on."""
        for copy, (seen, done) in tuple(self._watched.items()):
            identity = copy.identity
            if identity != seen:
                self._watched[copy] = (identity, False)  # it may be half written
            elif not done and identity is not None:
                self._watched[copy] = (identity, True)
                found = copy.read(rescued=False)
                if copy.identity != identity:
                    self._watched[copy] = (None, False)  # it was written while we read
                elif found.problem:
                    self._context.show_status(tr(found.problem))
                elif found.changed and self._merge(copy, found):
                    self._report_merge(found)

    def close(self) -> None:
        """Release all copies; they stay on disk, and the next `begin` finds them."""
        for copy in (*self._watched, *(copy for copy, _ in self._offered)):
            copy.release()
        self._watched.clear()
        self._offered.clear()

    def _edit(self, copy: WorkingCopy, command: EditorCommand) -> None:
        before = copy.identity
        try:
            with self._context.suspend():
                ended = command.run(copy.notes)
        except SuspendNotSupported:
            self._context.show_status(tr("external_editor.nowhere"))
            if copy.read().has_content:
                copy.release()
            else:
                self._remove_copy(copy)
            return
        self._editor = command.name
        # A command that ended at once, but wrote the file, was a script that has finished.
        still_open = command.has_detached(ended) and copy.identity == before
        self._returned(copy, command, ended, still_open=still_open)
        self._context.lock_if_idle()

    def _returned(
        self, copy: WorkingCopy, command: EditorCommand, ended: EditorResult, *, still_open: bool
    ) -> None:
        """Handle the copy after its command ended.

        `still_open`: the editor seems to be open in another window still.
        """
        succeeded = not ended.failed and ended.status == 0
        found = copy.read(rescued=not succeeded)
        if found.problem and not found.missing:
            self._show_trouble(copy, found)
        elif not succeeded:
            if found.has_content:
                self._offer(copy, ended.failed or self._describe_end(ended, "left."))
            else:
                self._remove_copy(copy)
                problem = tr(found.problem) if found.problem else ended.failed
                self._context.show_status(problem or self._describe_end(ended))
        elif found.changed and not self._merge(copy, found):
            copy.release()
        elif still_open and not found.missing:
            self._watched[copy] = (copy.identity, True)
            self._explain_wait_option(command)
        else:
            if found.problem:
                self._context.show_status(tr(found.problem))
            elif found.changed:
                self._report_merge(found, quietly=True)
            if found.has_other_content:
                self._offer(copy)
            else:
                self._remove_copy(copy)

    def _remove_copy(self, copy: WorkingCopy) -> None:
        """Remove a copy whose content is in the notes, or was discarded."""
        self._watched.pop(copy, None)
        copy.remove()

    def _merge(self, copy: WorkingCopy, found: EditedNotes) -> bool:
        """Merge the changes of a copy into the notes.

        Return False, and show the reason, if they are too large or cannot be saved.
        """
        try:
            if copy.base is None:
                self._session.merge_additions(found.text, copy.by)
            else:
                self._session.merge_text(found.text, copy.base, copy.by)
        except UsageError as error:
            path = home_relative(copy.notes)
            self._context.show_status(
                tr("external_editor.refused", reason=error.message, path=path)
            )
            return False
        if self._session.save_status.state is Saving.FAILED:
            path = home_relative(copy.notes)
            self._context.show_status(tr("external_editor.save_failed", path=path))
            return False
        self._session.replicas.fsync_journals()
        with show_errors(self._context.show_status):
            copy.set_base(found.text)
        return True

    def _report_merge(self, found: EditedNotes, *, quietly: bool = False) -> None:
        """Report that the copy was merged, unless `quietly`, and any encoding but UTF-8."""
        words = [] if quietly else [tr("external_editor.taken", editor=self._editor or "$EDITOR")]
        if found.encoding != "UTF-8":
            words.append(tr("external_editor.encoding", encoding=found.encoding))
        if words:
            self._context.show_status(" ".join(words))

    def _describe_end(self, ended: EditorResult, kind: str = "") -> str:
        if ended.status < 0:
            return tr(f"external_editor.{kind}killed", editor=self._editor, signal=-ended.status)
        return tr(f"external_editor.{kind}status", editor=self._editor, status=ended.status)

    def _show_trouble(self, copy: WorkingCopy, found: EditedNotes) -> None:
        from ..forms.dialog.confirm import Notice

        path = home_relative(copy.folder)
        text = tr("external_editor.trouble.kept", reason=found.problem, path=path)
        copy.release()
        self._context.push_screen(Notice(tr("external_editor.trouble"), text))

    def _explain_wait_option(self, command: EditorCommand) -> None:
        from ..forms.dialog.confirm import Notice

        title = tr("external_editor.returned_at_once", editor=command.name)
        self._context.push_screen(
            Notice(title, tr("external_editor.returned_at_once.text", setting=command.setting))
        )

    # Questions about leftover copies

    def _offer(self, copy: WorkingCopy, ending: str = "") -> None:
        self._offered.append((copy, ending))
        self._offer_next()

    def _offer_next(self) -> None:
        if self._asking or not self._offered:
            return
        from ..forms.left_text import EditorLeftover, LeftoverChoice

        copy, ending = self._offered.popleft()
        self._asking = True
        found = copy.read()
        details = [ending] if ending else []
        if found.problem:
            details += [tr(found.problem), home_relative(copy.folder)]
        elif found.changed:
            known = "changed" if copy.base is not None else "no_base"
            details.append(tr(f"external_editor.left.{known}"))
            if found.encoding != "UTF-8":
                details.append(tr("external_editor.encoding", encoding=found.encoding))
        if found.has_swap_file:
            details.append(tr("external_editor.left.swap"))
        if found.other_files:
            names = ", ".join(map(display_path, found.other_files[:_MAX_NAMED]))
            path = home_relative(copy.folder)
            details.append(tr("external_editor.left.others", names=names, path=path))

        def answered(answer: LeftoverChoice | None) -> None:
            self._asking = False
            self._answered(copy, found, answer or LeftoverChoice.LATER)
            self._offer_next()

        left = "external_editor.left" if found.changed else "external_editor.left.only"
        question = tr(left, when=format_when(found.written_at))
        self._context.push_screen(
            EditorLeftover(question, "\n".join(details), can_take=found.changed), answered
        )

    def _answered(self, copy: WorkingCopy, asked: EditedNotes, answer: LeftoverChoice) -> None:
        """Carry out the answer to a question about a copy that then had the content `asked`."""
        from ..forms.left_text import LeftoverChoice

        if answer is LeftoverChoice.TAKE:
            self._merge_offered(copy, asked)
        elif answer is LeftoverChoice.OPEN:
            try:
                command = EditorCommand()
                copy.restore()
            except AfspraakError as error:
                copy.release()
                self._context.show_status(tr(error.message))
            else:
                self._edit(copy, command)
        elif answer is LeftoverChoice.DISCARD:
            self._discard(copy, asked)
        else:
            self._keep(copy)

    def _merge_offered(self, copy: WorkingCopy, asked: EditedNotes) -> None:
        identity, found = copy.identity, copy.read()
        if found.problem:
            self._show_trouble(copy, found)
        elif not self._merge(copy, found):
            copy.release()
        else:
            self._report_merge(found)
            if found != asked:  # written since the question: its editor has it open
                self._watched[copy] = (identity, True)
            elif found.has_other_content:
                copy.release()  # offered again next time
            else:
                self._remove_copy(copy)

    def _keep(self, copy: WorkingCopy) -> None:
        copy.release()
        self._context.show_status(tr("external_editor.kept"))

    def _discard(self, copy: WorkingCopy, asked: EditedNotes) -> None:
        from ..forms.dialog.confirm import Confirm

        def answered(sure: bool | None) -> None:
            if not sure:
                self._keep(copy)
            elif copy.read() != asked:
                self._offer(copy)  # written since the question
            else:
                self._remove_copy(copy)

        question = Confirm(tr("external_editor.discard.sure"), tr("external_editor.discard.text"))
        self._context.push_screen(question, answered)
