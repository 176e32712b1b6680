"""Paths: notebook, settings and cache, by the XDG rules (platformdirs)."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from ..errors import StorageError, UsageError

_NAME = "afspraak"
_NAME_MAX = 255
"""The most bytes in a file's name on usual file systems."""


def user_path(text: str) -> Path:
    """Return the path that a user wrote, with a leading `~` or `~login` replaced.

    Raises UsageError if that home folder is unknown.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        from ..text.sanitize import clean_line

        raise UsageError("storage.path.no_home", path=clean_line(text)) from error


def home_relative(path: Path) -> str:
    """Return a path as `~/…` if it is in the home folder, else as it is."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):  # not in the home folder, or no home folder is known
        return str(path)


def shell_words(words: Iterable[str]) -> str:
    """Return words as a shell reads them, with `~/` for the home folder."""
    import shlex

    shown = ((word, home_relative(Path(word))) for word in words)
    return " ".join(
        f"~/{shlex.quote(short[2:])}"
        if word.startswith("/") and short[:2] == "~/"
        else shlex.quote(word)
        for word, short in shown
    )


def working_folder() -> Path:
    """Return the folder in which afspraak was started. Raises StorageError if it is gone."""
    try:
        return Path.cwd()
    except OSError as error:
        raise StorageError("storage.path.no_working_folder") from error


def real_path(path: Path) -> Path:
    """Return `path` absolute and without symbolic links; it need not exist.

    Raises StorageError if it is relative and the working folder is gone.
    """
    if not path.is_absolute():
        path = working_folder() / path
    return Path(os.path.realpath(path))


def exists(path: Path) -> bool:
    """Return whether `path` exists, links followed; False if that cannot be determined."""
    return os.path.exists(path)  # noqa: PTH110 - the method of the path can raise


def is_folder(path: Path) -> bool:
    """Return whether a folder is at `path`, links followed; False if it cannot be determined."""
    return os.path.isdir(path)  # noqa: PTH112 - the method of the path can raise


def is_file(path: Path) -> bool:
    """Return whether a regular file is at `path`, links followed; False if it cannot be known."""
    return os.path.isfile(path)  # noqa: PTH113 - the method of the path can raise


def name_limit(folder: Path) -> int:
    """Return how many bytes the name of a file in `folder` may have: 143 with eCryptfs."""
    try:
        limit = os.pathconf(folder, "PC_NAME_MAX")
    except (OSError, ValueError):
        return _NAME_MAX
    return min(limit, _NAME_MAX) if limit > 0 else _NAME_MAX


def can_have_name(folder: Path, name: str) -> bool:
    """Return whether a new file in `folder` can have this name; an empty one is made and removed.

    True if that cannot be determined, such as in a folder that is read-only.
    """
    path = folder / name
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        path.unlink()
    except OSError as error:
        return error.errno not in (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL)
    except ValueError:
        return False
    return True


def notebook_folder() -> Path:
    """Return the user's notebook: $AFSPRAAK_NOTEBOOK, else `afspraak/` in the XDG data folder."""
    if chosen := os.environ.get("AFSPRAAK_NOTEBOOK"):
        return user_path(chosen)
    return _xdg("data", "~/.local/share")


def settings_file() -> Path:
    """Return the settings file: `afspraak/settings.toml` in the XDG configuration folder."""
    return _xdg("config", "~/.config") / "settings.toml"


def cache_folder() -> Path:
    """Return the folder for derived files: `afspraak/` in the XDG cache folder."""
    return _xdg("cache", "~/.cache")


def state_folder() -> Path:
    """Return the folder for the state of this machine: `afspraak/` in the XDG state folder."""
    return _xdg("state", "~/.local/state")


def exports_file() -> Path:
    """Return the path of the export log."""
    return state_folder() / "exports.json"


def _xdg(kind: str, usual: str) -> Path:
    """Return our folder for this kind of files; `usual` is the default parent on Linux.

    On Linux the rule (XDG Base Directory Specification 0.8) is these two lines, and platformdirs,
    which knows every other system, takes longer to load than `afspraak list` takes to run.
    """
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ:
        import platformdirs

        return Path(getattr(platformdirs, f"user_{kind}_path")(_NAME))
    chosen = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
    return (Path(chosen) if chosen.startswith("/") else user_path(usual)) / _NAME


def index_file(folder: Path) -> Path:
    """Return the index file of the notebook in `folder`, in the cache folder.

    Its name has a CRC-32 of the folder's resolved path; notebooks with equal ones overwrite each
    other's index.
    """
    from zlib import crc32

    name = crc32(os.fsencode(real_path(folder)))
    return cache_folder() / f"index-{name:08x}.sqlite"
