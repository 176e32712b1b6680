"""The copy of a document that a process holds, kept up to date from the session's side."""

from __future__ import annotations

from collections.abc import Sequence

from ..replica import Replica
from ..snapshot import Snapshot, decode_snapshot, encode_state_vector
from .frames import Frame, Kind, Verdict, decode_verdict
from .process import Process, ProcessDied


class HarmfulUpdates(Exception):
    """The copy is not well after updates; its process is not used any more."""


class HeldCopy:
    """The session's end of a process that holds a copy of a replica's document."""

    def __init__(self, process: Process, replica: Replica) -> None:
        """Open the document in a process that has started.

        Raises ProcessDied, and HarmfulUpdates if the document is not well as it is.
        """
        self._process, self._replica = process, replica
        document = replica.document()
        self._size = len(document)
        client = replica.client.to_bytes(8, "big")
        parts = [client, document, *replica.waiting_updates]
        snapshot, _ = self._ask(Kind.OPEN, parts, Kind.HOLDING)
        self._held = snapshot
        self._same_version: int | None = None
        """The version of the replica that was found to be the same as the copy."""

    def examine(self, updates: Sequence[bytes]) -> list[Verdict]:
        """Apply updates of others to the copy; return admission's verdict on each.

        Raises ProcessDied and HarmfulUpdates.
        """
        if self._replica.version != self._same_version and self._replica.snapshot != self._held:
            self._send_own()
        self._size += sum(map(len, updates))
        self._held, verdicts = self._ask(Kind.EXAMINE, updates, Kind.EXAMINED)
        if len(verdicts) != len(updates):
            raise ProcessDied("a malformed answer")
        try:
            return [decode_verdict(part) for part in verdicts]
        except ValueError:
            raise ProcessDied("a malformed answer") from None

    def agrees(self) -> bool:
        """Return whether the document has all that the copy has.

        The session may have written more by now.
        """
        now = self._replica.snapshot
        is_same = now == self._held
        self._same_version = self._replica.version if is_same else None
        return is_same or not self._decoded().difference(decode_snapshot(now))

    def _send_own(self) -> None:
        """Send what the session wrote since the last question."""
        held, now = self._decoded(), self._replica.snapshot
        if decode_snapshot(now).difference(held):
            own = self._replica.update_since(encode_state_vector(held))
            self._size += len(own)
            self._process.tell(Kind.TAKE, [own])

    def _decoded(self) -> Snapshot:
        try:
            return decode_snapshot(self._held)
        except ValueError:
            raise ProcessDied("a malformed answer") from None

    def _ask(
        self, kind: Kind, parts: Sequence[bytes], wanted: Kind
    ) -> tuple[bytes, Sequence[bytes]]:
        """Ask; return the first part of the answer and the others."""
        match self._process.ask(kind, parts, self._size + sum(map(len, parts))):
            case Frame(Kind.HARMED, [reason]):
                raise HarmfulUpdates(reason.decode("utf-8", "replace"))
            case Frame(answer, [first, *others]) if answer is wanted:
                return first, others
        raise ProcessDied("a malformed answer")
