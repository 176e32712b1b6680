"""The format of a journal: the magic line, then frames, each an update with its length and CRC-32.

Length and CRC-32 (of the update, as in zlib) are 32 bits each, big-endian. The journal of a locked
conversation has another magic line, then the length of a head and the head, and each update in it
is sealed (`sealing.py`). Nothing here trusts what a file contains.
"""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from ...system.descriptors import open_regular
from ...system.file_errors import read_error

if TYPE_CHECKING:
    from ..encryption.seal import FrameUnsealer

MAGIC = b"AFSPRAAK LOG 1\n"
"""The first line of every journal; the digit is the version of the format."""

SEALED_MAGIC = b"AFSPRAAK KEY 1\n"
"""The first line where the updates are sealed; as long as the other."""

MAX_HEAD = 1 << 16
"""The longest head in bytes: a key sealed for some hundred people."""

MAX_FRAME = 64 * 1024 * 1024
"""The largest update in bytes, as large as the largest file; a longer frame is damage."""

MAX_READ = 4 * MAX_FRAME
"""The most bytes of frames that one `scan` takes into memory; what comes after is damage."""

_FRAME = struct.Struct(">II")
_LENGTH = struct.Struct(">I")
_CHUNK = 1 << 20


class ScanResult(NamedTuple):
    """What a journal holds.

    `good` is the offset up to which it is whole, where the next scan may begin. `torn`: it ends in
    an incomplete frame, as a kill, a power cut or a write of this moment leaves it. `damaged`: what
    follows `good` is no frame at all.
    """

    frames: tuple[bytes, ...]
    valid_end: int
    damaged: bool
    torn: bool


def encode_frame(payload: bytes) -> bytes:
    """An update as it stands in a journal; `payload` has 1 to MAX_FRAME bytes."""
    return _FRAME.pack(len(payload), zlib.crc32(payload)) + payload


def encode_sealed_head(head: bytes) -> bytes:
    """How a journal begins whose updates are sealed; `head` holds what opens them."""
    return SEALED_MAGIC + _LENGTH.pack(len(head)) + head


def scan_journal(path: Path, offset: int = 0, *, decrypt: bool = False) -> ScanResult:
    """The whole frames of a journal from `offset` on: 0, or the `good` of an earlier scan.

    An offset beyond the end means the journal was cut meanwhile, and it is read from its beginning;
    damage at an offset may mean the same. With `keys` sealed updates are opened, from the beginning
    on; else a sealed journal is damage: what others write is never tried on the user's keys.

    Raises StoreError when the file is not there, cannot be read, is a link or not an ordinary file,
    or no key opens it; never for what else it contains.
    """
    try:
        descriptor, status = open_regular(path, follow=False)
        with os.fdopen(descriptor, "rb") as file:
            return _scan(file, status.st_size, offset, path if decrypt else None)
    except OSError as error:
        raise read_error(path, error) from error


def _scan(file: BinaryIO, size: int, offset: int, sealed: Path | None) -> ScanResult:
    """As `scan`; `sealed` is what an error calls the file where sealed updates are to be opened."""
    opener: FrameUnsealer | None = None
    if offset < len(MAGIC) or offset > size:
        magic = file.read(len(MAGIC))
        if sealed is not None and magic == SEALED_MAGIC:
            opened = _read_sealed_head(file, sealed)
            if isinstance(opened, ScanResult):
                return opened
            opener, offset = opened, file.tell()
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
        length, check = _FRAME.unpack(header)
        if length == 0:
            # No frame is empty, but after a power cut a file may end in zeros.
            torn = check == 0 and _only_zeros(file, size - at)
            return ScanResult(tuple(frames), at, damaged=not torn, torn=torn)
        after = at + _FRAME.size + length
        if length > MAX_FRAME or after - offset > MAX_READ:
            return ScanResult(tuple(frames), at, damaged=True, torn=False)
        payload = file.read(length) if after <= size else b""
        if len(payload) < length:
            return ScanResult(tuple(frames), at, damaged=False, torn=True)
        if zlib.crc32(payload) != check:
            return ScanResult(tuple(frames), at, damaged=True, torn=False)
        if opener is not None:
            try:
                payload = opener.unseal(payload)
            except ValueError:
                return ScanResult(tuple(frames), at, damaged=True, torn=False)
        frames.append(payload)
        at = after
    return ScanResult(tuple(frames), at, damaged=False, torn=False)


def _read_sealed_head(file: BinaryIO, path: Path) -> FrameUnsealer | ScanResult:
    """What opens the updates of a sealed journal, read after its magic line; or that it is no good.

    Raises StoreError where no key opens it.
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
        return FrameUnsealer(head, path)
    except ValueError:
        return ScanResult((), 0, damaged=True, torn=False)


def _only_zeros(file: BinaryIO, size: int) -> bool:
    if size > MAX_FRAME:  # a kill or a power cut leaves less than a frame
        return False
    while chunk := file.read(_CHUNK):
        if chunk.strip(b"\0"):
            return False
    return True
