"""A conversation's file as a TinyDB: tables of numbered documents, saved in one atomic write."""

from __future__ import annotations

import sys
from pathlib import Path

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware

from ..errors import StorageError
from ..system.files.file_errors import display_path
from .encryption.keyring import USUAL_KEYS, Keyring
from .encryption.seal import Seal
from .json_storage import DurableStorage
from .tables import TableRows


class SaveCache(CachingMiddleware):
    """Collect changes in memory until `flush` writes all of them at once.

    CachingMiddleware itself writes after every thousand changes, in the middle of a save.
    """

    WRITE_CACHE_SIZE = sys.maxsize
    storage: DurableStorage

    def discard(self) -> None:
        """Drop the cached tables and unwritten changes: the next read opens the file again."""
        self.cache = None
        self._cache_modified_count = 0


class ConversationDatabase(TinyDB):
    """`TinyDB(path, storage=SaveCache(DurableStorage))`: changes reach the file at `save`.

    `seal` is that of a locked conversation. Tables and documents are TinyDB's own; any TinyDB can
    read the file, unless it is locked.
    """

    def __init__(
        self,
        path: Path,
        seal: Seal | None = None,
        storage: type[DurableStorage] = DurableStorage,
        *,
        keyring: Keyring = USUAL_KEYS,
    ) -> None:
        """Open the database; the file is read when its tables are first used.

        Raises StorageError if TinyDB fails.
        """
        self._cache = SaveCache(storage)  # type: ignore[no-untyped-call]
        try:
            super().__init__(path, seal, keyring=keyring, storage=self._cache)
        except StorageError:
            raise
        except Exception as error:
            raise StorageError(
                "storage.tinydb", file=display_path(path), reason=str(error)
            ) from error

    @property
    def durable(self) -> DurableStorage:
        """The storage below the cache: its path, its seal, and the identity of the file."""
        return self._cache.storage

    def reload(self) -> bool:
        """Read the file again and return whether there is one. Raises as `DurableStorage.read`."""
        self.forget()
        return self._cache.read() is not None  # type: ignore[no-untyped-call]

    def replace(self, tables: TableRows) -> None:
        """Replace all tables by these; TinyDB numbers their documents from 1."""
        self.drop_tables()
        for name, rows in tables.items():
            self.table(name).insert_multiple(rows)

    def save(self) -> None:
        """Write all changes at once. On an error (see `DurableStorage.write`) they are dropped.

        The next read opens the file again: another program may have replaced it.
        """
        try:
            self._cache.flush()  # type: ignore[no-untyped-call]
        finally:
            self.forget()

    def forget(self) -> None:
        """Drop the tables that were read, and unsaved changes."""
        self._cache.discard()
        self._tables.clear()  # each caches its queries and its next number
