"""A replica that receives updates through a quarantine, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from afspraak.data.crdt.quarantine.process import QuarantineProcess
from afspraak.data.crdt.quarantine.quarantine import Quarantine
from afspraak.data.crdt.replica import Replica
from afspraak.data.crdt.replica_errors import ReplicaError
from afspraak.data.ids import EMPLOYEE
from afspraak.data.text.splice import Splice


class Receiver:
    """A replica behind a quarantine."""

    def __init__(self, start: Callable[[], QuarantineProcess]) -> None:
        self.replica = Replica()
        self.write("hello")
        self.processes: list[QuarantineProcess] = []
        """All processes that were started."""
        self.taken: list[bytes] = []
        self.refused: list[tuple[bytes, ReplicaError]] = []

        def started() -> QuarantineProcess:
            self.processes.append(start())
            return self.processes[-1]

        self.quarantine = Quarantine(self.replica, started)

    @property
    def text(self) -> str:
        """The notes."""
        return self.replica.notes.text

    def write(self, text: str) -> bytes:
        """Write at the end."""
        return self.replica.edit([Splice(len(self.replica.notes), 0, text, EMPLOYEE)])[1]

    def receive(self, *updates: bytes) -> None:
        """Pass updates through the quarantine, all at once."""

        def take(number: int) -> None:
            self.replica.receive(updates[number])
            self.taken.append(updates[number])

        def refuse(number: int, error: ReplicaError) -> None:
            self.refused.append((updates[number], error))

        self.quarantine.pass_through(updates, take, refuse)


@contextmanager
def receiver(start: Callable[[], QuarantineProcess] = QuarantineProcess) -> Iterator[Receiver]:
    """A receiver whose process is ended afterwards."""
    receiving = Receiver(start)
    try:
        yield receiving
    finally:
        receiving.quarantine.close()


def other_of(replica: Replica, parts: Sequence[str]) -> list[bytes]:
    """The updates of another replica that wrote these parts at the beginning of the notes."""
    other = Replica()
    other.apply(replica.document())
    return [other.edit([Splice(0, 0, part, EMPLOYEE)])[1] for part in parts]
