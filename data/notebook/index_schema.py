"""The file of the index: private, of one version, and made again whenever it is unusable.

Everything in it comes from the conversations, so it is never repaired, only deleted. The journal
that SQLite writes beside it gets the file's mode.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path

from ..system.files.ownership import open_or_make
from ..system.paths import is_folder
from .listed_agreement import COLUMNS

VERSION = 10
"""Incremented with every change of `SCHEMA`, or of what `index_writer` writes into it."""

BUSY_TIMEOUT_SECONDS = 10.0
"""Seconds to wait while another process writes the index."""

_DECLARED = ",\n".join(f"    {name} TEXT NOT NULL" for name in COLUMNS)

SCHEMA = f"""
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    name BLOB NOT NULL UNIQUE,
    mark TEXT NOT NULL,
    title TEXT NOT NULL,
    period TEXT NOT NULL,
    kind TEXT NOT NULL,
    partner TEXT NOT NULL,
    names TEXT NOT NULL,
    date TEXT NOT NULL,
    time TEXT NOT NULL,
    done INTEGER NOT NULL,
    items INTEGER NOT NULL,
    open INTEGER NOT NULL,
    agreements INTEGER NOT NULL,
    approved TEXT NOT NULL,
    approval_void TEXT NOT NULL,
    prepared TEXT NOT NULL,
    created TEXT NOT NULL,
    kind_title TEXT NOT NULL,
    me TEXT NOT NULL,
    prepared_by TEXT NOT NULL,
    talked INTEGER NOT NULL,
    next_on TEXT NOT NULL,
    open_due TEXT NOT NULL,
    previous TEXT NOT NULL,
    copy_of BLOB
);
CREATE INDEX file_previous ON file (previous);
CREATE INDEX file_created ON file (created);
CREATE TABLE lineage (
    file INTEGER PRIMARY KEY,
    clients TEXT NOT NULL
);
CREATE TABLE agreement (
    file INTEGER NOT NULL,
    number TEXT NOT NULL,
    id TEXT NOT NULL,
{_DECLARED},
    percent INTEGER
);
CREATE INDEX agreement_file ON agreement (file);
CREATE INDEX agreement_id ON agreement (id);
CREATE INDEX agreement_due ON agreement (status, due);
CREATE INDEX agreement_support ON agreement (status, support_due);
CREATE TABLE line (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    place TEXT NOT NULL,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX line_file ON line (file);
CREATE VIEW told AS
    SELECT line.id AS id, line.text AS text, file.names || char(10) || file.title AS about
    FROM line JOIN file ON file.id = line.file;
CREATE VIRTUAL TABLE words USING fts5 (
    text, about, content = 'told', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);
"""  # noqa: S608 - the names are our own
"""Dates are ISO 8601 or empty; `names` holds one name a line, `open_due` one date. `copy_of` is the
file of which one is a copy, empty for an original, NULL while that is unknown; `lineage` has the
clients of files that may be copies.

`words` stores no text of its own: it indexes lines by their words and by those of the
conversation's names and title.

It has no prefix index: with 300,000 lines (measured) that finds the beginning of a word in 4 ms
instead of 5, but is a third of the index's time and space.
"""


class IndexVersionMismatch(sqlite3.DatabaseError):
    """The file was written by another version of afspraak."""


def open_index(path: Path) -> sqlite3.Connection:
    """Open or make the index; its folder becomes 0700.

    Raises OSError, StorageError, sqlite3.Error.
    """
    if not is_folder(path.parent):
        from ..system.files.private_folder import make_private_folder

        make_private_folder(path.parent)
    if stat.S_IMODE(path.parent.stat().st_mode) & 0o077:
        path.parent.chmod(0o700)
    # Made here and not by SQLite, which would follow a symbolic link and use the umask.
    descriptor = open_or_make(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise IsADirectoryError(errno.EISDIR, "not an ordinary file")
        os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)
    connection = sqlite3.connect(
        _existing_file_uri(path), uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None
    )
    try:
        create_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _existing_file_uri(path: Path) -> str:
    """Return the file's URI for SQLite, in the mode that does not create a missing file."""
    name = os.fspath(path)
    for letter in "%?#":
        name = name.replace(letter, f"%{ord(letter):02x}")
    return f"file:{name}?mode=rw"


def open_in_memory() -> sqlite3.Connection:
    """Return an index that lives as long as its connection, for when no file can be written."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    create_tables(connection)
    return connection


def create_tables(connection: sqlite3.Connection) -> None:
    """Prepare a connection; make the tables if the database is empty.

    Raises IndexVersionMismatch, sqlite3.Error.
    """
    # secure_delete: deleted text of a conversation must not stay in a free page.
    connection.executescript(
        "PRAGMA journal_mode = DELETE; PRAGMA synchronous = NORMAL;"
        "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;"
    )
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) == VERSION:  # another afspraak was first
            return
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise IndexVersionMismatch
        for statement in SCHEMA.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    finally:
        connection.execute("COMMIT")


def delete_index(path: Path) -> None:
    """Delete the index and SQLite's own files beside it, as far as possible. Never raises."""
    for name in (path.name, *(f"{path.name}-{side}" for side in ("journal", "wal", "shm"))):
        with suppress(OSError):
            path.with_name(name).unlink()


def is_busy(error: Exception) -> bool:
    """Return whether the index is intact, and only locked by another process."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
