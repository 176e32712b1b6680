"""Edits of the notes that the editor shows already and the conversation does not know yet.

Messages take a moment to arrive, and in that moment the other partner's text may come in. Then what
is under way has to move with their text, and their text with what is under way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ...data.model.edits import Write
from ...data.text.splice import Splice
from ..messages import EditRequested


class PendingEdits:
    """The messages that were sent and not yet carried out, in order."""

    def __init__(self) -> None:
        self._messages: list[tuple[EditRequested, Write]] = []

    def __bool__(self) -> bool:
        return bool(self._messages)

    @property
    def splices(self) -> list[Splice]:
        """What is under way, in order: what the editor has more than the conversation."""
        return [Splice(write.start, write.deleted, write.text) for _, write in self._messages]

    def add(self, write: Write) -> EditRequested:
        """The message that takes this edit to the conversation."""
        message = EditRequested(write)
        self._messages.append((message, write))
        return message

    def confirm_oldest(self) -> None:
        """The conversation has the oldest one now."""
        del self._messages[0]

    def clear(self) -> None:
        """The conversation will not be told of any of them."""
        self._messages.clear()

    def rebase(self, splices: Iterable[Splice]) -> list[Splice]:
        """Move what is under way past others' splices; gives those as they are in the editor."""
        others = list(splices)
        messages, self._messages = self._messages, []
        for message, write in messages:
            own = Splice(write.start, write.deleted, write.text)
            behind: list[Splice] = []
            for other in others:
                own, passed = transform(own, other)
                behind += passed
            moved = replace(write, start=own.start, deleted=own.deleted, text=own.text)
            message.edit = moved
            if moved.deleted or moved.text:  # of one with nothing left to do nobody will be told
                self._messages.append((message, moved))
            others = behind
        return others


def transform(own: Splice, other: Splice) -> tuple[Splice, list[Splice]]:
    """Two splices of one text, each as it is after the other one.

    Both ways round the same text comes out, and nothing in it is lost that either of them put in.
    The other one can become two, around what the own one put in: that stays where it is, and so
    does the caret behind it.
    """
    if other.deleted == len(other.text):
        return own, _around(own, other)
    start, end, text = own.start, own.start + own.deleted, own.text
    first, last, news = other.start, other.start + other.deleted, other.text
    if last <= start:
        return own._replace(start=start + len(news) - other.deleted), [other]
    if first >= end:
        return own, [other._replace(start=first + len(text) - own.deleted)]
    bottom = max(end, last)
    if first <= start:  # together they leave: news, then text
        own = Splice(first + len(news), bottom - last, text, own.by)
        if not text or bottom == end:
            return own, [Splice(first, start - first + bottom - end, news, other.by)]
        rest = Splice(own.start + len(text), bottom - end, "", other.by)
        return own, [Splice(first, start - first, news, other.by), rest]
    other = Splice(start + len(text), bottom - end, news, other.by)  # text, then news
    if bottom == last:
        return Splice(start, first - start, text, own.by), [other]
    return Splice(start, first - start + len(news) + bottom - last, text + news, own.by), [other]


def _around(own: Splice, other: Splice) -> list[Splice]:
    """Give what an own splice left of the same text of another author, in one or two pieces."""
    end, last = own.start + own.deleted, other.start + other.deleted
    pieces = []
    if (left := min(last, own.start) - other.start) > 0:
        pieces.append(Splice(other.start, left, other.text[:left], other.by))
    if (right := last - max(other.start, end)) > 0:
        begin = max(other.start, end) + len(own.text) - own.deleted
        pieces.append(Splice(begin, right, other.text[-right:], other.by))
    return pieces


def unchanged_ends(splices: Sequence[Splice], length: int) -> tuple[int, int]:
    """What many splices of a text of `length` leave alone: so much at its beginning and its end."""
    head = tail = length
    for start, deleted, text, _ in splices:
        head = min(head, start)
        tail = min(tail, length - start - deleted)
        length += len(text) - deleted
    return head, max(0, tail)


def common_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts share at their beginning, and then at their end."""
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
