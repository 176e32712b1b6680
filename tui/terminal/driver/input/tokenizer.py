"""Split bytes from a terminal into text, control sequences and pastes (ECMA-48, xterm)."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from dataclasses import dataclass
from enum import Enum, auto

ESCAPE_SECONDS = 0.1
"""Seconds of silence after which ESC alone is the Esc key, and ESC with an introducer is Alt."""
SEQUENCE_SECONDS = 1.0
"""Seconds of silence after which the rest of a sequence counts as lost."""
PASTE_SECONDS = 2.0
"""Seconds of silence after which the rest of a paste counts as lost."""
_LONGEST_SEQUENCE = 256
"""In bytes. The longest sequences with a meaning are keys that come with their text."""
MAX_PASTE_BYTES = 1 << 24
"""The bytes at which a paste is truncated; the editor's own limit is far lower."""
_BURST = 64
"""This many bytes in one read, without an ESC, are not typing."""

_ESC = 0x1B
_ESCAPE = b"\x1b"
_PASTE_BEGIN, _PASTE_END = b"\x1b[200~", b"\x1b[201~"
_PARTLY_ENDED = re.compile(rb"\x1b(\[(2(01?)?)?)?\Z")
_STRING_END = re.compile(rb"[\x00-\x1f\x7f]")
"""The end of a string: BEL, ESC, or a key, after which the rest of the string counts as lost."""
_DOLLAR_KEY = re.compile(rb"\x1b\[\d+\$")
"""rxvt's Shift with a function key: its final byte is an intermediate byte in ECMA-48."""
_STRING_BEGINS = {
    ord("]"): re.compile(rb"[0-9\x1b\x07]"),
    ord("P"): re.compile(rb"[ -?\x1b]"),
    ord("X"): re.compile(rb"[ -~\x80-\xff\x1b]"),
    ord("^"): re.compile(rb"[ -~\x80-\xff\x1b]"),
    ord("_"): re.compile(rb"[ -~\x80-\xff\x1b]"),
}
"""The introducers of OSC, DCS, SOS, PM and APC, and the bytes that may follow. Before other bytes
they are Alt keys."""


class State(Enum):
    """The kind of sequence that the bytes so far have begun."""

    GROUND = auto()
    ESCAPE = auto()
    """ESC."""
    CSI = auto()
    """ESC [, parameters."""
    MOUSE = auto()
    """ESC [ M, and fewer than its three bytes (X10 mouse report)."""
    SS3 = auto()
    """ESC O."""
    STRING = auto()
    """OSC, DCS, SOS, PM or APC."""
    STRING_ESCAPE = auto()
    """A string, and the ESC with which its end begins."""
    PASTE = auto()


@dataclass(frozen=True, slots=True)
class Text:
    """Characters outside any sequence, control characters among them."""

    text: str


@dataclass(frozen=True, slots=True)
class ControlSequence:
    """One complete sequence. ESC alone is the Esc key, ESC and a character a key with Alt."""

    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """Pasted text; `terminated` is False if the terminal never sent the end."""

    text: str
    terminated: bool = True


Token = Text | ControlSequence | Pasted


