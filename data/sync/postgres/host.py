"""A database as a host of shares."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ...errors import UsageError
from ...ids import Login
from ...model.remote_address import PostgresDatabase
from ...text.sanitize import clean_line
from ..remote import Remote
from ..shares import Share, ShareMetadata
from .connection import connect, query_guard, session_login
from .remote import PostgresRemote
from .schema_version import check_schema_version

if TYPE_CHECKING:
    from psycopg import Connection

_LIST_SHARES = "select id::text, owner, about, last from afspraak.shared()"


class PostgresHost:
    """The shares in a database that this user may see."""

    def __init__(self, url: str, listen_url: str = "") -> None:
        """Connect. Remotes listen at `listen_url` if given. Raises UsageError and RemoteError."""
        self.address = PostgresDatabase(url)
        self._listen_url = listen_url
        self._connection: Connection[Any] = connect(url)
        try:
            with query_guard(self._connection, url):
                check_schema_version(self._connection, url)
                self.login = session_login(self._connection)
        except BaseException:
            self._connection.close()
            raise

    def list_shares(self) -> Sequence[Share]:
        """Return the shares of others for this user, and those of this user."""
        with query_guard(self._connection, self.address.url):
            rows = self._connection.execute(_LIST_SHARES).fetchall()
        found = []
        for share_id, owner, metadata, last in rows:
            with suppress(TypeError, AttributeError):  # the metadata is untrusted
                found.append(
                    Share(
                        share_id, Login(clean_line(owner)), ShareMetadata.from_dict(metadata), last
                    )
                )
        return found

    def create_share(self, login: Login, metadata: ShareMetadata) -> str:
        """Make a conversation for this user and `login` in the database; return its share id."""
        login = Login(clean_line(login))
        with query_guard(self._connection, self.address.url):
            known = self._connection.execute(
                "select 1 from pg_catalog.pg_roles where rolname = %s and rolcanlogin", (login,)
            ).fetchone()
            if known is None:
                raise UsageError("sharing.database.no_login", login=login)
            ((number,),) = self._connection.execute(
                "select afspraak.share(%s::jsonb, %s)", (json.dumps(metadata._asdict()), login)
            ).fetchall()
        return str(number)

    def withdraw(self, share_id: str) -> None:
        """Delete a conversation if this user owns it; another owner's stays."""
        self._ask("select afspraak.let_out(%s)", share_id)
        self._ask("select afspraak.withdraw(%s)", share_id)

    def erase(self, share_id: str) -> bool:
        """Delete this user's conversation, or this user's rows in another owner's.

        Return whether the conversation of another owner is still there.
        """
        self.withdraw(share_id)
        remains = any(share.id == share_id for share in self.list_shares())
        if remains:
            self._ask("select afspraak.leave(%s)", share_id)
        return remains

    def is_mine(self, share_id: str) -> bool:
        """Return whether this user is a member: the database shows no other conversations."""
        return any(share.id == share_id for share in self.list_shares())

    def open_remote(self, share_id: str) -> Remote:
        """Return a remote for a conversation, with a connection of its own."""
        return PostgresRemote(self.address.url, share_id, self._listen_url)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self, query: str, share_id: str) -> None:
        with suppress(ValueError), query_guard(self._connection, self.address.url):
            self._connection.execute(query, (UUID(share_id),))
