"""Locked conversations: encrypted for the keys of some people, opened with one of them.

A file is one age file (https://age-encryption.org/v1), which the program `age` opens as well: a
line of ours, a line of JSON that names the recipients' keys, then the plain content. The recipients
are stored nowhere else. A journal gets a few bytes many times a second, so there age encrypts one
key, in the head, and each frame is sealed with that key (ChaCha20-Poly1305).
The libraries come with the extra `lock` and are loaded only when needed.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import StorageError
from ...i18n.catalogue import Message
from ...system.files.descriptors import read_regular
from ...system.files.file_errors import display_path
from .keyring import USUAL_KEYS, Keyring, NotInstalled

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

AGE_HEADER = b"age-encryption.org/v1\n"
"""The first bytes of a sealed file."""

FRAME_OVERHEAD = 20
"""The bytes that sealing adds to an update: its number and the cipher's tag."""

_FIRST_LINE = b"AFSPRAAK LOCKED 1\n"
_NO_MATCH = "No matching keys found"
_KEY_BYTES = 32
_MAX_FRAMES = 1 << 32
_MAX_RECIPIENTS = 64
_MAX_HEADER_BYTES = 1 << 16


class NoMatchingKey(StorageError):
    """The file at `path` is locked, and none of the user's keys opens it."""

    def __init__(
        self, path: Path, keyring: Keyring = USUAL_KEYS, tags: Collection[str] = ()
    ) -> None:
        """`tags` are those of the keys that the file is for."""
        file = display_path(path)
        if guarded := keyring.needing_passphrase(set(tags)):
            super().__init__("lock.guarded", file=file, place=display_path(guarded[0]))
        else:
            super().__init__("lock.no_key", file=file, tried=keyring.display_files)
        self.path = path


class BrokenSeal(ValueError):
    """Sealed data was changed or truncated; `message` is for the user."""

    def __init__(self) -> None:
        self.message = Message("lock.broken")
        super().__init__(self.message)


class Seal:
    """Seals for the holders of some keys."""

    def __init__(self, recipients: Sequence[str]) -> None:
        """`recipients` are public keys: `ssh-ed25519 AAAA…`, `ssh-rsa AAAA…` or `age1…`.

        Raises ValueError if one is malformed, and NotInstalled.
        """
        self.recipients = tuple(recipients)
        self._keys = [_recipient(key) for key in self.recipients]

    def seal(self, data: bytes) -> bytes:
        """Encrypt for the holders of the keys."""
        import json

        from pyrage import encrypt

        head = json.dumps({"to": self.recipients}, separators=(",", ":")).encode()
        sealed: bytes = encrypt(_FIRST_LINE + head + b"\n" + data, self._keys)
        return sealed

    def for_own_keys(self, *, keyring: Keyring = USUAL_KEYS) -> Seal:
        """Return a seal for only those of the keys that the user has here."""
        own = [key for key in self.recipients if can_unseal(Seal([key]), keyring=keyring)]
        return Seal(own or self.recipients)

    def frame_seal(self) -> FrameSeal:
        """Return a seal for the updates of one journal."""
        return FrameSeal(self)


class FrameSeal:
    """Seals updates, each with a number that is never reused. Used by one thread at a time."""

    def __init__(self, seal: Seal) -> None:
        key = os.urandom(_KEY_BYTES)
        self.head = seal.seal(key)
        """The sealed key, which is written before the updates."""
        self._cipher = _cipher(key)
        self._number = 0

    def seal(self, update: bytes) -> bytes:
        """Seal an update. Its number is used up even if writing it fails afterwards."""
        if self._number >= _MAX_FRAMES:
            raise OverflowError("a journal of 2**32 updates")
        number = self._number.to_bytes(4, "big")
        self._number += 1
        return number + self._cipher.encrypt(_nonce(number), update, None)


class FrameUnsealer:
    """Opens the updates of one journal, in the order in which they were sealed."""

    def __init__(self, head: bytes, path: Path, *, keyring: Keyring = USUAL_KEYS) -> None:
        """`head` is the journal's at `path`. Raises BrokenSeal, NoMatchingKey, NotInstalled."""
        key, _ = unseal(head, path, keyring=keyring)
        if len(key) != _KEY_BYTES:
            raise BrokenSeal
        self._cipher = _cipher(key)
        self._last_number = b""

    def unseal(self, sealed: bytes) -> bytes:
        """Open one update. Raises BrokenSeal, also if updates were reordered."""
        from cryptography.exceptions import InvalidTag

        number = sealed[:4]
        if len(sealed) <= FRAME_OVERHEAD or number <= self._last_number:
            raise BrokenSeal
        try:
            update = self._cipher.decrypt(_nonce(number), sealed[4:], None)
        except InvalidTag:
            raise BrokenSeal from None
        self._last_number = number
        return update


