"""Ask for the passphrase of a key, on the terminal only, before the screens begin."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ...data.text.sanitize import clean_line
from ...widgets.language import tr


def ask_passphrase(key: Path) -> str | None:
    """Return the passphrase, typed without echo; None without a terminal."""
    # Without a terminal getpass would read stdin with echo, so nothing is asked.
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        return None
    from getpass import getpass

    with suppress(EOFError):
        return getpass(tr("lock.passphrase", place=clean_line(os.fspath(key))))
    return None
