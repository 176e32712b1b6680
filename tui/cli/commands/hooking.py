"""Run a hook after a command has done its work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....data.errors import AfspraakError
from ....data.system.hooks.hook_file import has_hook
from ....widgets.language import tr
from .output import print_error

if TYPE_CHECKING:
    from ....data.minutes.edition import Version
    from ....data.session.user import User


def run_after(name: str, facts: Callable[[], Mapping[str, Any]]) -> None:
    """Run the hook with this name, if there is one, and say on stderr if it failed.

    The output of the command comes first, and the exit status stays as it is.
    """
    if not has_hook(name):
        return
    from ....data.system.hooks.run import run_hook

    sys.stdout.flush()
    try:
        failure = run_hook(name, facts())
    except AfspraakError as error:  # the facts could not be read any more
        failure = error.message
    if failure:
        print_error(tr(failure))


def run_after_export(path: Path, target: Path, form: str, version: Version, user: User) -> None:
    """Run `after-export` for an export of the conversation at `path` to `target`."""

    def facts() -> Mapping[str, Any]:
        from ....data.exchange.hook_facts import export_facts
        from ....data.notebook.summary import read_conversation

        return export_facts(read_conversation(path, user=user), path, target, form, version)

    run_after("after-export", facts)


def is_unattended() -> bool:
    """Return whether nobody is at a terminal: cron and timers have none that controls them."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        return True
    return False
