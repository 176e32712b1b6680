"""Make a share again that this user made: cleaners, and people, remove folders."""

from __future__ import annotations

from pathlib import Path

from ..ids import Slug
from ..model.remote_address import LocalFolder, RemoteAddress
from ..session.private_fields import OwnShare
from ..session.private_file import remote_address_of
from ..session.session import Session
from ..system.user import login_name
from .shares import Restoration, ShareMetadata


def restoration_of(session: Session) -> Restoration | None:
    """Return what makes the session's share again; None if another user made it.

    A share of an earlier version is recognised, and recorded, while its folder is there.
    """
    sync, keyring = session.sync, session.user.keyring
    address = sync.remote_address
    if address is None:
        return None
    own = sync.own_share or _recognised(session, address)
    if own is None:
        return None
    slug = Slug(session.path.stem)
    metadata = ShareMetadata.from_conversation(session.conversation, slug, session.sync.clients)
    return Restoration(
        own.invited,
        metadata,
        lambda: remote_address_of(sync.path, keyring=keyring) == address,
    )


def _recognised(session: Session, address: RemoteAddress) -> OwnShare | None:
    from .folder.shared_folders import is_owner

    other = session.conversation.partner(session.other)
    if not isinstance(address, LocalFolder) or other is None or not other.login:
        return None
    if not is_owner(Path(address.share_id)):
        return None
    own = OwnShare(login_name(), other.login)
    session.sync.set_remote_address(address, own)
    return own
