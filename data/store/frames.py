"""The format of a journal: the magic line, then frames, each an update with its length and CRC-32.

Length and CRC-32 (of the update, as in zlib) are 32 bits each, big-endian. Nothing here trusts what
a file contains.
"""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from typing import BinaryIO, NamedTuple

from .folders import open_regular, unreadable

MAGIC = b"AFSPRAAK LOG 1\n"
"""The first line of every journal; the digit is the version of the format."""

MAX_FRAME = 64 * 1024 * 1024
"""The largest update in bytes, as large as the largest file; a longer frame is damage."""

MAX_READ = 4 * MAX_FRAME
"""The most bytes of frames that one `scan` takes into memory; what comes after is damage."""

_FRAME = struct.Struct(">II")
_CHUNK = 1 << 20


class Scanned(NamedTuple):
    """What a journal holds.

    `good` is the offset up to which it is whole, where the next scan may begin. `torn`: it ends in
    an incomplete frame, as a kill, a power cut or a write of this moment leaves it. `damaged`: what
    follows `good` is no frame at all.
    """

    frames: tuple[bytes, ...]
    good: int
    damaged: bool
    torn: bool


def frame(payload: bytes) -> bytes:
    """An update as it stands in a journal; `payload` has 1 to MAX_FRAME bytes."""
    return _FRAME.pack(len(payload), zlib.crc32(payload)) + payload


def scan(path: Path, offset: int = 0) -> Scanned:
    """The whole frames of a journal from `offset` on: 0, or the `good` of an earlier scan.

    An offset beyond the end means the journal was cut meanwhile, and it is read from its beginning;
    damage at an offset may mean the same. Raises StoreError when the file is not there, cannot be
    read, is a link or not an ordinary file; never for what it contains.
    """
    try:
        descriptor, status = open_regular(path, follow=False)
        with os.fdopen(descriptor, "rb") as file:
            return _scan(file, status.st_size, offset)
    except OSError as error:
        raise unreadable(path, error) from error


def _scan(file: BinaryIO, size: int, offset: int) -> Scanned:
    if offset < len(MAGIC) or offset > size:
        magic = file.read(len(MAGIC))
        if magic != MAGIC:
            torn = MAGIC.startswith(magic)
            return Scanned((), 0, damaged=not torn, torn=torn)
        offset = len(MAGIC)
    file.seek(offset)
    frames: list[bytes] = []
    at = offset
    while at < size:
        header = file.read(_FRAME.size)
        if len(header) < _FRAME.size:
            return Scanned(tuple(frames), at, damaged=False, torn=True)
        length, check = _FRAME.unpack(header)
        if length == 0:
            # No frame is empty, but after a power cut a file may end in zeros.
            torn = check == 0 and _only_zeros(file, size - at)
            return Scanned(tuple(frames), at, damaged=not torn, torn=torn)
        after = at + _FRAME.size + length
        if length > MAX_FRAME or after - offset > MAX_READ:
            return Scanned(tuple(frames), at, damaged=True, torn=False)
        payload = file.read(length) if after <= size else b""
        if len(payload) < length:
            return Scanned(tuple(frames), at, damaged=False, torn=True)
        if zlib.crc32(payload) != check:
            return Scanned(tuple(frames), at, damaged=True, torn=False)
        frames.append(payload)
        at = after
    return Scanned(tuple(frames), at, damaged=False, torn=False)


def _only_zeros(file: BinaryIO, size: int) -> bool:
    if size > MAX_FRAME:  # a kill or a power cut leaves less than a frame
        return False
    while chunk := file.read(_CHUNK):
        if chunk.strip(b"\0"):
            return False
    return True
