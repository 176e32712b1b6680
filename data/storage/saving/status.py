"""Whether everything in an open conversation is safe on disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ...errors import StorageError
from ...i18n.catalogue import tr
from ...system.file_identity import file_identity


@dataclass(frozen=True, slots=True)
class SaveStatus:
    """Whether everything is safe on disk: since when (local time), or why not."""

    at: datetime | None
    reason: str = ""
    cause: str = ""
    """The reason without the name of the file, if known."""
    read_only: bool = False
    """Whether the folder is read-only, as far as is known: edits cannot be saved."""

    @property
    def safe(self) -> bool:
        """Whether all edits are at least in the journal."""
        return not self.reason

    @classmethod
    def failed(cls, at: datetime | None, error: StorageError) -> SaveStatus:
        """Return the status after `error`: edits since `at` cannot be saved."""
        return cls(at, tr(error.message), cause=tr(error.cause) if error.cause else "")

    @classmethod
    def at_opening(cls, path: Path, at: datetime | None) -> SaveStatus:
        """Return the status of the conversation at `path` when it is opened. Raises StorageError.

        `at`: when this session has saved it, if it has.
        """
        if at is None and (written := file_identity(path)) is not None:
            at = datetime.fromtimestamp(written.modified_ns / 1e9)  # noqa: DTZ006 - local
        return cls(at, read_only=not os.access(path.parent, os.W_OK))
