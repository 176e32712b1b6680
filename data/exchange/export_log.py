"""What was exported to which file: a record for its user alone, so that nothing is forgotten.

It holds paths and digests and no text, in the state folder, because files are of one machine. An
export never fails for the record.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import StorageError
from ..system.atomic_files import previous_copy, temporary_name, write_atomically
from ..system.descriptors import close_quietly, open_regular
from ..system.file_errors import write_error
from ..system.folder_lock import lock_folder
from ..system.paths import exports_file, real_path
from ..system.private_folder import make_private_folder

_MOST_BYTES = 16 * 1024 * 1024
"""A larger record was not written by us."""
_MOST_DIGESTS = 20
"""So many versions of one export are known; an older one counts as changed."""
_FORMAT = 1


class Export(NamedTuple):
    """A file that a conversation was exported to."""

    conversation: Path
    """The conversation's file."""
    file: Path
    at: str
    """UTC moment of the last time."""
    digests: tuple[str, ...]
    """SHA-256 of what was written there, the last time last."""
    mixed: bool = False
    """Whether other conversations than those asked for are in the file too."""

    @property
    def existing_files(self) -> list[Path]:
        """The file and the previous copy that exporting left beside it, where they are there."""
        return [one for one in (self.file, previous_copy(self.file)) if os.path.lexists(one)]

    @property
    def unchanged_files(self) -> list[Path]:
        """Those of them that are byte for byte as they were written."""
        return [one for one in self.existing_files if _digest(one) in self.digests]


def log_export(paths: Iterable[Path], target: Path, data: bytes) -> None:
    """Keep that the conversations at these paths were exported to `target`, as these bytes."""
    conversations, file = {real_path(path) for path in paths}, real_path(target)
    place = exports_file()
    with suppress(StorageError, OSError):
        make_private_folder(place.parent)
        with lock_folder(place.parent):
            others, digests = [], {sha256(data).hexdigest(): None}
            for one in _read(place):
                if one.file == file and one.conversation in conversations:
                    digests = {**dict.fromkeys(one.digests), **digests}
                else:
                    others.append(one)
            known = tuple(digests)[-_MOST_DIGESTS:]
            now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
            _write(place, [*others, *(Export(c, file, now, known) for c in sorted(conversations))])


def find_exports(paths: Iterable[Path]) -> list[Export]:
    """The exports of the conversations at these paths that are known, one a file, by file."""
    wanted = {real_path(path) for path in paths}
    known = _read(exports_file())
    mixed = {one.file for one in known if one.conversation not in wanted}
    found = {
        one.file: one._replace(mixed=one.file in mixed)
        for one in known
        if one.conversation in wanted
    }
    return [found[file] for file in sorted(found)]


def erase_log_entries(paths: Iterable[Path]) -> None:
    """Keep nothing of the conversations at these paths. A record that is no good goes whole.

    Raises StoreError.
    """
    place = exports_file()
    if not place.parent.is_dir():
        return
    wanted = {real_path(path) for path in paths}
    with lock_folder(place.parent):
        kept = [one for one in _read(place) if one.conversation not in wanted]
        try:
            place.with_name(temporary_name(place.name)).unlink(missing_ok=True)
            if not kept:
                place.unlink(missing_ok=True)
        except OSError as error:
            raise write_error(place, error) from error
        if kept:
            _write(place, kept)


def _write(place: Path, exports: Collection[Export]) -> None:
    rows = [
        {
            "conversation": os.fspath(one.conversation),
            "file": os.fspath(one.file),
            "at": one.at,
            "digests": list(one.digests),
        }
        for one in exports
    ]
    # ASCII: a path may hold bytes that are no text.
    told = json.dumps({"format": _FORMAT, "exports": rows}, indent=1)
    write_atomically(place, told.encode())


def _read(place: Path) -> list[Export]:
    """What is known; nothing where the record is not there, or is none of ours."""
    try:
        descriptor, status = open_regular(place, follow=False)
    except (OSError, StorageError):
        return []
    try:
        if status.st_size > _MOST_BYTES:
            return []
        with os.fdopen(os.dup(descriptor), "rb") as file:
            told = json.loads(file.read(_MOST_BYTES))
        return [_export(row) for row in told["exports"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []
    finally:
        close_quietly(descriptor)


def _export(row: Any) -> Export:
    conversation, file, at = (str(row[name]) for name in ("conversation", "file", "at"))
    if "\0" in conversation + file:
        raise ValueError(file)
    return Export(Path(conversation), Path(file), at, tuple(map(str, row["digests"])))


def _digest(path: Path) -> str:
    """The digest of an ordinary file; empty where it is none, or cannot be read."""
    try:
        descriptor, _ = open_regular(path, follow=False)
    except (OSError, StorageError):
        return ""
    digest = sha256()
    try:
        while part := os.read(descriptor, 1 << 20):
            digest.update(part)
    except OSError:
        return ""
    finally:
        close_quietly(descriptor)
    return digest.hexdigest()