class Tokenizer:
    """Takes bytes in pieces of any size; the tokens do not depend on where they are cut.

    `timeout` says how long to wait for more bytes; after that much silence call `expire`.
    """

    def __init__(self, escape_seconds: float = ESCAPE_SECONDS) -> None:
        """Begin outside any sequence."""
        self.state = State.GROUND
        self._escape_seconds = escape_seconds
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._buffer = bytearray()
        self._alt = False
        self._paste_was_cut_off = False
        self._found: list[Token] = []
        self._steps = {
            State.GROUND: self._ground,
            State.ESCAPE: self._escape,
            State.CSI: self._csi,
            State.MOUSE: self._mouse,
            State.SS3: self._ss3,
            State.STRING: self._string,
            State.STRING_ESCAPE: self._string_escape,
            State.PASTE: self._paste,
        }

    @property
    def timeout(self) -> float | None:
        """Seconds of silence after which to call `expire`; None outside any sequence."""
        match self.state:
            case State.GROUND:
                return None
            case State.ESCAPE:
                return self._escape_seconds
            case State.SS3 | State.STRING if len(self._buffer) == 2:
                return self._escape_seconds
            case State.PASTE:
                return PASTE_SECONDS
        return SEQUENCE_SECONDS

    def feed(self, data: bytes) -> list[Token]:
        """Take bytes, and return the tokens that they complete."""
        if self._paste_was_cut_off and self.state is State.GROUND and _continues_paste(data):
            self.state = State.PASTE
        at = 0
        while at < len(data):
            at = self._steps[self.state](data, at)
        return self._take()

    def expire(self) -> list[Token]:
        """End an unfinished sequence, because the rest will not come; return its tokens."""
        match self.state:
            case State.GROUND:
                pass
            case State.ESCAPE:
                self._complete(_ESCAPE)
            case State.PASTE:
                self._paste_was_cut_off = True
                self._end_paste(_PARTLY_ENDED.sub(b"", self._buffer), ended=False)
            case _:
                self._abort_sequence()
        return self._take()

    def finish(self) -> list[Token]:
        """End everything, because nothing comes any more."""
        found = self.expire()
        self._take_text(b"", final=True)
        return found + self._take()

    def _take(self) -> list[Token]:
        found, self._found = self._found, []
        return found

    # One method a state: take bytes from `at` on, and return where the next one continues.

    def _ground(self, data: bytes, at: int) -> int:
        escape = data.find(_ESCAPE, at)
        if escape < 0:
            self._take_text(data[at:], final=False)
            return len(data)
        self._take_text(data[at:escape], final=True)
        self.state = State.ESCAPE
        return escape + 1

    def _escape(self, data: bytes, at: int) -> int:
        byte = data[at]
        if byte == _ESC:
            self._found.append(ControlSequence("\x1b"))
        elif byte == ord("["):
            self._begin(State.CSI, b"\x1b[")
        elif byte == ord("O"):
            self._begin(State.SS3, b"\x1bO")
        elif byte in _STRING_BEGINS:
            self._begin(State.STRING, bytes((_ESC, byte)))
        elif byte >= 0x80:
            self._alt = True
            self.state = State.GROUND
            return at
        else:
            self._complete(bytes((_ESC, byte)))
        return at + 1

    def _csi(self, data: bytes, at: int) -> int:
        byte = data[at]
        if not 0x20 <= byte <= 0x7E:
            return self._abort_sequence(at)
        if len(self._buffer) < _LONGEST_SEQUENCE:
            self._buffer.append(byte)
        if byte == ord("[") and self._buffer == b"\x1b[[":
            return at + 1  # F1 to F5 of the Linux console have one byte more
        if byte >= 0x40 or (byte == ord("$") and _DOLLAR_KEY.fullmatch(self._buffer)):
            if self._buffer == b"\x1b[M":
                self.state = State.MOUSE
            elif self._buffer == _PASTE_BEGIN:
                self._begin(State.PASTE, b"")
                self._paste_was_cut_off = False
            elif self._buffer == _PASTE_END or len(self._buffer) >= _LONGEST_SEQUENCE:
                self._begin(State.GROUND, b"")
                self._paste_was_cut_off = False
            else:
                self._complete(bytes(self._buffer))
        return at + 1

    def _mouse(self, data: bytes, at: int) -> int:
        if data[at] < 0x20:
            return self._abort_sequence(at)
        self._buffer.append(data[at])
        if len(self._buffer) == 6:
            self._complete(bytes(self._buffer))
        return at + 1

    def _ss3(self, data: bytes, at: int) -> int:
        byte = data[at]
        if 0x40 <= byte <= 0x7E:
            self._complete(bytes((*self._buffer, byte)))
        elif (0x30 <= byte <= 0x3B) and len(self._buffer) < _LONGEST_SEQUENCE:
            self._buffer.append(byte)
        else:
            return self._abort_sequence(at)
        return at + 1

    def _string(self, data: bytes, at: int) -> int:
        if len(self._buffer) == 2:
            if not _STRING_BEGINS[self._buffer[1]].match(data, at):
                return self._abort_sequence(at)
            self._buffer.append(0)  # its content does not matter, only that it has begun
        end = _STRING_END.search(data, at)
        if end is None:
            return len(data)
        if data[end.start()] == _ESC:
            self.state = State.STRING_ESCAPE
            return end.end()
        self._begin(State.GROUND, b"")
        return end.end() if end.group() == b"\x07" else end.start()

    def _string_escape(self, data: bytes, at: int) -> int:
        if data[at] == ord("\\"):
            self._begin(State.GROUND, b"")
            return at + 1
        self._begin(State.ESCAPE, b"")
        return at

    def _paste(self, data: bytes, at: int) -> int:
        before = len(self._buffer)
        self._buffer += data[at:]
        end = self._buffer.find(_PASTE_END, max(0, before - len(_PASTE_END) + 1))
        if end < 0:
            if len(self._buffer) > MAX_PASTE_BYTES + len(_PASTE_END):
                del self._buffer[MAX_PASTE_BYTES : 1 - len(_PASTE_END)]
            return len(data)
        read = end + len(_PASTE_END) - before
        self._paste_was_cut_off = False
        self._end_paste(self._buffer[:end], ended=True)
        return at + read

    # Helpers of the state methods

    def _take_text(self, data: bytes, *, final: bool) -> None:
        text = self._decoder.decode(data, final)
        if text and self._alt:
            self._alt = False
            self._found.append(ControlSequence("\x1b" + text[0]))
            text = text[1:]
        if text:
            self._found.append(Text(text))

    def _begin(self, state: State, held: bytes) -> None:
        self.state = state
        self._buffer = bytearray(held)

    def _complete(self, sequence: bytes) -> None:
        self._found.append(ControlSequence(sequence.decode("latin-1")))
        self._begin(State.GROUND, b"")

    def _abort_sequence(self, at: int = 0) -> int:
        """Drop an invalid sequence. An introducer alone was Alt and a key."""
        if len(self._buffer) == 2:
            self._complete(bytes(self._buffer))
        self._begin(State.GROUND, b"")
        return at

    def _end_paste(self, content: bytes | bytearray, *, ended: bool) -> None:
        text = content[:MAX_PASTE_BYTES].decode("utf-8", "replace")
        self._found.append(Pasted(text, ended))
        self._begin(State.GROUND, b"")


def _continues_paste(data: bytes) -> bool:
    """Return whether this is the late rest of a paste that was given up, and not typing."""
    before, end, _ = data.partition(_PASTE_END)
    if end:
        return _PASTE_BEGIN not in before
    return len(data) >= _BURST and _ESCAPE not in data
