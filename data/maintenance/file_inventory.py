"""Every file that belongs to a conversation, and the state it is in. Nothing is written."""

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
from ..i18n.catalogue import tr
from ..notebook.index_schema import VERSION
from ..session.find_working_copies import find_working_copies
from ..storage.conversation_file import ConversationFile
from ..storage.journal.journal_reader import read_journals
from ..storage.json_storage import DamagedFile
from ..storage.siblings import journal_folder, private_path, side_files
from ..system.atomic_files import previous_copy
from ..system.descriptors import open_regular
from ..system.file_errors import display_path
from ..system.paths import index_file

_ASIDE = re.compile(r".*\.damaged(\.\d+)?", re.DOTALL)


class FileState(NamedTuple):
    """One file. `fault` tells in the user's words what is wrong with it; empty where it is whole.

    `kind` is `conversation`, `previous`, `journal`, `private`, `leftover` (a damaged file that was
    put aside), `temporary` (what a kill left behind), `index`, or the folder of a working copy that
    an external editor was given: `editor` (changed), `editor_unread` or `editor_same`.
    """

    path: Path
    kind: str
    fault: str = ""
    note: str = ""
    """What else there is to say of it."""

    def lines(self) -> list[str]:
        """What there is to say of it; nothing of a sound file of its own place."""
        if self.kind in ("leftover", "temporary", "editor_same"):
            return [tr(f"check.file.{self.kind}", path=display_path(self.path))]
        if self.kind.startswith("editor"):
            values = {"path": display_path(self.path), "at": self.note, "reason": self.note}
            return [tr(f"check.file.{self.kind}", **values)]
        if not self.fault or self.kind == "conversation":  # that one is told first of all
            return []
        return [tr(f"check.file.{self.kind}", path=display_path(self.path), reason=self.fault)]


def file_states(path: Path) -> list[FileState]:
    """The files of the conversation at `path`, its private file's too."""
    private = private_path(path)
    return [*_states(path, "conversation"), *_working_copies(path), *_states(private, "private")]


def index_state(folder: Path) -> FileState | None:
    """The index of a notebook; None where there is none yet."""
    path = index_file(folder)
    if not os.path.lexists(path):
        return None
    return FileState(path, "index", "" if _sound(path) else tr("check.index.fault"))


def fault_of(path: Path) -> str:
    """Why the conversation or private file at `path` cannot be used; empty where it can."""
    try:
        ConversationFile(path).load()
    except DamagedFile as error:
        return error.reason
    except AfspraakError as error:
        return str(error)
    return ""


def _states(path: Path, kind: str) -> Iterator[FileState]:
    if kind == "conversation" or os.path.lexists(path):
        yield FileState(path, kind, fault_of(path))
    previous = previous_copy(path)
    if os.path.lexists(previous):
        yield FileState(previous, "previous", fault_of(previous))
    yield from _journals(journal_folder(path))
    try:
        others = [one for one in side_files(path) if one != previous]
    except StorageError:
        return
    for one in others:
        yield FileState(one, "leftover" if _ASIDE.fullmatch(one.name) else "temporary")


def _journals(folder: Path) -> Iterator[FileState]:
    if not os.path.lexists(folder):
        return
    try:
        found = {one.path: one for one in read_journals(folder)}
        present = sorted(folder.iterdir())
    except (OSError, StorageError) as error:
        cause = error.cause if isinstance(error, StorageError) else ""
        yield FileState(folder, "journal", cause or tr("storage.reason.not_folder"))
        return
    for path in present:
        if (journal := found.get(path)) is not None:
            damaged = journal.damaged and not journal.in_use
            yield FileState(path, "journal", tr("check.journal.fault") if damaged else "")
        elif _ASIDE.fullmatch(path.name):
            yield FileState(path, "leftover")
        elif path.suffix == ".afl" and not _ordinary(path):
            yield FileState(path, "journal", tr("storage.reason.not_regular"))


def _working_copies(path: Path) -> Iterator[FileState]:
    for copy in find_working_copies(path):
        found = copy.read()
        if found.problem:
            yield FileState(copy.folder, "editor_unread", note=found.problem)
        elif found.has_content:
            yield FileState(copy.folder, "editor", note=f"{found.written_at:%Y-%m-%d %H:%M}")
        else:
            yield FileState(copy.folder, "editor_same")


def _ordinary(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return True  # it went away meanwhile


def _sound(path: Path) -> bool:
    try:
        descriptor, _ = open_regular(path, follow=False)
        os.close(descriptor)
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as index:
            whole: bool = index.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            version: bool = index.execute("PRAGMA user_version").fetchone() == (VERSION,)
            return whole and version
    except (OSError, StorageError, sqlite3.Error):
        return False
