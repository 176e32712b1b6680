"""Many simultaneous programs on one database: `python -m tests.benchmarks.crowd`.

Each program has its own remote. In a meeting one program types and the other receives; people who
prepare type alone. The payload of an update is the moment of writing. A process runs many programs
and prints its measurements as JSON.
"""

from __future__ import annotations

import argparse
import json
import struct
import sys
import time
from contextlib import suppress

from afspraak.data.crdt.replica import Replica
from afspraak.data.errors import RemoteError
from afspraak.data.sync.handshake import shake_hands
from afspraak.data.sync.postgres.remote import PostgresRemote
from afspraak.data.sync.remote import LogOffsets

_STAMP = struct.Struct("<4sd")
_MARK = b"\xffnow"
"""Not an update: the remotes do not decode their payloads."""
PAYLOAD = 32
"""The approximate bytes of a key in the document."""


class _Alone:
    """A user who types alone."""

    def __init__(self, writer: str, talk: str) -> None:
        self.writer = PostgresRemote(writer, talk)
        shake_hands(self.writer, Replica().state_vector)
        self.latencies: list[float] = []
        """Seconds."""
        self.sent = 0

    def type(self) -> None:
        """One key."""
        stamp = _STAMP.pack(_MARK, time.monotonic())
        self.writer.append(stamp + bytes(PAYLOAD - len(stamp)))
        self.sent += 1

    @property
    def done(self) -> bool:
        """Whether everything typed has arrived."""
        return not self.writer.unacknowledged

    def close(self) -> None:
        """Close the remotes."""
        self.writer.close()


class _Pair(_Alone):
    """A user who types, and a user who receives it."""

    def __init__(self, writer: str, reader: str, talk: str) -> None:
        super().__init__(writer, talk)
        self.reader = PostgresRemote(reader, talk)
        self._seen: LogOffsets = shake_hands(self.reader, Replica().state_vector).offsets
        self.reader.watch(self._look)

    @property
    def done(self) -> bool:
        return len(self.latencies) == self.sent

    def _look(self) -> None:
        with suppress(RemoteError):
            updates, self._seen = self.reader.read_since(self._seen)
            now = time.monotonic()
            for update in updates:
                mark, sent = _STAMP.unpack_from(update.data)
                if mark == _MARK:
                    self.latencies.append(now - sent)

    def close(self) -> None:
        super().close()
        self.reader.close()


def main() -> None:
    """Connect, report ready, wait for a line on standard input, type, and print the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--writer", required=True, help="the address for those who type")
    parser.add_argument("--reader", required=True, help="the address for those who see it")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--pause", type=float, required=True, help="seconds between two keys")
    parser.add_argument("--meeting", nargs="*", default=[], help="conversations of two")
    parser.add_argument("--alone", nargs="*", default=[], help="conversations of one")
    options = parser.parse_args()
    desks: list[_Alone] = [_Pair(options.writer, options.reader, talk) for talk in options.meeting]
    desks += [_Alone(options.writer, talk) for talk in options.alone]
    sys.setswitchinterval(0.0005)  # or they wait for each other longer than for the database
    print("ready", flush=True)
    sys.stdin.readline()
    begun = time.monotonic()
    number = 0
    while time.monotonic() < begun + options.seconds:
        # One after the other, as people do not press their keys together.
        desks[number % len(desks)].type()
        number += 1
        time.sleep(max(0.0, begun + number * options.pause / len(desks) - time.monotonic()))
    end = time.monotonic() + 10
    while time.monotonic() < end and not all(desk.done for desk in desks):
        time.sleep(0.05)
    told = {
        "sent": sum(desk.sent for desk in desks),
        "done": all(desk.done for desk in desks),
        "latencies": [one for desk in desks for one in desk.latencies],
        "cpu": time.process_time(),
    }
    print(json.dumps(told), flush=True)
    sys.stdin.readline()
    for desk in desks:
        desk.close()


if __name__ == "__main__":
    main()
