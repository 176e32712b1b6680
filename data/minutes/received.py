"""Minutes as they arrived: the text that was sent, and what happened to it on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..text.transport import Transport, candidates, with_line_feeds
from .reading.reader import ReadMinutes, form_of, read_minutes
from .rewrapped import joined, loses_indents, with_usual_marks
from .writing.writer import compose


class Received(NamedTuple):
    """Minutes all of which was understood."""

    minutes: ReadMinutes
    text: str
    """The text as it was written: only line ends, blanks, marks or wrapping differ."""
    transport: Transport
    """What happened to it on the way."""


def receive(data: bytes) -> Received | None:
    """Return what was sent, if written again it is the same text; None for any other text.

    Line ends, a byte order mark, blanks at the ends of lines, wrapped lines, an indent of all lines
    and other marks of lists count as changed on the way. Typed line breaks of the notes stay where
    the next word would have had room, or where the wrapped lines have no indent.
    """
    for transport, text in _guesses(data):
        if form_of(text) is None:
            continue
        read = read_minutes(text)
        if read is not None and compose(*read) == text:
            return Received(read, text, transport)
    return None


def nearest(text: str) -> str:
    """Return a text that was changed on the way and beside that, as it may have been; or itself."""
    for plain in with_usual_marks(text):
        guesses = [*joined(plain)] if loses_indents(plain) else [plain]
        for guess in guesses:
            if form_of(guess) is not None:
                return guess
    return text


def _guesses(data: bytes) -> Iterator[tuple[Transport, str]]:
    """Yield what a text may have been, each once: likelier, and then cheaper, guesses first."""
    seen: set[str] = set()
    for transport, text in _all_guesses(data):
        if text not in seen:
            seen.add(text)
            yield transport, text


def _all_guesses(data: bytes) -> Iterator[tuple[Transport, str]]:
    kept_indents: list[str] = []
    for transport, candidate in candidates(data):
        try:
            text = candidate.decode()
        except UnicodeDecodeError:
            continue
        if transport is Transport.WRAPPING:
            kept_indents.append(text)
        else:
            yield transport, text
    plain, *others = with_usual_marks(with_line_feeds(data))
    found = [*joined(plain)]
    guesses = [*found, *kept_indents] if loses_indents(plain) else [*kept_indents, *found]
    for other in others:
        guesses += [f"{other.strip()}\n", *joined(other)]
    yield from ((Transport.WRAPPING, guess) for guess in guesses)
