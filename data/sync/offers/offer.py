"""An offer: a share of another user that this user has not joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ...errors import StorageError
from ...i18n.catalogue import Message
from ...ids import Login
from ...model.remote_address import HostAddress, LocalFolder, RemoteAddress
from ...notebook.places.folders import archive_of
from ...notebook.summary import Summary
from ...session.private_file import remote_address_of
from ...session.user import SYSTEM_USER, User
from ...storage.siblings import private_path
from ...system.paths import exists
from ...text.sanitize import clip
from ..folder.shared_folders import has_metadata, is_owner
from ..hosts import Host
from ..shares import Share

MAX_OFFERS_OF_ONE = 5
"""The most offers of one owner that are shown: anybody on a machine can make any number of shared
folders."""

_MAX_LOOKED_AT = 100
"""The most offers of one owner that are looked at, those that were written last."""

_MAX_TITLE_LENGTH = 60
"""The most code points of a title in a row."""


class Offer(NamedTuple):
    """A share of another user on a host."""

    host: HostAddress
    share: Share
    is_dated: bool = False
    """Whether the title has the day of the last write, as another offer has the same title."""
    more: int = 0
    """The number of further offers of this owner, which are not shown."""

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
        title = clip(about.title or about.slug, _MAX_TITLE_LENGTH)
        return f"{title} ({self.share.last_written})" if self.is_dated else title

    @property
    def line(self) -> Message:
        """The offer in a line: who shares what, and how to join it."""
        key = "offers.row.more" if self.more else "offers.row"
        return Message(key, who=self.who, title=self.title, more=self.more)


def offers_of(host: Host) -> list[Offer]:
    """Return the shares of others on a host, of each owner those that were written last first.

    Raises RemoteError.
    """
    found: list[Offer] = []
    counts: Counter[Login] = Counter()
    for share in sorted(
        host.list_shares(), key=lambda share: share.last_written or date.min, reverse=True
    ):
        if share.owner == host.login or share.is_remains:
            continue
        counts[share.owner] += 1
        if counts[share.owner] <= _MAX_LOOKED_AT:
            found.append(Offer(host.address, share))
    return sorted(found, key=lambda offer: offer.share.owner)


class JoinedShares:
    """Knows with which offers a notebook is connected already; for one thread."""

    def __init__(self, user: User = SYSTEM_USER, notebook: Path | None = None) -> None:
        """Know what `user` has joined in a notebook; its archive is read too."""
        self._user = user
        self._notebook = notebook
        self._addresses: dict[tuple[Path, int], RemoteAddress | None] = {}
        """The remote address of a conversation, by its file and the time of its private file."""
        self._offered: set[RemoteAddress] = set()
        self._same: dict[tuple[Path, str], bool] = {}
        """Whether a client wrote in a conversation, by its file and the client."""

    def without(self, offers: Iterable[Offer], summaries: Sequence[Summary]) -> list[Offer]:
        """Return the offers with which no conversation of these summaries or archived is connected.

        What two hosts offer is returned once, and of each owner at most MAX_OFFERS_OF_ONE offers,
        of which the last one tells how many there are `more`. A conversation is recognised by the
        time at which it was begun and a client that wrote in it; by its remote address where that
        is unknown, as in a locked one. One that is not shared, or whose share is gone, is not
        connected.
        """
        offers = tuple(offers)
        summaries = [*summaries, *(self._archived() if offers else ())]
        self._offered = {offer.address for offer in offers}
        found: list[Offer] = []
        seen: set[tuple[str, str]] = set()
        for offer in offers:
            about = offer.share.metadata
            origin = (about.created, about.client)
            if about.client and origin in seen:
                continue
            if not any(self._is_of(offer, summary) for summary in summaries):
                found.append(offer)
                seen.add(origin)
        return list(_shown(found))

    def _archived(self) -> Iterable[Summary]:
        if self._notebook is None or not exists(archive_of(self._notebook)):
            return ()
        from ...notebook.notebook import Notebook

        with suppress(StorageError):
            return Notebook(self._notebook, user=self._user).archive.summaries()
        return ()

    def _is_of(self, offer: Offer, summary: Summary) -> bool:
        about = offer.share.metadata
        if about.client and summary.created:
            return about.created == summary.created and (
                _names(offer.share.id, summary.path)
                or (
                    self._wrote(about.client, summary.path)
                    and self._is_connected(self._address(summary.path))
                )
            )
        return self._address(summary.path) == offer.address

    def _is_connected(self, address: RemoteAddress | None) -> bool:
        """Return whether a conversation with this address has a share, beside what is offered.

        Of another host that is not known: it may just not answer now.
        """
        if isinstance(address, LocalFolder) and address not in self._offered:
            return is_owner(Path(address.share_id)) and has_metadata(Path(address.share_id))
        return address is not None

    def _wrote(self, client: str, path: Path) -> bool:
        """Return whether the client with this number wrote in a conversation."""
        key = (path, client)
        if key not in self._same:
            from ...session.session import Session  # only a conversation that was left needs it

            with suppress(OSError, StorageError):
                session = Session.open_read_only(path, user=self._user)
                self._same[key] = client in map(str, session.sync.clients)
        return self._same.get(key, False)

    def _address(self, path: Path) -> RemoteAddress | None:
        with suppress(OSError, StorageError):
            key = (path, private_path(path).stat().st_mtime_ns)
            if key not in self._addresses:
                self._addresses[key] = remote_address_of(path, keyring=self._user.keyring)
            return self._addresses[key]
        return None


def _shown(offers: Sequence[Offer]) -> Iterator[Offer]:
    """Yield the offers that are shown, with what tells them apart and how many are not."""
    titles = Counter((offer.who, offer.title) for offer in offers)
    counts: Counter[str] = Counter()
    totals = Counter(offer.who for offer in offers)
    for offer in offers:
        counts[offer.who] += 1
        if counts[offer.who] <= MAX_OFFERS_OF_ONE:
            is_last = counts[offer.who] == MAX_OFFERS_OF_ONE
            yield offer._replace(
                is_dated=titles[offer.who, offer.title] > 1
                and offer.share.last_written is not None,
                more=totals[offer.who] - MAX_OFFERS_OF_ONE if is_last else 0,
            )


def _names(share_id: str, path: Path) -> bool:
    """Return whether the private file of a conversation names a share: much cheaper to find."""
    with suppress(OSError):
        return share_id.encode() in private_path(path).read_bytes()
    return False
