"""The journals in a folder: their names, and whether a running session holds them.

Each session has a file of its own, `<login>.<client>.afl`.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
from pathlib import Path

from ...errors import StorageError
from ...system.files.descriptors import close_quietly, open_regular
from ...system.files.file_errors import read_error
from ...system.files.folder_lock import lock_folder
from ...system.files.ownership import is_own
from ...system.paths import is_folder
from ...system.user import login_name
from ...text.lazy_pattern import lazy_pattern
from ..siblings import journal_folder, private_path

_NAME = lazy_pattern(r"(?P<login>.+)\.(?P<client>[0-9]{1,20})\.afl", re.DOTALL)
_MAX_LOGIN = 64  # characters; keeps the name well under the 255 bytes of NAME_MAX


def journal_name(client: int) -> str:
    """Return the file name of the journal of this login and client."""
    return f"{login_for_file_name()}.{client:d}.afl"


def login_for_file_name() -> str:
    """Return the login in letters, digits and `_-.`; the user id if it has none."""
    name = re.sub(r"[^A-Za-z0-9_.-]", "_", login_name())[:_MAX_LOGIN]
    return re.sub(r"^\.", "_", name) or str(os.geteuid())


def orphaned_journals(folder: Path) -> list[Path]:
    """Return our journals that no running session holds."""
    return [path for path, _, in_use in list_journals(folder) if not in_use]


def journals_in_use(folder: Path) -> list[Path]:
    """Return our journals that a running session holds."""
    return [path for path, _, in_use in list_journals(folder) if in_use]


def has_session(path: Path) -> bool:
    """Return whether a running session of ours holds a journal of the conversation at `path`.

    Those of earlier versions count too: they have no open marker. Raises StorageError.
    """
    return any(journals_in_use(journal_folder(file)) for file in (path, private_path(path)))


def list_journals(folder: Path) -> list[tuple[Path, int, bool]]:
    """Return our journals, by name: path, client, and whether it is in use.

    Files of another owner, links and special files are left out. Returns nothing if the folder is
    missing; raises StorageError if it is unreadable.
    """
    if not is_folder(folder):
        return []
    result = []
    with lock_folder(folder):  # a journal is created and locked under this lock
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            raise read_error(folder, error) from error
        for path in paths:
            match = _NAME.fullmatch(path.name)
            if not match:
                continue
            in_use = is_in_use(path)
            if in_use is not None:
                result.append((path, int(match["client"]), in_use))
    return result


def is_in_use(path: Path) -> bool | None:
    """Return whether a session holds the journal; None if it is no regular file of this user."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or not is_own(status, path.parent):
            return None
    except OSError:
        return None
    try:
        descriptor, _ = open_regular(path, follow=False)
    except (OSError, StorageError):
        return True  # unknown, so it must not be discarded
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        close_quietly(descriptor)
