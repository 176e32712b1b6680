"""Remove a file or a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..paths import is_folder
from .file_errors import write_error


def remove_tree(path: Path) -> None:
    """Remove a file, a link, or a folder with all that is in it; nothing if there is none.

    Raises StorageError.
    """
    try:
        if is_folder(path) and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise write_error(error.filename or path, error) from error
