"""The process of the quarantine: it holds a copy of a document and answers what updates do to it.

It is started by `process.py` with two pipes, and ends with them. It may crash at any time: only
what it answers counts. It knows no file, no address and no name.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from ...system.process_hardening import disable_core_dumps, set_undumpable
from ..admission.structs import decode_update
from ..replica import Replica
from ..replica_errors import ReplicaError, UnrelatedUpdate
from .bounds import MAX_ADDRESS_BYTES, MAX_EAGER_BYTES, MAX_SMALL_BYTES, MAX_UNEXAMINED, cpu_seconds
from .examination import Harm, ReopenedDocument, examine
from .frames import (
    HEAD_BYTES,
    Kind,
    Verdict,
    VerdictKind,
    decode_head,
    decode_parts,
    encode_frame,
    encode_verdict,
)

FAILED = 3
"""The exit status after an error of the library that is no crash."""
_ADMITTED = Verdict(VerdictKind.ADMITTED)


class Copy:
    """A copy of a session's document."""

    def __init__(self, client: int, document: bytes, waiting: Sequence[bytes]) -> None:
        self.replica = Replica(client)
        self.replica.apply(document)
        for update in waiting:
            with suppress(ReplicaError):
                self.replica.receive(update)
        self.size = len(document)
        """About the bytes of the document."""
        self._unexamined = 0
        """The updates since the document was opened again."""
        self._opened: ReopenedDocument | None = None
        """The document as opened again, with the updates since; None if it is large."""
        self._note_state()
        self._reopen()

    def take(self, updates: Sequence[bytes]) -> None:
        """Apply updates by the rules of a user's own files; skip those that admission refuses."""
        self._opened = None
        for update in updates:
            try:
                self.replica.apply(update)
            except ReplicaError as error:
                if not _is_refusal(error):
                    raise
            self.size += len(update)
        self._note_state()

    def examine(self, updates: Sequence[bytes]) -> list[Verdict]:
        """Apply updates of others, and examine the result. Raises Harm and ReplicaError.

        After a small update of a document that is not large, a document that was opened before
        takes the update too, which needs less time than opening one; call `prepare` after the
        answer. A large document is opened again after a number of small updates.
        """
        verdicts = [self._receive(update) for update in updates]
        size = sum(map(len, updates))
        self.size += size
        self._unexamined += len(updates)
        small = size <= MAX_SMALL_BYTES and self._unexamined < MAX_UNEXAMINED
        if self._opened is not None and small and self._opened.agrees(self.replica):
            return verdicts
        if self.size <= MAX_EAGER_BYTES or not small:
            self._reopen()
        return verdicts

    def prepare(self) -> None:
        """Open the document again for the next updates, unless it is large.

        Raises Harm and ReplicaError.
        """
        if self.size <= MAX_EAGER_BYTES and (self._opened is None or self._unexamined):
            self._reopen()

    def _reopen(self) -> None:
        self._opened, self._unexamined = None, 0
        examine(self.replica)
        if self.size <= MAX_EAGER_BYTES:
            self._opened = ReopenedDocument(self.replica)

    def _note_state(self) -> None:
        self.snapshot, self._clocks = self.replica.snapshot, self.replica.clocks_by_client

    def _receive(self, update: bytes) -> Verdict:
        clocks, snapshot = self._clocks, self.snapshot
        try:
            _, applied = self.replica.receive(update)
        except UnrelatedUpdate:
            return Verdict(VerdictKind.UNRELATED)
        except ReplicaError as error:
            if not _is_refusal(error):
                raise
            if self.replica.snapshot != snapshot:
                raise Harm("a refused update changed the document") from error
            return Verdict(VerdictKind.REFUSED, str(error.message.values.get("reason", "")))
        self._note_state()
        if any(self._clocks.get(client, 0) < clock for client, clock in clocks.items()):
            raise Harm("a clock went back")
        if self._clocks.get(self.replica.client) != clocks.get(self.replica.client):
            raise Harm("the clock of the session changed")
        self._check_arrival(update)
        if self._opened is not None and applied:
            self._opened.apply(applied)
        return _ADMITTED

    def _check_arrival(self, update: bytes) -> None:
        """Raise Harm if a part of an update is neither in the document nor waits for another one.

        The library would keep such a part where no copy of the document has it.
        """
        if any(
            section.end > self._clocks.get(client, 0)
            for client, section in decode_update(update).clients.items()
        ) and (update not in self.replica.waiting_updates):
            raise Harm("a part of an update did not arrive")


def main() -> NoReturn:
    """Answer frames on descriptor 0 with frames on descriptor 1, until descriptor 0 ends."""
    _limit_process()
    copy: Copy | None = None
    try:
        while True:
            kind, parts = _read_frame()
            _limit_time(sum(map(len, parts)) + (copy.size if copy is not None else 0))
            try:
                match kind, parts:
                    case Kind.OPEN, [client, document, *waiting]:
                        copy = None  # its memory is free before the next one is made
                        copy = Copy(int.from_bytes(client, "big"), document, waiting)
                        _answer(Kind.HOLDING, [copy.snapshot])
                    case Kind.TAKE, updates if copy is not None:
                        copy.take(updates)
                    case Kind.EXAMINE, updates if copy is not None:
                        verdicts = copy.examine(updates)
                        _answer(
                            Kind.EXAMINED,
                            [copy.snapshot, *map(encode_verdict, verdicts)],
                        )
                        _prepare(copy)
                    case _:
                        os._exit(FAILED)
            except (Harm, ReplicaError) as error:
                copy = None
                _answer(Kind.REFUSED if _is_refusal(error) else Kind.HARMED, [str(error).encode()])
    except (OSError, EOFError):
        os._exit(0)
    except BaseException:
        os._exit(FAILED)  # not through the library's destructors: they may crash


def _prepare(copy: Copy) -> None:
    """Open the document again after an answer; if that does harm, end as if killed.

    The next update is not to blame: it is tried again by another process, which opens the document.
    """
    try:
        copy.prepare()
    except (Harm, ReplicaError):
        os.kill(os.getpid(), signal.SIGKILL)


def _is_refusal(error: Harm | ReplicaError) -> bool:
    """Return whether admission refused something, before the library saw it."""
    return isinstance(error, UnrelatedUpdate) or isinstance(error.__cause__, ValueError)


def _limit_process() -> None:
    disable_core_dumps()
    set_undumpable()
    sys.setrecursionlimit(500)
    for limit, value in (
        (resource.RLIMIT_AS, MAX_ADDRESS_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, value))


def _limit_time(size: int) -> None:
    """Limit the processor time of this process up to the next answer."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(usage.ru_utime + usage.ru_stime) + 1 + cpu_seconds(size)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]  # of the user's own sessions, if any
    if most != resource.RLIM_INFINITY:
        seconds = min(seconds, most)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))


def _read_frame() -> tuple[Kind, list[bytes]]:
    kind, length = decode_head(_read(HEAD_BYTES))
    return kind, decode_parts(_read(length))


def _read(count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        piece = os.read(0, count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def _answer(kind: Kind, parts: Sequence[bytes]) -> None:
    frame = memoryview(encode_frame(kind, parts))
    while frame:
        frame = frame[os.write(1, frame) :]
