"""Find the program of a hook, and refuse one that another user could have put there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ...errors import AfspraakError
from ...i18n.catalogue import Message
from ...text.sanitize import clean_line
from ..paths import home_relative, settings_file, shell_words

NAMES = ("after-export", "after-approve", "agreement-due")
"""The names of the programs."""

SWITCH = "AFSPRAAK_HOOKS"
"""The variable that is 0 where no hook runs: in a hook itself, and in `afspraak demo`."""

_ROOT = 0
_BY_OTHERS = 0o022


class HookRefused(AfspraakError):
    """There is a program that is not run; the message says why."""


def hooks_folder() -> Path:
    """Return the folder of the hooks, beside the settings."""
    return settings_file().with_name("hooks")


def has_hook(name: str) -> bool:
    """Return whether there is a hook with this name, which may be refused."""
    return os.environ.get(SWITCH) != "0" and os.path.lexists(hooks_folder() / name)


def hook_program(name: str) -> Path:
    """Return the program of a hook, without symbolic links.

    Raises HookRefused unless it is an executable file of this user that nobody else can replace or
    write: its folders and those of the settings are examined too.
    """
    folder = hooks_folder()
    program = Path(os.path.realpath(folder / name))
    for path in dict.fromkeys((folder.parent, folder, program.parent)):
        _examine(name, path, allowed=(os.geteuid(), _ROOT))
    status = _examine(name, program, allowed=(os.geteuid(),))
    if not stat.S_ISREG(status.st_mode):
        raise _refused("kind", name, program)
    if not os.access(program, os.X_OK):
        raise _refused("executable", name, program)
    return program


def _examine(name: str, path: Path, *, allowed: tuple[int, ...]) -> os.stat_result:
    """Return the status of a file or folder. Raises HookRefused if others may change it."""
    try:
        status = path.stat()
    except OSError as error:
        from ..error_causes import cause_of

        raise _refused("unreadable", name, path, reason=cause_of(error)) from None
    if status.st_uid not in allowed:
        raise _refused("owner", name, path)
    if status.st_mode & _BY_OTHERS:
        raise _refused("writable", name, path)
    return status


def _refused(why: str, name: str, path: Path, **values: Message) -> HookRefused:
    shown, word = home_relative(path), shell_words([str(path)])
    message = Message(
        f"hooks.refused.{why}",
        name=name,
        path=clean_line(shown),
        word=clean_line(word),
        **values,
    )
    return HookRefused(message)
