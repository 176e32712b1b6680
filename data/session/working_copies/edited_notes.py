"""The notes as an external editor left them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from ...i18n.catalogue import Message
from ...text.decoding import UTF_8


class EditedNotes(NamedTuple):
    """The content of a working copy. `text` is clean; it is the base if unchanged."""

    text: str
    changed: bool
    written_at: datetime
    """The local time of the last write."""
    encoding: str = UTF_8
    problem: Message | None = None
    """The message why it cannot be imported; "" if it can."""
    missing: bool = False
    """Whether the editor removed the file."""
    has_swap_file: bool = False
    """Whether Vim left a swap file, with unsaved text."""
    other_files: tuple[str, ...] = ()
    """The names of files that the user saved beside the notes."""

    @property
    def has_content(self) -> bool:
        """Whether removing the copy would lose text."""
        return self.changed or self.has_other_content or (bool(self.problem) and not self.missing)

    @property
    def has_other_content(self) -> bool:
        """Whether it has files that cannot be imported, but that the user may want."""
        return self.has_swap_file or bool(self.other_files)
