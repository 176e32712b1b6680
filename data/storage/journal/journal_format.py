"""The format of a journal: the magic line, then frames, each an update with its length and CRC-32.

Length and CRC-32 (of the update, as in zlib) are 32 bits each, big-endian. The journal of a locked
conversation has another magic line, then the length of a head and the head, and each update in it
is sealed (`encryption/seal.py`). All input is untrusted.
"""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from ...system.files.descriptors import open_regular
from ...system.files.file_errors import read_error

if TYPE_CHECKING:
    from ..encryption.keyring import Keyring
    from ..encryption.seal import FrameUnsealer

MAGIC = b"AFSPRAAK LOG 1\n"
"""The first line of every journal; the digit is the version of the format."""

SEALED_MAGIC = b"AFSPRAAK KEY 1\n"
"""The first line if the updates are sealed; as long as the other."""

MAX_HEAD = 1 << 16
"""The longest head in bytes: a key sealed for some hundred people."""

MAX_FRAME = 64 * 1024 * 1024
"""The largest update in bytes, as large as the largest file; a longer frame is damage."""

MAX_READ = 4 * MAX_FRAME
"""The most bytes of frames that one scan reads into memory; bytes after them count as damage."""

_FRAME = struct.Struct(">II")
_LENGTH = struct.Struct(">I")
_CHUNK = 1 << 20
_MAX_SOUGHT = 1 << 16
"""The most bytes after a frame that is cut off in which another frame is sought."""


class ScanResult(NamedTuple):
    """The frames of a journal.

    `valid_end` is the offset in bytes after the last complete frame, from which the next scan may
    begin. `torn`: an incomplete frame follows, as after a kill or a power cut, or during a write.
    `damaged`: the bytes after `valid_end` are no frame.
    """

    frames: tuple[bytes, ...]
    valid_end: int
    damaged: bool
    torn: bool


def encode_frame(payload: bytes) -> bytes:
    """Return an update as a frame; `payload` has 1 to MAX_FRAME bytes."""
    return _FRAME.pack(len(payload), zlib.crc32(payload)) + payload


def encode_sealed_head(head: bytes) -> bytes:
    """Return the start of a journal with sealed updates; `head` is their sealed key."""
    return SEALED_MAGIC + _LENGTH.pack(len(head)) + head


class ReadLimits(NamedTuple):
    """The bytes at which reading stops."""

    frame: int
    """A longer frame is damage, and so are more zeros."""
    scan: int
    """Frames beyond this number of bytes are left for the next scan, which counts as damage."""
    seeks: bool = False
    """Whether to tell a frame that is cut off from one whose length is damaged, at some cost."""


def scan_journal(
    path: Path,
    offset: int = 0,
    *,
    keyring: Keyring | None = None,
    limits: ReadLimits | None = None,
) -> ScanResult:
    """Return the complete frames of a journal from `offset` on: 0, or an earlier `valid_end`.

    An offset beyond the end means that the journal was truncated meanwhile; it is read from its
    beginning. Damage at an offset may mean the same. With a `keyring`, sealed updates are opened,
    from the beginning on; without one, a sealed journal counts as damage: the user's keys are never
    tried on the journals of others. `limits` are MAX_FRAME and MAX_READ by default.

    Raises StorageError if the file is missing, cannot be read, is a link or not a regular file, or
    if no key opens it; never because of other content.
    """
    try:
        descriptor, status = open_regular(path, follow=False)
        with os.fdopen(descriptor, "rb") as file:
            bounds = limits or ReadLimits(MAX_FRAME, MAX_READ, seeks=True)
            return _scan(file, status.st_size, offset, path, keyring, bounds)
    except OSError as error:
        raise read_error(path, error) from error


def _scan(
    file: BinaryIO,
    size: int,
    offset: int,
    path: Path,
    keyring: Keyring | None,
    limits: ReadLimits,
) -> ScanResult:
    """As `scan_journal`; `path` is the file's name in errors."""
    unsealer: FrameUnsealer | None = None
    if offset < len(MAGIC) or offset > size:
        magic = file.read(len(MAGIC))
        if keyring is not None and magic == SEALED_MAGIC:
            head = _read_sealed_head(file, path, keyring)
            if isinstance(head, ScanResult):
                return head
            unsealer, offset = head, file.tell()
        elif magic == MAGIC:
            offset = len(MAGIC)
        else:
            torn = MAGIC.startswith(magic) or SEALED_MAGIC.startswith(magic)
            torn = torn and len(magic) < len(MAGIC)
            return ScanResult((), 0, damaged=not torn, torn=torn)
    file.seek(offset)
    frames: list[bytes] = []
    at = offset
    while at < size:
        header = file.read(_FRAME.size)
        if len(header) < _FRAME.size:
            return ScanResult(tuple(frames), at, damaged=False, torn=True)
        length, checksum = _FRAME.unpack(header)
        if length == 0:
            # Frames are never empty, but after a power cut a file may end in zeros.
            torn = checksum == 0 and _only_zeros(file, size - at, limits.frame)
            return ScanResult(tuple(frames), at, damaged=not torn, torn=torn)
        frame_end = at + _FRAME.size + length
        if length > limits.frame or frame_end - offset > limits.scan:
            return ScanResult(tuple(frames), at, damaged=True, torn=False)
        payload = file.read(length) if frame_end <= size else b""
        if len(payload) < length:
            file.seek(at)
            # Those of others are not sought: they could make it take long.
            damaged = limits.seeks and _holds_frame(file.read(_MAX_SOUGHT))
            return ScanResult(tuple(frames), at, damaged=damaged, torn=not damaged)
        if zlib.crc32(payload) != checksum:
            return ScanResult(tuple(frames), at, damaged=True, torn=False)
        if unsealer is not None:
            try:
                payload = unsealer.unseal(payload)
            except ValueError:
                return ScanResult(tuple(frames), at, damaged=True, torn=False)
        frames.append(payload)
        at = frame_end
    return ScanResult(tuple(frames), at, damaged=False, torn=False)


def _read_sealed_head(file: BinaryIO, path: Path, keyring: Keyring) -> FrameUnsealer | ScanResult:
    """Read the head of a sealed journal, after its magic line; return a result if it is damaged.

    Raises StorageError if no key opens it.
    """
    from ..encryption.seal import FrameUnsealer

    start = file.read(_LENGTH.size)
    length = int.from_bytes(start, "big")
    if len(start) == _LENGTH.size and not 0 < length <= MAX_HEAD:
        return ScanResult((), 0, damaged=True, torn=False)
    head = file.read(length)
    if len(start) < _LENGTH.size or len(head) < length:
        return ScanResult((), 0, damaged=False, torn=True)
    try:
        return FrameUnsealer(head, path, keyring=keyring)
    except ValueError:
        return ScanResult((), 0, damaged=True, torn=False)


def _holds_frame(tail: bytes) -> bool:
    """Return whether a whole frame follows in `tail`, which begins with a frame that is cut off.

    Then nothing is cut off, but the length of that frame is damaged.
    """
    for start in range(1, len(tail) - _FRAME.size):
        length, checksum = _FRAME.unpack_from(tail, start)
        payload = memoryview(tail)[start + _FRAME.size :][:length]
        if 0 < length == len(payload) and zlib.crc32(payload) == checksum:
            return True
    return False


def _only_zeros(file: BinaryIO, size: int, limit: int) -> bool:
    if size > limit:  # a kill or a power cut leaves less than a frame
        return False
    while chunk := file.read(_CHUNK):
        if chunk.strip(b"\0"):
            return False
    return True
