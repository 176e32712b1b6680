"""Connect to another machine with the screens suspended, so that SSH can prompt."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from ...data.errors import AfspraakError, RemoteError
from ...data.model.remote_address import SshMachine
from ...data.sync.hosts import Host
from ...data.sync.ssh.host import SshHost
from ...widgets.language import spoken, tr


def connect(suspend: Callable[[], AbstractContextManager[None]], machine: SshMachine) -> Host:
    """Open the host with this address, while `suspend` leaves the terminal to SSH.

    Raises UsageError and RemoteError.
    """
    name = machine.display_name
    with suspend():
        print(tr("sharing.ssh.connecting", host=name))  # noqa: T201 - no screen now
        try:
            return SshHost(machine.name, ask=True, language=spoken().language)
        except KeyboardInterrupt:
            trouble: AfspraakError = RemoteError("sharing.ssh.dropped", host=name)
        except AfspraakError as error:
            trouble = error
    raise trouble  # after the block: the screens would not come back from an error within it
