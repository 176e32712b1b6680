"""Text of one client that was typed in one go, put together from the updates of its keys.

A text inserted directly after the one before, with the same text to its right, is the same as one
longer text: the library divides and joins texts in this way too.
"""

from __future__ import annotations

from .admission.structs import STRING, DecodedUpdate, Id, read_varint
from .lib0 import encode_varints

_LEFT, _RIGHT = 0x80, 0x40
_KIND = 0x1F
_NOTES = b"\1\5notes"
_NO_DELETIONS = b"\0"
MAX_RUN_BYTES = 1 << 16
"""The text after which the next update begins another run, in bytes."""


class TextRun:
    """A text in the notes that grows at its end."""

    __slots__ = ("_left", "_right", "_text", "client", "clock", "end")

    def __init__(self, client: int, clock: int, end: int, origins: tuple[Id | None, Id | None]):
        self.client = client
        self.clock = clock
        """The clock of the first code unit."""
        self.end = end
        """The clock after the last one."""
        self._left, self._right = origins
        self._text = bytearray()

    @classmethod
    def begin(cls, update: DecodedUpdate) -> TextRun | None:
        """Return a run of the text of an update; None if it holds anything else."""
        if (text := _text_of(update)) is None:
            return None
        (section,) = update.clients.values()
        clock, length, left, right, _key, _kinds = section.structs[0]
        run = cls(section.client, clock, clock + length, (left, right))
        run._text += text
        return run

    def extend(self, update: DecodedUpdate) -> bool:
        """Add the text of an update; return False if it does not continue this one."""
        section = update.clients.get(self.client)
        if section is None or section.clock != self.end or len(self._text) >= MAX_RUN_BYTES:
            return False
        _clock, length, left, right, _key, _kinds = section.structs[0]
        if left != (self.client, self.end - 1) or right != self._right:
            return False
        if (text := _text_of(update)) is None:
            return False
        self._text += text
        self.end += length
        return True

    @property
    def size(self) -> int:
        """The bytes of the text."""
        return len(self._text)

    def encode(self, known: int = 0) -> bytes:
        """Return the part from the clock `known` on as an update."""
        clock, left, text = self.clock, self._left, bytes(self._text)
        if known > clock:
            units = text.decode().encode("utf-16-le")[2 * (known - clock) :]
            try:
                text = units.decode("utf-16-le").encode()
            except UnicodeDecodeError:  # it begins with half of a character
                return self.encode()
            clock, left = known, (self.client, known - 1)
        info = STRING | (_LEFT if left else 0) | (_RIGHT if self._right else 0)
        origins = [number for origin in (left, self._right) if origin for number in origin]
        return b"".join(
            (
                encode_varints((1, 1, self.client, clock)),
                bytes((info,)),
                encode_varints(origins) if origins else _NOTES,
                encode_varints((len(text),)),
                text,
                _NO_DELETIONS,
            )
        )


def _text_of(update: DecodedUpdate) -> bytes | None:
    """Return the text of an update that holds one text in the notes and nothing else."""
    if update.delete_set or len(update.clients) != 1:
        return None
    (section,) = update.clients.values()
    data, at = update.data, section.start
    if len(section.structs) != 1 or data[at] & _KIND != STRING:
        return None
    origins = [origin for origin in section.structs[0][2:4] if origin is not None]
    at += 1 + (0 if origins else len(_NOTES))
    for _ in range(2 * len(origins)):
        _, at = read_varint(data, at)
    _, at = read_varint(data, at)
    return data[at : section.stop]
