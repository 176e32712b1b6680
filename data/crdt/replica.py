"""One in-memory copy of a conversation that any other copy can be merged with.

The only file, with `past.py`, that knows the CRDT library (pycrdt, the Yjs format). Outwards it
speaks code points, plain fields and bytes; what the library gets wrong stops here:

- its text indices are UTF-8 bytes, which a self-test confirms before anything is written;
- its panics are not `Exception`s, and print themselves: one guard turns them into `ReplicaError`;
- of updates that arrive before what they build on it can lose some for good, so those wait here
  until it is their turn;
- its undo would take back the other person's edits unless told which origin is ours, and finds its
  boundaries by a clock, so it gets a clock that we advance.

A document belongs to the thread that made it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from heapq import heappop, heappush
from typing import Any

from pycrdt import (
    Doc,
    Map,
    Snapshot,
    Text,
    TransactionEvent,
    UndoManager,
    get_update,
    merge_updates,
)

from ..errors import AfspraakError
from ..i18n.catalogue import tr
from ..model.changes import Changes
from ..model.fields import CREATED_KEY, Fields, Value, approval_in, parse_key
from ..model.notes import Notes
from ..system import stderr_guard
from ..text.splice import Splice
from .lib0 import decode_varints
from .snapshot import decode_snapshot
from .update_validation import first_struct_id, introduces_key, validate_update

_LOCAL = "local"
_REMOTE = "remote"
_UNTRACKED = "unasked"
_UNDO_MILLISECONDS = 500
"""The library joins edits within this time into one step; our clock jumps past it at boundaries."""

MAX_TEXT_DELTAS = 1000
"""An update that changes the notes in more places than this changes them as a whole."""

EMPTY_DOCUMENT = b"\x00\x00"
"""The update of a document in which nothing was ever done."""


class ReplicaError(AfspraakError):
    """The document could not take or give what was asked; nothing was changed by it."""


class UnrelatedUpdate(ReplicaError):
    """An update begins a conversation, and the document holds another one already."""


@contextmanager
def convert_panics() -> Iterator[None]:
    """Turn the library's panics, which are no `Exception`s, into our error; nothing is printed."""
    stderr_guard.redirect()
    try:
        yield
    except Exception as error:
        raise ReplicaError(tr("replica.refused", reason=str(error))) from error
    except BaseException as error:
        if not stderr_guard.is_panic(error):
            raise
        raise ReplicaError(tr("replica.refused", reason=str(error))) from None
    finally:
        stderr_guard.restore()


def random_client() -> int:
    """A client number for one session: 31 bits, which keeps updates smaller than 53 would."""
    return secrets.randbits(31) | 1


