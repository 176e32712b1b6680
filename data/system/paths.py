"""Where things are: notebook, settings and cache, by the XDG rules (platformdirs)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..errors import StorageError, UsageError

_NAME = "afspraak"


def user_path(text: str) -> Path:
    """Return the path that a user wrote, with a leading `~` or `~login` replaced.

    Raises UsageError where that home folder is unknown.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        from ..i18n.catalogue import tr
        from ..text.sanitize import clean_line

        raise UsageError(tr("storage.path.no_home", path=clean_line(text))) from error


def working_folder() -> Path:
    """Return the folder in which afspraak was started. Raises StoreError where it is gone."""
    try:
        return Path.cwd()
    except OSError as error:
        from ..i18n.catalogue import tr

        raise StorageError(tr("storage.path.no_working_folder")) from error


def real_path(path: Path) -> Path:
    """Return `path` absolute and without links; it need not exist.

    Raises StoreError where it is relative and the working folder is gone.
    """
    if not path.is_absolute():
        path = working_folder() / path
    return Path(os.path.realpath(path))


def exists(path: Path) -> bool:
    """Whether something is at `path`, links followed; no where the file system refuses to say."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder is at `path`, links followed; no where the file system refuses to say."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether an ordinary file is at `path`, links followed; no where it cannot be told."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def notebook_folder() -> Path:
    """The user's notebook: $AFSPRAAK_NOTEBOOK, else `afspraak/` in the XDG data folder."""
    if chosen := os.environ.get("AFSPRAAK_NOTEBOOK"):
        return user_path(chosen)
    return _xdg("data", "~/.local/share")


def settings_file() -> Path:
    """The user's settings: `afspraak/settings.toml` in the XDG configuration folder."""
    return _xdg("config", "~/.config") / "settings.toml"


def cache_folder() -> Path:
    """What can be made again at any moment: `afspraak/` in the XDG cache folder."""
    return _xdg("cache", "~/.cache")


def state_folder() -> Path:
    """What is known of this machine alone: `afspraak/` in the XDG state folder."""
    return _xdg("state", "~/.local/state")


def exports_file() -> Path:
    """Where is kept what was exported to which file."""
    return state_folder() / "exports.json"


def _xdg(kind: str, usual: str) -> Path:
    """Our folder among the user's of this kind; `usual` is where those are on Linux.

    On Linux the rule (XDG Base Directory Specification 0.8) is these two lines, and platformdirs,
    which knows every other system, takes longer to load than `afspraak list` to find its answer.
    """
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ:
        import platformdirs

        return Path(getattr(platformdirs, f"user_{kind}_path")(_NAME))
    chosen = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
    return (Path(chosen) if chosen.startswith("/") else user_path(usual)) / _NAME


def index_file(folder: Path) -> Path:
    """The index of the notebook in `folder`, in the cache folder.

    Its name is told by the folder's resolved path; two that share it merely take turns.
    """
    from zlib import crc32

    name = crc32(os.fsencode(real_path(folder)))
    return cache_folder() / f"index-{name:08x}.sqlite"
