"""Pending edits: the editor shows them, and the session does not have them yet.

Messages take a moment to arrive, and meanwhile updates of the other partner may come in. Then the
pending edits have to be rebased on those, and those transformed to fit the editor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ...data.model.edits import Write
from ...data.text.splice import Splice
from ..messages import EditRequested


class PendingEdits:
    """The edits that were sent and not yet applied, in order."""

    def __init__(self) -> None:
        self._messages: list[tuple[EditRequested, Write]] = []

    def __bool__(self) -> bool:
        return bool(self._messages)

    @property
    def splices(self) -> list[Splice]:
        """The pending edits in order: what the editor has and the session does not."""
        return [Splice(write.start, write.deleted, write.text) for _, write in self._messages]

    def add(self, write: Write) -> EditRequested:
        """Add an edit, and return the message that takes it to the session."""
        message = EditRequested(write)
        self._messages.append((message, write))
        return message

    def confirm_oldest(self) -> None:
        """Remove the oldest edit: the session has it now."""
        del self._messages[0]

    def clear(self) -> None:
        """Remove all, as the session will not get them."""
        self._messages.clear()

    def rebase(self, splices: Iterable[Splice]) -> list[Splice]:
        """Rebase the pending edits on others' splices; return those as they apply to the editor."""
        others = list(splices)
        messages, self._messages = self._messages, []
        for message, write in messages:
            own = Splice(write.start, write.deleted, write.text)
            rebased: list[Splice] = []
            for other in others:
                own, after = transform(own, other)
                rebased += after
            moved = replace(write, start=own.start, deleted=own.deleted, text=own.text)
            message.edit = moved
            if moved.deleted or moved.text:  # else no change will confirm it
                self._messages.append((message, moved))
            others = rebased
        return others


def transform(own: Splice, other: Splice) -> tuple[Splice, list[Splice]]:
    """Transform two concurrent splices of one text, each to apply after the other one.

    Both orders give the same text, and no added text is lost. The other one may be split in two
    around the text that the own one inserts: that stays where it is, and so does the caret after
    it.
    """
    if other.deleted == len(other.text):
        return own, _around(own, other)
    start, end, text = own.start, own.start + own.deleted, own.text
    first, last, added = other.start, other.start + other.deleted, other.text
    if last <= start:
        return own._replace(start=start + len(added) - other.deleted), [other]
    if first >= end:
        return own, [other._replace(start=first + len(text) - own.deleted)]
    bottom = max(end, last)
    if first <= start:  # both leave: added, then text
        own = Splice(first + len(added), bottom - last, text, own.by)
        if not text or bottom == end:
            return own, [Splice(first, start - first + bottom - end, added, other.by)]
        rest = Splice(own.start + len(text), bottom - end, "", other.by)
        return own, [Splice(first, start - first, added, other.by), rest]
    other = Splice(start + len(text), bottom - end, added, other.by)  # text, then added
    if bottom == last:
        return Splice(start, first - start, text, own.by), [other]
    return Splice(start, first - start + len(added) + bottom - last, text + added, own.by), [other]


def _around(own: Splice, other: Splice) -> list[Splice]:
    """Return what an own splice leaves of a change of author by another, in one or two splices."""
    end, last = own.start + own.deleted, other.start + other.deleted
    pieces = []
    if (left := min(last, own.start) - other.start) > 0:
        pieces.append(Splice(other.start, left, other.text[:left], other.by))
    if (right := last - max(other.start, end)) > 0:
        begin = max(other.start, end) + len(own.text) - own.deleted
        pieces.append(Splice(begin, right, other.text[-right:], other.by))
    return pieces


def unchanged_ends(splices: Sequence[Splice], length: int) -> tuple[int, int]:
    """Return how many code points at the start and end of a text many splices leave alone.

    `length` is the length of the text before the splices.
    """
    head = tail = length
    for start, deleted, text, _ in splices:
        head = min(head, start)
        tail = min(tail, length - start - deleted)
        length += len(text) - deleted
    return head, max(0, tail)


def common_ends(old: str, new: str) -> tuple[int, int]:
    """Return how many code points two texts share at their start, and then at their end."""
    head = _shared(lambda count: old[:count] == new[:count], min(len(old), len(new)))
    rest = min(len(old), len(new)) - head
    tail = _shared(lambda count: old[len(old) - count :] == new[len(new) - count :], rest)
    return head, tail


def _shared(same: Callable[[int], bool], most: int) -> int:
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        low, most = (middle, most) if same(middle) else (low, middle - 1)
    return low
