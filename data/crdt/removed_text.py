"""The text that one undo step removed from the notes, and whose it was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..ids import NOBODY, PartnerId
from ..model.changes import shift
from ..text.splice import Splice
from .received_changes import AuthoredRun, MarkChange, bounded

_MAX_RUNS = 200
"""With more runs than this in a step, their order is not followed."""

Run = tuple[str, PartnerId]
"""A text, and its author."""


class _Removed(NamedTuple):
    """A run at the position where it was."""

    position: int
    text: str
    by: PartnerId


class RemovedText:
    """The runs that a step removed, in the order of the document.

    Not those that the step itself had typed: undo does not restore them.
    """

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self._removed = [_Removed(0, text, by) for text, by in runs]
        self._typed: list[AuthoredRun] = []
        self._authors = {run.by for run in self._removed}
        self._is_ordered = True

    def follow(self, splices: Sequence[Splice]) -> None:
        """Follow a change of the notes, while the step may still get longer."""
        if self._removed:
            self._removed = [
                run._replace(position=shift(run.position, splices)) for run in self._removed
            ]
        for splice in splices if self._typed else ():
            if splice.deleted != len(splice.text):  # else it is the same text of another author
                self._typed = list(_spliced(self._typed, splice))

    def record(self, splice: Splice, removed: Iterable[Run]) -> None:
        """Record a splice of the step itself, and the runs that it removed."""
        for text, by in removed:
            if self._is_ordered:
                self._remove(splice.start, text, by)
            else:
                self._authors.add(by)
        if self._is_ordered and splice.text:
            self.follow([Splice(splice.start, 0, splice.text)])
            typed = splice.start, splice.start + len(splice.text), splice.by
            self._typed = _joined(sorted([*self._typed, typed]))

    def runs_to_correct(self, changes: Sequence[MarkChange]) -> Sequence[AuthoredRun]:
        """Return the runs that need another author after the step was undone or redone.

        `changes` are those that it made: what it restored gets the author from before it was
        removed, and what stays keeps its author.
        """
        restored = [change for change in changes if change.before is None]
        runs = [
            (change.start, change.start + len(change.text), change.before)
            for change in changes
            if change.by is not None and change.before is not None and change.text.strip("\n")
        ]
        text = "".join(run.text for run in self._removed)
        if self._is_ordered and text == "".join(change.text for change in restored):
            runs += self._by_their_authors(restored)
        else:
            only = next(iter(self._authors)) if len(self._authors) == 1 else NOBODY
            runs += [
                (change.start, change.start + len(change.text), only)
                for change in restored
                if change.by not in self._authors
            ]
        return bounded(sorted(runs))

    def _by_their_authors(self, restored: Sequence[MarkChange]) -> Iterator[AuthoredRun]:
        """Yield the parts of the restored text that have another author than when removed."""
        removed = iter(self._removed)
        left, by = 0, NOBODY
        for change in restored:
            start, end = change.start, change.start + len(change.text)
            while start < end:
                if not left:
                    _, text, by = next(removed)
                    left = len(text)
                length = min(left, end - start)
                if by != change.by and change.text[
                    start - end : start - end + length or None
                ].strip("\n"):
                    yield start, start + length, by
                start, left = start + length, left - length

    def _remove(self, start: int, text: str, by: PartnerId) -> None:
        """Add a removed run, but for what was typed in this step."""
        while text and self._is_ordered:
            index = bisect_right(self._removed, start, key=lambda run: run.position)
            places = [run.position for run in self._removed[index : index + 1]]
            places += [place for first, last, _ in self._typed for place in (first, last)]
            length = min([len(text), *(place - start for place in places if place > start)])
            piece, text = text[:length], text[length:]
            whose = {who for first, last, who in self._typed if first <= start < last}
            if by not in whose and (piece.strip("\n") or not whose):
                self._removed.insert(index, _Removed(start, piece, by))
                self._authors.update([by] if piece.strip("\n") else ())
            self.follow([Splice(start, length, "")])
            self._is_ordered = len(self._removed) + len(self._typed) <= _MAX_RUNS


def _spliced(runs: Iterable[AuthoredRun], splice: Splice) -> Iterator[AuthoredRun]:
    """Yield runs after a splice; one that it inserts into becomes two."""
    end, growth = splice.start + splice.deleted, len(splice.text) - splice.deleted
    for first, last, by in runs:
        if first < splice.start:
            yield first, min(last, splice.start), by
        if last > end:
            yield max(first, end) + growth, last + growth, by


def _joined(runs: Iterable[AuthoredRun]) -> list[AuthoredRun]:
    """Return runs of which one follows the other as one, if they have one author."""
    joined: list[AuthoredRun] = []
    for run in runs:
        if joined and joined[-1][1:] == (run[0], run[2]):
            joined[-1] = joined[-1][0], run[1], run[2]
        else:
            joined.append(run)
    return joined
