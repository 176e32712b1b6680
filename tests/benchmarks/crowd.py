"""Many programs that share over one database at once: `python -m afspraak.tests.benchmarks.crowd`.

Each has a store of its own, as a program has; half of them type, each to one who listens. What they
write is when they wrote it. A process holds many of them and prints what it saw as JSON.
"""

from __future__ import annotations

import argparse
import json
import struct
import sys
import time
from contextlib import suppress

from ...data.errors import StoreError
from ...data.replica import Replica
from ...data.sharing.database.store import DatabaseStore
from ...data.sharing.meeting import meet
from ...data.sharing.store import Vector

_STAMP = struct.Struct("<4sd")
_MARK = b"\xffnow"
"""So that it is no update: the stores do not look into what they carry."""
PAYLOAD = 32
"""Bytes of a key in the document, about."""


class _Pair:
    """Somebody who types, and somebody who sees it."""

    def __init__(self, writer: str, reader: str, talk: str) -> None:
        self.writer = DatabaseStore(writer, talk)
        self.reader = DatabaseStore(reader, talk)
        meet(self.writer, Replica().state)
        self._seen: Vector = meet(self.reader, Replica().state).seen
        self.latencies: list[float] = []
        """Seconds."""
        self.sent = 0
        self.reader.watch(self._look)

    def type(self) -> None:
        """One key."""
        stamp = _STAMP.pack(_MARK, time.monotonic())
        self.writer.append(stamp + bytes(PAYLOAD - len(stamp)))
        self.sent += 1

    def _look(self) -> None:
        with suppress(StoreError):
            updates, self._seen = self.reader.read_since(self._seen)
            now = time.monotonic()
            for update in updates:
                mark, sent = _STAMP.unpack_from(update)
                if mark == _MARK:
                    self.latencies.append(now - sent)

    def close(self) -> None:
        self.writer.close()
        self.reader.close()


def main() -> None:
    """Connect, say so, wait for a line on standard input, type, and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--writer", required=True, help="the address for those who type")
    parser.add_argument("--reader", required=True, help="the address for those who see it")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--pause", type=float, required=True, help="seconds between two keys")
    parser.add_argument("talks", nargs="+")
    options = parser.parse_args()
    pairs = [_Pair(options.writer, options.reader, talk) for talk in options.talks]
    print("ready", flush=True)
    sys.stdin.readline()
    begun = time.monotonic()
    number = 0
    while time.monotonic() < begun + options.seconds:
        # One after the other, as people do not press their keys together.
        pairs[number % len(pairs)].type()
        number += 1
        time.sleep(max(0.0, begun + number * options.pause / len(pairs) - time.monotonic()))
    end = time.monotonic() + 10
    while time.monotonic() < end and any(len(p.latencies) < p.sent for p in pairs):
        time.sleep(0.05)
    told = {
        "sent": sum(pair.sent for pair in pairs),
        "latencies": [one for pair in pairs for one in pair.latencies],
        "cpu": time.process_time(),
    }
    print(json.dumps(told), flush=True)
    sys.stdin.readline()
    for pair in pairs:
        pair.close()


if __name__ == "__main__":
    main()
