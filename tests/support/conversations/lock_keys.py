"""Keys of two people, for locked conversations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("pyrage", reason="the extra `lock` is not installed")

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from afspraak.data.system.paths import settings_file

PASSPHRASE = "een geheime zin"


@dataclass(frozen=True)
class Key:
    """A pair of key files."""

    private: Path
    public: Path

    def only(self) -> None:
        """Make this the only available key."""
        own_key_file().parent.mkdir(parents=True, exist_ok=True)
        own_key_file().write_bytes(self.private.read_bytes())


def own_key_file() -> Path:
    """The default key file of the user of a test."""
    return settings_file().with_name("identity.txt")


@cache
def _made(kind: str, name: str, guarded: bool) -> tuple[bytes, bytes]:
    """The private and the public key as file contents; each name has its own pair."""
    if kind == "age":
        from pyrage import x25519

        key = x25519.Identity.generate()
        public = str(key.to_public())
        return f"# public key: {public}\n{key}\n".encode(), f"{public}\n".encode()
    secret: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    if kind == "rsa":
        secret = rsa.generate_private_key(65537, 2048)
    elif kind == "ecdsa":
        secret = ec.generate_private_key(ec.SECP256R1())
    else:
        secret = ed25519.Ed25519PrivateKey.generate()
    cover = BestAvailableEncryption(PASSPHRASE.encode()) if guarded else NoEncryption()
    private = secret.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, cover)
    public_key = secret.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return private, public_key + f" {name}@example.org\n".encode()


def key(folder: Path, name: str, kind: str = "ed25519", *, guarded: bool = False) -> Key:
    """Create a key of a person in a folder; `kind` is ed25519, rsa, ecdsa or age."""
    folder.mkdir(exist_ok=True)
    pair = Key(folder / name, folder / f"{name}.pub")
    private, public = _made(kind, name, guarded)
    pair.private.write_bytes(private)
    pair.public.write_bytes(public)
    return pair
