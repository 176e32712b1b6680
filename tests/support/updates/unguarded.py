"""A quarantine without admission, so that what harms the library reaches it there.

`main` is the entry of its process; `PendingUpdates` is for a session that lacks admission too.
"""

from __future__ import annotations

import os
import signal
import time
from typing import NoReturn

from afspraak.data.crdt import pending_updates, replica
from afspraak.data.crdt.admission.source import Source
from afspraak.data.crdt.quarantine import worker
from afspraak.data.crdt.quarantine.examination import Harm
from afspraak.data.crdt.quarantine.process import QuarantineProcess
from afspraak.data.crdt.yjs_document import EMPTY_DOCUMENT, YjsDocument

LOOP, BOMB, HANG, VANISH, KILLED = b"loop", b"bomb", b"hang", b"vanish", b"killed"
FORGET, LATE = b"\0\1\x4d\0", b"\0\1\x4e\0"
"""Updates that stand for what could go wrong in a library; they have no other meaning.

After FORGET the document encodes to nothing, and after LATE it does not open again.
"""


class PendingUpdates(pending_updates.PendingUpdates):
    """Gives every update to the library as it is."""

    def __init__(self, document: YjsDocument) -> None:
        super().__init__(document)
        self.document = document

    def apply(self, update: bytes, source: Source = Source.FILES) -> None:
        """Apply an update, unless it stands for something that went wrong."""
        match update:
            case b"loop":
                while True:
                    pass
            case b"bomb":
                hoard = []
                while True:
                    hoard.append(bytes(1 << 24))
            case b"hang":
                time.sleep(3600)
            case b"vanish":
                raise SystemExit
            case b"\0\1\x4d\0":
                vars(self.document)["full_update"] = lambda: EMPTY_DOCUMENT
                return
            case b"\0\1\x4e\0":
                vars(worker)["examine"] = _find_harm
                return
            case b"killed":
                os.kill(os.getpid(), signal.SIGKILL)
        self.document.apply(update)

    def record_local(self, update: bytes) -> None:
        """Keep no index."""


def _find_harm(_: replica.Replica) -> NoReturn:
    raise Harm("it does not open again")


def unguarded_process() -> QuarantineProcess:
    """Start a process of the quarantine that lacks admission."""
    return QuarantineProcess(__name__)


def main() -> NoReturn:
    """Answer without admission."""
    vars(replica)["PendingUpdates"] = PendingUpdates
    worker.main()
