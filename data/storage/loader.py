"""Read and validate the tables of a conversation file.

Lists and `check` need only this module, so they never load pycrdt.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import StorageError
from ..i18n.catalogue import Message
from ..ids import RowId
from ..model.conversation import ROLES, NoteLine
from ..model.fields import SINGLETON_ID, FieldKey, Fields, Value
from ..system.files.file_errors import display_path
from .database import ConversationDatabase
from .encryption.keyring import USUAL_KEYS, Keyring
from .encryption.seal import Seal, is_sealed
from .json_storage import DurableStorage, damaged, unreadable_as_damaged
from .tables import (
    SYNC_TABLE,
    TABLE_NAMES,
    TableFault,
    TableRows,
    read_fields,
    read_notes,
    readable_tables,
)

FORMAT = 1
"""The version of this file format; a file with a higher one is never opened or changed."""


class NewerFile(StorageError):
    """A newer afspraak wrote the file. It is not damaged: its previous copy is not offered."""


class PrivateFile(StorageError):
    """The file is a partner's private preparation, so it is never treated as a conversation."""

    def __init__(self, path: Path) -> None:
        super().__init__("conversation_file.private", file=display_path(path))
        self.path = path


def is_private(fields: Fields) -> bool:
    """Return whether these are the fields of private preparation: its kind, and no roles.

    The kind alone is not enough: in a conversation, where partners have roles, the other partner
    may have set it, and that must not prevent opening.
    """
    if fields.get(FieldKey("header", SINGLETON_ID, "kind")) != "private":
        return False
    return not any(FieldKey("partner", RowId(role), "role") in fields for role in ROLES)


class ValidatedFile(NamedTuple):
    """The content of a conversation file: its tables, and the fields and notes in them."""

    tables: TableRows
    """The tables for people to read."""
    fields: dict[FieldKey, Value]
    notes: list[NoteLine]
    sync: Mapping[str, Any]
    """The one document of `_sync`; empty if there is none."""


def read_validated(database: ConversationDatabase) -> ValidatedFile:
    """Read a conversation file and validate it.

    Raises DamagedFile or NewerFile, which name the file and the cause, and StorageError. The file
    stays unchanged.
    """
    path = database.durable.path
    if not database.reload():
        raise damaged(path, Message("conversation_file.missing"))
    sync: Mapping[str, Any] = database.table(SYNC_TABLE).get(doc_id=1) or {}
    version = sync.get("format", FORMAT)
    if not isinstance(version, int) or version < 1:
        raise damaged(path, Message("conversation_file.format"))
    if version > FORMAT:
        names: dict[str, object] = {"file": display_path(path), "version": version}
        raise NewerFile("conversation_file.newer", known=FORMAT, **names)
    if not database.table(TABLE_NAMES["header"]).contains(doc_id=1):
        raise damaged(path, Message("conversation_file.foreign"))
    tables = readable_tables(database)
    try:
        return ValidatedFile(tables, read_fields(tables), read_notes(database), sync)
    except TableFault as fault:
        raise damaged(path, fault.message) from fault


def seal_of(path: Path, *, keyring: Keyring = USUAL_KEYS) -> Seal | None:
    """Return the seal of the file at `path`; None if it is plain. Raises as `read_validated`."""
    storage = DurableStorage(path, keyring=keyring)
    with unreadable_as_damaged(storage.path):
        if not is_sealed(storage.path):
            return None
    storage.read()
    return storage.seal
