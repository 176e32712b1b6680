"""List every file that belongs to a conversation, with its state. Writes nothing."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ..errors import AfspraakError, StorageError
from ..i18n.catalogue import Message
from ..notebook.index_schema import VERSION
from ..session.working_copies.find_working_copies import find_working_copies
from ..storage.conversation_file import ConversationFile
from ..storage.encryption.keyring import USUAL_KEYS, Keyring
from ..storage.journal.journal_reader import read_journals
from ..storage.json_storage import DamagedFile
from ..storage.siblings import FolderNames, journal_folder, private_path, side_files
from ..system.files.atomic_files import previous_copy
from ..system.files.descriptors import open_regular
from ..system.files.file_errors import display_path
from ..system.paths import index_file
from ..text.lazy_pattern import lazy_pattern

_KEPT_COPY = lazy_pattern(r".*\.merged(\.\d+)?", re.DOTALL)
_MOVED_ASIDE = lazy_pattern(r".*\.damaged(\.\d+)?", re.DOTALL)


class FileState(NamedTuple):
    """One file. `fault` is what is wrong with it; None if it is intact.

    `kind` is `conversation`, `previous`, `journal`, `private`, `leftover` (a damaged file that was
    renamed), `merged` (a copy that is kept after it was brought together), `temporary` (of a killed
    write), `index`, or the folder of a working copy for an external editor: `editor` (changed),
    `editor_unread` or `editor_same`.
    """

    path: Path
    kind: str
    fault: Message | None = None
    note: Message | str = ""
    """The local time of a changed working copy, or why it cannot be read."""

    def lines(self) -> list[Message]:
        """Return the file's lines of the report; none for an intact file of an expected kind."""
        if self.kind in ("leftover", "merged", "temporary", "editor_same"):
            return [Message(f"check.file.{self.kind}", path=display_path(self.path))]
        if self.kind.startswith("editor"):
            values = {"path": display_path(self.path), "at": self.note, "reason": self.note}
            return [Message(f"check.file.{self.kind}", **values)]
        if not self.fault or self.kind == "conversation":  # the report begins with that one
            return []
        return [Message(f"check.file.{self.kind}", path=display_path(self.path), reason=self.fault)]


def file_states(
    path: Path, *, keyring: Keyring = USUAL_KEYS, listed: FolderNames | None = None
) -> list[FileState]:
    """Return the files of the conversation at `path`, its private file's too.

    `listed` has the names in its folder, if they were listed before.
    """
    private = private_path(path)
    return [
        *_states(path, "conversation", keyring=keyring, listed=listed),
        *_working_copies(path),
        *_states(private, "private", keyring=keyring, listed=listed),
    ]


def index_state(folder: Path) -> FileState | None:
    """Return the index of a notebook; None if there is none yet."""
    path = index_file(folder)
    if not os.path.lexists(path):
        return None
    return FileState(
        path, "index", None if _is_index_intact(path) else Message("check.index.fault")
    )


def fault_of(path: Path, *, keyring: Keyring = USUAL_KEYS) -> Message | None:
    """Return why the conversation or private file at `path` cannot be used; None if it can."""
    try:
        ConversationFile(path, keyring=keyring).load()
    except DamagedFile as error:
        return error.reason
    except AfspraakError as error:
        return error.message
    return None


def _states(
    path: Path, kind: str, *, keyring: Keyring, listed: FolderNames | None
) -> Iterator[FileState]:
    if kind == "conversation" or os.path.lexists(path):
        yield FileState(path, kind, fault_of(path, keyring=keyring))
    previous = previous_copy(path)
    if os.path.lexists(previous):
        yield FileState(previous, "previous", fault_of(previous, keyring=keyring))
    yield from _journals(journal_folder(path), keyring=keyring)
    try:
        others = [file for file in side_files(path, listed) if file != previous]
    except StorageError:
        return
    for file in others:
        yield FileState(file, _kind_of(file))


def _kind_of(side_file: Path) -> str:
    if _KEPT_COPY.fullmatch(side_file.name):
        return "merged"
    return "leftover" if _MOVED_ASIDE.fullmatch(side_file.name) else "temporary"


def _journals(folder: Path, *, keyring: Keyring) -> Iterator[FileState]:
    if not os.path.lexists(folder):
        return
    try:
        journals = {read.path: read for read in read_journals(folder, keyring=keyring)}
        present = sorted(folder.iterdir())
    except (OSError, StorageError) as error:
        cause = error.cause if isinstance(error, StorageError) else None
        yield FileState(folder, "journal", cause or Message("storage.reason.not_folder"))
        return
    for path in present:
        if (journal := journals.get(path)) is not None:
            damaged = journal.damaged and not journal.in_use
            yield FileState(path, "journal", Message("check.journal.fault") if damaged else None)
        elif _MOVED_ASIDE.fullmatch(path.name):
            yield FileState(path, "leftover")
        elif path.suffix == ".afl" and not _is_regular(path):
            yield FileState(path, "journal", Message("storage.reason.not_regular"))


def _working_copies(path: Path) -> Iterator[FileState]:
    for copy in find_working_copies(path):
        content = copy.read()
        if content.problem:
            yield FileState(copy.folder, "editor_unread", note=content.problem)
        elif content.has_content:
            yield FileState(copy.folder, "editor", note=f"{content.written_at:%Y-%m-%d %H:%M}")
        else:
            yield FileState(copy.folder, "editor_same")


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return True  # it was deleted meanwhile


def _is_index_intact(path: Path) -> bool:
    try:
        descriptor, _ = open_regular(path, follow=False)
        os.close(descriptor)
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as index:
            is_whole: bool = index.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            is_current: bool = index.execute("PRAGMA user_version").fetchone() == (VERSION,)
            return is_whole and is_current
    except (OSError, StorageError, sqlite3.Error):
        return False
