"""The user's keys for locked conversations: the key files, and their passphrases.

Nothing is read before a locked conversation is opened. A passphrase comes only from the prompt of
the keyring; decrypted keys stay in its memory, and never reach a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ...errors import StorageError
from ...system.files.file_errors import display_path

AgeIdentity = object
"""A private key, as the library's untyped object."""

PassphrasePrompt = Callable[[Path], str | None]
"""Asks for the passphrase of a key file; returns None without an answer."""

MAX_KEY_BYTES = 1 << 20
"""A larger file is not a key file."""

ATTEMPTS = 3
"""The most times to ask for a passphrase."""

_AGE = "AGE-SECRET-KEY-1"


class NotInstalled(StorageError):
    """The libraries for locking are missing: they come with the extra `lock`."""

    def __init__(self) -> None:
        from ...system.installation import install_command

        super().__init__("lock.not_installed", command=install_command("lock"))


class Keyring:
    """The key files of a user, and the keys in them that were unlocked with a passphrase."""

    def __init__(self, files: Sequence[Path] = (), prompt: PassphrasePrompt | None = None) -> None:
        """`files` are the files to try, the usual ones if empty; `prompt` asks for passphrases."""
        self._files = tuple(files)
        self._prompt = prompt
        self._unlocked: dict[Path, tuple[AgeIdentity, ...]] = {}
        self._asked: set[Path] = set()

    def disable_prompt(self) -> None:
        """Never ask from now on: the terminal becomes a screen."""
        self._prompt = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The files to search for keys."""
        if self._files:
            return self._files
        from ...system.paths import settings_file, user_path

        ssh_folder = user_path("~/.ssh")
        return (
            settings_file().with_name("identity.txt"),
            ssh_folder / "id_ed25519",
            ssh_folder / "id_rsa",
        )

    @property
    def display_files(self) -> str:
        """The files to search for keys, as a text."""
        return ", ".join(map(display_path, self.files))

    def identities(self, tags: set[str]) -> Iterator[AgeIdentity]:
        """Yield the keys, those without a passphrase first.

        Of the others, ask the passphrase of SSH keys with one of these tags: four bytes of a hash,
        by which age marks whom a file is for. Raises NotInstalled.
        """
        guarded: list[tuple[Path, bytes]] = []
        for file in self.files:
            if file in self._unlocked:
                yield from self._unlocked[file]
            elif (data := _read_key_file(file)) is not None:
                if _has_passphrase(data):
                    guarded.append((file, data))
                else:
                    yield from _parse_keys(data)
        for file, data in guarded:
            if _tag(data) in tags:
                yield from self._ask_and_decrypt(file, data)

    def needing_passphrase(self, tags: set[str]) -> list[Path]:
        """Return the key files that match a tag but need a passphrase."""
        files = []
        for file in self.files:
            data = None if file in self._unlocked else _read_key_file(file)
            if data is not None and _has_passphrase(data) and _tag(data) in tags:
                files.append(file)
        return files

    def _ask_and_decrypt(self, file: Path, data: bytes) -> Iterator[AgeIdentity]:
        """Yield the key of a file with a passphrase; ask for it once."""
        if self._prompt is None or file in self._asked:
            return
        self._asked.add(file)
        for _ in range(ATTEMPTS):
            passphrase = self._prompt(file)
            if not passphrase:
                return
            if plain := _decrypt_key(data, passphrase):
                self._unlocked[file] = tuple(_parse_keys(plain))
                yield from self._unlocked[file]
                return


USUAL_KEYS = Keyring()
"""The usual key files; as nothing is asked, nothing is ever unlocked in it."""


def _read_key_file(file: Path) -> bytes | None:
    """Return the content of a key file; None if it cannot be read."""
    from ...system.files.descriptors import read_regular

    try:
        data = read_regular(file, MAX_KEY_BYTES)
        return data if len(data) < MAX_KEY_BYTES else None
    except (OSError, StorageError):
        return None


def _parse_keys(data: bytes) -> Iterator[AgeIdentity]:
    """Yield the keys of a file without a passphrase; skip anything else."""
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


def _decrypt_key(data: bytes, passphrase: str) -> bytes | None:
    """Decrypt a key in memory; None if the passphrase is wrong."""
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
        raise NotInstalled from error  # for bcrypt, which comes with the extra too
    except (ValueError, TypeError):
        return None


def _has_passphrase(data: bytes) -> bool:
    """Return whether this is an SSH key with a passphrase."""
    parts = _parse_openssh(data)
    return parts is not None and parts[0] != b"none"


def _tag(data: bytes) -> str:
    """Return age's tag of an SSH key; "" if it is none."""
    from base64 import b64encode
    from hashlib import sha256

    parts = _parse_openssh(data)
    return b64encode(sha256(parts[1]).digest()[:4]).decode().rstrip("=") if parts else ""


def _parse_openssh(data: bytes) -> tuple[bytes, bytes] | None:
    """Return cipher and public key of an OpenSSH private key (openssh/PROTOCOL.key)."""
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
