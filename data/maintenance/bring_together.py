"""Bring the copies of a conversation that other programs made together with it, and put them away.

A copy whose content the conversation has is removed. One that changed the same as the conversation
is kept as `<slug>.json.merged`: there the other values can still be read. A copy that cannot be
merged completely stays where it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..crdt.snapshot import decode_snapshot
from ..errors import AfspraakError, StorageError
from ..i18n.catalogue import Catalogue, Message
from ..notebook.notebook import Notebook
from ..session.user import SYSTEM_USER, User
from ..storage.durable_replica import DurableReplica
from ..storage.encryption.keyring import Keyring
from ..storage.journal.discard import discard_orphaned
from ..storage.journal.journal_files import orphaned_journals
from ..storage.loader import is_private
from ..storage.open_marker import try_exclusive_lock
from ..storage.siblings import MERGED, journal_folder, private_path
from ..sync.merge_file import MergeResult, merge
from ..sync.merge_report import merge_faults, report_dict, report_lines
from ..system.files.atomic_files import previous_copy
from ..system.files.descriptors import fsync_folder
from ..system.files.file_errors import display_path, write_error
from ..system.files.file_identity import file_identity
from ..system.files.folder_lock import lock_folder
from ..system.paths import exists, is_folder


@dataclass(frozen=True, slots=True)
class BroughtTogether:
    """What became of one copy."""

    copy: Path
    merged: MergeResult | None = None
    fault: Message | None = None
    """Why the copy stays where it is; None if it was put away."""
    kept: Path | None = None
    """The path at which it is kept; None if it was removed."""

    def to_dict(self, words: Catalogue) -> dict[str, Any]:
        """Return its values by name, for programs."""
        return {
            "copy": self.copy,
            "merged": report_dict(words, self.merged) if self.merged is not None else None,
            "fault": self.fault or "",
            "kept": self.kept or "",
        }

    def lines(self, words: Catalogue) -> Iterator[str]:
        """Yield the report as lines of text."""
        if self.merged is not None:
            yield from report_lines(words, self.merged)
        name = display_path(self.copy.name)
        if self.fault is not None:
            yield words("merge.copy.stays", file=name, reason=self.fault)
        elif self.kept is not None:
            yield words("merge.copy.kept", file=name, kept=display_path(self.kept.name))
        else:
            yield words("merge.copy.removed", file=name)


def copies_of(path: Path, *, user: User = SYSTEM_USER) -> list[Path]:
    """Return the copies beside a conversation that other programs made. Raises StorageError."""
    original, copies = group_of(path, user=user)
    return copies if original == path else []


def group_of(path: Path, *, user: User = SYSTEM_USER) -> tuple[Path, list[Path]]:
    """Return the conversation to which the file at `path` belongs, and all copies of it beside it.

    That is the file itself unless it is a copy that another program made. Raises StorageError.
    """
    for original, copies in Notebook(path.parent, user=user).index.copies().items():
        if original.name == path.name:
            return path, copies
        if any(copy.name == path.name for copy in copies):
            return original, copies
    return path, []


def bring_together(
    path: Path, copies: Iterable[Path], *, user: User = SYSTEM_USER
) -> list[BroughtTogether]:
    """Merge copies into the conversation at `path` one by one, and put away each that is in it.

    A copy that cannot be merged is reported; nothing is raised for it.
    """
    return [_bring(path, copy, user=user) for copy in copies]


def _bring(path: Path, copy: Path, *, user: User) -> BroughtTogether:
    merged = None
    try:
        with try_exclusive_lock(copy) as closed:
            if not closed:
                raise StorageError("merge.copy.open", file=display_path(copy.name))
            before = [file_identity(file) for file in _files(copy)]
            merged = merge(path, copy, user=user)
            for fault in merge_faults(merged):
                return BroughtTogether(copy, merged, fault)
            if before != [file_identity(file) for file in _files(copy)]:
                raise StorageError("storage.changed", file=display_path(copy.name))
            for file in filter(exists, _files(copy)):
                if not _is_contained(file, path, user.keyring):
                    raise StorageError("merge.copy.not_ours", file=display_path(file.name))
            return BroughtTogether(copy, merged, kept=_put_away(path, copy, merged, user.keyring))
    except AfspraakError as error:
        return BroughtTogether(copy, merged, error.message)


def _files(copy: Path) -> tuple[Path, ...]:
    """Return the file of a copy and its private file, which the merge includes."""
    return copy, private_path(copy)


def _is_contained(file: Path, path: Path, keyring: Keyring) -> bool:
    """Return whether the conversation at `path`, or its private file, has all that is in a file."""
    copy = DurableReplica.open(file, read_only=True, private=True, keyring=keyring).replica
    home = private_path(path) if is_private(copy.fields) else path
    if not exists(home):
        return False
    ours = DurableReplica.open(home, read_only=True, private=True, keyring=keyring).replica
    return not decode_snapshot(copy.snapshot).difference(decode_snapshot(ours.snapshot))


def _put_away(path: Path, copy: Path, merged: MergeResult, keyring: Keyring) -> Path | None:
    """Remove a copy, or rename it if it has values that were not taken; return its new path."""
    diffs = (merged.shared, merged.private)
    has_other_values = any(diff.conflicts or diff.modify_delete_conflicts for diff in diffs)
    kept = None
    for file in _files(copy):
        folder = journal_folder(file)
        discard_orphaned(orphaned_journals(folder) if is_folder(folder) else (), keyring=keyring)
        try:
            with lock_folder(file.parent):
                previous_copy(file).unlink(missing_ok=True)
                if has_other_values and exists(file):
                    is_private = ".private" in file.name
                    target = _merged_name(private_path(path) if is_private else path)
                    _withdraw_access(file)
                    file.rename(target)
                    kept = kept or target
                else:
                    file.unlink(missing_ok=True)
                if is_folder(folder) and not os.listdir(folder):  # noqa: PTH208 - only whether any
                    folder.rmdir()
                fsync_folder(file.parent)
        except OSError as error:
            raise write_error(file, error) from error
    return kept


def _withdraw_access(file: Path) -> None:
    """Let nobody but the owner read a file: others made it. Raises OSError."""
    if file.is_symlink():
        return  # only the link is renamed
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def _merged_name(path: Path) -> Path:
    """Return the first path of `<name>.merged`, `<name>.merged.2` … that is free."""
    number = 1
    candidate = path.with_name(f"{path.name}{MERGED}")
    while os.path.lexists(candidate):
        number += 1
        candidate = path.with_name(f"{path.name}{MERGED}.{number}")
    return candidate
