"""Hold a document in a quarantine, and print the number of its process, until a kill.

hold_in_quarantine.py
"""

from __future__ import annotations

import sys

from afspraak.data.crdt.quarantine.process import QuarantineProcess
from afspraak.data.crdt.quarantine.quarantine import Quarantine
from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import MANAGER
from afspraak.data.text.splice import Splice


def main() -> None:
    """Receive an update, and wait."""
    processes: list[QuarantineProcess] = []

    def start() -> QuarantineProcess:
        processes.append(QuarantineProcess())
        return processes[0]

    replica = Replica()
    quarantine = Quarantine(replica, start)
    update = Replica().edit([Splice(0, 0, "hello", MANAGER)])[1]

    def take(_: int) -> None:
        replica.receive(update)

    quarantine.pass_through([update], take, lambda _number, error: sys.exit(str(error)))
    print(processes[0].pid, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
