"""The notes as an external editor left them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from ..text.decoding import UTF_8


class EditedNotes(NamedTuple):
    """What an editor left. `text` is clean; it is the base if nothing was changed."""

    text: str
    changed: bool
    written_at: datetime
    """When it was written (local time)."""
    encoding: str = UTF_8
    problem: str = ""
    """Why it cannot be imported, as a message."""
    missing: bool = False
    """Whether the editor removed the file."""
    has_swap_file: bool = False
    """Whether Vim left a swap file, with unsaved text."""
    other_files: tuple[str, ...] = ()
    """The names of files that the user saved beside the notes."""

    @property
    def has_content(self) -> bool:
        """Whether anything would be lost if the copy were removed."""
        return self.changed or self.has_other_content or (bool(self.problem) and not self.missing)

    @property
    def has_other_content(self) -> bool:
        """Whether there is something that cannot be imported, but that the user may want."""
        return self.has_swap_file or bool(self.other_files)
