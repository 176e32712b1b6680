"""Signing minutes with a person's own SSH key, and looking whether a signature holds.

The work is `ssh-keygen -Y`'s (OpenSSH 8.2 or newer, see ssh-keygen(1)), with the namespace
`afspraak`, so that a signature made for something else never counts here. Text goes over standard
input; only paths and names are process arguments. Passphrases are asked by ssh-keygen itself on the
terminal, and keys in an agent work through their `.pub` file as they do for ssh-keygen.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from ..errors import StorageError, UsageError
from ..i18n.catalogue import tr
from ..system.descriptors import close_quietly, open_regular
from ..system.file_errors import display_path, read_error
from ..system.paths import exists, user_path
from ..text.sanitize import clean_line

NAMESPACE = "afspraak"
DEFAULT_KEYS = ("id_ed25519", "id_ecdsa", "id_rsa")
"""Names of keys in ~/.ssh, the first that is there is taken."""
SIZE_LIMIT = 64 << 20
"""Bytes: a file larger than this is no minutes of ours."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a signature says of a text."""

    is_intact: bool
    """Whether the text is byte for byte what was signed."""
    signer: str = ""
    """Who signed, by the allowed signers file; empty where nobody in it did."""
    fingerprint: str = ""
    """The key that signed, where the text is whole."""

    @property
    def is_valid(self) -> bool:
        """Whether somebody known signed exactly this text."""
        return self.is_intact and bool(self.signer)


def signature_path(path: Path) -> Path:
    """Where the signature of a file stands: `<name>.sig`, as ssh-keygen does it."""
    return path.with_name(f"{path.name}.sig")


def default_key() -> Path:
    """The user's own key; its `.pub` file where only an agent holds the key itself.

    Raises UsageError where there is none.
    """
    folder = user_path("~/.ssh")
    for name in DEFAULT_KEYS:
        for path in (folder / name, folder / f"{name}.pub"):
            if exists(path):
                return path
    raise UsageError(tr("signature.no_key", folder=display_path(folder)))


def default_signers() -> Path:
    """Where ssh looks for allowed signers by custom: ~/.ssh/allowed_signers."""
    return user_path("~/.ssh/allowed_signers")


def sign(text: bytes, key: Path) -> bytes:
    """The signature of `text`, as the text of a `.sig` file.

    ssh-keygen speaks on the terminal itself where it needs a passphrase or a touch. Raises
    StoreError where it is missing, or cannot sign with this key.
    """
    read_file(key)
    done = _keygen(("-q", "-Y", "sign", "-n", NAMESPACE, "-f", os.fspath(key)), text, quiet=False)
    if done.returncode or b"BEGIN SSH SIGNATURE" not in done.stdout:
        raise StorageError(tr("signature.failed", used=display_path(key)))
    return done.stdout


def verify(text: bytes, signature: Path, signers: Path, principal: str = "") -> Verdict:
    """Whether `signature` holds for `text`, by the allowed `signers`.

    `identity` is who must have signed; anybody in the file will do where it is empty. Raises
    StoreError where a file cannot be read or ssh-keygen is missing.
    """
    for path in (signature, signers):
        read_file(path)
    of = ("-s", os.fspath(signature))
    done = _keygen(("-Y", "check-novalidate", "-n", NAMESPACE, *of), text)
    if done.returncode:
        return Verdict(is_intact=False)
    found = re.search(rb"\b(?:SHA256|MD5):\S+", done.stdout)
    fingerprint = clean_line(found[0].decode("ascii", "replace")) if found else ""
    allowed = ("-f", os.fspath(signers))
    names = [principal]
    if not principal:
        principals = _keygen(("-Y", "find-principals", *allowed, *of), b"").stdout
        names = principals.decode("utf-8", "replace").splitlines()
    for name in filter(None, names):
        check = _keygen(("-Y", "verify", *allowed, "-I", name, "-n", NAMESPACE, *of), text)
        if check.returncode == 0:
            return Verdict(True, clean_line(name), fingerprint)
    return Verdict(True, "", fingerprint)


def read_file(path: Path) -> bytes:
    """A file's bytes; it never hangs. Raises StoreError."""
    try:
        descriptor, status = open_regular(path)
    except FileNotFoundError as error:
        raise read_error(path, error) from error
    try:
        if status.st_size > SIZE_LIMIT:
            raise StorageError(tr("signature.too_large", file=display_path(path)))
        with os.fdopen(os.dup(descriptor), "rb") as file:
            return file.read(SIZE_LIMIT)
    except OSError as error:
        raise read_error(path, error) from error
    finally:
        close_quietly(descriptor)


def _keygen(
    words: Sequence[str], text: bytes, *, quiet: bool = True
) -> subprocess.CompletedProcess[bytes]:
    """Run ssh-keygen with `text` on its standard input; where not `quiet` it may speak."""
    program = which("ssh-keygen")
    if program is None:
        raise StorageError(tr("signature.no_program"))
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