def unseal_if_sealed(
    data: bytes, path: Path, *, keyring: Keyring = USUAL_KEYS
) -> tuple[bytes, Seal | None]:
    """Return the plain content and its seal (None if it is plain). Raises as `unseal`."""
    return unseal(data, path, keyring=keyring) if data.startswith(AGE_HEADER) else (data, None)


def unseal(data: bytes, path: Path, *, keyring: Keyring = USUAL_KEYS) -> tuple[bytes, Seal]:
    """Return the content of `data`, and a seal for the same recipients.

    `path` is the file's name in errors. Raises NoMatchingKey if no key opens it, BrokenSeal if it
    was changed, NotInstalled.
    """
    import json

    plain = _decrypt(data, keyring=keyring)
    if plain is None:
        raise NoMatchingKey(path, keyring, _tags(data))
    if not plain.startswith(_FIRST_LINE):
        raise StorageError("lock.foreign", file=display_path(path))
    head, _, body = plain[len(_FIRST_LINE) :].partition(b"\n")
    try:
        header: Any = json.loads(head)
        recipients = header["to"]
        if not isinstance(recipients, list) or not 0 < len(recipients) <= _MAX_RECIPIENTS:
            raise BrokenSeal
        return body, Seal(list(map(str, recipients)))
    except (ValueError, TypeError, KeyError) as error:
        raise BrokenSeal from error


def can_unseal(seal: Seal, *, keyring: Keyring = USUAL_KEYS) -> bool:
    """Return whether one of the user's keys opens data of this seal. Raises NotInstalled."""
    return _decrypt(seal.seal(b""), keyring=keyring) is not None


def guarded_keys(seal: Seal, *, keyring: Keyring = USUAL_KEYS) -> list[Path]:
    """Return the user's key files of this seal that need a passphrase. Raises NotInstalled."""
    return keyring.needing_passphrase(_tags(seal.seal(b"")))


def is_sealed(path: Path) -> bool:
    """Return whether the file at `path` is sealed; False if there is none. Raises StorageError."""
    try:
        return read_regular(path, len(AGE_HEADER)) == AGE_HEADER
    except FileNotFoundError:
        return False


def _decrypt(data: bytes, *, keyring: Keyring) -> bytes | None:
    """Decrypt an age file; None if no key opens it. Raises BrokenSeal, NotInstalled."""
    try:
        from pyrage import DecryptError, decrypt
    except ImportError as error:
        raise NotInstalled from error
    for identity in keyring.identities(_tags(data)):
        try:
            with _panic_as_broken_seal():
                plain: bytes = decrypt(data, [identity])
                return plain
        except DecryptError as error:
            if str(error) != _NO_MATCH:
                raise BrokenSeal from error
    return None


@contextmanager
def _panic_as_broken_seal() -> Iterator[None]:
    """Raise BrokenSeal for a panic of the library, which is not an Exception."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise BrokenSeal from None


def _tags(data: bytes) -> set[str]:
    """Return the tags of the SSH keys that an age file is for."""
    lines = data[:_MAX_HEADER_BYTES].split(b"\n---", 1)[0].split(b"\n")
    words = [line.decode("latin-1").split() for line in lines if line.startswith(b"-> ssh-")]
    return {word[2] for word in words if len(word) > 2}


def _recipient(key: str) -> object:
    try:
        from pyrage import RecipientError, ssh, x25519
    except ImportError as error:
        raise NotInstalled from error
    kind = x25519.Recipient if key.startswith("age1") else ssh.Recipient
    try:
        with _panic_as_broken_seal():
            recipient: object = kind.from_str(key)
            return recipient
    except RecipientError as error:
        raise ValueError(str(error)) from error


def _cipher(key: bytes) -> ChaCha20Poly1305:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    except ImportError as error:
        raise NotInstalled from error
    return ChaCha20Poly1305(key)


def _nonce(number: bytes) -> bytes:
    return bytes(8) + number
