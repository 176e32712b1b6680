"""Which edits undo takes back together: typing on in a word, and erasing on."""

from __future__ import annotations

from collections.abc import Sequence

from ...data.model.changes import shift
from ...data.text.splice import Splice

_NOWHERE = -1


class UndoGrouping:
    """Tells of every edit whether it begins a step of its own."""

    def __init__(self) -> None:
        self._typed_to = self._erased_to = _NOWHERE

    def starts_group(self, start: int, end: int, text: str, one_character: bool) -> bool:
        """Return whether undo should take this edit back by itself.

        `text` stands for what was there, of which `one_character` tells that it was one cluster.
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
        """Whatever is typed next is a step of its own."""
        self._typed_to = self._erased_to = _NOWHERE

    def move(self, splices: Sequence[Splice]) -> None:
        """Others wrote: the step goes on where its text is now."""
        self._typed_to = shift(self._typed_to, splices)
        self._erased_to = shift(self._erased_to, splices)
