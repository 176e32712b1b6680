"""One open conversation, as the screens use it.

`apply(edit)` turns an edit into an update, writes it to the journal and notifies the listeners with
`Changes` and `SaveStatus`. Undo, redo and the updates of other replicas take the same path; the
file is saved later.

A partner's private preparation is in a second file, `<slug>.private.json`, with the same classes;
it is never shared and never exported.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..crdt.replica import Replica
from ..errors import UsageError
from ..ids import NOBODY, PARTNER_IDS, PartnerId, RowId
from ..lazy_dataclass import replace
from ..model.agreements.given_numbers import numbers_for
from ..model.changes import Changes, union
from ..model.checklist import private_answers as answers
from ..model.checklist.hidden_ratings import decides_ratings
from ..model.conversation import Conversation
from ..model.edits import Answer, Edit, Rate, Write, is_private_edit
from ..model.fields import FieldKey, Fields, Value, clean_value
from ..model.notes import Notes
from ..storage.durable_replica import DurableReplica
from ..storage.first_document import first_document, queue_header
from ..storage.saving.autosave import AutosaveScheduler
from ..storage.saving.status import SaveStatus, Saving
from ..storage.saving.tracker import SaveTracker
from ..storage.unrelated.ancestry import conversation_link
from ..system.user import login_name
from ..text.sanitize import clean_text
from ..text.splice import Splice
from ..text.three_way_merge import additions, merge_three_way
from .listeners import Listener, Listeners
from .open_pair import open_pair, open_pair_read_only
from .participant import recognise
from .private_fields import store_private_fields
from .replica_pair import ReplicaPair
from .rights.hidden_ratings import HiddenRatings
from .steps.earlier_steps import EarlierSteps, Step
from .steps.undo_stack import UndoStack
from .stored_read_marker import StoredReadMarker
from .sync_endpoint import SyncEndpoint
from .user import SYSTEM_USER, User

if TYPE_CHECKING:
    from ..storage.encryption.seal import Seal
    from .steps.history import NotesHistory


class Session:
    """An open conversation. Call every method in one thread; only `SaveJob.run` may run elsewhere.

    `replicas` are its two files, `autosave` saves them, `undo_stack` has the undo steps, `sync`
    exchanges updates with other replicas, and `read_marker` records what this user has seen.
    `writer` is the id of the partner who is writing now, "" for nobody; it differs from `me` if two
    people share a keyboard.
    """

    def __init__(self, replicas: ReplicaPair, clock: Callable[[], datetime]) -> None:
        self.replicas = replicas
        self._clock = clock
        self._shared = replicas.shared
        self.undo_stack = UndoStack(EarlierSteps(self._shared, clock()))
        self._listeners = Listeners()
        self._tracker = SaveTracker(replicas, clock, self._listeners.notify)
        self._ratings = HiddenRatings(replicas, self._tracker, clock)
        self.sync = SyncEndpoint(replicas, self._tracker, self._listeners, self._ratings)
        self.read_marker = StoredReadMarker(replicas, self._tracker, clock)
        self.autosave = AutosaveScheduler(replicas, self._tracker, self.sync.merge_changes_on_disk)
        self.me = recognise(self.conversation, replicas.private_fields, user=replicas.user)
        self.writer = self.me or NOBODY
        self.sync.sanitize()

    @classmethod
    def create(
        cls,
        path: Path,
        conversation: Conversation,
        *,
        me: PartnerId | None,
        clock: Callable[[], datetime] = datetime.now,
        seal: Seal | None = None,
        user: User = SYSTEM_USER,
    ) -> Session:
        """Create a conversation at `path` and save it. `clock` returns local time.

        With a `seal` it is encrypted. The login of this process becomes that of partner `me`, if
        that is not None. Raises StorageError if it cannot be written.
        """
        document = first_document(conversation, me)
        shared = DurableReplica.create(path, document, clock=clock, seal=seal, keyring=user.keyring)
        session = cls(ReplicaPair(shared, user=user), clock)
        if me is not None:
            session.me = session.writer = me
        session.save()
        return session

    @classmethod
    def open(
        cls, path: Path, *, clock: Callable[[], datetime] = datetime.now, user: User = SYSTEM_USER
    ) -> Session:
        """Open the conversation at `path` and its private file. Raises StorageError."""
        replicas = open_pair(path, clock, user=user)
        session = cls(replicas, clock)
        session._tracker.start(path)
        shared, private = replicas.shared, replicas.private
        writable = session.save_status.state is not Saving.READ_ONLY
        if private is not None and shared.rebuilt and writable:
            queue_header(private, conversation_link(shared.replica))
        session.read_marker.mark_recovered_read()
        if writable:
            session.sync.settle_ratings()
        return session

    @classmethod
    def from_replica(cls, path: Path, replica: Replica, *, user: User = SYSTEM_USER) -> Session:
        """Create a conversation at `path` from a replica of it; the next save writes it."""
        shared = DurableReplica.create(path, replica, keyring=user.keyring)
        return cls(ReplicaPair(shared, user=user), datetime.now)

    @classmethod
    def open_read_only(cls, path: Path, *, user: User = SYSTEM_USER) -> Session:
        """Open the conversation at `path` without writing anything. Raises StorageError."""
        return cls(open_pair_read_only(path, user=user), datetime.now)

    @property
    def user(self) -> User:
        """The user who has the conversation open."""
        return self.replicas.user

    @property
    def path(self) -> Path:
        """The conversation's file."""
        return self._shared.path

    @property
    def seal(self) -> Seal | None:
        """The seal of a locked conversation; None for a plain one."""
        return self._shared.seal

    @property
    def conversation(self) -> Conversation:
        """The present conversation, without its notes: those are in `notes`."""
        return self._shared.replica.rows.conversation

    @property
    def notes(self) -> Notes:
        """The present notes. The object is live: each edit changes it."""
        return self._shared.replica.notes

    @property
    def fields(self) -> Fields:
        """The present fields, with those of removed rows. The mapping is live."""
        return self._shared.replica.fields

    def row(self, table: str, row_id: RowId) -> Mapping[str, Value]:
        """Return the fields of one row, attribute to value. The mapping is live."""
        return self._shared.replica.rows.row(table, row_id)

    @property
    def save_status(self) -> SaveStatus:
        """Whether all changes are saved or in the journal."""
        return self._tracker.status

    def full_conversation(self) -> Conversation:
        """Return the present conversation, with its notes."""
        return replace(self.conversation, notes=tuple(self.notes.note_lines()))

    def history(self) -> NotesHistory:
        """Return the notes at each checkpoint, and the present ones."""
        from .steps.history import NotesHistory

        now = self._clock().astimezone()
        return NotesHistory(self._shared.replica, self._shared.checkpoints, now)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each change and save status; return a function that ends this."""
        return self._listeners.subscribe(listener)

    # The partner at this terminal

    @property
    def me(self) -> PartnerId | None:
        """The id of the partner at this terminal; None if unknown (see `recognise`)."""
        return self.replicas.me

    @me.setter
    def me(self, partner: PartnerId | None) -> None:
        self.replicas.me = partner

    @property
    def other(self) -> PartnerId | None:
        """The id of the partner who is not at this terminal; None while `me` is not known."""
        return next(each for each in PARTNER_IDS if each != self.me) if self.me else None

    @property
    def has_guest(self) -> bool:
        """Whether the writer is a guest: not the partner whose terminal this is."""
        return self.writer != (self.me or NOBODY)

    def require_partner(self) -> PartnerId:
        """Return the id of the partner at this terminal. Raises UsageError if unknown."""
        if self.me is None:
            names = " / ".join(p.name or p.role for p in self.conversation.partners)
            raise UsageError("participant.unknown", names=names)
        return self.me

    def require_other(self) -> PartnerId:
        """Return the id of the other partner. Raises UsageError while `me` is not known."""
        self.require_partner()
        return self.other or NOBODY

    def set_partner(self, partner: PartnerId) -> None:
        """Set the partner at this terminal; the private file records it."""
        self.me = self.writer = partner
        if self.save_status.state is Saving.READ_ONLY:
            return
        private = self.replicas.require_private().replica.fields
        if answers.private_file_partner(private) != partner:
            fields = answers.reassign_private_file(private, partner, login_name())
            store_private_fields(self.replicas, self._tracker, fields)

    # Private preparation

    def private_answers(self) -> Mapping[RowId, str]:
        """Return the private answers of partner `me`: item -> text; none while a guest writes."""
        return {} if self.has_guest else answers.answers_of(self.replicas.private_fields, self.me)

    def conversation_as_seen(self) -> Conversation:
        """Return the conversation with the ratings of `me` that the other does not see yet.

        While a guest writes, who might look along, it has none of them.
        """
        return self.conversation if self.has_guest else self._ratings.shown_in(self.conversation)

    def draft(self, partner: PartnerId) -> str:
        """Return the remark that a partner typed here for a stance not entered yet, or ""."""
        key = FieldKey("approval", RowId(partner), "remark")
        return str(self.replicas.private_fields.get(key, ""))

    # Edits

    def apply(self, edit: Edit) -> None:
        """Apply an edit by the partner who is writing now.

        If it cannot be written to the journal, listeners get a SaveStatus and it is retried.
        Raises UsageError for a private answer of another partner than `me`, or of a guest, and if
        the conversation is shared and the other partner's program would refuse so large an edit.
        """
        if isinstance(edit, Answer) and edit.private:
            self._refuse_private(edit.partner)
        if isinstance(edit, Write):
            self._edit(self._shared, [self._splice(edit)], boundary=edit.boundary, written=True)
            return
        if isinstance(edit, Rate) and not self.has_guest and self._ratings.hides(edit):
            self._edit(self.replicas.require_private(), fields=edit.fields())
            self.sync.settle_ratings()
            return
        durable = self.replicas.require_private() if is_private_edit(edit) else self._shared
        fields = {key: clean_value(key.attribute, value) for key, value in edit.fields().items()}
        if durable is not self._shared or not any(key.table == "agreement" for key in fields):
            self._edit(durable, fields=fields)
            if any(decides_ratings(key.table, key.attribute) for key in fields):
                self.sync.settle_ratings()
            return
        self.sync.store_numbers()  # those of the others stay, even if this edit removes one
        if self._shared.replica.rows.decide_numbers(fields):
            fields |= numbers_for(fields, self.fields)
        self._edit(durable, fields=fields)
        self.sync.store_numbers()  # the highest ones, which undo must not lower

    def refuse_excess(self, edit: Edit) -> None:
        """Raise UsageError as `apply` does if an edit is too large; change nothing."""
        if isinstance(edit, Write):
            self._refuse_excess([self._splice(edit)], {})
        elif not is_private_edit(edit):
            self._refuse_excess((), edit.fields())

    def store_numbers(self) -> None:
        """Give the agreements of an older conversation the numbers that they show.

        Looking at one without opening it on a screen writes nothing.
        """
        if self.save_status.state is not Saving.READ_ONLY:
            self.sync.store_numbers()

    def merge_text(self, text: str, base: str | None = None, by: PartnerId | None = None) -> None:
        """Apply the changes that `by` made from `base` to `text` in another editor.

        By default `base` is the present notes and `by` is `writer`; "" is no author.
        """
        now, by = self.notes.text, self.writer if by is None else by
        splices = merge_three_way(now if base is None else base, now, clean_text(text), by)
        self._edit(self._shared, splices)

    def merge_additions(self, text: str, by: PartnerId) -> None:
        """Insert into the notes, as author `by`, the parts that only `text` has; remove nothing."""
        splices = additions(self.notes.text, clean_text(text), by)
        self._edit(self._shared, splices)

    def undo(self) -> Changes | None:
        """Undo the last step, of any pane; return its changes, or None if there is none.

        Raises UsageError as `apply` does.
        """
        self._refuse_excessive_undo()
        writer = None if self.sync.is_shared or self.has_guest else self.writer
        return self._take_step(self.undo_stack.undo(self._undoable_replicas(), writer))

    def redo(self) -> Changes | None:
        """Redo the step that was undone last; return its changes, or None if there is none.

        Raises UsageError as `apply` does.
        """
        self._refuse_excessive_undo()
        return self._take_step(self.undo_stack.redo(self._undoable_replicas()))

    # Saving

    def save(self) -> None:
        """Save now, in this thread. Raises StorageError if that fails."""
        self.autosave.save()

    def finish(self) -> None:
        """Save unsaved changes before `close`. Raises StorageError; the session stays open then."""
        self.read_marker.mark_own_read()
        if self.save_status.state is not Saving.READ_ONLY:
            self.sync.finish()
        self.autosave.finish()

    def close(self) -> None:
        """Save unsaved changes and close the files. Raises StorageError; the journal stays then."""
        try:
            self.finish()
        finally:
            for durable in self.replicas:
                durable.close()
            self.sync.quarantine.close()
            self.sync.refusals.report_unread()

    def _refuse_private(self, partner: PartnerId) -> None:
        """Raise UsageError unless `partner` is at this terminal and writes now."""
        if partner != self.require_partner() or self.has_guest:
            raise UsageError("participant.private")

    def _edit(
        self,
        durable: DurableReplica,
        splices: Sequence[Splice] = (),
        fields: Fields | None = None,
        *,
        boundary: bool = True,
        written: bool = False,
    ) -> None:
        if durable is self._shared:
            self._refuse_excess(splices, fields or {})
            self.sync.record_time(self._clock())
        step = self.undo_stack.edit(durable, splices, fields or {}, boundary=boundary)
        if step is not None:
            _, changes, update = step
            self._publish(durable, replace(changes, written=written), update)

    def _splice(self, edit: Write) -> Splice:
        return Splice(edit.start, edit.deleted, clean_text(edit.text), self.writer)

    def _refuse_excess(self, splices: Sequence[Splice], fields: Fields) -> None:
        if self.sync.is_shared:
            self._shared.replica.refuse_excess(splices, fields)

    def _refuse_excessive_undo(self) -> None:
        if self.sync.is_shared:
            self._shared.replica.refuse_excessive_undo()

    def _undoable_replicas(self) -> Collection[DurableReplica]:
        # A guest cannot undo the owner's private edits: those wait for the owner.
        return (self._shared,) if self.has_guest else tuple(self.replicas)

    def _take_step(self, steps: Sequence[Step]) -> Changes | None:
        for step in steps:
            if step[0] is self._shared:
                self.sync.record_time(self._clock())
            self._publish(*step)
        if steps:
            self.sync.settle_ratings()
        return union([changes for _, changes, _ in steps]) if steps else None

    def _publish(self, durable: DurableReplica, changes: Changes, update: bytes) -> None:
        """Write a change to the journal, send it if it is not private, and notify the listeners."""
        if durable is self._shared:
            self.sync.record(update)
        else:
            self._tracker.record(durable, update)
        self._listeners.notify(changes)
