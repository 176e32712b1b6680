"""One open conversation, as the screens use it.

`apply(edit)` turns an edit into an update, writes it to the journal and notifies the listeners with
`Changes` and `SaveStatus`. Undo, redo and the updates of other replicas take the same path; the
file is saved later.

A partner's private preparation is in a second file, `<slug>.private.json`, with the same classes;
it is never shared and never exported.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..approval.stances import own_stance, restore_own_stance
from ..crdt.cleansing import sanitize_replica
from ..crdt.replica import Replica
from ..crdt.replica_errors import UnrelatedUpdate
from ..errors import StorageError
from ..model.changes import Changes
from ..model.conversation import Conversation
from ..model.edits import Answer, Edit, Write, is_private_edit
from ..model.fields import Fields, Value, clean_value, parse_key, to_conversation
from ..model.notes import Notes
from ..model.private_answers import answers_of
from ..storage.ancestry import UnrelatedHistory, conversation_link
from ..storage.autosave import AutosaveScheduler, SaveJob, SaveStatus
from ..storage.durable_replica import DurableReplica
from ..storage.first_document import first_document, private_header, queue_header
from ..storage.foreign import UnrelatedFiles
from ..storage.json_storage import ChangedOnDisk
from ..storage.siblings import private_path
from ..text.sanitize import clean_text, unclean_spans
from ..text.splice import Splice
from ..text.three_way_merge import additions, merge_three_way
from .pair import notify_moved_aside, open_pair, open_pair_read_only
from .participant import recognise
from .sync_endpoint import SyncEndpoint
from .undo_stack import Step, UndoStack

if TYPE_CHECKING:
    from ..storage.encryption.seal import Seal
    from .history import NotesHistory

SessionEvent = Changes | SaveStatus
Listener = Callable[[SessionEvent], None]


class Session(SyncEndpoint):
    """An open conversation. Call every method in one thread; only `SaveJob.run` may run elsewhere.

    `me` is the id of the partner whose terminal this is, None if unknown (see `recognise`).
    `writer` is the id of the partner who is writing now, "" for nobody; it differs from `me` if two
    people share a keyboard.
    """

    def __init__(
        self, shared: DurableReplica, private: DurableReplica | None, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(shared, private, clock)
        self._listeners: list[Listener] = []
        self._conversation: Conversation | None = None
        self._undo_stack = UndoStack()
        self._autosave = AutosaveScheduler()
        self._save_status = SaveStatus(None)
        self.unrelated_files = UnrelatedFiles()
        """What beside the file is another conversation's; known if this is open read-only."""
        self.me = recognise(self.conversation, private.replica.fields if private else {})
        self.writer = self.me or ""
        self._sanitize()

    @classmethod
    def create(
        cls,
        path: Path,
        conversation: Conversation,
        *,
        me: str | None,
        clock: Callable[[], datetime] = datetime.now,
        seal: Seal | None = None,
    ) -> Session:
        """Create a conversation at `path` and save it. `clock` returns local time.

        With a `seal` it is encrypted. The login of this process becomes that of partner `me`, if
        that is not None. Raises StorageError if it cannot be written.
        """
        document = first_document(conversation, me)
        session = cls(DurableReplica.create(path, document, clock=clock, seal=seal), None, clock)
        if me is not None:
            session.me = session.writer = me
        session.save()
        return session

    @classmethod
    def open(cls, path: Path, *, clock: Callable[[], datetime] = datetime.now) -> Session:
        """Open the conversation at `path` and its private file. Raises StorageError."""
        shared, private = open_pair(path, clock)
        session = cls(shared, private, clock)
        if session.save_status.safe:
            session._save_status = SaveStatus.at_opening(path, session.save_status.at)
        if private is not None and shared.rebuilt and not session.save_status.read_only:
            queue_header(private, conversation_link(shared.replica))
        session._mark_recovered_read()
        return session

    @classmethod
    def from_replica(cls, path: Path, replica: Replica) -> Session:
        """Create a conversation at `path` from a replica of it; the next save writes it."""
        return cls(DurableReplica.create(path, replica), None, datetime.now)

    @classmethod
    def open_read_only(cls, path: Path) -> Session:
        """Open the conversation at `path` without writing anything. Raises StorageError."""
        found = open_pair_read_only(path)
        session = cls(found.shared, found.private, datetime.now)
        session.unrelated_files = found.unrelated
        return session

    @property
    def path(self) -> Path:
        """The conversation's file."""
        return self._shared.path

    @property
    def conversation(self) -> Conversation:
        """The conversation as it is now, without its notes: those are in `notes`."""
        if self._conversation is None:
            self._conversation = to_conversation(self._shared.replica.fields)
        return self._conversation

    @property
    def notes(self) -> Notes:
        """The notes as they are now. Live; changed only by edits."""
        return self._shared.replica.notes

    @property
    def fields(self) -> Fields:
        """The fields as they are now, of removed rows too. Live; changed only by edits."""
        return self._shared.replica.fields

    @property
    def save_status(self) -> SaveStatus:
        """Whether all changes are saved or in the journal."""
        return self._save_status

    @property
    def recovered(self) -> int:
        """How many updates were recovered from journals at opening."""
        return sum(durable.recovered for durable in self._replicas())

    @property
    def damaged_journals(self) -> list[Path]:
        """Journals that were partly unreadable at opening."""
        return [path for durable in self._replicas() for path in durable.damaged_journals]

    def full_conversation(self) -> Conversation:
        """Return the conversation as it is now, with its notes."""
        return replace(self.conversation, notes=tuple(self.notes.note_lines()))

    def history(self) -> NotesHistory:
        """Return the earlier states of the notes, up to now."""
        from .history import NotesHistory

        return NotesHistory(self._shared.replica, self._shared.checkpoints)

    def row_ids(self, table: str) -> set[str]:
        """Return the ids of all rows of a table, deleted ones too."""
        keys = map(parse_key, self._shared.replica.fields)
        return {parts.id for parts in keys if parts and parts.table == table}

    def private_answers(self) -> Mapping[str, str]:
        """Return the private answers of partner `me`: item -> text; none while a guest writes."""
        if self._private is None or self.has_guest:
            return {}
        return answers_of(self._private.replica.fields, self.me)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each change and save status; return a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, edit: Edit) -> None:
        """Apply an edit by the partner who is writing now.

        If it cannot be written to the journal, listeners get a SaveStatus and it is tried again.
        Raises UsageError for a private answer of another partner than `me`, or of a guest.
        """
        if isinstance(edit, Answer) and edit.private:
            self._refuse_private(edit.partner)
        if isinstance(edit, Write):
            splice = Splice(edit.start, edit.deleted, clean_text(edit.text), self.writer)
            self._edit(self._shared, [splice], {}, edit.boundary)
            return
        durable = self._require_private() if is_private_edit(edit) else self._shared
        fields = {
            key: clean_value(parts.attribute, value)
            for key, value in edit.fields().items()
            if (parts := parse_key(key))
        }
        self._edit(durable, [], fields, True)

    def merge_text(self, text: str, base: str | None = None, by: str | None = None) -> None:
        """Apply what `by` changed from `base` to `text` in another editor.

        By default `base` is the notes as they are now and `by` is `writer`; "" is nobody.
        """
        now, by = self.notes.text, self.writer if by is None else by
        splices = merge_three_way(now if base is None else base, now, clean_text(text), by)
        self._edit(self._shared, splices, {}, True, written=False)

    def merge_additions(self, text: str, by: str) -> None:
        """Add to the notes, by author `by`, what only `text` contains; remove nothing."""
        splices = additions(self.notes.text, clean_text(text), by)
        self._edit(self._shared, splices, {}, True, written=False)

    def receive(self, update: bytes) -> None:
        """Apply an update of another replica. Raises ReplicaError or UnrelatedHistory."""
        replica = self._shared.replica
        before, given = replica.state_vector, own_stance(replica.fields, self.me)
        try:
            changes = replica.apply(update)
        except UnrelatedUpdate as error:
            raise UnrelatedHistory(self.path, "unrelated_history.shared_folder") from error
        if changes or replica.state_vector != before or not replica.is_complete:
            self._record(self._shared, update, send=False)
        if changes:
            self._notify(changes)
            # All else was clean before, so the whole text need not be searched.
            if changes.rows or any(unclean_spans(splice.text) for splice in changes.splices):
                self._sanitize()
            self._record_correction(*restore_own_stance(replica, given))

    def undo(self) -> bool:
        """Undo the last step, in either pane; return False if there is none."""
        return self._take_step(self._undo_stack.undo(self._undoable_replicas()))

    def redo(self) -> bool:
        """Redo the step that was undone last; return False if there is none."""
        return self._take_step(self._undo_stack.redo(self._undoable_replicas()))

    def next_job(self, now: float) -> SaveJob | None:
        """Return the work that is due at `now` (monotonic seconds), or None.

        Call its `run` in any thread, then `complete_job`.
        """
        if self._save_status.read_only:
            return None
        return self._autosave.next_job(self._replicas(), now)

    def complete_job(self, job: SaveJob) -> None:
        """Record the result of a job, and notify the listeners."""
        self._autosave.complete_job()
        for durable, save in job.saves[: job.saves_done]:
            durable.complete_save(save)
        if job.changed_on_disk:
            with self._reporting_save_errors():
                self._merge_changes_on_disk()
                self.save()
        elif job.error is not None:
            self._set_save_status(SaveStatus.failed(self._save_status.at, job.error))
        elif job.saves:
            self._set_save_status(SaveStatus(self._clock()))

    def save(self) -> None:
        """Save now, in this thread. Raises StorageError if that fails."""
        with self._reporting_save_errors(reraise=True):
            for durable in self._replicas():
                while durable.is_dirty:
                    save = durable.prepare_save()
                    try:
                        durable.write(save)
                        durable.complete_save(save)
                    except ChangedOnDisk:
                        self._merge_changes_on_disk()
        self._set_save_status(SaveStatus(self._clock()))

    def finish(self) -> None:
        """Save unsaved changes before `close`. Raises StorageError; the session stays open then."""
        self._mark_own_read()
        if self._save_status.read_only:
            return
        if any(durable.is_replaced for durable in self._replicas()):
            self._merge_changes_on_disk()
        if any(durable.is_dirty for durable in self._replicas()):
            self.save()

    def close(self) -> None:
        """Save unsaved changes and close the files. Raises StorageError; the journal stays then."""
        try:
            self.finish()
        finally:
            for durable in self._replicas():
                durable.close()

    def _replicas(self) -> tuple[DurableReplica, ...]:
        return (self._shared,) if self._private is None else (self._shared, self._private)

    def _require_private(self) -> DurableReplica:
        if self._private is None:
            self._private = self._shared.create_private(private_path(self.path))
        private = self._private
        queue_header(private, private_header(private.replica.fields, self._shared.replica, self.me))
        return private

    def _edit(
        self,
        durable: DurableReplica,
        splices: list[Splice],
        fields: Mapping[str, Value],
        boundary: bool,
        *,
        written: bool = True,
    ) -> None:
        # An undo step belongs to one replica: an edit of the other one begins a new step.
        boundary = boundary or not self._undo_stack.is_last(durable)
        steps = durable.replica.undo_steps
        changes, update = durable.replica.edit(splices, fields, boundary=boundary)
        if not changes:
            return
        self._undo_stack.record(durable, new_step=durable.replica.undo_steps > steps)
        self._record(durable, update)
        self._notify(replace(changes, written=written and bool(splices)))

    def _undoable_replicas(self) -> tuple[DurableReplica, ...]:
        # A guest cannot undo the owner's private edits: those wait for the owner.
        return (self._shared,) if self.has_guest else self._replicas()

    def _take_step(self, step: Step | None) -> bool:
        if step is None:
            return False
        durable, changes, update = step
        self._record(durable, update)
        self._notify(changes)
        return True

    def _record(self, durable: DurableReplica, update: bytes, *, send: bool = True) -> None:
        self._autosave.record_edit(time.monotonic())
        with self._reporting_save_errors():
            durable.record(update)
            self._report_saved()
        if send and durable is self._shared:
            self._send(update)

    def _report_saved(self) -> None:
        """Notify that all is saved, at most once a minute: the header shows no seconds."""
        now = self._clock().replace(second=0, microsecond=0)
        last = self._save_status.at
        same_minute = last is not None and last.replace(second=0, microsecond=0) == now
        if self._save_status.safe and (self._save_status.read_only or not same_minute):
            self._set_save_status(SaveStatus(now))

    @contextmanager
    def _reporting_save_errors(self, *, reraise: bool = False) -> Iterator[None]:
        """Notify of StorageErrors; with `reraise`, raise them again."""
        try:
            yield
        except StorageError as error:
            self._set_save_status(SaveStatus.failed(self._save_status.at, error))
            if reraise:
                raise

    def _merge_changes_on_disk(self) -> None:
        for durable in self._replicas():
            try:
                update = durable.read_changes_on_disk()
            except UnrelatedHistory:
                notify_moved_aside(durable.path, durable.move_unrelated_aside())
                continue
            given = own_stance(self.fields, self.me)
            changes = durable.apply_and_queue(update)
            if changes and durable is self._shared:
                self._notify(changes)
                self._send(update)
                self._record_correction(*restore_own_stance(durable.replica, given))

    def _sanitize(self) -> None:
        self._record_correction(*sanitize_replica(self._shared.replica))

    def _record_correction(self, changes: Changes, update: bytes) -> None:
        """Record a correction of what another replica sent, as an edit of our own."""
        if changes:
            self._record(self._shared, update)
            self._notify(changes)

    def _set_save_status(self, status: SaveStatus) -> None:
        if status != self._save_status:
            self._save_status = status
            self._notify(status)

    def _notify(self, event: SessionEvent) -> None:
        if isinstance(event, Changes) and event.rows:
            self._conversation = None
        for listener in tuple(self._listeners):
            listener(event)
