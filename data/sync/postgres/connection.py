"""Connect to a database, and translate its errors into messages for the user.

libpq finds credentials by itself (a service, the password file, peer authentication, the
environment). An address has no password, since addresses are visible in process lists, in the shell
history and in files.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from ...errors import AfspraakError, RemoteError, UsageError
from ...ids import Login
from ...model.remote_address import PostgresDatabase
from ...text.sanitize import clip
from ..reconnecting_remote import PermanentFailure
from ..remote import ShareEnded
from .watchdog import WATCHDOG

if TYPE_CHECKING:
    from psycopg import Connection, Error

QUERY_TIMEOUT = 15.0
"""Seconds within which the database must answer; after that the connection is cut."""

DEFAULT_PARAMETERS: dict[str, str | int] = {
    "application_name": "afspraak",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""Connection parameters unless the address sets them; a dead connection is noticed within 25 s."""

_SECRET = ("password", "sslpassword")

_ACCESS_DENIED = (
    "authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "does not exist",
    "permission denied for database",
    "is not permitted to log in",
)
"""PostgreSQL's texts, in English, for refusals that an administrator has to resolve."""

_INSUFFICIENT_PRIVILEGE = "42501"
"""insufficient_privilege: the user is not a member of the conversation, or no longer."""

_NO_TABLES = ("3F000", "42P01", "42883")
"""invalid_schema_name, undefined_table, undefined_function: the tables were removed."""

_MESSAGE_BY_SQLSTATE = {
    "25006": "sharing.database.read_only",  # read_only_sql_transaction
    "53100": "sharing.database.full",  # disk_full
    "57P01": "sharing.ssh.dropped",  # admin_shutdown
}
"""Message keys by SQLSTATE."""

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
"""Message keys by PostgreSQL's English text, for connection errors that have no SQLSTATE."""


class NotInstalled(PermanentFailure):
    """The driver psycopg is missing: it comes with the extra `postgres`."""

    def __init__(self) -> None:
        from ...system.installation import install_command

        super().__init__("sharing.database.not_installed", command=install_command("postgres"))


def _parse_address(address: str) -> Mapping[str, Any]:
    """Return libpq's parameters of an address. Raises UsageError if invalid or with a password."""
    psycopg = _psycopg()
    from psycopg.conninfo import conninfo_to_dict

    try:
        parameters: Mapping[str, Any] = conninfo_to_dict(address)
    except psycopg.Error:  # the error text may repeat a password
        raise UsageError("sharing.database.address") from None
    if any(parameters.get(name) is not None for name in _SECRET):
        raise UsageError("sharing.database.password")
    return parameters


def connect(address: str) -> Connection[Any]:
    """Connect in autocommit mode: every statement is a transaction of its own.

    No server-side session state is used, so that a pooler may be in between. Raises UsageError and
    RemoteError.
    """
    parameters = _parse_address(address)
    psycopg = _psycopg()
    defaults: dict[str, Any] = {
        name: value for name, value in DEFAULT_PARAMETERS.items() if name not in parameters
    }
    try:
        connection: Connection[Any] = psycopg.connect(
            address, autocommit=True, prepare_threshold=None, **defaults
        )
    except psycopg.errors.ConnectionTimeout:
        raise _timeout_error(address) from None
    except psycopg.Error as error:
        raise translate_error(error, address) from None
    return connection


def _timeout_error(address: str) -> RemoteError:
    return RemoteError("sharing.database.silent", host=PostgresDatabase(address).display_name)


def translate_error(error: Error, address: str) -> RemoteError:
    """Return our error for one of psycopg; a PermanentFailure if trying again would not help.

    A ShareEnded if the user is no member of the conversation, or the tables are gone.
    """
    if error.sqlstate == _INSUFFICIENT_PRIVILEGE:
        return ShareEnded("sharing.ended.there")
    if error.sqlstate in _NO_TABLES:
        return ShareEnded("sharing.database.not_begun", url=address)
    host = PostgresDatabase(address).display_name
    if error.sqlstate in _MESSAGE_BY_SQLSTATE:
        return RemoteError(_MESSAGE_BY_SQLSTATE[error.sqlstate], host=host)
    text = error.diag.message_primary or str(error).strip().partition("\n")[0]
    reason = clip(text.rpartition(" failed: ")[2].removeprefix("FATAL:  "), 200)
    if error.sqlstate is None:
        known = [key for words, key in _MESSAGE_BY_CONNECT_ERROR.items() if words in text]
        if known or not reason:
            return RemoteError((known or ["sharing.ssh.dropped"])[0], host=host)
    kind = PermanentFailure if any(words in text for words in _ACCESS_DENIED) else RemoteError
    return kind("sharing.ssh.trouble", host=host, reason=reason)


def session_login(connection: Connection[Any]) -> Login:
    """Return the login at the database. Raises psycopg.Error."""
    row = connection.execute("select session_user::text").fetchone()
    return Login(str(row[0]) if row else "")


@contextmanager
def query_guard(
    connection: Connection[Any], address: str, *, timeout: float | None = None
) -> Iterator[None]:
    """Context manager for queries: cut the connection if they take longer than `timeout` seconds.

    The default is QUERY_TIMEOUT. Raises RemoteError for every failure.
    """
    psycopg = _psycopg()
    timed_out = threading.Event()

    def on_timeout() -> None:
        timed_out.set()
        abort(connection)

    try:
        with WATCHDOG.deadline(QUERY_TIMEOUT if timeout is None else timeout, on_timeout):
            yield
    except psycopg.Error as error:
        raise (
            _timeout_error(address) if timed_out.is_set() else translate_error(error, address)
        ) from None


def abort(connection: Connection[Any]) -> None:
    """Shut down the connection's socket, from any thread; a query that waits for it fails."""
    with suppress(OSError, AfspraakError, _psycopg().Error), _its_socket(connection) as its_socket:
        its_socket.shutdown(socket.SHUT_RDWR)


@contextmanager
def _its_socket(connection: Connection[Any]) -> Iterator[socket.socket]:
    its_socket = socket.socket(fileno=os.dup(connection.fileno()))
    try:
        yield its_socket
    finally:
        its_socket.close()


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError:
        raise NotInstalled from None
    return psycopg
