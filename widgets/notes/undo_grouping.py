"""Group edits into undo steps: continued typing within a word, and continued deleting."""

from __future__ import annotations

from collections.abc import Sequence

from ...data.model.changes import shift
from ...data.text.splice import Splice

_NOWHERE = -1


class UndoGrouping:
    """Decides for each edit whether it starts a new group."""

    def __init__(self) -> None:
        self._typed_to = self._erased_to = _NOWHERE

    def starts_group(self, start: int, end: int, text: str, one_character: bool) -> bool:
        """Return whether this edit starts a new undo step.

        It replaces the code points from `start` to `end` with `text`; `one_character`: they are a
        single cluster.
        """
        typed = start == end and len(text) == 1
        erased = one_character and not text
        goes_on = (typed and start == self._typed_to and not text.isspace()) or (
            erased and self._erased_to in (start, end)
        )
        self._typed_to = start + 1 if typed else _NOWHERE
        self._erased_to = start if erased else _NOWHERE
        return not goes_on

    def end_group(self) -> None:
        """End the group: the next edit starts a new one."""
        self._typed_to = self._erased_to = _NOWHERE

    def move(self, splices: Sequence[Splice]) -> None:
        """Move the position at which the group continues past others' splices."""
        self._typed_to = shift(self._typed_to, splices)
        self._erased_to = shift(self._erased_to, splices)
