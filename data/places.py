"""Where things are: notebook, settings and cache, by the XDG rules (platformdirs)."""

from __future__ import annotations

import os
from pathlib import Path

_NAME = "afspraak"


def notebook_folder() -> Path:
    """The user's notebook: $AFSPRAAK_NOTEBOOK, else `afspraak/` in the XDG data folder."""
    if chosen := os.environ.get("AFSPRAAK_NOTEBOOK"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path(_NAME)


def settings_file() -> Path:
    """The user's settings: `afspraak/settings.toml` in the XDG configuration folder."""
    from platformdirs import user_config_path

    return user_config_path(_NAME) / "settings.toml"


def cache_folder() -> Path:
    """What can be made again at any moment: `afspraak/` in the XDG cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path(_NAME)


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
