"""Two shares of one conversation, one by each partner: nothing that either writes arrives.

Whoever wants to leaves their own share, and enters that of the other.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from ....data.errors import RemoteError
from ....data.system.people import Person

if TYPE_CHECKING:
    from ....data.session.session import Session
    from ....data.sync.hosts import Host
    from ....data.sync.shares import Share


class SplitShare:
    """Finds the share of the other partner beside that of this user, on this machine."""

    def __init__(
        self, session: Session, stop: Callable[[], None], share_over: Callable[[Host], None]
    ) -> None:
        """Bind to a session; `stop` disconnects it, `share_over` connects it on a host."""
        self._session = session
        self._stop, self._share_over = stop, share_over
        self.other: Person | None = None
        """Who shares it too, as `look` found it last."""

    def look(self) -> None:
        """Look whether the other partner shares it too."""
        share = self._find()
        self.other = share.person if share is not None else None

    def enter(self, host: Host) -> None:
        """Leave the own share, which is removed, and enter that of the other.

        Does nothing if that is gone meanwhile. Raises UsageError, RemoteError and StorageError.
        """
        from ....data.sync.membership import share_session, withdraw

        if (share := self._find()) is None:
            return
        self._stop()
        withdraw(self._session, host)
        share_session(self._session, share.owner, host)
        self.other = None
        self._share_over(host)

    def _find(self) -> Share | None:
        from ....data.sync.hosts import LocalHost
        from ....data.sync.membership import is_alone_in_own_share, share_by

        # A share that the other left behind is no reason to leave where both are.
        if (own := self._session.sync.own_share) is None or not is_alone_in_own_share(
            self._session
        ):
            return None
        with suppress(RemoteError):
            return share_by(own.invited, self._session, LocalHost().list_shares())
        return None
