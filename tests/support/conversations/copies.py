"""Two copies of one conversation, for example on a laptop and on a server."""

from __future__ import annotations

import shutil
import stat
import subprocess
from collections.abc import Iterable
from pathlib import Path

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER, PartnerId
from afspraak.data.model.edits import Edit
from afspraak.data.model.fields import Fields
from afspraak.data.session.session import Session
from afspraak.data.session.user import SYSTEM_USER, User
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.merge_file import MergeResult
from afspraak.data.sync.merge_report import report_lines


def copied(path: Path, to: Path | str = "anna.sync-conflict-20261125-101500-ABCDEF7.json") -> Path:
    """A copy of a conversation, beside it or elsewhere, with its private file if there is one."""
    copy = path.parent / to
    shutil.copy(path, copy)
    if private_path(path).exists():
        shutil.copy(private_path(path), private_path(copy))
    return copy


def mirror(source: Path, target: Path) -> None:
    """Copy the files of a folder over those in another, with their times, as a backup does."""
    if shutil.which("rsync"):
        subprocess.run(["rsync", "-a", f"{source}/", f"{target}/"], check=True)
    else:
        shutil.copytree(source, target, dirs_exist_ok=True)


def done(path: Path, *edits: Edit, writer: PartnerId = MANAGER, user: User = SYSTEM_USER) -> None:
    """Apply edits to one copy, and close it."""
    session = Session.open(path, user=user)
    session.writer = writer
    try:
        for edit in edits:
            session.apply(edit)
    finally:
        session.close()


def content(path: Path) -> tuple[Fields, list[tuple[str, str]]]:
    """The content of a copy: its fields, and its notes with their authors."""
    session = Session.open_read_only(path)
    return dict(session.fields), [(line.text, line.by) for line in session.notes.note_lines()]


def files(folder: Path) -> dict[str, bytes]:
    """All files in a folder with their content."""
    found: Iterable[Path] = (one for one in sorted(folder.rglob("*")) if one.is_file())
    return {str(one.relative_to(folder)): one.read_bytes() for one in found}


def words(merged: MergeResult) -> str:
    """The report of a merge in words."""
    return "\n".join(report_lines(catalogue("en"), merged))


def file_names(folder: Path) -> list[str]:
    """The sorted names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def files_of(folder: Path, slug: str) -> dict[str, bytes]:
    """The files of the conversation `slug` in a folder, by their paths with `*` for its name."""
    return {
        str(path.relative_to(folder)).replace(slug, "*"): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and slug in str(path.relative_to(folder))
    }


def modes(folder: Path) -> set[str]:
    """The modes of the folders and files below `folder`, such as `d700` and `f600`."""
    found = set()
    for path in folder.rglob("*"):
        mode = path.lstat().st_mode
        found.add(f"{'d' if stat.S_ISDIR(mode) else 'f'}{stat.S_IMODE(mode):03o}")
    return found
