"""Read what the notebook shows: at once if it is little, else in a thread; no Textual here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ....data.notebook.agenda.board import Board
from ....data.notebook.notebook import Notebook
from ....data.session.user import User
from ...formatting.clock import today


class TooMuchToReadError(Exception):
    """Raised after the first batch, if there are more conversations to read."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self.done, self.total = done, total


class LoadedBoard(NamedTuple):
    """What was read of a folder, and when it was changed last (nanoseconds; 0 if unknown)."""

    board: Board
    changed_at: int


def read_board(folder: Path, user: User, report: Callable[[int, int], None]) -> Board:
    """Return the conversations of a folder; `report` gets how many of how many are read.

    Raises StorageError, and what `report` raises.
    """
    return Notebook(folder, report, user=user).board(today())


def stop_after_batch(done: int, total: int) -> None:
    """Raise TooMuchToReadError if there are more to read."""
    if done < total:
        raise TooMuchToReadError(done, total)


def changed_at(folder: Path) -> int:
    """Return when a file was last added, renamed or replaced in a folder, in nanoseconds."""
    with suppress(OSError):
        return folder.stat().st_mtime_ns
    return 0
