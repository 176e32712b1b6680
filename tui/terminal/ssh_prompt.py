"""Connect to another machine with the screens suspended, so that SSH can prompt."""

from __future__ import annotations

from typing import Any

from textual.app import App

from ...data.errors import AfspraakError, StorageError
from ...data.i18n.catalogue import tr
from ...data.model.remote_address import SshMachine
from ...data.sync.hosts import Host, SshHost


def connect(app: App[Any], machine: SshMachine) -> Host:
    """Open the host with this address. Raises UsageError and StorageError."""
    name = machine.display_name
    with app.suspend():
        print(tr("sharing.ssh.connecting", host=name))  # noqa: T201 - no screen now
        try:
            return SshHost(machine.name, ask=True)
        except KeyboardInterrupt:
            trouble: AfspraakError = StorageError("sharing.ssh.dropped", host=name)
        except AfspraakError as error:
            trouble = error
    raise trouble  # after the block: the screens would not come back from an error within it
