"""A locked conversation compared with a plain one: opening, saving, bytes of a key on disk."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from pathlib import Path

from afspraak.data.maintenance.lock import lock
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.storage.encryption.keyring import Keyring
from afspraak.data.storage.siblings import journal_folder

from ..bench import Bench
from ..documents import document
from ..figures import Measure
from ..subjects import AFSPRAAK

GROUP = "A locked conversation beside the same one plain"
OPEN, SAVE, KEY = "opening it", "saving it after one key", "a key in its journal"
SIZES = (2, 20, 200)
"""Sizes of the notes in kilobytes."""
_TIMES = 15


def once(bench: Bench, number: int) -> None:
    """Open and save the plain and the locked conversation in turn, with two SSH keys."""
    bench.say("locking")
    for size in SIZES:
        with bench.tried(f"locked conversation of {size} kB"):
            folder = bench.folder / f"locking-{number}-{size}"
            plain = document(folder, size).folder / "nb" / "anna.json"
            locked = folder / "locked" / "anna.json"
            locked.parent.mkdir()
            shutil.copy(plain, locked)
            keys = [_key(folder, name) for name in ("jan", "anna")]
            user = User(keyring=Keyring([keys[0]]))
            lock(locked, [key.with_name(f"{key.name}.pub") for key in keys], user=user)
            _measured(bench, size, {"plain": plain, "locked": locked}, user)


def _measured(bench: Bench, size: int, paths: dict[str, Path], user: User) -> None:
    for time_number in range(_TIMES + 1):
        took: dict[str, tuple[float, float]] = {}
        for told, path in paths.items():
            began = time.perf_counter()
            session = Session.open(path, user=user)
            opened = time.perf_counter() - began
            with closing(session):
                session.apply(Write(0, 0, "x"))
                before = _journal_size(path)
                session.apply(Write(1, 0, "x"))
                if not time_number:
                    _add(bench, KEY, "B", f"{told}, {size} kB", _journal_size(path) - before)
                began = time.perf_counter()
                session.save()
                took[told] = opened, time.perf_counter() - began
        if not time_number:
            continue  # what is loaded at the first time counts for nothing
        for place, name in enumerate((OPEN, SAVE)):
            for told, times in took.items():
                _add(bench, name, "ms", f"{told}, {size} kB", times[place] * 1e3)
            ratio = took["locked"][place] / took["plain"][place]
            _add(bench, name, "x", f"locked over plain, {size} kB", ratio)


def _add(bench: Bench, name: str, unit: str, case: str, value: float) -> None:
    bench.figures.add(Measure(GROUP, name, unit, case), AFSPRAAK, value)


def _journal_size(path: Path) -> int:
    return sum(one.stat().st_size for one in journal_folder(path).iterdir())


def _key(folder: Path, name: str) -> Path:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    key = Ed25519PrivateKey.generate()
    private = folder / name
    private.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()),
    )
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    private.with_name(f"{name}.pub").write_bytes(public + b"\n")
    return private
