"""Updates of a conversation, as another program sends them."""

from __future__ import annotations

from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import convert_panics
from afspraak.data.crdt.yjs_document import YjsDocument
from afspraak.data.ids import MANAGER
from afspraak.data.text.splice import Splice

PANICKING = (
    bytes([1, 3, 7, 0, 0x28, 1, 6])
    + b"fields\1k\1\x7e\4\1\5notes\3abc"
    + (bytes([0x86, 7, 0]) + b"\2by\4null\0")
)
"""An author attribute after a field instead of a text."""


EMPTY_VECTOR = Replica().state_vector


class UpdateWriter:
    """Writes updates, each of which depends on the previous one."""

    def __init__(self) -> None:
        self.replica = Replica()

    def write(self, text: str) -> bytes:
        end = len(self.replica.notes)
        return self.replica.edit([Splice(end, 0, text, MANAGER)])[1]


class _Observer:
    def ignore(self, _: object) -> None:
        """Do nothing."""


def panic() -> None:
    """Let the library panic. Raises ReplicaError."""
    document, observer = YjsDocument(7), _Observer()
    with convert_panics():
        document.observe(observer.ignore, observer.ignore, observer.ignore)
        document.apply(PANICKING)
