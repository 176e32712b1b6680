"""The notes and the fields of one conversation as a Yjs document, in the library pycrdt.

Text indices are UTF-8 bytes. A document belongs to the thread that made it. Call its methods
within `convert_panics`: they let the library's errors through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any
from weakref import WeakMethod, finalize

from ..ids import PartnerId
from ..model.fields import Value
from .replica_errors import ReplicaError, convert_panics
from .snapshot import decode_state_vector
from .yjs_library import (
    Doc,
    Map,
    Snapshot,
    Text,
    Transaction,
    TransactionEvent,
    merge_updates,
)

TRACKED_ORIGIN = "local"
"""The origin of our own changes that undo takes back."""

_UNTRACKED_ORIGIN = "unasked"
_REMOTE_ORIGIN = "remote"

EMPTY_DOCUMENT = b"\x00\x00"
"""The update of an empty document."""


class YjsDocument:
    """A Yjs document with a text, the notes, and a map, the fields."""

    def __init__(self, client: int) -> None:
        _check_index_unit()
        self.client: int = client
        with convert_panics():
            self.doc: Doc[Any] = Doc(client_id=client, skip_gc=True)
            self.text = self.doc.get("notes", type=Text)
            self.map: Map[Value] = self.doc.get("fields", type=Map)
        self._subscriptions: tuple[object, ...] = ()

    def observe(
        self,
        text_changed: Callable[[Any], None],
        map_changed: Callable[[Any], None],
        update_made: Callable[[bytes], None],
    ) -> None:
        """Call methods back at the end of each transaction, with its events and its update.

        Their objects are referred to weakly: one that refers to this document would otherwise never
        be freed, as Python's garbage collector does not look into the library.
        """
        made = _weakly(update_made)

        def document_changed(event: TransactionEvent) -> None:
            made(event.update)

        # A subscription ends when its handle is freed.
        self._subscriptions = (
            self.text.observe(_weakly(text_changed)),
            self.map.observe(_weakly(map_changed)),
        )
        # The library refers to the document in this one.
        subscription = self.doc.observe(document_changed)
        finalize(self, self.doc.unobserve, subscription).atexit = False

    def local_transaction(self, *, undoable: bool) -> Transaction:
        """Begin a transaction of our own; undo takes back only those that are `undoable`."""
        return self.doc.transaction(origin=TRACKED_ORIGIN if undoable else _UNTRACKED_ORIGIN)

    def replace(self, start: int, end: int, text: str, by: PartnerId) -> None:
        """Replace the notes between two UTF-8 offsets by a text of author `by`."""
        if end > start:
            del self.text[start:end]
        if text:
            self.text.insert(start, text, {"by": by})

    def apply(self, update: bytes) -> None:
        """Apply an update of another replica."""
        with self.group():
            self.doc.apply_update(update)

    def group(self) -> Transaction:
        """Begin a transaction in which several updates of others count as one change."""
        return self.doc.transaction(origin=_REMOTE_ORIGIN)

    def set_author(self, start: int, end: int, by: PartnerId) -> None:
        """Give the notes between two UTF-8 offsets another author; "" is nobody."""
        self.text.format(start, end, {"by": by})

    @property
    def size(self) -> int:
        """The size of the whole document as one update, in bytes."""
        return len(self.full_update())

    def full_update(self) -> bytes:
        """Return the whole document as one update."""
        return self.doc.get_update()

    def update_since(self, state_vector: bytes) -> bytes:
        """Return as one update all changes that a replica with this state vector lacks."""
        return self.doc.get_update(state_vector)

    @property
    def state_vector(self) -> bytes:
        """How much of each client's changes the document holds, encoded."""
        return self.doc.get_state()

    @property
    def clocks_by_client(self) -> dict[int, int]:
        """The state vector, decoded: how many clock units of each client the document holds."""
        return decode_state_vector(self.doc.get_state())

    @property
    def snapshot(self) -> bytes:
        """The state vector and the delete set, encoded as a Yjs snapshot."""
        return Snapshot.from_doc(self.doc).encode()


def _weakly(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return a function that calls a method of an object as long as the object exists."""
    reference = WeakMethod(method)

    def call(argument: Any) -> None:
        if (bound := reference()) is not None:
            bound(argument)

    return call


def merge(*updates: bytes) -> bytes:
    """Return several updates as one. The library raises on bytes that are no update."""
    return merge_updates(*updates)


def text_runs(text: Text) -> Iterator[tuple[str, PartnerId]]:
    """Yield a text in runs of one author each: (text, author)."""
    return ((str(piece), author_in(attributes)) for piece, attributes in text.diff())


def author_in(attributes: Mapping[str, Any] | None) -> PartnerId:
    """Return the author in the attributes of a run of text; "" if absent."""
    return PartnerId(str((attributes or {}).get("by") or ""))


def to_field_value(value: Any) -> Value:
    """Return a value of the map as it was set: the library returns whole numbers as floats."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | bool) else str(value)


@cache
def _check_index_unit() -> None:
    """Raise ReplicaError unless the library's text indices are UTF-8 bytes.

    With another unit, edits would split characters.
    """
    with convert_panics():
        doc: Doc[Any] = Doc()
        text = doc.get("unit", type=Text)
        text.insert(0, "ë😀x")
        if len(text) == 7:
            del text[2:6]
        if str(text) != "ëx":
            raise ReplicaError("replica.unit")
