"""The fields of a private file about its user: the share of the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..ids import Login
from ..model.fields import SINGLETON_ID, FieldKey, Fields
from ..model.remote_address import RemoteAddress, parse_remote_address
from ..text.sanitize import clean_line

if TYPE_CHECKING:
    from ..storage.saving.tracker import SaveTracker
    from .replica_pair import ReplicaPair

REMOTE_ADDRESS_KEY = FieldKey("header", SINGLETON_ID, "shared_in")
"""The remote address; in the private file, because each partner's own differs."""
FIRST_LOOK_KEY = FieldKey("header", SINGLETON_ID, "first_look")
"""Not empty from joining a conversation until its first opening on a screen."""
_OWNER_KEY = FieldKey("header", SINGLETON_ID, "shared_as")
_INVITED_KEY = FieldKey("header", SINGLETON_ID, "shared_with")


class OwnShare(NamedTuple):
    """A share that this user made; with it, their program can make it again."""

    owner: Login
    """The login of this user on the host of the share."""
    invited: Login
    """The login of the other partner there."""

    @property
    def fields(self) -> dict[FieldKey, str]:
        """The fields of the private file with these logins."""
        return {_OWNER_KEY: self.owner, _INVITED_KEY: self.invited}


def remote_address_in(fields: Fields) -> RemoteAddress | None:
    """Return the remote address in the fields of a private file; None if not shared."""
    address = str(fields.get(REMOTE_ADDRESS_KEY, ""))
    return parse_remote_address(address) if address else None


def own_share_in(fields: Fields) -> OwnShare | None:
    """Return this user's share in the fields of a private file; None if another made it."""
    owner = clean_line(str(fields.get(_OWNER_KEY, "")))
    invited = clean_line(str(fields.get(_INVITED_KEY, "")))
    return OwnShare(Login(owner), Login(invited)) if owner and invited else None


def store_private_fields(replicas: ReplicaPair, tracker: SaveTracker, fields: Fields) -> None:
    """Set fields of the private file, which is created if there is none; undo skips them."""
    durable = replicas.require_private()
    _, update = durable.replica.edit((), fields, undoable=False)
    if update:
        tracker.record(durable, update)
