"""The export log: the files that conversations were exported to, so that an erasure finds them.

It holds paths and digests and no text, in the state folder, because paths are of one machine.
Failing to write the log does not fail an export.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import StorageError
from ..system.files.atomic_files import previous_copy, temporary_name, write_atomically
from ..system.files.descriptors import open_regular, read_regular
from ..system.files.file_errors import write_error
from ..system.files.folder_lock import lock_folder
from ..system.files.private_folder import make_private_folder
from ..system.paths import exports_file, is_folder, real_path

_MAX_BYTES = 16 * 1024 * 1024
"""A larger log, in bytes, was not written by us."""
_MAX_DIGESTS = 20
"""The most versions of one export in the log; an older version counts as changed."""
_FORMAT = 1


class Export(NamedTuple):
    """A file that a conversation was exported to."""

    conversation: Path
    """The conversation's file."""
    file: Path
    at: str
    """UTC time of the last export."""
    digests: tuple[str, ...]
    """SHA-256 of each export to the file, the last one last."""
    mixed: bool = False
    """Whether other conversations than those asked for are in the file too."""

    @property
    def existing_files(self) -> list[Path]:
        """The file and the previous copy beside it, as far as they exist."""
        return [path for path in (self.file, previous_copy(self.file)) if os.path.lexists(path)]

    @property
    def unchanged_files(self) -> list[Path]:
        """Those of `existing_files` that are byte for byte as they were exported."""
        return [path for path in self.existing_files if _digest(path) in self.digests]


def log_export(paths: Iterable[Path], target: Path, data: bytes) -> None:
    """Record that the conversations at these paths were exported to `target`, as these bytes."""
    conversations, file = {real_path(path) for path in paths}, real_path(target)
    log = exports_file()
    with suppress(StorageError, OSError):
        make_private_folder(log.parent)
        with lock_folder(log.parent):
            others, digests = [], {sha256(data).hexdigest(): None}
            for export in _read(log):
                if export.file == file and export.conversation in conversations:
                    digests = {**dict.fromkeys(export.digests), **digests}
                else:
                    others.append(export)
            kept_digests = tuple(digests)[-_MAX_DIGESTS:]
            now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
            _write(
                log, [*others, *(Export(c, file, now, kept_digests) for c in sorted(conversations))]
            )


def find_exports(paths: Iterable[Path]) -> list[Export]:
    """Return the known exports of the conversations at these paths, one a file, by file."""
    wanted = {real_path(path) for path in paths}
    exports = _read(exports_file())
    mixed = {export.file for export in exports if export.conversation not in wanted}
    found = {
        export.file: export._replace(mixed=export.file in mixed)
        for export in exports
        if export.conversation in wanted
    }
    return [found[file] for file in sorted(found)]


def exported_to(file: Path) -> list[Path]:
    """Return the conversations that were exported to a file, as far as the log knows."""
    wanted = real_path(file)
    return sorted(
        {export.conversation for export in _read(exports_file()) if export.file == wanted}
    )


def exports_with(digest: str) -> list[Export]:
    """Return the known exports that had this SHA-256, as hexadecimal digits."""
    return [export for export in _read(exports_file()) if digest in export.digests]


def erase_log_entries(paths: Iterable[Path]) -> None:
    """Remove the entries of the conversations at these paths. A corrupt log is deleted entirely.

    Raises StorageError.
    """
    log = exports_file()
    if not is_folder(log.parent):
        return
    wanted = {real_path(path) for path in paths}
    with lock_folder(log.parent):
        remaining = [export for export in _read(log) if export.conversation not in wanted]
        try:
            log.with_name(temporary_name(log.name)).unlink(missing_ok=True)
            if not remaining:
                log.unlink(missing_ok=True)
        except OSError as error:
            raise write_error(log, error) from error
        if remaining:
            _write(log, remaining)


def move_log_entries(moved: Mapping[Path, Path]) -> None:
    """Record that conversations moved from one path to another. Raises StorageError."""
    log = exports_file()
    if not is_folder(log.parent):
        return
    targets = {real_path(source): real_path(target) for source, target in moved.items()}
    with lock_folder(log.parent):
        exports = _read(log)
        if any(export.conversation in targets for export in exports):
            _write(
                log,
                [
                    export._replace(
                        conversation=targets.get(export.conversation, export.conversation)
                    )
                    for export in exports
                ],
            )


def _write(log: Path, exports: Collection[Export]) -> None:
    rows = [
        {
            "conversation": os.fspath(export.conversation),
            "file": os.fspath(export.file),
            "at": export.at,
            "digests": list(export.digests),
        }
        for export in exports
    ]
    # ASCII: a path may hold bytes that are no text.
    text = json.dumps({"format": _FORMAT, "exports": rows}, indent=1)
    write_atomically(log, text.encode())


def _read(log: Path) -> list[Export]:
    """Return the entries; none if the log is missing or malformed."""
    try:
        data = read_regular(log, _MAX_BYTES + 1, follow=False)
        content = json.loads(data) if len(data) <= _MAX_BYTES else {"exports": []}
        return [_export(row) for row in content["exports"]]
    except (OSError, StorageError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _export(row: Any) -> Export:
    conversation, file, at = (str(row[name]) for name in ("conversation", "file", "at"))
    if "\0" in conversation + file:
        raise ValueError(file)
    return Export(Path(conversation), Path(file), at, tuple(map(str, row["digests"])))


def _digest(path: Path) -> str:
    """Return the digest of a regular file; "" if it is none, or cannot be read."""
    try:
        descriptor, _ = open_regular(path, follow=False)
        with os.fdopen(descriptor, "rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except (OSError, StorageError):
        return ""
