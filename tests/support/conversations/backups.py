"""A conversation of which yesterday's file came back over today's."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session

from .copies import done, mirror
from .killing import kill
from .strangers import begun_with


class RestoredBackup(NamedTuple):
    """The paths of the conversation, and of a copy of today's file elsewhere."""

    path: Path
    newer: Path


def restored_backup(folder: Path) -> RestoredBackup:
    """Make one in `folder`/nb; a journal of today, which waits for today's file, is beside it."""
    path, backup, newer = folder / "nb" / "anna.json", folder / "backup", folder / "newer.json"
    begun_with(path, "yesterday")
    mirror(path.parent, backup)
    done(path, Write(0, 0, "today\n"))
    shutil.copy(path, newer)
    session = Session.open(path)
    session.apply(Write(3, 0, "-unsaved-"))  # inside what only the newer file has
    kill(session)
    mirror(backup, path.parent)
    return RestoredBackup(path, newer)
