"""Reading the journals in a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from ...crdt.update_clients import decode_client_list
from ...errors import StorageError
from ..encryption.keyring import USUAL_KEYS, Keyring
from .journal_files import list_journals
from .journal_format import scan_journal


class JournalFile(NamedTuple):
    """A journal found in a folder, with the updates in it.

    `in_use`: a running session holds it. `damaged` is as in `ScanResult`.
    `document_clients` are the clients of the document it belongs to; empty if it does not say.
    """

    path: Path
    client: int
    frames: tuple[bytes, ...]
    in_use: bool
    damaged: bool
    document_clients: frozenset[int] = frozenset()


def read_journals(folder: Path, *, keyring: Keyring = USUAL_KEYS) -> list[JournalFile]:
    """Read our journals in the folder, by name; nothing if the folder is missing.

    An unreadable journal has no frames and is damaged. Damage in a journal in use may only be a
    frame that is being written. Raises StorageError if the folder is unreadable.
    """
    result = []
    for path, client, in_use in list_journals(folder):
        try:
            frames, _, damaged, _ = scan_journal(path, keyring=keyring)
        except StorageError:
            if not os.path.lexists(path):
                continue  # its session ended meanwhile
            frames, damaged = (), True
        document_clients = decode_client_list(frames[0]) if frames else frozenset()
        frames = frames[1:] if document_clients else frames
        result.append(JournalFile(path, client, frames, in_use, damaged, document_clients))
    return result
