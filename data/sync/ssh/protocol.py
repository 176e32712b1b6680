"""The messages over an SSH connection: a kind, a length in bytes and that many bytes.

The client sends requests and its own updates; the server answers each request with DONE or REFUSED
(a handshake with updates and MET), and sends others' updates and presences. All input is untrusted.
"""

from __future__ import annotations

import json
import os
import select
import struct
from enum import Enum
from typing import Any, NamedTuple

from ...crdt.admission.limits import MAX_UPDATE_BYTES
from ...errors import AfspraakError, RemoteError, UsageError
from ...storage.journal.journal_format import MAX_FRAME
from ...text.sanitize import clip
from ..remote import FilesRemoved, ShareEnded

VERSION = 4
"""The version of the messages. Both ends send theirs, and speak the older one."""

OWN_UPDATES_VERSION = 2
"""The version from which on a client is told which updates its user wrote."""
RESTORING_VERSION = 4
"""The version from which on a server makes a share again at a path that the client names."""

PEOPLE_VERSION = 3
"""The version from which on the server finds a person by name."""

BANNER = b"AFSPRAAK SYNC "
"""Comes before the version, on a line of its own; output of the login shell may come before it."""

_HEAD = struct.Struct(">cI")
_CHUNK = 65536
_MAX_BODY_BYTES = 1 << 20
"""The largest body of most messages."""


class Kind(Enum):
    """The kind of a message; the value is its first byte."""

    HELLO = b"H"
    """The first message: `version`, `language`; answered with `login`."""
    OFFERS = b"O"
    """Ask for the shares of the client; answered with `offers`."""
    ENTER = b"E"
    """Open a shared `folder`; answered with `whole`: false if its metadata are lacking."""
    COPY = b"C"
    """Open the copy in the user's notebook of the conversation with this time `created` and these
    `clients`; `partner` is the id of the user's partner."""
    PERSON = b"N"
    """Find the person whose login or real name is `text`; answered with `login` and `name`."""
    SHARE = b"S"
    """Make a shared folder for `login`, or what is lacking of the client's own share at the path
    `folder`; answered with `folder`, empty if that was not possible."""
    WITHDRAW = b"W"
    """Delete a shared `folder`; with `erase` in another's the files of this user."""
    MEET = b"M"
    """A handshake: a state vector; answered with the missing updates, and MET."""
    BYE = b"B"
    """The client leaves; answered when all that it sent is stored."""
    PING = b"?"
    """Answered with PONG: the connection works."""
    UPDATE = b"U"
    """An update, from either end."""
    OWN_UPDATE = b"u"
    """An update that the user of the client wrote in another session; from the server."""
    HERE = b"P"
    """The client's presence; or, from the server, the presences of all `others`, and whether one of
    them `left` for good."""
    DONE = b"d"
    REFUSED = b"r"
    """A refusal: `text`, in the client's language; `usage` if the request itself was wrong, `ended`
    if there is no such share, `removed` if files of it were removed."""
    MET = b"m"
    """The snapshot of the document there."""
    PONG = b"!"


_LONG = {Kind.UPDATE, Kind.OWN_UPDATE, Kind.MET}
"""Messages as large as an update; a snapshot is smaller than the update with its document."""
_SKIPPED = {Kind.UPDATE, Kind.OWN_UPDATE}
"""Messages that are skipped if they are too large, up to MAX_FRAME."""


class Refused(RemoteError):
    """The other end refuses; the text says why."""


class Message(NamedTuple):
    """One message."""

    kind: Kind
    body: bytes = b""

    @property
    def json_body(self) -> dict[str, Any]:
        """Return the body as JSON. Raises RemoteError if it is not a JSON object."""
        try:
            found = json.loads(self.body or b"{}")
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise protocol_error()
        return found

    @property
    def checked(self) -> Message:
        """Return the message itself. Raises Refused, ShareEnded or UsageError for a refusal."""
        if self.kind is Kind.REFUSED:
            body = self.json_body
            error: type[AfspraakError] = UsageError if body.get("usage") is True else Refused
            if body.get("ended") is True:
                error = ShareEnded
            if body.get("removed") is True:
                error = FilesRemoved
            raise error("sharing.ssh.refused", text=clip(str(body.get("text", "")), 400))
        return self


def json_message(kind: Kind, /, **words: object) -> Message:
    """Return a message with a JSON body."""
    return Message(kind, json.dumps(words).encode() if words else b"")


def encode_message(message: Message) -> bytes:
    """Return a message as bytes for the connection."""
    return _HEAD.pack(message.kind.value, len(message.body)) + message.body


def protocol_error() -> RemoteError:
    """Return the error for input that does not follow the protocol."""
    return RemoteError("sharing.ssh.garbled")


class MessageReader:
    """Reads messages from a file descriptor."""

    def __init__(self, descriptor: int, max_bytes: int = _CHUNK) -> None:
        """Read at most `max_bytes` bytes at a time."""
        self._descriptor = descriptor
        self._max_bytes = max_bytes
        self._buffer = bytearray()
        self._bytes_to_skip = 0

    def read(self, timeout: float | None = None) -> Message | None:
        """Return the next message; None if the connection ended. Skip updates that are too large.

        Raises TimeoutError after `timeout` seconds without any input, and RemoteError for
        malformed input.
        """
        while (message := self._next_message()) is None:
            if not self._fill_buffer(timeout):
                return None
        return message

    def read_line(self, max_bytes: int, timeout: float | None = None) -> bytes | None:
        """Return the next line with its end, or its first `max_bytes` bytes; None at the end."""
        while (end := self._buffer.find(b"\n")) < 0 and len(self._buffer) < max_bytes:
            if not self._fill_buffer(timeout):
                return None
        return self._consume(min(end + 1, max_bytes) if end >= 0 else max_bytes)

    def _next_message(self) -> Message | None:
        if len(self._buffer) < _HEAD.size:
            return None
        value, length = _HEAD.unpack_from(self._buffer)
        try:
            kind = Kind(value)
        except ValueError:
            raise protocol_error() from None
        if length > (MAX_UPDATE_BYTES if kind in _LONG else _MAX_BODY_BYTES):
            if kind not in _SKIPPED or length > MAX_FRAME:
                raise protocol_error()
            self._bytes_to_skip = _HEAD.size + length
            self._skip()
            return self._next_message()
        if len(self._buffer) < _HEAD.size + length:
            return None
        self._consume(_HEAD.size)
        return Message(kind, self._consume(length))

    def _skip(self) -> None:
        skipped = min(self._bytes_to_skip, len(self._buffer))
        del self._buffer[:skipped]
        self._bytes_to_skip -= skipped

    def _consume(self, count: int) -> bytes:
        consumed = bytes(self._buffer[:count])
        del self._buffer[:count]
        return consumed

    def _fill_buffer(self, timeout: float | None) -> bool:
        # Not `select`, which fails for descriptors above 1023.
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        if not poll.poll(None if timeout is None else timeout * 1000):
            raise TimeoutError
        try:
            received = os.read(self._descriptor, self._max_bytes)
        except OSError:
            received = b""
        self._buffer += received
        self._skip()
        return bool(received)