class Replica:
    """The notes and the fields of one conversation, as a document that merges.

    Changes made here (`edit`, `undo`, `redo`) come with the update that carries them to others;
    `apply` takes such an update in.
    """

    def __init__(self, client: int | None = None) -> None:
        _check_index_unit()
        self.client = client if client is not None else random_client()
        self.notes = Notes()
        self._fields: dict[str, Value] = {}
        self._splices: list[Splice] = []
        self._rows: set[tuple[str, str]] = set()
        self._updates: list[bytes] = []
        self._pending_deletes: list[bytes] = []
        self._pending_updates: dict[int, list[tuple[int, bytes]]] = {}
        self._ticks = _UNDO_MILLISECONDS  # at 0 the library joins nothing
        self._steps = 0
        self._stepped_at = 0
        self._editing_locally = False
        self._notes_out_of_sync = False
        with convert_panics():
            self._doc: Doc[Any] = Doc(client_id=self.client, skip_gc=True)
            self._text = self._doc.get("notes", type=Text)
            self._map: Map[Value] = self._doc.get("fields", type=Map)
            # Subscriptions live as long as their handles.
            self._subscriptions = (
                self._text.observe(self._text_changed),
                self._map.observe(self._map_changed),
                self._doc.observe(self._document_changed),
            )
            self._undo = UndoManager(
                scopes=[self._text, self._map],
                capture_timeout_millis=_UNDO_MILLISECONDS,
                timestamp=lambda: self._ticks,
            )
            self._undo.include_origin(_LOCAL)

    @property
    def fields(self) -> Fields:
        """All fields, key to value. Live: changes with the document."""
        return self._fields

    def edit(
        self,
        splices: Sequence[Splice] = (),
        fields: Mapping[str, Value] | None = None,
        *,
        boundary: bool = True,
        undoable: bool = True,
    ) -> tuple[Changes, bytes]:
        """Make a change of our own; returns what changed and the update (b"" when nothing did).

        Fields that hold their value already are left alone, but an approval is set whole: of two
        that are given at the same time one stays. `boundary` begins a new undo step; what is not
        `undoable` (tidying, the first content) is no step at all.
        """
        fields = fields or {}
        changed_fields = {
            key: value
            for key, value in fields.items()
            if (now := self._fields.get(key)) != value or type(now) is not type(value)
        }
        restated = {row for key in changed_fields if (row := approval_in(key))}
        changed_fields |= {
            key: value for key, value in fields.items() if approval_in(key) in restated
        }
        if not changed_fields and not any(splice.deleted or splice.text for splice in splices):
            return Changes(), b""
        if boundary:
            self._ticks += 2 * _UNDO_MILLISECONDS

        def change() -> None:
            self._editing_locally = True
            try:
                with self._doc.transaction(origin=_LOCAL if undoable else _UNTRACKED):
                    for splice in splices:
                        self._write_splice(splice)
                    for key, value in changed_fields.items():
                        self._map[key] = value
            finally:
                self._editing_locally = False

        done = self._collect_changes(change)
        # Counted here: the library would list all steps to tell how many there are.
        if undoable and (not self._steps or self._stepped_at != self._ticks):
            self._steps += 1
        if undoable:
            self._stepped_at = self._ticks
        return done

    def apply(self, update: bytes) -> Changes:
        """Take in an update, in any order, twice or late.

        Raises ReplicaError on foreign bytes, and ForeignUpdate where another conversation begins.
        """
        if CREATED_KEY in self._fields and introduces_key(
            update, CREATED_KEY, self.clocks_by_client
        ):
            raise UnrelatedUpdate(tr("replica.foreign"))

        def change() -> None:
            try:
                self._apply_or_queue(update)
                while (ready := self._pop_ready_update()) is not None:
                    self._apply_or_queue(ready)
            finally:
                self._resync_notes()

        changes, _ = self._collect_changes(change)
        return changes

    def undo(self) -> tuple[Changes, bytes]:
        """Take back our own last step, whatever the others did since."""
        return self._undo_or_redo(self._undo.undo)

    def redo(self) -> tuple[Changes, bytes]:
        """Do again what `undo` took back."""
        return self._undo_or_redo(self._undo.redo)

    @property
    def undo_steps(self) -> int:
        """How many own steps can be taken back."""
        return self._steps

    @property
    def redo_steps(self) -> int:
        """How many steps that were taken back can be done again."""
        with convert_panics():
            return len(self._undo.redo_stack)

    def document(self) -> bytes:
        """The whole document as one update."""
        with convert_panics():
            return self._doc.get_update()

    def update_since(self, state_vector: bytes) -> bytes:
        """What a replica with this `state` does not have yet, as one update."""
        with convert_panics():
            return self._doc.get_update(state_vector)

    @property
    def is_complete(self) -> bool:
        """Whether `document` holds all that `apply` was given; else something is still missing."""
        with convert_panics():
            self._pending_deletes = [
                update for update in self._pending_deletes if self._has_missing_dependencies(update)
            ]
        return not self._pending_updates and not self._pending_deletes

    @property
    def state_vector(self) -> bytes:
        """What this replica has, as a state vector for `since`."""
        with convert_panics():
            return self._doc.get_state()

    @property
    def snapshot(self) -> bytes:
        """How far the document has come, what was removed told too (a Yjs snapshot)."""
        with convert_panics():
            return Snapshot.from_doc(self._doc).encode()

    def _apply_or_queue(self, update: bytes) -> None:
        """Give the library an update, unless it continues something that is not there yet."""
        # Foreign bytes fail here, before they can wait for anything.
        validate_update(update)
        merge_updates(update)
        client, clock = first_struct_id(update)
        if self.clocks_by_client.get(client, 0) < clock:
            heappush(self._pending_updates.setdefault(client, []), (clock, update))
            return
        with self._doc.transaction(origin=_REMOTE):
            self._doc.apply_update(update)
        if self._has_missing_dependencies(update):
            self._pending_deletes.append(update)

    def _has_missing_dependencies(self, update: bytes) -> bool:
        """Whether the document could not take all of an update in yet, removals too."""
        left = get_update(update, self._doc.get_state())
        if first_struct_id(left)[0]:
            return True
        # Nothing is left but what it removes, in the format of a snapshot without a state vector.
        removed = decode_snapshot(left[1:] + b"\0").delete_set
        known = self.clocks_by_client
        return any(
            spans and spans[-1][1] > known.get(client, 0) for client, spans in removed.items()
        )

    def _pop_ready_update(self) -> bytes | None:
        """An update that came early and whose turn it is now, or None."""
        if not self._pending_updates:
            return None
        known = self.clocks_by_client
        for client, waiting in self._pending_updates.items():
            if known.get(client, 0) >= waiting[0][0]:
                _, update = heappop(waiting)
                if not waiting:
                    del self._pending_updates[client]
                return update
        return None

    @property
    def clocks_by_client(self) -> dict[int, int]:
        """How much of each client's doing the document holds (a Yjs state vector, decoded)."""
        count, *pairs = decode_varints(self._doc.get_state())
        return dict(zip(pairs[0 : 2 * count : 2], pairs[1 : 2 * count : 2], strict=True))

    def _write_splice(self, splice: Splice) -> None:
        """One own splice: into the document and, at the same positions, into the notes."""
        start = self.notes.utf8_offset(splice.start)
        end = self.notes.utf8_offset(splice.start + splice.deleted)
        if end > start:
            del self._text[start:end]
        if splice.text:
            self._text.insert(start, splice.text, {"by": splice.by})
        self.notes.splice(splice)
        self._splices.append(splice)

    def _undo_or_redo(self, step: Callable[[], object]) -> tuple[Changes, bytes]:
        done = self._collect_changes(step)
        before = self._steps
        with convert_panics():
            self._steps = len(self._undo.undo_stack)
        if self._steps != before:
            self._stepped_at = 0  # what is done next is not joined with what was there before
        return done

    def _collect_changes(self, change: Callable[[], object]) -> tuple[Changes, bytes]:
        """Run a change and gather what the observers tell of it."""
        self._splices, self._rows, self._updates = [], set(), []
        with convert_panics():
            try:
                change()
            finally:
                if self._notes_out_of_sync:
                    self._resync_notes()
        changes = Changes(tuple(self._splices), frozenset(self._rows))
        if len(self._updates) > 1:
            return changes, merge_updates(*self._updates)
        return changes, self._updates[0] if self._updates else b""

    def _text_changed(self, event: Any) -> None:
        self._notes_out_of_sync = self._notes_out_of_sync or len(event.delta) > MAX_TEXT_DELTAS
        if self._editing_locally or self._notes_out_of_sync:
            return
        offset = 0  # UTF-8 bytes into the text as changed so far
        for delta in event.delta:
            by = _author_in(delta.get("attributes"))
            if "insert" in delta:
                text = str(delta["insert"])
                self._mirror(Splice(self.notes.position_at_utf8(offset), 0, text, by))
                offset += len(text.encode())
                continue
            length = delta.get("retain", delta.get("delete", 0))
            start = self.notes.position_at_utf8(offset)
            end = self.notes.position_at_utf8(offset + length)
            if "delete" in delta:
                self._mirror(Splice(start, end - start, ""))
                continue
            if "attributes" in delta and not self.notes.is_by(by, start, end):
                # The same text, from now on another author's. Undoing also tells whose a text is
                # that was theirs before.
                self._mirror(Splice(start, end - start, self.notes.slice(start, end), by))
            offset += length

    def _resync_notes(self) -> None:
        """Make the notes what the text is, where its observer did not.

        An update of another program can hold what a text should not; the text itself holds.
        """
        text = str(self._text)
        if not self._notes_out_of_sync and self.notes.text == text:
            return
        self._notes_out_of_sync = False
        self._splices.append(Splice(0, len(self.notes), text))
        self.notes.set_runs((str(piece), _author_in(told)) for piece, told in self._text.diff())

    def _mirror(self, splice: Splice) -> None:
        self.notes.splice(splice)
        self._splices.append(splice)

    def _map_changed(self, event: Any) -> None:
        for key, change in event.keys.items():
            if change["action"] == "delete":
                self._fields.pop(key, None)
            else:
                self._fields[key] = to_field_value(change["newValue"])
            parts = parse_key(key)
            if parts is not None:
                self._rows.add((parts.table, parts.id))

    def _document_changed(self, event: TransactionEvent) -> None:
        self._updates.append(event.update)


def _author_in(attributes: Mapping[str, Any] | None) -> str:
    return str((attributes or {}).get("by") or "")


def to_field_value(value: Any) -> Value:
    """A value as it was put in: the library gives whole numbers back as floats."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | bool) else str(value)


@cache
def _check_index_unit() -> None:
    """Make sure that the library counts UTF-8 bytes: a wrong unit would cut letters in two."""
    with convert_panics():
        doc: Doc[Any] = Doc()
        text = doc.get("unit", type=Text)
        text.insert(0, "ë😀x")
        if len(text) == 7:
            del text[2:6]
        if str(text) != "ëx":
            raise ReplicaError(tr("replica.unit"))
