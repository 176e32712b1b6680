"""The text in the notes under the name of the partner at this terminal.

Nobody else writes under that name: text that the other partner's program inserted with it is by
nobody, and a mark that it changed comes back. No text is lost. What the other removes, they may put
back in its place: that is how an undo arrives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...crdt.received_changes import MAX_CORRECTIONS, AuthoredRun, MarkChange, bounded
from ...ids import NOBODY, PartnerId
from ...model.changes import shift
from ...model.notes import Notes
from ...text.splice import Splice

_MAX_REMOVED_RUNS = 500
"""The most runs of text that are remembered after the other removed them."""
_MAX_REMOVED = 1 << 20
"""The most code points in them."""
_MAX_SHIFTS = 20_000
"""The most steps to follow one change with the remembered runs."""


RemovedRun = tuple[int, int, str]
"""A removed run of text: it was between two positions."""


@dataclass(slots=True)
class _TrackedRun:
    """A run of text, and where it is or was: between two positions."""

    first: int
    last: int
    text: str
    before: int = field(init=False)
    """The first position before the last change."""

    def __post_init__(self) -> None:
        self.before = self.first

    def follow(self, splices: Sequence[Splice]) -> None:
        self.before = self.first
        self.first = shift(self.first, splices)
        self.last = shift(self.last, splices, after_insertion=True)

    def take(self, start: int, text: str) -> bool:
        """Remove the beginning or the end of the run; return whether it is that text."""
        if self.first <= start <= self.last and (text := text.strip("\n")):
            if self.text.startswith(text):
                self.text = self.text.removeprefix(text).strip("\n")
                self.first = self.last = start + len(text)
                return True
            if self.text.endswith(text):
                self.text = self.text.removesuffix(text).strip("\n")
                self.first = self.last = start
                return True
        return False


class OwnText:
    """Finds the marks to correct after each change of the notes by the other partner."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._removed: list[_TrackedRun] = []
        self._unmarked: list[_TrackedRun] = []
        """Runs that were corrected to be by nobody, from `first` on."""

    @property
    def removed(self) -> Sequence[RemovedRun]:
        """The runs that the other partner removed, the last one last."""
        return [(run.first, run.last, run.text) for run in self._removed]

    @removed.setter
    def removed(self, runs: Iterable[RemovedRun]) -> None:
        self._removed = [_TrackedRun(*run) for run in runs]

    def follow(self, splices: Sequence[Splice]) -> None:
        """Follow a change of the notes, whoever made it."""
        for runs in (self._removed, self._unmarked):
            if runs and splices:
                del runs[: -(_MAX_SHIFTS // len(splices)) or len(runs)]
                for run in runs:
                    run.follow(splices)

    def runs_to_correct(
        self, changes: Sequence[MarkChange], splices: Sequence[Splice], me: PartnerId
    ) -> Sequence[AuthoredRun]:
        """Return the runs that need another author after a change by the other partner.

        `follow` was called with its splices. If there are too many runs, those that are nearest to
        each other become one, with what is between them, by nobody.
        """
        replaced = (
            self._replaced_by(change) for change in changes[:MAX_CORRECTIONS] if change.by is None
        )
        found = [(run.last, run.last + len(run.text), me) for run in replaced if run is not None]
        self._remember(changes, splices)
        for change in changes:
            end = change.start + len(change.text)
            if change.by is None:
                continue
            if change.before == me:
                found.append((change.start, end, me))
            elif change.before is not None or not (
                len(found) < MAX_CORRECTIONS and self._returns(change)
            ):
                found.append((change.start, end, NOBODY))
                if change.before is None:
                    self._unmarked.append(_TrackedRun(change.start, change.start, change.text))
        del self._unmarked[:-_MAX_REMOVED_RUNS]
        return bounded(sorted(found))

    def _replaced_by(self, change: MarkChange) -> _TrackedRun | None:
        """Return the run by nobody that was inserted beside a text just as it, now removed.

        That is an undo too: in an answer to a handshake, all deletions come last.
        """
        for run in self._unmarked:
            ends = run.last, run.last + len(run.text)
            if change.text.strip("\n") == run.text.strip("\n") and change.start in ends:
                self._unmarked.remove(run)
                return run if self._notes.slice(*ends) == run.text else None
        return None

    def _remember(self, changes: Sequence[MarkChange], splices: Sequence[Splice]) -> None:
        """Remember the text that was removed."""
        # Delete and Backspace remove a text in several changes, and undo restores it as one.
        if len(changes) == len(splices) == 1 and splices[0].deleted == len(changes[0].text):
            start, text = changes[0].start, changes[0].text
            for run in self._removed:
                if changes[0].by is None and start <= run.before <= start + len(text):
                    head = run.before - start
                    run.text = text[:head] + run.text + text[head:]
                    return
        inserted = {
            change.start + len(change.text): change.start
            for change in changes
            if change.before is None
        }
        self._removed += [
            _TrackedRun(inserted.get(change.start, change.start), change.start, change.text)
            for change in changes[-_MAX_REMOVED_RUNS:]
            if change.by is None
        ]
        del self._removed[:-_MAX_REMOVED_RUNS]
        while sum(len(run.text) for run in self._removed) > _MAX_REMOVED:
            del self._removed[0]

    def _returns(self, change: MarkChange) -> bool:
        """Return whether an inserted text is one that was removed from this place."""
        found = next((run for run in self._removed if run.take(change.start, change.text)), None)
        if found is not None and not found.text:
            self._removed.remove(found)
        return found is not None or not change.text.strip("\n")
