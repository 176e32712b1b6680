"""What `main` makes once for a process, and the screens use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..data.sync.hosts import NO_ORGANISATION, Hosts

if TYPE_CHECKING:
    from textual.app import App

    from ..data.model.remote_address import RemoteAddress
    from ..data.sync.remote import Remote


@dataclass(frozen=True, slots=True)
class Environment:
    """Where shares are, and what is open there."""

    hosts: Hosts = NO_ORGANISATION
    open_remotes: dict[RemoteAddress, Remote] = field(default_factory=dict)
    """Remotes that are open already: the command line asked for the password, the desk goes on."""

    def open_remote(self, address: RemoteAddress) -> Remote:
        """Return one session's end of a share; a distant one connects in the background."""
        return self.open_remotes.pop(address, None) or self.hosts.open_remote(address)


def environment_of(app: App[Any]) -> Environment:
    """Return the environment of an application; the usual one if it has none."""
    found = getattr(app, "environment", None)
    return found if isinstance(found, Environment) else Environment()
