"""Minutes as they arrived: the text that was sent, and what happened to it on the way."""

from __future__ import annotations

from typing import NamedTuple

from ..text.transport import Transport, candidates
from .reading.reader import ReadMinutes, form_of, read_minutes
from .writing.writer import compose


class Received(NamedTuple):
    """Minutes all of which was understood."""

    minutes: ReadMinutes
    text: str
    """The text as it was written: only line ends, blanks or wrapping differ from what arrived."""
    transport: Transport
    """What happened to it on the way."""


def receive(data: bytes) -> Received | None:
    """Return what was sent, if written again it is the same text; None for any other text.

    Line ends, a byte order mark, blanks at the ends of lines and wrapped lines count as changed on
    the way. Typed line breaks of the notes stay where the next word would have had room.
    """
    for transport, candidate in candidates(data):
        try:
            text = candidate.decode()
        except UnicodeDecodeError:
            continue
        if form_of(text) is None:
            continue
        read = read_minutes(text)
        if read is not None and compose(*read) == text:
            return Received(read, text, transport)
    return None
