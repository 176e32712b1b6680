"""Sign minutes with a person's own SSH key, and verify a signature.

The work is done by `ssh-keygen -Y` (OpenSSH 8.2 or newer, see ssh-keygen(1)), with the namespace
`afspraak`, so that a signature made for something else never counts here. The text goes over
standard input; only paths and names are process arguments. ssh-keygen itself asks for passphrases
on the terminal, and keys in an agent work through their `.pub` file as they do for ssh-keygen.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from tempfile import NamedTemporaryFile

from ..errors import StorageError, UsageError
from ..system.files.descriptors import read_regular
from ..system.files.file_errors import display_path, read_error
from ..system.paths import exists, user_path
from ..text.sanitize import clean_line
from .signature_file import armoured

NAMESPACE = "afspraak"
DEFAULT_KEYS = ("id_ed25519", "id_ecdsa", "id_rsa")
"""Names of keys in ~/.ssh; the first that exists is used."""
SIZE_LIMIT = 64 << 20
"""The size in bytes of the largest file that can be minutes."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of verifying a signature of a text."""

    is_intact: bool
    """Whether the text is byte for byte the signed one."""
    signer: str = ""
    """The signer's name in the allowed signers file; empty if the key is not in it."""
    fingerprint: str = ""
    """The fingerprint of the signing key, if the text is intact."""

    @property
    def is_valid(self) -> bool:
        """Whether an allowed signer signed exactly this text."""
        return self.is_intact and bool(self.signer)


def signature_path(path: Path) -> Path:
    """Return the path of a file's signature: `<name>.sig`, as ssh-keygen names it."""
    return path.with_name(f"{path.name}.sig")


def default_key() -> Path:
    """Return the user's own key; its `.pub` file if only an agent holds the key itself.

    Raises UsageError if there is none.
    """
    folder = user_path("~/.ssh")
    for name in DEFAULT_KEYS:
        for path in (folder / name, folder / f"{name}.pub"):
            if exists(path):
                return path
    raise UsageError("signature.no_key", folder=display_path(folder))


def default_signers() -> Path:
    """Return the usual path of the allowed signers: ~/.ssh/allowed_signers."""
    return user_path("~/.ssh/allowed_signers")


def sign(text: bytes, key: Path) -> bytes:
    """Sign `text`; return the content of a `.sig` file.

    ssh-keygen uses the terminal itself to ask for a passphrase or a touch. Raises StorageError if
    it is missing, or cannot sign with this key.
    """
    read_file(key)
    result = _keygen(("-q", "-Y", "sign", "-n", NAMESPACE, "-f", os.fspath(key)), text, quiet=False)
    if result.returncode or b"BEGIN SSH SIGNATURE" not in result.stdout:
        raise StorageError("signature.failed", used=display_path(key))
    return result.stdout


def verify(text: bytes, signature: Path, signers: Path, principal: str = "") -> Verdict:
    """Verify `signature` for `text`, by the allowed `signers`.

    `principal` must have signed; empty means anybody in that file. Raises StorageError if a file
    cannot be read or ssh-keygen is missing.
    """
    read_file(signers)
    with _as_ssh_keygen_reads_it(signature) as path:
        return _verify(text, ("-s", os.fspath(path)), signers, principal)


def is_allowed(signature: Path, signers: Path) -> bool:
    """Return whether a signature was made with a key in `signers`, whatever text it is of.

    Raises StorageError if a file cannot be read or ssh-keygen is missing.
    """
    read_file(signers)
    with _as_ssh_keygen_reads_it(signature) as path:
        return bool(_principals(("-s", os.fspath(path)), signers))


def _principals(signature_option: Sequence[str], signers: Path) -> list[str]:
    """Return the names of those who may sign with the key of a signature."""
    words = ("-Y", "find-principals", "-f", os.fspath(signers), *signature_option)
    return _keygen(words, b"").stdout.decode("utf-8", "replace").splitlines()


def _verify(text: bytes, signature_option: Sequence[str], signers: Path, principal: str) -> Verdict:
    result = _keygen(("-Y", "check-novalidate", "-n", NAMESPACE, *signature_option), text)
    if result.returncode:
        return Verdict(is_intact=False)
    match = re.search(rb"\b(?:SHA256|MD5):\S+", result.stdout)
    fingerprint = clean_line(match[0].decode("ascii", "replace")) if match else ""
    allowed = ("-f", os.fspath(signers))
    names = [principal] if principal else _principals(signature_option, signers)
    for name in filter(None, names):
        result_for_name = _keygen(
            ("-Y", "verify", *allowed, "-I", name, "-n", NAMESPACE, *signature_option), text
        )
        if result_for_name.returncode == 0:
            return Verdict(True, clean_line(name), fingerprint)
    return Verdict(True, "", fingerprint)


@contextmanager
def _as_ssh_keygen_reads_it(signature: Path) -> Iterator[Path]:
    """Yield the path of a signature as ssh-keygen wrote it. Raises StorageError."""
    data = read_file(signature)
    plain = armoured(data)
    if plain in (b"", data):
        yield signature
        return
    with NamedTemporaryFile(suffix=".sig") as file:
        file.write(plain)
        file.flush()
        yield Path(file.name)


def read_file(path: Path) -> bytes:
    """Return a file's content; never blocks on a pipe or device. Raises StorageError."""
    try:
        data = read_regular(path, SIZE_LIMIT + 1)
    except FileNotFoundError as error:
        raise read_error(path, error) from error
    if len(data) > SIZE_LIMIT:
        raise StorageError("signature.too_large", file=display_path(path))
    return data


def _keygen(
    words: Sequence[str], text: bytes, *, quiet: bool = True
) -> subprocess.CompletedProcess[bytes]:
    """Run ssh-keygen with `text` on its standard input; with `quiet`, hide its messages."""
    program = which("ssh-keygen")
    if program is None:
        raise StorageError("signature.no_program")
    try:
        return subprocess.run(  # noqa: S603 - a list of words, no shell
            [program, *words],
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            check=False,
        )
    except OSError as error:
        raise read_error(program, error) from error
