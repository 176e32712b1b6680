"""One in-memory copy of a conversation that any other copy can be merged with.

Its interface is code points, plain fields and bytes; the CRDT library stays behind it.
A replica belongs to the thread that made it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any

from ..ids import PartnerId, RowId
from ..model.changes import Changes
from ..model.fields import CREATED_KEY, FieldKey, Fields, Value, approval_in
from ..model.rows.conversation_rows import ConversationRows
from ..text.splice import Splice
from .admission.source import Source
from .notes_mirror import NotesMirror, Watch
from .own_bounds import MEASURED_FROM, Amount, amount_of, refuse_excess, refuse_unshareable
from .pending_updates import PendingUpdates
from .received_changes import AuthoredRun, ReceivedPart, join_parts
from .removed_text import Run
from .replica_errors import UnrelatedUpdate, convert_panics
from .undo_history import UndoHistory
from .update_clients import introduces_key
from .yjs_document import YjsDocument, merge, text_runs, to_field_value


def random_client() -> int:
    """Return a client number for one session: 31 bits, for smaller updates than with 53."""
    return int.from_bytes(os.urandom(4), "big") >> 1 | 1  # `secrets` would import OpenSSL


class Replica:
    """The notes and the fields of one conversation, as a document that merges.

    `edit`, `undo` and `redo` return the update that carries the change to other replicas; `apply`
    takes such an update.
    """

    def __init__(self, client: int | None = None) -> None:
        self.client = client if client is not None else random_client()
        self._fields: dict[FieldKey, Value] = {}
        self.rows = ConversationRows()
        """The fields by row, and the conversation in them; changed with them alone."""
        self.fields_version = 0
        """The number of changes of fields; values derived from fields are valid for one number."""
        self.applied_updates = 0
        """The number of updates that were given to `apply` or `receive`, refused ones too."""
        self.version = 0
        """The number of changes of the document; its snapshot is valid for one number."""
        self._has_written = False
        self._rows: set[tuple[str, RowId]] = set()
        self._previous: dict[FieldKey, Value | None] = {}
        self._updates: list[bytes] = []
        self._document = YjsDocument(self.client)
        self._pending_updates = PendingUpdates(self._document)
        self._mirror = NotesMirror(self._document)
        self.notes = self._mirror.notes
        with convert_panics():
            self._document.observe(self._mirror.text_changed, self._map_changed, self._update_made)
            self._undo_history = UndoHistory(self._document)

    @property
    def fields(self) -> Fields:
        """All fields, key to value. Live: changes with the document."""
        return self._fields

    def edit(
        self,
        splices: Sequence[Splice] = (),
        fields: Fields | None = None,
        *,
        boundary: bool = True,
        undoable: bool = True,
    ) -> tuple[Changes, bytes]:
        """Make a change of our own; return the changes and the update (b"" if nothing changed).

        Fields that have their value already are not set, except those of an approval: it is set as
        a whole, so that of two concurrent approvals one remains. `boundary` begins a new undo step.
        A change that is not `undoable` (cleaning, the first content) is no part of any step.
        """
        fields = fields or {}
        changed_fields = {
            key: value
            for key, value in fields.items()
            if (now := self._fields.get(key)) != value or type(now) is not type(value)
        }
        changed_approvals = {row for key in changed_fields if (row := approval_in(key))}
        changed_fields |= {
            key: value for key, value in fields.items() if approval_in(key) in changed_approvals
        }
        if not changed_fields and not any(splice.deleted or splice.text for splice in splices):
            return Changes(), b""
        if boundary:
            self._undo_history.add_boundary()

        written: list[tuple[Splice, Sequence[Run]]] = []

        def change() -> None:
            with self._mirror.local_edit(), self._document.local_transaction(undoable=undoable):
                written.extend(self._mirror.write(splices))
                for key, value in changed_fields.items():
                    self._document.map[key] = value

        done = self._change_locally(change)
        if undoable:
            self._undo_history.record_edit(written)
        else:
            self._undo_history.follow(splices)
        return done

    def apply(self, update: bytes) -> Changes:
        """Apply an update of our own files, in any order and any number of times.

        Return the changes. Raises ReplicaError on bytes that are no update of this program,
        UnrelatedUpdate if it creates another conversation.
        """
        return join_parts(self._apply_parts(update, Source.FILES))[0]

    def receive(self, update: bytes) -> tuple[Changes, bytes]:
        """Apply an update of another replica as `apply` does, within bounds.

        Return the changes, and the update to record: what was new in this one, and in those that
        waited for it. One that waits itself is not recorded, as a remote sends it again. Raises
        ReplicaError also if it exceeds a bound or writes in the name of this replica.
        """
        return join_parts(self.receive_parts(update))

    def guard_clients(self, clients: Set[int]) -> None:
        """Refuse units that the other partner writes with these client numbers; a live set."""
        self._pending_updates.guarded = clients

    def refuse_forged(self, update: bytes) -> None:
        """Raise ReplicaError if an update of the other partner has units of a guarded client."""
        with convert_panics():
            self._pending_updates.refuse_forged(update)

    def take_late_refusals(self) -> list[bytes]:
        """Return the updates that `receive` let wait, and that were refused since the last call."""
        return self._pending_updates.take_refused()

    def receive_parts(
        self, update: bytes, *, is_own: bool = False, watched: PartnerId | None = None
    ) -> Iterator[ReceivedPart]:
        """Apply as `receive` does, and yield each part of one source before the next is applied.

        With `is_own`, this user wrote the update. The changes of the marks of the author `watched`
        are noted.
        """
        return self._apply_parts(update, Source.OWN if is_own else Source.OTHER, watched)

    def correct(
        self, authors: Sequence[AuthoredRun], fields: Mapping[FieldKey, Value | None]
    ) -> tuple[Changes, bytes]:
        """Give parts of the notes other authors, and set fields, or remove those that are None.

        Each part is a first position, the one after the last, and an author, "" for nobody. It is
        no part of an undo step. Returns as `edit` does.
        """
        return self._change_locally(lambda: self._correct(authors, fields))

    def _apply_parts(
        self, update: bytes, source: Source, watched: PartnerId | None = None
    ) -> Iterator[ReceivedPart]:
        self.applied_updates += 1
        if (
            CREATED_KEY.encode() in update  # spares a key that is typed the clocks
            and CREATED_KEY in self._fields
            and introduces_key(update, CREATED_KEY, self.clocks_by_client)
        ):
            raise UnrelatedUpdate("replica.foreign")
        pending = self._pending_updates
        sources: list[Source] = []

        def change() -> None:
            self._mirror.watched = watched or Watch.NOTHING
            try:
                if sources:
                    sources.append(pending.apply_ready())
                else:
                    pending.apply(update, source)
                    sources.append(source)
            finally:
                self._mirror.watched = Watch.NOTHING
                self._mirror.resync()

        while not sources or pending.has_ready:
            changes, applied = self._collect_changes(change)
            self._undo_history.follow(changes.splices)
            previous, mark_changes = self._previous, self._mirror.mark_changes
            yield ReceivedPart(changes, applied, sources[-1], previous, mark_changes)

    def refuse_excess(self, splices: Sequence[Splice], fields: Fields) -> None:
        """Raise UsageError if other replicas would refuse an edit of our own as too large."""
        added = amount_of(splices, fields, self._fields)
        if not self._has_written:
            added = added._replace(clients=1)
        refuse_excess(self._amount(added), added)

    def refuse_excessive_undo(self) -> None:
        """Raise UsageError if other replicas might refuse an undo or redo as too large.

        It restores at most all that was deleted.
        """
        present = self._amount(Amount())
        if 2 * present.size > MEASURED_FROM.size or 2 * present.lines > MEASURED_FROM.lines:
            text = self.notes.text
            refuse_excess(
                present, Amount(present.size - len(text), present.lines - text.count("\n"))
            )

    def refuse_unshareable(self) -> None:
        """Raise UsageError if other replicas would refuse the document as too large."""
        refuse_unshareable(self.document(), len(self._fields))

    def undo(self) -> tuple[Changes, bytes]:
        """Undo our own last step, but not later changes of others. Returns as `edit` does."""
        return self._undo_or_redo(self._undo_history.undo)

    def redo(self) -> tuple[Changes, bytes]:
        """Redo the step that was undone last. Returns as `edit` does."""
        return self._undo_or_redo(self._undo_history.redo)

    @property
    def undo_steps(self) -> int:
        """How many of our own steps can be undone."""
        return self._undo_history.undo_steps

    def document(self) -> bytes:
        """Return the whole document as one update."""
        with convert_panics():
            return self._document.full_update()

    def update_since(self, state_vector: bytes) -> bytes:
        """Return as one update all changes that a replica with this state vector lacks."""
        with convert_panics():
            return self._document.update_since(state_vector)

    @property
    def is_complete(self) -> bool:
        """Whether `document` holds all that was applied: no update waits for a missing one."""
        with convert_panics():
            return self._pending_updates.is_empty()

    @property
    def is_complete_without_others(self) -> bool:
        """As `is_complete`, but updates that `receive` let wait do not count."""
        with convert_panics():
            return self._pending_updates.is_empty(foreign=False)

    def holds(self, update: bytes) -> bool:
        """Return whether the replica holds all of an update that was given to `apply`.

        False if it, or a part of it, waits for a missing one. Raises ReplicaError on bytes that are
        no update of this program.
        """
        with convert_panics():
            return self._pending_updates.holds(update)

    @property
    def waiting_updates(self) -> list[bytes]:
        """The updates and early deletions that `receive` let wait for missing ones."""
        return self._pending_updates.foreign_updates()

    @property
    def text_runs(self) -> list[tuple[str, PartnerId]]:
        """The notes as the document holds them: text and author of each run."""
        with convert_panics():
            return list(text_runs(self._document.text))

    @property
    def state_vector(self) -> bytes:
        """How much of each client's changes this replica holds, for `update_since`."""
        with convert_panics():
            return self._document.state_vector

    @property
    def clocks_by_client(self) -> dict[int, int]:
        """The state vector, decoded: how many clock units of each client the replica holds."""
        return self._document.clocks_by_client

    @property
    def snapshot(self) -> bytes:
        """The state of the document, deletions included, as an encoded Yjs snapshot."""
        with convert_panics():
            return self._document.snapshot

    def _amount(self, added: Amount) -> Amount:
        """Return at least how much the document holds; close to the bounds, exactly."""
        with convert_panics():
            return Amount(
                self._pending_updates.size_at_most(MEASURED_FROM.size - added.size),
                self._pending_updates.lines_at_most(MEASURED_FROM.lines - added.lines),
                len(self._fields),
                len(self.clocks_by_client) if added.clients else 0,
            )

    def _undo_or_redo(self, step: Callable[[], None]) -> tuple[Changes, bytes]:
        def change() -> None:
            self._mirror.watched = Watch.EVERYONE
            try:
                step()
            finally:
                self._mirror.watched = Watch.NOTHING
            if self._mirror.is_out_of_sync:
                self._mirror.resync()
            if runs := self._undo_history.runs_to_correct(self._mirror.mark_changes):
                self._correct(runs, {})

        return self._change_locally(change)

    def _correct(
        self, authors: Sequence[AuthoredRun], fields: Mapping[FieldKey, Value | None]
    ) -> None:
        offset = self.notes.utf8_offset
        spans = [(offset(start), offset(end), by) for start, end, by in authors]
        with self._document.local_transaction(undoable=False):
            for span in spans:
                self._document.set_author(*span)
            for key, value in fields.items():
                if value is not None:
                    self._document.map[key] = value
                elif key in self._fields:
                    del self._document.map[key]

    def _change_locally(self, change: Callable[[], None]) -> tuple[Changes, bytes]:
        """Run a change of our own; return as `_collect_changes` does."""
        try:
            changes, update = self._collect_changes(change)
        except BaseException:
            self._pending_updates.drop_index()
            raise
        if update:
            self._pending_updates.record_local(update)
            self._has_written = True
        return changes, update

    def _collect_changes(self, change: Callable[[], None]) -> tuple[Changes, bytes]:
        """Run `change`; return the changes that the observers reported, and its update."""
        self._mirror.splices, self._rows, self._updates = [], set(), []
        self._mirror.mark_changes, self._previous = [], {}
        with convert_panics():
            try:
                change()
            finally:
                if self._mirror.is_out_of_sync:
                    self._mirror.resync()
        changes = Changes(tuple(self._mirror.splices), frozenset(self._rows))
        if len(self._updates) > 1:
            return changes, merge(*self._updates)
        return changes, self._updates[0] if self._updates else b""

    def _map_changed(self, event: Any) -> None:
        self.fields_version += 1
        for text, change in event.keys.items():
            key = FieldKey.parse(text)
            self._previous.setdefault(key, self._fields.get(key))
            if change["action"] == "delete":
                self._fields.pop(key, None)
                self.rows.remove(key)
            else:
                self._fields[key] = value = to_field_value(change["newValue"])
                self.rows.set(key, value)
            if key.table:
                self._rows.add(key.row)

    def _update_made(self, update: bytes) -> None:
        self.version += 1
        self._updates.append(update)
