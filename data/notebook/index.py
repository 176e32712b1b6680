"""Queries over all conversations of a notebook, from an index that is derived from their files.

At each query the index is updated by the files' names, times and sizes, so that only changed files
are read again. If it is missing, damaged or of another version, it is made again; if no file can be
written, it is in memory. Callers see none of this. A conversation that cannot be read (damaged, or
locked, even if the user has the key) is not in the index, and is reported with its fault.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..errors import StorageError
from ..i18n.catalogue import Message
from ..ids import Slug
from ..session.user import SYSTEM_USER, User
from ..system.paths import exists, index_file
from .copies.copy_groups import collect_copies, find_links
from .copies.fingerprints import Fingerprint, find_fingerprints
from .index_schema import delete_index, is_busy, open_in_memory, open_index
from .index_writer import delete_conversation, write_conversation
from .places.links import names_of
from .summary import SUFFIX, Summary, read_summary, sort_summaries

if TYPE_CHECKING:
    from ..model.conversation import Conversation
    from .agenda.board import Board
    from .agreement_query import FoundAgreement
    from .full_text_search import Hit
    from .references.known import KnownConversations

ProgressCallback = Callable[[int, int], None]
"""Called with the number of conversations read so far, and their total."""

Answer = TypeVar("Answer")
_Question = Callable[[sqlite3.Connection], Answer]

PROGRESS_THRESHOLD = 200
"""The fewest conversations to read for which progress is reported."""

BATCH = 200
"""The most conversations that are written in one transaction, for which other processes wait."""

SETTLING_NS = 2_000_000_000
"""Recently modified files, in ns, are read again: timestamps are too coarse (two seconds at
worst)."""


_MERGE_WORDS = "INSERT INTO words (words) VALUES ('optimize')"
"""Until its segments are merged, the words of deleted lines would stay in the file."""


class Index:
    """Queries over all conversations in a folder. Belongs to one thread."""

    def __init__(
        self, folder: Path, progress: ProgressCallback | None = None, *, user: User = SYSTEM_USER
    ) -> None:
        self.folder = folder
        self._progress = progress
        self._user = user
        self._memory: sqlite3.Connection | None = None
        self._copies: dict[str, list[str]] = {}
        """The copies of each conversation, by file name, as of the last query."""
        self._sides: dict[str, str] = {}
        """The side copies in the folder, and the names of their conversations."""

    def summaries(self) -> list[Summary]:
        """Return a summary of each conversation. Raises StorageError for an unreadable folder."""
        found, faults = self._ask(self._summaries)
        summaries = [*(found or ()), *faults]
        if self._copies:
            summaries = [self._with_copies(summary) for summary in summaries]
        return sort_summaries(summaries)

    def board(self, today: date) -> Board:
        """Return the conversations with their open agreements, for the screen of a notebook.

        Raises StorageError if the folder cannot be read.
        """
        from .agenda.board import Board, Row, count_late, open_agreements

        def ask(
            connection: sqlite3.Connection,
        ) -> tuple[list[Summary], dict[Slug, list[Row]], int]:
            late = count_late(connection, self.folder, today)
            return self._summaries(connection), open_agreements(connection), late

        found, faults = self._ask(ask)
        summaries, agreements, late = found or ([], {}, 0)
        listed = [self._with_copies(each) for each in (*summaries, *faults)]
        return Board(sort_summaries(listed), agreements, late)

    def copies(self) -> dict[Path, list[Path]]:
        """Return the copies of conversations that other programs made, by original.

        Raises StorageError if the folder cannot be read.
        """
        self._ask(lambda _: None)
        folder = self.folder
        return {
            folder / name: [folder / copy for copy in copies]
            for name, copies in self._copies.items()
        }

    def agreements(
        self, until: date | None = None, *, open_only: bool = False
    ) -> tuple[list[FoundAgreement], list[Summary]]:
        """Return the agreements by urgency, and the conversations that cannot be read.

        An agreement that was carried over is returned once, from the newest conversation. With
        `until` only those that are open and due by then, with `open_only` those that are open.
        Raises StorageError if the folder cannot be read.
        """
        from .agreement_query import query_agreements

        found, faults = self._ask(
            lambda connection: query_agreements(connection, self.folder, until, open_only=open_only)
        )
        return found or [], faults

    def known(self) -> KnownConversations:
        """Return what references are compared with.

        Raises StorageError if the folder cannot be read.
        """
        from .references.known import KnownConversations, query_known, unreadable

        found, faults = self._ask(query_known)
        return KnownConversations([*(found or ()), *unreadable(faults)])

    def search(self, words: str, limit: int = -1) -> tuple[list[Hit], list[Summary]]:
        """Return the lines that match all words, and the conversations that cannot be read.

        At most `limit` of them; -1 is all. Raises StorageError if the folder cannot be read.
        """
        from .full_text_search import search_hits

        found, faults = self._ask(
            lambda connection: search_hits(connection, self.folder, words, limit)
        )
        return found or [], faults

    def follow_ups_of(self, slug: Slug, kind: str = "") -> list[Path]:
        """Return the conversations that follow the one called `slug`, by file name.

        With `kind` only those of this kind.

        Locked ones come last, and only if the user has the key. Raises StorageError if the folder
        cannot be read.
        """
        from ..text.sanitize import clean_line

        path = self.folder / f"{slug}{SUFFIX}"
        names = sorted({clean_line(name) for name in names_of(path, slug)})  # as in a field
        query = (
            f"SELECT name FROM file WHERE previous IN ({', '.join('?' * len(names))})"  # noqa: S608
            " AND ? IN ('', kind) AND copy_of = x'' ORDER BY name"
        )
        found, faults = self._ask(
            lambda connection: connection.execute(query, (*names, kind)).fetchall()
        )
        paths = [self.folder / os.fsdecode(name) for (name,) in found or ()]
        return paths + [
            fault.path
            for fault in faults
            if fault.locked and _follows(fault.path, names, kind, user=self._user)
        ]

    def _ask(self, question: _Question[Answer]) -> tuple[Answer | None, list[Summary]]:
        """Return the answer (None without conversations), and the conversations with a fault."""
        present, self._sides = find_fingerprints(self.folder, user=self._user)
        path = index_file(self.folder)
        if not present:
            delete_index(path)
            self._copies = {}
            return None, []
        if self._memory is None:
            with suppress(sqlite3.Error, OSError, StorageError):
                return self._ask_file(path, present, question)
            self._memory = open_in_memory()
        faults = self._refresh(self._memory, present)
        return question(self._memory), faults

    def _ask_file(
        self, path: Path, present: Mapping[bytes, Fingerprint], question: _Question[Answer]
    ) -> tuple[Answer, list[Summary]]:
        try:
            return self._ask_once(path, present, question)
        except (sqlite3.Error, OSError, StorageError, ValueError, TypeError) as error:
            if is_busy(error):
                raise
            delete_index(path)
        return self._ask_once(path, present, question)

    def _ask_once(
        self, path: Path, present: Mapping[bytes, Fingerprint], question: _Question[Answer]
    ) -> tuple[Answer, list[Summary]]:
        with closing(open_index(path)) as connection:
            faults = self._refresh(connection, present)
            return question(connection), faults

    def _summaries(self, connection: sqlite3.Connection) -> list[Summary]:
        rows = connection.execute(
            "SELECT name, title, kind, partner, names, approved, approval_void, prepared, date,"
            " time, done, items, open, agreements, created, kind_title, me, prepared_by, talked,"
            " next_on, open_due FROM file WHERE copy_of = x''"
        )
        start = os.path.join(self.folder, "")  # noqa: PTH118 - a path for each would cost most
        return [
            Summary(  # type: ignore[call-arg] # the counts are four
                Slug((file := os.fsdecode(name)).removesuffix(SUFFIX)),
                start + file,
                title,
                kind,
                partner,
                tuple(names.split("\n")) if names else (),
                date.fromisoformat(day) if day else None,
                time,
                *counts,
                tuple(approved.split("\n")) if approved else (),
                tuple(void.split("\n")) if void else (),
                tuple(prepared.split("\n")) if prepared else (),
                created,
                kind_title,
                me,
                tuple(ready.split("\n")) if ready else (),
                bool(talked),
                date.fromisoformat(next_on) if next_on else None,
                tuple(map(date.fromisoformat, due.split("\n"))) if due else (),
            )
            for name, title, kind, partner, names, approved, void, prepared, *more in rows
            for day, time, *counts, created, kind_title, me, ready, talked, next_on, due in (more,)
        ]

    def _with_copies(self, summary: Summary) -> Summary:
        copies = self._copies.get(f"{summary.slug}{SUFFIX}", ())
        if not copies:
            return summary
        return summary._replace(copies=tuple(os.fspath(self.folder / copy) for copy in copies))

    # Update

    def _refresh(
        self, connection: sqlite3.Connection, present: Mapping[bytes, Fingerprint]
    ) -> list[Summary]:
        """Read new and changed conversations, drop deleted ones; return those with a fault."""
        known = dict(connection.execute("SELECT name, mark FROM file"))
        if deleted := known.keys() - present.keys():
            with _transaction(connection):
                for name in deleted:
                    delete_conversation(connection, name)
                connection.execute(_MERGE_WORDS)
        stale = [name for name, fingerprint in present.items() if known.get(name) != fingerprint[0]]
        faults: list[Summary] = []
        for start in range(0, len(stale), BATCH):
            batch = stale[start : start + BATCH]
            faults += self._read(connection, batch, present)
            if self._progress and len(stale) >= PROGRESS_THRESHOLD:
                self._progress(start + len(batch), len(stale))
        faulty = {fault.path.name: fault for fault in faults}
        if faulty or connection.execute("SELECT 1 FROM file WHERE copy_of IS NULL").fetchone():
            locked = {name for name, fault in faulty.items() if fault.locked}
            links = find_links(connection, self.folder, locked, keyring=self._user.keyring)
            with _transaction(connection):
                links.write(connection)
        linked = connection.execute("SELECT name, copy_of FROM file WHERE copy_of != x''")
        self._copies = collect_copies(
            {os.fsdecode(name): os.fsdecode(original) for name, original in linked},
            faulty,
            self._sides,
            map(os.fsdecode, present),
        )
        copies = {copy for copies in self._copies.values() for copy in copies}
        return [fault for name, fault in faulty.items() if name not in copies]

    def _read(
        self,
        connection: sqlite3.Connection,
        names: list[bytes],
        present: Mapping[bytes, Fingerprint],
    ) -> list[Summary]:
        faults: list[Summary] = []
        read: list[tuple[bytes, str, tuple[Summary, Conversation] | None]] = []
        for name in names:
            path = self.folder / os.fsdecode(name)
            mark, changed = present[name]
            settled = changed < time.time_ns() - SETTLING_NS
            found = None
            try:
                found = read_summary(path, user=self._user)
            except StorageError as error:
                if not _is_private(error):  # a private file is no conversation, whatever its name
                    faults.append(_fault_summary(path, error))
            read.append((name, mark if settled else "", found))
        with _transaction(connection):
            removed = False
            for name, mark, found in read:
                if found is None:
                    removed |= delete_conversation(connection, name)
                else:
                    write_conversation(connection, name, mark, *found)
            if removed:
                connection.execute(_MERGE_WORDS)
        return faults


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def remove_from_index(path: Path) -> None:
    """Remove the conversation at `path` from the index now. Never raises."""
    file = index_file(path.parent)
    if not exists(file):
        return
    try:
        with closing(open_index(file)) as connection, _transaction(connection):
            delete_conversation(connection, os.fsencode(path.name))
            connection.execute(_MERGE_WORDS)
    except (sqlite3.Error, OSError, StorageError):
        delete_index(file)


def _fault_summary(path: Path, error: StorageError) -> Summary:
    from ..storage.encryption.seal import NoMatchingKey  # loaded by the failed read

    if isinstance(error, NoMatchingKey):
        return Summary(Slug(path.stem), os.fspath(path), fault=Message("lock.in_list"), locked=True)
    return Summary(Slug(path.stem), os.fspath(path), fault=error.message)


def _follows(path: Path, names: Collection[str], kind: str, *, user: User) -> bool:
    """Return whether a locked one of this kind, or any, follows one of `names`.

    False without a key.
    """
    from .summary import read_conversation

    try:
        header = read_conversation(path, user=user).header
    except StorageError:
        return False
    return header.previous in names and kind in ("", header.kind)


def _is_private(error: StorageError) -> bool:
    """Return whether the file is a private file with the name of a conversation."""
    from ..storage.loader import PrivateFile  # loaded by the failed read

    return isinstance(error, PrivateFile)
