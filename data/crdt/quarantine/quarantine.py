"""Take updates of others into a replica after a process has tried them on a copy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from ...errors import RemoteError
from ...i18n.catalogue import Message
from ...system.error_causes import cause_of
from ..replica import Replica
from ..replica_errors import ReplicaError, UnrelatedUpdate
from .bounds import MAX_BATCH, MAX_BATCH_BYTES, MAX_CULPRITS
from .frames import Verdict, VerdictKind
from .held_copy import HarmfulUpdates, HeldCopy
from .process import Process, ProcessDied, QuarantineProcess, StartProcess
from .state import QuarantineEvent, QuarantineState, transition

_INITIAL_BACKOFF_SECONDS = 0.5
_MAX_BACKOFF_SECONDS = 30.0
_TRIES = 2
"""How often an update is tried alone before it is refused."""

Take = Callable[[int], None]
"""Apply the update with this number to the document."""
Refuse = Callable[[int, ReplicaError], None]
"""Hear that the update with this number is refused."""


class HarmfulUpdate(ReplicaError):
    """The update did harm in the quarantine; the document has no trace of it."""


class ReceivingEnded(ReplicaError):
    """After too much harm, nothing is taken from others; the update was not tried."""


class QuarantineUnavailable(RemoteError):
    """The process cannot run at present. Nothing was taken from there on: ask for it again."""


class Quarantine:
    """Tries the updates of others on a copy of a replica's document, in a process of its own.

    It belongs to the thread of the replica. The process is started when it is first needed, and
    again after it died.
    """

    def __init__(
        self,
        replica: Replica,
        start: StartProcess = QuarantineProcess,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._replica = replica
        self._start_process, self._clock = start, clock
        self._process: Process | None = None
        self._copy: HeldCopy | None = None
        self.state = QuarantineState.ABSENT
        """The state; only `transition` changes it."""
        self._culprits = 0
        self._backoff = _INITIAL_BACKOFF_SECONDS
        self._retry_at = 0.0
        self._unavailable: QuarantineUnavailable | None = None

    def start(self) -> None:
        """Start the process without waiting, if there is none. Raises QuarantineUnavailable."""
        if self.state is not QuarantineState.ABSENT:
            return
        if self._unavailable is not None and not self.may_retry:
            raise self._unavailable
        try:
            self._process = self._start_process()
        except OSError as error:
            raise self._fail(cause_of(error)) from error
        self._advance(QuarantineEvent.STARTED)

    @property
    def may_retry(self) -> bool:
        """Whether the process could not run, and it is time to try again."""
        return self._unavailable is not None and self._clock() >= self._retry_at

    def close(self) -> None:
        """End the process; it is started again when it is needed."""
        process, self._process, self._copy = self._process, None, None
        if process is not None:
            process.close()
        self._advance(QuarantineEvent.ENDED)

    def pass_through(self, updates: Sequence[bytes], take: Take, refuse: Refuse) -> None:
        """Try updates in order, and `take` or `refuse` each of them.

        Raises QuarantineUnavailable; then the updates from there on were neither taken nor refused.
        """
        for batch in _batches(updates):
            pending = list(batch)
            while pending:
                pending = self._pass_batch(updates, pending, take, refuse)

    def _pass_batch(
        self, updates: Sequence[bytes], numbers: Sequence[int], take: Take, refuse: Refuse
    ) -> list[int]:
        """Pass a batch; return the numbers of those that have to be tried again.

        If the batch does harm, pass its updates one by one, up to the first one that does.
        """
        if self.state is QuarantineState.EXHAUSTED:
            for number in numbers:
                refuse(number, ReceivingEnded("quarantine.ended"))
            return []
        if len(numbers) > 1:
            try:
                verdicts = self._try([updates[number] for number in numbers])
            except (ProcessDied, HarmfulUpdates):
                self.close()
            else:
                self._settle(numbers, verdicts, take, refuse)
                return []
        for place, number in enumerate(numbers, 1):
            verdict = self._try_alone(updates[number])
            if verdict is None:
                self._count_culprit()
                refuse(number, HarmfulUpdate("quarantine.harmful"))
                return list(numbers[place:])
            self._settle([number], [verdict], take, refuse)
        return []

    def _try_alone(self, update: bytes) -> Verdict | None:
        """Try one update; return None if it does harm.

        It is tried again if the process died, but not of itself: it may have been killed.
        """
        for _ in range(_TRIES):
            try:
                return self._try([update])[0]
            except HarmfulUpdates:
                self.close()
                break
            except ProcessDied as error:
                self.close()
                if error.of_itself:
                    break
        return None

    def _try(self, updates: Sequence[bytes]) -> list[Verdict]:
        """Try updates on the copy. Raises as `HeldCopy.examine`, and QuarantineUnavailable."""
        return self._held_copy().examine(updates)

    def _held_copy(self) -> HeldCopy:
        """Return the copy; start a process and open the document in it first, if need be."""
        self.start()
        if self._copy is None:
            assert self._process is not None, "it was started"
            try:
                self._copy = HeldCopy(self._process, self._replica)
            except (ProcessDied, HarmfulUpdates) as error:
                raise self._fail(Message("quarantine.no_answer")) from error
            self._advance(QuarantineEvent.OPENED)
            self._unavailable, self._backoff = None, _INITIAL_BACKOFF_SECONDS
        return self._copy

    def _settle(
        self, numbers: Sequence[int], verdicts: Sequence[Verdict], take: Take, refuse: Refuse
    ) -> None:
        """Take or refuse updates that did no harm, as admission says."""
        for number, verdict in zip(numbers, verdicts, strict=True):
            match verdict.kind:
                case VerdictKind.ADMITTED:
                    take(number)
                case VerdictKind.UNRELATED:
                    refuse(number, UnrelatedUpdate("replica.foreign"))
                case VerdictKind.REFUSED:
                    refuse(number, ReplicaError("replica.refused", reason=verdict.reason))
        if self._copy is not None and not self._copy.agrees():
            self.close()  # the next one opens the document as it is

    def _count_culprit(self) -> None:
        self._culprits += 1
        if self._culprits >= MAX_CULPRITS:
            self._advance(QuarantineEvent.EXCEEDED)

    def _fail(self, reason: Message) -> QuarantineUnavailable:
        """Record that the process cannot run; return the error."""
        self.close()
        self._retry_at = self._clock() + self._backoff
        self._backoff = min(2 * self._backoff, _MAX_BACKOFF_SECONDS)
        self._unavailable = QuarantineUnavailable("quarantine.unavailable", reason=reason)
        return self._unavailable

    def _advance(self, event: QuarantineEvent) -> None:
        self.state = transition(self.state, event)


def _batches(updates: Sequence[bytes]) -> Iterator[list[int]]:
    """Yield the numbers of the updates of each question."""
    batch: list[int] = []
    size = 0
    for number, update in enumerate(updates):
        if batch and (len(batch) == MAX_BATCH or size + len(update) > MAX_BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(number)
        size += len(update)
    if batch:
        yield batch
