"""Calling another machine: the screen steps aside, so that SSH can ask what it has to."""

from __future__ import annotations

from typing import Any

from textual.app import App

from ...data.errors import AfspraakError, StorageError
from ...data.i18n.catalogue import tr
from ...data.sync.hosts import Host, open_host
from ...data.text.sanitize import clean_line


def connect(app: App[Any], name: str) -> Host:
    """The machine of this name; empty for this one. Raises UsageError and StoreError."""
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
    raise trouble  # only now: the screen does not come back from an error inside
