"""Tables stored at a path."""

from __future__ import annotations

from pathlib import Path

from afspraak.data.storage.json_storage import DurableStorage
from afspraak.data.storage.strict_json import Tables


def store_tables(path: Path, tables: Tables) -> DurableStorage:
    """Write tables like the program; return the storage that wrote them."""
    there = DurableStorage(path)
    there.read()
    there.write(tables)
    return there
