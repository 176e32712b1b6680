"""What a change of the document changed: its parts, and the author marks of partners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from ..ids import NOBODY, PartnerId, RowId
from ..model.changes import Changes
from ..model.fields import FieldKey, Value
from ..model.notes import Notes
from .admission.source import Source
from .yjs_document import author_in, merge

MAX_CORRECTIONS = 1000
"""The most runs that are corrected one by one: each takes the library a walk through the text."""

AuthoredRun = tuple[int, int, PartnerId]
"""The first position of a run of text, the one after the last, and its author."""


class MarkChange(NamedTuple):
    """A run of text that got a mark, lost it, or was removed with it.

    Both marks of a run that stays are given; "" is nobody.
    """

    start: int
    """Its position in code points, after the whole event."""
    text: str
    by: PartnerId | None
    """The author after the event; None if the run was removed."""
    before: PartnerId | None
    """The author before the event; None if the run was inserted."""


def mark_changes(
    delta: Sequence[Mapping[str, Any]], notes: Notes, author: PartnerId | None, *, many: bool
) -> Iterator[MarkChange]:
    """Yield the changes of an author's marks, or of all marks, in the order of the text.

    `notes` are those before the event. With `many` changes, all of the text is read once.
    """
    runs: _AllRuns | _LocalRuns = _AllRuns(notes) if many else _LocalRuns(notes)
    moved = 0
    for change in delta:
        by = author_in(change.get("attributes"))
        if "insert" in change:
            text = str(change["insert"])
            if author in (by, None):
                yield MarkChange(runs.position + moved, text, by, None)
            moved += len(text)
            continue
        length = change.get("delete", change.get("retain", 0))
        if "delete" not in change and "attributes" not in change:
            runs.skip(length)
            continue
        deleted = "delete" in change
        start = runs.position + moved
        for before, group in groupby(runs.take(length), lambda run: run[1]):
            text = "".join(piece for piece, _ in group)
            if deleted:
                if author in (before, None):
                    yield MarkChange(start, text, None, before)
                moved -= len(text)
                continue
            if author in (by, before, None) and by != before:
                yield MarkChange(start, text, by, before)
            start += len(text)


class ReceivedPart(NamedTuple):
    """A part of what was received, from one source; the document holds no later part yet."""

    changes: Changes
    update: bytes
    """The update to record; b"" if nothing is new."""
    source: Source
    previous: Mapping[FieldKey, Value | None]
    """The fields that changed -> their value before; None if there was none."""
    mark_changes: Sequence[MarkChange]
    """The changes of the watched author marks."""


def bounded(runs: Sequence[AuthoredRun]) -> Sequence[AuthoredRun]:
    """Return runs as they are; if there are too many, join those that are nearest to each other.

    They become one by nobody, with what is between them.
    """
    if len(runs) <= MAX_CORRECTIONS:
        return runs
    gaps = [following[0] - run[1] for run, following in pairwise(runs)]
    widest = sorted(range(len(gaps)), key=gaps.__getitem__)[-(MAX_CORRECTIONS - 1) :]
    starts = [0, *(gap + 1 for gap in sorted(widest))]
    return [
        _hull(runs[first:end]) for first, end in zip(starts, [*starts[1:], len(runs)], strict=True)
    ]


def _hull(runs: Sequence[AuthoredRun]) -> AuthoredRun:
    return runs[0][0], runs[-1][1], runs[0][2] if len(runs) == 1 else NOBODY


def join_parts(parts: Iterator[ReceivedPart]) -> tuple[Changes, bytes]:
    """Return the changes and the update of all parts."""
    received = [(part.changes, part.update) for part in parts]
    updates = [update for _, update in received if update]
    if len(received) == 1:
        return received[0]
    splices = [splice for changes, _ in received for splice in changes.splices]
    rows = frozenset[tuple[str, RowId]]().union(*(changes.rows for changes, _ in received))
    return Changes(tuple(splices), rows), merge(*updates) if updates else b""


class _LocalRuns:
    """Reads only the runs that are asked for."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._offset = 0

    @property
    def position(self) -> int:
        """The position in code points."""
        return self._notes.position_at_utf8(self._offset)

    def skip(self, length: int) -> None:
        """Skip a number of bytes."""
        self._offset += length

    def take(self, length: int) -> Iterable[tuple[str, PartnerId]]:
        """Read a number of bytes."""
        start = self.position
        self._offset += length
        return self._notes.runs(start, self.position)


class _AllRuns:
    """Reads all runs once, from the top."""

    def __init__(self, notes: Notes) -> None:
        self._runs = notes.runs()
        self._data, self._by, self._at = b"", PartnerId(""), 0
        self.position = 0
        """The position in code points."""

    def skip(self, length: int) -> None:
        """Skip a number of bytes."""
        for _ in self.take(length):
            pass

    def take(self, length: int) -> Iterator[tuple[str, PartnerId]]:
        """Read a number of bytes."""
        while length > 0:
            if self._at == len(self._data):
                text, self._by = next(self._runs)
                self._data, self._at = text.encode(), 0
            data = self._data[self._at : self._at + length]
            self._at += len(data)
            length -= len(data)
            text = data.decode()
            self.position += len(text)
            yield text, self._by
