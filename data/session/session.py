"""One open conversation: the single door that screens use.

One path down: `do(edit)` turns an edit into an update, keeps it in the journal and tells the
listeners what changed. One notice up: listeners get `Changes` and `Kept`. Undo, redo and what other
replicas send take the same path. Saving is the same path again, later.

What a partner keeps for themselves lives in a second file, `<slug>.private.json`, with the same
classes; it is never shared and never exported.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..approval.stances import given_again, own_stance
from ..crdt.cleansing import cleanse
from ..crdt.replica import ForeignUpdate, Replica
from ..errors import StoreError
from ..model.changes import Changes
from ..model.conversation import Conversation
from ..model.edits import Answer, Edit, Write, for_oneself
from ..model.fields import Fields, Value, clean_value, parse_key, to_conversation
from ..model.notes import Notes
from ..model.private_answers import answers_of
from ..storage.ancestry import ForeignDocument, belongs_to
from ..storage.autosave import AutosaveScheduler, SaveJob, SaveStatus
from ..storage.durable_replica import DurableReplica
from ..storage.first_document import first_document, owe_header, private_header
from ..storage.json_storage import ChangedOnDisk
from ..storage.siblings import private_path
from ..text.sanitize import clean_text, unclean_spans
from ..text.splice import Splice
from ..text.three_way_merge import additions, three_way
from .pair import look_at_pair, open_pair, say_aside
from .participant import recognise
from .sync_endpoint import SyncEndpoint

if TYPE_CHECKING:
    from ..storage.encryption.seal import Seal
    from .history import History

Notice = Changes | SaveStatus
Listener = Callable[[Notice], None]


class Session(SyncEndpoint):
    """An open conversation. All of it but `Job.run` belongs to one thread.

    `me` is the id of the partner whose terminal this is, None while nobody knows (see
    `identity.recognise`); `writer` is who is writing now, "" for nobody: `me`, unless two people
    share a keyboard.
    """

    def __init__(
        self, shared: DurableReplica, private: DurableReplica | None, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(shared, private, clock)
        self._listeners: list[Listener] = []
        self._conversation: Conversation | None = None
        self._undoable: list[DurableReplica] = []
        self._redoable: list[DurableReplica] = []
        self._schedule = AutosaveScheduler()
        self._kept = SaveStatus(None)
        self.me = recognise(self.conversation, private.replica.fields if private else {})
        self.writer = self.me or ""
        self._cleanse()

    @classmethod
    def begin(
        cls,
        path: Path,
        conversation: Conversation,
        *,
        me: str | None,
        clock: Callable[[], datetime] = datetime.now,
        seal: Seal | None = None,
    ) -> Session:
        """A new conversation at `path`, saved at once. `clock` tells local time, `seal` locks it.

        The login of this process becomes that of partner `me`; of none where that is not known.
        Raises StoreError where it cannot be written.
        """
        begun = DurableReplica.begin(path, first_document(conversation, me), clock=clock, seal=seal)
        session = cls(begun, None, clock)
        if me is not None:
            session.me = session.writer = me
        session.save()
        return session

    @classmethod
    def open(cls, path: Path, *, clock: Callable[[], datetime] = datetime.now) -> Session:
        """The conversation at `path` with all that is known of it. Raises StoreError."""
        shared, private = open_pair(path, clock)
        session = cls(shared, private, clock)
        if session.save_status.safe:
            session._kept = SaveStatus.found(path, session.save_status.at)
        if private is not None and shared.rebuilt and not session.save_status.read_only:
            owe_header(private, belongs_to(shared.replica))
        session._keep_unsaved()
        return session

    @classmethod
    def from_replica(cls, path: Path, replica: Replica) -> Session:
        """A conversation that is elsewhere already, kept at `path` from the next save on."""
        return cls(DurableReplica.begin(path, replica), None, datetime.now)

    @classmethod
    def open_read_only(cls, path: Path) -> Session:
        """The conversation at `path` only to read: nothing is written. Raises StoreError."""
        return cls(*look_at_pair(path), datetime.now)

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
        """Whether all is safe now."""
        return self._kept

    @property
    def recovered(self) -> int:
        """How many updates of a session that was killed were taken in at opening."""
        return self._shared.recovered + (self._private.recovered if self._private else 0)

    @property
    def damaged_journals(self) -> list[Path]:
        """Journals of which not everything could be read at opening."""
        return self._shared.damaged + (self._private.damaged if self._private else [])

    def complete(self) -> Conversation:
        """The conversation as it is now, with its notes."""
        return replace(self.conversation, notes=tuple(self.notes.note_lines()))

    def history(self) -> History:
        """How the notes came about, until now."""
        from .history import History

        return History(self._shared.replica, self._shared.checkpoints)

    def ids(self, table: str) -> set[str]:
        """The ids of all rows that a table ever had, deleted ones too."""
        keys = map(parse_key, self._shared.replica.fields)
        return {parts.id for parts in keys if parts and parts.table == table}

    def private_answers(self) -> Mapping[str, str]:
        """The private answers of the partner at this terminal: item -> text; none for a guest."""
        if self._private is None or self.has_guest:
            return {}
        return answers_of(self._private.replica.fields, self.me)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Be told of every change and of what is safe; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, edit: Edit) -> None:
        """Carry out an edit of who is writing now.

        It never fails for lack of room: what cannot be kept is told as `Kept` and tried again.
        Raises UsageError for a private answer of another than `me`, or while a guest writes.
        """
        if isinstance(edit, Answer) and edit.private:
            self._refuse_private(edit.partner)
        if isinstance(edit, Write):
            splice = Splice(edit.start, edit.deleted, clean_text(edit.text), self.writer)
            self._change(self._shared, [splice], {}, edit.boundary)
            return
        keeper = self._private_keeper() if for_oneself(edit) else self._shared
        fields = {
            key: clean_value(parts.attribute, value)
            for key, value in edit.fields().items()
            if (parts := parse_key(key))
        }
        self._change(keeper, [], fields, True)

    def rewrite(self, text: str, base: str | None = None, by: str | None = None) -> None:
        """Take in what `by` changed from `base` to `text` in another editor.

        `base` is the present notes by default, `by` who is writing now; "" is nobody.
        """
        now, by = self.notes.text, self.writer if by is None else by
        splices = three_way(now if base is None else base, now, clean_text(text), by)
        self._change(self._shared, splices, {}, True, written=False)

    def add(self, text: str, by: str) -> None:
        """Take in what `text` has and the notes have not, by `by`; nothing is removed."""
        splices = additions(self.notes.text, clean_text(text), by)
        self._change(self._shared, splices, {}, True, written=False)

    def receive(self, update: bytes) -> None:
        """Take in what another replica did. Raises ReplicaError and ForeignDocument."""
        replica = self._shared.replica
        before, given = replica.state_vector, own_stance(replica.fields, self.me)
        try:
            changes = replica.apply(update)
        except ForeignUpdate as error:
            raise ForeignDocument(self.path, "unrelated_history.shared_folder") from error
        if changes or replica.state_vector != before or not replica.is_complete:
            self._record(self._shared, update, send=False)
        if changes:
            self._tell(changes)
            # What was there before is clean: the whole text need not be searched for a few letters.
            if changes.rows or any(unclean_spans(splice.text) for splice in changes.splices):
                self._cleanse()
            self._tidy(*given_again(replica, given))

    def undo(self) -> bool:
        """Take back the last step, in whichever pane it was; False when there is none."""
        return self._step_back(self._undoable, self._redoable, Replica.undo)

    def redo(self) -> bool:
        """Do again what `undo` took back; False when there is nothing."""
        return self._step_back(self._redoable, self._undoable, Replica.redo)

    def job(self, now: float) -> SaveJob | None:
        """What keeping needs at `now` (monotonic seconds): work for a thread, or None.

        After `run`, give it to `settle`.
        """
        return None if self._kept.read_only else self._schedule.due(self._keepers(), now)

    def settle(self, job: SaveJob) -> None:
        """Take in how a job ended, and tell."""
        self._schedule.settled()
        for keeper, save in job.saves[: job.done]:
            keeper.settle(save)
        if job.changed_on_disk:
            with self._noting_trouble():
                self._take_in_changes_on_disk()
                self.save()
        elif job.error is not None:
            self._note(SaveStatus.trouble(self._kept.at, job.error))
        elif job.saves:
            self._note(SaveStatus(self._clock()))

    def save(self) -> None:
        """Save now, in this thread. Raises StoreError where that cannot be done."""
        with self._noting_trouble(again=True):
            for keeper in self._keepers():
                while keeper.changed:
                    save = keeper.prepare()
                    try:
                        keeper.write(save)
                        keeper.settle(save)
                    except ChangedOnDisk:
                        self._take_in_changes_on_disk()
        self._note(SaveStatus(self._clock()))

    def finish(self) -> None:
        """Save what is not saved yet, to `close` then. Raises StoreError; the session goes on."""
        self._keep_own()
        if self._kept.read_only:
            return
        if any(keeper.replaced for keeper in self._keepers()):
            self._take_in_changes_on_disk()
        if any(keeper.changed for keeper in self._keepers()):
            self.save()

    def close(self) -> None:
        """Save what is not saved yet and let go. Raises StoreError; the journal stays then."""
        try:
            self.finish()
        finally:
            for keeper in self._keepers():
                keeper.close()

    def _keepers(self) -> tuple[DurableReplica, ...]:
        return (self._shared,) if self._private is None else (self._shared, self._private)

    def _private_keeper(self) -> DurableReplica:
        if self._private is None:
            self._private = self._shared.beside(private_path(self.path))
        private = self._private
        owe_header(private, private_header(private.replica.fields, self._shared.replica, self.me))
        return private

    def _change(
        self,
        keeper: DurableReplica,
        splices: list[Splice],
        fields: Mapping[str, Value],
        boundary: bool,
        *,
        written: bool = True,
    ) -> None:
        # A step of undo belongs to one replica; going over to the other one begins a new step.
        boundary = boundary or (bool(self._undoable) and self._undoable[-1] is not keeper)
        steps = keeper.replica.undo_steps
        changes, update = keeper.replica.edit(splices, fields, boundary=boundary)
        if not changes:
            return
        if keeper.replica.undo_steps > steps:
            self._undoable.append(keeper)
        self._redoable.clear()
        self._record(keeper, update)
        self._tell(replace(changes, written=written and bool(splices)))

    def _step_back(
        self,
        source: list[DurableReplica],
        target: list[DurableReplica],
        step: Callable[[Replica], tuple[Changes, bytes]],
    ) -> bool:
        # What the owner did for themselves waits for the owner: a guest takes no step of it back.
        mine = self._keepers() if not self.has_guest else (self._shared,)
        while steps := [number for number, keeper in enumerate(source) if keeper in mine]:
            keeper = source.pop(steps[-1])
            changes, update = step(keeper.replica)
            if changes:
                target.append(keeper)
                self._record(keeper, update)
                self._tell(changes)
                return True
        return False

    def _record(self, keeper: DurableReplica, update: bytes, *, send: bool = True) -> None:
        self._schedule.edited(time.monotonic())
        with self._noting_trouble():
            keeper.record(update)
            self._kept_now()
        if send and keeper is self._shared:
            self._send(update)

    def _kept_now(self) -> None:
        """Tell that all is safe, at most once a minute: the header shows no more."""
        now = self._clock().replace(second=0, microsecond=0)
        last = self._kept.at.replace(second=0, microsecond=0) if self._kept.at else None
        if (now != last or self._kept.read_only) and self._kept.safe:
            self._note(SaveStatus(now))

    @contextmanager
    def _noting_trouble(self, *, again: bool = False) -> Iterator[None]:
        """Tell of what cannot be kept; raise it `again` where the caller asked for keeping."""
        try:
            yield
        except StoreError as error:
            self._note(SaveStatus.trouble(self._kept.at, error))
            if again:
                raise

    def _take_in_changes_on_disk(self) -> None:
        for keeper in self._keepers():
            try:
                update = keeper.refresh()
            except ForeignDocument:
                kept = keeper.yield_place()
                say_aside(keeper.path, kept)
                continue
            given = own_stance(self.fields, self.me)
            changes = keeper.take_in(update)
            if changes and keeper is self._shared:
                self._tell(changes)
                self._send(update)
                self._tidy(*given_again(keeper.replica, given))

    def _cleanse(self) -> None:
        self._tidy(*cleanse(self._shared.replica))

    def _tidy(self, changes: Changes, update: bytes) -> None:
        """Put right what came in from elsewhere, as an edit of our own."""
        if changes:
            self._record(self._shared, update)
            self._tell(changes)

    def _note(self, kept: SaveStatus) -> None:
        if kept != self._kept:
            self._kept = kept
            self._tell(kept)

    def _tell(self, notice: Notice) -> None:
        if isinstance(notice, Changes) and notice.rows:
            self._conversation = None
        for listener in tuple(self._listeners):
            listener(notice)
