"""Fingerprints of the conversation files in a folder: they change with the content of a file."""

from __future__ import annotations

import os
from pathlib import Path
from zlib import crc32

from ...session.user import User
from ..summary import conversation_of_private, is_conversation, unreadable_notebook
from .copy_names import side_copy_of

Fingerprint = tuple[str, int]
"""A text that changes with the content of a conversation file and its private file, and the time of
the last change (nanoseconds since the epoch)."""


def find_fingerprints(
    folder: Path, *, user: User
) -> tuple[dict[bytes, Fingerprint], dict[str, str]]:
    """Return the fingerprint of each conversation file, by name; empty if there is no folder.

    Also return the side copies in the folder: name -> conversation file. Raises StorageError if the
    folder cannot be read.
    """
    present: dict[bytes, Fingerprint] = {}
    private: dict[bytes, Fingerprint] = {}
    sides: dict[str, str] = {}
    try:
        with os.scandir(os.fsencode(folder)) as entries:
            for entry in entries:
                if is_conversation(entry.name):
                    present[entry.name] = _fingerprint(entry)
                elif name := conversation_of_private(entry.name):
                    private[name] = _fingerprint(entry)
                elif name := side_copy_of(entry.name):
                    sides[os.fsdecode(entry.name)] = os.fsdecode(name)
    except FileNotFoundError:
        return {}, {}
    except OSError as error:
        raise unreadable_notebook(folder, error) from error
    # A summary names the other partner, which depends on the user and on the private file.
    identity = f"{crc32(user.identity_key.encode('utf-8', 'surrogatepass')):x}"
    marks = {
        name: _combined_fingerprint(fingerprint, private.get(name), identity)
        for name, fingerprint in present.items()
    }
    return marks, sides


def _combined_fingerprint(
    shared: Fingerprint, private: Fingerprint | None, user: str
) -> Fingerprint:
    mark, changed = shared
    own, own_changed = private or ("", 0)
    return " ".join(filter(None, (mark, user, own))), max(changed, own_changed)


def _fingerprint(entry: os.DirEntry[bytes]) -> Fingerprint:
    try:
        status = entry.stat()
    except OSError:
        return ("?", 0)  # reading it will report the error
    # A change in place that keeps size and mtime still changes ctime.
    mark = f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
    return (mark, max(status.st_mtime_ns, status.st_ctime_ns))
