"""The save status of an open conversation: a state machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from ...i18n.catalogue import Message
from ...lazy_dataclass import dataclass
from ...system.files.file_identity import file_identity


class Saving(Enum):
    """The state of saving of an open conversation; `transition` returns the next one.

                          CHANGED
        READ_ONLY ───────────────────────┐
         │     │                         ▼
         │     │ SAVED          CHANGED
         │     └────────▶ SAVED ──────▶ DIRTY
         │                │   ▲ ◀────── │
         │         FAILED │   │  SAVED  │ FAILED
         │                ▼   │ SAVED   │
         └─────────────▶ FAILED ◀───────┘
               FAILED

    Another event leaves the state as it is: edits after a failure are safe again after a save.
    """

    SAVED = auto()
    """The files contain all edits."""
    DIRTY = auto()
    """The files lack edits; those are in the journals."""
    FAILED = auto()
    """Edits since the last save could not be written."""
    READ_ONLY = auto()
    """The folder is read-only, as far as is known, and nothing has been edited."""


class SavingEvent(Enum):
    """An event that changes the state of saving."""

    CHANGED = auto()
    """An edit was written to a journal."""
    SAVED = auto()
    """The files were written."""
    FAILED = auto()
    """A journal or a file could not be written."""


_TRANSITIONS: Mapping[tuple[Saving, SavingEvent], Saving] = {
    (Saving.SAVED, SavingEvent.CHANGED): Saving.DIRTY,
    (Saving.SAVED, SavingEvent.FAILED): Saving.FAILED,
    (Saving.DIRTY, SavingEvent.SAVED): Saving.SAVED,
    (Saving.DIRTY, SavingEvent.FAILED): Saving.FAILED,
    (Saving.FAILED, SavingEvent.SAVED): Saving.SAVED,
    (Saving.READ_ONLY, SavingEvent.CHANGED): Saving.DIRTY,
    (Saving.READ_ONLY, SavingEvent.SAVED): Saving.SAVED,
    (Saving.READ_ONLY, SavingEvent.FAILED): Saving.FAILED,
}


def transition(state: Saving, event: SavingEvent) -> Saving:
    """Return the state after an event."""
    return _TRANSITIONS.get((state, event), state)


@dataclass(frozen=True, slots=True)
class SaveStatus:
    """The state of saving, with the time of the last save or the reason of a failure."""

    state: Saving
    at: datetime | None
    """The local time at which all edits were last in the files or journals; None if unknown."""
    reason: Message | None = None
    """Why saving failed; None in the other states."""
    cause: Message | None = None
    """The reason without the name of the file, if known."""

    def looks_like(self, other: SaveStatus) -> bool:
        """Return whether screens show both alike: a saved conversation looks like a dirty one."""
        kinds = {Saving.SAVED if status.state is Saving.DIRTY else status.state
                 for status in (self, other)}  # fmt: skip
        return len(kinds) == 1 and (self.at, self.reason) == (other.at, other.reason)


def status_at_opening(path: Path, status: SaveStatus) -> SaveStatus:
    """Return the status of the conversation at `path` when it is opened.

    `status` is that of the session, which may have written already. Raises StorageError.
    """
    at = status.at
    if at is None and (written := file_identity(path)) is not None:
        at = datetime.fromtimestamp(written.modified_ns / 1e9)  # noqa: DTZ006 - local
    writable = os.access(path.parent, os.W_OK)
    return SaveStatus(status.state if writable else Saving.READ_ONLY, at)
