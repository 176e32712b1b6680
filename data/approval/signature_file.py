"""What a signature file itself tells: whether it is whole, what it was made for, and by which key.

The format is that of OpenSSH (PROTOCOL.sshsig). Nothing here says whether a signature is of a text.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from ..text.lazy_pattern import lazy_pattern

_ARMOUR = lazy_pattern(rb"-----BEGIN SSH SIGNATURE-----(.*?)-----END SSH SIGNATURE-----", re.DOTALL)
_MAGIC = b"SSHSIG"
_VERSION = 1
_HASHES = (b"sha256", b"sha512")
_ED25519 = b"ssh-ed25519"
_ED25519_SIZES = (32, 64)
"""The bytes of a key and of a signature."""


@dataclass(frozen=True, slots=True)
class SignatureFile:
    """A whole signature: what it was made for, and the fingerprint of its key."""

    namespace: str
    fingerprint: str


def armoured(data: bytes) -> bytes:
    """Return a signature with line feeds, and nothing before or after it; b"" if there is none.

    A mail program may have added carriage returns, a byte order mark, or quote marks.
    """
    found = _ARMOUR.search(data)
    lines = [line.strip(b" \t\r>") for line in found[0].split(b"\n")] if found else []
    return b"".join(line + b"\n" for line in lines if line)


def read_signature_file(data: bytes) -> SignatureFile | None:
    """Return what a signature file tells; None if it has no whole signature."""
    found = _ARMOUR.search(armoured(data))
    if found is None:
        return None
    try:
        blob = base64.b64decode(b"".join(found[1].split()), validate=True)
        if not blob.startswith(_MAGIC) or int.from_bytes(blob[6:10]) != _VERSION:
            return None
        parts = list(_strings(blob[10:]))
        key, namespace, _, hash_name, signature = parts
        key_parts, signature_parts = list(_strings(key)), list(_strings(signature))
    except (binascii.Error, ValueError):
        return None
    is_whole = hash_name in _HASHES and len(key_parts) > 1 and len(signature_parts) > 1
    if is_whole and key_parts[0] == _ED25519:
        is_whole = (len(key_parts[1]), len(signature_parts[1])) == _ED25519_SIZES
    if not is_whole:
        return None
    fingerprint = base64.b64encode(sha256(key).digest()).rstrip(b"=").decode()
    return SignatureFile(namespace.decode("utf-8", "replace"), f"SHA256:{fingerprint}")


def _strings(data: bytes) -> Iterator[bytes]:
    """Yield the strings of an SSH message, each behind its length. Raises ValueError."""
    at = 0
    while at < len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4])
        if at + 4 > len(data) or end > len(data):
            raise ValueError(at)
        yield data[at + 4 : end]
        at = end
