"""A copy of the document's text, as lines and code points, that follows every change of it.

The document's own text counts UTF-8 bytes and is slow to read; screens read this copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any

from ..ids import PartnerId
from ..model.notes import Notes
from ..text.splice import Splice
from .received_changes import MarkChange, mark_changes
from .removed_text import Run
from .yjs_document import YjsDocument, author_in, text_runs

MAX_TEXT_DELTAS = 1000
"""With more changes than this in one update, the notes are replaced as a whole."""


class Watch(Enum):
    """Whose marks are watched, if not those of one author."""

    NOTHING = auto()
    EVERYONE = auto()


class NotesMirror:
    """The notes, which change together with the text of a document.

    Call the methods within `convert_panics`.
    """

    def __init__(self, document: YjsDocument) -> None:
        self._document = document
        self.notes = Notes()
        self.splices: list[Splice] = []
        """The changes of the notes since the caller last replaced this list."""
        self.watched: PartnerId | Watch = Watch.NOTHING
        """The author whose marks are watched."""
        self.mark_changes: list[MarkChange] = []
        """The changes of the watched marks since the caller last replaced this list."""
        self.is_out_of_sync = False
        """Whether the notes may differ from the text; the next `resync` repairs that."""
        self._editing_locally = False

    @contextmanager
    def local_edit(self) -> Iterator[None]:
        """Ignore the events of the text while `write` changes the notes itself."""
        self._editing_locally = True
        try:
            yield
        finally:
            self._editing_locally = False

    def write(self, splices: Sequence[Splice]) -> Iterator[tuple[Splice, Sequence[Run]]]:
        """Apply splices of our own, one after the other, to the text and to the notes.

        Yield each with the runs that it removed.
        """
        for splice in splices:
            end = splice.start + splice.deleted
            removed = tuple(self.notes.runs(splice.start, end)) if splice.deleted else ()
            offsets = self.notes.utf8_offset(splice.start), self.notes.utf8_offset(end)
            self._document.replace(*offsets, splice.text, splice.by)
            self._splice(splice)
            yield splice, removed

    def text_changed(self, event: Any) -> None:
        """Apply an event of the text to the notes."""
        many = len(event.delta) > MAX_TEXT_DELTAS
        if self.watched is not Watch.NOTHING and not self.is_out_of_sync:
            author = None if self.watched is Watch.EVERYONE else self.watched
            self.mark_changes += mark_changes(event.delta, self.notes, author, many=many)
        self.is_out_of_sync = self.is_out_of_sync or many
        if self._editing_locally or self.is_out_of_sync:
            return
        offset = 0  # UTF-8 bytes into the text as changed so far
        for delta in event.delta:
            by = author_in(delta.get("attributes"))
            if "insert" in delta:
                text = str(delta["insert"])
                self._splice(Splice(self.notes.position_at_utf8(offset), 0, text, by))
                offset += len(text.encode())
                continue
            length = delta.get("retain", delta.get("delete", 0))
            start = self.notes.position_at_utf8(offset)
            end = self.notes.position_at_utf8(offset + length)
            if "delete" in delta:
                self._splice(Splice(start, end - start, ""))
                continue
            if "attributes" in delta and not self.notes.is_by(by, start, end):
                # The same text gets another author. Undo also reports an author that is unchanged.
                self._splice(Splice(start, end - start, self.notes.slice(start, end), by))
            offset += length

    def resync(self) -> None:
        """Replace the notes by the text, if they differ.

        An update of another program can have content that the events of a text do not report.
        """
        text = str(self._document.text)
        if not self.is_out_of_sync and self.notes.text == text:
            return
        self.is_out_of_sync = False
        self.splices.append(Splice(0, len(self.notes), text))
        self.notes.set_runs(text_runs(self._document.text))

    def _splice(self, splice: Splice) -> None:
        self.notes.splice(splice)
        self.splices.append(splice)
