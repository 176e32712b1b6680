"""The user's keys for locked conversations: which files are tried, and how a passphrase is asked.

Nothing is read before a locked conversation is met. A passphrase comes from whoever `use` names and
nowhere else; what it opened stays in memory until the process ends, and never reaches a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from ...errors import StorageError
from ...i18n.catalogue import tr

AgeIdentity = object
"""A private key, as the library for it has it: it tells no types."""

PassphrasePrompt = Callable[[Path], str | None]
"""Asks the passphrase of a key file; None where nobody answers."""

MAX_KEY_BYTES = 1 << 20
"""A key file that is larger is none."""

ATTEMPTS = 3
"""So often a passphrase is asked."""

_AGE = "AGE-SECRET-KEY-1"


class NotInstalled(StorageError):
    """What locks and opens is not there: it comes with the extra `lock`."""

    def __init__(self) -> None:
        super().__init__(tr("lock.not_installed"))


class _Keyring:
    files: tuple[Path, ...] = ()
    prompt: PassphrasePrompt | None = None
    identities: ClassVar[dict[Path, tuple[AgeIdentity, ...]]] = {}
    asked: ClassVar[set[Path]] = set()


def configure_keyring(places: Sequence[Path] = (), ask: PassphrasePrompt | None = None) -> None:
    """From now on try the keys in these files, and ask passphrases this way.

    No places means the usual ones, no `ask` that nothing is asked.
    """
    _Keyring.files, _Keyring.prompt = tuple(places), ask
    _Keyring.identities.clear()
    _Keyring.asked.clear()


def disable_passphrase_prompt() -> None:
    """The terminal is going to be a screen: a passphrase that was not asked yet stays unasked."""
    _Keyring.prompt = None


def key_files() -> tuple[Path, ...]:
    """The files in which keys are looked for."""
    if _Keyring.files:
        return _Keyring.files
    from ...system.paths import settings_file, user_path

    ssh_folder = user_path("~/.ssh")
    return (
        settings_file().with_name("identity.txt"),
        ssh_folder / "id_ed25519",
        ssh_folder / "id_rsa",
    )


def identities(tags: set[str]) -> Iterator[AgeIdentity]:
    """The keys, those first that need no passphrase.

    Of the others, one is asked for where it is among the SSH keys with these tags: four bytes of a
    hash, by which age says whom a file is for. Raises NotInstalled.
    """
    guarded: list[tuple[Path, bytes]] = []
    for place in key_files():
        if place not in _Keyring.identities and (data := _read_key_file(place)) is not None:
            if _has_passphrase(data):
                guarded.append((place, data))
                continue
            _Keyring.identities[place] = tuple(_parse_keys(data))
        yield from _Keyring.identities.get(place, ())
    for place, data in guarded:
        if _tag(data) in tags:
            yield from _ask_and_decrypt(place, data)


def keys_needing_passphrase(tags: set[str]) -> list[Path]:
    """The key files that would fit, were their passphrase known."""
    found = []
    for place in key_files():
        data = None if place in _Keyring.identities else _read_key_file(place)
        if data is not None and _has_passphrase(data) and _tag(data) in tags:
            found.append(place)
    return found


def _read_key_file(place: Path) -> bytes | None:
    """What is in a key file; None where there is none that can be read."""
    import os

    from ...system.descriptors import close_quietly, open_regular

    try:
        descriptor, status = open_regular(place)
        try:
            return os.read(descriptor, MAX_KEY_BYTES) if status.st_size < MAX_KEY_BYTES else None
        finally:
            close_quietly(descriptor)
    except (OSError, StorageError):
        return None


def _parse_keys(data: bytes) -> Iterator[AgeIdentity]:
    """The keys in a file that has no passphrase; what is none is passed over."""
    try:
        from pyrage import IdentityError, ssh, x25519
    except ImportError as error:
        raise NotInstalled from error
    if data.lstrip().startswith(b"-----BEGIN"):
        try:
            yield ssh.Identity.from_buffer(data)
        except IdentityError:
            return
        return
    for line in data.decode("utf-8", "replace").splitlines():
        if line.strip().startswith(_AGE):
            try:
                yield x25519.Identity.from_str(line.strip())
            except IdentityError:
                continue


def _ask_and_decrypt(place: Path, data: bytes) -> Iterator[AgeIdentity]:
    """The key in a file with a passphrase, once that is told; asked once a process."""
    if _Keyring.prompt is None or place in _Keyring.asked:
        return
    _Keyring.asked.add(place)
    for _ in range(ATTEMPTS):
        passphrase = _Keyring.prompt(place)
        if not passphrase:
            return
        if plain := _decrypt_key(data, passphrase):
            _Keyring.identities[place] = tuple(_parse_keys(plain))
            yield from _Keyring.identities[place]
            return


def _decrypt_key(data: bytes, passphrase: str) -> bytes | None:
    """The key as it is without its passphrase, in memory; None where that is another one."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
            load_ssh_private_key,
        )
    except ImportError as error:
        raise NotInstalled from error
    try:
        key = load_ssh_private_key(data, passphrase.encode())
        return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    except UnsupportedAlgorithm as error:
        raise NotInstalled from error  # bcrypt, which comes with the extra too
    except (ValueError, TypeError):
        return None


def _has_passphrase(data: bytes) -> bool:
    """Whether this is an SSH key with a passphrase."""
    parts = _parse_openssh(data)
    return parts is not None and parts[0] != b"none"


def _tag(data: bytes) -> str:
    """By what age tells that a file is for this SSH key; "" where it is none."""
    from base64 import b64encode
    from hashlib import sha256

    parts = _parse_openssh(data)
    return b64encode(sha256(parts[1]).digest()[:4]).decode().rstrip("=") if parts else ""


def _parse_openssh(data: bytes) -> tuple[bytes, bytes] | None:
    """The cipher and the public key of an OpenSSH private key (openssh/PROTOCOL.key)."""
    import binascii

    head, tail = b"-----BEGIN OPENSSH PRIVATE KEY-----", b"-----END OPENSSH PRIVATE KEY-----"
    start, end = data.find(head), data.find(tail)
    if start < 0 or end < 0:
        return None
    try:
        raw = binascii.a2b_base64(data[start + len(head) : end])
    except binascii.Error:
        return None
    magic = b"openssh-key-v1\0"
    at, fields = len(magic), []
    for step in range(4):  # cipher, key derivation and its options; a count; the public key
        at += 4 if step == 3 else 0
        length = int.from_bytes(raw[at : at + 4], "big")
        fields.append(raw[at + 4 : at + 4 + length])
        at += 4 + length
    return (fields[0], fields[3]) if raw.startswith(magic) else None
