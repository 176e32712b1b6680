"""What the two ends of a line say to each other: messages of a kind, a length and that many bytes.

The end that calls sends requests and its own updates; the end that is called answers each request
with DONE or REFUSED (a meeting with updates and MET), and tells news when there is some. Nothing
here trusts what comes in.
"""

from __future__ import annotations

import json
import os
import select
import struct
from enum import Enum
from typing import Any, NamedTuple

from ...errors import StorageError, UsageError
from ...i18n.catalogue import tr
from ...storage.journal.journal_format import MAX_FRAME
from ...text.sanitize import clip

VERSION = 1
"""Of the messages. Both ends say theirs, and speak the older one."""

BANNER = b"AFSPRAAK SYNC "
"""Before the version, on a line of its own: what a chatty login shell said goes before it."""

_HEAD = struct.Struct(">cI")
_CHUNK = 65536
_MAX_JSON_BYTES = 1 << 20
"""Bytes of a message that is not an update."""


class Kind(Enum):
    """What a message is about; the value is how it begins."""

    HELLO = b"H"
    """Who calls: `version`, `language`; answered with `login`."""
    OFFERS = b"O"
    """Which conversations the caller may enter there; answered with `offers`."""
    ENTER = b"E"
    """Go into a shared `folder`."""
    COPY = b"C"
    """Go to the copy there of `partner`, who calls: of what was `created` then, by `clients`."""
    SHARE = b"S"
    """Make a shared folder for `login`; answered with `folder`."""
    WITHDRAW = b"W"
    """Take away a shared `folder`."""
    MEET = b"M"
    """A state vector; answered with what it lacks, as updates, and MET."""
    BYE = b"B"
    """The caller leaves; answered when all it sent is kept."""
    PING = b"?"
    """Answered with PONG: the line works."""
    UPDATE = b"U"
    """An update, from either end."""
    HERE = b"P"
    """Where the caller is; or, from the other end, where all others are."""
    DONE = b"d"
    REFUSED = b"r"
    """Why not: `text`, in the caller's language; `usage` where the request itself was wrong."""
    MET = b"m"
    """How far all that is there has come (a Yjs snapshot)."""
    PONG = b"!"


_LONG = {Kind.UPDATE, Kind.MEET, Kind.MET, Kind.COPY}


class Refused(StorageError):
    """The other end says no, and why."""


class Message(NamedTuple):
    """One message."""

    kind: Kind
    body: bytes = b""

    @property
    def json_body(self) -> dict[str, Any]:
        """Its body as JSON. Raises StoreError where it is none."""
        try:
            found = json.loads(self.body or b"{}")
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise protocol_error()
        return found

    @property
    def checked(self) -> Message:
        """The message itself. Raises Refused, or UsageError, where it is a refusal."""
        if self.kind is Kind.REFUSED:
            error = UsageError if self.json_body.get("usage") is True else Refused
            raise error(clip(str(self.json_body.get("text", "")), 400))
        return self


def json_message(kind: Kind, **words: object) -> Message:
    """A message with a body of JSON."""
    return Message(kind, json.dumps(words).encode() if words else b"")


def encode_message(sent: Message) -> bytes:
    """A message as it goes over the line."""
    return _HEAD.pack(sent.kind.value, len(sent.body)) + sent.body


def protocol_error() -> StorageError:
    """What comes over the line is not what afspraak says."""
    return StorageError(tr("sharing.ssh.garbled"))


class MessageReader:
    """The messages that come out of a file descriptor."""

    def __init__(self, descriptor: int, most: int = _CHUNK) -> None:
        """So many bytes are read at a time at most."""
        self._descriptor = descriptor
        self._most = most
        self._buffer = bytearray()

    def read(self, timeout: float | None = None) -> Message | None:
        """The next message; None where the line ended.

        `patience` is for how many seconds nothing at all may come. Raises TimeoutError after that,
        and StoreError for what is no message.
        """
        while (found := self._next_message()) is None:
            if not self._fill_buffer(timeout):
                return None
        return found

    def read_line(self, most: int, patience: float | None = None) -> bytes | None:
        """The next line of text with its end, or the first `most` bytes of it; None at the end."""
        while (end := self._buffer.find(b"\n")) < 0 and len(self._buffer) < most:
            if not self._fill_buffer(patience):
                return None
        return self._consume(min(end + 1, most) if end >= 0 else most)

    def _next_message(self) -> Message | None:
        if len(self._buffer) < _HEAD.size:
            return None
        value, length = _HEAD.unpack_from(self._buffer)
        try:
            kind = Kind(value)
        except ValueError:
            raise protocol_error() from None
        if length > (MAX_FRAME if kind in _LONG else _MAX_JSON_BYTES):
            raise protocol_error()
        if len(self._buffer) < _HEAD.size + length:
            return None
        self._consume(_HEAD.size)
        return Message(kind, self._consume(length))

    def _consume(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def _fill_buffer(self, patience: float | None) -> bool:
        # Not `select`, which knows no descriptor above 1023.
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        if not poll.poll(None if patience is None else patience * 1000):
            raise TimeoutError
        try:
            came = os.read(self._descriptor, self._most)
        except OSError:
            came = b""
        self._buffer += came
        return bool(came)
