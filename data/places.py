"""Where things are: notebook, settings and cache, by the XDG rules (platformdirs)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NAME = "afspraak"


def notebook_folder() -> Path:
    """The user's notebook: $AFSPRAAK_NOTEBOOK, else `afspraak/` in the XDG data folder."""
    if chosen := os.environ.get("AFSPRAAK_NOTEBOOK"):
        return Path(chosen).expanduser()
    return _xdg("data", "~/.local/share")


def settings_file() -> Path:
    """The user's settings: `afspraak/settings.toml` in the XDG configuration folder."""
    return _xdg("config", "~/.config") / "settings.toml"


def cache_folder() -> Path:
    """What can be made again at any moment: `afspraak/` in the XDG cache folder."""
    return _xdg("cache", "~/.cache")


def state_folder() -> Path:
    """What the program remembers of itself: `afspraak/` in the XDG state folder."""
    return _xdg("state", "~/.local/state")


def _xdg(kind: str, usual: str) -> Path:
    """Our folder among the user's of this kind; `usual` is where those are on Linux.

    On Linux the rule (XDG Base Directory Specification 0.8) is these two lines, and platformdirs,
    which knows every other system, takes longer to load than `afspraak list` to find its answer.
    """
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ:
        import platformdirs

        return Path(getattr(platformdirs, f"user_{kind}_path")(_NAME))
    chosen = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
    return (Path(chosen) if chosen.startswith("/") else Path(usual).expanduser()) / _NAME


def index_file(folder: Path) -> Path:
    """The index of the notebook in `folder`, in the cache folder.

    Its name is told by the folder's resolved path; two that share it merely take turns.
    """
    from zlib import crc32

    name = crc32(os.fsencode(os.path.realpath(folder)))
    return cache_folder() / f"index-{name:08x}.sqlite"


def export_folder() -> Path:
    """Where minutes go from the screen: the folder in which afspraak was started."""
    return Path.cwd()
