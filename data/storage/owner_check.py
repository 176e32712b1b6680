"""Check whether new files beside a conversation would get the owner of its file."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ..system.file_errors import write_error
from ..system.ownership import refuse_in_other_users_notebook, refuse_other_users_file


def refuse_other_owner(file: Path, made: Path | None = None) -> bool:
    """Raise StorageError if a new file beside `file` would be in another user's notebook.

    `made` is a folder just made there; it is removed in that case. Nothing is checked if `file`
    does not exist. Return False if that can only be determined with a `made` folder. See
    `refuse_other_users_file`.
    """
    try:
        if made is None:
            return refuse_in_other_users_notebook(file)
        refuse_other_users_file(file.stat(), made.stat(), file.parent.stat())
    except FileNotFoundError:
        pass  # the file is new as well
    except OSError as error:
        if made is not None:
            with suppress(OSError):
                made.rmdir()
        raise write_error(file, error) from error
    return True
