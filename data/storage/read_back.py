"""Read the content of a save back before it replaces the last good file.

The other partner's program may be broken or hostile. An update of theirs that this program admits
could still leave a document that cannot be opened again.
"""

from __future__ import annotations

import base64
from pathlib import Path

from tinydb.table import Document

from ..crdt.replica import Replica
from ..crdt.replica_errors import ReplicaError
from ..errors import StorageError
from ..system.files.file_errors import display_path
from .conversation_file import FileContent
from .tables import SYNC_TABLE, TableFault, read_fields, to_tables


def read_back(content: FileContent, path: Path) -> None:
    """Raise StorageError unless `content` opens again as the conversation that it was made from.

    `path` is for the message. Safe in any thread: nothing outside this call uses its replica.
    """
    tables = {name: rows for name, rows in content.tables.items() if name != SYNC_TABLE}
    replica = Replica()
    try:
        replica.apply(base64.b64decode(content.document))
        read_fields(
            {
                name: [Document(dict(row), number) for number, row in enumerate(rows, 1)]
                for name, rows in tables.items()
            }
        )
    except (ReplicaError, TableFault) as error:
        raise _error(path) from error
    if to_tables(replica.fields, replica.notes.note_lines()) != tables:
        raise _error(path)


def _error(path: Path) -> StorageError:
    return StorageError("conversation_file.would_not_open", file=display_path(path))
