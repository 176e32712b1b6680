"""Connect to another machine with the screens suspended, so that SSH can prompt."""

from __future__ import annotations

from typing import Any

from textual.app import App

from ...data.errors import AfspraakError, StorageError
from ...data.i18n.catalogue import tr
from ...data.sync.hosts import Host, open_host
from ...data.text.sanitize import clean_line


def connect(app: App[Any], name: str) -> Host:
    """Open the host with this name; "" is this machine. Raises UsageError and StorageError."""
    if not name:
        return open_host(name, ask=False)
    with app.suspend():
        print(tr("sharing.ssh.connecting", host=clean_line(name)))  # noqa: T201 - no screen now
        try:
            return open_host(name, ask=True)
        except KeyboardInterrupt:
            trouble: AfspraakError = StorageError(tr("sharing.ssh.dropped", host=clean_line(name)))
        except AfspraakError as error:
            trouble = error
    raise trouble  # after the block: the screens would not come back from an error within it
