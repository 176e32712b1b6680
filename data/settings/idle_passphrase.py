"""The passphrase of the idle lock, stored as a hash in the configuration folder.

It keeps a passer-by from reading and typing on an unattended terminal. It is no encryption: who can
start programs as this user can read this user's files.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from pathlib import Path

from ..errors import StorageError
from ..system.paths import exists, settings_file

_COST = {"n": 2**14, "r": 8, "p": 1}
"""scrypt's parameters for interactive use (RFC 7914, section 2): some 50 ms and 16 MB a hash."""
_MAX_FILE_BYTES = 4096


def passphrase_file() -> Path:
    """Return the path of the file with the hash."""
    return settings_file().with_name("passphrase")


def is_set() -> bool:
    """Return whether there is a passphrase."""
    return exists(passphrase_file())


def set_passphrase(words: str) -> None:
    """Store a new passphrase; an empty one removes it. Raises StorageError."""
    from ..system.files.atomic_files import write_atomically
    from ..system.files.private_folder import make_private_folder

    path = passphrase_file()
    if not words:
        with suppress(FileNotFoundError):
            path.unlink()
        return
    make_private_folder(path.parent)
    salt = secrets.token_bytes(16)
    write_atomically(path, f"scrypt {salt.hex()} {_hashed(words, salt).hex()}\n".encode())


def verify_passphrase(words: str) -> bool:
    """Return whether this is the passphrase; False if the file cannot be read."""
    from ..system.files.descriptors import read_regular

    try:
        data = read_regular(passphrase_file(), _MAX_FILE_BYTES)
        _, salt, hashed = data.decode().split()
        return hmac.compare_digest(_hashed(words, bytes.fromhex(salt)), bytes.fromhex(hashed))
    except (OSError, ValueError, StorageError):
        return False


def _hashed(words: str, salt: bytes) -> bytes:
    return hashlib.scrypt(words.encode(errors="surrogatepass"), salt=salt, dklen=32, **_COST)
