"""A connection to a database, and what went wrong with it in the user's words.

A password comes from the places that libpq knows (a service, the password file, peer
authentication, the environment), never from an address: that would stand in process lists, in the
history of a shell and in files.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from ...errors import AfspraakError, StorageError, UsageError
from ...i18n.catalogue import tr
from ...model.remote_address import display_host
from ...text.sanitize import clip
from ..reconnecting_remote import PermanentFailure
from .watchdog import WATCHDOG

if TYPE_CHECKING:
    from psycopg import Connection, Error

QUERY_TIMEOUT = 15.0
"""Seconds in which the database answers, or else the connection is cut."""

DEFAULT_PARAMETERS: dict[str, str | int] = {
    "application_name": "afspraak",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""What libpq is told where the address says nothing of it: a silent line is noticed within 25 s."""

_SECRET = ("password", "sslpassword")

_ACCESS_DENIED = (
    "authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "does not exist",
    "permission denied for database",
    "is not permitted to log in",
)
"""What PostgreSQL says, in English, where somebody has to do something before it lets one in."""

_INSUFFICIENT_PRIVILEGE = "42501"
"""insufficient_privilege: who asks takes no part in it, or not any more."""

_MESSAGE_BY_SQLSTATE = {
    "25006": "sharing.database.read_only",  # read_only_sql_transaction
    "53100": "sharing.database.full",  # disk_full
    "57P01": "sharing.ssh.dropped",  # admin_shutdown
}
"""What a user is told where PostgreSQL gives one of its codes."""

_MESSAGE_BY_CONNECT_ERROR = {
    "Connection refused": "sharing.database.silent",
    "starting up": "sharing.database.starting",
    "shutting down": "sharing.database.starting",
    "in recovery mode": "sharing.database.starting",
    "not yet accepting connections": "sharing.database.starting",
    "too many clients": "sharing.database.crowded",
    "connection slots are reserved": "sharing.database.crowded",
    "too many connections": "sharing.database.crowded",
    "closed the connection": "sharing.ssh.dropped",
}
"""And where it gives none, for nobody was let in yet, or nobody is there: its words, in English."""


class NotInstalled(PermanentFailure):
    """What speaks with a database is not there: it comes with the extra `postgres`."""

    def __init__(self) -> None:
        super().__init__(tr("sharing.database.not_installed"))


def _parse_address(address: str) -> Mapping[str, Any]:
    """What libpq finds in an address. Raises UsageError for none, or one with a password in it."""
    psycopg = _psycopg()
    from psycopg.conninfo import conninfo_to_dict

    try:
        told: Mapping[str, Any] = conninfo_to_dict(address)
    except psycopg.Error:  # its own words may repeat a password
        raise UsageError(tr("sharing.database.address")) from None
    if any(told.get(name) is not None for name in _SECRET):
        raise UsageError(tr("sharing.database.password"))
    return told


def connect(address: str) -> Connection[Any]:
    """A connection on which every statement is a transaction of its own.

    Nothing that it does needs a session of the server's own, so that it may go through a pooler.
    Raises UsageError and StoreError.
    """
    told = _parse_address(address)
    psycopg = _psycopg()
    usual: dict[str, Any] = {
        name: value for name, value in DEFAULT_PARAMETERS.items() if name not in told
    }
    try:
        made: Connection[Any] = psycopg.connect(
            address, autocommit=True, prepare_threshold=None, **usual
        )
    except psycopg.errors.ConnectionTimeout:
        raise _timeout_error(address) from None
    except psycopg.Error as error:
        raise translate_error(error, address) from None
    return made


def _timeout_error(address: str) -> StorageError:
    return StorageError(tr("sharing.database.silent", host=display_host(address)))


def translate_error(error: Error, address: str) -> StorageError:
    """What went wrong, in the user's words; Hopeless where trying again would not help."""
    if error.sqlstate == _INSUFFICIENT_PRIVILEGE:
        return PermanentFailure(tr("sharing.ended.there"))
    host = display_host(address)
    if error.sqlstate in _MESSAGE_BY_SQLSTATE:
        return StorageError(tr(_MESSAGE_BY_SQLSTATE[error.sqlstate], host=host))
    told = error.diag.message_primary or str(error).strip().partition("\n")[0]
    reason = clip(told.rpartition(" failed: ")[2].removeprefix("FATAL:  "), 200)
    if error.sqlstate is None:
        known = [key for words, key in _MESSAGE_BY_CONNECT_ERROR.items() if words in told]
        if known or not reason:
            return StorageError(tr((known or ["sharing.ssh.dropped"])[0], host=host))
    kind = PermanentFailure if any(words in told for words in _ACCESS_DENIED) else StorageError
    return kind(tr("sharing.ssh.trouble", host=host, reason=reason))


def session_login(connection: Connection[Any]) -> str:
    """Who is logged in, as the database sees it. Raises psycopg.Error."""
    told = connection.execute("select session_user::text").fetchone()
    return str(told[0]) if told else ""


@contextmanager
def query_guard(
    connection: Connection[Any], address: str, *, timeout: float | None = None
) -> Iterator[None]:
    """Ask the database something inside this: it answers in time, or the connection is cut.

    `patience` is in seconds, PATIENCE if not told. Raises StoreError for whatever goes wrong.
    """
    psycopg = _psycopg()
    late = threading.Event()

    def too_late() -> None:
        late.set()
        abort(connection)

    try:
        with WATCHDOG.deadline(QUERY_TIMEOUT if timeout is None else timeout, too_late):
            yield
    except psycopg.Error as error:
        raise (
            _timeout_error(address) if late.is_set() else translate_error(error, address)
        ) from None


def abort(connection: Connection[Any]) -> None:
    """End a connection at once, from any thread: whoever waits for it hears that it is gone."""
    with suppress(OSError, AfspraakError, *_errors()), _its_socket(connection) as its_socket:
        its_socket.shutdown(socket.SHUT_RDWR)


@contextmanager
def _its_socket(connection: Connection[Any]) -> Iterator[socket.socket]:
    its_socket = socket.socket(fileno=os.dup(connection.fileno()))
    try:
        yield its_socket
    finally:
        its_socket.close()


def _errors() -> tuple[type[Exception], ...]:
    return (_psycopg().Error,)


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError:
        raise NotInstalled from None
    return psycopg
