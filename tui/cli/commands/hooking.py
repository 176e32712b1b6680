"""Run a hook after a command has done its work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from ....data.errors import AfspraakError
from ....data.system.hooks.hook_file import has_hook
from ....widgets.language import tr
from .output import print_error


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


def is_unattended() -> bool:
    """Return whether nobody is at a terminal: cron and timers have none that controls them."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        return True
    return False
