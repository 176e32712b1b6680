"""Try what a file holds before this process opens it, by the rules of a user's own files."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n.catalogue import Message
from ...system.error_causes import cause_of
from .frames import Kind
from .process import ProcessDied, QuarantineProcess, StartProcess
from .quarantine import HarmfulUpdate, QuarantineUnavailable

_CLIENT = (1).to_bytes(8, "big")


def try_document(
    document: bytes, updates: Sequence[bytes], start: StartProcess = QuarantineProcess
) -> None:
    """Open a document in a process, and apply updates to it.

    What admission refuses, there or here, is no harm: it never reaches the library. Raises
    HarmfulUpdate and QuarantineUnavailable.
    """
    try:
        process = start()
    except OSError as error:
        raise QuarantineUnavailable("quarantine.unavailable", reason=cause_of(error)) from error
    size = len(document) + sum(map(len, updates))
    try:
        answer = process.ask(Kind.OPEN, [_CLIENT, document], size)
        if answer.kind is Kind.HOLDING:
            process.tell(Kind.TAKE, updates)
            answer = process.ask(Kind.EXAMINE, [], size)
    except ProcessDied as error:
        if error.of_itself:
            raise HarmfulUpdate("quarantine.harmful") from error
        reason = Message("quarantine.no_answer")
        raise QuarantineUnavailable("quarantine.unavailable", reason=reason) from error
    finally:
        process.close()
    if answer.kind is Kind.HARMED:
        raise HarmfulUpdate("quarantine.harmful")
