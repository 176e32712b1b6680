"""An offer: a share of another user that this user has not joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ...errors import StorageError
from ...i18n.catalogue import Message
from ...model.remote_address import HostAddress, RemoteAddress
from ...notebook.summary import Summary
from ...session.private_file import remote_address_of
from ...session.user import SYSTEM_USER, User
from ...storage.siblings import private_path
from ...text.sanitize import clip
from ..hosts import Host
from ..shares import Share

MAX_OFFERS = 20
"""The most offers of one host: anybody on a machine can make any number of shared folders."""

_MAX_TITLE_LENGTH = 60
"""The most code points of a title in a row."""


class Offer(NamedTuple):
    """A share of another user on a host."""

    host: HostAddress
    share: Share

    @property
    def address(self) -> RemoteAddress:
        """The address of the share."""
        return self.host.share(self.share.id)

    @property
    def who(self) -> str:
        """The real name and the login of the owner, as the host knows them."""
        return self.share.person.label

    @property
    def title(self) -> str:
        """The title of the conversation, clean and bounded; else its name at the owner's."""
        about = self.share.metadata
        return clip(about.title or about.slug, _MAX_TITLE_LENGTH)

    @property
    def line(self) -> Message:
        """The offer in a line: who shares what, and how to join it."""
        return Message("offers.row", who=self.who, title=self.title)


def offers_of(host: Host) -> list[Offer]:
    """Return the shares of others on a host, at most MAX_OFFERS. Raises RemoteError."""
    others = [
        share for share in host.list_shares() if share.owner != host.login and not share.is_remains
    ]
    return [Offer(host.address, share) for share in others[:MAX_OFFERS]]


class JoinedShares:
    """Knows which offers are in a notebook already; for one thread."""

    def __init__(self, user: User = SYSTEM_USER) -> None:
        self._user = user
        self._addresses: dict[tuple[Path, int], RemoteAddress | None] = {}
        """The remote address of a conversation, by its file and the time of its private file."""

    def without(self, offers: Iterable[Offer], summaries: Sequence[Summary]) -> list[Offer]:
        """Return the offers whose conversations are not in the notebook with these summaries.

        What two hosts offer is returned once. A conversation is recognised by the time at which it
        was begun; by its remote address where that is unknown, as in a locked one.
        """
        begun = {summary.created for summary in summaries if summary.created}
        found: list[Offer] = []
        seen: set[tuple[str, str]] = set()
        for offer in offers:
            created = offer.share.metadata.created
            origin = (created, offer.share.owner)
            if created and (created in begun or origin in seen):
                continue
            if not any(
                self._address(summary.path) == offer.address
                for summary in summaries
                if not (created and summary.created)
            ):
                found.append(offer)
                seen.add(origin)
        return found

    def _address(self, path: Path) -> RemoteAddress | None:
        with suppress(OSError, StorageError):
            key = (path, private_path(path).stat().st_mtime_ns)
            if key not in self._addresses:
                self._addresses[key] = remote_address_of(path, keyring=self._user.keyring)
            return self._addresses[key]
        return None
