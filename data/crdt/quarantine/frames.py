"""What crosses the pipes between a session and its quarantine: frames of a kind and parts.

A frame is a byte for the kind, the length of the rest in 4 bytes, and the parts; each part follows
its own length in 4 bytes. Numbers are unsigned and big-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

_HEAD = struct.Struct(">BI")
_LENGTH = struct.Struct(">I")
HEAD_BYTES = _HEAD.size
MAX_FRAME_BYTES = 256 << 20
"""The largest frame; larger ones come from a process that went wrong."""


class Kind(IntEnum):
    """The kinds of frames: questions of the session, and answers of the quarantine."""

    OPEN = 1
    """Hold a document: the client number of the session, the document, and what waits."""
    TAKE = 2
    """Apply updates that the session has already, or that a file holds. There is no answer."""
    EXAMINE = 3
    """Apply updates of others, and examine the result."""

    HOLDING = 11
    """The document is held: the snapshot of the copy."""
    EXAMINED = 12
    """The document is well: the snapshot of the copy, and the verdict on each update."""
    HARMED = 13
    """The document is not well: why."""
    REFUSED = 14
    """Admission refuses the document: why."""


class VerdictKind(IntEnum):
    """What admission in the quarantine says of an update."""

    ADMITTED = 0
    REFUSED = 1
    UNRELATED = 2


class Verdict(NamedTuple):
    """The verdict on an update."""

    kind: VerdictKind
    reason: str = ""
    """Why it is refused."""


class Frame(NamedTuple):
    """A frame, decoded."""

    kind: Kind
    parts: Sequence[bytes]


def encode_frame(kind: Kind, parts: Iterable[bytes] = ()) -> bytes:
    """Encode a frame."""
    content = b"".join(piece for part in parts for piece in (_LENGTH.pack(len(part)), part))
    return _HEAD.pack(kind, len(content)) + content


def decode_head(head: bytes) -> tuple[Kind, int]:
    """Return the kind of a frame, and the length of its content. Raises ValueError."""
    kind, length = _HEAD.unpack(head)
    if length > MAX_FRAME_BYTES:
        raise ValueError("too large a frame")
    return Kind(kind), length


def decode_parts(content: bytes) -> list[bytes]:
    """Decode the content of a frame. Raises ValueError."""
    parts, at = [], 0
    while at < len(content):
        if at + _LENGTH.size > len(content):
            raise ValueError("half a length")
        (length,) = _LENGTH.unpack_from(content, at)
        at += _LENGTH.size
        if at + length > len(content):
            raise ValueError("half a part")
        parts.append(content[at : at + length])
        at += length
    return parts


def encode_verdict(verdict: Verdict) -> bytes:
    """Encode a verdict as a part of a frame."""
    return bytes([verdict.kind]) + verdict.reason.encode("utf-8", "replace")


def decode_verdict(part: bytes) -> Verdict:
    """Decode a verdict. Raises ValueError."""
    if not part:
        raise ValueError("no verdict")
    return Verdict(VerdictKind(part[0]), part[1:].decode())
