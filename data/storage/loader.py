"""Reading a conversation file's tables: whole, ours, of a format we know, and sound.

Lists and `check` need no more than this, so they never load the document's library.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..errors import StoreError
from ..i18n.catalogue import tr
from ..model.conversation import ROLES, NoteLine
from ..model.fields import SINGLE, Fields, Value, field_key
from ..system.atomic_files import previous_copy, shown
from ..system.paths import is_file
from .encryption.seal import Seal, is_sealed
from .json_storage import DamagedFile, DurableStorage, replaceable
from .tables import NAMES, SYNC, TableFault, Tables, read_fields, read_notes

FORMAT = 1
"""The version of this file format; a file that says a higher one is left alone."""


class NewerFile(StoreError):
    """A newer afspraak wrote the file. It is whole, so its previous copy is not offered."""


class PrivateFile(StoreError):
    """The file is a partner's private preparation, so it is never treated as a conversation."""

    def __init__(self, path: Path) -> None:
        super().__init__(tr("conversation_file.private", file=shown(path)))
        self.path = path


def is_private(fields: Fields) -> bool:
    """Whether these are the fields of somebody's private preparation.

    In a conversation everybody has a role: there the word alone, which the other partner may have
    written, does not keep it from being opened.
    """
    if fields.get(field_key("header", SINGLE, "kind")) != "private":
        return False
    return not any(field_key("partner", role, "role") in fields for role in ROLES)


class Checked(NamedTuple):
    """What a conversation file holds: its tables, and the fields and notes that they tell of."""

    tables: Tables
    fields: dict[str, Value]
    notes: list[NoteLine]


def read_checked(storage: DurableStorage) -> Checked:
    """What a conversation file holds, checked.

    Raises DamagedFile or NewerFile, which name the file and the cause, and StoreError; the file is
    left as it is.
    """
    tables: Tables | None = storage.read()
    if tables is None:
        raise damaged(storage.path, tr("conversation_file.missing"))
    version = tables.get(SYNC, {}).get("1", {}).get("format", FORMAT)
    if not isinstance(version, int) or version < 1:
        raise damaged(storage.path, tr("conversation_file.format"))
    if version > FORMAT:
        names: dict[str, object] = {"file": shown(storage.path), "version": version}
        raise NewerFile(tr("conversation_file.newer", known=FORMAT, **names))
    if not set(tables) & set(NAMES.values()) or "1" not in tables.get("header", {}):
        raise damaged(storage.path, tr("conversation_file.foreign"))
    try:
        return Checked(tables, read_fields(tables), read_notes(tables))
    except TableFault as fault:
        raise damaged(storage.path, str(fault)) from fault


def seal_of(path: Path) -> Seal | None:
    """What seals the file at `path`; None where it is plain. Raises as `read_checked`."""
    storage = DurableStorage(path)
    with replaceable(storage.path):
        if not is_sealed(storage.path):
            return None
    storage.read()
    return storage.seal


def damaged(path: Path, reason: str) -> DamagedFile:
    """The error for a file that cannot be used, offering the previous copy where there is one."""
    previous = previous_copy(path)
    return DamagedFile(path, reason, previous if is_file(previous) else None)
