"""Updates that harm a document, if nothing but the library judges them; see `docs/upstream.md`."""

from __future__ import annotations

from afspraak.data.crdt.lib0 import encode_varints
from afspraak.data.crdt.replica import Replica

from .writer import PANICKING

FUTURE_ORIGIN = b"\x01\x01\x05\x00" + b"\x84\x05\x01\x02ab" + b"\x00"
"""Text after what follows it."""
CRASH = b"\x01\x01\x05\x01" + b"\x00\x01" + b"\x00"
"""A segmentation fault after `FUTURE_ORIGIN`."""
NESTED = (
    b"\x01\x01\x05\x00\x28\x01\x06fields\x01k\x01" + b"\x75\x01" * 2_000_000 + b"\x7e" + b"\x00"
)
"""A segmentation fault by itself: the stack overflows."""
MAP_FORMAT = bytes.fromhex("010163002601066669656c6473016b04626f6c64046e756c6c00")
"""A text format as the value of a field."""


def wrapped_clock(replica: Replica) -> bytes:
    """The update that turns the clock of a replica's client back to zero."""
    clock = replica.clocks_by_client[replica.client]
    return b"\x01\x01" + encode_varints([replica.client, clock, 0, 2**32 - clock]) + b"\x00"


HARMFUL = {"crash": NESTED, "panic": PANICKING, "format in a field": MAP_FORMAT}
"""Updates that do harm each by itself, by the harm."""
