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
from ...system.people import MAX_NAME_LENGTH, Person, select_person
from ...text.sanitize import clean_line, clip
from ..remote import Remote
from ..shares import Restoration, Share, ShareMetadata
from .connection import connect, query_guard, session_login
from .leaving import LEAVING_CLIENT, mark_left
from .queries import ConversationRows
from .remote import PostgresRemote
from .schema_version import check_schema_version

if TYPE_CHECKING:
    from psycopg import Connection

_NAME = "pg_catalog.shobj_description(role.oid, 'pg_authid')"
"""The real name of a user: the comment that an administrator gave the role."""

_LIST_SHARES = f"""
select shared.id::text, shared.owner, shared.about, shared.last, {_NAME} as name from
(select * from afspraak.shared() with ordinality) as shared
left join pg_catalog.pg_roles role on role.rolname = shared.owner order by shared.ordinality
"""  # noqa: S608 - all of it is constant

_PEOPLE = f"""
select role.rolname::text, {_NAME} from pg_catalog.pg_roles role
where role.rolcanlogin and not role.rolsuper
and pg_catalog.pg_has_role(role.oid, 'afspraak', 'member') and role.rolname <> session_user
order by 1 limit 10000
"""  # noqa: S608 - all of it is constant


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
        for share_id, owner, metadata, last, name in rows:
            with suppress(TypeError, AttributeError):  # the metadata is untrusted
                about, person = ShareMetadata.from_dict(metadata), _person(owner, name)
                found.append(Share(share_id, person.login, about, last, person.name))
        return found

    def find_person(self, text: str) -> Person:
        """Return the user of the database with this login or real name.

        An unknown name counts as a login: `create_share` reports it.
        """
        found, text = self.people(), text.strip()
        if any(person.matches(text) for person in found):
            return select_person(found, text)
        return Person(Login(clean_line(text)))

    def people(self) -> Sequence[Person]:
        """Return the users who may share over the database, without this one."""
        with query_guard(self._connection, self.address.url):
            rows = self._connection.execute(_PEOPLE).fetchall()
        return [_person(login, name) for login, name in rows]

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

    def restore_share(self, share_id: str, restoration: Restoration) -> bool:
        """Return whether the conversation is there: the database draws the numbers itself."""
        del restoration
        return self.is_mine(share_id)

    def withdraw(self, share_id: str) -> None:
        """Delete a conversation if this user owns it; leave another owner's for good."""
        self._delete(share_id)
        with suppress(ValueError), query_guard(self._connection, self.address.url):
            number = UUID(share_id)
            if self.is_mine(share_id):
                mark_left(ConversationRows(self._connection, number, LEAVING_CLIENT), self.login)

    def erase(self, share_id: str) -> bool:
        """Delete this user's conversation, or this user's rows in another owner's.

        Return whether the conversation of another owner is still there.
        """
        self._delete(share_id)
        remains = self.is_mine(share_id)
        if remains:
            self._ask("select afspraak.leave(%s)", share_id)
        return remains

    def is_mine(self, share_id: str) -> bool:
        """Return whether this user is a member: the database shows no other conversations."""
        return any(share.id == share_id for share in self.list_shares())

    def open_remote(self, share_id: str, restoration: Restoration | None = None) -> Remote:
        """Return a remote for a conversation, with a connection of its own."""
        del restoration  # the database draws the numbers of conversations
        return PostgresRemote(self.address.url, share_id, self._listen_url)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _delete(self, share_id: str) -> None:
        self._ask("select afspraak.let_out(%s)", share_id)
        self._ask("select afspraak.withdraw(%s)", share_id)

    def _ask(self, query: str, share_id: str) -> None:
        with suppress(ValueError), query_guard(self._connection, self.address.url):
            self._connection.execute(query, (UUID(share_id),))


def _person(login: str, name: str | None) -> Person:
    return Person(Login(clean_line(login)), clip(name or "", MAX_NAME_LENGTH))
