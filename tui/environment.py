"""The objects that `main` makes once for a process, and the screens use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..data.i18n.catalogue import Catalogue
from ..data.lazy_dataclass import dataclass, field
from ..data.session.user import SYSTEM_USER, User
from ..widgets.language import spoken
from .keys.keymap import USUAL_KEYMAP, Keymap

if TYPE_CHECKING:
    from textual.app import App

    from ..data.model.remote_address import RemoteAddress
    from ..data.sync.hosts import Hosts
    from ..data.sync.remote import Remote
    from ..data.sync.shares import Restoration


def _no_organisation() -> Hosts:
    from ..data.sync.hosts import NO_ORGANISATION

    return NO_ORGANISATION


@dataclass(frozen=True, slots=True)
class Environment:
    """The user with their language and keymap, the hosts of shares, and remotes that are open."""

    user: User = SYSTEM_USER
    find_hosts: Callable[[], Hosts] = _no_organisation
    """Returns the hosts of shares; called when somebody shares, as importing them takes time."""
    keymap: Keymap = USUAL_KEYMAP
    words: Catalogue = field(default_factory=spoken)
    """The language of the screens."""
    open_remotes: dict[RemoteAddress, Remote] = field(default_factory=dict)
    """Open remotes by address: the command line asked for the password, the desk uses them."""

    @property
    def hosts(self) -> Hosts:
        """The hosts on which shares are found and made."""
        return self.find_hosts()

    def open_remote(self, address: RemoteAddress, restoration: Restoration | None = None) -> Remote:
        """Return a remote for a share; a distant one connects in the background.

        With a `restoration`, this user made the share: it is made again where that is possible.
        """
        opened = self.open_remotes.pop(address, None)
        return opened or self.hosts.open_remote(address, restoration)


def environment_of(app: App[Any]) -> Environment:
    """Return the environment of an application; a new one with the defaults if it has none."""
    found = getattr(app, "environment", None)
    return found if isinstance(found, Environment) else Environment()


def keymap_of(app: App[Any]) -> Keymap:
    """Return the keymap of an application."""
    return environment_of(app).keymap
